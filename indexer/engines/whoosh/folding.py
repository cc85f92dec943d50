"""Near-duplicates among found rows: each cluster has one place, that of its best row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indexer.engines.near import Labels
from indexer.engines.whoosh.columns import Columns, Floats, Longs
from indexer.engines.whoosh.ordering import Found, in_order


@dataclass(frozen=True)
class Folding:
    """``groups`` is how many places the found rows take; ``sizes`` how many of them each cluster has. Without
    ``labels`` every row has its own place."""

    groups: int
    labels: Labels | None = None
    sizes: Longs | None = None

    @classmethod
    def none(cls, found: int) -> Folding:
        """Every row for itself."""
        return cls(found)

    @classmethod
    def of(cls, rows: Longs, labels: Labels) -> Folding:
        """Clusters by ``labels``, one a document."""
        sizes = np.bincount(labels[rows], minlength=1)
        return cls(int(np.count_nonzero(sizes)), labels, sizes)

    def near(self, row: int) -> int:
        """How many other found rows are folded into the place of this one."""
        if self.labels is None or self.sizes is None:
            return 0
        return int(self.sizes[self.labels[row]]) - 1

    def in_order(self, found: Found, columns: Columns, sort: str, needed: int) -> tuple[Longs, Floats]:
        """The rows that have a place, in order, at least the first ``needed`` of them, with their scores."""
        asked = needed
        while True:
            order, scores = in_order(found, columns, sort, asked)
            if self.labels is None or self.groups == len(found.rows):
                return order, scores
            kept = np.sort(np.unique(self.labels[order], return_index=True)[1])
            if len(kept) >= min(needed, self.groups):
                return order[kept], scores[kept]
            asked = 4 * max(asked, len(order))
