"""One generation of the index, opened: its segments, and what answers each kind of question, made when it is asked.

Everything is array algebra over files mapped from disk; nothing is changed after a snapshot is made, so many threads
may use it. What a plain search does not need (concordances, headings, similarity) is imported when it is asked for: a
first answer should not wait for it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.index import TOC, FileIndex

from indexer.engines.records import file_key
from indexer.engines.whoosh import catalogue
from indexer.engines.whoosh.codec import ArraySegment, catalogue_of
from indexer.engines.whoosh.columns import Columns
from indexer.engines.whoosh.damage import check_contents, is_damaged
from indexer.engines.whoosh.dtypes import Bools, living
from indexer.engines.whoosh.duplicates import DuplicateFinder
from indexer.engines.whoosh.facet_table import FacetTable
from indexer.engines.whoosh.matcher import Matcher
from indexer.engines.whoosh.paging import PageSearch
from indexer.engines.whoosh.record_store import RecordStore
from indexer.engines.whoosh.relevance import Relevance
from indexer.engines.whoosh.scoring import Scorer
from indexer.engines.whoosh.segment import Segment
from indexer.engines.whoosh.segment_columns import SECTION_BITS, SUFFIX, SegmentColumns, load
from indexer.engines.whoosh.titles import Titles
from indexer.errors import IndexUnavailable
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import UNKNOWN, IndexStats

if TYPE_CHECKING:
    from indexer.engines.whoosh.concordance import ConcordanceFinder
    from indexer.engines.whoosh.headings import HeadingFinder
    from indexer.engines.whoosh.phrase_uses import PhraseUseCounter
    from indexer.engines.whoosh.sentences import UnsharedFinder
    from indexer.engines.whoosh.shared_passages import SharedPassageFinder
    from indexer.engines.whoosh.similarity import SimilarityFinder
    from indexer.model.results import ReportHead, Vocabulary


class Snapshot:
    """Opens the newest generation in ``folder``; segments that an ``earlier`` one has open are not opened again, since
    they never change. Raises ``IndexUnavailable`` where a segment is damaged, ``OSError`` and
    others where files are missing or unreadable (see ``WhooshEngine``)."""

    def __init__(
        self, folder: Path, index: FileIndex, tokenizer: Tokenizer, earlier: Snapshot | None = None
    ) -> None:
        check_contents(folder)
        toc = TOC.read(index.storage, index.indexname)
        self.generation: int = toc.generation
        self._folder, self._described = folder, catalogue_of(toc)
        opened = earlier.files if earlier is not None else {}
        self.segments: Sequence[Segment] = list(_open_segments(folder, toc.segments, opened))
        names = (segment.make_filename(SUFFIX) for segment in toc.segments)
        self.files: Mapping[str, SegmentColumns] = dict(zip(names, (s.columns for s in self.segments), strict=True))
        described = self._described
        self.catalogue = catalogue.load(folder, described)
        self.edges = catalogue.load_near(folder, described)
        near = [catalogue.near_path_of(folder, described)] if described else []
        self._paths = [*(folder / name for name in self.files), *near]
        self.file_names = frozenset(path.name for path in self._paths)
        self._sizes = [(path, os.stat(path).st_size) for path in map(str, self._paths)]
        self._tokenizer = tokenizer

    # --- damage ------------------------------------------------------------------------------

    def has_lost_bytes(self) -> bool:
        """Whether a file is shorter than it was: to read what is mapped of it would end the process. One that was deleted
        is still there for those who have it open."""
        for path, size in self._sizes:
            with suppress(OSError):
                if os.stat(path).st_size != size:
                    return True
        return False

    def damaged_files(self, pause: Callable[[], None]) -> list[str]:
        """The names of the files of segments and near pairs whose bytes are not those that were written. Raises
        ``ValueError`` where the table of contents or the catalogue are not."""
        with suppress(FileNotFoundError):
            check_contents(self._folder)
            catalogue.load(self._folder, self._described)
        return [path.name for path in self._paths if is_damaged(path, pause)]

    def check(self, name: str) -> None:
        """Raises ``ValueError`` where the file of a segment is damaged."""
        if any(path.name == name and is_damaged(path) for path in self._paths):
            raise ValueError(f"{name} is damaged")

    # --- what the answers are made of --------------------------------------------------------

    @cached_property
    def columns(self) -> Columns:
        """The columns of all segments side by side."""
        return Columns.of(self.segments)

    @cached_property
    def records(self) -> RecordStore:
        """The stored reports and paragraphs."""
        return RecordStore(self.segments, self.columns, self.catalogue.sources)

    @cached_property
    def facets(self) -> FacetTable:
        """What facets are counted with."""
        return FacetTable.of(self.columns, self.columns.files(self.catalogue.sources))

    @cached_property
    def scorer(self) -> Scorer:
        """Scores by words."""
        return Scorer(self.segments, self.columns)

    @cached_property
    def matcher(self) -> Matcher:
        """Evaluates query trees."""
        return Matcher(self.segments, self.columns, lambda: self.facets, self._file_keys, self.records.text, self._unshared)

    def _unshared(self) -> Bools:
        return self.unshared.documents

    def _file_keys(self, report_id: str) -> list[str]:
        return [file_key(file) for file in self.records.files(report_id)]

    # --- answers -----------------------------------------------------------------------------

    @cached_property
    def pages(self) -> PageSearch:
        """Pages of paragraphs."""
        relevance = Relevance(self.columns, self.scorer, self.matcher, self._tokenizer, self.records.key)
        titles = Titles.newest_first(self.columns, self.records.files)
        return PageSearch(self.records, self.columns, self.facets, self.matcher, relevance, titles, self.duplicates)

    @cached_property
    def duplicates(self) -> DuplicateFinder:
        """Near-duplicates."""
        return DuplicateFinder(self.segments, self.columns, self.records, self.edges)

    @cached_property
    def concordance(self) -> ConcordanceFinder:
        """Single occurrences."""
        from indexer.engines.whoosh.concordance import ConcordanceFinder

        return ConcordanceFinder(
            self.segments, self.columns, self.matcher, lambda: self.facets, self.records.paragraph_at, self._tokenizer.is_word
        )

    @cached_property
    def headings(self) -> HeadingFinder:
        """Headings as results."""
        from indexer.engines.whoosh.headings import HeadingFinder, HeadingTable

        table = HeadingTable.of(self.segments, self.columns)
        return HeadingFinder(table, self.columns, lambda: self.facets, self.matcher)

    @cached_property
    def similarity(self) -> SimilarityFinder:
        """Paragraphs like a text."""
        from indexer.engines.whoosh.similarity import SimilarityFinder

        return SimilarityFinder(
            self.segments, self.columns, self.scorer, self._tokenizer, self.records, self.facets, self.duplicates
        )

    @cached_property
    def report_heads(self) -> tuple[ReportHead, ...]:
        """See ``Engine.reports``."""
        from indexer.engines.whoosh.report_heads import report_heads

        return report_heads(self.columns, self.catalogue.sources)

    @cached_property
    def unshared(self) -> UnsharedFinder:
        """Which paragraphs have no sentence of another report."""
        from indexer.engines.whoosh.sentences import UnsharedFinder

        return UnsharedFinder(self.segments, self.columns)

    @cached_property
    def uses(self) -> PhraseUseCounter:
        """How phrases are used."""
        from indexer.engines.whoosh.phrase_uses import PhraseUseCounter

        return PhraseUseCounter(self.segments, self.columns, self.duplicates)

    @cached_property
    def shared(self) -> SharedPassageFinder:
        """Passages that texts share with paragraphs."""
        from indexer.engines.whoosh.shared_passages import SharedPassageFinder

        return SharedPassageFinder(self.segments, self.columns, self.records)

    def vocabulary(self) -> Vocabulary:
        """See ``Engine.vocabulary``."""
        from indexer.engines.headings import vocabulary_of
        from indexer.engines.whoosh.words import counted_words

        return vocabulary_of(counted_words(self.segments), self.headings.counted())

    def stats(self) -> IndexStats:
        """See ``Engine.stats``."""
        columns = self.columns
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


def _open_segments(
    folder: Path, whoosh_segments: Sequence[Any], opened: Mapping[str, SegmentColumns]
) -> Iterator[Segment]:
    """Maps the segments that a table of contents names, with what is deleted from each; those in ``opened`` (by the
    names of their files) are mapped already. All files are opened now: later a writer may have removed them."""
    offset = 0
    for whoosh_segment in whoosh_segments:
        if not isinstance(whoosh_segment, ArraySegment):
            raise IndexUnavailable(
                f"索引 {folder} 里有不是笔杆写的段：请删除这个文件夹，再运行 bigan index 重建（原始文件不受影响）"
            )
        name = whoosh_segment.make_filename(SUFFIX)
        try:
            columns = opened[name] if name in opened else load(folder / name)
        except (ValueError, KeyError) as error:
            raise IndexUnavailable(
                f"索引 {folder} 的文件 {name} 已损坏：请删除这个文件夹，再运行 bigan index 重建（原始文件不受影响）"
            ) from error
        yield Segment(columns, living(len(columns), list(whoosh_segment.deleted_docs())), offset)
        offset += len(columns)
