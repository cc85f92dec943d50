"""The archive as its user keeps it: which folders, what was read from them and what was not, and runs that bring the
index up to date in the background. A server has one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from indexer.config import Settings, samples_folder, settings_of
from indexer.config.changing import file_to_write, with_values
from indexer.config.paths import text_of
from indexer.engines import Engine
from indexer.errors import BiganError, ConfigError, IndexUnavailable
from indexer.ingest.changes import IndexReport, Progress
from indexer.ingest.manifest import FileEntry, Manifest, manifest_from_dict
from indexer.library import folders
from indexer.library.folders import Added, Removed
from indexer.library.job import Job, Run

#: Does a run with the settings that are in force.
UpdateWith = Callable[[Settings, Run, Progress | None], IndexReport]

#: Whoever sees on a page what is being read wants the first of it soon, and the rest before it is all there.
FIRST_SECONDS, PUBLISH_SECONDS = 3.0, 30.0
#: So long a correction waits for a run that is under way.
PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of the archive. ``configured``: config.ini names it; ``files`` and ``reports`` are what the index has
    of it, ``only_here`` the reports that no other folder holds; ``there`` says whether it can be reached now."""

    path: Path
    configured: bool
    there: bool
    files: int
    reports: int
    only_here: int
    is_samples: bool


class Library:
    """``update`` does the runs. ``home`` is where relative paths that somebody types begin; ``places`` are folders in
    which users keep documents."""

    def __init__(
        self, engine: Engine, settings: Settings, update: UpdateWith, *, home: Path, places: Sequence[Path] = ()
    ) -> None:
        self._engine = engine
        self._settings = settings
        self._update = update
        self._home = home
        self._changing = threading.Lock()
        self._seen = _stamp(settings.source)
        self._read: tuple[Mapping[str, Any], Manifest] | None = None
        self.places = tuple(places)
        self.job = Job(lambda run, progress: update(self.settings, run, progress))

    @property
    def settings(self) -> Settings:
        """What is set now."""
        self._follow_file()
        return self._settings

    def _follow_file(self) -> None:
        """A folder that a command line added or took out meanwhile counts here too; a file that cannot be read is looked at again
        once it has changed."""
        source, stamp = self._settings.source, _stamp(self._settings.source)
        if source is None or stamp == self._seen:
            return
        self._seen = stamp
        with suppress(ConfigError):
            self._settings = replace(self._settings, archive_roots=settings_of(source, text_of(source)).archive_roots)

    @property
    def config_file(self) -> Path:
        """The file that changes are written to."""
        return file_to_write(self._settings)

    def manifest(self) -> Manifest:
        """The manifest of the newest generation, read once a generation."""
        plain = self._engine.manifest()
        read = self._read
        if read is None or read[0] is not plain:
            read = self._read = (plain, manifest_from_dict(plain))
        return read[1]

    # --- folders -----------------------------------------------------------------------------

    def folders(self) -> list[Folder]:
        """The folders of the archive, those that config.ini names first."""
        manifest, samples = self.manifest(), samples_folder()
        configured = self.settings.archive_roots
        others = [Path(root) for root in manifest.roots if Path(root) not in configured]
        return [
            self._folder(root, root in configured, manifest, samples) for root in (*configured, *others)
        ]

    def _folder(self, root: Path, configured: bool, manifest: Manifest, samples: Path | None) -> Folder:
        files, only_here = folders.held_by(manifest, root)
        held = {identity for entry in manifest.files.values() if entry.root == str(root) for identity in entry.reports}
        return Folder(root, configured, root.is_dir(), files, len(held), only_here, root == samples)

    def add(self, typed: str) -> Added:
        """Adds a folder and begins to read it. Raises ``BiganError``."""
        with self._changing:
            added = folders.add(self.settings, folders.typed_folder(typed, self._home))
            self._settings = added.settings
        self.job.start(Run(only=(added.folder,), first_seconds=FIRST_SECONDS, publish_seconds=PUBLISH_SECONDS))
        return added

    def remove(self, typed: str) -> Removed:
        """Takes a folder out and begins to forget its reports; a run that reads files ends first, and what else it was to read
        is read after that. Raises ``BiganError``."""
        with self._changing:
            removed = folders.remove(self.settings, self.manifest(), folders.typed_folder(typed, self._home))
            self._settings = removed.settings
        reading = self.job.state
        if reading.running and not reading.run.forget:
            self.job.stop()  # what it has yet to read may lie in that folder
        self.job.start(Run(forget=(removed.folder,)))
        if reading.running and not reading.run.forget and reading.run.only != (removed.folder,):
            self.refresh()
        return removed

    def add_samples(self) -> Added:
        """Adds the sample reports. Raises ``BiganError`` where there are none."""
        samples = samples_folder()
        if samples is None:
            raise BiganError("这份笔杆没有带样例：请添加自己的文件夹")
        return self.add(str(samples))

    # --- runs --------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Begins to compare all folders with the index."""
        self.job.start(Run(first_seconds=FIRST_SECONDS, publish_seconds=PUBLISH_SECONDS))

    def stop(self) -> None:
        """Ends the reading that goes on; what was read stays, the rest is read by the next run."""
        self.job.stop()

    def at_once(self, only: Sequence[Path]) -> IndexReport:
        """Brings the index up to date for some folders before it returns. Raises ``IndexUnavailable`` where a run in the
        background takes long: what was wanted is then done after it."""
        if not self.job.alone.acquire(timeout=PATIENCE):
            self.job.start(Run())
            raise IndexUnavailable("正在读入文件，读完就会用上")
        try:
            return self._update(self.settings, Run(only=tuple(only)), None)
        finally:
            self.job.alone.release()

    # --- settings ----------------------------------------------------------------------------

    def change(self, values: Mapping[tuple[str, str], str]) -> None:
        """Writes other values of settings. Raises ``ConfigError``."""
        with self._changing:
            self._settings = with_values(self.settings, values)

    # --- files -------------------------------------------------------------------------------

    def newest(self, most: int) -> list[FileEntry]:
        """The files that were read last, the newest first."""
        read = [entry for entry in self.manifest().files.values() if entry.reports and entry.read_at]
        return sorted(read, key=lambda entry: (entry.read_at, entry.shown), reverse=True)[:most]


def _stamp(file: Path | None) -> tuple[int, int] | None:
    """When a file was written last, and its size; ``None`` where there is none."""
    try:
        found = file.stat() if file else None
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size) if found else None
