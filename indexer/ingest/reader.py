"""Gives a run the documents of its files in order, each with what becomes of it: read here, or by worker processes.

A few files are read at once in this process: starting others would take longer. Many are shared out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from indexer.errors import UnreadableFile
from indexer.ingest.discovery import FoundFile
from indexer.ingest.documents import documents_of
from indexer.ingest.jobs import ListedJobs
from indexer.ingest.manifest import content_hash
from indexer.ingest.sharing import SharedPool, Sharing
from indexer.ingest.understanding import OldDocument, Understanding, Understood
from indexer.ingest.worker import Brief, Done, Job
from indexer.ingest.workers import WorkerPool, WorkersUnavailable

Outcome = Understood | OldDocument | UnreadableFile

_NO_WORKERS = "这台电脑上启动不了读文件的子进程，这次改在一个进程里读完，慢一些（config.ini 里写 workers = 1，就不再尝试）"

#: A file in the folder of indexes while a run reads.
_MARK = "reading"


@dataclass(frozen=True, slots=True)
class Limits:
    """``workers`` processes read files, one means this one. They are started where more than ``start_after`` bytes are to be
    read. One document may take ``seconds`` there, and a process hold ``megabytes``."""

    workers: int = 1
    seconds: float = 180.0
    megabytes: int = 1024
    start_after: int = 6 * 1024 * 1024

    def __str__(self) -> str:
        return f"{self.seconds:g}s/{self.megabytes}MB"


@dataclass(frozen=True, slots=True)
class Known:
    """What a run knows before it reads. ``unchanged``: for each file the documents in it by their keys, with the hashes
    under which they need not be read again; ``contents``: bytes by their hashes that are known whatever document holds
    them; ``risky``: files whose reading had to be ended before, and is to be tried again."""

    unchanged: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    contents: frozenset[str] = frozenset()
    risky: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Looked:
    """A document of a file: the hash of its bytes or why there are none; ``outcome`` understands it, or tells what others
    understood."""

    key: str
    shown: str
    content: str | UnreadableFile
    outcome: Callable[[], Outcome]

    @property
    def name(self) -> str:
        return self.shown.rpartition("/")[2]


class ArchiveReader:
    """Reads ``files``; ``documents`` is asked for each of them, in order. ``notes`` are for the user. With ``sharing`` other
    processes may help where many are to be read; ``fingerprint`` then names all that decides what bytes become."""

    def __init__(
        self,
        files: Sequence[FoundFile],
        known: Known,
        understanding: Understanding,
        max_bytes: int,
        limits: Limits,
        sharing: Sharing | None = None,
        fingerprint: str = "",
    ) -> None:
        self._files = files
        self._known = known
        self._understanding = understanding
        self._max_bytes = max_bytes
        self._limits = limits
        self._sharing = sharing
        self._fingerprint = fingerprint
        self._done = 0
        self._read_here = 0
        self._pool: WorkerPool | SharedPool | None = None
        self._may_start = limits.workers > 1 or sharing is not None
        self._has_much = self._may_start and self._is_much()
        self.notes: list[str] = []

    def __enter__(self) -> ArchiveReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.close()

    def documents(self, file: FoundFile) -> Iterator[Looked]:
        """The documents of the next file."""
        if self._pool is None and self._may_start and (self._has_much or self._read_here > self._limits.start_after):
            self._pool = self._started()
        self._done += 1
        given = 0
        if self._pool is not None:
            try:
                for done in self._pool.documents(file):
                    given += 1
                    yield self._looked(file, done)
                return
            except WorkersUnavailable:
                self._pool.close()
                self._pool, self._may_start = None, False
                self.notes.append(_NO_WORKERS)
        yield from self._read(file, given)

    def _is_much(self) -> bool:
        """Whether what is certainly to be read is more than a few files."""
        size = 0
        for file in self._files:
            path = str(file.path)
            if path in self._known.risky:
                return True
            if path not in self._known.unchanged:
                size += _size(path)
                if size > self._limits.start_after:
                    return True
        return False

    def _started(self) -> WorkerPool | SharedPool:
        limits, known = self._limits, self._known
        brief = Brief(self._understanding, self._max_bytes, known.contents, limits.seconds, limits.megabytes)
        jobs = [Job(file, known.unchanged.get(str(file.path), {})) for file in self._files[self._done :]]
        if self._sharing is not None:
            return SharedPool(self._sharing, self._fingerprint, limits.workers, brief, jobs)
        return WorkerPool(min(limits.workers, len(jobs)), brief, ListedJobs(jobs))

    def _looked(self, file: FoundFile, done: Done) -> Looked:
        def outcome() -> Outcome:
            # Bytes that were known when the worker met them, and are no more: they have been read before without harm.
            return done.outcome or next(one.outcome() for one in self._read(file, 0) if one.key == done.key)

        return Looked(done.key, done.shown, done.content, outcome)

    def _read(self, file: FoundFile, skip: int) -> Iterator[Looked]:
        for number, document in enumerate(documents_of(file, self._max_bytes)):
            if number < skip:
                continue
            data, key, shown = document.data, document.key, document.shown
            if isinstance(data, UnreadableFile):
                yield Looked(key, shown, data, lambda error=data: error)  # type: ignore[misc]
            else:
                yield Looked(key, shown, content_hash(data), self._understander(data, document.name))

    def _understander(self, data: bytes, name: str) -> Callable[[], Outcome]:
        def understand() -> Outcome:
            self._read_here += len(data)
            return self._understanding.of_bytes(data, name)

        return understand


@contextmanager
def died_before(folder: Path) -> Iterator[bool]:
    """Whether the last run that kept its index in ``folder`` died over its files, or was broken off: a few files are read in
    the run's own process, and if one of them was the reason, the next run should not do so again. A file says so."""
    mark = folder / _MARK
    died = mark.exists()
    with suppress(OSError):
        mark.touch()
    try:
        yield died
    except Exception:
        _take_away(mark)
        raise
    _take_away(mark)


def _take_away(mark: Path) -> None:
    with suppress(OSError):
        mark.unlink()


def was_ended(rules: str) -> bool:
    """Whether the fingerprint in a manifest is that of a document whose reading had to be ended: it names the limits."""
    return bool(re.search(r"/[\d.]+s/\d+MB$", rules))


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0
