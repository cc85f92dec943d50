"""What Whoosh asks about single documents: deletions, lengths, stored fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from whoosh.codec.base import PerDocumentReader

from indexer.engines.ranking import FIELD_WEIGHTS
from indexer.engines.records import paragraph_id
from indexer.engines.whoosh.codec.fields import InvertedField, inverted_fields
from indexer.engines.whoosh.segment_columns import SegmentColumns


class StoredRecord(str):
    """A stored record that knows where it comes from, so that a merge by Whoosh copies arrays."""

    columns: SegmentColumns
    row: int

    @classmethod
    def of(cls, columns: SegmentColumns, row: int) -> StoredRecord:
        """The record of a row of ``columns``; empty for a report without paragraphs."""
        made = cls(columns.record(row))
        made.columns, made.row = columns, row
        return made


class DocumentsReader(PerDocumentReader):  # type: ignore[misc]
    """Reads the documents of one segment."""

    def __init__(self, columns: SegmentColumns, segment: Any) -> None:
        self._columns = columns
        self._segment = segment
        self._scorable: dict[str, InvertedField] = {}

    def doc_count(self) -> int:
        return self.doc_count_all() - int(self._segment.deleted_count())

    def doc_count_all(self) -> int:
        return len(self._columns)

    def has_deletions(self) -> bool:
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> Iterable[int]:
        deleted: Iterable[int] = self._segment.deleted_docs()
        return deleted

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """How many terms a document has in a field, exactly; ``default`` for none."""
        field = self._field(fieldname)
        return int(field.lengths[docnum]) or default if field else default

    def field_length(self, fieldname: str) -> int:
        field = self._field(fieldname)
        return int(field.lengths.sum()) if field else 0

    def min_field_length(self, fieldname: str) -> int:
        field = self._field(fieldname)
        return int(field.lengths.min(initial=0)) if field else 0

    def max_field_length(self, fieldname: str) -> int:
        field = self._field(fieldname)
        return int(field.lengths.max(initial=0)) if field else 0

    def _field(self, name: str) -> InvertedField | None:
        """A field that has lengths; ``None`` for any other."""
        if name not in FIELD_WEIGHTS:
            return None
        if name not in self._scorable:
            self._scorable[name] = inverted_fields(self._columns)[name]()
        return self._scorable[name]

    def stored_fields(self, docnum: int) -> dict[str, str]:
        """``id``, and the record of the paragraph as JSON (see ``schema.py``)."""
        columns = self._columns
        report, ordinal = columns.reports[int(columns.report_of[docnum])], int(columns.ordinals[docnum])
        identity = paragraph_id(report.id, ordinal) if ordinal >= 0 else report.id
        return {"id": identity, "record": StoredRecord.of(columns, docnum)}
