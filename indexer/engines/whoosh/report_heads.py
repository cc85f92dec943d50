"""The heads of all reports of a generation: counts over columns, no record is read."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from indexer.engines import Source
from indexer.engines.whoosh.columns import Columns
from indexer.engines.whoosh.segment_columns import SECTION_BITS
from indexer.model.reports import UNKNOWN
from indexer.model.results import ReportHead

_NO_SOURCE = Source(())


def report_heads(columns: Columns, sources: Mapping[str, Source]) -> tuple[ReportHead, ...]:
    """See ``Engine.reports``."""
    rows = columns.rows
    of, size = columns.report_of[rows], len(columns.reports)

    def counted(chosen: np.ndarray) -> list[int]:
        found: list[int] = np.bincount(of[chosen], minlength=size).tolist()
        return found

    paragraphs = counted(np.ones(len(rows), dtype=bool))
    characters = np.bincount(of, weights=columns.characters[rows], minlength=size).astype(np.int64).tolist()
    placeholders = counted(columns.placeholders[rows] > 0)
    bits = columns.sections[rows]
    sections = {key: counted((bits & bit) > 0) for key, bit in SECTION_BITS.items()}
    heads = []
    for number in columns.by_id.tolist():
        row = columns.reports[number]
        source = sources.get(row.id, _NO_SOURCE)
        genre = next(iter(row.facets.get("genre", ())), UNKNOWN)
        heads.append(
            ReportHead(
                id=row.id,
                title=row.title,
                year=row.year,
                unit_type=row.unit_type,
                genre=None if genre == UNKNOWN else genre,
                paragraphs=paragraphs[number],
                characters=characters[number],
                placeholders=placeholders[number],
                sections={key: counts[number] for key, counts in sections.items() if counts[number]},
                files=source.files,
                stale_reason=source.stale_reason,
                unread=source.unread,
            )
        )
    return tuple(heads)
