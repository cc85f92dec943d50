"""Writes changed settings: the one place that writes ``config.ini``."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from indexer.config import Settings, settings_of, users_file
from indexer.config.editing import add_folder, remove_folder, set_value
from indexer.config.locating import shipped_file
from indexer.config.paths import path_of, raw_text_of
from indexer.errors import ConfigError, system_reason

_UNWRITABLE_NAME = (
    "文件夹 {folder} 的名称里有 config.ini 写不下的符号（如 $、%、空格后的分号或 #）：请改一个文件夹名，再添加"
)


def with_folder(settings: Settings, folder: Path, environ: Mapping[str, str] = os.environ) -> Settings:
    """Writes one more folder into the configuration; the settings as they are then. Raises ``ConfigError``."""
    implied = [str(root) for root in settings.archive_roots if root.is_dir()]
    return _write(settings, lambda text: add_folder(text, str(folder), implied), environ, folder)


def without_folder(settings: Settings, folder: Path, environ: Mapping[str, str] = os.environ) -> Settings:
    """Writes one folder less into the configuration; the settings as they are then. Raises ``ConfigError``."""
    home = settings.source.parent if settings.source else Path.cwd()

    def is_it(written: str) -> bool:
        try:
            return same_path(path_of(written, home, environ), folder)
        except ValueError:
            return False

    implied = [str(root) for root in settings.archive_roots]
    return _write(settings, lambda text: remove_folder(text, is_it, implied), environ)


def with_values(
    settings: Settings, values: Mapping[tuple[str, str], str], environ: Mapping[str, str] = os.environ
) -> Settings:
    """Writes other values, by section and key; the settings as they are then. Raises ``ConfigError``."""

    def edit(text: str) -> str:
        for (section, key), value in values.items():
            text = set_value(text, section, key, value)
        return text

    return _write(settings, edit, environ)


def same_path(one: Path, other: Path) -> bool:
    """Whether two paths name the same folder, as far as their letters tell."""
    return os.path.normcase(one) == os.path.normcase(other)


def file_to_write(settings: Settings) -> Path:
    """The file that changes go to: the one that was read, or the user's own where that is the program's."""
    own = settings.source if settings.source not in (None, shipped_file()) else None
    return own or users_file()


def _write(
    settings: Settings, edit: Callable[[str], str], environ: Mapping[str, str], wanted: Path | None = None
) -> Settings:
    """Edits the text, makes sure that it can be read and holds the folder that is ``wanted``, and only then writes it."""
    target = file_to_write(settings)
    text, encoding = _text_to_edit(settings)
    changed = edit(text)
    now = settings_of(target, changed, environ=environ)
    if wanted is not None and not any(same_path(root, wanted) for root in now.archive_roots):
        raise ConfigError(_UNWRITABLE_NAME.format(folder=wanted))
    if changed != text or not target.is_file():
        _save(target, changed, encoding)
    return replace(now, source=target)


def _text_to_edit(settings: Settings) -> tuple[str, str]:
    """The text of the file with its encoding. A new file of the user's begins as a copy of the program's own, with the
    folders that this means there."""
    if settings.source is None:
        return "", "utf-8"
    text, encoding = raw_text_of(settings.source)
    if settings.source == shipped_file():
        text = remove_folder(text, lambda _: True)
        for root in settings.archive_roots:
            text = add_folder(text, str(root)) if root.is_dir() else text
    return text, encoding


def _save(path: Path, text: str, encoding: str) -> None:
    """Replaces the file in one step, so that a full disk leaves the old one."""
    path = Path(os.path.realpath(path))
    beside = path.with_name(path.name + ".tmp")
    try:
        data = text.encode(encoding)
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        if path.exists():
            shutil.copymode(path, beside)
        os.replace(beside, path)
    except UnicodeEncodeError as error:
        wrong = text[error.start : error.end].encode("utf-8", "replace").decode()
        raise ConfigError(f"配置文件 {path} 写不下“{wrong}”：请用记事本把它另存为 UTF-8，再试一次") from error
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise ConfigError(f"配置文件 {path} 写不进去（{system_reason(error)}）：请检查写入权限，或关闭占用它的程序") from error
