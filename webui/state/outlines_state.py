"""The address of outlines side by side: which reports, and the search that they were chosen from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from indexer.drafting.outlines import MOST_REPORTS
from webui.state.addresses import query_string
from webui.state.library_state import LibraryState
from webui.state.parameters import scrub
from webui.state.search_state import SearchState


@dataclass(frozen=True, slots=True)
class OutlinesState:
    """``ids`` are the reports in the order of their columns, ``more`` those that were too many; ``search`` is where a reader came
    from and chooses further ones, unless it was the list of all reports (``from_library``)."""

    ids: tuple[str, ...] = ()
    more: int = 0
    search: SearchState = field(default_factory=SearchState)
    from_library: bool = False

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> OutlinesState:
        """The state a URL describes. A form of the library sends further fields along, which are no search, and before the
        reports that were ticked those that had been chosen."""
        asked = [*(args.getlist("compare") if "from" in args else ()), *args.getlist("id")]
        ids = tuple(dict.fromkeys(filter(None, (scrub(value).strip() for value in asked))))
        search = SearchState() if "from" in args else SearchState.from_args(args).with_compare()
        return cls(ids[:MOST_REPORTS], len(ids[MOST_REPORTS:]), search, args.get("from") == "library")

    @property
    def url(self) -> str:
        """The address of this state."""
        pairs = [("id", report) for report in self.ids] + self.search.to_pairs()
        pairs += [("from", "library")] if self.from_library else []
        return "/outlines" + query_string(pairs)

    @property
    def choosing_url(self) -> str:
        """The search with these reports chosen, where further ones are found."""
        return self.search.with_compare(*self.ids).url

    @property
    def library_url(self) -> str:
        """The list of all reports with these chosen, where further ones are ticked."""
        return LibraryState(compare=self.ids).url

    @property
    def is_full(self) -> bool:
        return len(self.ids) >= MOST_REPORTS

    def of(self, ids: Sequence[str]) -> OutlinesState:
        """Other reports, the same search."""
        return replace(self, ids=tuple(dict.fromkeys(ids))[:MOST_REPORTS], more=0)

    def without(self, report_id: str) -> OutlinesState:
        """The same without one report."""
        return self.of([other for other in self.ids if other != report_id])


def comparing(search: SearchState, *further: str) -> OutlinesState:
    """The outlines of the reports that are chosen in a search, and of ``further`` ones."""
    return OutlinesState(search=search.with_compare()).of((*search.compare, *further))
