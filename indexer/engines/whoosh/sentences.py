"""Which paragraphs have no sentence that another report has, too: looked up when it is asked, and kept for the generation.

Nothing of it is stored: that a sentence is alone changes with every report that comes or goes. Each segment's sentences become
numbers in one pass over its joined keys, which is kept with the segment; a generation then counts reports by number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from indexer.engines.whoosh.columns import Columns
from indexer.engines.whoosh.dtypes import Bools, Offsets, Rows
from indexer.engines.whoosh.segment import Segment
from indexer.engines.whoosh.segment_columns import DOCUMENT_BREAK, SegmentColumns
from indexer.language.normalize import BARRIER
from indexer.language.sentences import SHORTEST
from indexer.querying.matching import FIELD_BREAK

Hashes = npt.NDArray[np.uint64]

#: So many characters are looked at together: memory stays small, and near the processor.
_BLOCK = 100_000

#: An odd number, by whose powers the characters of a sentence count, and what undoes it modulo 2^64.
_BASE = 0x9E3779B97F4A7C15
_UNDONE = pow(_BASE, -1, 1 << 64)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(29)


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of a segment that are long enough: a number for each, equal for equal ones, and the document it is in."""

    numbers: Hashes
    documents: Rows


def sentences_of(columns: SegmentColumns) -> Sentences:
    """The sentences of the paragraphs' own texts: what headings above them say is no part of it."""
    blocks = list(_blocks(columns.key_starts))
    size = max((int(columns.key_starts[end] - columns.key_starts[first]) for first, end in blocks), default=0)
    powers = _powers(_BASE, size + 1), _powers(_UNDONE, size + 1)
    numbers, documents = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)]
    for first, end in blocks:
        found, own = _of_documents(columns, first, end, *powers)
        numbers.append(found)
        documents.append(own)
    return Sentences(np.concatenate(numbers), np.concatenate(documents))


def _blocks(starts: Offsets) -> Iterator[tuple[int, int]]:
    """The documents from a first to a last one (exclusive) that are looked at together."""
    first, last = 0, len(starts) - 1
    while first < last:
        fits = int(np.searchsorted(starts, int(starts[first]) + _BLOCK, side="right")) - 1
        end = min(max(fits, first + 1), last)
        yield first, end
        first = end


def _of_documents(columns: SegmentColumns, first: int, end: int, powers: Hashes, undone: Hashes) -> tuple[Hashes, Rows]:
    starts = columns.key_starts[first : end + 1].astype(np.int64)
    units = columns.text.units[int(starts[0]) : int(starts[-1])]
    starts = starts - starts[0]
    is_field = units == ord(FIELD_BREAK)
    ends = np.flatnonzero((units == ord(BARRIER)) | is_field | (units == ord(DOCUMENT_BREAK)))
    begins = np.append(0, ends[:-1] + 1)
    document = np.searchsorted(starts, ends, side="right") - 1
    # The text is a document's last field: behind a heading another one begins.
    fields = np.flatnonzero(is_field)
    is_text = np.searchsorted(fields, ends) == np.searchsorted(fields, starts[document + 1] - 1)
    kept = is_text & (ends - begins >= SHORTEST)
    begins, ends = begins[kept], ends[kept]
    points = columns.text.code_points(units).astype(np.uint64)
    sums = np.append(np.uint64(0), np.cumsum(_mixed(points) * powers[: len(points)]))
    # Every sentence counts from its own beginning.
    numbers = _mixed((sums[ends] - sums[begins]) * undone[begins] + (ends - begins).astype(np.uint64))
    return numbers, document[kept] + first


def _powers(base: int, count: int) -> Hashes:
    """The first powers, modulo 2^64."""
    powers = np.full(count, base, np.uint64)
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)


def _mixed(values: Hashes) -> Hashes:
    """Numbers that look unlike each other, equal for equal ones."""
    values = (values ^ (values >> _SHIFT)) * _MIX
    mixed: Hashes = values ^ (values >> _SHIFT)
    return mixed


@dataclass(frozen=True)
class UnsharedFinder:
    """Answers for one generation."""

    segments: Sequence[Segment]
    columns: Columns

    @cached_property
    def documents(self) -> Bools:
        """Which documents have a sentence, and none that another report has."""
        numbers = np.concatenate([np.zeros(0, np.uint64), *(one.sentences.numbers for one in self.segments)])
        rows = np.concatenate([np.zeros(0, np.int64), *(one.sentences.documents + one.offset for one in self.segments)])
        alive = self.columns.paragraphs[rows]
        numbers, rows = numbers[alive], rows[alive]
        order = np.argsort(numbers)
        numbers, reports = numbers[order], self.columns.report_of[rows[order]]
        new = np.append(True, numbers[1:] != numbers[:-1])[: len(numbers)]
        groups = np.cumsum(new) - 1
        firsts = reports[new]
        shared = np.zeros(int(new.sum()), dtype=bool)
        shared[groups[reports != firsts[groups]]] = True
        found = np.zeros(len(self.columns), dtype=bool)
        found[rows] = True
        found[rows[order][shared[groups]]] = False
        return found
