"""Writing a segment inside Whoosh's transaction: Bigan hands over columns; Whoosh, when it merges, documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.base import FieldWriter, PerDocumentWriter
from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from indexer.engines.whoosh.builder import SegmentColumnsBuilder
from indexer.engines.whoosh.codec.documents import StoredRecord
from indexer.engines.whoosh.damage import seal
from indexer.engines.whoosh.segment_columns import SegmentColumns, save
from indexer.errors import IndexUnavailable


class ColumnsWriter(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer with one more way to add documents: as columns. Raises ``whoosh.index.LockError`` while another
    writer is open."""

    def __init__(self, index: FileIndex, codec: Any) -> None:
        super().__init__(index, compound=False, codec=codec)

    def add_columns(self, columns: SegmentColumns) -> None:
        """All documents of the new segment at once."""
        self.fieldwriter.columns = columns
        self.docnum += len(columns)
        self._added = True

    def _commit_toc(self, segments: Sequence[Any]) -> None:
        for segment in segments:
            segment.catalogue = self.generation
        storage: Any = self.storage
        self.storage: Any = _Sealing(storage)
        try:
            super()._commit_toc(segments)
        finally:
            self.storage = storage


class _Sealing:
    """Whoosh's storage, but for that a table of contents gets a checksum before it gets its name."""

    def __init__(self, storage: Any) -> None:
        self._storage = storage

    def __getattr__(self, name: str) -> Any:
        return getattr(self._storage, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._storage)

    def rename_file(self, old: str, new: str, safe: bool = False) -> None:
        seal(Path(self._storage.folder) / old)
        self._storage.rename_file(old, new, safe=safe)


class DocumentsWriter(PerDocumentWriter):  # type: ignore[misc]
    """Takes the documents that Whoosh copies from other segments of Bigan's when it merges them, and writes their
    columns to ``path``. Whoosh numbers them in the order in which they come."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._started = 0
        self._copied: list[StoredRecord] = []
        self.is_closed = False

    def start_doc(self, docnum: int) -> None:
        self._started += 1

    def add_field(self, fieldname: str, fieldobj: Any, value: Any, length: int) -> None:
        if isinstance(value, StoredRecord):
            self._copied.append(value)

    def finish_doc(self) -> None:
        """Raises ``IndexUnavailable`` for a document that is no copy: it has no search key, and so would be missed."""
        if len(self._copied) != self._started:
            raise IndexUnavailable("笔杆的索引只能由 bigan index 添加报告：请把文件放进资料文件夹，再运行 bigan index")

    def close(self) -> None:
        copied, self._copied = self._copied, []
        if copied:
            save(merged(copied), self._path)
        self.is_closed = True


def merged(copied: Sequence[StoredRecord]) -> SegmentColumns:
    """The columns of documents copied from other segments, in order."""
    builder = SegmentColumnsBuilder()
    for _, records in groupby(copied, key=lambda record: id(record.columns)):
        own = list(records)
        columns = own[0].columns
        live = np.zeros(len(columns), dtype=bool)
        live[[record.row for record in own]] = True
        builder.add_segment(columns, live)
    return builder.build()


class ArrayFieldWriter(FieldWriter):  # type: ignore[misc]
    """Writes the columns of the new segment to ``path`` when Whoosh closes it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.columns: SegmentColumns | None = None
        self.is_closed = False

    def add_postings(self, schema: Any, lengths: Any, items: Iterable[Any]) -> None:
        """Postings that Whoosh pools while it merges: the columns hold them already. Called once, when the segment is
        to be kept; where every document of the merged segments was deleted, it is empty."""
        if self.columns is None and not self._path.exists():
            self.columns = SegmentColumnsBuilder().build()

    def close(self) -> None:
        """Whoosh closes a writer once more when it gives up: what failed is not tried twice."""
        columns, self.columns = self.columns, None
        if columns is not None:
            save(columns, self._path)
        self.is_closed = True
