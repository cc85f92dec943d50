"""One segment as it is searched: where keys stand in its text, and in which of its documents.

Places are offsets into the segment's joined keys (int64, ascending); documents are row numbers (int64, ascending
unless said otherwise).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

from indexer.engines.whoosh.document_finder import DocumentFinder
from indexer.engines.whoosh.dtypes import Bools, Counts, Positions, Rows
from indexer.engines.whoosh.segment_columns import DOCUMENT_BREAK, SegmentColumns
from indexer.language.normalize import BARRIER
from indexer.querying.matching import FIELD_BREAK
from indexer.querying.tree import MOST_GAP, GappedPhrase, Proximity, Term

if TYPE_CHECKING:
    from indexer.engines.whoosh.sentences import Sentences

#: So many answers for keys, and for words, are kept: of a segment of 100 000 documents some 25 MB at most each.
_RECENT = 32


@dataclass(frozen=True)
class Segment:
    """The columns of a segment at its position in the index. ``offset`` is the number of Whoosh's documents
    before it; ``live`` are the documents that are not deleted."""

    columns: SegmentColumns
    live: Bools
    offset: int

    @cached_property
    def untouched(self) -> bool:
        """Whether no document has been deleted."""
        return bool(self.live.all())

    def documents(self, term: Term) -> Rows:
        """The documents whose key holds a term, in any order, maybe more than once, deleted ones too."""
        match term:
            case GappedPhrase() | Proximity():
                return self.document_at(self._chains(term)[-1])
            case _:
                return self._holding(term.key)

    def _found(self, key: str) -> Rows:
        if len(key) == 1:
            return _lasting(self.columns.grams.documents_beginning(key))
        if len(key) == 2:
            return _lasting(self.columns.grams.documents_of(key))
        return _lasting(self.document_at(self.positions(key)))

    def _word(self, word: str) -> Mapping[str, tuple[Rows, Counts]]:
        number = self.columns.words.find(word)
        found = {name: postings.of(number) for name, postings in self.columns.postings.items()}
        return {name: (_lasting(documents), counts) for name, (documents, counts) in found.items()}

    @cached_property
    def _holding(self) -> Callable[[str], Rows]:
        """The documents that hold a key. What was found last is kept: a page asks for the same words several times, and so
        does a writer who narrows the answer down."""
        return lru_cache(maxsize=_RECENT)(self._found)

    @cached_property
    def postings(self) -> Callable[[str], Mapping[str, tuple[Rows, Counts]]]:
        """By field, the documents that a word occurs in, and how often; in titles, reports. Kept as well."""
        return lru_cache(maxsize=_RECENT)(self._word)

    def positions(self, key: str) -> Positions:
        """Where a key stands; occurrences may overlap."""
        text = self.columns.text
        units = [text.unit_of(char) for char in key]
        if len(key) == 1:
            return _NOWHERE if units[0] is None else np.flatnonzero(text.units == units[0])
        grams = self.columns.grams
        rarest = min(range(len(key) - 1), key=lambda at: grams.most(key[at : at + 2]))
        positions = grams.positions_of(key[rarest : rarest + 2]) - rarest
        positions = positions[(positions >= 0) & (positions <= len(text) - len(key))]
        for at, unit in enumerate(units):
            if not len(positions) or unit is None:
                return _NOWHERE
            if at not in (rarest, rarest + 1):
                positions = positions[text.units[positions + at] == unit]
        return positions

    def chains(self, term: Term) -> tuple[Positions, ...]:
        """For every occurrence of a term where its first part begins and where its last one ends (exclusive),
        in order of the ends."""
        if isinstance(term, GappedPhrase | Proximity):
            return self._chains(term)
        positions = self.positions(term.key)
        return positions, positions + len(term.key)

    def _chains(self, term: GappedPhrase | Proximity) -> tuple[Positions, ...]:
        if isinstance(term, GappedPhrase):
            return self._chain(term.keys, MOST_GAP)
        found = [self._chain(order, term.distance) for order in sorted(set(permutations(term.keys)))]
        begins, ends = (np.concatenate([one[part] for one in found]) for part in (0, 1))
        pairs = np.unique(np.stack([ends, -begins], axis=1), axis=0) if len(ends) else np.zeros((0, 2), np.int64)
        return -pairs[:, 1], pairs[:, 0]

    def _chain(self, keys: Sequence[str], distance: int) -> tuple[Positions, Positions]:
        """The places where keys follow each other, as ``querying.matching`` says."""
        begins = self.positions(keys[0])
        ends = begins + len(keys[0])
        for key in keys[1:]:
            starts = self.positions(key)
            before = np.searchsorted(ends, starts, side="right") - 1
            fits = before >= 0
            starts, before = starts[fits], before[fits]
            fits = (starts - ends[before] <= distance) & self._unbroken(ends[before], starts)
            starts, before = starts[fits], before[fits]
            begins, ends = begins[before], starts + len(key)
        return begins, ends

    def _unbroken(self, ends: Positions, starts: Positions) -> Bools:
        """Whether no sentence, field or document ends between two places."""
        breaks = self._breaks
        unbroken: Bools = np.searchsorted(breaks, ends) == np.searchsorted(breaks, starts)
        return unbroken

    @cached_property
    def _breaks(self) -> Positions:
        """Where sentences, fields and documents end."""
        units = self.columns.text.units
        stands = units == ord(BARRIER)
        for sign in (FIELD_BREAK, DOCUMENT_BREAK):
            stands |= units == ord(sign)
        return np.flatnonzero(stands)

    @cached_property
    def sentences(self) -> Sentences:
        """The sentences that are compared with those of other reports; found when they are asked for."""
        from indexer.engines.whoosh.sentences import sentences_of

        return sentences_of(self.columns)

    def document_at(self, positions: Positions) -> Rows:
        """The document of each position."""
        return self._finder.at(positions)

    @cached_property
    def _finder(self) -> DocumentFinder:
        return DocumentFinder(self.columns.key_starts)


def _lasting(found: Rows) -> Rows:
    """An array that nobody may change, since it is kept."""
    found.setflags(write=False)
    return found


_NOWHERE: Positions = np.zeros(0, dtype=np.int64)
