"""Paragraphs as numbers: equal for equal ones, alike for near ones; the same in every process.

A paragraph's *masked key* is what is left of its search key without everything that is filled in anew each
time. Near paragraphs have the same masked key, or much the same grams of it, of which a MinHash signature is a sample.

A paragraph of fewer than ``SHORTEST`` masked characters is not compared: one word is a fifth of it, and without
their figures all of a kind look alike (第三条, 2019年3月5日). Such ones belong together only where their keys are
equal and of ``SHORTEST_EQUAL`` characters; what is shorter still (特此报告) is a formula that belongs to its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from indexer.language.normalize import BARRIER
from indexer.querying.matching import FIELD_BREAK

Hashes = npt.NDArray[np.uint64]
Signatures = npt.NDArray[np.uint16]
Rows = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

#: Fewest characters of a masked key that is compared, and of a key that only equal ones join.
SHORTEST = 20
SHORTEST_EQUAL = 8

#: Characters of a gram.
GRAM = 3

#: MinHash values of a signature. Rows that agree in all values of one band are candidates.
#: A band's four values of 16 bits are one number of 64.
BANDS = 24
BAND = 4
PERMUTATIONS = BANDS * BAND

#: Characters that are worked on at once: what fits a core's cache.
_CHUNK = 1 << 16

#: Characters that count or stand for something taken out, wherever they are: paragraphs that differ in one
#: of these alone are near anyway, so it does no harm that 统一 loses its 一.
_FILLED_IN = "〇零一二三四五六七八九十百千万亿两几多余某xnXN×"

#: Code points (first, last) of letters in the widest sense; all else – digits, signs, barriers – is folded away.
_LETTERS = (
    (0x41, 0x5A),
    (0x61, 0x7A),
    (0xC0, 0x1FFF),
    (0x3041, 0x30FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xA000, 0xABFF),
    (0xAC00, 0xD7A3),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFE),
)


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprints:
    """One row a paragraph. ``content`` is a hash of its key, 0 for one too short to be joined with equals;
    ``masked`` of its masked key, 0 for one too short to be compared (its signature means nothing)."""

    content: Hashes
    masked: Hashes
    signatures: Signatures

    def __len__(self) -> int:
        return len(self.content)


def masked_key(key: str) -> str:
    """What is left of a paragraph's search key without figures, placeholders, signs and barriers.

    A key of several fields counts from its last ``FIELD_BREAK`` on: the headings above are not the paragraph's.
    """
    points = _points(key.rpartition(FIELD_BREAK)[2])
    return points[_is_kept(points)].tobytes().decode("utf-32-le")


def kept_positions(key: str) -> list[int]:
    """Where in a search key of one field the characters of its masked key stand."""
    positions: list[int] = np.flatnonzero(_is_kept(_points(key))).tolist()
    return positions


def is_masked_away(points: npt.NDArray[np.uint32]) -> Bools:
    """Which code points stand in no masked key."""
    return ~_is_kept(points)


def _points(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _is_kept(points: npt.NDArray[np.uint32]) -> Bools:
    table = _kept_table()
    kept: Bools = table[np.minimum(points, np.uint32(len(table) - 1))]
    return kept


@lru_cache(maxsize=1)
def _kept_table() -> Bools:
    """By code point, whether it stands in a masked key; the last one answers for all above it."""
    table = np.zeros(0x40000, dtype=np.bool_)
    for first, last in _LETTERS:
        table[first : last + 1] = True
    table[[ord(sign) for sign in _FILLED_IN]] = False
    return table


def fingerprint(keys: Sequence[str]) -> Fingerprints:
    """The fingerprints of paragraphs by their search keys; the same in every process."""
    content = np.zeros(len(keys), dtype=np.uint64)
    masked = np.zeros(len(keys), dtype=np.uint64)
    signatures = np.zeros((len(keys), PERMUTATIONS), dtype=np.uint16)
    for first, last in _chunks(keys):
        texts = [key.rpartition(FIELD_BREAK)[2].strip(BARRIER) for key in keys[first:last]]
        content[first:last] = [_content(text) for text in texts]
        points, starts = _masked_points(texts)
        lengths = np.diff(starts)
        long = lengths >= SHORTEST
        data = memoryview(points.tobytes())
        masked[first:last][long] = [
            _hash(data[4 * start : 4 * end])
            for start, end in zip(starts[:-1][long].tolist(), starts[1:][long].tolist(), strict=True)
        ]
        if long.any():
            signatures[first:last][long] = _signatures(points, lengths, long)
    return Fingerprints(content, masked, signatures)


def _chunks(keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Runs of keys (first, last + 1) of about ``_CHUNK`` characters."""
    first, characters = 0, 0
    for row, key in enumerate(keys):
        characters += len(key)
        if characters >= _CHUNK or row + 1 == len(keys):
            yield first, row + 1
            first, characters = row + 1, 0


def _content(text: str) -> int:
    if len(text) - text.count(BARRIER) < SHORTEST_EQUAL:
        return 0
    return _hash(text.encode("utf-8", "surrogatepass"))


def _hash(data: bytes | memoryview) -> int:
    """Never 0: that says that there is none."""
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little") or 1


def _masked_points(texts: Sequence[str]) -> tuple[npt.NDArray[np.uint32], Rows]:
    """The masked keys behind one another as code points, and where each begins (and the last one ends)."""
    points = _points("".join(texts))
    kept = _is_kept(points)
    before = np.concatenate([[0], np.cumsum(kept)])
    starts = np.concatenate([[0], np.cumsum([len(text) for text in texts])])
    return points[kept], before[starts].astype(np.int64)


def _signatures(points: npt.NDArray[np.uint32], lengths: Rows, long: Bools) -> Signatures:
    """MinHash of the long rows. A value is the lower half of the least hash, which is enough to tell it from others."""
    inside = np.repeat(long, lengths)
    ends = np.cumsum(lengths)[long]
    for back in range(1, GRAM):
        inside[ends - back] = False
    hashes = _gram_hashes(points)[inside[: len(points) - GRAM + 1]]
    counts = lengths[long] - GRAM + 1
    starts = np.cumsum(counts) - counts
    signatures = np.empty((len(counts), PERMUTATIONS), dtype=np.uint16)
    turned = np.empty_like(hashes)
    for at, (factor, term) in enumerate(zip(*_permutations(), strict=True)):
        np.multiply(hashes, factor, out=turned)
        np.add(turned, term, out=turned)
        signatures[:, at] = np.minimum.reduceat(turned, starts) & np.uint32(0xFFFF)
    return signatures


def _gram_hashes(points: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    size = len(points) - GRAM + 1
    hashes = points[:size].copy()
    for offset in range(1, GRAM):
        hashes *= np.uint32(0x9E3779B1)
        hashes ^= hashes >> np.uint32(15)
        hashes += points[offset : offset + size]
    for factor, shift in ((0x85EBCA6B, 13), (0xC2B2AE35, 16)):
        hashes *= np.uint32(factor)
        hashes ^= hashes >> np.uint32(shift)
    return hashes


@lru_cache(maxsize=1)
def _permutations() -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Factor (odd) and term of each permutation of 32-bit numbers; not drawn by numpy, whose generators may change."""
    digests = [blake2b(bytes([at]), digest_size=8).digest() for at in range(PERMUTATIONS)]
    numbers = np.frombuffer(b"".join(digests), dtype="<u4").astype(np.uint32)
    return numbers[::2] | np.uint32(1), numbers[1::2]
