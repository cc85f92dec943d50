"""The engine behind Bigan: Whoosh keeps the index, numpy answers.

Whoosh has segments, transactions and deletes; each of its immutable segments has a side-car
of arrays from which matches, scores, totals and facets are computed. Only the 2.7.4
interface of Whoosh is used, and only in this package.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError, FileIndex, IndexVersionError

from indexer.engines.records import split_paragraph_id
from indexer.engines.whoosh.schema import FORMAT_VERSION, make_schema
from indexer.engines.whoosh.snapshot import Snapshot
from indexer.engines.whoosh.writer import WhooshWriter
from indexer.errors import IndexUnavailable
from indexer.language.tokenizer import Tokenizer
from indexer.models import IndexStats, ResultPage, StoredParagraph, StoredReport
from indexer.querying.tree import SearchRequest

_TOC = re.compile(r"_MAIN_(\d+)\.toc")
_OPEN_ATTEMPTS = 10
_OPEN_PAUSE_SECONDS = 0.05


class WhooshEngine:
    """An ``Engine`` over a folder. The folder is created, and an empty index in it, when missing.

    Raises ``IndexUnavailable`` where the folder cannot be used.
    """

    def __init__(self, folder: Path, tokenizer: Tokenizer) -> None:
        self.folder = folder / f"whoosh-{FORMAT_VERSION}"
        self.tokenizer = tokenizer
        self._lock = threading.Lock()
        self._now: Snapshot | None = None
        self.index = self._open_index()

    def _open_index(self) -> FileIndex:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            storage = FileStorage(str(self.folder))
            if self._newest() < 0:
                return FileIndex.create(storage, make_schema())
            return FileIndex(storage)
        except OSError as error:
            raise IndexUnavailable(
                f"索引文件夹 {self.folder} 无法使用（{error.strerror or error}）：请在 config.ini 的 [index] folder 换一个可写的文件夹"
            ) from error
        except (EmptyIndexError, IndexVersionError) as error:
            raise IndexUnavailable(
                f"索引 {self.folder} 无法读取：请删除这个文件夹，再运行 bigan index 重建（原始文件不受影响）"
            ) from error

    def _newest(self) -> int:
        """The newest published generation; −1 where there is none."""
        found = (_TOC.fullmatch(path.name) for path in self.folder.iterdir())
        return max((int(m[1]) for m in found if m), default=-1)

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """The newest generation, kept open while it is used."""
        now = self._current()
        try:
            yield now
        finally:
            now.release()

    def _current(self) -> Snapshot:
        newest = self._newest()
        with self._lock:
            if self._now is None or self._now.generation != newest:
                opened = self._open_snapshot()
                if self._now is not None:
                    self._now.release()
                self._now = opened
            self._now.acquire()
            return self._now

    def _open_snapshot(self) -> Snapshot:
        """Opens the newest generation; tries again while a writer replaces files under it."""
        for attempt in range(_OPEN_ATTEMPTS):
            try:
                return Snapshot(self.folder, self.index, self.tokenizer)
            except (OSError, EmptyIndexError) as error:
                problem: Exception = error
                time.sleep(_OPEN_PAUSE_SECONDS * (attempt > 0))
        raise IndexUnavailable(
            f"索引 {self.folder} 不完整：请删除这个文件夹，再运行 bigan index 重建（原始文件不受影响）"
        ) from problem

    def search(self, request: SearchRequest) -> ResultPage:
        began = perf_counter()
        with self.snapshot() as now:
            page = now.search(request)
            notices = page.notices
            if now.catalogue.tokenizer not in ("", self.tokenizer.fingerprint):
                notices = (*notices, "词典已更新，排序可能略有出入：请运行 bigan index")
        return replace(page, notices=notices, took_ms=(perf_counter() - began) * 1000)

    def report(self, report_id: str) -> StoredReport | None:
        with self.snapshot() as now:
            return now.report(report_id)

    def paragraphs_of(self, report_id: str) -> tuple[StoredParagraph, ...]:
        with self.snapshot() as now:
            return now.paragraphs_of(report_id)

    def paragraph(self, paragraph_id: str) -> StoredParagraph | None:
        parts = split_paragraph_id(paragraph_id)
        if parts is None:
            return None
        with self.snapshot() as now:
            return now.paragraph(*parts)

    def stats(self) -> IndexStats:
        with self.snapshot() as now:
            return now.stats()

    def manifest(self) -> Mapping[str, Any]:
        with self.snapshot() as now:
            return now.catalogue.manifest

    def writer(self) -> WhooshWriter:
        return WhooshWriter(self)

    def close(self) -> None:
        with self._lock:
            if self._now is not None:
                self._now.release()
                self._now = None
