"""How much memory this process holds, and a limit to it.

On Linux the system holds the limit: what is asked for beyond it fails. Elsewhere a thread looks several times a second, and
ends the process; a library that keeps the interpreter to itself can hold more for as long as it does.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress

_LOOK_EVERY_S = 0.2
_MB = 1024 * 1024


def memory_in_use() -> int:
    """The bytes of memory that this process holds, or (macOS) held at most; 0 where the system does not say."""
    if sys.platform == "win32":
        return _on_windows()
    elif sys.platform == "linux":
        with suppress(OSError, ValueError, IndexError), open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        return 0
    else:
        import resource

        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024


def limit_memory(megabytes: int, say: Callable[[], None]) -> None:
    """From now on this process may hold so much; ``say`` is called before it is ended for more. Where the system holds the
    limit, ``MemoryError`` is raised instead."""
    if sys.platform == "linux":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        most = megabytes * _MB if hard == resource.RLIM_INFINITY else min(megabytes * _MB, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    else:
        threading.Thread(target=watch, args=(megabytes * _MB, say, memory_in_use), daemon=True).start()


def watch(most: int, say: Callable[[], None], in_use: Callable[[], int]) -> None:
    """Ends this process as soon as it holds more than ``most`` bytes."""
    while in_use() <= most:
        time.sleep(_LOOK_EVERY_S)
    with suppress(OSError):
        say()
    os._exit(1)


if sys.platform == "win32":

    def _on_windows() -> int:
        import ctypes
        from ctypes import wintypes

        class Counters(ctypes.Structure):
            _fields_ = [
                ("size", wintypes.DWORD),
                ("faults", wintypes.DWORD),
                *((name, ctypes.c_size_t) for name in ("peak", "held", "a", "b", "c", "d", "committed", "most_committed")),
            ]

        counters = Counters()
        counters.size = ctypes.sizeof(counters)
        kernel = ctypes.WinDLL("kernel32")
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.K32GetProcessMemoryInfo.argtypes = (wintypes.HANDLE, ctypes.c_void_p, wintypes.DWORD)
        if not kernel.K32GetProcessMemoryInfo(kernel.GetCurrentProcess(), ctypes.byref(counters), counters.size):
            return 0
        return int(counters.held)
