"""Which files of the archive folders are report files: the only place that walks folders."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from indexer.errors import system_reason
from indexer.reading import SUFFIXES

#: Kinds of files that may well hold reports but cannot be read, with what to do.
_NOT_READ: dict[str, str] = {
    **dict.fromkeys((".rar", ".7z"), "是压缩包：请解压，或改用 .zip，再放入文件夹"),
    ".ofd": "暂不能读取：请转换为 .pdf 或 .docx",
}


#: How the file begins that Office keeps beside a document while it is open.
LOCK_FILE_PREFIX = "~$"
_LINKED_FOLDER = "是指向别处的文件夹链接，没有进入：要检索它，请把 {target} 写进 config.ini 的 [archive] folders"

#: Papers about a folder, not reports in it.
_ABOUT_FOLDERS = frozenset({"readme", "license", "licence", "changelog"})


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A report file: its absolute path, the root it is under, its path below that with ``/``."""

    path: Path
    root: Path
    shown: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What one run looks at: ``folder`` (all of ``root``, or a folder in it)."""

    root: Path
    folder: Path

    def covers(self, path: str) -> bool:
        """Whether a file belongs to this scope, whether or not it still exists."""
        folder = str(self.folder)
        return path == folder or path.startswith(folder if folder.endswith(os.sep) else folder + os.sep)


@dataclass
class Discovery:
    """What was found. ``missing`` are scopes whose folder is not there; ``unlisted`` are folders
    that are there but cannot be listed; ``skipped`` are files that are not read, and these
    folders, with the reason; ``others`` are the paths of files that are there and are not asked for. ``size`` is that of all
    files together, in bytes."""

    files: dict[str, FoundFile] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    missing: list[Scope] = field(default_factory=list)
    unlisted: list[Path] = field(default_factory=list)
    others: frozenset[str] = frozenset()
    size: int = 0

    def among(self, touched: frozenset[str]) -> Discovery:
        """The same with the ``touched`` files only; the rest is known to be there, and to be as it was."""
        files = {path: file for path, file in self.files.items() if path in touched}
        return replace(self, files=files, others=frozenset(self.files) - touched)

    def is_gone(self, path: str) -> bool:
        """Whether a file that lay in the scopes is there no more, as far as could be seen."""
        if path in self.files or path in self.skipped:
            return False
        if self.others and (path in self.others or any(str(parent) in self.others for parent in Path(path).parents)):
            return False
        return not any(Path(path).is_relative_to(folder) for folder in self.unlisted)


def discover(scopes: Sequence[Scope], max_bytes: int) -> Discovery:
    """Walks the scopes in order; a file under two of them belongs to the first."""
    found = Discovery()
    for scope in scopes:
        if not scope.folder.is_dir():
            found.missing.append(scope)
            continue
        for path in _walk(scope.folder, found):
            _take(path, scope, max_bytes, found)
    return found


def _walk(folder: Path, found: Discovery) -> list[Path]:
    """The visible files below ``folder`` in a fixed order. Links to folders are not followed, since
    they may lead in a circle; those that lead out of ``folder`` are named in ``found.skipped``."""
    paths: list[Path] = []

    def unreadable(error: OSError) -> None:
        found.unlisted.append(Path(error.filename))
        found.skipped[str(error.filename)] = f"文件夹打不开（{system_reason(error)}）：请检查权限"

    for parent, folders, files in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for path in (Path(parent) / name for name in folders):
            _note_link(path, folder, found)
        paths += [Path(parent) / name for name in sorted(files) if not name.startswith((".", LOCK_FILE_PREFIX))]
    return paths


def _note_link(path: Path, folder: Path, found: Discovery) -> None:
    """Names a linked folder as skipped, unless it leads to what is walked anyway, ``folder``."""
    is_junction = getattr(os.path, "isjunction", None)
    if path.is_symlink() or (is_junction and is_junction(path)):
        target = Path(os.path.realpath(path))
        if not target.is_relative_to(os.path.realpath(folder)):
            found.skipped[str(path)] = _LINKED_FOLDER.format(target=_printable(str(target)))


def _take(path: Path, scope: Scope, max_bytes: int, found: Discovery) -> None:
    suffix = path.suffix.lower()
    if str(path) in found.files or path.stem.lower() in _ABOUT_FOLDERS:
        return
    if suffix in _NOT_READ:
        found.skipped[str(path)] = f"{suffix} 文件{_NOT_READ[suffix]}"
    elif suffix in SUFFIXES:
        size = _size(path)
        if path.exists() and not path.is_file():
            found.skipped[str(path)] = "不是普通文件（管道或设备）：请从文件夹中移走"
        elif size is not None and size > max_bytes:
            limit = max_bytes // (1024 * 1024)
            found.skipped[str(path)] = f"文件太大（超过 {limit} MB）：请拆分，或在 config.ini 调大 max_file_mb"
        else:
            shown = _printable(path.relative_to(scope.root).as_posix())
            found.files[str(path)] = FoundFile(path, scope.root, shown)
            found.size += size or 0


def _printable(name: str) -> str:
    """A file name that can be written anywhere: Linux allows bytes in names that are no text."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _size(path: Path) -> int | None:
    """The size in bytes; ``None`` where the system does not say (reading will tell why)."""
    try:
        return path.stat().st_size
    except OSError:
        return None
