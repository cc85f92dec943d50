"""One segment as it is searched: its side-car and which of its documents still live.

Sets of documents are boolean arrays with a row a document; scores are float64 arrays.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import reduce

import numpy as np
import numpy.typing as npt

from indexer.engines.ranking import FIELD_WEIGHTS, K1, B
from indexer.engines.whoosh.grams import Documents
from indexer.engines.whoosh.sidecar import (
    NO_YEAR,
    SECTION_BITS,
    UNIT_CODES,
    Bools,
    Ints,
    SideCar,
)
from indexer.models import UNKNOWN, Filters
from indexer.querying.tree import And, Not, Or, Phrase, Query, Word

Floats = npt.NDArray[np.float64]

#: So few documents are looked through faster than more grams are asked.
_FEW = 64


@dataclass(frozen=True)
class Segment:
    """A side-car at its place in the index. ``offset`` is the number of Whoosh's documents
    before it; ``live`` are the documents that are not deleted; ``paragraphs`` those of them
    that are paragraphs."""

    car: SideCar
    live: Bools
    offset: int
    paragraphs: Bools = field(init=False)
    _starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "paragraphs", self.live & (self.car.ordinals >= 0))
        object.__setattr__(self, "_starts", self.car.key_starts.tolist())

    def matching(self, query: Query) -> Bools:
        """The living paragraphs that answer ``query``."""
        return self._evaluate(query) & self.paragraphs

    def _evaluate(self, query: Query) -> Bools:
        match query:
            case Word() | Phrase():
                return self._holding(query.key)
            case And(parts):
                return reduce(np.logical_and, map(self._evaluate, parts), np.ones(len(self.car), dtype=bool))
            case Or(parts):
                return reduce(np.logical_or, map(self._evaluate, parts), np.zeros(len(self.car), dtype=bool))
            case Not(part):
                return ~self._evaluate(part)

    def _holding(self, key: str) -> Bools:
        """Documents whose key holds ``key``: told by its grams; what is longer than they are is looked
        for in the documents that share them all."""
        found = np.zeros(len(self.car), dtype=bool)
        if len(key) in self.car.grams:
            found[self.car.grams[len(key)].of(key)] = True
        elif len(key) == 1:
            found[self._scanned(key)] = True
        else:
            find, starts = self.car.keys.find, self._starts
            held = [d for d in self._sharing(key).tolist() if find(key, starts[d], starts[d + 1]) >= 0]
            found[held] = True
        return found

    def _sharing(self, key: str) -> Documents:
        """Documents that hold every gram of ``key``, the rarest asked first."""
        longest = self.car.grams[max(self.car.grams)]
        parts = {key[at : at + longest.length] for at in range(len(key) - longest.length + 1)}
        rarest, *others = sorted((longest.of(part) for part in parts), key=len)
        for documents in others:
            if len(rarest) <= _FEW:
                break
            held = np.zeros(len(self.car), dtype=bool)
            held[documents] = True
            rarest = rarest[held[rarest]]
        return rarest

    def _scanned(self, char: str) -> list[int]:
        """Documents that hold a single character: one scan of the joined keys, document by document."""
        found: list[int] = []
        keys, starts = self.car.keys, self._starts
        at = keys.find(char)
        while at >= 0:
            document = bisect_right(starts, at) - 1
            found.append(document)
            at = keys.find(char, starts[document + 1])
        return found

    def allowed_sections(self, filters: Filters) -> Bools:
        if not filters.sections:
            return np.ones(len(self.car), dtype=bool)
        wanted = np.int64(sum(SECTION_BITS[s] for s in filters.sections))
        found: Bools = np.not_equal(self.car.sections & wanted, 0)
        return found

    def allowed_units(self, filters: Filters) -> Bools:
        if not filters.units:
            return np.ones(len(self.car), dtype=bool)
        found: Bools = np.isin(self.car.units, [UNIT_CODES[None if u == UNKNOWN else u] for u in filters.units])
        return found

    def allowed_years(self, filters: Filters) -> Bools:
        if not filters.years and not filters.unknown_year:
            return np.ones(len(self.car), dtype=bool)
        allowed: Bools = (self.car.years == NO_YEAR) & filters.unknown_year
        for years in filters.years:
            allowed |= (self.car.years >= years.first) & (self.car.years <= years.last)
        return allowed

    def documents_with(self, name: str, word: str) -> int:
        """How many living paragraphs hold ``word`` in field ``name``."""
        docs, _ = self.car.postings[name].of(word)
        return int(np.count_nonzero(self.paragraphs[docs]))

    def total_length(self, name: str) -> int:
        """The number of words in field ``name`` of all living paragraphs."""
        return int(self.car.postings[name].lengths[self.paragraphs].sum())

    def add_scores(self, scores: Floats, name: str, word: str, idf: float, average: float) -> None:
        """Adds one word's part in one field to the scores of the documents that hold it."""
        postings = self.car.postings[name]
        docs, counts = postings.of(word)
        lengths: Ints = postings.lengths[docs]
        scores[docs] += FIELD_WEIGHTS[name] * (
            idf * counts * (K1 + 1) / (counts + K1 * (1 - B + B * lengths / average))
        )
