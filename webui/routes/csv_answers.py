"""Answers as CSV files: for the API (``format=csv``), and from each view of a search by a link."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import TypeVar

from flask import Blueprint, Response, render_template, request, send_file

from indexer.engines import Engine
from indexer.errors import QueryError
from indexer.language.equivalents import Equivalents
from indexer.output.csv_concordance import concordance_to_csv, trend_to_csv
from indexer.output.csv_head import MOST_ROWS
from indexer.output.csv_headings import headings_to_csv
from indexer.output.csv_search import search_to_csv
from indexer.querying.concordance_request import LINE_ORDER, searched_terms
from indexer.querying.heading_request import HeadingRequest
from indexer.querying.parameters import ChoiceParameter
from indexer.querying.tree import SearchRequest
from indexer.suggest.suggester import Suggester
from webui.presenters.concordance import WIDTH
from webui.presenters.results_page import ResultsPage
from webui.presenters.tabs import check_view
from webui.routes.tabs import heading_request
from webui.state.parameters import scrub
from webui.state.search_state import VIEWS, SearchState

#: The name of the parameter, and what it may be.
FORMAT = "format"
_FORMATS: ChoiceParameter[str] = ChoiceParameter("形式（format）", {"json": "JSON", "csv": "CSV"})

_FORBIDDEN_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\s]+')
_LONGEST_NAME = 40

Request = TypeVar("Request", SearchRequest, HeadingRequest)


def blueprint(engine: Engine, suggester: Suggester, equivalents: Equivalents) -> Blueprint:
    """Page ``/csv``: what the search page shows with the same parameters, all of it as a file."""
    pages = Blueprint("csv", __name__)
    results_page = ResultsPage(engine, suggester, equivalents)

    @pages.get("/csv")
    def table() -> Response | tuple[str, int]:
        state = replace(SearchState.from_args(request.args), page="1")
        try:
            view = check_view(state)
            return csv_file(_table(results_page, state, view), VIEWS[view], " ".join((state.q, *state.phrases)))
        except QueryError as error:
            return render_template("bad_question.html", state=state, error=error), 400

    return pages


def _table(results_page: ResultsPage, state: SearchState, view: str) -> bytes:
    """Raises ``QueryError``."""
    engine = results_page.engine
    if view == "headings":
        asked = whole(heading_request(state))
        return headings_to_csv(asked, engine.headings(asked))
    question = whole(state.to_request(size=1))
    if view == "paragraphs":
        return search_to_csv(question, results_page.answer(question))
    searched_terms(question.query)
    if view == "trends":
        return trend_to_csv(question, engine.trend(question))
    order = LINE_ORDER.parse(state.order or LINE_ORDER.default)
    return concordance_to_csv(question, engine.concordance(question, order, WIDTH))


def as_csv() -> bool:
    """Whether a call of the API wants a table. Raises ``QueryError``."""
    return _FORMATS.parse(scrub(request.args.get(FORMAT, "json"))) == "csv"


def for_format(asked: Request) -> Request:
    """The request to be answered: for a table that names no page, all there is."""
    return whole(asked) if as_csv() and not {"page", "size"} & set(request.args) else asked


def whole(asked: Request) -> Request:
    """The same request for as much as a table lists."""
    return replace(asked, page=1, size=MOST_ROWS)


def csv_file(data: bytes, view: str, asked: str) -> Response:
    """A table to be saved under a name that says what it is."""
    stem = _FORBIDDEN_IN_NAMES.sub(" ", f"笔杆 {view} {asked}")[:_LONGEST_NAME].strip(" .")
    return send_file(BytesIO(data), mimetype="text/csv", as_attachment=True, download_name=f"{stem}.csv")
