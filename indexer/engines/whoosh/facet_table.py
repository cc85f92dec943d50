"""Facets in one pass: rows that agree in every facet share a *combination*, and only combinations are counted.

Counting is one ``bincount`` over the rows found; what each facet shows without its own selection is then algebra
over the few hundred or thousand combinations there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.engines.facets import FacetCounts
from indexer.engines.whoosh.columns import Columns, Floats, Longs
from indexer.engines.whoosh.sidecar import NO_YEAR, SECTION_BITS, UNIT_CODES, Bools, Rows
from indexer.models import UNKNOWN, Filters


@dataclass(frozen=True)
class FacetTable:
    """``combination_of`` has a row a document; the other arrays one a combination (``section_members`` a row a
    section besides, 1 where a combination belongs to it). ``folders`` are numbers in
    ``folder_sets``: a report in two folders belongs to both."""

    combination_of: Rows
    sections: npt.NDArray[np.uint8]
    section_members: Floats
    units: Rows
    years: Rows
    placeholders: Bools
    folders: Rows
    folder_sets: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, columns: Columns, folders: Sequence[tuple[str, ...]]) -> FacetTable:
        """``folders`` gives those of each report."""
        sets = {own: number for number, own in enumerate(dict.fromkeys([(), *folders]))}
        of_report = np.array([*(sets[own] for own in folders), 0], dtype=np.int64)
        packed = of_report[columns.report_of]
        for values, bits in ((columns.years, 12), (columns.units, 6), (columns.sections, 8)):
            packed = packed << bits | values.astype(np.int64)
        packed = packed << 1 | (columns.placeholders > 0)
        kinds, combination_of = np.unique(packed, return_inverse=True)
        return cls(
            combination_of.astype(np.int32).reshape(-1),
            sections=(kinds >> 1 & 0xFF).astype(np.uint8),
            section_members=np.array([(kinds >> 1 & bit) != 0 for bit in SECTION_BITS.values()], dtype=np.float64),
            units=(kinds >> 9 & 0x3F).astype(np.int32),
            years=(kinds >> 15 & 0xFFF).astype(np.int32),
            placeholders=(kinds & 1).astype(bool),
            folders=(kinds >> 27).astype(np.int32),
            folder_sets=tuple(sets),
        )

    def select(self, rows: Longs, filters: Filters) -> tuple[Longs, FacetCounts]:
        """Those of ``rows`` that the filters let through, and the counts of all facets over ``rows``."""
        own = self.combination_of[rows]
        counts = np.bincount(own, minlength=len(self.sections)).astype(np.float64)
        allowed = self.allowed(filters)
        if not allowed:
            return rows, self._counts(counts, {})
        everywhere = np.logical_and.reduce(list(allowed.values()))
        return rows[everywhere[own]], self._counts(counts, allowed)

    def lets_through(self, filters: Filters) -> Bools:
        """The documents that ``filters`` let through, one a document."""
        allowed = list(self.allowed(filters).values())
        if not allowed:
            return np.ones(len(self.combination_of), dtype=bool)
        chosen: Bools = np.logical_and.reduce(allowed)[self.combination_of]
        return chosen

    def allowed(self, filters: Filters) -> dict[str, Bools]:
        """For each facet with a selection the combinations it lets through."""
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
        if filters.folders:
            chosen = np.array([filters.folders.isdisjoint(own) for own in self.folder_sets], dtype=bool)
            allowed["folder"] = ~chosen[self.folders]
        if filters.placeholders is not None:
            allowed["placeholders"] = self.placeholders == filters.placeholders
        return allowed

    def _counts(self, counts: Floats, allowed: Mapping[str, Bools]) -> FacetCounts:
        def without(name: str) -> Floats:
            others = [mask for other, mask in allowed.items() if other != name]
            return counts * np.logical_and.reduce(others) if others else counts

        sections = self.section_members @ without("section")
        by_year = without("year")
        units = np.bincount(self.units, without("unit"), minlength=len(UNIT_CODES))
        years = np.bincount(self.years, by_year, minlength=1)
        with_some = without("placeholders")
        some = int(with_some[self.placeholders].sum())
        return FacetCounts(
            sections={key: int(count) for key, count in zip(SECTION_BITS, sections.tolist(), strict=True)},
            units={unit: int(units[code]) for unit, code in UNIT_CODES.items()},
            years={None if y == NO_YEAR else y: int(years[y]) for y in np.flatnonzero(years).tolist()},
            folders=self._folder_counts(without("folder")),
            placeholders={True: some, False: int(with_some.sum()) - some},
        )

    def _folder_counts(self, counts: Floats) -> dict[str, int]:
        by_set = np.bincount(self.folders, counts, minlength=len(self.folder_sets))
        found: dict[str, int] = {}
        for number in np.flatnonzero(by_set).tolist():
            for folder in self.folder_sets[number]:
                found[folder] = found.get(folder, 0) + int(by_set[number])
        return found
