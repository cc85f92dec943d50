"""How the archive uses phrases: in how many paragraphs, reports and unit types, and when. By grams alone, without scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.engines.whoosh.columns import Columns
from indexer.engines.whoosh.dtypes import Rows
from indexer.engines.whoosh.duplicates import DuplicateFinder
from indexer.engines.whoosh.segment import Segment
from indexer.engines.whoosh.segment_columns import NO_YEAR
from indexer.language.normalize import BARRIER, query_key
from indexer.model.reports import UNIT_TYPES
from indexer.model.results import PhraseUse
from indexer.querying.tree import Phrase


@dataclass(frozen=True)
class PhraseUseCounter:
    """Counts over one generation."""

    segments: Sequence[Segment]
    columns: Columns
    duplicates: DuplicateFinder

    def of(self, texts: Sequence[str]) -> tuple[PhraseUse, ...]:
        """See ``Engine.phrase_uses``."""
        return tuple(self._use(query_key(text).strip(BARRIER)) for text in texts)

    def _use(self, key: str) -> PhraseUse:
        rows = self._rows(key) if key else np.zeros(0, np.int64)
        if not len(rows):
            return PhraseUse()
        columns = self.columns
        units = set(columns.units[rows].tolist())
        years = columns.years[rows]
        known = years[years != NO_YEAR]
        return PhraseUse(
            paragraphs=len(rows),
            different=len(np.unique(self.duplicates.labels[rows])),
            reports=len(np.unique(columns.report_of[rows])),
            unit_types=tuple(unit for code, unit in enumerate(UNIT_TYPES, 1) if code in units),
            first_year=int(known.min()) if len(known) else None,
            last_year=int(known.max()) if len(known) else None,
        )

    def _rows(self, key: str) -> Rows:
        """The paragraphs that hold a key, each once."""
        term = Phrase(key, key)
        found = [s.documents(term).astype(np.int64) + s.offset for s in self.segments]
        rows = np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)
        chosen: Rows = rows[self.columns.reporting[rows]]
        return chosen
