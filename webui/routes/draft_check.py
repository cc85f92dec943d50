"""The draft check: a pasted text, a file or a stored draft, and what to look at in it. Nothing of it is kept, and no text
stands in an address."""

from __future__ import annotations

from datetime import date
from time import perf_counter
from typing import Any

from flask import Blueprint, Response, render_template, request

from indexer.drafting.checking import (
    MOST,
    CheckedDraft,
    check_draft,
    checked_length,
    draft_of_text,
    read_draft,
    read_stored,
)
from indexer.drafting.checking.dated import dated_phrases
from indexer.drafting.checking.draft_text import DraftText
from indexer.drafting.model import Draft
from indexer.drafting.store import DraftStore
from indexer.engines import Engine
from indexer.errors import BiganError, QueryError
from indexer.language.formulations import Formulations
from indexer.language.normalize import clean_text
from indexer.output.json_check import checked_to_dict, uses_to_dict
from indexer.reading import read
from webui import messages
from webui.presenters.draft_check import view_check
from webui.routes.api import check_parameters
from webui.routes.drafts import refuse_others
from webui.routes.errors import json_response
from webui.security import MOST_DRAFT_BYTES
from webui.state.parameters import scrub
from webui.state.search_state import SearchState

#: Phrases that are counted at once.
_MOST_PHRASES = 50


def blueprint(engine: Engine, formulations: Formulations, store: DraftStore | None = None) -> Blueprint:
    """Page ``/check-draft``, ``POST /api/v1/check-draft`` and ``GET /api/v1/uses``; with a ``store`` also
    ``/drafts/…/check`` and ``/api/v1/drafts/…/check``, for this machine only."""
    pages = Blueprint("draft_check", __name__)

    @pages.before_request
    def allow_drafts() -> None:
        """A draft is longer than any other form."""
        request.max_content_length = MOST_DRAFT_BYTES
        request.max_form_memory_size = MOST_DRAFT_BYTES

    @pages.get("/check-draft")
    def form() -> str:
        return _page("")

    @pages.post("/check-draft")
    def check() -> str | tuple[str, int]:
        text = scrub(request.form.get("text", ""))
        try:
            draft = _draft(text)
        except BiganError as error:
            return _page(text, error=error), 400
        return _page("", check_draft(draft, engine, formulations, date.today().year))

    @pages.post("/api/v1/check-draft")
    def check_api() -> Response:
        began = perf_counter()
        try:
            draft = _draft(_text_of_json() if request.is_json else scrub(request.form.get("text", "")))
        except QueryError:
            raise
        except BiganError as error:
            raise QueryError(str(error)) from error
        checked = check_draft(draft, engine, formulations, date.today().year)
        return json_response(checked_to_dict(checked, (perf_counter() - began) * 1000))

    @pages.get("/api/v1/uses")
    def uses() -> Response:
        check_parameters(request.args, (), ("text",))
        texts = [clean_text(scrub(text)) for text in request.args.getlist("text")]
        if not 0 < len(texts) <= _MOST_PHRASES:
            raise QueryError(messages.PHRASES_WANTED.format(most=_MOST_PHRASES), ["text"])
        phrases = dated_phrases(texts, formulations, engine)
        return json_response(uses_to_dict(texts, engine.phrase_uses(texts), phrases))

    if store is not None:
        _add_stored(pages, engine, formulations, store)
    return pages


def _add_stored(pages: Blueprint, engine: Engine, formulations: Formulations, store: DraftStore) -> None:
    @pages.get("/drafts/<draft_id>/check")
    def check_stored(draft_id: str) -> str | tuple[str, int]:
        refused = refuse_others()
        if refused is not None:
            return refused
        stored = store.load(draft_id)
        try:
            checked = check_draft(checked_length(read_stored(stored)), engine, formulations, date.today().year)
            return _page("", checked, stored=stored)
        except QueryError as error:
            return _page("", error=error, stored=stored), 400

    @pages.get("/api/v1/drafts/<draft_id>/check")
    def check_stored_api(draft_id: str) -> Response | tuple[str, int]:
        refused = refuse_others()
        if refused is not None:
            return refused
        began = perf_counter()
        checked = check_draft(checked_length(read_stored(store.load(draft_id))), engine, formulations, date.today().year)
        return json_response(checked_to_dict(checked, (perf_counter() - began) * 1000))


def _page(
    text: str, checked: CheckedDraft | None = None, error: BiganError | None = None, stored: Draft | None = None
) -> str:
    return render_template(
        "draft_check.html",
        state=SearchState(),
        pasted=text,
        check=view_check(checked) if checked else None,
        stored=stored,
        error=error,
        most=MOST,
    )


def _draft(text: str) -> DraftText:
    """The draft that was sent: a file, where there is one, else the text. Old Word documents want LibreOffice, which a page
    does not start. Raises ``BiganError``."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return draft_of_text(text)
    return checked_length(read_draft(read(sent.read(), scrub(sent.filename)[:100])))


def _text_of_json() -> str:
    body: Any = request.get_json(silent=True)
    text = body.get("text") if isinstance(body, dict) else None
    if not isinstance(text, str):
        raise QueryError(messages.NO_DRAFT_IN_JSON, ['{"text": "…"}'])
    return scrub(text)
