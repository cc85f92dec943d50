"""Near-duplicates, or paragraphs of one report, among found rows: each cluster has one place, that of its best row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indexer.engines.near_duplicates import Labels
from indexer.engines.whoosh.columns import Columns
from indexer.engines.whoosh.dtypes import Bools, Floats, Rows
from indexer.engines.whoosh.ordering import Found, in_order


@dataclass(frozen=True)
class Clusters:
    """``labels`` has a row a document; rows with the same one nearly repeat each other, or belong to one report.
    ``shared`` marks the rows that are not alone in their cluster: few, and only these need counting; their labels come first."""

    labels: Labels
    shared: Bools

    @classmethod
    def of(cls, labels: Labels) -> Clusters:
        several = np.bincount(labels, minlength=1) > 1
        count = int(np.count_nonzero(several))
        renumbered = np.where(several, np.cumsum(several) - 1, count + np.cumsum(~several) - 1)
        return cls(renumbered.astype(np.int32).take(labels), several.take(labels))

    @classmethod
    def of_reports(cls, columns: Columns) -> Clusters:
        """The paragraphs of each report."""
        own = columns.report_of
        return cls.of(np.where(own < 0, len(columns.reports), own))


@dataclass(frozen=True)
class Folding:
    """``groups`` is how many places the found rows take; ``sizes`` how many of them each cluster has. Without
    ``clusters`` every row has its own place."""

    groups: int
    clusters: Clusters | None = None
    sizes: Rows | None = None

    @classmethod
    def none(cls, found: int) -> Folding:
        """Every row for itself."""
        return cls(found)

    @classmethod
    def of(cls, rows: Rows, clusters: Clusters) -> Folding:
        """One place for all rows of a cluster."""
        shared = rows[clusters.shared.take(rows)]
        if not len(shared):
            return cls(len(rows))
        sizes = np.bincount(clusters.labels[shared])
        return cls(len(rows) - len(shared) + int(np.count_nonzero(sizes)), clusters, sizes)

    def others(self, row: int) -> int:
        """How many other found rows are folded into the place of this one."""
        if self.clusters is None or self.sizes is None or not self.clusters.shared[row]:
            return 0
        return int(self.sizes[self.clusters.labels[row]]) - 1

    def in_order(self, found: Found, columns: Columns, sort: str, needed: int) -> tuple[Rows, Floats]:
        """The rows that have a place, in order, at least the first ``needed`` of them, with their scores."""
        asked = needed
        while True:
            order, scores = in_order(found, columns, sort, asked)
            if self.clusters is None or self.groups == len(found.rows):
                return order, scores
            kept = np.sort(np.unique(self.clusters.labels[order], return_index=True)[1])
            if len(kept) >= min(needed, self.groups):
                return order[kept], scores[kept]
            asked = 4 * max(asked, len(order))
