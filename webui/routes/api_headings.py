"""The JSON API of headings, like paragraphs, near-duplicates and suggestions."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

from flask import Blueprint, Response, request

from indexer.engines import Engine
from indexer.errors import QueryError
from indexer.output.csv_headings import headings_to_csv
from indexer.output.json_headings import headings_to_dict, near_to_dict, similar_to_dict, suggestions_to_dict
from indexer.querying.filters import build_filters, leave_out
from indexer.querying.heading_request import (
    CLAUSES,
    HEADING_ORDER,
    HEADINGS_ON_A_PAGE,
    LIKE_PARAGRAPHS,
    LONGEST,
    MEMBERS,
    SHORTEST,
    build_heading_request,
    check_text,
)
from indexer.querying.request import MAX_QUERY, PAGE, SIZE
from indexer.suggest.suggester import Suggester
from webui import messages
from webui.routes.api import check_parameters, facet_names, filter_values, switch
from webui.routes.csv_answers import FORMAT, as_csv, csv_file, for_format
from webui.routes.errors import json_response
from webui.routes.lookup import told_paragraph
from webui.state.parameters import scrub
from webui.state.search_state import VIEWS

#: Parameters that choose headings by their sets and by the form of their clauses.
OF_SETS = ("form", "parallel", "members", "first_word")


def blueprint(engine: Engine, suggester: Suggester) -> Blueprint:
    """Further addresses ``/api/v1/…``."""
    api = Blueprint("api_headings", __name__, url_prefix="/api/v1")

    @api.get("/headings")
    def headings() -> Response:
        _check("q", further=("shortest", "longest", "clauses", *OF_SETS, "order", "page", "size", FORMAT))
        as_asked = build_heading_request(
            _one("q"),
            leave_out(build_filters(filter_values(request.args))),
            shortest=_one("shortest", str(SHORTEST.default)),
            longest=_one("longest", str(LONGEST.default)),
            clauses=_one("clauses", str(CLAUSES.default)),
            form=_one("form"),
            parallel=switch(request.args, "parallel"),
            members=_one("members", str(MEMBERS.default)),
            first_word=_one("first_word"),
            order=_one("order", HEADING_ORDER.default),
            page=_one("page", str(PAGE.default)),
            size=_one("size", str(HEADINGS_ON_A_PAGE)),
        )
        asked = for_format(as_asked)
        page = engine.headings(asked)
        if as_csv():
            return csv_file(headings_to_csv(asked, page), VIEWS["headings"], asked.q)
        return json_response(headings_to_dict(asked, page))

    @api.get("/similar")
    def similar() -> Response:
        _check("text", further=("size",))
        return _similar(check_text(_one("text")), None)

    @api.get("/paragraphs/<paragraph_id>/similar")
    def similar_to(paragraph_id: str) -> Response:
        _check(further=("size",))
        return _similar(told_paragraph(engine, paragraph_id).text, paragraph_id)

    @api.get("/paragraphs/<paragraph_id>/near")
    def near_duplicates(paragraph_id: str) -> Response:
        check_parameters(request.args, ())
        told_paragraph(engine, paragraph_id)
        return json_response(near_to_dict(paragraph_id, engine.near_duplicates(paragraph_id)))

    @api.get("/suggest")
    def suggest() -> Response:
        _check("q")
        typed = _one("q")
        if len(typed) > MAX_QUERY:
            raise QueryError(messages.TYPED_TOO_LONG.format(most=MAX_QUERY), [f"0–{MAX_QUERY}"])
        filters = leave_out(build_filters(filter_values(request.args)))
        suggester.refresh_later()
        return json_response(suggestions_to_dict(typed, suggester.suggest(typed, filters)))

    def _similar(text: str, paragraph_id: str | None) -> Response:
        filters, size = leave_out(build_filters(filter_values(request.args))), SIZE.parse(_one("size", str(LIKE_PARAGRAPHS)))
        began = perf_counter()
        hits = engine.similar(text, filters, size, paragraph_id or "")
        took_ms = (perf_counter() - began) * 1000
        return json_response(similar_to_dict(text, paragraph_id, filters, size, hits, took_ms))

    return api


def _one(name: str, otherwise: str = "") -> str:
    return scrub(request.args.get(name, otherwise))


def _check(*first: str, further: Sequence[str] = ()) -> None:
    """Raises ``QueryError`` for parameters other than these and those of filters."""
    check_parameters(request.args, (*first, *facet_names(single=True), *further), facet_names(single=False))
