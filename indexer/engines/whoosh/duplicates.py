"""Which paragraphs of a generation nearly repeat each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from indexer.engines.near_duplicates import Labels, NearDuplicatePairs, clusters
from indexer.engines.whoosh.columns import Columns
from indexer.engines.whoosh.folding import Clusters
from indexer.engines.whoosh.record_store import RecordStore
from indexer.engines.whoosh.segment import Segment
from indexer.model.reports import StoredParagraph


@dataclass(frozen=True)
class DuplicateFinder:
    """Clusters of near-duplicates over one generation."""

    segments: Sequence[Segment]
    columns: Columns
    records: RecordStore
    pairs: NearDuplicatePairs

    @cached_property
    def labels(self) -> Labels:
        """For each row the number of its cluster; what is no living paragraph is alone."""
        empty = [np.zeros(0, np.uint64)]
        alive = self.columns.paragraphs
        content = np.concatenate([s.columns.fingerprints.content for s in self.segments] or empty)
        masked = np.concatenate([s.columns.fingerprints.masked for s in self.segments] or empty)
        return clusters(np.where(alive, content, 0), np.where(alive, masked, 0), self.pairs)

    @cached_property
    def clusters(self) -> Clusters:
        """What folding needs of the labels."""
        return Clusters.of(self.labels)

    def of(self, paragraph_id: str) -> tuple[StoredParagraph, ...]:
        """See ``Engine.near_duplicates``."""
        own = self.records.row_of(paragraph_id)
        if own is None:
            return ()
        rows = np.flatnonzero((self.labels == self.labels[own]) & self.columns.paragraphs)
        rows = rows[np.argsort(self.columns.rank_newest[rows], kind="stable")]
        return tuple(self.records.paragraph_at(row) for row in rows.tolist() if row != own)
