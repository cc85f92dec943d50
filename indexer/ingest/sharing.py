"""The files of a run, read by this process, which leads, and by others that help it.

Each file is claimed before it is read, in order, by whoever has nothing to do. What others have read is taken from the board when
the file's turn comes, so that the end is that of a run by one process. A claim that is not kept up is taken over.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from time import monotonic, sleep

from indexer.corrections.model import Correction
from indexer.engines.sharing import RunOver, RunSheet, WorkBoard
from indexer.errors import IndexUnavailable
from indexer.ingest.discovery import FoundFile
from indexer.ingest.jobs import ListedJobs
from indexer.ingest.wire import job_to_json, unpacked
from indexer.ingest.worker import Brief, Done, Job
from indexer.ingest.workers import WorkerPool

#: Seconds between two looks whether others have read a file, and whether what they have claimed is theirs still.
_LOOK_EVERY_S, _TAKE_OVER_EVERY_S = 0.05, 1.0
#: Seconds after which helpers are told how far the run is.
_TELL_EVERY_S = 1.0
#: Files asked about, or taken over, at once.
_AHEAD = 64

_LOST_LEAD = "这次更新停顿太久，已由另一个 bigan 接手：请再运行 bigan index，已读过的文件不会重读"


@dataclass(frozen=True, slots=True)
class Sharing:
    """The board on which a run is shared; ``scope`` says what the run looks at, so that a helper knows whether it has
    anything left to do."""

    board: WorkBoard
    scope: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a shared run: its number in the run's order, the name of its claim, the job, its size in bytes."""

    number: int
    name: str
    job: Job
    size: int
    modified: int


class SharedPool:
    """Like a ``WorkerPool`` over ``jobs``, which others help to read. ``fingerprint`` names all that decides what bytes
    become."""

    def __init__(self, sharing: Sharing, fingerprint: str, count: int, brief: Brief, jobs: Sequence[Job]) -> None:
        self._board = sharing.board
        self._count, self._brief = count, brief
        self._entries = [_entry(number, job, fingerprint) for number, job in enumerate(jobs)]
        self._by_path = {str(entry.job.file.path): entry for entry in self._entries}
        lines = [job_to_json(entry.job, entry.size, entry.modified) for entry in self._entries]
        sheet = RunSheet(secrets.token_hex(4), fingerprint, sharing.scope, len(lines))
        self._board.announce(sheet, lines)
        self._claims = ClaimedJobs(self._board, self._entries)
        self._pool = WorkerPool(count, brief, self._claims)
        self._second: WorkerPool | None = None
        self._taken_over: set[int] = set()
        self._given: set[int] = set()
        self._told = monotonic()

    def close(self) -> None:
        """Ends all processes of ours."""
        self._pool.close()
        if self._second is not None:
            self._second.close()

    def documents(self, file: FoundFile) -> Iterator[Done]:
        """The documents of the next file. Raises ``WorkersUnavailable`` and ``IndexUnavailable``."""
        entry = self._by_path[str(file.path)]
        self._tell(entry.number)
        try:
            yield from self._read_of(entry)
        except RunOver as error:
            raise IndexUnavailable(_LOST_LEAD) from error
        if entry.number in self._taken_over:
            self._taken_over.discard(entry.number)
            if not self._taken_over and self._second is not None:
                self._second.close()
                self._second = None

    def _read_of(self, entry: Entry) -> Iterator[Done]:
        tried = monotonic()
        while True:
            if self._claims.are_ours(entry.number):
                return self._pool.documents(entry.job.file)
            if entry.number in self._taken_over:
                assert self._second is not None
                return self._second.documents(entry.job.file)
            if self._is_given(entry):
                return iter(unpacked(self._board.taken(entry.name)))
            if monotonic() - tried > _TAKE_OVER_EVERY_S and self._second is None:
                tried = monotonic()
                self._take_over(entry.number)
                continue
            self._pool.check()
            sleep(_LOOK_EVERY_S)

    def _is_given(self, entry: Entry) -> bool:
        """Whether others have read a file; asked for some at once."""
        if entry.number not in self._given and self._claims.were_tried(entry.number):
            near = [one for one in self._entries[entry.number : entry.number + _AHEAD] if self._are_others(one)]
            given = self._board.given([one.name for one in near]) if near else []
            self._given.update(one.number for one, is_given in zip(near, given, strict=True) if is_given)
        return entry.number in self._given

    def _are_others(self, entry: Entry) -> bool:
        return self._claims.were_tried(entry.number) and not self._claims.are_ours(entry.number)

    def _take_over(self, first: int) -> None:
        """Reads here what has been claimed by processes that are gone, or given back."""
        near = [one for one in self._entries[first : first + _AHEAD] if self._are_others(one)]
        claimed = self._board.claim([one.name for one in near])
        ours = [one for one, is_ours in zip(near, claimed, strict=True) if is_ours]
        if ours:
            self._taken_over = {one.number for one in ours}
            self._second = WorkerPool(min(self._count, len(ours)), self._brief, ListedJobs(one.job for one in ours))

    def _tell(self, number: int) -> None:
        if monotonic() - self._told > _TELL_EVERY_S:
            self._told = monotonic()
            self._board.reach(number)


class ClaimedJobs:
    """The jobs of a shared run that could be claimed, as a ``JobSource``."""

    def __init__(self, board: WorkBoard, entries: Sequence[Entry]) -> None:
        self._board = board
        self._entries = entries
        self._waiting: deque[Job] = deque()
        self._next = 0
        self._ours: set[int] = set()
        self._lock = threading.Lock()

    def are_ours(self, number: int) -> bool:
        """Whether this process has claimed a file in order."""
        with self._lock:
            return number in self._ours

    def were_tried(self, number: int) -> bool:
        """Whether it is known who reads a file."""
        with self._lock:
            return number < self._next

    def refill(self, wanted: int) -> None:
        while len(self._waiting) < wanted and self._next < len(self._entries):
            chunk = self._entries[self._next : self._next + wanted]
            claimed = self._board.claim([entry.name for entry in chunk])
            ours = [entry for entry, is_ours in zip(chunk, claimed, strict=True) if is_ours]
            self._waiting.extend(entry.job for entry in ours)
            with self._lock:
                self._ours.update(entry.number for entry in ours)
                self._next += len(chunk)

    def take(self) -> Job | None:
        return self._waiting.popleft() if self._waiting else None

    @property
    def has_more(self) -> bool:
        return bool(self._waiting) or self._next < len(self._entries)


def shared_fingerprint(fingerprint: str, corrections: Iterable[Correction], max_bytes: int) -> str:
    """Names all that decides what the bytes of a file become, beside the program and its rules what is corrected."""
    parts = (fingerprint, *sorted(correction.digest for correction in corrections), str(max_bytes))
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def _entry(number: int, job: Job, fingerprint: str) -> Entry:
    size, modified = state_of(job.file)
    return Entry(number, claim_name(job, size, modified, fingerprint), job, size, modified)


def claim_name(job: Job, size: int, modified: int, fingerprint: str) -> str:
    """What a file's claim is called: another one as soon as the file changes, or what it would become."""
    parts = (str(job.file.path), str(job.file.root), str(size), str(modified), fingerprint)
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def state_of(file: FoundFile) -> tuple[int, int]:
    """Size and second of the last change, -1 where there is no such file."""
    try:
        found = os.stat(file.path)
    except OSError:
        return -1, -1
    return found.st_size, int(found.st_mtime)
