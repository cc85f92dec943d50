"""The JSON API: the same answers as the pages, strict about what is asked."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from indexer.engines import Engine
from indexer.errors import QueryError
from indexer.querying.request import build_request
from indexer.querying.tree import SearchRequest
from indexer.shapes import paragraph_to_dict, report_to_dict, search_to_dict
from webui import texts
from webui.search_state import scrub
from webui.views.errors import NoSuchThing, json_response

SINGLE = ("q", "sort", "page", "size")
REPEATABLE = ("phrase", "section", "unit", "year")
ID_SOURCE = "GET /api/v1/search"


def blueprint(engine: Engine, page_size: int) -> Blueprint:
    """Addresses ``/api/v1/…``."""
    api = Blueprint("api", __name__, url_prefix="/api/v1")

    @api.get("/search")
    def search() -> Response:
        asked = read_request(request.args, page_size)
        return json_response(search_to_dict(asked, engine.search(asked)))

    @api.get("/reports/<report_id>")
    def report(report_id: str) -> Response:
        stored = engine.report(report_id)
        if stored is None:
            raise NoSuchThing(texts.NO_SUCH_REPORT.format(id=report_id[:80]), [ID_SOURCE])
        return json_response(report_to_dict(stored, engine.paragraphs_of(report_id)))

    @api.get("/paragraphs/<paragraph_id>")
    def paragraph(paragraph_id: str) -> Response:
        stored = engine.paragraph(paragraph_id)
        if stored is None:
            raise NoSuchThing(texts.NO_SUCH_PARAGRAPH.format(id=paragraph_id[:80]), [ID_SOURCE])
        return json_response(paragraph_to_dict(stored))

    return api


def read_request(args: MultiDict[str, str], page_size: int) -> SearchRequest:
    """The request of an API call. Raises ``QueryError`` also for a parameter that does not exist."""
    known = (*SINGLE, *REPEATABLE)
    for name in args:
        if name not in known:
            raise QueryError(
                texts.UNKNOWN_PARAMETER.format(name=scrub(name)[:40], allowed="、".join(known)), list(known)
            )
        if name in SINGLE and len(args.getlist(name)) > 1:
            message = texts.REPEATED_PARAMETER.format(name=name, repeatable="、".join(REPEATABLE))
            raise QueryError(message, list(REPEATABLE))
    many = {name: [scrub(value) for value in args.getlist(name)] for name in REPEATABLE}
    return build_request(
        q=scrub(args.get("q", "")),
        phrases=many["phrase"],
        sections=many["section"],
        units=many["unit"],
        years=many["year"],
        sort=scrub(args.get("sort", "relevance")),
        page=scrub(args.get("page", "1")),
        size=scrub(args.get("size", str(page_size))),
    )
