"""One process that reads for a pool: how it is started, sent its files and ended, and what is known of each of them.

Whoever calls holds the pool's lock where another thread looks at the same; see ``workers.py``.
"""

from __future__ import annotations

import multiprocessing
import pickle
import signal
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from time import monotonic
from typing import Literal

from indexer.ingest.worker import Begun, Done, Job, work

#: A job that is larger is sent only to a worker that waits for one: any other might be sending, too.
_SMALL_JOB = 2048

Cause = Literal["died", "took too long", "too much memory"]


@dataclass
class Task:
    """A file and what has come in of it. ``begun`` is the document in hand, ``failures`` how often it has failed."""

    job: Job
    inbox: deque[bytes | Done] = field(default_factory=deque)
    delivered: int = 0
    begun: Begun | None = None
    failures: int = 0
    is_finished: bool = False


@dataclass
class Worker:
    """A process with its files in order, of which it has been sent the first ``sent``."""

    process: multiprocessing.process.BaseProcess
    connection: Connection
    tasks: deque[Task] = field(default_factory=deque)
    sent: int = 0
    heard: float = field(default_factory=monotonic)
    is_ready: bool = False
    documents: int = 0
    ended_for: Cause | None = None


def start_worker() -> Worker:
    """A new process; ``spawn`` does not copy what this one holds, and is the same on every system."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    with theirs:
        process = context.Process(target=work, args=(theirs,), daemon=True)
        try:
            with _without_interrupts():
                process.start()
        except BaseException:
            ours.close()
            raise
    return Worker(process, ours)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """What is started here never gets the signal of Ctrl+C, not even before it can say so."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def send_jobs(worker: Worker) -> None:
    """Sends the files that a worker has not been sent, one more than it reads so that it need not wait. A worker that is
    gone is noticed when it is listened to."""
    if not worker.is_ready:
        return
    while worker.sent < len(worker.tasks):
        task = worker.tasks[worker.sent]
        data = pickle.dumps(replace(task.job, skip=task.delivered), pickle.HIGHEST_PROTOCOL)
        if worker.sent and len(data) > _SMALL_JOB:
            return
        if not worker.sent:
            worker.heard = monotonic()
        worker.sent += 1
        with suppress(OSError):
            worker.connection.send_bytes(data)


def end_worker(worker: Worker) -> None:
    """Ends a process, whatever it does."""
    worker.process.kill()
    worker.process.join()
    worker.connection.close()
