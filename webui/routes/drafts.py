"""Drafts as pages that work without a script: the list, one draft, its earlier versions; and collecting by a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from indexer.drafting.collecting import Collected, Collector
from indexer.drafting.lengths import UsualLength, UsualLengths, unit_type_of
from indexer.drafting.model import Draft
from indexer.drafting.operations import OTHER_WORDING, EditConflict, new_id, remove
from indexer.drafting.slots.finding import SlotFinder
from indexer.drafting.store import DraftStore
from indexer.errors import DraftError, NoSuchDraft, QueryError
from indexer.model.reports import GENRES, SECTIONS
from webui import messages, security
from webui.presenters.desk import make_desk, sections_of, shortened
from webui.presenters.slots import view_slots
from webui.presenters.versions import view_versions
from webui.routes.draft_texts import fingerprint, save_texts
from webui.routes.errors import answer
from webui.state.draft_operations import GO_BACK, Values, block_operations, read_operation
from webui.state.parameters import scrub
from webui.state.search_state import SearchState

#: The button that saves and leads to the draft check.
_CHECK = "check"


def blueprint(store: DraftStore, collector: Collector, usual: UsualLengths, finder: SlotFinder) -> Blueprint:
    """Pages ``/drafts…``, for this machine only."""
    pages = Blueprint("drafts", __name__, url_prefix="/drafts")
    pages.before_request(refuse_others)
    pages.add_app_template_filter(fingerprint)
    pages.app_errorhandler(NoSuchDraft)(_offer_undelete(store))

    @pages.get("/", strict_slashes=False)
    def drafts() -> str:
        return _list(store)

    @pages.post("/", strict_slashes=False)
    def create() -> Response | tuple[str, int]:
        try:
            return redirect(f"/drafts/{store.create(scrub(request.form.get('name', '')), store.current()).id}", 303)
        except DraftError as error:
            return _list(store, str(error)), 400

    @pages.get("/current")
    def current() -> Response:
        draft = store.current()
        return redirect(f"/drafts/{draft.id}" if draft else "/drafts", 302)

    @pages.post("/collect")
    def collect() -> Response:
        return redirect(*_collect(store, collector))

    @pages.get("/basket")
    def basket() -> str:
        """The basket alone, for a page that has it already."""
        return render_template("_partials/basket.html", desk=make_desk(store, "/"))

    @pages.get("/<draft_id>")
    def draft(draft_id: str) -> str:
        return _page(store, usual, finder, store.load(draft_id))

    @pages.post("/<draft_id>")
    def change(draft_id: str) -> Response | tuple[str, int]:
        request.max_content_length = request.max_form_memory_size = security.MOST_DRAFT_BYTES
        stored = store.load(draft_id)
        try:
            return redirect(_changed(store, stored), 303)
        except EditConflict as conflict:
            return _page(store, usual, finder, store.load(draft_id), conflict=conflict), 409
        except DraftError as error:
            return _page(store, usual, finder, store.load(draft_id), problem=str(error)), 400

    @pages.get("/<draft_id>/aside")
    def aside(draft_id: str) -> str:
        """What stands beside a draft alone, for a page that has it already."""
        stored = store.load(draft_id)
        slots = view_slots(stored, finder)
        return render_template("_partials/draft_aside.html", draft=stored, slots=slots, other_wording=OTHER_WORDING)

    @pages.get("/<draft_id>/versions")
    def versions(draft_id: str) -> str:
        return _versions(store, store.load(draft_id))

    _add_keeping(pages, store)
    return pages


def _add_keeping(pages: Blueprint, store: DraftStore) -> None:
    @pages.post("/<draft_id>/choose")
    def choose(draft_id: str) -> Response:
        store.choose(store.load(draft_id).id)
        return redirect(back_of(request.form, f"/drafts/{draft_id}"), 303)

    @pages.post("/<draft_id>/delete")
    def delete(draft_id: str) -> Response:
        store.delete(store.load(draft_id).id)
        return redirect(f"/drafts?deleted={draft_id}", 303)

    @pages.post("/<draft_id>/undelete")
    def undelete(draft_id: str) -> Response:
        return redirect(f"/drafts/{store.undelete(draft_id).id}", 303)


def refuse_others() -> tuple[str, int] | None:
    """Drafts are their writer's own: another machine of the network cannot read them either."""
    return None if security.is_loopback(request.remote_addr) else (messages.DRAFTS_ARE_PRIVATE, 403)


def back_of(form: MultiDict[str, str], otherwise: str) -> str:
    """The page of ours that a form leads back to."""
    back = scrub(form.get("back", ""))
    ours = back.startswith("/") and not back.startswith(("//", "/\\")) and "\n" not in back and "\r" not in back
    return back if ours else otherwise


def collect_asked(collector: Collector, take: str, draft_id: str | None = None) -> Collected:
    """Collects what a button names: ``p:ID``, ``p:ID:start:end`` (a point), ``h:ID:text`` (a heading)."""
    kind, _, rest = take.partition(":")
    identity, _, rest = rest.partition(":")
    if kind == "h" and rest:
        return collector.heading(identity, rest, draft_id)
    start, _, end = rest.partition(":")
    if kind != "p" or (rest and not (start.isdecimal() and end.isdecimal())):
        raise DraftError(messages.NOTHING_TO_COLLECT)
    return collector.paragraph(identity, (int(start), int(end)) if rest else None, draft_id=draft_id)


def _collect(store: DraftStore, collector: Collector) -> tuple[str, int]:
    """Does what a button of a form asks: collects, or takes out what was collected; where to go then."""
    form = request.form
    back, _, anchor = back_of(form, "/drafts/current").partition("#")
    draft = store.current()
    if "drop" in form and draft is not None:
        store.change(draft.id, lambda d: remove(d, scrub(form["drop"])))
        done = "removed"
    else:
        made = collect_asked(collector, scrub(form.get("take", "")))
        done = "near" if made.near and made.is_new else "taken" if made.is_new else "again"
    mark = f"{'&' if '?' in back else '?'}desk={done}"
    return f"{back}{mark}{'#' + anchor if anchor else ''}", 303


def _changed(store: DraftStore, draft: Draft) -> str:
    """Applies what a form asks; the address to go to then. The form of the blocks holds all their texts: those are saved first,
    whatever else is asked."""
    values: dict[str, Any] = {name: scrub(request.form[name]) for name in request.form}
    values["places"] = request.form.getlist("places")
    values["new_block"] = new_id()
    page = f"/drafts/{draft.id}"
    if "do" in values:
        return page + _pressed(store, draft, values)
    if values.get("op") == "insert":
        values["block"] = values["new_block"]
    asked = values.get("op", "")
    if asked == GO_BACK:
        store.go_back(draft.id, Values(values).number("version"))
        return f"{page}?done=back"
    store.change(draft.id, *read_operation(asked, values))
    done = {"remove": "removed", "restore": "restored", "replace": "replaced"}.get(asked, "saved")
    anchor = "" if asked in ("remove", "about", "rename", "replace", "keep") else values.get("block", "")
    return f"{page}?done={done}{f'#b-{anchor}' if anchor else ''}"


def _pressed(store: DraftStore, draft: Draft, values: dict[str, Any]) -> str:
    """Saves the texts of all blocks and does what the button says, ``do`` or ``do:block``; what follows the page's address."""
    asked, _, name = values["do"].partition(":")
    values |= {"do": asked, "block": name or values.get("block", "")}
    saved = save_texts(store, draft, request.form, Values(values).number("revision"))
    at = request.form.getlist("block").index(name) if name in request.form.getlist("block") else 0
    for field in ("note", "level", "section", "section_before"):
        given = request.form.getlist(field)
        values |= {field: scrub(given[at])} if at < len(given) else {}
    if asked not in ("save", _CHECK):
        for operation, typing in block_operations(values):
            store.change(draft.id, operation, typing)
    if saved.refused is not None:
        raise saved.refused
    if asked == _CHECK:
        return "/check"
    done = "removed" if asked == "remove" else "out" if saved.taken_out else "saved"
    anchor = values["new_block"] if asked == "insert" or asked.startswith("write-") else name or values["block"]
    return f"?done={done}{f'#b-{anchor}' if asked != 'remove' and anchor else ''}"


def _offer_undelete(store: DraftStore) -> Callable[[NoSuchDraft], Response | tuple[str, int]]:
    """What every page answers where a draft is missing: the list, with the button that brings it back if it was deleted."""

    def no_such_draft(error: NoSuchDraft) -> Response | tuple[str, int]:
        draft_id = str((request.view_args or {}).get("draft_id", ""))
        if request.path.startswith("/api/") or refuse_others() or not store.was_deleted(draft_id):
            return answer(404, str(error))
        return _list(store, deleted=draft_id), 404

    return no_such_draft


def _list(store: DraftStore, problem: str = "", deleted: str = "") -> str:
    return render_template(
        "drafts.html",
        state=SearchState(),
        drafts=store.drafts(),
        current=store.current(),
        problems=store.problems(),
        problem=problem,
        deleted=deleted or request.args.get("deleted", "")[:8],
    )


def _page(
    store: DraftStore,
    usual: UsualLengths,
    finder: SlotFinder,
    draft: Draft,
    conflict: EditConflict | None = None,
    problem: str = "",
) -> str:
    compared = usual_of(usual, draft)
    return render_template(
        "draft.html",
        state=SearchState(),
        draft=draft,
        parts=sections_of(draft, compared),
        usual=compared,
        drafts=store.drafts(),
        conflict=conflict,
        problem=problem,
        notice=messages.DRAFT_NOTICES.get(request.args.get("done", "")),
        section_names=SECTIONS,
        genre_names=GENRES,
        shortened=shortened,
        slots=view_slots(draft, finder),
        other_wording=OTHER_WORDING,
        damaged=store.recovered_from(draft),
    )


def usual_of(usual: UsualLengths, draft: Draft) -> UsualLength:
    """What is usual for a draft; nothing while the index cannot be asked: the draft can be written all the same."""
    try:
        return usual.of(draft.genre, unit_type_of(draft))
    except QueryError:
        return UsualLength()


def _versions(store: DraftStore, draft: Draft) -> str:
    shown = request.args.get("version", "")
    earlier = store.version(draft.id, int(shown)) if shown.isdecimal() else None
    return render_template(
        "draft_versions.html",
        state=SearchState(),
        draft=draft,
        versions=view_versions(store, draft),
        earlier=earlier,
        section_names=SECTIONS,
    )
