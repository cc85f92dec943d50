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

from indexer.engines.whoosh.dtypes import GramCodes, Offsets, RowNumbers, StoredPositions
from indexer.engines.whoosh.key_text import KeyText

#: Characters that are counted at once: sorting more takes memory and no less time.
_CHUNK = 1 << 21

#: Bits of a code point.
_BITS = 21



@dataclass(frozen=True, slots=True)
class Grams:
    """Gram ``codes[i]`` (ascending) stands at ``positions[position_starts[i]:position_starts[i + 1]]`` of the joined keys
    and in the documents ``documents[document_starts[i]:document_starts[i + 1]]`` (row numbers, each once);
    both ascend. A code is made of its characters' code points."""

    codes: GramCodes
    position_starts: Offsets
    positions: StoredPositions
    document_starts: Offsets
    documents: RowNumbers

    def documents_of(self, gram: str) -> RowNumbers:
        """The documents that hold a gram; empty where none does."""
        at = self._find(gram)
        if at is None:
            return self.documents[:0]
        return self.documents[int(self.document_starts[at]) : int(self.document_starts[at + 1])]

    def documents_beginning(self, char: str) -> RowNumbers:
        """The documents that hold a character, in no order, some more than once."""
        first, last = np.searchsorted(
            self.codes, np.array([ord(char) << _BITS, ord(char) + 1 << _BITS], dtype=np.uint64)
        ).tolist()
        return self.documents[int(self.document_starts[first]) : int(self.document_starts[last])]

    def count(self, gram: str) -> int:
        """At how many places a gram stands."""
        at = self._find(gram)
        return 0 if at is None else int(self.position_starts[at + 1]) - int(self.position_starts[at])

    def positions_of(self, gram: str) -> StoredPositions:
        """The places where a gram stands, ascending."""
        at = self._find(gram)
        if at is None:
            return self.positions[:0]
        return self.positions[int(self.position_starts[at]) : int(self.position_starts[at + 1])]

    def _find(self, gram: str) -> int | None:
        code = np.uint64(ord(gram[0]) << _BITS | ord(gram[1]))
        at = int(np.searchsorted(self.codes, code))
        return at if at < len(self.codes) and self.codes[at] == code else None


def build_grams(text: KeyText, key_starts: Offsets, breaks: str) -> Grams:
    """The grams of joined keys; that of document ``d`` reaches from position ``key_starts[d]`` to ``key_starts[d + 1]``
    and ends with a character of ``breaks``. No gram begins with one of these; one may end with it, so that a last
    character is found too."""
    chunks = [_Chunk.of(text, key_starts, first, last, breaks) for first, last in _chunks(key_starts)]
    if not chunks:
        return Grams(
            np.zeros(0, np.uint64),
            np.zeros(1, np.int64),
            np.zeros(0, np.uint32),
            np.zeros(1, np.int64),
            np.zeros(0, np.int32),
        )
    codes = _distinct(np.concatenate([chunk.codes for chunk in chunks]))
    rows = [np.searchsorted(codes, chunk.codes) for chunk in chunks]
    position_starts, positions = _joined(
        len(codes), rows, [(c.position_counts, c.positions) for c in chunks], np.dtype(np.uint32)
    )
    document_starts, documents = _joined(
        len(codes), rows, [(c.document_counts, c.documents) for c in chunks], np.dtype(np.int32)
    )
    return Grams(codes, position_starts, positions, document_starts, documents)


def _chunks(key_starts: Offsets) -> Iterator[tuple[int, int]]:
    """Runs of documents (first, last + 1) of about ``_CHUNK`` characters."""
    first, count = 0, len(key_starts) - 1
    while first < count:
        last = int(np.searchsorted(key_starts, key_starts[first] + _CHUNK, side="left"))
        last = min(max(last, first + 1), count)
        yield first, last
        first = last


@dataclass(frozen=True, slots=True)
class _Chunk:
    """The grams of some neighbouring documents: ascending codes, how often and in how many documents each
    stands, and these places and documents, gram by gram."""

    codes: GramCodes
    position_counts: Offsets
    positions: StoredPositions
    document_counts: Offsets
    documents: RowNumbers

    @classmethod
    def of(cls, text: KeyText, key_starts: Offsets, first: int, last: int, breaks: str) -> _Chunk:
        start, end = int(key_starts[first]), int(key_starts[last])
        own = text.code_points(text.units[start:end])
        size = max(len(own) - 1, 0)
        begins = np.ones(size, dtype=bool)
        for sign in breaks:
            begins &= own[:size] != ord(sign)
        alphabet = np.flatnonzero(np.bincount(own)) if len(own) else np.zeros(0, dtype=np.int64)
        bits = max(len(alphabet).bit_length(), 1)
        numbers = np.zeros(int(alphabet[-1]) + 1 if len(alphabet) else 1, dtype=np.uint64)
        numbers[alphabet] = np.arange(len(alphabet), dtype=np.uint64)
        ids = numbers[own]
        position_bits = np.uint64(max(size.bit_length(), 1))
        packed = (ids[:-1] << np.uint64(bits) | ids[1:]) << position_bits | np.arange(size, dtype=np.uint64)
        packed = np.sort(packed[begins])
        grams = packed >> position_bits
        within = (packed & ((np.uint64(1) << position_bits) - np.uint64(1))).astype(np.uint32)
        del packed
        document_at = np.repeat(np.arange(first, last, dtype=np.int32), np.diff(key_starts[first : last + 1]))
        documents = document_at[within]
        new_gram = np.append(True, grams[1:] != grams[:-1])[: len(grams)]
        heads = np.flatnonzero(new_gram)
        kept = new_gram | np.append(True, documents[1:] != documents[:-1])[: len(grams)]
        document_counts = np.diff(np.append(np.cumsum(kept)[heads] - 1, np.count_nonzero(kept)))
        position_counts = np.diff(np.append(heads, len(grams)))
        unique = grams[heads]
        letters = alphabet.astype(np.uint64)
        high = letters[(unique >> np.uint64(bits)).astype(np.int64)]
        low = letters[(unique & np.uint64((1 << bits) - 1)).astype(np.int64)]
        codes: GramCodes = high << np.uint64(_BITS) | low
        return cls(codes, position_counts, within + np.uint32(start), document_counts, documents[kept])


def _joined(
    size: int, rows: list[npt.NDArray[np.int64]], parts: list[tuple[Offsets, npt.NDArray[Any]]], kind: np.dtype[Any]
) -> tuple[Offsets, npt.NDArray[Any]]:
    """The chunks' lists one behind the other for every gram, which keeps them in order."""
    totals = np.zeros(size + 1, dtype=np.int64)
    for row, (counts, _) in zip(rows, parts, strict=True):
        totals[row + 1] += counts
    starts = np.cumsum(totals)
    joined = np.empty(int(starts[-1]), dtype=kind)
    filled = starts[:-1].copy()
    for row, (counts, values) in zip(rows, parts, strict=True):
        ends = np.cumsum(counts)
        joined[np.repeat(filled[row] - (ends - counts), counts) + np.arange(len(values))] = values
        filled[row] += counts
    return starts, joined


def _distinct(numbers: GramCodes) -> GramCodes:
    """Sorted, each once. (Sorting first is many times as fast as ``numpy.unique`` on these.)"""
    ordered = np.sort(numbers)
    distinct: GramCodes = ordered[np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]]
    return distinct
