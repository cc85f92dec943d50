"""Judges with a planted fault, to see whether the campaign notices."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from tests.campaign.judging import Outcome

#: The input over which each of them stumbles.
STUMBLES_AT = 3


def _stumbling(fault: Callable[[], None]) -> Callable[[int], Outcome]:
    def judge(index: int) -> Outcome:
        if index == STUMBLES_AT:
            fault()
        return Outcome(index, "txt", "read", 0.0)

    return judge


def sleeping(folder: Path) -> Callable[[int], Outcome]:
    """Never comes back."""
    return _stumbling(lambda: time.sleep(600))


def dying(folder: Path) -> Callable[[int], Outcome]:
    """Ends its process, as a fault in a C library does."""
    return _stumbling(lambda: os._exit(9))


def working(folder: Path) -> Callable[[int], Outcome]:
    """Says that it has used more time of the processor than is allowed."""
    return lambda index: Outcome(index, "txt", "read", 99.0 if index == STUMBLES_AT else 0.0)


def greedy(folder: Path) -> Callable[[int], Outcome]:
    """Takes a gigabyte, or says that it could not."""

    def judge(index: int) -> Outcome:
        try:
            size = len(bytearray(1 << 30)) if index == STUMBLES_AT else 0
        except MemoryError:
            return Outcome(index, "txt", "failed", 0.0, detail="MemoryError")
        return Outcome(index, "txt", "read", 0.0, detail=str(size))

    return judge
