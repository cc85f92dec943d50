"""Drafts on disk: one readable file a draft, changed by one writer at a time, earlier versions beside them.

Every change is made to the newest state under a lock, written to a file of another name and put in the place of the old
one: several tabs and processes lose nothing, and a crash leaves the last state. A file that cannot be understood is
renamed and named, never overwritten; work goes on from the newest version that can be.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from indexer.drafting.disk import locked, write_whole
from indexer.drafting.files import DamagedDraft, NewerFormat, draft_bytes, read_draft
from indexer.drafting.model import Draft
from indexer.drafting.operations import (
    EditConflict,
    Operation,
    advanced,
    checked_name,
    go_back,
    keep_wording,
    new_id,
)
from indexer.drafting.versions import Version, is_worth_keeping, superfluous, version_name, versions_in
from indexer.errors import DraftError, NoSuchDraft, system_reason

#: The draft that something collected goes to where there is none yet.
FIRST_NAME = "第一份稿件"

_ID = re.compile(r"[0-9a-f]{8}")
_SET_ASIDE = "损坏"
_LOCK, _CURRENT, _VERSIONS, _DELETED = ".lock", "当前稿件.txt", "以前的版本", "已删除"


@dataclass(frozen=True, slots=True)
class _Read:
    """A draft as it was read, with what tells whether its file has changed since."""

    stamp: tuple[int, int, int]
    draft: Draft


class DraftStore:
    """The drafts in one folder. ``now`` is the clock. Everything that reads or writes raises ``DraftError`` where the disk
    refuses, and ``NoSuchDraft`` for a draft that is not there."""

    def __init__(self, folder: Path, now: Callable[[], datetime] = datetime.now) -> None:
        self.folder = folder
        self._now = now
        self._read: dict[str, _Read] = {}

    # --- reading -----------------------------------------------------------------------------

    def drafts(self) -> tuple[Draft, ...]:
        """All drafts that can be read, the last changed first."""
        found = []
        for name in self._ids():
            with suppress(DraftError):
                found.append(self.load(name))
        return tuple(sorted(found, key=lambda draft: (draft.changed_at, draft.id), reverse=True))

    def problems(self) -> tuple[str, ...]:
        """A line for each file that was set aside or cannot be read."""
        lines = [f"{path} 读不了，已改名放在一边，内容没有动过" for path in self._aside()]
        for name in self._ids():
            try:
                self.load(name)
            except DraftError as error:
                lines.append(str(error))
        return tuple(lines)

    def load(self, draft_id: str) -> Draft:
        """The newest state of a draft."""
        path = self._path(draft_id)
        try:
            stat = path.stat()
            stamp = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
            before = self._read.get(draft_id)
            if before is not None and before.stamp == stamp:
                return before.draft
            draft = replace(read_draft(path.read_bytes()), id=draft_id)
        except FileNotFoundError as error:
            raise NoSuchDraft(f"没有编号为“{draft_id}”的稿件：它可能已删除，请从稿件列表里选") from error
        except DamagedDraft:
            return self._set_aside(draft_id)
        except NewerFormat as error:
            raise DraftError(f"稿件 {path} {error}，没有改动它：请升级笔杆再打开") from error
        except OSError as error:
            raise self._refused(path, error, "打不开") from error
        self._read[draft_id] = _Read(stamp, draft)
        return draft

    def find(self, name: str) -> Draft | None:
        """The draft of a name, or with this id; the last changed one of several."""
        drafts = self.drafts()
        return next((d for d in drafts if name in (d.name, d.id)), None)

    def current(self) -> Draft | None:
        """The draft that things are collected in: the one that was chosen, else the last changed."""
        try:
            chosen = (self.folder / _CURRENT).read_text(encoding="utf-8-sig").strip()
            return self.load(chosen)
        except (OSError, UnicodeDecodeError, NoSuchDraft):
            return next(iter(self.drafts()), None)

    # --- changing ----------------------------------------------------------------------------

    def create(self, name: str, like: Draft | None = None) -> Draft:
        """A new, empty draft, which is the current one from now on; ``like``: of the same unit, year and genre."""
        about = like or Draft("", "")
        draft = Draft(
            new_id(), checked_name(name), unit=about.unit, year=about.year, genre=about.genre, changed_at=self._moment()
        )
        with self._writing():
            self._write(self._path(draft.id), draft_bytes(draft))
            self._write(self.folder / _CURRENT, draft.id.encode())
        return draft

    def choose(self, draft_id: str) -> None:
        """Makes a draft the current one."""
        self.load(draft_id)
        with self._writing():
            self._write(self.folder / _CURRENT, draft_id.encode())

    def change(self, draft_id: str, operation: Operation, typing: bool = False) -> Draft:
        """Applies an operation to the newest state and keeps the outcome; ``typing``: one of many small edits. What the
        operation raises is passed on, and nothing has changed then; but the text of an edit that met a conflict is kept
        among what was taken out, whoever closes the page it was written on."""
        self.load(draft_id)  # a damaged file is set aside before the lock is taken
        with self._writing():
            before = self.load(draft_id)
            try:
                made = operation(before)
            except EditConflict as conflict:
                self._changed(before, keep_wording(before, conflict), typing=True)
                raise
            return self._changed(before, made, typing)

    def delete(self, draft_id: str) -> None:
        """Moves a draft away; ``undelete`` brings it back."""
        with self._writing():
            self._move(self._path(draft_id), self.folder / _DELETED / f"{draft_id}.json")

    def undelete(self, draft_id: str) -> Draft:
        """Brings a deleted draft back."""
        with self._writing():
            self._move(self.folder / _DELETED / self._path(draft_id).name, self._path(draft_id))
        return self.load(draft_id)

    def was_deleted(self, draft_id: str) -> bool:
        """Whether ``undelete`` can bring a draft back."""
        return bool(_ID.fullmatch(draft_id)) and (self.folder / _DELETED / f"{draft_id}.json").is_file()

    # --- earlier versions --------------------------------------------------------------------

    def versions(self, draft_id: str) -> tuple[Version, ...]:
        """The earlier versions of a draft, the newest first."""
        self._path(draft_id)
        return tuple(versions_in(self.folder / _VERSIONS / draft_id))

    def version(self, draft_id: str, revision: int) -> Draft:
        """A draft as it was at a revision."""
        for version in self.versions(draft_id):
            if version.revision == revision:
                with suppress(OSError, DamagedDraft, NewerFormat):
                    return replace(read_draft(version.path.read_bytes()), id=draft_id)
        raise NoSuchDraft("没有这个以前的版本了：请从列表里选一个")

    def recovered_from(self, draft: Draft) -> Path | None:
        """The damaged file that was set aside for a draft, while the draft still is the version that took its place;
        ``None`` otherwise."""
        aside = [path for path in self._aside() if path.name.startswith(f"{draft.id}.")]
        if not aside:
            return None
        with suppress(NoSuchDraft):
            earlier = self.version(draft.id, draft.revision - 1)
            if replace(earlier, revision=draft.revision) == draft:
                return max(aside, key=lambda path: path.name)
        return None

    def go_back(self, draft_id: str, revision: int) -> Draft:
        """Makes an earlier version the newest state; what was the newest becomes a version itself."""
        earlier = self.version(draft_id, revision)
        return self.change(draft_id, lambda draft: go_back(draft, earlier))

    # --- inside ------------------------------------------------------------------------------

    def _ids(self) -> list[str]:
        if not self.folder.is_dir():
            return []
        try:
            return [path.stem for path in self.folder.glob("*.json") if _ID.fullmatch(path.stem)]
        except OSError as error:
            raise self._refused(self.folder, error, "打不开") from error

    def _aside(self) -> list[Path]:
        return sorted(self.folder.glob(f"*.{_SET_ASIDE}-*.json")) if self.folder.is_dir() else []

    def _path(self, draft_id: str) -> Path:
        if not _ID.fullmatch(draft_id):
            raise NoSuchDraft(f"没有编号为“{draft_id[:40]}”的稿件：请从稿件列表里选")
        return self.folder / f"{draft_id}.json"

    def _moment(self) -> str:
        return self._now().isoformat(timespec="seconds")

    def _writing(self) -> _Writing:
        return _Writing(self.folder)

    def _write(self, path: Path, data: bytes) -> None:
        try:
            write_whole(path, data)
        except OSError as error:
            raise self._refused(path, error, "写不进去") from error

    def _move(self, path: Path, target: Path) -> None:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
        except FileNotFoundError as error:
            raise NoSuchDraft("没有这份稿件了：请看稿件列表") from error
        except OSError as error:
            raise self._refused(path, error, "移不走") from error

    def _refused(self, path: Path, error: OSError, what: str) -> DraftError:
        return DraftError(f"稿件 {path} {what}（{system_reason(error)}）：请检查磁盘空间和权限，关闭占用它的程序后再试")

    def _changed(self, before: Draft, made: Draft, typing: bool) -> Draft:
        after = advanced(before, made, self._moment())
        if after is not before:
            self._keep_version(before, typing)
            self._write(self._path(before.id), draft_bytes(after))
        return after

    def _keep_version(self, draft: Draft, typing: bool) -> None:
        folder = self.folder / _VERSIONS / draft.id
        versions = versions_in(folder)
        made_at = _moment_of(draft) or self._now()
        if not is_worth_keeping(made_at, self._now(), versions[0] if versions else None, typing):
            return
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._refused(folder, error, "写不进去") from error
        path = folder / version_name(draft.revision, made_at)
        self._write(path, draft_bytes(draft))
        for version in superfluous([Version(draft.revision, made_at, path), *versions]):
            with suppress(OSError):
                version.path.unlink()

    def _set_aside(self, draft_id: str) -> Draft:
        """Renames a damaged file and goes on from the newest version that can be read."""
        path = self._path(draft_id)
        with self._writing():
            with suppress(DamagedDraft, FileNotFoundError):
                return replace(read_draft(path.read_bytes()), id=draft_id)  # another process has mended it
            aside = path.with_name(f"{draft_id}.{_SET_ASIDE}-{self._now():%Y%m%d-%H%M%S}-{new_id()}.json")
            self._move(path, aside)
            for version in self.versions(draft_id):
                with suppress(OSError, DamagedDraft, NewerFormat):
                    draft = read_draft(version.path.read_bytes())
                    draft = replace(draft, id=draft_id, revision=draft.revision + 1)
                    self._write(path, draft_bytes(draft))
                    return draft
        raise NoSuchDraft(f"稿件读不了（内容损坏），已改名为 {aside}，内容没有动过：可以用记事本打开，找回文字")


class _Writing:
    """The lock on a folder, which is made where it is missing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock = locked(self._folder / _LOCK)
            self._lock.__enter__()
        except OSError as error:
            raise DraftError(f"稿件文件夹 {self._folder} 写不进去（{system_reason(error)}）：请检查磁盘空间和权限") from error

    def __exit__(self, *_: object) -> None:
        self._lock.__exit__(None, None, None)


def _moment_of(draft: Draft) -> datetime | None:
    try:
        return datetime.fromisoformat(draft.changed_at).replace(tzinfo=None)
    except ValueError:
        return None
