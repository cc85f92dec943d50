"""Runs a command as a user would, in a process of its own, and tells what it and all it started took."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from bench.apart import Failed
from bench.memory import held_by

ROOT = Path(__file__).resolve().parents[1]

#: Looking at a process's memory holds it up for a moment; between two looks it runs so many times as long, and so many
#: seconds at least.
_TIMES, _AT_LEAST = 20, 0.1
#: So much of what a failed command said is told.
_TOLD = 300


@dataclass(frozen=True, slots=True)
class Ran:
    """Seconds by the clock; processor seconds of the command and all it started; of these together the most megabytes,
    and the most that were not mapped from files (``None`` where that cannot be told); and what it printed."""

    seconds: float
    processor: float
    peak: float | None
    own_peak: float | None
    printed: str


def run(command: Sequence[str], seconds: float, more: Mapping[str, str] | None = None, *, memory: bool = True) -> Ran:
    """Runs a command to its end, with ``more`` in its environment; short ones are not held up by looks at their
    ``memory``. Raises ``Failed`` where it takes longer than ``seconds`` or does not end well."""
    with TemporaryFile() as out, TemporaryFile() as err:
        used, began = _children(), time.perf_counter()
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **(more or {})}, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
            start_new_session=True,
        )  # fmt: skip
        with _ended(process), _watched(process.pid) if memory else nullcontext([0.0, 0.0]) as most:
            try:
                status = process.wait(seconds)
            except subprocess.TimeoutExpired:
                raise Failed(f"{_name(command)}: not done after {seconds:.0f} s") from None
        took, used = time.perf_counter() - began, _children() - used
        if status:
            raise Failed(f"{_name(command)}: ended with {status}: {_text(err).strip()[-_TOLD:]}")
        return Ran(took, used, most[0] or None, most[1] or None, _text(out))


def _children() -> float:
    """Processor seconds of all that ended as children of this process."""
    times = os.times()
    return times.children_user + times.children_system


@contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Nothing of the command goes on when this block is left early: what it started is one group."""
    try:
        yield
    finally:
        if process.poll() is None:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            process.wait()


@contextmanager
def _watched(process: int) -> Iterator[list[float]]:
    """The most that a process and those it started held while the block ran: together, and not mapped from files."""
    most, done = [0.0, 0.0], threading.Event()

    def look() -> None:
        pause = 0.0
        while not done.wait(pause):
            began = time.perf_counter()
            held = held_by(process)
            most[:] = max(most[0], held.together), max(most[1], held.own)
            pause = max(_AT_LEAST, _TIMES * (time.perf_counter() - began))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield most
    finally:
        done.set()
        watcher.join()


def _name(command: Sequence[str]) -> str:
    return " ".join([Path(command[0]).name, *command[1:4]])


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")
