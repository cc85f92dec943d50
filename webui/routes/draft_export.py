"""A draft as a file of another program, and for the clipboard; and such a file compared with the draft. For this machine only:
a draft is private."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import get_args

from flask import Blueprint, Response, render_template, request, send_file
from werkzeug.datastructures import MultiDict

from indexer.drafting.export.content import (
    SOURCE_PLACES,
    OpenSlots,
    SourcePlace,
    content_of,
    placeholders_in,
)
from indexer.drafting.export.forms import FORMS, Options, file_name, to_clipboard
from indexer.drafting.export.open_slots import slots_by_text
from indexer.drafting.export.reading_back import compare_document
from indexer.drafting.export.template import WordTemplate, load_template, official_template
from indexer.drafting.model import Draft
from indexer.drafting.slots.finding import SlotFinder
from indexer.drafting.store import DraftStore
from indexer.errors import NoSuchDraft, QueryError, UnreadableFile
from webui import messages, security
from webui.presenters.draft_comparison import ComparisonView, view_comparison
from webui.routes.errors import json_response
from webui.state.parameters import scrub
from webui.state.search_state import SearchState

_PARAMETERS = ("form", "sources", "stated", "unmarked", "template", "headings")
#: A Word file that is sent to be compared is no larger, in bytes.
MOST_BYTES = 15 * 1024 * 1024

OFFICIAL, OWN = "official", "own"


@dataclass(frozen=True, slots=True)
class Exports:
    """What the export of drafts needs: where a draft is found, the file of the unit's own template (read each time, so that a
    change counts at once), what finds the open places of a draft, and LibreOffice, which old Word files are read with."""

    draft_by_id: Callable[[str], Draft | None]
    template_file: Callable[[], Path | None] = lambda: None
    slots_of: Callable[[Draft], OpenSlots] = lambda draft: placeholders_in
    soffice: Callable[[], Path | None] = lambda: None


def exports_of(
    store: DraftStore,
    finder: SlotFinder,
    template_file: Callable[[], Path | None],
    soffice: Callable[[], Path | None],
) -> Exports:
    """The drafts of a store, in the unit's own form where ``template_file`` names one. What is open is what their pages
    list as such."""

    def draft_by_id(draft_id: str) -> Draft | None:
        try:
            return store.load(draft_id)
        except NoSuchDraft:
            return None

    return Exports(draft_by_id, template_file, lambda draft: slots_by_text(finder.open_slots(draft), draft), soffice)


def blueprint(exports: Exports) -> Blueprint:
    """Pages ``/drafts/ID/export`` (with ``form`` a file, without it the choices) and ``/drafts/ID/clipboard``."""
    pages = Blueprint("draft_export", __name__, url_prefix="/drafts")
    pages.before_request(refuse_others)
    pages.app_context_processor(lambda: {"export_choices": _choices(exports)})

    @pages.get("/<draft_id>/export")
    def export(draft_id: str) -> Response | str:
        draft = stored_draft(exports, draft_id)
        form = scrub(request.args.get("form", ""))
        if not form:
            content = content_of(draft, exports.slots_of(draft))
            return render_template("draft_export.html", state=SearchState(), draft=draft, statement=content.statement)
        if form not in FORMS:
            raise QueryError(messages.NO_SUCH_FORM.format(form=form[:20], allowed="、".join(FORMS)), list(FORMS))
        data = FORMS[form].make(draft, _options(exports, draft, request.args))
        name, kind = file_name(draft, form), FORMS[form].content_type
        return send_file(BytesIO(data), mimetype=kind, as_attachment=True, download_name=name)

    @pages.get("/<draft_id>/clipboard")
    def clipboard(draft_id: str) -> Response:
        draft = stored_draft(exports, draft_id)
        return json_response(to_clipboard(draft, _options(exports, draft, request.args)))

    @pages.post("/<draft_id>/compare")
    def compare(draft_id: str) -> Response | str | tuple[str, int]:
        """What is sent is read and forgotten."""
        request.max_content_length = MOST_BYTES
        draft = stored_draft(exports, draft_id)
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            return _compared(draft, problem=messages.NO_FILE_SENT), 400
        with sent.stream as stream:
            data = stream.read()
        try:
            found = compare_document(draft, data, scrub(sent.filename)[:200], exports.soffice())
        except UnreadableFile as error:
            return _compared(draft, problem=str(error)), 400
        return _compared(draft, view_comparison(found, scrub(sent.filename)[:200]))

    @pages.get("/<draft_id>/compare")
    def compare_again(draft_id: str) -> str:
        """Whoever reloads the page chooses the file again."""
        return _compared(stored_draft(exports, draft_id))

    return pages


def _compared(draft: Draft, comparison: ComparisonView | None = None, problem: str = "") -> str:
    return render_template(
        "draft_compare.html", state=SearchState(), draft=draft, comparison=comparison, problem=problem
    )


def refuse_others() -> tuple[str, int] | None:
    """Another machine of the network neither reads nor exports a draft."""
    return None if security.is_loopback(request.remote_addr) else (messages.EXPORT_NOT_THIS_MACHINE, 403)


def stored_draft(exports: Exports, draft_id: str) -> Draft:
    """The draft that an address names."""
    draft = exports.draft_by_id(scrub(draft_id))
    if draft is None:
        raise NoSuchDraft(messages.NO_SUCH_DRAFT.format(id=scrub(draft_id)[:80]))
    return draft


def _options(exports: Exports, draft: Draft, args: MultiDict[str, str]) -> Options:
    """Raises ``QueryError`` for what cannot be chosen."""
    for name in args:
        if name not in _PARAMETERS:
            message = messages.UNKNOWN_PARAMETER.format(name=scrub(name)[:40], allowed="、".join(_PARAMETERS))
            raise QueryError(message, list(_PARAMETERS))
    return Options(
        sources=_source_place(_choice(args, "sources", ("comments", *SOURCE_PLACES))),
        stated=_choice(args, "stated", ("0", "1")) == "1",
        marked=_choice(args, "unmarked", ("0", "1")) == "0",
        template=_template(exports, _choice(args, "template", ("", OFFICIAL, OWN))),
        open_slots=exports.slots_of(draft),
        headings=_choice(args, "headings", ("1", "0")) == "1",
    )


def _choice(args: MultiDict[str, str], name: str, allowed: tuple[str, ...]) -> str:
    """The value that is asked for; the first of ``allowed`` where none is."""
    value = scrub(args.get(name, allowed[0]))
    if value not in allowed:
        shown = [each for each in dict.fromkeys(allowed) if each]
        raise QueryError(messages.NO_SUCH_CHOICE.format(name=name, value=value[:20], allowed="、".join(shown)), shown)
    return value


def _source_place(value: str) -> SourcePlace:
    places: tuple[SourcePlace, ...] = get_args(SourcePlace)
    return next(place for place in places if place == value)


def _template(exports: Exports, asked: str) -> WordTemplate:
    return official_template() if asked == OFFICIAL else load_template(exports.template_file())


def _choices(exports: Exports) -> dict[str, object]:
    """What the form offers, on whatever page it stands."""
    own = exports.template_file()
    return {
        "forms": [(name, form.label) for name, form in FORMS.items() if name != "docx"],
        "sources": list(SOURCE_PLACES.items()),
        "own_template": own.name if own else "",
    }
