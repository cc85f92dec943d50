"""Bigan's segments as Whoosh reads them: ``whoosh.index.open_dir`` searches an index of Bigan's.

A segment is one file of arrays (``segment_columns.py``), written inside Whoosh's transaction and read by Whoosh
through this codec and by Bigan's own scoring directly: every word is stored once. Words come ready-made from
jieba; ``words``, ``heading_words`` and ``title_words`` hold them, ``section``, ``unit_type``, ``year`` and ``id`` are
derived from columns when they are asked for. Lengths are exact, so Whoosh's BM25F gives Bigan's own numbers.

Documents are added by Bigan's writer only; Whoosh may delete, merge and optimise. It searches, filters, sorts, groups
and corrects spelling; fields hold neither positions nor vectors, so it answers no phrases (Bigan finds those by
characters) and names no key terms.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from whoosh.codec.base import Codec
from whoosh.codec.whoosh3 import W3Segment
from whoosh.index import TOC

from indexer.engines.whoosh.codec.documents import DocumentsReader
from indexer.engines.whoosh.codec.terms import ArrayTermsReader
from indexer.engines.whoosh.segment_columns import SUFFIX, SegmentColumns, load

if TYPE_CHECKING:
    from indexer.engines.whoosh.codec.writing import ArrayFieldWriter, DocumentsWriter

__all__ = ["ArraySegment", "BiganCodec", "catalogue_of"]


class ArraySegment(W3Segment):  # type: ignore[misc]
    """What Whoosh's table of contents keeps of a segment: its name, its size, the documents deleted from it, and the
    generation whose catalogue describes it (Whoosh's own deletions and merges write no catalogue)."""

    def __init__(self, codec: Codec, indexname: str, catalogue: int) -> None:
        super().__init__(codec, indexname)
        self.catalogue = catalogue

    def should_assemble(self) -> bool:
        """Arrays are mapped from a file of their own; they never go into a compound file."""
        return False


class BiganCodec(Codec):  # type: ignore[misc]
    """Reads and writes segments. Holds nothing: Whoosh pickles it into its table of contents."""

    #: Whoosh need not open the documents again to learn lengths that the columns hold.
    length_stats = False

    def new_segment(self, storage: Any, indexname: str) -> ArraySegment:
        return ArraySegment(self, indexname, catalogue_of(TOC.read(storage, indexname)))

    def per_document_writer(self, storage: Any, segment: Any) -> DocumentsWriter:
        from indexer.engines.whoosh.codec.writing import DocumentsWriter

        return DocumentsWriter(Path(storage.folder) / segment.make_filename(SUFFIX))

    def field_writer(self, storage: Any, segment: Any) -> ArrayFieldWriter:
        from indexer.engines.whoosh.codec.writing import ArrayFieldWriter

        return ArrayFieldWriter(Path(storage.folder) / segment.make_filename(SUFFIX))

    def per_document_reader(self, storage: Any, segment: Any) -> DocumentsReader:
        return DocumentsReader(columns_of(storage, segment), segment)

    def terms_reader(self, storage: Any, segment: Any) -> ArrayTermsReader:
        return ArrayTermsReader(columns_of(storage, segment))


def catalogue_of(contents: TOC) -> int:
    """The generation whose catalogue describes what a table of contents names. A commit that crashed may have left a
    newer catalogue, which describes nothing."""
    segments = (segment for segment in contents.segments if isinstance(segment, ArraySegment))
    return max((segment.catalogue for segment in segments), default=contents.generation)


def columns_of(storage: Any, segment: Any) -> SegmentColumns:
    """The columns of a segment, mapped from its file. Raises ``OSError`` where the file is missing, ``ValueError`` or
    ``KeyError`` where it is damaged."""
    return load(Path(storage.folder) / segment.make_filename(SUFFIX))
