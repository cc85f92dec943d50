"""Judges inputs in processes that may hang, starve or die: the process is ended, the input is a fault,
the rest goes on in a new one."""

from __future__ import annotations

import contextlib
import multiprocessing
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing import connection
from multiprocessing.connection import Connection
from pathlib import Path

from tests.campaign.judging import Outcome

#: Makes a judge in the process that uses it; given a folder of its own.
MakeJudge = Callable[[Path], Callable[[int], Outcome]]

_CHUNK = 25
#: Seconds until a new process has loaded all it needs.
_START_S = 120.0
# Not "fork": a copy of a process with threads may hang, and its memory is that of its parent.
_PROCESSES = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Bounds:
    """``seconds`` of the processor and ``memory_mb`` for one input. By the clock a process is ended after
    ``patience`` times that, since it may share the processor."""

    seconds: float = 5.0
    memory_mb: int = 2048
    patience: float = 4.0


def run(
    make_judge: MakeJudge, indices: Iterable[int], folder: Path, bounds: Bounds, workers: int = 2
) -> Iterator[Outcome]:
    """The outcomes of the inputs in the order in which they are had. ``folder`` holds what is read."""
    left = iter(indices)
    crew: list[_Worker] = []
    try:
        crew += [_Worker(make_judge, folder / str(n), bounds) for n in range(workers)]
        while crew:
            ready = connection.wait([w.pipe for w in crew], max(0.0, min(w.deadline for w in crew) - time.monotonic()))
            for worker in tuple(crew):
                if worker.pipe in ready:
                    yield from worker.received()
                elif time.monotonic() > worker.deadline:
                    yield from worker.ended(f"not done after {bounds.seconds * bounds.patience:g} s")
                if not worker.has_work:
                    worker.give(list(islice(left, _CHUNK)))
                if not worker.has_work:
                    worker.stop()
                    crew.remove(worker)
    finally:
        for worker in crew:
            worker.stop()


class _Worker:
    """One process and the inputs that it still has to judge."""

    def __init__(self, make_judge: MakeJudge, folder: Path, bounds: Bounds) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._arguments = (make_judge, folder, bounds.memory_mb)
        self._bounds = bounds
        self._todo: deque[int] = deque()
        self._start()

    def _start(self) -> None:
        self._is_ready = False
        self.pipe, theirs = _PROCESSES.Pipe()
        self._process = _PROCESSES.Process(target=_work, args=(theirs, *self._arguments), daemon=True)
        self._process.start()
        theirs.close()
        self.deadline = time.monotonic() + _START_S

    @property
    def has_work(self) -> bool:
        return bool(self._todo) or not self._is_ready

    def give(self, indices: list[int]) -> None:
        """More inputs, once those before are done."""
        self._todo.extend(indices)
        self._set_to_work()

    def _set_to_work(self) -> None:
        self.deadline = time.monotonic() + self._bounds.seconds * self._bounds.patience
        if self._todo:
            self.pipe.send(list(self._todo))

    def received(self) -> Iterator[Outcome]:
        """What the process says: that it is ready, or an outcome; or nothing more, having died."""
        try:
            said = self.pipe.recv()
        except (EOFError, ConnectionResetError):
            self._process.join()
            yield from self.ended(f"the process died ({self._process.exitcode})")
            return
        if not self._is_ready:
            self._is_ready = True
            self._set_to_work()
            return
        self._todo.popleft()
        self.deadline = time.monotonic() + self._bounds.seconds * self._bounds.patience
        if said.seconds > self._bounds.seconds:
            said = replace(said, verdict="failed", detail=f"took {said.seconds:.1f} s\n{said.detail}")
        yield said

    def ended(self, why: str) -> Iterator[Outcome]:
        """Ends the process; the input in hand is a fault, the others go to a new process."""
        was_ready = self._is_ready
        self.stop()
        if not was_ready:
            raise RuntimeError(f"a process of the campaign cannot start: {why}")
        yield Outcome(self._todo.popleft(), "?", "failed", self._bounds.seconds, detail=why)
        self._start()

    def stop(self) -> None:
        self.pipe.close()
        self._process.kill()
        self._process.join()


def _work(pipe: Connection, make_judge: MakeJudge, folder: Path, memory_mb: int) -> None:
    """What a process does: judges the inputs it is told, until nobody listens."""
    judge = make_judge(folder)
    _bound_memory(memory_mb)
    with contextlib.suppress(EOFError, BrokenPipeError):
        pipe.send("ready")
        while True:
            for index in pipe.recv():
                outcome = judge(index)
                pipe.send(replace(outcome, peak_mb=_peak_mb()))


def _bound_memory(memory_mb: int) -> None:
    if sys.platform != "win32":
        import resource

        # Where the system does not let itself be asked, the peak is still told.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))


def _peak_mb() -> float:
    """The most memory that this process has held; 0 where the system does not say."""
    if sys.platform == "win32":
        return 0.0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)
