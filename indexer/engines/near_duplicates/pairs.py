"""Which paragraphs are near each other, found without comparing all with all.

Paragraphs whose signatures agree in one band are candidates; what their signatures share says whether reading them is
worth while; the exact Jaccard similarity of the grams of their masked keys decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from indexer.engines.near_duplicates.fingerprints import (
    BANDS,
    GRAM,
    PERMUTATIONS,
    Bools,
    Fingerprints,
    Hashes,
    Rows,
    Signatures,
)

#: Near is what shares so many of all its grams; or, since a word is much of a short paragraph, this many where each
#: side has at most ``FEW`` grams of its own: what three words of three characters touch.
NEAR = 0.7
NEAR_BUT_FEW = 0.55
FEW = 15

#: Signatures that agree in a smaller share are not worth reading the texts: three deviations below what is near.
_LIKELY = NEAR_BUT_FEW - 3 * (NEAR_BUT_FEW * (1 - NEAR_BUT_FEW) / PERMUTATIONS) ** 0.5

#: More different keys than these in one bucket are compared with its first few only.
CROWD = 32
_FIRST_FEW = 4

#: Pairs whose signatures are compared at once.
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class NearDuplicatePairs:
    """Near pairs of masked hashes, the smaller first, in order, each once."""

    pairs: Hashes

    @staticmethod
    def joined(parts: Iterable[NearDuplicatePairs]) -> NearDuplicatePairs:
        """The edges of all parts."""
        return _edges(np.concatenate([_no_pairs(), *(part.pairs for part in parts)]))

    def among(self, masked: Hashes) -> NearDuplicatePairs:
        """The edges between paragraphs that are there."""
        return NearDuplicatePairs(self.pairs[np.isin(self.pairs, masked).all(axis=1)])


def _no_pairs() -> Hashes:
    return np.zeros((0, 2), dtype=np.uint64)


def _edges(pairs: Hashes) -> NearDuplicatePairs:
    ordered = np.sort(pairs, axis=1)
    ordered = ordered[np.lexsort((ordered[:, 1], ordered[:, 0]))]
    differs = np.append(True, (ordered[1:] != ordered[:-1]).any(axis=1))
    return NearDuplicatePairs(ordered[differs[: len(ordered)]])


@dataclass(frozen=True, slots=True, eq=False)
class _Pool:
    """Rows that may take part in a near pair, each masked key once. ``rows`` as the caller numbers them."""

    rows: Rows
    masked: Hashes
    signatures: Signatures
    is_new: Bools


def find_near_duplicates(
    old: Sequence[Fingerprints], new: Fingerprints, masked_key_of: Callable[[int], str]
) -> NearDuplicatePairs:
    """The near pairs that come with new rows: among them, and between them and old ones.

    Rows are counted through ``old`` in order, then ``new``; ``masked_key_of`` gives the masked key of a row and is
    asked for candidates only. A masked key that is among ``old`` is not looked at again: its edges are known, and
    the caller keeps them as long as it hands in a row with that key. So all paragraphs added at once, one
    by one or in any order give the same edges. One exception keeps boilerplate from taking time by the
    square: where more than ``CROWD`` different masked keys agree in a band, they are compared there with the ones of
    the least hashes only. Adding in steps can then give more edges, to those that had the least hash at the
    time; never fewer.
    """
    pool = _pool(old, new)
    found: list[Rows] = []
    for band in range(BANDS):
        found += [_likely(pool, first, second) for first, second in _bucket_pairs(pool, band) if len(first)]
    if not found:
        return NearDuplicatePairs(_no_pairs())
    codes = np.unique(np.concatenate(found))
    pairs = np.column_stack(np.divmod(codes, len(pool.rows)))
    near_duplicates = np.fromiter(_verified(pairs, pool.rows, masked_key_of), dtype=np.bool_, count=len(pairs))
    return _edges(pool.masked[pairs[near_duplicates]])


def _pool(old: Sequence[Fingerprints], new: Fingerprints) -> _Pool:
    """The first new row of every masked key that is new, and the old rows that agree with one of them in a band."""
    masked, rows = np.unique(new.masked, return_index=True)
    fresh = masked != 0
    for part in old:
        fresh &= ~_members(masked, part.masked)
    masked, rows = masked[fresh], rows[fresh]
    signatures = new.signatures[rows]
    if not old or not len(rows):
        return _Pool(rows, masked, signatures, np.ones(len(rows), dtype=np.bool_))
    parts, before = [(rows + sum(map(len, old)), masked, signatures)], 0
    for part in old:
        agreeing = _agreeing(part, signatures)
        parts.append((agreeing + before, part.masked[agreeing], part.signatures[agreeing]))
        before += len(part)
    all_rows, all_masked, all_signatures = (np.concatenate(column) for column in zip(*parts, strict=True))
    once = np.unique(all_masked, return_index=True)[1]
    return _Pool(all_rows[once], all_masked[once], all_signatures[once], once < len(rows))


def _members(few: Hashes, many: Hashes) -> Bools:
    """Which of ``few`` (ascending) are among ``many``; without sorting the many."""
    there = np.zeros(len(few), dtype=np.bool_)
    if len(few):
        at = np.minimum(np.searchsorted(few, many), len(few) - 1)
        there[at[few[at] == many]] = True
    return there


def _agreeing(part: Fingerprints, signatures: Signatures) -> Rows:
    """Rows of ``part`` that agree with any of ``signatures`` in any band."""
    agree = np.zeros(len(part), dtype=np.bool_)
    for band in range(BANDS):
        agree[_places_of(_band_values(signatures, band), _band_values(part.signatures, band))] = True
    return np.flatnonzero(agree)


def _places_of(few: Hashes, many: Hashes) -> Rows:
    """Where any of ``few`` stands among ``many``. A look-up by 16 mixed bits leaves few places to search for."""
    keys = np.unique(few)
    wanted = np.zeros(1 << 16, dtype=np.bool_)
    wanted[_mixed(keys)] = True
    positions = np.flatnonzero(wanted[_mixed(many)])
    at = np.searchsorted(keys, many[positions], side="right") - 1
    found: Rows = positions[keys[at] == many[positions]]
    return found


def _band_values(signatures: Signatures, band: int) -> Hashes:
    """A band's values as one number a row: the same bytes."""
    values: Hashes = signatures.view(np.uint64)[:, band]
    return values


def _mixed(values: Hashes) -> Hashes:
    return values * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(48)


def _bucket_pairs(pool: _Pool, band: int) -> Iterator[tuple[Rows, Rows]]:
    """Places in the pool that agree in a band, at least one of them new; a crowd with its first few only."""
    values = _band_values(pool.signatures, band)
    rows = np.arange(len(values)) if pool.is_new.all() else _places_of(values[pool.is_new], values)
    rows = rows[np.argsort(values[rows], kind="stable")]
    values = values[rows]
    begins = np.flatnonzero(np.append(True, values[1:] != values[:-1])[: len(values)])
    sizes = np.diff(np.append(begins, len(values)))
    members = rows[np.repeat(sizes > 1, sizes)]
    sizes = sizes[sizes > 1]
    size = np.repeat(sizes, sizes)
    start = np.repeat(np.cumsum(sizes) - sizes, sizes)
    place = np.arange(len(members)) - start
    new = pool.is_new[members]
    small = size <= CROWD
    for step in range(1, int(size[small].max(initial=0))):
        first = np.flatnonzero(small & (place + step < size))
        second = first + step
        either = new[first] | new[second]
        yield members[first[either]], members[second[either]]
    for step in range(_FIRST_FEW if len(members) and not small.all() else 0):
        second = np.flatnonzero(~small & (place > step))
        first = start[second] + step
        either = new[first] | new[second]
        yield members[first[either]], members[second[either]]


def _likely(pool: _Pool, first: Rows, second: Rows) -> Rows:
    """The pairs whose signatures agree well enough, each as one number. Ordered by it, what a crowd is compared
    with comes again and again while each of the crowd comes once: few texts are read twice."""
    kept = []
    for at in range(0, len(first), _CHUNK):
        one, other = first[at : at + _CHUNK], second[at : at + _CHUNK]
        agree = np.count_nonzero(pool.signatures[one] == pool.signatures[other], axis=1)
        likely = agree >= _LIKELY * PERMUTATIONS
        lower, higher = np.minimum(one, other)[likely], np.maximum(one, other)[likely]
        kept.append(higher * len(pool.rows) + lower)
    return np.concatenate(kept)


def _verified(pairs: Rows, rows: Rows, masked_key_of: Callable[[int], str]) -> Iterator[bool]:
    """Whether each pair is near; texts are read as the pairs come, a few thousand are kept."""

    @lru_cache(maxsize=4096)
    def grams_of(place: int) -> tuple[int, frozenset[str]]:
        key = masked_key_of(int(rows[place]))
        return len(key), grams(key)

    for first, second in pairs.tolist():
        (length, one), (other_length, other) = grams_of(first), grams_of(second)
        # Sets do not tell that a paragraph says the same twice; its length does.
        alike = min(length, other_length) >= NEAR_BUT_FEW * max(length, other_length)
        yield alike and are_near_duplicates(one, other)


def grams(key: str) -> frozenset[str]:
    """The grams of a masked key."""
    return frozenset(map("".join, zip(*(key[at:] for at in range(GRAM)), strict=False)))


def are_near_duplicates(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether paragraphs with these grams differ in a few words only."""
    smaller, larger = sorted((len(one), len(other)))
    both = len(one & other) if smaller >= NEAR_BUT_FEW * larger else 0
    either = smaller + larger - both
    return both >= NEAR * either or (both >= NEAR_BUT_FEW * either and larger - both <= FEW)
