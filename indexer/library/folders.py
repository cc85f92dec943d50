"""Folders that a user adds to the archive or takes out of it, as they are typed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer.config import Settings
from indexer.config.changing import same_path, with_folder, without_folder
from indexer.config.paths import path_of
from indexer.errors import BiganError
from indexer.ingest.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Added:
    """``folder`` is in the archive now, by ``settings``. ``changed``: it was not before; ``note`` says in Chinese why it
    needed no adding."""

    folder: Path
    settings: Settings
    changed: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Removed:
    """``folder`` is no more in the archive, by ``settings``; the index still has ``files`` files and ``reports`` reports
    that lay in no other folder."""

    folder: Path
    settings: Settings
    files: int
    reports: int


def typed_folder(typed: str, cwd: Path, environ: Mapping[str, str] = os.environ) -> Path:
    """The folder that is meant; quotes around it do not matter. Raises ``BiganError`` for what cannot be a path."""
    if not typed.strip(" \"'“”‘’"):
        raise BiganError("没有写文件夹：请写出报告所在的文件夹，可以从文件管理器的地址栏复制")
    if "\0" in typed or "\n" in typed.strip():
        raise BiganError("文件夹的路径只能是一行：请一个一个添加")
    try:
        return path_of(typed.strip(), cwd, environ)
    except ValueError as error:
        raise BiganError(f"路径“{typed.strip()[:200]}”{error}") from error


def add(settings: Settings, folder: Path) -> Added:
    """Adds a folder to the configuration. Raises ``BiganError`` where there is none or the file cannot be written."""
    if folder.is_file():
        raise BiganError(f"{folder} 是文件，不是文件夹：请给出它所在的文件夹 {folder.parent}")
    if not folder.is_dir():
        raise BiganError(f"找不到文件夹 {folder}：请检查路径，可以从文件管理器的地址栏复制")
    for root in settings.archive_roots:
        if same_path(root, folder):
            return Added(folder, settings, False, f"{folder} 已经在资料库里，不用再加")
        if folder.is_relative_to(root) and root.is_dir():
            return Added(folder, settings, False, f"{folder} 在已加的文件夹 {root} 里面，不用再加")
    return Added(folder, with_folder(settings, folder), True)


def remove(settings: Settings, manifest: Manifest, folder: Path) -> Removed:
    """Takes a folder out of the configuration. Raises ``BiganError`` where it is not in the archive."""
    known = list(dict.fromkeys([*settings.archive_roots, *map(Path, manifest.roots)]))
    root = next((root for root in known if same_path(root, folder)), None)
    if root is None:
        raise BiganError(_not_there(folder, known))
    files, reports = held_by(manifest, root)
    named = any(same_path(root, other) for other in settings.archive_roots)
    return Removed(root, without_folder(settings, root) if named else settings, files, reports)


def held_by(manifest: Manifest, root: Path) -> tuple[int, int]:
    """How many files of a root are indexed, and how many reports only they hold."""
    own = {key for key, entry in manifest.files.items() if entry.root == str(root)}
    inside = {identity for key in own for identity in manifest.files[key].reports}
    elsewhere = {identity for key, entry in manifest.files.items() if key not in own for identity in entry.reports}
    return len(own), len(inside - elsewhere)


def _not_there(folder: Path, known: list[Path]) -> str:
    around = next((root for root in known if folder.is_relative_to(root)), None)
    if around:
        return f"{folder} 在文件夹 {around} 里面，不能单独去掉：可以去掉 {around}，再添加要留下的文件夹"
    return f"资料库里没有文件夹 {folder}：现有的是 {'、'.join(map(str, known)) or '（还没有）'}"
