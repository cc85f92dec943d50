"""The JSON API: the same answers as the pages, strict about what is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from indexer.engines import Engine
from indexer.errors import QueryError
from indexer.output.csv_concordance import concordance_to_csv, trend_to_csv
from indexer.output.csv_search import request_for_csv, search_to_csv
from indexer.output.json_concordance import concordance_to_dict, trend_to_dict
from indexer.output.json_search import columns_to_dict, paragraph_to_dict, report_to_dict, search_to_dict
from indexer.querying.concordance_request import LINE_ORDER, LINES_ON_A_PAGE, WIDTH
from indexer.querying.facets import FACETS
from indexer.querying.request import PAGE, SIZE_OF_COLUMNS, SORT, build_request
from indexer.querying.tree import SearchRequest
from indexer.suggest.answer_ladder import AnswerLadder
from indexer.suggest.suggester import Suggester
from webui import messages
from webui.routes.csv_answers import FORMAT, as_csv, csv_file, for_format
from webui.routes.errors import json_response
from webui.routes.lookup import told_paragraph, told_report
from webui.state.parameters import scrub
from webui.state.search_state import VIEWS

_SWITCH = {"0": False, "1": True, "false": False, "true": True}


def blueprint(engine: Engine, page_size: Callable[[], int], suggester: Suggester) -> Blueprint:
    """Addresses ``/api/v1/…``."""
    api = Blueprint("api", __name__, url_prefix="/api/v1")
    ladder = AnswerLadder(engine, suggester.by_sound, mended=suggester.mended)

    @api.get("/search")
    def search() -> Response:
        usual = SIZE_OF_COLUMNS if request.args.get("group") and not as_csv() else page_size()
        asked = for_format(read_request(request.args, usual))
        if asked.group and not as_csv():
            return json_response(columns_to_dict(asked, ladder.side_by_side(asked)))
        if as_csv():
            page = ladder.answer(request_for_csv(asked))
            return csv_file(search_to_csv(asked, page), VIEWS["paragraphs"], asked.understood_as)
        return json_response(search_to_dict(asked, ladder.answer(asked)))

    @api.get("/reports/<report_id>")
    def report(report_id: str) -> Response:
        return json_response(report_to_dict(told_report(engine, report_id), engine.paragraphs_of(report_id)))

    @api.get("/paragraphs/<paragraph_id>")
    def paragraph(paragraph_id: str) -> Response:
        return json_response(paragraph_to_dict(told_paragraph(engine, paragraph_id)))

    @api.get("/concordance")
    def concordance() -> Response:
        asked = for_format(read_request(request.args, LINES_ON_A_PAGE, ("order", "width", "page", "size", FORMAT)))
        order = LINE_ORDER.parse(scrub(request.args.get("order", LINE_ORDER.default)))
        width = WIDTH.parse(scrub(request.args.get("width", str(WIDTH.default))))
        found = engine.concordance(asked, order, width)
        if as_csv():
            return csv_file(concordance_to_csv(asked, found), VIEWS["lines"], asked.understood_as)
        return json_response(concordance_to_dict(asked, order, width, found))

    @api.get("/trends")
    def trends() -> Response:
        asked = read_request(request.args, page_size(), (FORMAT,))
        found = engine.trend(asked)
        if as_csv():
            return csv_file(trend_to_csv(asked, found), VIEWS["trends"], asked.understood_as)
        return json_response(trend_to_dict(asked, found))

    return api


def check_parameters(args: MultiDict[str, str], single: Sequence[str], repeatable: Sequence[str] = ()) -> None:
    """Raises ``QueryError`` for a parameter that does not exist, and for one given twice that may not be."""
    known = (*single, *repeatable)
    for name in args:
        if name not in known:
            raise QueryError(
                messages.UNKNOWN_PARAMETER.format(name=scrub(name)[:40], allowed="、".join(known)), list(known)
            )
        if name in single and len(args.getlist(name)) > 1:
            message = messages.REPEATED_PARAMETER.format(name=name, repeatable="、".join(repeatable))
            raise QueryError(message, list(repeatable))


def facet_names(single: bool) -> tuple[str, ...]:
    """The facets of which one value, or several, can be selected."""
    return tuple(name for name, facet in FACETS.items() if facet.single == single)


def filter_values(args: MultiDict[str, str]) -> dict[str, list[str]]:
    """The values given for each facet."""
    return {name: [scrub(value) for value in args.getlist(name)] for name in FACETS}


def read_request(
    args: MultiDict[str, str],
    page_size: int,
    further: Sequence[str] = ("sort", "page", "size", "fold", "explain", "per_report", "group", FORMAT),
) -> SearchRequest:
    """The request of an API call, which takes a question, filters and ``further`` parameters. Raises ``QueryError``
    also for a parameter that does not exist."""
    check_parameters(args, ("q", *facet_names(single=True), *further), ("phrase", *facet_names(single=False)))
    return build_request(
        scrub(args.get("q", "")),
        [scrub(phrase) for phrase in args.getlist("phrase")],
        filter_values(args),
        sort=scrub(args.get("sort", SORT.default)),
        page=scrub(args.get("page", str(PAGE.default))),
        size=scrub(args.get("size", str(page_size))),
        fold=switch(args, "fold"),
        explain=switch(args, "explain"),
        per_report=switch(args, "per_report"),
        group=scrub(args.get("group", "")),
    )


def switch(args: MultiDict[str, str], name: str) -> bool:
    """Whether a parameter is ``1`` (or ``true``, as answers give it back); not where it is not given. Raises
    ``QueryError`` for anything else."""
    value = args.get(name, "0")
    if value not in _SWITCH:
        raise QueryError(messages.NO_SWITCH.format(name=name, value=scrub(value)[:20]), ["0", "1"])
    return _SWITCH[value]
