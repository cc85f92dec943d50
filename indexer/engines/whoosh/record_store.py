"""The stored reports and paragraphs of one generation, by row and by id."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from indexer.engines import Source
from indexer.engines.records import report_from_json, search_text, split_paragraph_id, with_source
from indexer.engines.whoosh.columns import Columns
from indexer.engines.whoosh.schema import paragraph_from_json
from indexer.engines.whoosh.segment import Segment
from indexer.model.reports import StoredParagraph, StoredReport


class RecordStore:
    """Reads records. A row is a document's number in the whole generation. ``sources`` says where reports come from."""

    def __init__(self, segments: Sequence[Segment], columns: Columns, sources: Mapping[str, Source]) -> None:
        self._segments = segments
        self._columns = columns
        self._sources = sources

    @cached_property
    def _offsets(self) -> list[int]:
        return [segment.offset for segment in self._segments]

    def _at(self, row: int) -> tuple[Segment, int]:
        """The segment of a row, and its number there."""
        segment = self._segments[bisect_right(self._offsets, row) - 1]
        return segment, row - segment.offset

    # --- by row ------------------------------------------------------------------------------

    def paragraph_at(self, row: int) -> StoredParagraph:
        """The paragraph of a row."""
        return self._read(row, self.files(self._columns.reports[int(self._columns.report_of[row])].id))

    def text(self, row: int) -> str:
        """The clean text that an exact phrase is searched in."""
        return search_text(self._read(row, ()))

    def key(self, row: int) -> str:
        """The search key of a row."""
        segment, own = self._at(row)
        return segment.columns.key(own)

    def _read(self, row: int, files: tuple[str, ...]) -> StoredParagraph:
        segment, own = self._at(row)
        return paragraph_from_json(segment.columns.record(own), files)

    # --- by id -------------------------------------------------------------------------------

    def files(self, report_id: str) -> tuple[str, ...]:
        """The files that hold a report."""
        source = self._sources.get(report_id)
        return source.files if source else ()

    def documents_of(self, report_id: str) -> list[int]:
        """All rows of a living report, also the one of a report without paragraphs."""
        number = self._columns.numbers.get(report_id)
        if number is None:
            return []
        rows: list[int] = np.flatnonzero(self._columns.report_of == number).tolist()
        return rows

    def rows_of(self, report_id: str) -> list[int]:
        """The rows of a living report's paragraphs, in order."""
        columns = self._columns
        rows = [row for row in self.documents_of(report_id) if columns.ordinals[row] >= 0]
        return sorted(rows, key=lambda row: int(columns.ordinals[row]))

    def row_of(self, paragraph_id: str) -> int | None:
        """The row of a paragraph; ``None`` where there is none."""
        parts = split_paragraph_id(paragraph_id)
        rows = self.rows_of(parts[0]) if parts else []
        return rows[parts[1]] if parts and parts[1] < len(rows) else None

    def report(self, report_id: str) -> StoredReport | None:
        """See ``Engine.report``."""
        number = self._columns.numbers.get(report_id)
        if number is None:
            return None
        segment, own = self._at(int(self._columns.first_rows[number]))
        record = segment.columns.report_record(int(segment.columns.report_of[own]))
        return with_source(report_from_json(record), self._sources.get(report_id))

    def paragraphs_of(self, report_id: str) -> tuple[StoredParagraph, ...]:
        """See ``Engine.paragraphs_of``."""
        files = self.files(report_id)
        return tuple(self._read(row, files) for row in self.rows_of(report_id))

    def paragraph(self, paragraph_id: str) -> StoredParagraph | None:
        """See ``Engine.paragraph``."""
        row = self.row_of(paragraph_id)
        return None if row is None else self.paragraph_at(row)
