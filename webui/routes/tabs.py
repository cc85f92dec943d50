"""The tabs beside that of paragraphs: line by line, headings, trends."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from flask import render_template

from indexer.errors import HeadingFormError, QueryError
from indexer.model.orders import CONCORDANCE_ORDERS, HEADING_ORDERS
from indexer.model.reports import ResultPage
from indexer.model.results import HeadingPage
from indexer.querying.concordance_request import LINE_ORDER
from indexer.querying.heading_request import HEADING_ORDER, HeadingRequest, build_heading_request
from indexer.querying.request import SIZE_OF_COLUMNS
from indexer.querying.syntax import parse_query
from indexer.querying.tree import terms_of
from webui.presenters.columns import view_columns, view_index
from webui.presenters.concordance import WIDTH, neighbours_after, neighbours_before, view_line
from webui.presenters.dated import Dated
from webui.presenters.headings import view_choices, view_headings
from webui.presenters.hits import view_title
from webui.presenters.pagination import page_links
from webui.presenters.results_page import ResultsPage
from webui.presenters.tabs import order_choices, report_choices, sort_choices
from webui.presenters.trends import FULL, view_trend
from webui.state.query_edits import question_text, under_headings
from webui.state.search_state import SearchState

LINES_ON_A_PAGE = 50
HEADINGS_ON_A_PAGE = 30


def columns_tab(results_page: ResultsPage, state: SearchState, dated: Dated) -> tuple[int, str]:
    """Unit types side by side. Raises ``QueryError``."""
    found = results_page.side_by_side(state.to_request(SIZE_OF_COLUMNS))
    result = replace(found.whole, page=found.page, pages=found.pages, took_ms=found.took_ms)
    return result.total, render_template(
        "columns.html",
        **results_page.frame(state, result, result),
        result=result,
        columns=view_columns(found, state, results_page.cite, dated),
        columns_of=found.size,
        index=view_index(found, state),
        title_hits=[view_title(hit, state, results_page.cite) for hit in result.title_hits],
        sorts=sort_choices(state),
        one_each=report_choices(state, result),
        pages=page_links(state, found.page, found.pages),
        other_ways=results_page.other_ways(state) if found.page == 1 else [],
        loosened=[] if result.step == "all" and result.total else results_page.loosened(state),
    )


def lines_tab(results_page: ResultsPage, state: SearchState) -> tuple[int, str]:
    """Every occurrence on a line of its own. Raises ``QueryError``."""
    order = LINE_ORDER.parse(state.order or LINE_ORDER.default)
    asked = state.to_request(LINES_ON_A_PAGE)
    overview = results_page.engine.search(state.to_count())
    if not terms_of(asked.query):
        return _wordless(results_page, state, overview)
    found = results_page.engine.concordance(asked, order, WIDTH)
    return found.total, render_template(
        "concordance.html",
        **results_page.frame(state, overview, overview),
        result=found,
        lines=[view_line(line, state) for line in found.lines],
        before=neighbours_before(found.before, state),
        after=neighbours_after(found.after, state),
        sorts=order_choices(state, CONCORDANCE_ORDERS),
        pages=page_links(state, found.page, found.pages),
        loosened=[] if found.total else results_page.loosened(state),
    )


def headings_tab(results_page: ResultsPage, state: SearchState) -> tuple[int, str]:
    """Headings as results. Raises ``QueryError``."""
    found = results_page.engine.headings(heading_request(state))
    return found.total, _headings_page(results_page, state, found)


def refused_headings(results_page: ResultsPage, state: SearchState, error: HeadingFormError) -> str:
    """The same page where what chooses headings cannot be: its form as it was filled in, with what is wrong. Raises
    ``QueryError`` where the question cannot be asked either."""
    understood = parse_query(question_text(state)).understood_as
    nothing = HeadingPage(0, page=1, pages=0, size=HEADINGS_ON_A_PAGE, hits=(), understood_as=understood)
    return _headings_page(results_page, state, nothing, error)


def _headings_page(
    results_page: ResultsPage, state: SearchState, found: HeadingPage, error: HeadingFormError | None = None
) -> str:
    terms = terms_of(parse_query(question_text(state)).tree)
    overview = results_page.engine.search(under_headings(state).to_count())
    return render_template(
        "headings.html",
        **results_page.frame(state, overview, None),
        result=found,
        problem=error,
        headings=view_headings(found.hits, terms, state),
        choices_made=view_choices(state, partial(_heading_total, results_page)) if not (found.total or error) else [],
        sorts=order_choices(state, HEADING_ORDERS),
        pages=page_links(state, found.page, found.pages),
    )


def _heading_total(results_page: ResultsPage, state: SearchState) -> int:
    """How many headings a state finds; none where it cannot be asked."""
    try:
        return results_page.engine.headings(replace(heading_request(state), size=1)).total
    except QueryError:
        return 0


def heading_request(state: SearchState) -> HeadingRequest:
    """What a state asks of headings. Raises ``QueryError``."""
    return build_heading_request(
        question_text(state),
        state.to_count().filters,
        shortest=state.shortest or 0,
        longest=state.longest or 0,
        clauses=state.clauses or 0,
        form=state.form,
        parallel=state.parallel,
        members=state.members or 0,
        first_word=state.first_word,
        order=state.order or HEADING_ORDER.default,
        page=state.page,
        size=HEADINGS_ON_A_PAGE,
    )


def trends_tab(results_page: ResultsPage, state: SearchState) -> tuple[int, str]:
    """How often, by year and unit type. Raises ``QueryError``."""
    asked = state.to_request(size=1)
    overview = results_page.engine.search(state.to_count())
    if not terms_of(asked.query):
        return _wordless(results_page, state, overview)
    found = results_page.engine.trend(asked)
    return found.total, render_template(
        "trends.html",
        **results_page.frame(state, overview, overview),
        result=found,
        trend=view_trend(found, state),
        full=FULL,
        loosened=[] if found.total else results_page.loosened(state),
    )


def _wordless(results_page: ResultsPage, state: SearchState, overview: ResultPage) -> tuple[int, str]:
    """What is counted word by word wants a word."""
    return overview.total, render_template("wordless.html", **results_page.frame(state, overview, None), result=overview)
