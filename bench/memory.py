"""How much memory a process holds; on Linux only, elsewhere ``None``."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_SAMPLED_EVERY = 0.25
_LINE = re.compile(r"^(\w+):\s+(\d+) kB", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes resident, mapped pages included; ``shared_out`` counts pages that others hold too by their share;
    ``files`` is the part mapped from files."""

    resident: float
    shared_out: float
    files: float


def memory_of(process: int | str = "self") -> Memory | None:
    try:
        rollup = _kilobytes(Path(f"/proc/{process}/smaps_rollup"))
        status = _kilobytes(Path(f"/proc/{process}/status"))
        return Memory(rollup["Rss"] / 1024, rollup["Pss"] / 1024, status["RssFile"] / 1024)
    except (OSError, KeyError):
        return None


@dataclass(frozen=True, slots=True)
class Held:
    """Megabytes of a process and those it started, pages that several hold counted once; ``own`` are not mapped from files."""

    together: float
    own: float


def held_by(process: int | str) -> Held:
    """What a process and those it started hold just now; nothing where that cannot be told."""
    found = [_shares(pid) for pid in _family(process)]
    return Held(sum(all_ for all_, _ in found), sum(own for _, own in found))


def _shares(process: int | str) -> tuple[float, float]:
    try:
        rollup = _kilobytes(Path(f"/proc/{process}/smaps_rollup"))
        return rollup["Pss"] / 1024, (rollup["Pss"] - rollup["Pss_File"]) / 1024
    except (OSError, KeyError):
        return 0.0, 0.0


@dataclass
class Peak:
    """The most megabytes that this process and those it started held at once."""

    megabytes: float | None = None


@contextmanager
def watched() -> Iterator[Peak]:
    """Watches while the block runs. Of this process alone the kernel's own figure counts; those that it starts are
    looked at now and then."""
    peak, done = Peak(), threading.Event()
    most = [0.0]

    def look() -> None:
        while not done.wait(_SAMPLED_EVERY):
            most[0] = max(most[0], sum(_resident(pid) for pid in _family("self")))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()
        try:
            own = _kilobytes(Path("/proc/self/status"))["VmHWM"] / 1024
            peak.megabytes = max(own, most[0])
        except (OSError, KeyError):
            peak.megabytes = None


def _family(process: int | str) -> Iterator[int | str]:
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _family(int(child))


def _resident(process: int | str) -> float:
    try:
        return _kilobytes(Path(f"/proc/{process}/status")).get("VmRSS", 0) / 1024
    except OSError:
        return 0.0


def _kilobytes(path: Path) -> dict[str, int]:
    return {name: int(size) for name, size in _LINE.findall(path.read_text(encoding="utf-8"))}
