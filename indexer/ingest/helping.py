"""Helps another process to read the files of its run: claims some, reads them with workers as any run does, gives what they
became to the board."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from indexer.engines.sharing import RunOver, RunSheet, WorkBoard
from indexer.errors import BiganError, IndexUnavailable
from indexer.ingest.sharing import Entry, claim_name, state_of
from indexer.ingest.wire import job_from_json, packed
from indexer.ingest.worker import Brief, Job
from indexer.ingest.workers import WorkerPool
from indexer.reading import SUFFIXES

#: Helpers read so many bytes of files ahead of the run, which bounds what waits on the board.
_AHEAD = 64 * 1024 * 1024
#: Seconds between two looks how far the run is, and whether it is led still.
_LOOK_EVERY_S = 1.0
#: So many files that are not there, none of which is: the archive lies elsewhere on this machine.
_STRANGE = 50

_NOT_HERE = (
    "帮不上忙：正在更新的那台电脑所读的文件（如 {path}）不在这台电脑的资料文件夹里，或大小、时间不同："
    "几台电脑一起更新时，资料文件夹要在同一个路径，并写进各台的 config.ini"
)

#: Told how many files have been read, and which is next.
Told = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class Helped:
    """How many files were read, and whether helping ended because this process has the lead now."""

    files: int
    leads: bool


def help_run(
    board: WorkBoard, sheet: RunSheet, roots: Sequence[Path], brief: Brief, count: int, told: Told = lambda files, name: None
) -> Helped:
    """Reads files of a run with ``count`` processes until there is nothing left of it; only such as lie in ``roots``, since what
    a board names is anybody's word. Raises ``BiganError`` where they are not to be found here, and ``WorkersUnavailable``."""
    source = _HelpedJobs(board, sheet, roots)
    pool = WorkerPool(count, brief, source)
    files = 0
    try:
        while (entry := source.next_taken(pool.check)) is not None:
            told(files, entry.job.file.shown)
            files += _read(board, entry, pool)
    except RunOver:
        pass
    finally:
        pool.close()
        source.leave()
    return Helped(files, source.leads)


def _read(board: WorkBoard, entry: Entry, pool: WorkerPool) -> bool:
    """Reads one file; whether that is of use to the run."""
    documents = list(pool.documents(entry.job.file))
    with suppress(ValueError):
        data = packed(documents)
        if state_of(entry.job.file) == (entry.size, entry.modified):
            board.give(entry.name, data)
            return True
    board.release([entry.name])
    return False


class _HelpedJobs:
    """The jobs of another's run that this process can claim, as a ``JobSource``. ``leads``: it has got the lead."""

    def __init__(self, board: WorkBoard, sheet: RunSheet, roots: Sequence[Path]) -> None:
        self._board = board
        self._sheet = sheet
        self._roots = [Path(os.path.abspath(root)) for root in roots]
        self._jobs: deque[Entry] = deque()
        self._fetched = 0
        self._read_ahead = 0
        self._sizes: deque[tuple[int, int]] = deque()
        self._waiting: deque[Entry] = deque()
        self._taken: deque[Entry] = deque()
        self._changed = threading.Condition()
        self._looked = 0.0
        self._is_over = False
        self._failure: BiganError | None = None
        self._there = self._not_there = 0
        self.leads = False

    # --- the run's side ----------------------------------------------------------------------

    def next_taken(self, check: Callable[[], None]) -> Entry | None:
        """The next file that a worker has been given; ``None`` when the run is over. ``check`` raises what has ended the
        pool."""
        with self._changed:
            while not (self._taken or self._is_over):
                check()
                self._changed.wait(0.1)
            if self._failure is not None:
                raise self._failure
            return self._taken.popleft() if self._taken and not self.leads else None

    def leave(self) -> None:
        """Leaves to others what has been claimed and not been read."""
        left = [entry.name for entry in (*self._waiting, *self._taken)]
        with suppress(RunOver, IndexUnavailable):
            self._board.release(left)

    # --- the pool's side ---------------------------------------------------------------------

    def refill(self, wanted: int) -> None:
        try:
            if not self._is_over:
                self._look()
                self._claim(wanted)
        except RunOver:
            self._end()
        except BiganError as error:
            self._failure = error
            self._end()

    def take(self) -> Job | None:
        if not self._waiting:
            return None
        entry = self._waiting.popleft()
        with self._changed:
            self._taken.append(entry)
            self._changed.notify()
        return entry.job

    @property
    def has_more(self) -> bool:
        return not self._is_over

    def _end(self) -> None:
        with self._changed:
            self._is_over = True
            self._changed.notify()

    def _look(self) -> None:
        """How far the run is, once a second; whoever finds that nobody leads it takes the lead."""
        if monotonic() - self._looked < _LOOK_EVERY_S:
            return
        self._looked = monotonic()
        self.leads = self._board.lead()
        now = self._board.run()
        if self.leads or now is None or now.id != self._sheet.id:
            self._end()
            return
        self._sheet = now
        while self._sizes and self._sizes[0][0] < now.reached:
            self._read_ahead -= self._sizes.popleft()[1]

    def _claim(self, wanted: int) -> None:
        while not self._is_over and len(self._waiting) < wanted and self._read_ahead < _AHEAD:
            chunk = self._next_jobs(wanted)
            if not chunk:
                return
            for entry, is_ours in zip(chunk, self._board.claim([entry.name for entry in chunk]), strict=True):
                if is_ours:
                    self._waiting.append(entry)

    def _next_jobs(self, wanted: int) -> list[Entry]:
        """The next jobs that are ahead of the run and whose files are here as they are there."""
        chunk: list[Entry] = []
        while len(chunk) < wanted:
            if not self._jobs:
                lines = self._board.jobs(self._fetched)
                if not lines:
                    break
                self._jobs.extend(self._entry(self._fetched + n, line) for n, line in enumerate(lines))
                self._fetched += len(lines)
            entry = self._jobs.popleft()
            if entry.number < self._sheet.reached or not self._is_here(entry):
                continue
            self._read_ahead += entry.size
            self._sizes.append((entry.number, entry.size))
            chunk.append(entry)
        return chunk

    def _entry(self, number: int, line: str) -> Entry:
        job, size, modified = job_from_json(line)
        return Entry(number, claim_name(job, size, modified, self._sheet.fingerprint), job, size, modified)

    def _is_here(self, entry: Entry) -> bool:
        path = Path(os.path.abspath(entry.job.file.path))
        is_ours = path.suffix.lower() in SUFFIXES and any(path.is_relative_to(root) for root in self._roots)
        if is_ours and state_of(entry.job.file) == (entry.size, entry.modified) != (-1, -1):
            self._there += 1
            return True
        self._not_there += 1
        if not self._there and self._not_there >= _STRANGE:
            raise BiganError(_NOT_HERE.format(path=entry.job.file.path))
        return False
