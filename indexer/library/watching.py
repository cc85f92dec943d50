"""New, changed and deleted files are read in by themselves while a server runs.

The folders are looked through every few seconds for names, sizes and times; no file is opened. Notices of the system
(inotify and the like) are not used: they do not come from network drives and cloud folders, where many archives lie, and
one that is lost leaves the index wrong without a word. Looking takes at most a twentieth of the time, however slow the
drive, and a file is read only when it has been the same twice: who copies it may still be writing.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from time import monotonic

from indexer.errors import BiganError
from indexer.ingest.discovery import Scope, discover
from indexer.library.job import Run
from indexer.library.library import Library

#: Time and size of a file; of one that is to be read again, nothing that a file can have.
Print = tuple[int, int]
_TO_BE_READ: Print = (-1, -1)

#: So long is waited between two looks, and so many times as long as a look takes.
_SECONDS = 4.0
_SHARE = 20


class Watcher:
    """Looks after the folders of a library. ``look`` is one look; ``start`` has a thread look again and again."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[str, Print] = {}
        self._roots: tuple[Path, ...] | None = None
        self._pending: Mapping[str, Print | None] = {}
        self._sent: frozenset[str] | None = None
        self._off = False
        self._stopped = threading.Event()

    def start(self) -> None:
        """Looks until ``stop``, in a thread that ends with the process."""
        threading.Thread(target=self._watch, name="bigan-watch", daemon=True).start()

    def stop(self) -> None:
        """Looks no more."""
        self._stopped.set()

    def _watch(self) -> None:
        pause = 0.0
        while not self._stopped.wait(pause):
            began = monotonic()
            # A drive or an index that cannot be read now may be there the next time; every page tells of the index.
            with suppress(BiganError, OSError):
                self.look()
            pause = max(_SECONDS, _SHARE * (monotonic() - began))

    def look(self) -> None:
        """Compares the folders with what they were; what has changed and stayed so since the look before is read."""
        library = self._library
        if not library.settings.watch:
            self._off, self._roots = True, None
            return
        if library.job.busy:
            return
        if self._off:
            # Whatever has changed while nobody looked.
            self._off = False
            library.refresh()
            return
        self._take_back_failed()
        roots = tuple(dict.fromkeys([*library.settings.archive_roots, *map(Path, library.manifest().roots)]))
        now = self._prints(roots)
        self._learn_roots(roots, now)
        changed = {path: now.get(path) for path in {*now, *self._known} if now.get(path) != self._known.get(path)}
        settled = {path for path, found in changed.items() if path in self._pending and self._pending[path] == found}
        self._pending = changed
        if not settled:
            return
        for path in settled:
            found = now.get(path)
            if found is None:
                del self._known[path]
            else:
                self._known[path] = found
        self._sent = frozenset(settled)
        library.job.start(Run(touched=self._sent, watched=True))

    def _learn_roots(self, roots: tuple[Path, ...], now: Mapping[str, Print]) -> None:
        """What lies in a folder that was added is read by the run that adds it, what lay in one that is gone is forgotten."""
        if self._roots is None:
            self._known = dict(now)
            self._pending = {}
        elif roots != self._roots:
            new = [root for root in roots if root not in self._roots]
            self._known = {path: known for path, known in self._known.items() if _is_in(path, roots)}
            self._known |= {path: found for path, found in now.items() if path not in self._known and _is_in(path, new)}
        self._roots = roots

    def _take_back_failed(self) -> None:
        """What a run was to read that failed (another process had the index) is to be read still."""
        if self._sent is None:
            return
        state = self._library.job.state
        if state.run.touched == self._sent and state.error:
            self._known |= dict.fromkeys(self._sent, _TO_BE_READ)
        self._sent = None

    def _prints(self, roots: tuple[Path, ...]) -> dict[str, Print]:
        """All files that are there now. Of folders that cannot be reached the last look still counts."""
        largest = self._library.settings.max_file_mb * 1024 * 1024
        found = discover([Scope(root, root) for root in roots], largest)
        away = [*(scope.folder for scope in found.missing), *found.unlisted]
        prints = {path: known for path, known in self._known.items() if _is_in(path, away)} if away else {}
        for path in found.files:
            try:
                status = os.stat(path)
            except OSError:
                continue
            prints[path] = (status.st_mtime_ns, status.st_size)
        return prints


def _is_in(path: str, folders: tuple[Path, ...] | list[Path]) -> bool:
    return any(Path(path).is_relative_to(folder) for folder in folders)
