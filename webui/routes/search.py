"""The search page in all its states: start, first run, bad question, and the four tabs; and help."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flask import Blueprint, render_template, request

from indexer.engines import Engine
from indexer.errors import HeadingFormError, QueryError
from indexer.language.equivalents import Equivalents
from indexer.library.library import Library
from indexer.model.reports import Facet, IndexStats
from indexer.suggest.suggester import Suggester
from webui import security
from webui.presenters.dated import Dated, undated
from webui.presenters.examples import example_filters, example_words
from webui.presenters.facets import link_facets
from webui.presenters.first_run import newest_reports, samples_in_use, view_first_run
from webui.presenters.hits import view_hit, view_title
from webui.presenters.pagination import page_links
from webui.presenters.results_page import ResultsPage
from webui.presenters.tabs import check_view, fold_choices, report_choices, sort_choices, unshared_choices
from webui.presenters.tray import still_there, view_tray
from webui.routes.tabs import columns_tab, headings_tab, lines_tab, refused_headings, trends_tab
from webui.state.search_state import SearchState

#: Gives how much was found, and the page.
Tab = Callable[[ResultsPage, SearchState], tuple[int, str]]


def blueprint(
    engine: Engine,
    page_size: Callable[[], int],
    archive_problems: Callable[[], list[str]],
    suggester: Suggester,
    equivalents: Equivalents,
    library: Library | None = None,
    dated: Dated = undated,
) -> Blueprint:
    """Pages ``/`` and ``/help``."""
    pages = Blueprint("search", __name__)
    results_page = ResultsPage(engine, suggester, equivalents)
    tabs: Mapping[str, Tab] = {
        "paragraphs": lambda results_page, state: (
            columns_tab(results_page, state, dated) if state.group else _paragraphs_tab(results_page, state, page_size(), dated)
        ),
        "lines": lines_tab,
        "headings": headings_tab,
        "trends": trends_tab,
    }

    @pages.get("/")
    def search() -> str | tuple[str, int]:
        state = SearchState.from_args(request.args)
        state = state.with_compare(*still_there(engine, state.compare))
        try:
            state.to_request(page_size())
            tab = tabs[check_view(state)]
            total, page = (0, "") if state.is_start else tab(results_page, state)
            return page if total else _without_hits(state, page)
        except HeadingFormError as error:
            return refused_headings(results_page, state, error), 400
        except QueryError as error:
            return render_template("bad_question.html", state=state, error=error), 400

    def _without_hits(state: SearchState, page: str) -> str:
        """Nothing is found in an empty archive; the start page has asked for nothing."""
        overview = engine.search(SearchState().to_count()).facets if state.is_start else ()
        stats = engine.stats()
        if not stats.reports:
            first = view_first_run(library, security.is_loopback(request.remote_addr)) if library else None
            running = library.job.busy if library else False
            return render_template(
                "first_run.html", state=state, problems=archive_problems(), first=first, running=running
            )
        if not state.is_start:
            return page
        return _start_page(results_page, state, stats, overview, archive_problems(), library)

    @pages.get("/help")
    def help_page() -> str:
        return render_template("help.html", state=SearchState())

    return pages


def _start_page(
    results_page: ResultsPage, state: SearchState, stats: IndexStats, overview: Sequence[Facet], problems: list[str],
    library: Library | None,
) -> str:
    filters = [(label, s, results_page.total(s)) for label, s in example_filters(overview)]
    years = sorted(int(year) for year in stats.years if year.isdigit())
    return render_template(
        "start.html",
        state=state,
        tray=view_tray(results_page.engine, state),
        stats=stats,
        first_year=years[0] if years else None,
        last_year=years[-1] if years else None,
        facets=[facet for facet in link_facets(overview, state) if facet.field != "placeholders"],
        example_words=example_words(results_page.total),
        example_filters=[(label, s, total) for label, s, total in filters if total],
        problems=problems,
        new=newest_reports(library, results_page.engine, results_page.cite) if library else [],
        samples=samples_in_use(library) if library and security.is_loopback(request.remote_addr) else None,
        running=library.job.state.running if library else False,
    )


def _paragraphs_tab(results_page: ResultsPage, state: SearchState, page_size: int, dated: Dated) -> tuple[int, str]:
    result = results_page.answer(state.to_request(page_size))
    return result.total, render_template(
        "results.html",
        **results_page.frame(state, result, result),
        result=result,
        hits=[view_hit(hit, state, results_page.cite, dated) for hit in result.hits],
        title_hits=[view_title(hit, state, results_page.cite) for hit in result.title_hits],
        sorts=sort_choices(state),
        folds=fold_choices(state, result.folded),
        one_each=report_choices(state, result),
        unshared=unshared_choices(state),
        pages=page_links(state, result.page, result.pages),
        other_ways=results_page.other_ways(state, result.step) if result.page == 1 else [],
        loosened=[] if result.total and result.step in ("all", "filters", "reports") else results_page.loosened(state),
    )
