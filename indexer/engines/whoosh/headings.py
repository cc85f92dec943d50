"""Headings as results: which paragraphs stand under each, counted with arrays.

A *pair* is a heading (without its number) and a living paragraph under it. A question is asked of pairs: its words
of the heading, what it says of the report or section of the paragraph.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from math import ceil

import numpy as np

from indexer.engines.heading_sets import as_in_source
from indexer.engines.records import paragraph_id
from indexer.engines.whoosh.columns import Columns
from indexer.engines.whoosh.dtypes import Bools, RowNumbers, Rows
from indexer.engines.whoosh.facet_table import FacetTable
from indexer.engines.whoosh.heading_sets import Elements, HeadingSets, Wholes, sets_of
from indexer.engines.whoosh.matcher import Matcher
from indexer.engines.whoosh.segment import Segment
from indexer.engines.whoosh.segment_columns import NO_YEAR, SECTION_BITS, UNIT_CODES
from indexer.language.normalize import search_key
from indexer.language.parallel import NOT_PARALLEL
from indexer.model.reports import UNIT_TYPES
from indexer.model.results import HeadingHit, HeadingMember, HeadingPage, HeadingSet
from indexer.querying.heading_request import HeadingRequest
from indexer.querying.matching import SearchFields, matches
from indexer.querying.syntax import parse_query
from indexer.querying.tree import And, AtLeast, FieldTerm, FilterClause, Not, Or, Query, Unshared

_ROW_BITS = 32


@dataclass(frozen=True)
class HeadingTable:
    """The headings of a generation, in order of their texts. Pair ``i`` is heading ``heading_of[i]`` and the
    paragraph in row ``row_of[i]``, where it stands in set ``set_of[i]`` of ``sets``; pairs stand heading by heading.
    ``wholes`` are the headings as they stand in reports."""

    fields: tuple[SearchFields, ...]
    lengths: RowNumbers
    clauses: RowNumbers
    forms: tuple[tuple[int, ...], ...]
    stock: Bools
    heading_of: Rows
    row_of: Rows
    set_of: Rows
    sets: HeadingSets
    wholes: Wholes

    @classmethod
    def of(cls, segments: Sequence[Segment], columns: Columns) -> HeadingTable:
        """All headings that living paragraphs stand under."""
        texts_there = {text: None for segment in segments for text in segment.columns.headings.texts}
        whole_numbers = {text: number for number, text in enumerate(texts_there)}
        wholes = Wholes.of(list(texts_there))
        forms = dict(zip(wholes.bares, wholes.lengths, strict=True))
        stock = dict(zip(wholes.bares, wholes.stock.tolist(), strict=True))
        texts = sorted(filter(None, forms))
        numbers = {text: number for number, text in enumerate(texts)} | {"": -1}
        own = [np.array([whole_numbers[text] for text in s.columns.headings.texts], dtype=np.int32) for s in segments]
        elements = Elements.of(segments, columns, own)
        sets, set_of = sets_of(elements, columns, wholes)
        headings = np.array([numbers[text] for text in wholes.bares], dtype=np.int64)[elements.wholes]
        kept = np.flatnonzero(headings >= 0)
        pairs, firsts = np.unique(headings[kept] << _ROW_BITS | elements.rows[kept], return_index=True)
        keys = map(search_key, texts)
        return cls(
            fields=tuple(SearchFields(key, text, headings=(key,)) for key, text in zip(keys, texts, strict=True)),
            lengths=np.array([len(text) for text in texts], dtype=np.int32),
            clauses=np.array([max(1, len(forms[text])) for text in texts], dtype=np.int32),
            forms=tuple(forms[text] for text in texts),
            stock=np.array([stock[text] for text in texts], dtype=bool),
            heading_of=pairs >> _ROW_BITS,
            row_of=pairs & (1 << _ROW_BITS) - 1,
            set_of=set_of[kept[firsts]],
            sets=sets,
            wholes=wholes,
        )


class HeadingFinder:
    """Answers questions about the headings of a generation."""

    def __init__(
        self, table: HeadingTable, columns: Columns, facets: Callable[[], FacetTable], matcher: Matcher
    ) -> None:
        self._table = table
        self._columns = columns
        self._facets = facets
        self._matcher = matcher

    def page(self, request: HeadingRequest) -> HeadingPage:
        """The headings that answer, in order, one page of them."""
        table, parsed = self._table, parse_query(request.q)
        allowed = self._facets().lets_through(request.filters)[table.row_of]
        pairs = np.flatnonzero(allowed & self._in_sets(request) & self._evaluate(parsed.tree))
        counts = np.bincount(table.heading_of[pairs], minlength=len(table.fields))
        found = np.flatnonzero((counts > 0) & self._of_form(request))
        parallel = np.bincount(table.heading_of[pairs], table.sets.is_parallel[table.set_of[pairs]], len(table.fields)) > 0
        keys = _order(request.order, self._reports(pairs)[found], counts[found], table.lengths[found], parallel[found])
        order = found[np.lexsort((found, *keys, table.stock[found]))]
        first = (request.page - 1) * request.size
        return HeadingPage(
            total=len(found),
            page=request.page,
            pages=ceil(len(found) / request.size),
            size=request.size,
            hits=tuple(self._hit(heading, pairs) for heading in order[first : first + request.size].tolist()),
            understood_as=parsed.understood_as,
            notices=parsed.notices,
        )

    def _reports(self, pairs: Rows) -> Rows:
        """In how many reports each heading stands, by some pairs."""
        table = self._table
        reports = self._columns.report_of[table.row_of[pairs]].astype(np.int64)
        different = np.unique(table.heading_of[pairs].astype(np.int64) << 32 | reports) >> 32
        return np.bincount(different, minlength=len(table.fields))

    def counted(self) -> dict[str, int]:
        """Each heading with the number of paragraphs under it."""
        counts = np.bincount(self._table.heading_of, minlength=len(self._table.fields)).tolist()
        return {fields.text: count for fields, count in zip(self._table.fields, counts, strict=True) if count}

    def _of_form(self, request: HeadingRequest) -> Bools:
        fits: Bools = self._table.lengths >= request.shortest
        if request.longest:
            fits &= self._table.lengths <= request.longest
        if request.clauses:
            fits &= self._table.clauses == request.clauses
        if request.form:
            fits &= np.array([form == request.form for form in self._table.forms], dtype=bool)
        return fits

    def _in_sets(self, request: HeadingRequest) -> Bools:
        """The pairs that stand in sets as they are asked for."""
        sets = self._table.sets
        fits = np.ones(len(sets.is_parallel), dtype=bool)
        if request.parallel:
            fits &= sets.is_parallel
        if request.members:
            fits &= sets.sizes == request.members
        if request.first_word:
            fits &= sets.with_first_word(request.first_word)
        return fits[self._table.set_of]

    def _evaluate(self, query: Query) -> Bools:
        """The pairs that answer ``query``."""
        every = np.ones(len(self._table.row_of), dtype=bool)
        match query:
            case And(parts):
                return reduce(np.logical_and, map(self._evaluate, parts), every)
            case Or(parts):
                return reduce(np.logical_or, map(self._evaluate, parts), ~every)
            case Not(part):
                return ~self._evaluate(part)
            case AtLeast(least, parts):
                counts = np.zeros(len(every), dtype=np.int8)
                for part in parts:
                    counts += self._evaluate(part)
                return counts >= least
            case FilterClause() | Unshared() | FieldTerm("title" | "file" | "report"):
                found = np.zeros(len(self._columns), dtype=bool)
                found[self._matcher.rows(query)] = True
                return found[self._table.row_of]
            case _:
                fits = np.array([matches(query, fields) for fields in self._table.fields], dtype=bool)
                return fits[self._table.heading_of]

    def _hit(self, heading: int, pairs: Rows) -> HeadingHit:
        table, columns = self._table, self._columns
        first, last = np.searchsorted(table.heading_of[pairs], (heading, heading + 1)).tolist()
        rows = table.row_of[pairs[first:last]]
        bits = int(np.bitwise_or.reduce(columns.sections[rows]))
        years = columns.years[rows]
        known = years[years != NO_YEAR]
        units = set(np.unique(columns.units[rows]).tolist())
        text = table.fields[heading].text
        return HeadingHit(
            text=text,
            paragraphs=len(rows),
            reports=int(np.count_nonzero(np.bincount(columns.report_of[rows]))),
            clauses=int(table.clauses[heading]),
            example=self._example(rows),
            sections=tuple(key for key, bit in SECTION_BITS.items() if bits & bit),
            unit_types=tuple(unit for unit in UNIT_TYPES if UNIT_CODES[unit] in units),
            first_year=int(known.min()) if len(known) else None,
            last_year=int(known.max()) if len(known) else None,
            lengths=table.forms[heading],
            stock=bool(table.stock[heading]),
            siblings=self._siblings(rows, table.set_of[pairs[first:last]]),
        )

    def _siblings(self, rows: Rows, of_rows: Rows) -> HeadingSet | None:
        """The set to show of those that a heading stands in: a parallel one, else one of several headings; the newest."""
        sets, columns = self._table.sets, self._columns
        worth = np.where(sets.is_parallel[of_rows], 0, np.where(sets.sizes[of_rows] > 1, 1, 2))
        reports = columns.report_of[rows]
        best = np.lexsort((columns.ordinals[rows], self._report_ranks[reports], worth))[0]
        part = slice(*sets.starts[of_rows[best] : of_rows[best] + 2].tolist())
        if part.stop - part.start < 2:
            return None
        report, wholes = columns.reports[int(reports[best])].id, self._table.wholes
        members = tuple(
            HeadingMember(wholes.bares[whole], as_in_source(wholes.texts[whole]), paragraph_id(report, ordinal))
            for whole, ordinal in zip(sets.wholes[part].tolist(), columns.ordinals[sets.rows[part]].tolist(), strict=True)
        )
        return HeadingSet(report, members, sets.parallels.get(int(of_rows[best]), NOT_PARALLEL))

    def _example(self, rows: Rows) -> str:
        """The id of the first paragraph of the newest report."""
        ranks = self._report_ranks[self._columns.report_of[rows]]
        newest = rows[ranks == ranks.min()]
        row = newest[np.argmin(self._columns.ordinals[newest])]
        report = self._columns.reports[int(self._columns.report_of[row])]
        return paragraph_id(report.id, int(self._columns.ordinals[row]))

    @cached_property
    def _report_ranks(self) -> Rows:
        """For each report its place when the newest come first."""
        order = self._columns.newest_first
        ranks = np.empty(len(order), dtype=np.int64)
        ranks[order] = np.arange(len(order))
        return ranks


def _order(name: str, reports: Rows, counts: Rows, lengths: RowNumbers, parallel: Bools) -> tuple[np.ndarray, ...]:
    """Sort keys for ``lexsort``, the most important last. Many paragraphs under one heading may be one long report; of equals
    those of parallel sets come first."""
    match name:
        case "short":
            return -counts, ~parallel, lengths
        case "long":
            return -counts, ~parallel, -lengths
        case _:
            return lengths, ~parallel, -counts, -reports
