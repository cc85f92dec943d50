"""Passages that texts share with paragraphs, see ``engines.shared_passages``.

The texts' grams are few, the archive's are many. So the archive is read once, some million characters at a time: its keys
are masked and their grams hashed with array operations, a table of bits lets through the few that may be asked for, and
these are compared character by character. Nothing is kept between questions. What is common to all is then counted, and the
remaining places are put together into runs along the diagonals (place there − place here).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.engines.near_duplicates.fingerprints import is_masked_away
from indexer.engines.shared_passages import (
    FORMULA_REPORTS,
    FORMULA_UNITS,
    GRAM,
    MOST_TIMES,
    Candidate,
    MaskedText,
    Run,
    chosen,
    counts,
    shared_text,
)
from indexer.engines.whoosh.columns import Columns
from indexer.engines.whoosh.dtypes import Bools, CodePoints, Offsets, Positions, Rows, offsets_of
from indexer.engines.whoosh.record_store import RecordStore
from indexer.engines.whoosh.segment import Segment
from indexer.model.reports import UNIT_TYPES
from indexer.model.results import SharedText
from indexer.querying.matching import FIELD_BREAK

#: Characters of keys that are read at once.
_CHUNK = 1 << 20

#: Bits of the table that lets grams through.
_TABLE_BITS = 20

#: What stands between texts and between paragraphs; no masked key holds either, and they are not equal.
_HERE, _THERE = 0, 1

_FACTOR = 0x9E3779B1

Hashes = npt.NDArray[np.uint32]


@dataclass(frozen=True)
class _Asked:
    """The texts behind one another, each between two ``_HERE``, text ``n`` at ``starts[n]``; their different grams, in
    the order of their hashes, and for each place the number of the gram there (−1: none)."""

    points: CodePoints
    starts: Offsets
    hashes: Hashes
    grams: npt.NDArray[np.uint32]
    gram_at: Rows

    @classmethod
    def of(cls, texts: Sequence[MaskedText]) -> _Asked:
        points = _code_points(chr(_HERE) + "".join(text.key + chr(_HERE) for text in texts))
        starts = offsets_of([len(text.key) + 1 for text in texts]) + 1
        windows = _windows(points)
        whole = (windows != _HERE).all(axis=1)
        places = np.flatnonzero(whole)
        grams, number = np.unique(windows[places], axis=0, return_inverse=True)
        hashes = _hashes(grams.reshape(-1))[::GRAM] if len(grams) else np.zeros(0, np.uint32)
        order = np.argsort(hashes, kind="stable")
        place_of = np.empty_like(order)
        place_of[order] = np.arange(len(order))
        gram_at = np.full(len(points), -1, dtype=np.int64)
        gram_at[places] = place_of[number.reshape(-1)]
        return cls(points, starts, hashes[order], grams[order], gram_at)

    def repeated(self) -> Bools:
        """Which grams stand in the texts too often."""
        return np.bincount(self.gram_at[self.gram_at >= 0], minlength=len(self.hashes)) > MOST_TIMES

    def table(self) -> Bools:
        """By some bits of a hash, whether a gram may be asked for."""
        table = np.zeros(1 << _TABLE_BITS, dtype=np.bool_)
        table[_bits(self.hashes)] = True
        return table


@dataclass(frozen=True)
class _Found:
    """Where grams of the texts stand: ``grams[i]`` at ``places[i]`` of the masked key of the document in ``rows[i]``."""

    grams: Rows
    rows: Rows
    places: Positions

    def only(self, which: Bools) -> _Found:
        return _Found(self.grams[which], self.rows[which], self.places[which])


@dataclass(frozen=True)
class SharedPassageFinder:
    """Compares texts with the paragraphs of a generation."""

    segments: Sequence[Segment]
    columns: Columns
    records: RecordStore

    def of(self, texts: Sequence[str], without: str) -> tuple[SharedText, ...]:
        """See ``Engine.shared_passages``."""
        masked = [MaskedText(text) for text in texts]
        asked = _Asked.of(masked)
        found = self._found(asked, self._compared(without))
        told = found.only(~(self._formulas(found, len(asked.hashes)) | asked.repeated())[found.grams])
        told = told.only(~_repeated(told, len(self.columns)))
        candidates: list[list[Candidate]] = [[] for _ in texts]
        for number, row, runs in self._candidates(asked, told):
            candidates[number].append(Candidate(row, int(self.columns.rank_newest[row]), runs))
        return tuple(map(self._answer, masked, candidates))

    def _answer(self, text: MaskedText, candidates: Sequence[Candidate]) -> SharedText:
        named = chosen(candidates, len(text.key))
        read = [(self.records.paragraph_at(one.paragraph), one.runs) for one in named]
        return shared_text(text, read, len(candidates) - len(named))

    def _compared(self, without: str) -> Bools:
        """The paragraphs that are compared."""
        compared = self.columns.reporting
        if without:
            compared = compared.copy()
            compared[self.records.documents_of(without)] = False
        return compared

    # --- where grams stand -------------------------------------------------------------------

    def _found(self, asked: _Asked, compared: Bools) -> _Found:
        parts = [_Found(*(np.zeros(0, np.int64) for _ in range(3)))]
        if len(asked.hashes):
            table = asked.table()
            for segment in self.segments:
                own = compared[segment.offset : segment.offset + len(segment.columns)]
                parts += [_matches(asked, table, segment, rows) for rows in _chunks(segment, np.flatnonzero(own))]
        return _Found(*(np.concatenate([getattr(p, name) for p in parts]) for name in ("grams", "rows", "places")))

    def _formulas(self, found: _Found, size: int) -> Bools:
        """Which grams are formulas."""
        in_units = np.zeros((size, len(UNIT_TYPES) + 1), dtype=np.bool_)
        in_units[found.grams, self.columns.units[found.rows]] = True
        formulas: Bools = in_units.sum(axis=1) >= FORMULA_UNITS
        open_question = ~formulas & (np.bincount(found.grams, minlength=size) >= FORMULA_REPORTS)
        asked = open_question[found.grams]
        reports = len(self.columns.reports) + 1
        pairs = np.sort(found.grams[asked] * reports + self.columns.report_of[found.rows[asked]])
        pairs = pairs[np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]]
        return formulas | (np.bincount(pairs // reports, minlength=size) >= FORMULA_REPORTS)

    # --- runs --------------------------------------------------------------------------------

    def _candidates(self, asked: _Asked, found: _Found) -> Iterator[tuple[int, int, tuple[Run, ...]]]:
        """The paragraphs that count, each with the number of the text, its row and its runs."""
        rows = np.unique(found.rows)
        for segment in self.segments:
            own = rows[(rows >= segment.offset) & (rows < segment.offset + len(segment.columns))]
            if len(own):
                within = found.only((found.rows >= own[0]) & (found.rows <= own[-1]))
                yield from _runs_in(asked, segment, own, within)


def _chunks(segment: Segment, rows: Rows) -> Iterator[Rows]:
    """Runs of documents of about ``_CHUNK`` characters."""
    starts = segment.columns.key_starts
    sizes = np.cumsum(starts[rows + 1] - starts[rows])
    first = 0
    while first < len(rows):
        before = int(sizes[first - 1]) if first else 0
        last = max(int(np.searchsorted(sizes, before + _CHUNK)), first + 1)
        yield rows[first:last]
        first = last


def _masked(segment: Segment, rows: Rows) -> tuple[CodePoints, Offsets]:
    """The masked keys of some documents, each between two ``_THERE``, and where each begins."""
    starts, text = segment.columns.key_starts, segment.columns.text
    sizes = starts[rows + 1] - starts[rows]
    ends = np.cumsum(sizes)
    at = np.repeat(starts[rows] - (ends - sizes), sizes) + np.arange(int(ends[-1]))
    points = text.code_points(text.units[at])
    fields = np.flatnonzero(points == ord(FIELD_BREAK))
    # What stands before the last break between fields is headings.
    last = np.searchsorted(fields, ends) - 1
    begins = np.where(last >= 0, np.maximum(np.append(fields, -1)[last] + 1, ends - sizes), ends - sizes)
    kept = ~is_masked_away(points)
    kept &= np.arange(len(points)) >= np.repeat(begins, sizes)
    points[ends - 1] = _THERE
    kept[ends - 1] = True
    own = np.add.reduceat(kept, ends - sizes, dtype=np.int64)
    return np.concatenate([np.array([_THERE], np.uint32), points[kept]]), offsets_of(own)[:-1] + 1


def _matches(asked: _Asked, table: Bools, segment: Segment, rows: Rows) -> _Found:
    """Where grams of the texts stand in some documents."""
    points, starts = _masked(segment, rows)
    hashes = _hashes(points)
    places = np.flatnonzero(table[_bits(hashes)])
    near = np.minimum(np.searchsorted(asked.hashes, hashes[places]), len(asked.hashes) - 1)
    equal = asked.hashes[near] == hashes[places]
    places, near = places[equal], near[equal]
    # Two grams of one hash are next to each other: each is compared.
    grams, there = [], []
    while len(places):
        same = (asked.grams[near] == points[places[:, None] + np.arange(GRAM)]).all(axis=1)
        grams.append(near[same])
        there.append(places[same])
        places, near = places[~same], near[~same] + 1
        left = near < len(asked.hashes)
        places, near = places[left], near[left]
        again = asked.hashes[near] == hashes[places]
        places, near = places[again], near[again]
    found = np.concatenate([np.zeros(0, np.int64), *there])
    document = np.searchsorted(starts, found, side="right") - 1
    return _Found(
        np.concatenate([np.zeros(0, np.int64), *grams]), rows[document] + segment.offset, found - starts[document]
    )


def _repeated(found: _Found, size: int) -> Bools:
    """Which places are those of a gram that stands too often in its document; ``size``: how many documents there are."""
    _, pair_of, times = np.unique(found.grams * size + found.rows, return_inverse=True, return_counts=True)
    often: Bools = (times > MOST_TIMES)[pair_of.reshape(-1)]
    return often


def _runs_in(
    asked: _Asked, segment: Segment, rows: Rows, found: _Found
) -> Iterator[tuple[int, int, tuple[Run, ...]]]:
    points, starts = _masked(segment, rows - segment.offset)
    there = starts[np.searchsorted(rows, found.rows)] + found.places
    here, there = _places_here(asked, found.grams, there)
    begins, other_begins, lengths = _longest(asked.points, points, here, there)
    text = np.searchsorted(asked.starts, begins, side="right") - 1
    document = np.searchsorted(starts, other_begins, side="right") - 1
    order = np.lexsort((other_begins, begins, document, text))
    begins, other_begins, lengths, text, document = (
        column[order] for column in (begins, other_begins, lengths, text, document)
    )
    new = np.append(True, (text[1:] != text[:-1]) | (document[1:] != document[:-1]))[: len(text)]
    heads = np.flatnonzero(new)
    longest = np.maximum.reduceat(lengths, heads)
    together = np.add.reduceat(_added(new, begins, lengths), heads)
    ends = np.append(heads[1:], len(new))
    for head, end, most, all_of_it in zip(*map(np.ndarray.tolist, (heads, ends, longest, together)), strict=True):
        if counts(most, all_of_it):
            number, at = int(text[head]), int(document[head])
            part = slice(head, end)
            runs = (begins[part] - asked.starts[number], other_begins[part] - starts[at], lengths[part])
            yield number, int(rows[at]), tuple(zip(*map(np.ndarray.tolist, runs), strict=True))


def _places_here(asked: _Asked, grams: Rows, there: Positions) -> tuple[Positions, Positions]:
    """Every place in the texts beside every place in the documents where the same gram stands."""
    places = np.flatnonzero(asked.gram_at >= 0)
    places = places[np.argsort(asked.gram_at[places], kind="stable")]
    numbers = asked.gram_at[places]
    first = np.searchsorted(numbers, grams)
    times = np.searchsorted(numbers, grams, side="right") - first
    ends = np.cumsum(times)
    at = np.repeat(first - (ends - times), times) + np.arange(int(ends[-1]) if len(ends) else 0)
    return places[at], np.repeat(there, times)


def _longest(
    one: CodePoints, other: CodePoints, here: Positions, there: Positions
) -> tuple[Positions, Positions, Positions]:
    """The longest runs around the grams at these places, each once: where they begin in either, and their lengths."""
    size = len(one) + 1
    codes = np.sort((there - here + size) * size + here)
    fresh = np.append(True, codes[1:] != codes[:-1] + 1)[: len(codes)]
    begins = codes[fresh] % size
    other_begins = begins + codes[fresh] // size - size
    lengths = np.diff(np.append(np.flatnonzero(fresh), len(codes))) + GRAM - 1
    growing = np.arange(len(begins))
    while len(growing):
        growing = growing[one[begins[growing] - 1] == other[other_begins[growing] - 1]]
        begins[growing] -= 1
        other_begins[growing] -= 1
        lengths[growing] += 1
    growing = np.arange(len(begins))
    while len(growing):
        behind = lengths[growing]
        growing = growing[one[begins[growing] + behind] == other[other_begins[growing] + behind]]
        lengths[growing] += 1
    once = np.unique((other_begins - begins + size) * size + begins, return_index=True)[1]
    return begins[once], other_begins[once], lengths[once]


def _added(new: Bools, begins: Positions, lengths: Positions) -> Positions:
    """How many characters of the text each run covers that the runs before it do not; ``new`` marks the first run with a
    document, runs are in the order of their begins."""
    group = np.cumsum(new)
    apart = int((begins + lengths).max(initial=0)) + 1
    reached = np.maximum.accumulate(begins + lengths + group * apart) - group * apart
    before = np.append(0, reached[:-1])[: len(reached)]
    before[new] = 0
    added: Positions = np.maximum(begins + lengths - np.maximum(begins, before), 0)
    return added


# --- hashes ----------------------------------------------------------------------------------


def _code_points(text: str) -> CodePoints:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _windows(points: CodePoints) -> npt.NDArray[np.uint32]:
    if len(points) < GRAM:
        return np.zeros((0, GRAM), dtype=np.uint32)
    return np.lib.stride_tricks.sliding_window_view(points, GRAM)


def _hashes(points: CodePoints) -> Hashes:
    """A hash for each gram: those of half its length are put together, from single characters on."""
    hashes, factor, width = points * np.uint32(_FACTOR), _FACTOR, 1
    while width < GRAM:
        hashes = hashes[: max(len(hashes) - width, 0)] * np.uint32(factor) + hashes[width:]
        factor, width = factor * factor & 0xFFFFFFFF, 2 * width
    return hashes ^ hashes >> np.uint32(15)


def _bits(hashes: Hashes) -> Rows:
    return (hashes * np.uint32(_FACTOR) >> np.uint32(32 - _TABLE_BITS)).astype(np.int64)
