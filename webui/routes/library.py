"""The page 资料库: every report in a table, what could not be read, the folders; and many corrections at once."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from indexer.engines import Engine
from indexer.errors import CorrectionError
from indexer.library.library import Library
from indexer.library.proposals import proposals
from indexer.model.reports import UNIT_GROUPS, UNKNOWN_LABEL
from webui import messages, security
from webui.presenters.bulk_edits import BULK_FIELDS, BulkEdits
from webui.presenters.corrections import Corrector
from webui.presenters.library import narrowed, partly_read, passed_over, report_list, unreadable
from webui.presenters.tray import still_there, tray_of
from webui.state.library_state import DEFAULT_SORT, SORTS, TABS, LibraryState
from webui.state.parameters import scrub
from webui.state.search_state import SearchState

#: So many files are listed of those that were read but for something; a report says it of itself.
MOST_PARTLY = 200


def blueprint(engine: Engine, library: Library, corrector: Corrector | None) -> Blueprint:
    """Page ``/library``; with a corrector also what its form is sent to."""
    pages = Blueprint("library", __name__)
    edits = BulkEdits(corrector) if corrector else None

    @pages.get("/library")
    def show() -> str:
        return _page(engine, library, edits)

    if edits is not None:
        _add_edits(pages, engine, library, edits)
    return pages


def _add_edits(pages: Blueprint, engine: Engine, library: Library, edits: BulkEdits) -> None:
    @pages.get("/library/corrections")
    @pages.get("/library/corrections/undo")
    def nothing_here() -> Response:
        """Whoever reloads a form that was refused comes back to the list."""
        return redirect(LibraryState.from_args(request.args).url, 303)

    @pages.post("/library/corrections")
    def correct() -> Response | tuple[str, int]:
        state = LibraryState.from_args(request.args)
        chosen = set(map(scrub, request.form.getlist("id")))
        heads = engine.reports()
        wanted = narrowed(heads, state) if request.form.get("all") else [head for head in heads if head.id in chosen]
        typed = {name: scrub(request.form.get(name, "")).strip() for name in BULK_FIELDS}
        try:
            if not wanted:
                raise CorrectionError(messages.NONE_CHOSEN)
            token = edits.correct(wanted, typed)
        except CorrectionError as error:
            return _page(engine, library, edits, str(error), chosen, typed), 400
        return redirect(_with(state, edited=token or "0"), 303)

    @pages.post("/library/corrections/undo")
    def undo() -> Response | tuple[str, int]:
        state = LibraryState.from_args(request.args)
        try:
            count = edits.undo(scrub(request.form.get("token", "")), (head.id for head in engine.reports()))
        except CorrectionError as error:
            return _page(engine, library, edits, str(error)), 400
        return redirect(_with(state, undone=str(count)), 303)


def _with(state: LibraryState, **further: str) -> str:
    return f"{state.url}{'&' if '?' in state.url else '?'}{urlencode(further)}"


def _page(
    engine: Engine,
    library: Library,
    edits: BulkEdits | None,
    problem: str = "",
    chosen: set[str] | None = None,
    typed: dict[str, str] | None = None,
) -> str:
    state = LibraryState.from_args(request.args)
    state = state.with_compare(*still_there(engine, state.compare))
    heads, manifest, local = engine.reports(), library.manifest(), security.is_loopback(request.remote_addr)
    unread, partly, folders = unreadable(manifest), partly_read(manifest), library.folders()
    skipped = passed_over(manifest)
    proposing = local and state.tab == "folders"
    return render_template(
        "library.html",
        state=SearchState(),
        shown=state,
        tray=tray_of(engine, state.compare, lambda ids: state.with_compare(*ids).url),
        tabs=[(key, label, state.with_tab(key).url) for key, label in TABS.items()],
        counts={"reports": len(heads), "unread": len(unread) + len(partly) + len(skipped), "folders": len(folders)},
        files=len(manifest.files),
        list=report_list(heads, state),
        sorts=SORTS,
        default_sort=DEFAULT_SORT,
        unread=unread,
        skipped=skipped,
        partly=partly[:MOST_PARTLY],
        partly_total=len(partly),
        folders=folders,
        local=local,
        editing=local and edits is not None,
        proposals=proposals(library.places, [folder.path for folder in folders]) if proposing else [],
        run=library.job.state,
        problem=problem,
        chosen=chosen or set(),
        typed=typed or {},
        done=_done(edits),
        unit_groups=UNIT_GROUPS,
        unknown=UNKNOWN_LABEL,
    )


def _done(edits: BulkEdits | None) -> tuple[str, str] | None:
    """What is said of the correction that led here, and the name under which it can be taken back."""
    token, undone = request.args.get("edited", ""), request.args.get("undone", "")
    if undone.isascii() and undone.isdigit():
        return messages.BULK_UNDONE.format(count=int(undone[:9])), ""
    if token == "0":
        return messages.SAVED_NOTICES["0"], ""
    edit = edits.get(token) if edits and token else None
    return (messages.BULK_DONE.format(count=edit.reports, said=edit.said), token) if edit else None
