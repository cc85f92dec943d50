"""Which documents hold two or three characters side by side: what makes matching exact and fast.

A *gram* is a run of neighbouring characters of a search key. For every gram of a segment its documents
are kept in order, built straight from the joined keys with array operations; no gram crosses the end
of a field or of a document. A word of two or three characters is answered by its gram alone, a longer
one by the documents that all its grams share, which are then looked through.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

#: Lengths of grams, in characters.
LENGTHS = (2, 3)

#: Characters that are counted at once: sorting more takes memory and no less time.
_CHUNK = 1 << 21

Documents = npt.NDArray[np.int32]
Codes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Grams:
    """The grams of one length. Gram ``codes[i]`` (ascending) stands in ``documents[starts[i]:starts[i + 1]]``
    (ascending row numbers). A code is made of its characters' code points."""

    length: int
    codes: Codes
    starts: npt.NDArray[np.uint32]
    documents: Documents

    def of(self, gram: str) -> Documents:
        """The documents that hold a gram of this length; empty where none does."""
        code = np.uint64(gram_code(gram))
        at = int(np.searchsorted(self.codes, code))
        if at == len(self.codes) or self.codes[at] != code:
            return self.documents[:0]
        return self.documents[int(self.starts[at]) : int(self.starts[at + 1])]


def gram_code(gram: str) -> int:
    """A gram as a number: its characters' code points, 21 bits each."""
    code = 0
    for char in gram:
        code = code << 21 | ord(char)
    return code


def build_grams(keys: str, key_starts: npt.NDArray[np.int64], breaks: str) -> Mapping[int, Grams]:
    """The grams of joined keys; document ``d`` is ``keys[key_starts[d]:key_starts[d + 1]]``. No gram holds a
    character of ``breaks``."""
    return {length: _build(length, keys, key_starts, breaks) for length in LENGTHS}


def _build(length: int, keys: str, key_starts: npt.NDArray[np.int64], breaks: str) -> Grams:
    """Counts chunk by chunk, each ending where a document does, then puts the chunks one behind the other
    for every gram, which keeps the documents in order."""
    chunks = [_count(length, keys, key_starts, first, last, breaks) for first, last in _chunks(key_starts)]
    if not chunks:
        none = np.zeros(0, dtype=np.uint64)
        return Grams(length, none, np.zeros(1, dtype=np.uint32), np.zeros(0, dtype=np.int32))
    codes = _distinct(np.concatenate([codes for codes, _, _ in chunks]))
    totals = np.zeros(len(codes) + 1, dtype=np.int64)
    rows = [np.searchsorted(codes, own) for own, _, _ in chunks]
    for row, (_, counts, _) in zip(rows, chunks, strict=True):
        totals[row + 1] += counts
    starts = np.cumsum(totals)
    documents = np.empty(int(starts[-1]), dtype=np.int32)
    filled = starts[:-1].copy()
    for row, (_, counts, found) in zip(rows, chunks, strict=True):
        ends = np.cumsum(counts)
        within = np.arange(len(found)) - np.repeat(ends - counts, counts)
        documents[np.repeat(filled[row], counts) + within] = found
        filled[row] += counts
    return Grams(length, codes, starts.astype(np.uint32), documents)


def _chunks(key_starts: npt.NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Runs of documents (first, last + 1) of about ``_CHUNK`` characters."""
    first, count = 0, len(key_starts) - 1
    while first < count:
        last = int(np.searchsorted(key_starts, key_starts[first] + _CHUNK, side="left"))
        last = min(max(last, first + 1), count)
        yield first, last
        first = last


def _count(
    length: int, keys: str, key_starts: npt.NDArray[np.int64], first: int, last: int, breaks: str
) -> tuple[Codes, npt.NDArray[np.int64], Documents]:
    """The grams of some documents in order, how many documents hold each, and these documents."""
    start, end = int(key_starts[first]), int(key_starts[last])
    points = np.frombuffer(keys[start:end].encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    size = max(len(points) - length + 1, 0)
    lengths = np.diff(key_starts[first : last + 1])
    document = np.repeat(np.arange(len(lengths), dtype=np.uint64), lengths)[:size]
    whole = np.ones(size, dtype=bool)
    for sign in breaks:
        stands = points == ord(sign)
        for offset in range(length):
            whole &= ~stands[offset : offset + size]
    alphabet = np.flatnonzero(np.bincount(points)).astype(np.uint32)
    numbers = np.zeros(int(alphabet[-1]) + 1 if len(alphabet) else 1, dtype=np.uint64)
    numbers[alphabet] = np.arange(len(alphabet))
    ids = numbers[points]
    bits = max(len(alphabet).bit_length(), 1)
    packed = np.zeros(size, dtype=np.uint64)
    for offset in range(length):
        packed = packed << np.uint64(bits) | ids[offset : offset + size]
    document_bits = np.uint64(max(len(lengths).bit_length(), 1))
    pairs = _distinct(packed[whole] << document_bits | document[whole])
    grams = pairs >> document_bits
    changes = np.flatnonzero(np.diff(grams, prepend=np.uint64(0xFFFFFFFFFFFFFFFF)) != 0) if len(grams) else grams
    counts = np.diff(np.append(changes, len(grams))).astype(np.int64)
    found = (pairs & ((np.uint64(1) << document_bits) - np.uint64(1))).astype(np.int32) + first
    return _codes(grams[changes.astype(np.int64)], length, bits, alphabet), counts, found.astype(np.int32)


def _distinct(numbers: Codes) -> Codes:
    """Sorted, each once. (Sorting first is many times as fast as ``numpy.unique`` on these.)"""
    ordered = np.sort(numbers)
    distinct: Codes = ordered[np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]]
    return distinct


def _codes(packed: Codes, length: int, bits: int, alphabet: npt.NDArray[np.uint32]) -> Codes:
    """Packed character numbers of one chunk as codes of code points, which every chunk shares."""
    codes = np.zeros(len(packed), dtype=np.uint64)
    mask = np.uint64((1 << bits) - 1)
    for offset in range(length - 1, -1, -1):
        ids = (packed >> np.uint64(bits * offset) & mask).astype(np.int64)
        codes = codes << np.uint64(21) | alphabet[ids].astype(np.uint64)
    return codes
