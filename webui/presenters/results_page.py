"""What every tab of an answer has around it: how the question was read, facets, chips, tabs, a better spelling."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from indexer.engines import Engine
from indexer.errors import QueryError
from indexer.model.reports import Facet, ResultPage
from indexer.querying.tree import SearchRequest
from indexer.suggest.answer_ladder import AnswerLadder
from indexer.suggest.suggester import Suggester
from webui.presenters.facets import chips, link_facets
from webui.presenters.query_summary import RelaxationSuggestion, loosenings, understood_parts
from webui.presenters.tabs import view_tabs
from webui.state.search_state import SearchState

#: A question that finds more than this was not mistyped.
FEW_HITS = 10


class ResultsPage:
    """An engine and what helps to ask it, for all tabs."""

    def __init__(self, engine: Engine, suggester: Suggester) -> None:
        self.engine = engine
        self._suggester = suggester
        self._ladder = AnswerLadder(engine, suggester.by_sound, cut_phrases=True)

    def answer(self, request: SearchRequest) -> ResultPage:
        """The paragraphs that answer a question, or its gentlest weaker reading that finds any."""
        return self._ladder.answer(request)

    def frame(self, state: SearchState, facets: Iterable[Facet], answer: ResultPage | None) -> dict[str, Any]:
        """The values for the template around an answer; ``answer`` where it is one of paragraphs."""
        facets = tuple(facets)
        return {
            "state": state,
            "understood": understood_parts(state),
            "chips": chips(facets, state),
            "facets": link_facets(facets, state),
            "tabs": view_tabs(state),
            "meant": self._meant(state, answer) if answer else None,
        }

    def total(self, state: SearchState) -> int:
        """How many paragraphs a state finds; none where it cannot be asked."""
        try:
            return self.engine.search(state.to_count()).total
        except QueryError:
            return 0

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
