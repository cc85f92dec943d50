"""What the store asks of a disk: a lock between threads and processes, and files that are whole or not there."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.errors import DraftError

#: A change takes milliseconds; whoever waits so long waits for something that hangs.
_PATIENCE = 10.0
_NAP = 0.01
#: Windows refuses to replace a file while a virus scanner or a reader has it open.
_ATTEMPTS = 50


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds the lock file ``path``. The system frees it when a process ends, however it ends. Raises ``DraftError``
    where another process does not let go, ``OSError`` where the file cannot be opened."""
    with path.open("a+b") as file:
        until = time.monotonic() + _PATIENCE
        while not _try_lock(file.fileno()):
            if time.monotonic() > until:
                raise DraftError(f"另一个笔杆正占着稿件文件夹 {path.parent}：请稍候再试，或关掉另一个窗口")
            time.sleep(_NAP)
        try:
            yield
        finally:
            _unlock(file.fileno())


def write_whole(path: Path, data: bytes) -> None:
    """Puts ``data`` in the place of a file, so that it holds the old bytes or the new ones, whatever happens. The lock
    must be held: the name of the file written first is always the same, and one that a crash left is written over."""
    beside = path.with_name(path.name + ".tmp")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    _patiently_replace(beside, path)
    _sync_folder(path.parent)


def _patiently_replace(beside: Path, path: Path) -> None:
    for attempt in range(_ATTEMPTS):
        try:
            beside.replace(path)
            return
        except PermissionError:
            if os.name != "nt" or attempt == _ATTEMPTS - 1:
                raise
            time.sleep(_NAP)


def _sync_folder(folder: Path) -> None:
    """Has the new name survive a power cut too, where the system lets a folder be opened."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        os.lseek(handle, 0, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
