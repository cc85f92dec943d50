"""Where two characters stand side by side: what makes matching exact and fast.

A *gram* is two neighbouring characters of a search key. For every gram of a segment its places and its
documents are kept in order, built straight from the joined keys with array operations. A word of two characters
is answered by its gram's documents, a single character by those of all grams that begin with it, anything
longer by the places of its rarest gram, where the other characters are then compared, all at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engines.whoosh.allocation import give_back
from indexer.engines.whoosh.document_finder import DocumentFinder
from indexer.engines.whoosh.dtypes import CodePoints, GramCodes, Offsets, Positions, Rows, Units
from indexer.engines.whoosh.key_text import KeyText
from indexer.engines.whoosh.packed_lists import ListPacker, PackedLists

#: Grams that are sorted at once: more take memory and no less time.
_AT_ONCE = 1 << 19

#: Bits of a code point.
_BITS = 21


@dataclass(frozen=True, slots=True)
class Grams:
    """Gram ``codes[i]`` (ascending) stands at ``positions[i]`` of the joined keys and in ``documents[i]`` (row numbers, each
    once); both ascend. A code is made of its characters' code points."""

    codes: GramCodes
    positions: PackedLists
    documents: PackedLists

    def documents_of(self, gram: str) -> Rows:
        """The documents that hold a gram; empty where none does."""
        at = self._find(gram)
        return _NONE if at is None else self.documents[at]

    def documents_beginning(self, char: str) -> Rows:
        """The documents that hold a character, in no order, some more than once."""
        first, last = np.searchsorted(
            self.codes, np.array([ord(char) << _BITS, ord(char) + 1 << _BITS], dtype=np.uint64)
        ).tolist()
        return self.documents.between(first, last)[1]

    def most(self, gram: str) -> int:
        """At how many places a gram stands at most."""
        at = self._find(gram)
        return 0 if at is None else self.positions.most(at)

    def positions_of(self, gram: str) -> Positions:
        """The places where a gram stands, ascending."""
        at = self._find(gram)
        return _NONE if at is None else self.positions[at]

    def _find(self, gram: str) -> int | None:
        code = np.uint64(ord(gram[0]) << _BITS | ord(gram[1]))
        at = int(np.searchsorted(self.codes, code))
        return at if at < len(self.codes) and self.codes[at] == code else None


_NONE: Rows = np.zeros(0, dtype=np.int64)


def build_grams(text: KeyText, key_starts: Offsets, breaks: str) -> Grams:
    """The grams of joined keys; that of document ``d`` reaches from position ``key_starts[d]`` to ``key_starts[d + 1]``
    and ends with a character of ``breaks``. No gram begins with one of these; one may end with it, so that a last
    character is found too.

    Grams are sorted by their first characters, some at a time, so that memory does not grow with the text.
    """
    letters, finder = _Letters.of(text), DocumentFinder(key_starts)
    codes = [np.zeros(0, np.uint64)]
    positions, documents = ListPacker(np.uint16), ListPacker(np.uint8)
    for first, last in letters.runs([text.unit_of(sign) for sign in breaks]):
        own, starts, sorted_positions = _sorted_grams(letters, first, last)
        codes.append(own)
        positions.add(starts, sorted_positions)
        documents.add(*_each_once(starts, finder.at(sorted_positions)))
    del letters, finder
    give_back()
    return Grams(np.concatenate(codes), positions.packed(), documents.packed())


@dataclass(frozen=True)
class _Letters:
    """The characters of a text, numbered by code point: ``points`` are the different ones (ascending), ``numbers`` has one a
    position, ``counts`` says how often each stands before another."""

    points: CodePoints
    numbers: npt.NDArray[np.unsignedinteger[Any]]
    counts: Rows

    @classmethod
    def of(cls, text: KeyText) -> _Letters:
        counts = _counted(text.units)
        units = np.flatnonzero(counts)
        points = text.code_points(units)
        order = np.argsort(points)
        numbers: npt.NDArray[np.unsignedinteger[Any]]
        numbers = np.zeros(len(counts), dtype=np.uint16 if len(units) < 1 << 16 else np.uint32)
        numbers[units[order]] = np.arange(len(units))
        counts = counts[units[order]]
        own = numbers[text.units]
        if len(own):
            counts[own[-1]] -= 1
        return cls(points[order], own, counts)

    def runs(self, breaks: list[int | None]) -> Iterator[tuple[int, int]]:
        """Runs of characters (first, last + 1), without those of the units ``breaks``, that begin about ``_AT_ONCE`` grams
        together."""
        skipped = {int(np.searchsorted(self.points, unit)) for unit in breaks if unit is not None}
        first = total = 0
        for number, count in enumerate([*self.counts.tolist(), 0]):
            ends = number in skipped or number == len(self.counts)
            if number > first and (ends or total + count > _AT_ONCE):
                yield first, number
                first, total = number, 0
            total += count
            if ends:
                first, total = number + 1, 0


def _sorted_grams(letters: _Letters, first: int, last: int) -> tuple[GramCodes, Offsets, Positions]:
    """The grams that begin with the characters numbered from ``first`` to ``last``: their codes (ascending), where the
    positions of each begin, and these, ascending for each."""
    numbers = letters.numbers
    begins = numbers[:-1]
    at = np.concatenate([start + _within(part, first, last) for start, part in _parts(begins)] or [_NONE])
    bits = np.uint64(max(len(letters.points).bit_length(), 1))
    place_bits = np.uint64(max(len(numbers).bit_length(), 1))
    grams = numbers[at].astype(np.uint64) << bits | numbers[at + 1].astype(np.uint64)
    packed = np.sort(grams << place_bits | at.astype(np.uint64))
    grams = packed >> place_bits
    positions = (packed & ((np.uint64(1) << place_bits) - np.uint64(1))).astype(np.int64)
    heads = np.flatnonzero(np.append(True, grams[1:] != grams[:-1])[: len(grams)])
    own = grams[heads]
    points = letters.points.astype(np.uint64)
    high = points[(own >> bits).astype(np.int64)]
    low = points[(own & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)]
    return high << np.uint64(_BITS) | low, np.append(heads, len(grams)), positions


def _parts(values: npt.NDArray[Any]) -> Iterator[tuple[int, npt.NDArray[Any]]]:
    """An array in parts, with where each begins: what is made of a part on the way takes little memory."""
    for start in range(0, len(values), _AT_ONCE):
        yield start, values[start : start + _AT_ONCE]


def _within(numbers: npt.NDArray[Any], first: int, last: int) -> Rows:
    """The places of the numbers from ``first`` to ``last`` (exclusive)."""
    return np.flatnonzero((numbers >= first) & (numbers < last))


def _counted(units: Units) -> Rows:
    """How often each unit stands in a text; ``bincount`` of the whole would make it four times as large first."""
    counts = np.zeros(int(units.max(initial=0)) + 1, dtype=np.int64)
    for _, part in _parts(units):
        own = np.bincount(part)
        counts[: len(own)] += own
    return counts


def _each_once(starts: Offsets, documents: Rows) -> tuple[Offsets, Rows]:
    """Ascending lists of documents, each document once in its list."""
    kept = np.append(True, documents[1:] != documents[:-1])[: len(documents)]
    kept[starts[:-1]] = True
    before = np.concatenate([np.zeros(1, np.int64), np.cumsum(kept)])
    return before[starts], documents[kept]
