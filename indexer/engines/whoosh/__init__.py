"""The engine behind Bigan: Whoosh keeps the index, numpy answers.

Whoosh has segments, transactions and deletes. Each immutable segment is one file of arrays, read by Whoosh through
``codec/`` and by the rest of this package directly: matches, scores, totals and facets are array algebra. Only the
2.7.4 interface of Whoosh is used, and only in this package. What writes is imported when something is written: a first
answer should not wait for it.
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from time import monotonic, perf_counter
from typing import TYPE_CHECKING, Any, TypeVar

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.util.filelock import try_for

from indexer.engines.whoosh.damage import DAMAGE, check_contents
from indexer.engines.whoosh.previous import FOLDER_NAME, manifest_of, previous_folders
from indexer.engines.whoosh.schema import FORMAT_VERSION, make_schema
from indexer.engines.whoosh.snapshot import Snapshot
from indexer.errors import IndexUnavailable, system_reason
from indexer.language.tokenizer import Tokenizer
from indexer.model.orders import ConcordanceOrder
from indexer.model.reports import Hit, IndexStats, ResultPage, StoredParagraph, StoredReport
from indexer.querying.filters import Filters
from indexer.querying.heading_request import HeadingRequest
from indexer.querying.tree import SearchRequest

if TYPE_CHECKING:
    from indexer.engines.whoosh.prepared import Preparation
    from indexer.engines.whoosh.writer import WhooshWriter
    from indexer.model.results import (
        Concordance,
        HeadingPage,
        PhraseUse,
        ReportHead,
        SharedText,
        Trend,
        Vocabulary,
    )

_TOC = re.compile(r"_MAIN_(\d+)\.toc")
_OPEN_ATTEMPTS = 10
_OPEN_PAUSE_SECONDS = 0.05
_CREATE_SECONDS = 5.0
_LIST_SECONDS = 1.0

_T = TypeVar("_T")


class WhooshEngine:
    """An ``Engine`` over a folder. The folder is created, and an empty index in it, when missing.

    Raises ``IndexUnavailable`` where the folder cannot be used.
    """

    def __init__(self, folder: Path, tokenizer: Tokenizer) -> None:
        self.folder = folder / FOLDER_NAME.format(FORMAT_VERSION)
        self.tokenizer = tokenizer
        self._lock = threading.Lock()
        self._now: Snapshot | None = None
        self._now_is: tuple[int, int] | None = None
        self._listed_at = 0.0
        self._damaged_files: set[str] = set()
        self.index = self._open_index()

    def board(self) -> None:
        """The index lies on one machine."""

    def outdated(self) -> list[Path]:
        """The folders of indexes that older versions of Bigan wrote here and this one does not search, the newest
        format first."""
        return previous_folders(self.folder.parent)

    def previous_manifest(self) -> Mapping[str, Any]:
        """The manifest of the index that an older version left: a new index takes over the folders it covered.
        Empty where there is none. Raises ``IndexUnavailable`` where it cannot be read."""
        outdated = self.outdated()
        return manifest_of(outdated[0]) if outdated else {}

    def _open_index(self) -> FileIndex:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            storage = FileStorage(str(self.folder))
            if self._newest() is None:
                self._create(storage)
        except OSError as error:
            raise IndexUnavailable(
                f"索引文件夹 {self.folder} 无法使用（{system_reason(error)}）："
                "请在 config.ini 的 [index] folder 换一个可写的文件夹"
            ) from error
        return self._patiently(lambda: self._index_in(storage))

    def _index_in(self, storage: FileStorage) -> FileIndex:
        check_contents(self.folder)
        return FileIndex(storage)

    def _create(self, storage: FileStorage) -> None:
        """Makes an empty index, under the writers' lock: creating takes away what is there, and
        another process may just be making one too. Never where there has been an index."""
        lock = storage.lock("MAIN_WRITELOCK")
        if not try_for(lock.acquire, timeout=_CREATE_SECONDS):
            return
        try:
            if self._newest() is None:
                if any(self.folder.glob("catalogue-*.json")):
                    raise self.damaged()
                FileIndex.create(storage, make_schema())
        finally:
            lock.release()

    def _newest(self) -> tuple[int, int] | None:
        """Number and time stamp of the newest published generation; ``None`` where there is none.
        The stamp tells a rebuilt index from the one that bore the same number."""
        found = [(int(m[1]), name) for name in os.listdir(self.folder) if (m := _TOC.fullmatch(name))]
        if not found:
            return None
        number, name = max(found)
        try:
            return number, os.stat(os.path.join(self.folder, name)).st_mtime_ns
        except FileNotFoundError:
            return number, 0

    def _is_newest(self) -> bool:
        """Whether nothing has been published since the folder was listed: the table of contents is the same and there is no
        next one. Listing takes far longer; it is done every second all the same, since a writer that died while it
        cleared away may have left a gap in the numbers."""
        if self._now_is is None or monotonic() - self._listed_at > _LIST_SECONDS:
            return False
        number, stamp = self._now_is
        try:
            return os.stat(self._toc(number)).st_mtime_ns == stamp and not os.path.exists(self._toc(number + 1))
        except OSError:
            return False

    def _toc(self, number: int) -> str:
        return os.path.join(self.folder, f"_MAIN_{number}.toc")

    def _patiently(self, read: Callable[[], _T]) -> _T:
        """What ``read`` gives; tries again while a writer replaces files under it. Raises
        ``IndexUnavailable`` where files are missing for good or damaged."""
        for attempt in range(_OPEN_ATTEMPTS):
            try:
                return read()
            except (OSError, *DAMAGE) as error:
                problem: Exception = error
                time.sleep(_OPEN_PAUSE_SECONDS * (attempt > 0))
        raise self.damaged() from problem

    def damaged(self) -> IndexUnavailable:
        """What is said where files of the index are missing or damaged."""
        return IndexUnavailable(
            f"索引 {self.folder} 不完整或已损坏：请删除这个文件夹，再运行 bigan index 重建（原始文件不受影响）"
        )

    def snapshot(self) -> Snapshot:
        """The newest generation. It can be used as long as it is held, whatever a writer does meanwhile."""
        with self._lock:
            if self._now is not None and self._is_newest():
                return self._now
            try:
                newest = self._newest()
                self._listed_at = monotonic()
            except OSError as error:
                raise IndexUnavailable(
                    f"索引文件夹 {self.folder} 打不开了（{system_reason(error)}）：请运行 bigan index 重建"
                ) from error
            if self._now is None or self._now_is != newest:
                earlier = self._now
                self._now = self._patiently(lambda: Snapshot(self.folder, self.index, self.tokenizer, earlier))
                self._now_is = newest
            return self._now

    def _answered(self, ask: Callable[[Snapshot], _T]) -> _T:
        """What ``ask`` makes of the newest generation. Raises ``IndexUnavailable`` where that fails because files of the index
        are damaged; a mistake of ours stays what it is."""
        now = self.snapshot()
        if now.has_lost_bytes() or self._damaged_files & now.file_names:
            raise self.damaged()
        try:
            return ask(now)
        except (OSError, *DAMAGE) as error:
            self.explain(error, now)
            raise

    def explain(self, error: Exception, now: Snapshot | None = None) -> None:
        """Raises ``IndexUnavailable`` where damaged files are the reason of an error."""
        if self._damage_in(now or self.snapshot()):
            raise self.damaged() from error

    def verify(self, pause: Callable[[], None] = lambda: None) -> None:
        """Reads all files of the newest generation and compares their checksums; ``pause`` is called again and again
        meanwhile. Raises ``IndexUnavailable`` where they are damaged, and then every question does so."""
        if self._damage_in(self.snapshot(), pause):
            raise self.damaged()

    def _damage_in(self, now: Snapshot, pause: Callable[[], None] = lambda: None) -> bool:
        try:
            self._damaged_files.update(now.damaged_files(pause))
        except (OSError, *DAMAGE) as error:
            raise self.damaged() from error
        return bool(self._damaged_files & now.file_names)

    def search(self, request: SearchRequest) -> ResultPage:
        began = perf_counter()
        page, made_with = self._answered(lambda now: (now.pages.search(request), now.catalogue.tokenizer))
        notices = page.notices
        if made_with not in ("", self.tokenizer.fingerprint):
            notices = (*notices, "词典已更新，排序可能略有出入：请运行 bigan index")
        return replace(page, notices=notices, took_ms=(perf_counter() - began) * 1000)

    def count(self, request: SearchRequest) -> int:
        return self._answered(lambda now: now.pages.count(request))

    def concordance(self, request: SearchRequest, order: ConcordanceOrder, width: int) -> Concordance:
        began = perf_counter()
        found = self._answered(lambda now: now.concordance.concordance(request, order, width))
        return replace(found, took_ms=(perf_counter() - began) * 1000)

    def trend(self, request: SearchRequest) -> Trend:
        began = perf_counter()
        found = self._answered(lambda now: now.concordance.trend(request))
        return replace(found, took_ms=(perf_counter() - began) * 1000)

    def headings(self, request: HeadingRequest) -> HeadingPage:
        began = perf_counter()
        page = self._answered(lambda now: now.headings.page(request))
        return replace(page, took_ms=(perf_counter() - began) * 1000)

    def report(self, report_id: str) -> StoredReport | None:
        return self._answered(lambda now: now.records.report(report_id))

    def reports(self) -> tuple[ReportHead, ...]:
        return self._answered(lambda now: now.report_heads)

    def paragraphs_of(self, report_id: str) -> tuple[StoredParagraph, ...]:
        return self._answered(lambda now: now.records.paragraphs_of(report_id))

    def paragraph(self, paragraph_id: str) -> StoredParagraph | None:
        return self._answered(lambda now: now.records.paragraph(paragraph_id))

    def near_duplicates(self, paragraph_id: str) -> tuple[StoredParagraph, ...]:
        return self._answered(lambda now: now.duplicates.of(paragraph_id))

    def similar(self, text: str, filters: Filters, size: int, without: str = "") -> tuple[Hit, ...]:
        return self._answered(lambda now: now.similarity.similar(text, filters, size, without))

    def shared_passages(self, texts: Sequence[str], without: str = "") -> tuple[SharedText, ...]:
        return self._answered(lambda now: now.shared.of(texts, without))

    def phrase_uses(self, texts: Sequence[str]) -> tuple[PhraseUse, ...]:
        return self._answered(lambda now: now.uses.of(texts))

    def vocabulary(self) -> Vocabulary:
        return self._answered(lambda now: now.vocabulary())

    def tagged(self, text: str) -> list[tuple[str, str]]:
        return self.tokenizer.tagged(text)

    def words(self, text: str) -> list[str]:
        return self.tokenizer.words(text)

    def stats(self) -> IndexStats:
        return self._answered(lambda now: now.stats())

    def manifest(self) -> Mapping[str, Any]:
        return self._answered(lambda now: now.catalogue.manifest)

    def preparation(self) -> Preparation:
        from indexer.engines.whoosh.prepared import Preparation

        return Preparation(self.tokenizer)

    def writer(self) -> WhooshWriter:
        from indexer.engines.whoosh.writer import WhooshWriter

        return WhooshWriter(self)

    def close(self) -> None:
        with self._lock:
            self._now = None
