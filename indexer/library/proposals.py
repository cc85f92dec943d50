"""Which folders of this machine may hold reports: a browser never tells the path of a folder, so they are proposed."""

from __future__ import annotations

import os
import string
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from indexer.ingest.discovery import LOCK_FILE_PREFIX
from indexer.reading import SUFFIXES

#: Where people keep documents, in the names of Chinese and English systems.
_NAMES = ("桌面", "文档", "下载", "Desktop", "Documents", "Downloads")
#: Folders of programs and systems, however many text files they hold.
_NOT_LOOKED_INTO = frozenset(
    ("node_modules", "site-packages", "appdata", "windows", "program files", "program files (x86)", "programdata",
     "library", "$recycle.bin", "system volume information", "proc", "sys", "dev")
)  # fmt: skip
#: So deep and so long is looked, and so many files are counted in one place.
_DEPTH = 5
_SECONDS = 1.0
_MOST = 5000
#: So many folders inside a place are named beside it, if they hold at least so many files.
_INSIDE = 4
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Proposal:
    """A folder with the number of files that can be read; ``more``: there are more than were counted in the time."""

    path: Path
    files: int
    more: bool = False
    level: int = 0


def usual_places(home: Path) -> list[Path]:
    """The places on this machine, there or not: in the home folder, in its cloud folders, and on Windows the drives."""
    homes = [home, *(home / name for name in ("OneDrive", "OneDrive - Personal"))]
    places = [folder / name for folder in homes for name in _NAMES]
    if sys.platform == "win32":
        places += [Path(f"{letter}:\\") for letter in string.ascii_uppercase[3:]]
    return places


def proposals(places: Sequence[Path], known: Collection[Path] = (), seconds: float = _SECONDS) -> list[Proposal]:
    """The places that hold files that can be read, each followed by the folders in it that hold most; none that lies in
    one of the ``known`` folders. Looks no longer than ``seconds``."""
    until = monotonic() + seconds
    found: list[Proposal] = []
    seen: set[str] = set()
    there = [place for place in places if place.is_dir()]
    for number, place in enumerate(there):
        real = os.path.realpath(place)
        if real in seen or any(place.is_relative_to(folder) for folder in known):
            continue
        seen.add(real)
        # What one place leaves of its share of the time goes to those after it.
        share = monotonic() + max(0.0, until - monotonic()) / (len(there) - number)
        found += _of_place(place, known, share)
    return found


def _of_place(place: Path, known: Collection[Path], until: float) -> list[Proposal]:
    counts: dict[Path, int] = {}
    total = 0
    for folder, files in _walk(place, known, until):
        total += files
        below = folder.relative_to(place).parts
        if below:
            first = place / below[0]
            counts[first] = counts.get(first, 0) + files
        if total >= _MOST:
            break
    if not total:
        return []
    over = total >= _MOST or monotonic() >= until
    most = sorted((n, str(path)) for path, n in counts.items() if n >= _FEWEST)[: -_INSIDE - 1 : -1]
    return [Proposal(place, total, over), *(Proposal(Path(path), n, over, 1) for n, path in most)]


def _walk(place: Path, known: Collection[Path], until: float) -> Iterator[tuple[Path, int]]:
    """Each folder, the shallow ones first, with the number of its own files that can be read."""
    waiting = [(place, 0)]
    while waiting and monotonic() < until:
        folder, depth = waiting.pop(0)
        files = 0
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name.startswith((".", LOCK_FILE_PREFIX)):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        if depth < _DEPTH and entry.name.lower() not in _NOT_LOOKED_INTO and Path(entry.path) not in known:
                            waiting.append((Path(entry.path), depth + 1))
                    elif os.path.splitext(entry.name)[1].lower() in SUFFIXES:
                        files += 1
        except OSError:
            continue
        yield folder, files
