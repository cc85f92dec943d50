"""One transaction on the Whoosh index: a new segment, deletions and the catalogue become visible together.

Reports are cut into words and packed as they are added, so that they need not be kept. Nothing is touched before
``commit``. Then the catalogue and the new segment are written, and last Whoosh publishes its table of contents: a crash
before that point leaves the old generation as it was.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from types import TracebackType
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.index import LockError

from indexer.engines import Source
from indexer.engines.near_duplicates import NearDuplicatePairs, find_near_duplicates, masked_key
from indexer.engines.whoosh import catalogue
from indexer.engines.whoosh.builder import SegmentColumnsBuilder
from indexer.engines.whoosh.codec import BiganCodec
from indexer.engines.whoosh.codec.writing import ColumnsWriter
from indexer.engines.whoosh.damage import DAMAGE, check_contents
from indexer.engines.whoosh.dtypes import living
from indexer.engines.whoosh.prepared import PreparedReport
from indexer.engines.whoosh.segment_columns import SUFFIX, SegmentColumns
from indexer.errors import IndexUnavailable, system_reason
from indexer.model.reports import Report

if TYPE_CHECKING:
    from indexer.engines.whoosh import WhooshEngine
    from indexer.engines.whoosh.snapshot import Snapshot

#: More small segments than this are merged, the smallest first.
_MOST_SEGMENTS = 8

#: What is merged into a new segment has at most so many documents together, so that memory does not grow with the
#: archive; a larger archive has more segments.
_MOST_MERGED = 100_000

#: A segment with which new documents fill so much of that is merged with them at once: never again will it be merged.
_NEARLY_FULL = 0.8

#: A segment with a larger share of deleted documents is written anew.
_MOST_DELETED = 0.5


class WhooshWriter:
    """See ``engines.Writer``."""

    def __init__(self, engine: WhooshEngine) -> None:
        self._engine = engine
        try:
            check_contents(engine.folder)
            self._writer = ColumnsWriter(engine.index, BiganCodec())
        except LockError as error:
            raise IndexUnavailable("索引正由另一个 bigan 更新：请等它结束后再试") from error
        except OSError as error:
            raise self._unwritable(error) from error
        except DAMAGE as error:
            raise engine.damaged() from error
        self._builder = SegmentColumnsBuilder()
        self._added: dict[str, range] = {}
        self._replaced: list[int] = []
        self._deleted: set[str] = set()
        self._open = True

    def __enter__(self) -> WhooshWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._open:
            self._open = False
            self._give_up()
            self._clear_away()

    def _give_up(self) -> None:
        """Closes what was being written and releases the lock."""
        writer = self._writer
        try:
            writer.cancel()
        except (OSError, ValueError):
            # On a full disk Whoosh fails again when it closes its files, some of them already closed. The error
            # that ended the commit has been told with advice: this one must not hide it, nor keep the lock.
            if not writer.is_closed:
                writer.writelock.release()

    def _clear_away(self) -> None:
        """Deletes what was written for a segment, unless it has been published all the same."""
        folder, writer = self._engine.folder, self._writer
        if (folder / f"_{writer.indexname}_{writer.generation}.toc").exists():
            return
        for path in folder.glob(f"{writer.newsegment.segment_id()}.*"):
            try:
                path.unlink()
            except OSError:
                continue

    def _unwritable(self, error: OSError) -> IndexUnavailable:
        return IndexUnavailable(
            f"索引 {self._engine.folder} 写不进去（{system_reason(error)}）："
            "请检查磁盘空间和文件夹权限，再运行 bigan index（原有索引还在）"
        )

    def add(self, report_id: str, report: Report) -> None:
        self.add_prepared(report_id, self._engine.preparation()(report_id, report))

    def add_prepared(self, report_id: str, prepared: PreparedReport) -> None:
        self.delete(report_id)
        first = len(self._builder)
        prepared.add_to(self._builder)
        self._added[report_id] = range(first, len(self._builder))

    def delete(self, report_id: str) -> None:
        self._deleted.add(report_id)
        self._replaced += self._added.pop(report_id, ())

    def commit(self, manifest: Mapping[str, Any], sources: Mapping[str, Source], compact: bool = False) -> None:
        try:
            self._commit(manifest, sources, compact)
        except OSError as error:
            raise self._unwritable(error) from error
        except DAMAGE as error:
            # What is in the index takes part in every commit.
            self._engine.explain(error)
            raise

    def _commit(self, manifest: Mapping[str, Any], sources: Mapping[str, Source], compact: bool) -> None:
        folder, writer, builder = self._engine.folder, self._writer, self._builder
        before = self._engine.snapshot()
        for report_id in self._deleted:
            for number in before.records.documents_of(report_id):
                writer.delete_document(number)
        catalogue.save(folder, writer.generation, manifest, sources, self._engine.tokenizer.fingerprint)

        def publish(writer: ColumnsWriter, segments: Sequence[Any]) -> list[Any]:
            kept = _merge(segments, before, builder, compact)
            all_columns = [segment.columns for segment in before.segments]
            found = []
            if len(builder):
                built = builder.build()
                found = [_new_pairs(all_columns, built)]
                writer.add_columns(built)
                for row in self._replaced:
                    writer.newsegment.delete_document(row)
                all_columns.append(built)
            pairs = NearDuplicatePairs.joined([before.edges, *found])
            masked = np.concatenate([c.fingerprints.masked for c in all_columns] or [np.zeros(0, np.uint64)])
            catalogue.save_near(folder, writer.generation, pairs.among(masked))
            return kept

        writer.commit(mergetype=publish)
        self._open = False
        catalogue.remove_old(folder, writer.generation)


def _new_pairs(all_columns: Sequence[SegmentColumns], built: SegmentColumns) -> NearDuplicatePairs:
    """The near pairs that a new segment brings; what it took over from older ones is known already."""
    starts = [0, *accumulate(map(len, (*all_columns, built)))]
    everything = [*all_columns, built]

    def masked_key_of(row: int) -> str:
        at = bisect_right(starts, row) - 1
        return masked_key(everything[at].key(row - starts[at]))

    return find_near_duplicates([columns.fingerprints for columns in all_columns], built.fingerprints, masked_key_of)


def _merge(
    segments: Sequence[Any], before: Snapshot, builder: SegmentColumnsBuilder, compact: bool
) -> list[Any]:
    """Copies mostly deleted and small segments into the new one, as many as may be together: the smallest where there are
    too many small ones, and where the index is to be ``compact`` those that are worth it. Returns those that stay."""
    sizes = {s.segment_id(): s.doc_count_all() - s.deleted_count() for s in segments}
    kept = sorted((s for s in segments if sizes[s.segment_id()]), key=lambda s: sizes[s.segment_id()])
    worn = {s.segment_id() for s in kept if s.deleted_count() > _MOST_DELETED * s.doc_count_all()}
    small = [s for s in kept if s.segment_id() not in worn and 2 * sizes[s.segment_id()] <= _MOST_MERGED]
    excess = len(small) - _MOST_SEGMENTS + 1
    chosen = small[: excess + _MOST_SEGMENTS // 2] if excess > 0 else []
    full = [s for s in small if _NEARLY_FULL * _MOST_MERGED <= sizes[s.segment_id()] + len(builder) <= _MOST_MERGED]
    chosen = chosen or full[-1:]
    if compact:
        chosen = chosen + [s for s in _growing(small, sizes, len(builder)) if s not in chosen]
    room = _MOST_MERGED - len(builder)
    merged: set[str] = set()
    for segment in kept:
        if segment.segment_id() in worn or segment in chosen:
            room -= sizes[segment.segment_id()]
            if room >= 0:
                merged.add(segment.segment_id())
    for segment, opened in zip(segments, before.segments, strict=True):
        if segment.segment_id() in merged:
            before.check(segment.make_filename(SUFFIX))
            builder.add_segment(opened.columns, living(len(opened.columns), list(segment.deleted_docs())))
    return [s for s in segments if sizes[s.segment_id()] and s.segment_id() not in merged]


def _growing(small: Sequence[Any], sizes: Mapping[str, int], new: int) -> list[Any]:
    """Of segments by size the first that are at most twice as large as what they are merged into, ``new`` documents and
    the ones before: what a few reports are added to is not written anew for them."""
    chosen: list[Any] = []
    for segment in small:
        if new and sizes[segment.segment_id()] > 2 * new:
            break
        chosen.append(segment)
        new += sizes[segment.segment_id()]
    return chosen
