"""Worker processes that read files for a run, and what they give in the files' order.

A thread of the run's process hands out jobs and takes in messages, also while the run is writing. Each worker has its
files in order, so the first file that is not finished is the first of some worker's: that one is always listened to, the
others only while what waits for its turn is within bounds. A worker that dies, takes too long or holds too much loses the
document in hand; another one takes over its files.
"""

from __future__ import annotations

import pickle
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import wait
from time import monotonic, sleep

from indexer.errors import UnreadableFile
from indexer.ingest.discovery import FoundFile
from indexer.ingest.jobs import JobSource
from indexer.ingest.worker import BEGUN, DOCUMENT, FINISHED, READY, TOO_MUCH, Brief, Done
from indexer.ingest.worker_process import Cause, Task, Worker, end_worker, send_jobs, start_worker

#: So many bytes may wait for their turn: some twenty thousand paragraphs, what workers read while the run writes.
_MOST_WAITING = 64 * 1024 * 1024
#: How often the thread looks whether it is to end, and whether a worker takes too long.
_LOOK_EVERY_S = 0.1
#: Starting takes a second or two; on a slow disk, with a virus scanner, ten times as long.
_START_S = 120.0
#: A worker that has closed its connection is about to end.
_END_S = 10.0


class Ended(UnreadableFile):
    """The reading of a file had to be ended; with other limits it may succeed."""


class WorkersUnavailable(Exception):
    """Processes cannot be started here."""


class WorkerPool:
    """Reads ``jobs`` with ``count`` processes. ``documents`` is asked for each job's file, in the order they are taken. Ends
    its processes when it is closed."""

    def __init__(self, count: int, brief: Brief, jobs: JobSource) -> None:
        self._brief = brief
        self._jobs = jobs
        self._changed = threading.Condition()
        self._ahead: deque[Task] = deque()
        self._waiting = 0
        self._workers: list[Worker] = []
        self._failure: Exception | None = None
        self._is_closing = False
        self._count = count
        self._thread = threading.Thread(target=self._run, name="workers", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends all processes, whatever they do."""
        self._is_closing = True
        self._thread.join()

    # --- the run's side ----------------------------------------------------------------------

    def check(self) -> None:
        """Raises what has ended the pool, where something has."""
        if self._failure is not None:
            raise self._failure

    def documents(self, file: FoundFile) -> Iterator[Done]:
        """The documents of the next file, as they come. Raises ``WorkersUnavailable``."""
        while (message := self._next(file)) is not None:
            yield pickle.loads(message[1:]) if isinstance(message, bytes) else message

    def _next(self, file: FoundFile) -> bytes | Done | None:
        """The next document of the first file; ``None`` behind its last one."""
        with self._changed:
            while True:
                task = self._ahead[0] if self._ahead else None
                assert task is None or task.job.file == file, "files are asked for in order"
                if task and task.inbox:
                    message = task.inbox.popleft()
                    self._waiting -= len(message) if isinstance(message, bytes) else 0
                    return message
                if task and task.is_finished:
                    self._ahead.popleft()
                    return None
                if self._failure is not None:
                    raise self._failure
                # Not without end: on Windows nothing else would let Ctrl+C through.
                self._changed.wait(_LOOK_EVERY_S)

    # --- the thread's side -------------------------------------------------------------------

    def _run(self) -> None:
        try:
            self._start([deque() for _ in range(self._count)])
            while not self._is_closing:
                if self._waiting < _MOST_WAITING:
                    self._jobs.refill(2 * self._count)
                with self._changed:
                    self._assign()
                    heard = self._listened_to()
                self._receive(heard)
                self._end_stuck(heard)
        except Exception as error:  # told to the run, which raises it
            with self._changed:
                self._failure = error
                self._changed.notify()
        finally:
            for worker in self._workers:
                end_worker(worker)

    def _start(self, queues: Sequence[deque[Task]]) -> None:
        """A new worker for each queue. All are started before the first is told anything, which waits for it."""
        started: list[Worker] = []
        try:
            for tasks in queues:
                started.append(start_worker())
                started[-1].tasks = tasks
                self._workers.append(started[-1])
            for worker in started:
                with suppress(BrokenPipeError, ConnectionError):
                    worker.connection.send(self._brief)
        except OSError as error:
            raise WorkersUnavailable(str(error)) from error

    def _assign(self) -> None:
        """Sees to it that each worker knows its next file."""
        while self._workers and self._waiting < _MOST_WAITING:
            worker = min(self._workers, key=lambda one: len(one.tasks))
            job = self._jobs.take() if len(worker.tasks) < 2 else None
            if job is None:
                break
            task = Task(job)
            worker.tasks.append(task)
            self._ahead.append(task)
        for worker in self._workers:
            send_jobs(worker)

    def _listened_to(self) -> list[Worker]:
        """All workers while there is room, else the one that has the first file."""
        first = self._ahead[0] if self._ahead else None
        listened: list[Worker] = []
        for worker in self._workers:
            if self._waiting < _MOST_WAITING or (worker.tasks and worker.tasks[0] is first):
                listened.append(worker)
            else:
                worker.heard = monotonic()
        return listened

    def _receive(self, workers: Sequence[Worker]) -> None:
        by_connection: dict[object, Worker] = {worker.connection: worker for worker in workers}
        if not by_connection:
            sleep(_LOOK_EVERY_S)
            return
        for connection in wait([worker.connection for worker in workers], _LOOK_EVERY_S):
            worker = by_connection[connection]
            try:
                message = worker.connection.recv_bytes()
            except (EOFError, OSError):
                self._lost(worker)
                continue
            with self._changed:
                self._take(worker, message)
                self._changed.notify()

    def _take(self, worker: Worker, message: bytes) -> None:
        worker.heard = monotonic()
        kind = message[:1]
        if kind == READY:
            worker.is_ready = True
            return
        if kind == TOO_MUCH:
            worker.ended_for = "too much memory"
            return
        task = worker.tasks[0]
        if kind == BEGUN:
            task.begun = pickle.loads(message[1:])
        elif kind == DOCUMENT:
            task.inbox.append(message)
            self._waiting += len(message)
            task.delivered, task.begun, task.failures = task.delivered + 1, None, 0
            worker.documents += 1
        elif kind == FINISHED:
            task.is_finished = True
            worker.tasks.popleft()
            worker.sent -= 1
            send_jobs(worker)

    def _end_stuck(self, workers: Iterable[Worker]) -> None:
        """Ends workers that have been silent for too long; that they are gone is noticed as ever."""
        for worker in workers:
            silent = monotonic() - worker.heard
            if worker.is_ready and worker.sent and silent > self._brief.seconds and worker.ended_for is None:
                worker.ended_for = "took too long"
                worker.process.kill()
            elif not worker.is_ready and silent > _START_S:
                worker.process.kill()

    def _lost(self, worker: Worker) -> None:
        """Another worker for one that is gone, with its files. Raises ``WorkersUnavailable`` where it has not even begun."""
        self._workers.remove(worker)
        worker.process.join(_END_S)
        end_worker(worker)
        if not worker.is_ready:
            raise WorkersUnavailable(f"exit code {worker.process.exitcode}")
        if worker.tasks:
            with self._changed:
                self._blame(worker, worker.tasks[0])
                self._changed.notify()
        if worker.tasks or self._jobs.has_more:
            self._start([worker.tasks])

    def _blame(self, worker: Worker, task: Task) -> None:
        """Gives up the document in hand, unless it deserves one more try with a fresh worker: others may have filled the
        memory before it, and a process may have been ended from outside."""
        cause = worker.ended_for or ("died" if worker.process.exitcode else None)
        if cause is None or not worker.sent:
            return
        task.failures += 1
        fresh = cause == "too much memory" and not worker.documents
        if cause != "took too long" and task.failures == 1 and not fresh:
            return
        file = task.job.file
        if task.begun is not None:
            error = Ended(self._reason(cause, task.begun.shown.rpartition("/")[2]))
            task.inbox.append(Done(task.begun.key, task.begun.shown, task.begun.content, error))
            task.delivered, task.begun, task.failures = task.delivered + 1, None, 0
        else:
            error = Ended(self._reason(cause, file.path.name))
            task.inbox.append(Done(str(file.path), file.shown, error, None))
            task.is_finished = True
            worker.tasks.popleft()

    def _reason(self, cause: Cause, name: str) -> str:
        brief = self._brief
        match cause:
            case "took too long":
                why, setting = f"读了 {brief.seconds:g} 秒还没有读完", "file_seconds"
            case "too much memory":
                why, setting = f"读取时占用的内存超过 {brief.megabytes} MB", "worker_mb"
            case _:
                return f"「{name}」让读取程序崩溃了，没有读成：请用原来的程序打开，另存为 .docx 或 .txt 后重新放入"
        return f"「{name}」{why}，没有读成：请拆分或另存为 .docx 后重新放入，或在 config.ini 调大 {setting} 再运行 bigan index"
