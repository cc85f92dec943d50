"""A draft as a file of another program, and for the clipboard. For this machine only: a draft is private."""

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
from indexer.drafting.export.template import WordTemplate, load_template, official_template
from indexer.drafting.model import Draft
from indexer.drafting.store import DraftStore
from indexer.errors import NoSuchDraft, QueryError
from webui import messages, security
from webui.routes.errors import NoSuchThing, json_response
from webui.state.search_state import SearchState, scrub

_PARAMETERS = ("form", "sources", "stated", "template")
OFFICIAL, OWN = "official", "own"


@dataclass(frozen=True, slots=True)
class Exports:
    """What the export of drafts needs: where a draft is found, the unit's own template (read each time, so that a change of
    its file counts at once) with the name of its file, and what finds open places."""

    draft_by_id: Callable[[str], Draft | None]
    own_template: Callable[[], WordTemplate] = official_template
    own_name: str = ""
    open_slots: OpenSlots = placeholders_in


def exports_of(store: DraftStore, word_template: Path | None) -> Exports:
    """The drafts of a store, in the unit's own form where ``word_template`` describes one."""

    def draft_by_id(draft_id: str) -> Draft | None:
        try:
            return store.load(draft_id)
        except NoSuchDraft:
            return None

    return Exports(draft_by_id, lambda: load_template(word_template), word_template.name if word_template else "")


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
            content = content_of(draft, exports.open_slots)
            return render_template("draft_export.html", state=SearchState(), draft=draft, statement=content.statement)
        if form not in FORMS:
            raise QueryError(messages.NO_SUCH_FORM.format(form=form[:20], allowed="、".join(FORMS)), list(FORMS))
        data = FORMS[form].make(draft, _options(exports, request.args))
        name, kind = file_name(draft, form), FORMS[form].content_type
        return send_file(BytesIO(data), mimetype=kind, as_attachment=True, download_name=name)

    @pages.get("/<draft_id>/clipboard")
    def clipboard(draft_id: str) -> Response:
        return json_response(to_clipboard(stored_draft(exports, draft_id), _options(exports, request.args)))

    return pages


def refuse_others() -> tuple[str, int] | None:
    """Another machine of the network neither reads nor exports a draft."""
    return None if security.is_loopback(request.remote_addr) else (messages.EXPORT_NOT_THIS_MACHINE, 403)


def stored_draft(exports: Exports, draft_id: str) -> Draft:
    """The draft that an address names."""
    draft = exports.draft_by_id(scrub(draft_id))
    if draft is None:
        raise NoSuchThing(messages.NO_SUCH_DRAFT.format(id=scrub(draft_id)[:80]))
    return draft


def _options(exports: Exports, args: MultiDict[str, str]) -> Options:
    """Raises ``QueryError`` for what cannot be chosen."""
    for name in args:
        if name not in _PARAMETERS:
            message = messages.UNKNOWN_PARAMETER.format(name=scrub(name)[:40], allowed="、".join(_PARAMETERS))
            raise QueryError(message, list(_PARAMETERS))
    return Options(
        sources=_source_place(_choice(args, "sources", ("comments", *SOURCE_PLACES))),
        stated=_choice(args, "stated", ("0", "1")) == "1",
        template=_template(exports, _choice(args, "template", ("", OFFICIAL, OWN))),
        open_slots=exports.open_slots,
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
    return official_template() if asked == OFFICIAL else exports.own_template()


def _choices(exports: Exports) -> dict[str, object]:
    """What the form offers, on whatever page it stands."""
    return {
        "forms": [(name, form.label) for name, form in FORMS.items() if name != "docx"],
        "sources": list(SOURCE_PLACES.items()),
        "own_template": exports.own_name,
    }
