"""Runs a piece of work in a fresh process, for so long and no longer. Needs nothing else, so that such a process is small."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Any, TypeVar

_T = TypeVar("_T")


class Failed(Exception):
    """A child process failed or took too long; the message says which and why."""


def in_child(seconds: float, work: Callable[..., _T], *arguments: Any) -> _T:
    """What ``work`` gives when it is run in a fresh process. Raises ``Failed``."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(theirs, work, arguments))
    process.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            _kill(process.pid or 0)
            raise Failed(f"{work.__name__}: not done after {seconds:.0f} s")
        done, value = ours.recv()
    except EOFError:
        raise Failed(f"{work.__name__}: the process ended without an answer") from None
    except BaseException:
        _kill(process.pid or 0)
        raise
    finally:
        ours.close()
        process.join()
    if not done:
        raise Failed(f"{work.__name__}: {value}")
    result: _T = value
    return result


def _kill(process: int) -> None:
    """Ends the process and what it has started, which is one group."""
    try:
        os.killpg(process, signal.SIGKILL)
    except (AttributeError, ProcessLookupError):
        os.kill(process, signal.SIGTERM)


def _work(pipe: Connection, work: Callable[..., object], arguments: Sequence[Any]) -> None:
    if hasattr(os, "setpgrp"):
        os.setpgrp()
    try:
        answer: tuple[bool, object] = (True, work(*arguments))
    except Exception as error:  # told to the parent, whatever it is
        answer = (False, f"{type(error).__name__}: {error}")
    pipe.send(answer)
