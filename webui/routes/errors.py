"""What is answered when something is wrong: a Chinese page, or JSON under ``/api/``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from flask import Flask, Response, current_app, render_template, request
from werkzeug.exceptions import HTTPException, NotFound

from indexer.errors import BiganError, DraftError, IndexUnavailable, NoSuchDraft, QueryError
from webui import messages
from webui.security import DRAFT_PATHS
from webui.state.search_state import SearchState


class NoSuchThing(NotFound):
    """A report or paragraph that is not there; ``allowed`` says where ids come from, ``title`` what it was called, where the link
    told it."""

    def __init__(self, message: str, allowed: Sequence[str] = (), title: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.title = title
        self.allowed = tuple(allowed)


def install(app: Flask) -> None:
    """Catches our errors once, at the rim. A programming mistake is logged with its traceback."""

    @app.errorhandler(QueryError)
    def bad_question(error: QueryError) -> Response:
        return answer(400, str(error), error.allowed)

    @app.errorhandler(IndexUnavailable)
    def no_index(error: IndexUnavailable) -> Response:
        return answer(503, str(error))

    @app.errorhandler(NoSuchDraft)
    def no_such_draft(error: NoSuchDraft) -> Response:
        return answer(404, str(error))

    @app.errorhandler(DraftError)
    def bad_change(error: DraftError) -> Response:
        return answer(400, str(error))

    @app.errorhandler(BiganError)
    def ours(error: BiganError) -> Response:
        return answer(500, str(error))

    @app.errorhandler(NoSuchThing)
    def no_such_thing(error: NoSuchThing) -> Response:
        return answer(404, error.message, error.allowed, error.title)

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response | HTTPException:
        if error.response is not None or (error.code is not None and error.code < 400):
            return error  # a redirect is no error
        too_large = messages.DRAFT_TOO_LARGE if request.path in DRAFT_PATHS else messages.TOO_LARGE
        texts = {404: messages.NOT_FOUND, 405: messages.BAD_METHOD, 413: too_large}
        return answer(error.code or 500, texts.get(error.code or 500, messages.BROKEN), _addresses(error))


def json_response(data: Any, status: int = 200) -> Response:
    """UTF-8 JSON with readable Chinese and the keys in the order given."""
    body = json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")
    return Response(body, status, content_type="application/json; charset=utf-8")


def answer(status: int, message: str, allowed: Sequence[str] = (), title: str = "") -> Response:
    """What went wrong, as a page or as JSON."""
    if request.path.startswith("/api/"):
        return json_response({"error": message, "allowed": list(allowed)}, status)
    page = render_template(
        "error.html",
        state=SearchState.from_args(request.args),
        status=status,
        name=messages.PAGE_NAMES.get(status, messages.PAGE_NAMES[500]),
        message=message,
        by_title=SearchState(q=f'标题:"{title}"') if title else None,
        title=title,
    )
    return Response(page, status, content_type="text/html; charset=utf-8")


def _addresses(error: HTTPException) -> list[str]:
    """Every address of the API, for one that was mistyped."""
    if error.code not in (404, 405):
        return []
    rules = (str(rule) for rule in current_app.url_map.iter_rules())
    return sorted(f"GET {rule}" for rule in rules if rule.startswith("/api/"))
