"""The search page in all its states: start, first run, results, nothing found, bad question; and help."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, render_template, request

from indexer.engines import Engine
from indexer.errors import QueryError
from indexer.models import SORTS, IndexStats, ResultPage
from indexer.searching.fallback import answer
from webui.examples import example_filters, example_words
from webui.facet_links import chips, link_facets
from webui.hit_view import view_hit, view_title
from webui.pager import page_links
from webui.search_state import SearchState
from webui.understanding import loosenings, understood_parts


def blueprint(engine: Engine, page_size: int, archive_problems: Callable[[], list[str]]) -> Blueprint:
    """Pages ``/`` and ``/help``."""
    pages = Blueprint("search", __name__)

    @pages.get("/")
    def search() -> str | tuple[str, int]:
        state = SearchState.from_args(request.args)
        try:
            asked = state.to_request(page_size)
        except QueryError as error:
            return render_template("bad_question.html", state=state, error=error), 400
        result = answer(engine, asked)
        if state.is_start or not result.total:
            stats = engine.stats()
            if not stats.reports:
                return render_template("first_run.html", state=state, problems=archive_problems())
            if state.is_start:
                return _start_page(engine, state, stats, archive_problems())
        return _result_page(engine, state, result)

    @pages.get("/help")
    def help_page() -> str:
        return render_template("help.html", state=SearchState())

    return pages


def _start_page(engine: Engine, state: SearchState, stats: IndexStats, problems: list[str]) -> str:
    overview = engine.search(SearchState().to_request(size=1))
    filters = [(label, s, _total(engine, s)) for label, s in example_filters(overview.facets)]
    years = sorted(int(year) for year in stats.years if year.isdigit())
    return render_template(
        "start.html",
        state=state,
        stats=stats,
        first_year=years[0] if years else None,
        last_year=years[-1] if years else None,
        facets=link_facets(overview.facets, state),
        example_words=example_words(lambda s: _total(engine, s)),
        example_filters=[(label, s, total) for label, s, total in filters if total],
        problems=problems,
    )


def _result_page(engine: Engine, state: SearchState, result: ResultPage) -> str:
    reports = {hit.paragraph.report_id for hit in result.hits}
    of_report = {report_id: engine.paragraphs_of(report_id) for report_id in reports}
    loosened = [] if result.total else loosenings(state, lambda weaker: _total(engine, weaker))
    return render_template(
        "results.html",
        state=state,
        result=result,
        hits=[view_hit(hit, of_report[hit.paragraph.report_id], state) for hit in result.hits],
        title_hits=[view_title(hit, state) for hit in result.title_hits],
        understood=understood_parts(state),
        chips=chips(result.facets, state),
        facets=link_facets(result.facets, state),
        sorts=_sort_links(state),
        pages=page_links(state, result.page, result.pages),
        loosened=loosened,
    )


def _sort_links(state: SearchState) -> list[tuple[str, str, bool]]:
    """Label, URL and whether it is the present order. Without words nothing is more relevant
    than anything else: the newest come first."""
    keys = [key for key in SORTS if state.has_query or key != "relevance"]
    now = state.sort if state.sort in keys else "newest"
    return [(SORTS[key], state.with_sort(key).url, key == now) for key in keys]


def _total(engine: Engine, state: SearchState) -> int:
    """How many paragraphs a state finds; none where it cannot be asked."""
    try:
        return engine.search(state.to_request(size=1)).total
    except QueryError:
        return 0
