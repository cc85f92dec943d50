"""One generation of the index: two concrete indexes that nobody writes to any more, and what is remembered of them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from indexer.engines.opensearch import encoding
from indexer.engines.opensearch.client import Client
from indexer.engines.opensearch.queries import ALL, NONE, Dsl, every
from indexer.engines.opensearch.schema import MOST_TERMS, facet_field
from indexer.engines.ranking import FIELD_WEIGHTS
from indexer.querying.facets import FACETS
from indexer.querying.filters import Filters

_T = TypeVar("_T")

#: So many things are remembered of a generation before all are forgotten; of words, which are many, by themselves.
_REMEMBERED, _WORDS_REMEMBERED = 10_000, 100_000
#: Of so many questions what was counted is kept.
_LATELY = 100


@dataclass(frozen=True, slots=True)
class Numbers:
    """What ranking and statistics need of a whole generation."""

    paragraphs: int
    characters: int
    lengths: dict[str, int]


class Generation:
    """``index`` holds the paragraphs, ``catalogue`` reports, manifest and near pairs; ``meta`` is what their writer said."""

    def __init__(self, client: Client, index: str, meta: dict[str, Any]) -> None:
        self.client = client
        self.index = index
        self.meta = meta
        self.catalogue = str(meta["catalogue"])
        self.number = int(meta["generation"])
        #: How many reports have had a number: each keeps its own, and nobody else is given it.
        self.numbered = int(meta.get("numbered", 0))
        self.numbers = Numbers(meta["paragraphs"], meta["characters"], meta["lengths"])
        self._known: dict[Hashable, Any] = {}
        self._with_word: dict[tuple[str, str], int] = {}
        self._last: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def remembered(self, name: Hashable, find: Callable[[], _T]) -> _T:
        """What ``find`` gives, found once: a generation never changes."""
        with self._lock:
            if name in self._known:
                return cast(_T, self._known[name])
        found = find()
        with self._lock:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[name] = found
        return found

    def lately(self, name: Hashable, find: Callable[[], _T]) -> _T:
        """What ``find`` gives, kept for the last few names only: for what is asked of one question again and again."""
        with self._lock:
            if name in self._last:
                self._last.move_to_end(name)
                return cast(_T, self._last[name])
        found = find()
        with self._lock:
            self._last[name] = found
            if len(self._last) > _LATELY:
                self._last.popitem(last=False)
        return found

    # --- words -----------------------------------------------------------------------------------

    def average(self, field: str) -> float:
        """The mean length of a field of words."""
        total = self.numbers.lengths[field]
        return total / self.numbers.paragraphs if total else 1.0

    def with_words(self, words: Iterable[str], fields: Sequence[str] = tuple(FIELD_WEIGHTS)) -> dict[tuple[str, str], int]:
        """How many paragraphs have each word in each field."""
        asked = [(word, field) for word in dict.fromkeys(words) for field in fields]
        found = self.known_of(asked)
        missing = [pair for pair in asked if pair not in found]
        for at in range(0, len(missing), 500):
            chunk = missing[at : at + 500]
            # Each a search of its own: where nothing is deleted, the cluster knows the answer without counting.
            bodies: list[Dsl] = [
                {"query": {"term": {field: encoding.word(word)}}, "size": 0, "track_total_hits": True} for word, field in chunk
            ]
            answers = self.client.searches(self.index, bodies)
            counted = {pair: int(told["hits"]["total"]["value"]) for pair, told in zip(chunk, answers, strict=True)}
            found |= counted
            self.learn(counted)
        return found

    def known_of(self, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """What is known already of how many paragraphs have words in fields."""
        with self._lock:
            return {pair: self._with_word[pair] for pair in pairs if pair in self._with_word}

    def learn(self, counted: Mapping[tuple[str, str], int]) -> None:
        """Remembers how many paragraphs have words in fields."""
        with self._lock:
            if len(self._with_word) >= _WORDS_REMEMBERED:
                self._with_word.clear()
            self._with_word |= counted

    # --- facets ----------------------------------------------------------------------------------

    def facet_values(self, name: str, index: str = "") -> tuple[str, ...]:
        """The values of a facet that there are, in paragraphs or in another index."""
        index = index or self.index

        def find() -> tuple[str, ...]:
            terms = {"field": facet_field(name), "size": MOST_TERMS}
            body = {"size": 0, "track_total_hits": False, "aggs": {"values": {"terms": terms}}}
            buckets = self.client.search(index, body)["aggregations"]["values"]["buckets"]
            return tuple(encoding.restored(bucket["key"]) for bucket in buckets)

        return self.remembered(("values", name, index), find)

    def selection(self, filters: Filters, name: str, index: str = "") -> Dsl:
        """What passes the selection in one facet: has one of the values that are selected, or any that is not left out."""
        if name not in set(filters):
            return ALL
        selected, there = filters.values(name), self.facet_values(name, index)
        known = dict.fromkeys((*selected, *there))
        passing = [value for value in known if filters.allows(name, (value,))]
        if FACETS[name].can_be_unknown and set(there) <= set(passing):
            # Every one has a value of such a facet.
            return ALL
        return {"terms": {facet_field(name): list(map(encoding.storable, passing))}} if passing else NONE

    def selected(self, filters: Filters, but: str = "") -> Dsl:
        """What passes all selections but those in one facet."""
        return every([self.selection(filters, name) for name in filters if name != but])

    def selected_titles(self, filters: Filters) -> Dsl:
        """What filters typed in a question let through of titles: these have no files."""
        if any(FACETS[name].of_files is not None for name in filters):
            return NONE
        return self.selected_reports(filters)

    def selected_reports(self, filters: Filters) -> Dsl:
        """What passes the selections in facets of reports."""
        return every([self.selection(filters, name, self.catalogue) for name in filters if FACETS[name].is_of_report])
