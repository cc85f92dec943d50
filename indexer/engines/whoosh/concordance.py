"""Every occurrence of a question's terms, with arrays: where they stand, what stands beside them, how many there
are. Only the lines shown get texts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import ceil
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engines.concordance import (
    BESIDE,
    CONTEXT,
    Cell,
    CellCounts,
    build_trend,
    kwic_line,
    neighbours,
    strict_places,
)
from indexer.engines.whoosh.columns import Columns
from indexer.engines.whoosh.dtypes import Bools, Positions, Rows
from indexer.engines.whoosh.facet_table import FacetTable
from indexer.engines.whoosh.matcher import Matcher
from indexer.engines.whoosh.segment import Segment
from indexer.engines.whoosh.segment_columns import DOCUMENT_BREAK
from indexer.language.finding import find_all
from indexer.language.normalize import BARRIER, KeyMap, has_numeric_signs, search_key
from indexer.model.orders import ConcordanceOrder
from indexer.model.reports import UNKNOWN, StoredParagraph
from indexer.model.results import Concordance, KwicLine, Trend
from indexer.querying.concordance_request import searched_terms
from indexer.querying.facet_kinds import Values
from indexer.querying.matching import FIELD_BREAK
from indexer.querying.tree import ExactPhrase, SearchRequest, Term

Unsigned = npt.NDArray[np.uint64]

#: No occurrence is longer: its end and its begin are told apart in one number.
_LENGTH_BITS = 20


@dataclass(frozen=True)
class _Found:
    """The occurrences in one segment, each once, in order of ``begins``: its row in the index, and where in the
    segment's points it begins and ends."""

    segment: Segment
    rows: Rows
    begins: Positions
    ends: Positions


@dataclass(frozen=True)
class ConcordanceFinder:
    """Answers about single occurrences over one generation. ``paragraph_of`` gives the paragraph of a row, ``is_word`` says
    whether the dictionary has a word."""

    segments: Sequence[Segment]
    columns: Columns
    matcher: Matcher
    facets: Callable[[], FacetTable]
    paragraph_of: Callable[[int], StoredParagraph]
    is_word: Callable[[str], bool]

    def concordance(self, request: SearchRequest, order: ConcordanceOrder, width: int) -> Concordance:
        """See ``Engine.concordance``."""
        terms = searched_terms(request.query)
        found = self._occurrences(request, terms)
        rows = _joined(one.rows for one in found)
        begins, ends = _joined(one.begins for one in found), _joined(one.ends for one in found)
        before, after = _contexts(found, -1), _contexts(found, 1)
        by: list[npt.NDArray[Any]] = [ends, begins, self.columns.rank_newest[rows]]
        if order != "place":
            by += _packed(before if order == "left" else after)[::-1]
        first = (request.page - 1) * request.size
        shown = np.lexsort(by)[first : first + request.size]
        return Concordance(
            total=len(rows),
            paragraph_total=len(_each_once(rows)),
            page=request.page,
            pages=ceil(len(rows) / request.size),
            size=request.size,
            lines=tuple(self._lines(rows[shown], begins[shown], ends[shown], terms, width)),
            before=neighbours(_beside(before), self.is_word, backwards=True),
            after=neighbours(_beside(after), self.is_word),
            understood_as=request.understood_as,
            notices=request.notices,
        )

    def trend(self, request: SearchRequest) -> Trend:
        """See ``Engine.trend``."""
        found = self._occurrences(request, searched_terms(request.query))
        rows = _joined(one.rows for one in found)
        facets = self.facets()
        years, units = facets.stored["year"], facets.stored["unit"]
        kinds, cell_of = np.unique(years.set_of * len(units.sets) + units.set_of, return_inverse=True)
        through = facets.lets_through(request.filters)

        def per_cell(some: Rows) -> list[int]:
            """How many of some rows each cell has, of those that the filters let through."""
            combinations = np.bincount(facets.combination_of[some[through[some]]], minlength=facets.combinations)
            counts: list[int] = np.bincount(cell_of.reshape(-1), combinations, len(kinds)).astype(np.int64).tolist()
            return counts

        counted = zip(per_cell(rows), per_cell(_each_once(rows)), per_cell(self.columns.rows), strict=True)
        counts: dict[Cell, CellCounts] = {}
        for kind, own in zip(kinds.tolist(), counted, strict=True):
            year, unit = divmod(kind, len(units.sets))
            if own[2]:
                counts[_cell(years.sets[year], units.sets[unit])] = CellCounts(*own)
        return build_trend(request, counts)

    # --- where they stand --------------------------------------------------------------------

    def _occurrences(self, request: SearchRequest, terms: Sequence[Term]) -> list[_Found]:
        """The occurrences in the paragraphs that answer the request and its filters."""
        answering = np.zeros(len(self.columns), dtype=bool)
        answering[self.matcher.rows(request.query)] = True
        if request.filters:
            answering &= self.facets().lets_through(request.filters)
        return [self._in_segment(segment, terms, answering) for segment in self.segments]

    def _in_segment(self, segment: Segment, terms: Sequence[Term], answering: Bools) -> _Found:
        found: list[tuple[Rows, Positions, Positions]] = []
        for term in terms:
            begins, ends = segment.chains(term)
            rows = segment.document_at(begins).astype(np.int64) + segment.offset
            kept = answering[rows]
            positions = rows[kept], begins[kept], ends[kept]
            found.append(self._strictly(segment, term, *positions) if isinstance(term, ExactPhrase) else positions)
        rows, begins, ends = found[0] if len(found) == 1 else (_joined(part) for part in zip(*found, strict=True))
        if len(found) > 1 or not np.all(begins[1:] > begins[:-1]):
            _, each = np.unique(begins << _LENGTH_BITS | ends - begins, return_index=True)
            rows, begins, ends = rows[each], begins[each], ends[each]
        return _Found(segment, rows, begins, ends)

    def _strictly(
        self, segment: Segment, term: ExactPhrase, rows: Rows, begins: Positions, ends: Positions
    ) -> tuple[Rows, Positions, Positions]:
        """The positions of a strict phrase among those of its key, decided by the texts. Where the text occurs as
        often as the key there is nothing to decide, unless its outer signs may be part of the position."""
        plain = search_key(term.text) == term.key and not has_numeric_signs(term.text)
        all_of: list[int] = []
        some: list[tuple[int, int, int]] = []
        each, counts = np.unique(rows, return_counts=True)
        for row, count in zip(each.tolist(), counts.tolist(), strict=True):
            paragraph = self.paragraph_of(row)
            if plain and count == sum(_times(term.text, t) for t in (*paragraph.headings_above, paragraph.text)):
                all_of.append(row)
                continue
            start = int(segment.columns.key_starts[row - segment.offset])
            for at, field in _fields(paragraph):
                for (begin, end), _ in strict_places(term.text, field):
                    some.append((row, start + at + begin, start + at + end))
        kept = np.isin(rows, all_of)
        more = np.array(some, dtype=np.int64).reshape(-1, 3).T
        return _joined([rows[kept], more[0]]), _joined([begins[kept], more[1]]), _joined([ends[kept], more[2]])

    # --- as they are shown -------------------------------------------------------------------

    def _lines(
        self, rows: Rows, begins: Positions, ends: Positions, terms: Sequence[Term], width: int
    ) -> Iterable[KwicLine]:
        @cache
        def opened(row: int) -> tuple[StoredParagraph, list[tuple[int, KeyMap]]]:
            paragraph = self.paragraph_of(row)
            return paragraph, _fields(paragraph)

        for row, begin, end in zip(rows.tolist(), begins.tolist(), ends.tolist(), strict=True):
            paragraph, fields = opened(row)
            begin, end = begin - self._start(row), end - self._start(row)
            number = bisect_right([at for at, _ in fields], begin) - 1
            at, field = fields[number]
            yield kwic_line(paragraph, number, field, (begin - at, end - at), terms, width)

    def _start(self, row: int) -> int:
        """Where the key of a row begins in its segment."""
        segment = self.segments[bisect_right([s.offset for s in self.segments], row) - 1]
        return int(segment.columns.key_starts[row - segment.offset])


def _fields(paragraph: StoredParagraph) -> list[tuple[int, KeyMap]]:
    """The fields of a paragraph and where their keys begin in its key."""
    fields = [KeyMap(text) for text in (*paragraph.headings_above, paragraph.text)]
    starts = accumulate((len(field.key) + len(FIELD_BREAK) for field in fields), initial=0)
    return list(zip(starts, fields, strict=False))


def _times(part: str, text: str) -> int:
    """How often a part stands in a text; occurrences may overlap."""
    return sum(1 for _ in find_all(part, text))


def _cell(year: Values, unit: Values) -> Cell:
    (year_value,), (unit_value,) = year, unit
    return None if year_value == UNKNOWN else int(year_value), None if unit_value == UNKNOWN else unit_value


def _each_once(rows: Rows) -> Rows:
    return np.flatnonzero(np.bincount(rows)) if len(rows) else rows


def _joined(parts: Iterable[Rows]) -> Rows:
    return np.concatenate([np.zeros(0, dtype=np.int64), *parts])


def _contexts(found: Sequence[_Found], step: int) -> npt.NDArray[np.uint32]:
    """For every occurrence the code points beside it up to the end of its sentence, the nearest first, then zeros:
    after it (``step`` 1) or before it (−1). A row each, ``CONTEXT`` wide."""
    contexts = [np.zeros((0, CONTEXT), dtype=np.uint32)]
    away = step * np.arange(CONTEXT)
    for one in found:
        text = one.segment.columns.text
        beside = one.ends if step > 0 else one.begins - 1
        # What lies outside of the joined keys is the break of another document, or behind one.
        at = np.clip(beside[:, None] + away, -1, len(text) - 1)
        context = text.code_points(text.units[at])
        inside = np.ones(len(at), dtype=bool)
        for column in context.T:
            inside &= ~np.isin(column, _BREAKS)
            column[~inside] = 0
        contexts.append(context)
    return np.concatenate(contexts)


_BREAKS = np.array([ord(sign) for sign in (BARRIER, FIELD_BREAK, DOCUMENT_BREAK)], dtype=np.uint32)


def _packed(contexts: npt.NDArray[np.uint32]) -> list[Unsigned]:
    """Several code points in one number, the first ones highest: what is sorted by them, in fewer steps."""
    wide = contexts.size and int(contexts.max()) > 0xFFFF
    together, bits = (2, 32) if wide else (4, 16)
    packed = [np.zeros(len(contexts), dtype=np.uint64) for _ in range(0, CONTEXT, together)]
    for at, column in enumerate(contexts.T):
        packed[at // together] = packed[at // together] << np.uint64(bits) | column.astype(np.uint64)
    return packed


def _beside(contexts: npt.NDArray[np.uint32]) -> dict[str, int]:
    """The first characters of contexts that have any, and how often they are these."""
    contexts = contexts[contexts[:, 0] > 0]
    texts = np.ascontiguousarray(contexts[:, :BESIDE]).view(f"<U{BESIDE}").reshape(-1)
    packed = _packed(contexts)
    # Numbers are sorted faster than texts; four characters fit into one where none is rare.
    told_by = packed[0] if len(packed) == CONTEXT // BESIDE else texts
    _, first, counts = np.unique(told_by, return_index=True, return_counts=True)
    return dict(zip(texts[first].tolist(), counts.tolist(), strict=True))
