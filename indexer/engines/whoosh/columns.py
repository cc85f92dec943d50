"""All segments of a generation side by side: one row a document, of the whole index.

Small columns are joined when a generation is opened; texts, grams and postings stay with their segments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from indexer.engines import Source
from indexer.engines.ranking import FRAGMENT, prior
from indexer.engines.whoosh.combinations import Combinations, joined_combinations
from indexer.engines.whoosh.dtypes import Bools, Floats, RowNumbers, Rows
from indexer.engines.whoosh.segment import Segment
from indexer.engines.whoosh.segment_columns import COLUMNS, ReportRow
from indexer.model.reports import NEWS

#: Bits of an ordinal, and of a report's place, in a row's place among equals.
_ORDINAL_BITS, _REPORT_BITS = 30, 30


@dataclass(frozen=True)
class Columns:
    """The documents of all segments. ``paragraphs`` are those that live and are paragraphs; ``report_of`` numbers
    the living reports (−1: none); ``combinations`` numbers the
    values in all stored facets, in ``facets``; ``report_numbers`` gives for each segment its reports' numbers here."""

    reports: tuple[ReportRow, ...]
    report_of: RowNumbers
    ordinals: RowNumbers
    sections: npt.NDArray[np.uint8]
    units: npt.NDArray[np.uint8]
    years: npt.NDArray[np.int16]
    characters: RowNumbers
    placeholders: npt.NDArray[np.uint16]
    combinations: RowNumbers
    facets: Combinations
    paragraphs: Bools
    report_numbers: tuple[RowNumbers, ...]

    @classmethod
    def of(cls, segments: Sequence[Segment]) -> Columns:
        joined = {
            name: np.concatenate([getattr(s.columns, name) for s in segments]) if segments else np.zeros(0, kind)
            for name, kind in COLUMNS.items()
        }
        live = np.concatenate([s.live for s in segments]) if segments else np.zeros(0, bool)
        reports: list[ReportRow] = []
        report_numbers: list[RowNumbers] = []
        report_of = np.full(len(live), -1, dtype=np.int32)
        for segment in segments:
            own = segment.columns.report_of
            numbers = np.full(len(segment.columns.reports), -1, dtype=np.int32)
            living = np.zeros(len(numbers), dtype=bool)
            living[own[segment.live]] = True
            numbers[living] = np.arange(len(reports), len(reports) + np.count_nonzero(living), dtype=np.int32)
            reports += [segment.columns.reports[i] for i in np.flatnonzero(living).tolist()]
            report_numbers.append(numbers)
            rows = slice(segment.offset, segment.offset + len(own))
            report_of[rows] = np.where(segment.live, numbers[own], -1)
        joined["report_of"] = report_of
        joined["combinations"], facets = _joined_facets(segments)
        return cls(
            tuple(reports),
            **joined,
            facets=facets,
            paragraphs=live & (joined["ordinals"] >= 0),
            report_numbers=tuple(report_numbers),
        )

    def __len__(self) -> int:
        return len(self.ordinals)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Report id → the report's number."""
        return {report.id: number for number, report in enumerate(self.reports)}

    @cached_property
    def first_rows(self) -> Rows:
        """The first row of each report."""
        backwards = np.flatnonzero(self.report_of >= 0)[::-1]
        first = np.zeros(len(self.reports), dtype=np.int64)
        first[self.report_of[backwards]] = backwards
        return first

    @cached_property
    def rows(self) -> Rows:
        """All paragraphs."""
        return np.flatnonzero(self.paragraphs)

    @cached_property
    def reporting(self) -> Bools:
        """The paragraphs that are no news."""
        reporting: Bools = self.paragraphs & ~np.isin(self.combinations, self.facets.holding("genre", NEWS))
        return reporting

    @cached_property
    def newest_first(self) -> RowNumbers:
        """The reports' numbers, by year (the newest first, unknown last), then by id."""
        reports = self.reports
        order = sorted(range(len(reports)), key=lambda n: (-(reports[n].year or 0), reports[n].id))
        return np.array(order, dtype=np.int32)

    @cached_property
    def by_id(self) -> RowNumbers:
        """The reports' numbers in order of their ids."""
        return np.array(sorted(range(len(self.reports)), key=lambda n: self.reports[n].id), dtype=np.int32)

    @cached_property
    def rank_newest(self) -> Rows:
        """A row's place among equally relevant ones: fragments last, then the newest, report by report."""
        fragment = (self.characters < FRAGMENT).astype(np.int64)
        return fragment << _ORDINAL_BITS + _REPORT_BITS | self._place(self.newest_first)

    @cached_property
    def rank_by_id(self) -> Rows:
        """A row's place by report id, then in its report."""
        return self._place(self.by_id)

    def _place(self, order: RowNumbers) -> Rows:
        ranks = np.empty(len(order) + 1, dtype=np.int64)
        ranks[order] = np.arange(len(order))
        ranks[-1] = len(order)
        return ranks[self.report_of] << _ORDINAL_BITS | np.maximum(self.ordinals, 0).astype(np.int64)

    @cached_property
    def rows_newest(self) -> Rows:
        """All paragraphs by ``rank_newest``."""
        rows = self.rows
        return rows[np.argsort(self.rank_newest[rows], kind="stable")]

    @cached_property
    def priors(self) -> Floats:
        """The prior of each document, see ``ranking.prior``."""
        lengths, which = np.unique(self.characters, return_inverse=True)
        factors = np.array([[prior(size, some) for some in (0, 1)] for size in lengths.tolist()]).reshape(-1, 2)
        return factors[which.reshape(-1), (self.placeholders > 0).astype(np.int64)]

    @cached_property
    def approximate_priors(self) -> npt.NDArray[np.float32]:
        """The same in half the bits."""
        return self.priors.astype(np.float32)

    def files(self, sources: Mapping[str, Source]) -> list[tuple[str, ...]]:
        """The files of each report."""
        return [sources[r.id].files if r.id in sources else () for r in self.reports]


def _joined_facets(segments: Sequence[Segment]) -> tuple[RowNumbers, Combinations]:
    """The combinations of facet values of all segments, each once, and the number of each row's."""
    if len(segments) == 1:
        return segments[0].columns.combinations, segments[0].columns.facets
    combinations, numbers = joined_combinations([segment.columns.facets for segment in segments])
    rows = [np.zeros(0, dtype=np.int32)]
    rows += [own[segment.columns.combinations] for segment, own in zip(segments, numbers, strict=True)]
    return np.concatenate(rows), combinations
