"""What every tab of an answer has around it: how the question was read, facets, chips, tabs, a better spelling."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from indexer.engines import Engine
from indexer.engines.relaxed_search import required_and_optional
from indexer.errors import QueryError
from indexer.language.equivalents import Equivalents
from indexer.model.reports import ResultPage
from indexer.model.results import SideBySide
from indexer.output.citation import Citing
from indexer.querying.formatting import query_text
from indexer.querying.tree import And, Query, SearchRequest
from indexer.suggest.answer_ladder import AnswerLadder
from indexer.suggest.other_readings import filter_reading, in_one_report, named_alone, other_forms
from indexer.suggest.suggester import Suggester
from webui.presenters.facets import chips, link_facets
from webui.presenters.query_summary import RelaxationSuggestion, loosenings, understood_parts
from webui.presenters.tabs import view_tabs
from webui.presenters.tray import view_tray
from webui.state.search_state import SearchState

#: A question that finds more than this was not mistyped.
FEW_HITS = 10

#: So many other ways to ask are offered above the results.
MOST_OTHER_WAYS = 3

#: Of more words, reports that have all of them somewhere are no answer: most long ones have.
MOST_TOGETHER = 6


class ResultsPage:
    """An engine and what helps to ask it, for all tabs."""

    def __init__(self, engine: Engine, suggester: Suggester, equivalents: Equivalents) -> None:
        self.engine = engine
        self.cite = Citing(engine)
        self._equivalents = equivalents
        self._suggester = suggester
        self._ladder = AnswerLadder(engine, suggester.by_sound, cut_phrases=True, mended=suggester.mended)

    def answer(self, request: SearchRequest) -> ResultPage:
        """The paragraphs that answer a question, or its gentlest weaker reading that finds any."""
        return self._ladder.answer(request)

    def side_by_side(self, request: SearchRequest) -> SideBySide:
        """The same in columns, by the facet that the question groups by."""
        return self._ladder.side_by_side(request)

    def frame(self, state: SearchState, counted: ResultPage, answer: ResultPage | None) -> dict[str, Any]:
        """The values for the template around an answer: ``counted`` has the facets, and what is left out of it; ``answer`` is
        there where the page may mean another question."""
        facets = counted.facets
        return {
            "state": state,
            "understood": understood_parts(state),
            "chips": chips(state),
            "facets": link_facets(facets, state),
            "left_out": counted.left_out,
            "tabs": view_tabs(state),
            "csv_url": state.csv_url,
            "tray": view_tray(self.engine, state),
            "meant": self._meant(state, answer) if answer else None,
        }

    def total(self, state: SearchState) -> int:
        """How many paragraphs a state finds; none where it cannot be asked."""
        try:
            return self.engine.count(state.to_count())
        except QueryError:
            return 0

    def other_ways(self, state: SearchState, step: str = "all") -> list[RelaxationSuggestion]:
        """The same question with the names of filters among its words as filters, and with other forms of its words; where the
        answer's ``step`` is to most of them, with all of them anywhere in a report. Only what finds something, and at most
        ``MOST_OTHER_WAYS``."""
        request = state.to_count()
        return list(islice(self._other_ways(state, request, step), MOST_OTHER_WAYS))

    def _other_ways(self, state: SearchState, request: SearchRequest, step: str) -> Iterator[RelaxationSuggestion]:
        optional, required = required_and_optional(request.query)
        together = in_one_report(optional) if step == "most" and len(optional) <= MOST_TOGETHER else None
        if together is not None:
            spread = state.with_only(query_text(And((*together.parts, *required))))
            if total := self.total(spread):
                yield RelaxationSuggestion("同一份报告里凑齐", spread.url, total)
        reading = filter_reading(request.query) or named_alone(request.query)
        if reading is not None:
            narrowed = state.with_only(query_text(reading.rest)).with_filter("unit", *reading.units)
            narrowed = narrowed.with_filter("section", *reading.sections)
            narrowed = narrowed.with_filter("year", *reading.years)
            if total := self.total(narrowed):
                yield RelaxationSuggestion("当作筛选：" + "＋".join(reading.names), narrowed.url, total)

        def count(query: Query) -> int:
            return self.engine.count(replace(request, query=query))

        for form in other_forms(request.query, self._equivalents, count):
            yield RelaxationSuggestion(f"也查：{form.form}", state.with_only(query_text(form.query)).url, form.count)

    def loosened(self, state: SearchState) -> list[RelaxationSuggestion]:
        """Weaker questions that find something."""
        return loosenings(state, self.total)

    def _meant(self, state: SearchState, answer: ResultPage) -> tuple[str, str, int] | None:
        """What was probably meant instead, its address and how many paragraphs it finds."""
        if not state.q or answer.step not in ("all", "most") or (answer.total > FEW_HITS and not answer.relaxed):
            return None
        self._suggester.refresh_later()
        filters = state.to_count().filters
        found = self._suggester.suggest(state.q, filters).meant
        return (found.text, state.with_query(found.text).url, found.count) if found else None
