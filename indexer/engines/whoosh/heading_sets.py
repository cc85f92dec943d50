"""The sets that headings stand in, of a whole generation: ``engines.heading_sets`` worked out with arrays.

A *beginning* is a place where a heading begins: the first paragraph of a stretch of paragraphs under it. What is stored with
paragraphs is enough: the headings that each stands under, from the outermost in, each with its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.engines.headings import divided
from indexer.engines.whoosh.columns import Columns
from indexer.engines.whoosh.dtypes import Bools, RowNumbers, Rows
from indexer.engines.whoosh.segment import Segment
from indexer.language.headings import clause_lengths, is_stock
from indexer.language.parallel import NOT_PARALLEL, parallel_form
from indexer.model.results import Parallel

#: A depth at which a paragraph has no heading.
_NONE = -1


@dataclass(frozen=True)
class Elements:
    """All headings above all living paragraphs: element ``i`` is heading ``wholes[i]`` (a number of a heading as it stands)
    above the paragraph in row ``rows[i]``, with ``depths[i]`` others above it."""

    rows: Rows
    depths: Rows
    wholes: Rows

    @classmethod
    def of(cls, segments: Sequence[Segment], columns: Columns, numbers: Sequence[RowNumbers]) -> Elements:
        """``numbers`` gives for each segment its headings' numbers."""
        rows, depths, wholes = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for segment, own in zip(segments, numbers, strict=True):
            headings = segment.columns.headings
            counts = np.diff(headings.starts)
            rows.append(np.repeat(np.arange(len(counts)), counts) + segment.offset)
            depths.append(np.arange(len(headings.numbers)) - np.repeat(headings.starts[:-1].astype(np.int64), counts))
            wholes.append(own[headings.numbers].astype(np.int64))
        row = np.concatenate(rows)
        living = columns.paragraphs[row]
        return cls(row[living], np.concatenate(depths)[living], np.concatenate(wholes)[living])


@dataclass(frozen=True)
class HeadingSets:
    """Set ``s`` has the beginnings from ``starts[s]`` to ``starts[s + 1]``: heading ``wholes[b]`` begins in row ``rows[b]``.
    ``parallels`` tells of the parallel sets what makes them so."""

    starts: Rows
    rows: Rows
    wholes: Rows
    is_parallel: Bools
    parallels: dict[int, Parallel]

    @property
    def sizes(self) -> Rows:
        """How many headings each set has."""
        return np.diff(self.starts)

    def with_first_word(self, word: str) -> Bools:
        """The sets whose headings all begin with ``word``."""
        found = np.zeros(len(self.is_parallel), dtype=bool)
        found[[number for number, form in self.parallels.items() if form.first_word == word]] = True
        return found


@dataclass(frozen=True)
class Wholes:
    """The headings as they stand in reports: ``texts``; ``bares`` are the same without number and closing sign, ``habits`` and
    ``values`` their numbers, ``lengths`` those of their clauses; ``stock`` says which are of no use to others."""

    texts: tuple[str, ...]
    bares: tuple[str, ...]
    habits: Rows
    values: Rows
    lengths: tuple[tuple[int, ...], ...]
    stock: Bools

    @classmethod
    def of(cls, texts: Sequence[str]) -> Wholes:
        """What is to be known of some headings."""
        parts = list(map(divided, texts))
        bares = tuple(bare for bare, _, _ in parts)
        lengths = {text: clause_lengths(text) for text in dict.fromkeys(bares)}
        stock = {text: is_stock(text) for text in lengths}
        return cls(
            tuple(texts),
            bares,
            habits=_codes([habit for _, habit, _ in parts]),
            values=np.array([value for _, _, value in parts], dtype=np.int64),
            lengths=tuple(lengths[text] for text in bares),
            stock=np.array([stock[text] for text in bares], dtype=bool),
        )


def sets_of(elements: Elements, columns: Columns, headings: Wholes) -> tuple[HeadingSets, Rows]:
    """All sets, and for each element the set that its heading stands in (−1: it says nothing)."""
    begun, beginning_of = _beginnings(elements, columns)
    parents, rows, wholes = begun
    habits, values = headings.habits, headings.values
    said = np.array([bool(text) for text in headings.bares], dtype=bool)
    places = columns.report_of[rows].astype(np.int64) << 32 | columns.ordinals[rows].astype(np.int64)
    order = np.lexsort((places, habits[wholes], parents))
    order = order[said[wholes[order]]]
    parent, habit, value = parents[order], habits[wholes[order]], values[wholes[order]]
    first = np.ones(len(order), dtype=bool)
    again = (value[1:] > 0) & (value[1:] <= value[:-1])
    first[1:] = (parent[1:] != parent[:-1]) | (habit[1:] != habit[:-1]) | again
    group, stock = np.cumsum(first), headings.stock[wholes[order]]
    apart = np.lexsort((stock, group))  # Stable: within each part the order of the report stays.
    order, group, stock = order[apart], group[apart], stock[apart]
    first[1:] = (group[1:] != group[:-1]) | (stock[1:] != stock[:-1])
    starts = np.append(np.flatnonzero(first), len(order))
    set_of_beginning = np.full(len(rows), -1, dtype=np.int64)
    set_of_beginning[order] = np.cumsum(first) - 1
    parallels = _parallels(starts, wholes[order], headings)
    is_parallel = np.zeros(len(starts) - 1, dtype=bool)
    is_parallel[list(parallels)] = True
    return HeadingSets(starts, rows[order], wholes[order], is_parallel, parallels), set_of_beginning[beginning_of]


def _beginnings(elements: Elements, columns: Columns) -> tuple[tuple[Rows, Rows, Rows], Rows]:
    """Where headings begin: below which beginning (negative: in which report), in which row, which heading. And for each
    element the beginning of its stretch."""
    living = np.flatnonzero(columns.paragraphs)
    order = living[np.lexsort((columns.ordinals[living], columns.report_of[living]))]
    line_of = np.zeros(len(columns), dtype=np.int64)
    line_of[order] = np.arange(len(order))
    deepest = int(elements.depths.max(initial=-1)) + 1
    reports = columns.report_of[order].astype(np.int64)
    changed = np.ones(len(order), dtype=bool)
    changed[1:] = reports[1:] != reports[:-1]
    above = -1 - reports
    parents, rows, wholes = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    beginning_of = np.zeros(len(elements.rows), dtype=np.int64)
    begun = 0
    for depth in range(deepest):
        here = np.flatnonzero(elements.depths == depth)
        line = np.full(len(order), _NONE, dtype=np.int64)
        line[line_of[elements.rows[here]]] = elements.wholes[here]
        changed = changed.copy()
        changed[1:] |= line[1:] != line[:-1]
        starts = np.flatnonzero(changed & (line != _NONE))
        parents.append(above[starts])
        rows.append(order[starts])
        wholes.append(line[starts])
        own = np.zeros(len(order), dtype=np.int64)
        own[starts] = np.arange(begun, begun + len(starts))
        above = np.maximum.accumulate(own)
        beginning_of[here] = above[line_of[elements.rows[here]]]
        begun += len(starts)
    return (np.concatenate(parents), np.concatenate(rows), np.concatenate(wholes)), beginning_of


def _parallels(starts: Rows, wholes: Rows, headings: Wholes) -> dict[int, Parallel]:
    """The parallel sets. Only those are looked at without stock headings whose headings have clauses of at most two kinds, or
    begin with one sign."""
    likely = _kinds(starts, _codes(headings.lengths)[wholes]) <= 2
    likely |= _kinds(starts, _codes([text[:1] for text in headings.bares])[wholes]) == 1
    likely &= np.diff(starts) > 1
    likely[np.repeat(np.arange(len(starts) - 1), np.diff(starts))[headings.stock[wholes]]] = False
    found = {}
    for number in np.flatnonzero(likely).tolist():
        first, last = starts[number : number + 2].tolist()
        own = wholes[first:last].tolist()
        form = parallel_form([headings.bares[whole] for whole in own], [headings.lengths[whole] for whole in own])
        if form != NOT_PARALLEL:
            found[number] = form
    return found


def _kinds(starts: Rows, codes: Rows) -> Rows:
    """How many different codes each stretch has."""
    stretch = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    different = np.unique(stretch << 32 | codes) >> 32
    return np.bincount(different, minlength=len(starts) - 1)


def _codes(values: Sequence[object]) -> Rows:
    """A number for each value, the same for equal ones."""
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(value, len(numbers)) for value in values], dtype=np.int64)
