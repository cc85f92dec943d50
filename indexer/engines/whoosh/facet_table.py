"""Facets in one pass: paragraphs that agree in all stored facets share a *combination*, and only combinations are
counted; facets that follow from the files of a report are counted by report.

Counting is one ``bincount`` over the rows found; what each facet shows without its own selection is then algebra
over the combinations among them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from indexer.engines.facets import FacetCounts
from indexer.engines.whoosh.columns import Columns
from indexer.engines.whoosh.combinations import Combinations
from indexer.engines.whoosh.dtypes import Bools, Floats, RowNumbers, Rows
from indexer.querying.facet_kinds import Values
from indexer.querying.facets import FACETS
from indexer.querying.filters import Filters

#: A facet of so few different tuples of values is summed one after the other.
_FEW_SETS = 4


@dataclass(frozen=True, slots=True)
class Selected:
    """What filters leave of the rows found, how many reports it comes from, and the counts of all facets."""

    rows: Rows
    reports: int
    counts: FacetCounts


@dataclass(frozen=True)
class FacetColumn:
    """The values of one facet for a row of things (combinations, or reports): ``sets`` are the different tuples of
    values, ``set_of`` has for each thing the number of its own."""

    name: str
    sets: tuple[Values, ...]
    set_of: Rows

    @classmethod
    def of(cls, name: str, values: Iterable[Values]) -> FacetColumn:
        of_things = list(values)
        sets = tuple(dict.fromkeys(of_things))
        number = dict(zip(sets, range(len(sets)), strict=True))
        return cls(name, sets, np.fromiter(map(number.__getitem__, of_things), dtype=np.int64, count=len(of_things)))

    @classmethod
    def stored(cls, name: str, combinations: Combinations) -> FacetColumn:
        """The values of combinations in one facet."""
        if name not in combinations.sets:
            return cls.of(name, [()] * len(combinations))
        return cls(name, combinations.sets[name], combinations.set_of[name].astype(np.int64))

    def sums(self, weights: Floats) -> list[float]:
        """For each of the ``sets`` the sum of the weights, one a thing, of what has it."""
        if len(self.sets) > _FEW_SETS:
            return np.bincount(self.set_of, weights).tolist()  # type: ignore[no-any-return]
        return [float(members @ weights) for members in self._members]

    @cached_property
    def _members(self) -> Sequence[Floats]:
        """For each of a few sets 1 for what has it, else 0: ``bincount`` waits for itself where it adds to the same few sums."""
        return [(self.set_of == number).astype(np.float64) for number in range(len(self.sets))]

    def allowed(self, filters: Filters) -> Bools:
        """Which things pass the selection of this facet."""
        allowed: Bools = np.array(list(map(filters.test_of(self.name), self.sets)), dtype=bool)[self.set_of]
        return allowed


def _counted(
    columns: Mapping[str, FacetColumn], weights: Rows, masks: Mapping[str, Bools], few: bool
) -> dict[str, dict[str, int]]:
    """By facet and value the sums of ``weights``, one a thing: of what passes all masks but the facet's own. ``few``: most
    weights are 0, so that only the others are looked at."""
    if few:
        things = np.flatnonzero(weights)
        weights, masks = weights.take(things), {name: mask.take(things) for name, mask in masks.items()}
    # Whole numbers below 2^53, which floats hold exactly: ``bincount`` would convert them each time.
    floats = weights.astype(np.float64)
    of_all = _without("", floats, masks) if masks else floats
    counts = {}
    for name, column in columns.items():
        own = _without(name, floats, masks) if name in masks else of_all
        sums = np.bincount(column.set_of.take(things), own).tolist() if few else column.sums(own)
        counts[name] = _by_value(column.sets, sums)
    return counts


def _by_value(sets: Sequence[Values], sums: Sequence[float]) -> dict[str, int]:
    """The sums of sets (of the first so many) as sums of their values; only those that are not zero."""
    found: dict[str, int] = {}
    for own, number in zip(sets, sums, strict=False):
        if number:
            for value in own:
                found[value] = found.get(value, 0) + int(number)
    return found


@dataclass(frozen=True)
class FacetTable:
    """``rows`` are all paragraphs; ``combination_of`` and ``report_of`` have a row a document. ``stored`` are the
    facets kept with each paragraph, one row for each of the ``combinations``; ``by_report`` those of files, one row
    for each of the ``reports`` and a last one for none."""

    rows: Rows
    combination_of: Rows
    report_of: RowNumbers
    combinations: int
    reports: int
    stored: Mapping[str, FacetColumn]
    by_report: Mapping[str, FacetColumn]

    @classmethod
    def of(cls, columns: Columns, files: Sequence[Sequence[str]]) -> FacetTable:
        """``files`` are those of each report."""
        stored, by_report = {}, {}
        for name, facet in FACETS.items():
            if facet.of_files is None:
                stored[name] = FacetColumn.stored(name, columns.facets)
            else:
                by_report[name] = FacetColumn.of(name, map(facet.of_files, [*files, ()]))
        rows, combination_of = columns.rows, columns.combinations.astype(np.int64)
        return cls(rows, combination_of, columns.report_of, len(columns.facets), len(files), stored, by_report)

    def select(self, rows: Rows, filters: Filters) -> Selected:
        """Those of ``rows`` that the filters allow, how many reports they come from, and the counts of all facets
        over ``rows``."""
        own, reports = self._everything if rows is self.rows else self._of(rows)
        allowed, in_files = _masks(self.stored, filters), _masks(self.by_report, filters)
        passing = _all(allowed.values())
        through = None if passing is None else passing.take(own)
        reports_through = reports if through is None else reports[through]
        per_report = np.bincount(reports_through, minlength=self.reports + 1)
        counts = _counted(self.by_report, per_report, in_files, 4 * len(rows) < self.reports)
        in_all_files = _all(in_files.values())
        if in_all_files is not None:
            per_report = per_report * in_all_files
            within = in_all_files.take(reports)
            own = own[within]
            through = within if through is None else within & through
        whole = rows is self.rows and in_all_files is None
        per_combination = self._all_combinations if whole else np.bincount(own, minlength=self.combinations)
        counts.update(_counted(self.stored, per_combination, allowed, 4 * len(own) < self.combinations))
        return Selected(rows if through is None else rows[through], int(np.count_nonzero(per_report)), counts)

    def count(self, rows: Rows, filters: Filters) -> int:
        """How many of ``rows`` the filters allow."""
        allowed = self._passing(filters, lambda values: values.take(rows))
        return len(rows) if allowed is None else int(np.count_nonzero(allowed))

    @cached_property
    def unsure(self) -> Bools:
        """The documents whose sections are only suggested by their position."""
        return self.stored["confidence"].allowed(Filters({"confidence": ["low"]}))[self.combination_of]

    def lets_through(self, filters: Filters) -> Bools:
        """The documents that ``filters`` allow, one a document."""
        allowed = self._passing(filters, lambda values: values)
        return np.ones(len(self.combination_of), dtype=bool) if allowed is None else allowed

    def _passing(self, filters: Filters, of_wanted: Callable[[Any], Any]) -> Bools | None:
        """Which of the documents that are wanted pass the filters; ``None`` where all do. ``of_wanted`` takes them from an
        array that has a row a document."""
        stored, by_report = _masks(self.stored, filters), _masks(self.by_report, filters)
        masks = [mask.take(of_wanted(self.combination_of)) for mask in stored.values()]
        return _all([*masks, *(mask.take(of_wanted(self.report_of)) for mask in by_report.values())])

    def _of(self, rows: Rows) -> tuple[Rows, RowNumbers]:
        """The combinations and the reports of some rows."""
        return self.combination_of.take(rows), self.report_of.take(rows)

    @cached_property
    def _all_combinations(self) -> Rows:
        """How many paragraphs share each combination."""
        return np.bincount(self._everything[0], minlength=self.combinations)

    @cached_property
    def _everything(self) -> tuple[Rows, RowNumbers]:
        return self._of(self.rows)


def _masks(columns: Mapping[str, FacetColumn], filters: Filters) -> dict[str, Bools]:
    """For each facet that keeps something out, what passes."""
    masks = {name: columns[name].allowed(filters) for name in filters if name in columns}
    return {name: mask for name, mask in masks.items() if not mask.all()}


def _all(masks: Iterable[Bools]) -> Bools | None:
    """What all masks let pass; ``None`` without masks."""
    several = list(masks)
    return np.logical_and.reduce(several) if several else None


def _without(name: str, counts: Floats, masks: Mapping[str, Bools]) -> Floats:
    """Counts of what passes all masks but that of one facet."""
    others = _all(mask for other, mask in masks.items() if other != name)
    return counts if others is None else counts * others
