"""Facets in one pass: rows that agree in section, unit type, year and placeholders share a *combination*, and only
combinations are counted; folders are counted by report.

Counting is one ``bincount`` over the rows found; what each facet shows without its own selection is then algebra
over the few hundred combinations there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from indexer.engines.facets import FacetCounts
from indexer.engines.whoosh.columns import Columns
from indexer.engines.whoosh.dtypes import Bools, Floats, RowNumbers, Rows
from indexer.engines.whoosh.segment_columns import NO_YEAR, SECTION_BITS, UNIT_CODES
from indexer.model.reports import UNKNOWN, Filters


@dataclass(frozen=True, slots=True)
class Selected:
    """What filters leave of the rows found, how many reports it comes from, and the counts of all facets."""

    rows: Rows
    reports: int
    counts: FacetCounts


@dataclass(frozen=True)
class FacetTable:
    """``rows`` are all paragraphs; ``combination_of`` and ``report_of`` have a row a document; ``sections`` to
    ``placeholders`` one a combination
    (``section_members`` a row a section besides, 1 where a combination belongs to it); ``folder_set_of`` one a report
    (and a last one for none), a number in ``folder_sets``: a report in two folders belongs to both."""

    rows: Rows
    combination_of: Rows
    report_of: RowNumbers
    sections: npt.NDArray[np.uint8]
    section_members: Floats
    units: RowNumbers
    years: RowNumbers
    placeholders: Bools
    folder_set_of: RowNumbers
    folder_sets: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, columns: Columns, folders: Sequence[tuple[str, ...]]) -> FacetTable:
        """``folders`` gives those of each report."""
        sets = {own: number for number, own in enumerate(dict.fromkeys([(), *folders]))}
        packed = columns.years.astype(np.int64)
        for values, bits in ((columns.units, 6), (columns.sections, 8)):
            packed = packed << bits | values.astype(np.int64)
        packed = packed << 1 | (columns.placeholders > 0)
        kinds, combination_of = np.unique(packed, return_inverse=True)
        return cls(
            columns.rows,
            combination_of.astype(np.int64).reshape(-1),
            columns.report_of,
            sections=(kinds >> 1 & 0xFF).astype(np.uint8),
            section_members=np.array([(kinds >> 1 & bit) != 0 for bit in SECTION_BITS.values()], dtype=np.float64),
            units=(kinds >> 9 & 0x3F).astype(np.int32),
            years=(kinds >> 15).astype(np.int32),
            placeholders=(kinds & 1).astype(bool),
            folder_set_of=np.array([*(sets[own] for own in folders), 0], dtype=np.int32),
            folder_sets=tuple(sets),
        )

    def select(self, rows: Rows, filters: Filters) -> Selected:
        """Those of ``rows`` that the filters let through, how many reports they come from, and the counts of all
        facets over ``rows``."""
        own, reports = self._everything if rows is self.rows else self._of(rows)
        allowed = self._allowed(filters)
        by_folder = self._in_folders(filters)
        through = np.logical_and.reduce(list(allowed.values())).take(own) if allowed else None
        per_report = np.bincount(reports if through is None else reports[through], minlength=len(self.folder_set_of))
        folders = self._folder_counts(per_report)
        if by_folder is not None:
            per_report = per_report * by_folder
            within = by_folder.take(reports)
            own = own[within]
            through = within if through is None else within & through
        counts = np.bincount(own, minlength=len(self.sections)).astype(np.float64)
        return Selected(
            rows if through is None else rows[through],
            int(np.count_nonzero(per_report)),
            self._counts(counts, allowed, folders),
        )

    def _of(self, rows: Rows) -> tuple[Rows, RowNumbers]:
        """The combinations and the reports of some rows."""
        return self.combination_of.take(rows), self.report_of.take(rows)

    @cached_property
    def _everything(self) -> tuple[Rows, RowNumbers]:
        return self._of(self.rows)

    def lets_through(self, filters: Filters) -> Bools:
        """The documents that ``filters`` let through, one a document."""
        allowed = [chosen[self.combination_of] for chosen in self._allowed(filters).values()]
        by_folder = self._in_folders(filters)
        if by_folder is not None:
            allowed.append(by_folder[self.report_of])
        return np.logical_and.reduce(allowed) if allowed else np.ones(len(self.combination_of), dtype=bool)

    def _in_folders(self, filters: Filters) -> Bools | None:
        """The reports in the folders chosen; ``None`` where none is."""
        if not filters.folders:
            return None
        outside = np.array([filters.folders.isdisjoint(own) for own in self.folder_sets], dtype=bool)
        return ~outside[self.folder_set_of]

    def _allowed(self, filters: Filters) -> dict[str, Bools]:
        """For each other facet with a selection the combinations it lets through."""
        allowed: dict[str, Bools] = {}
        if filters.sections:
            wanted = np.uint8(sum(SECTION_BITS[s] for s in filters.sections))
            allowed["section"] = (self.sections & wanted) != 0
        if filters.units:
            codes = [UNIT_CODES[None if u == UNKNOWN else u] for u in filters.units]
            allowed["unit"] = np.isin(self.units, codes)
        if filters.years or filters.unknown_year:
            within = (self.years == NO_YEAR) & filters.unknown_year
            for years in filters.years:
                within |= (self.years >= years.first) & (self.years <= years.last)
            allowed["year"] = within
        if filters.placeholders is not None:
            allowed["placeholders"] = self.placeholders == filters.placeholders
        return allowed

    def _counts(self, counts: Floats, allowed: Mapping[str, Bools], folders: Mapping[str, int]) -> FacetCounts:
        def without(name: str) -> Floats:
            others = [mask for other, mask in allowed.items() if other != name]
            return counts * np.logical_and.reduce(others) if others else counts

        sections = self.section_members @ without("section")
        units = np.bincount(self.units, without("unit"), minlength=len(UNIT_CODES)).tolist()
        years = np.bincount(self.years, without("year"), minlength=1)
        with_some = without("placeholders")
        some = int(with_some[self.placeholders].sum())
        return FacetCounts(
            sections={key: int(count) for key, count in zip(SECTION_BITS, sections.tolist(), strict=True)},
            units={unit: int(units[code]) for unit, code in UNIT_CODES.items()},
            years={None if y == NO_YEAR else y: int(years[y]) for y in np.flatnonzero(years).tolist()},
            folders=folders,
            placeholders={True: some, False: int(with_some.sum()) - some},
        )

    def _folder_counts(self, per_report: Rows) -> dict[str, int]:
        having = np.flatnonzero(per_report)
        by_set = np.bincount(self.folder_set_of.take(having), per_report.take(having), minlength=1)
        found: dict[str, int] = {}
        for number in np.flatnonzero(by_set).tolist():
            for folder in self.folder_sets[number]:
                found[folder] = found.get(folder, 0) + int(by_set[number])
        return found
