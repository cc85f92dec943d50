"""What does harm to the process that reads it: stands in for faults of libraries that no test can bring about.

It goes into a worker as all that a worker is told does, and is no part of the program.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import UnreadableFile
from indexer.ingest.understanding import OldDocument, Understanding, Understood

CRASHES, HANGS, GROWS, CRASHES_ONCE = "此处崩溃", "此处停住", "此处膨胀", "此处只崩一次："


@dataclass(frozen=True, slots=True)
class Faulty(Understanding):
    """Does what the document says."""

    def of_bytes(self, data: bytes, name: str) -> Understood | OldDocument | UnreadableFile:
        text = data.decode("utf-8", "replace")
        if CRASHES in text:
            crash()
        if HANGS in text:
            re.match("(a+)+$", "a" * 60 + "b")  # holds the interpreter and hears no signal of Python's
        if GROWS in text:
            held = []
            while True:
                held.append(bytearray(16 * 1024 * 1024))
        if CRASHES_ONCE in text:
            mark = Path(text.partition(CRASHES_ONCE)[2].splitlines()[0])
            if not mark.exists():
                mark.touch()
                crash()
        return Understanding.of_bytes(self, data, name)


def crash() -> None:
    """Ends the process as a fault in a library does."""
    if sys.platform == "win32":
        os._exit(3)
    else:
        os.kill(os.getpid(), signal.SIGSEGV)
