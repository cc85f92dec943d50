"""One generation of the index, opened: it answers questions and never changes.

Whoosh gives back stored records; everything else is array algebra over the segment columns. What a plain search does not
need (lines, headings, likeness) is imported when it is asked for: a first answer should not wait for it.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from whoosh.columns import ColumnReader
from whoosh.index import TOC, FileIndex
from whoosh.reading import IndexReader

from indexer.engines.facets import build_facets
from indexer.engines.near_duplicates import Labels, clusters
from indexer.engines.ranking import MAX_TITLE_HITS
from indexer.engines.records import (
    document_text,
    file_key,
    folders_of,
    make_hit,
    occurrences,
    report_from_json,
    split_paragraph_id,
    with_source,
)
from indexer.engines.whoosh import catalogue
from indexer.engines.whoosh.catalogue import Catalogue
from indexer.engines.whoosh.columns import Columns
from indexer.engines.whoosh.facet_table import FacetTable
from indexer.engines.whoosh.folding import Clusters, Folding
from indexer.engines.whoosh.matcher import Matcher
from indexer.engines.whoosh.relevance import Relevance
from indexer.engines.whoosh.schema import as_text, paragraph_from_json
from indexer.engines.whoosh.scoring import Scorer
from indexer.engines.whoosh.segment import Segment
from indexer.engines.whoosh.segment_columns import SECTION_BITS, load
from indexer.engines.whoosh.titles import Titles
from indexer.errors import IndexUnavailable
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import (
    UNKNOWN,
    Filters,
    Hit,
    IndexStats,
    ReportHit,
    ResultPage,
    StoredParagraph,
    StoredReport,
)
from indexer.model.results import Vocabulary
from indexer.querying.tree import SearchRequest, Term, terms_of

if TYPE_CHECKING:
    from indexer.engines.whoosh.concordance import Lines
    from indexer.engines.whoosh.headings import HeadingFinder


class Snapshot:
    """Opens the newest generation in ``folder``. Raises ``IndexUnavailable`` where that cannot be.

    Counted: ``close`` takes effect when the last user has released it.
    """

    def __init__(self, folder: Path, index: FileIndex, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        toc = TOC.read(index.storage, index.indexname)
        self.generation: int = toc.generation
        self._reader: IndexReader = FileIndex._reader(index.storage, toc.schema, toc.segments, toc.generation)
        self._reading = threading.Lock()
        self._users = 1
        try:
            self.catalogue: Catalogue = catalogue.load(folder, self.generation)
            self.edges = catalogue.load_near(folder, self.generation)
            self.segments = self._open_segments(folder, toc.segments)
            self._records = self._open_records()
        except BaseException:
            self._reader.close()
            raise

    def _open_segments(self, folder: Path, whoosh_segments: Sequence[object]) -> list[Segment]:
        segments: list[Segment] = []
        offset = 0
        for whoosh_segment in whoosh_segments:
            name = whoosh_segment.segment_id()  # type: ignore[attr-defined]
            try:
                columns = load(folder / f"{name}.side")
            except (ValueError, KeyError) as error:
                raise IndexUnavailable(
                    f"索引文件 {name}.side 已损坏：请删除索引文件夹后运行 bigan index 重建（原始文件不受影响）"
                ) from error
            live = np.ones(len(columns), dtype=bool)
            live[list(whoosh_segment.deleted_docs())] = False  # type: ignore[attr-defined]
            segments.append(Segment(columns, live, offset))
            offset += len(columns)
        return segments

    def _open_records(self) -> list[ColumnReader]:
        """The stored records of each segment, opened now: later a writer may have deleted the files."""
        readers = self._reader.leaf_readers() if self.segments else []
        return [reader.column_reader("record", translate=False) for reader, _ in readers]

    # --- life --------------------------------------------------------------------------------

    def acquire(self) -> bool:
        """Counts one more user; false when the snapshot is already closed."""
        with self._reading:
            if self._users == 0:
                return False
            self._users += 1
            return True

    def release(self) -> None:
        """Counts one user less; the last one closes the files."""
        with self._reading:
            self._users -= 1
            if self._users == 0:
                self._reader.close()

    # --- single things -----------------------------------------------------------------------

    @cached_property
    def _columns(self) -> Columns:
        return Columns.of(self.segments)

    @cached_property
    def _facets(self) -> FacetTable:
        return FacetTable.of(self._columns, self._columns.folders(self.catalogue.sources))

    @cached_property
    def _scorer(self) -> Scorer:
        return Scorer(self.segments, self._columns)

    @cached_property
    def _clusters(self) -> Clusters:
        return Clusters.of(self._labels)

    @cached_property
    def _labels(self) -> Labels:
        """Which cluster of near-duplicates each row belongs to; what is no living paragraph is alone."""
        empty = [np.zeros(0, np.uint64)]
        alive = self._columns.paragraphs
        content = np.concatenate([s.columns.near.content for s in self.segments] or empty)
        masked = np.concatenate([s.columns.near.masked for s in self.segments] or empty)
        return clusters(np.where(alive, content, 0), np.where(alive, masked, 0), self.edges)

    @cached_property
    def _relevance(self) -> Relevance:
        return Relevance(self._columns, self._scorer, self._matcher, self._tokenizer, self._key)

    @cached_property
    def _titles(self) -> Titles:
        columns = self._columns
        newest = [columns.reports[number] for number in columns.newest_first.tolist()]
        return Titles(newest, lambda identity: folders_of(self._files(identity)))

    def _files(self, report_id: str) -> tuple[str, ...]:
        source = self.catalogue.sources.get(report_id)
        return source.files if source else ()

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self.segments, self._columns, lambda: self._facets, self._file_keys, self._text)

    @cached_property
    def lines(self) -> Lines:
        """What is answered of single occurrences."""
        from indexer.engines.whoosh.concordance import Lines

        return Lines(self.segments, self._columns, self._matcher, lambda: self._facets, self._paragraph_at)

    def _file_keys(self, report_id: str) -> list[str]:
        return [file_key(file) for file in self._files(report_id)]

    def _text(self, row: int) -> str:
        return document_text(paragraph_from_json(self._record(row), ()))

    def _key(self, row: int) -> str:
        segment = self.segments[bisect_right(self._offsets, row) - 1]
        return segment.columns.key(row - segment.offset)

    @cached_property
    def _offsets(self) -> list[int]:
        return [segment.offset for segment in self.segments]

    def documents_of(self, report_id: str) -> list[int]:
        """Whoosh's numbers of a living report's documents, the report's own first."""
        columns = self._columns
        number = columns.numbers.get(report_id)
        if number is None:
            return []
        rows = np.flatnonzero(columns.report_of == number)
        numbers: list[int] = rows[np.argsort(columns.ordinals[rows], kind="stable")].tolist()
        return numbers

    def report(self, report_id: str) -> StoredReport | None:
        documents = self.documents_of(report_id)
        if not documents:
            return None
        return with_source(report_from_json(self._record(documents[0])), self.catalogue.sources.get(report_id))

    def paragraphs_of(self, report_id: str) -> tuple[StoredParagraph, ...]:
        return tuple(self._paragraph(report_id, number) for number in self.documents_of(report_id)[1:])

    def paragraph(self, report_id: str, ordinal: int) -> StoredParagraph | None:
        documents = self.documents_of(report_id)
        return self._paragraph(report_id, documents[ordinal + 1]) if ordinal + 1 < len(documents) else None

    def _paragraph(self, report_id: str, number: int) -> StoredParagraph:
        source = self.catalogue.sources.get(report_id)
        return paragraph_from_json(self._record(number), source.files if source else ())

    def _record(self, number: int) -> str:
        at = bisect_right(self._offsets, number) - 1
        with self._reading:
            record: bytes = self._records[at][number - self._offsets[at]]
        return as_text(record)

    def near(self, report_id: str, ordinal: int) -> tuple[StoredParagraph, ...]:
        """See ``Engine.near``."""
        documents = self.documents_of(report_id)
        if ordinal + 1 >= len(documents):
            return ()
        own, columns = documents[ordinal + 1], self._columns
        rows = np.flatnonzero((self._labels == self._labels[own]) & columns.paragraphs)
        rows = rows[np.argsort(columns.place_newest[rows], kind="stable")]
        return tuple(self._paragraph_at(row) for row in rows.tolist() if row != own)

    def _paragraph_at(self, row: int) -> StoredParagraph:
        return self._paragraph(self._columns.reports[int(self._columns.report_of[row])].id, row)

    # --- search ------------------------------------------------------------------------------

    def search(self, request: SearchRequest) -> ResultPage:
        selected = self._facets.select(self._matcher.rows(request.query), request.filters)
        rows = selected.rows
        found = self._relevance.of(rows, request.query)
        folding = Folding.of(rows, self._clusters) if request.fold else Folding.none(len(rows))
        first = (request.page - 1) * request.size
        order, scores = folding.in_order(found, self._columns, request.sort, first + request.size)
        shown = slice(first, first + request.size)
        terms = terms_of(request.query)
        return ResultPage(
            total=len(rows),
            report_total=selected.reports,
            page=request.page,
            pages=ceil(folding.groups / request.size),
            size=request.size,
            hits=tuple(
                self._hit(row, request, terms, score, folding.near(row))
                for row, score in zip(order[shown].tolist(), scores[shown].tolist(), strict=True)
            ),
            facets=build_facets(selected.counts, request.filters),
            title_hits=self._title_hits(request, terms),
            understood_as=request.understood_as,
            notices=request.notices,
            folded=len(rows) - folding.groups,
        )

    def _hit(self, row: int, request: SearchRequest, terms: Sequence[Term], score: float, near: int) -> Hit:
        hit = make_hit(self._paragraph_at(row), terms, score, near)
        return replace(hit, explanation=self._relevance.explanation(row, request.query, score)) if request.explain else hit

    def _title_hits(self, request: SearchRequest, terms: Sequence[Term]) -> tuple[ReportHit, ...]:
        if not terms:
            return ()
        found = self._titles.matching(request.query, request.filters, MAX_TITLE_HITS)
        return tuple(
            ReportHit(r.id, r.title or "", r.year, r.unit_type, occurrences(r.title or "", terms)) for r in found
        )

    # --- headings, likeness, words -----------------------------------------------------------

    @cached_property
    def headings(self) -> HeadingFinder:
        """Answers questions about headings."""
        from indexer.engines.whoosh.headings import HeadingFinder, HeadingTable

        table = HeadingTable.of(self.segments, self._columns)
        return HeadingFinder(table, self._columns, lambda: self._facets, self._matcher)

    def similar(self, text: str, filters: Filters, size: int, without: str) -> tuple[Hit, ...]:
        """See ``Engine.similar``."""
        from indexer.engines.whoosh.similarity import Likeness

        likeness = Likeness(self.segments, self._columns, self._scorer, self._tokenizer, self._key)
        wanted = likeness.sought(text, least=2 if without else 1)
        if not wanted.words:
            return ()
        allowed = self._columns.paragraphs & self._facets.lets_through(filters)
        own = self._row_of(without)
        if own is not None:
            allowed &= self._labels != self._labels[own]
        return tuple(
            make_hit(self._paragraph_at(row), wanted.terms, score) for row, score in likeness.rows(wanted, allowed, size)
        )

    def _row_of(self, identity: str) -> int | None:
        """The row of a paragraph by its id; ``None`` where there is none."""
        parts = split_paragraph_id(identity)
        documents = self.documents_of(parts[0]) if parts else []
        return documents[parts[1] + 1] if parts and parts[1] + 1 < len(documents) else None

    def vocabulary(self) -> Vocabulary:
        """See ``Engine.vocabulary``."""
        from indexer.engines.headings import vocabulary_of
        from indexer.engines.whoosh.words import counted_words

        return vocabulary_of(counted_words(self.segments), self.headings.counted())

    # --- counts ------------------------------------------------------------------------------

    def stats(self) -> IndexStats:
        columns = self._columns
        bits = columns.sections[columns.paragraphs]
        sections = {key: int(np.count_nonzero(bits & bit)) for key, bit in SECTION_BITS.items()}
        return IndexStats(
            generation=self.generation,
            built_at=self.catalogue.built_at,
            files=len({f for s in self.catalogue.sources.values() for f in s.files}),
            reports=len(columns.reports),
            paragraphs=int(np.count_nonzero(columns.paragraphs)),
            characters=int(columns.characters[columns.paragraphs].sum()),
            sections={key: count for key, count in sections.items() if count},
            units=dict(Counter(report.unit_type or UNKNOWN for report in columns.reports)),
            years=dict(Counter(str(report.year or UNKNOWN) for report in columns.reports)),
        )
