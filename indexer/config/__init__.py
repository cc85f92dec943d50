"""Settings: what ``config.ini`` says over what is built in.

Every setting is declared once, in ``SETTINGS``; reading, defaults and the check for unknown
names all follow that table. ``locating`` says which file is read, ``paths`` what a path means, ``values`` how each value
is read. The only user of platformdirs.
"""

from __future__ import annotations

import configparser
import difflib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from indexer.config.locating import FILE_NAME as FILE_NAME
from indexer.config.locating import VARIABLE as VARIABLE
from indexer.config.locating import find_file, shipped_file
from indexer.config.locating import samples_folder as samples_folder
from indexer.config.paths import plain_lines, text_of
from indexer.config.values import (
    Place,
    addresses,
    certificate,
    choice,
    corrections_file,
    drafts_folder,
    folders,
    host,
    index_folder,
    index_prefix,
    integer,
    program,
    rule_files,
    switch,
    template_file,
    word_lines,
    worker_count,
)
from indexer.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set; all paths are absolute.

    ``source`` is the file that was read, ``None`` where only built-in defaults apply.
    ``max_file_mb`` is in units of 1024 × 1024 bytes. ``own_rules`` are the texts of the user's rule
    files, by name without ``.ini``; ``equivalents`` and ``formulations`` the lines of the user's own tables of other forms
    and of dated formulations;
    ``corrections`` is the file of corrections and ``drafts`` the folder of drafts, there or not;
    ``word_template`` says how this unit's official documents look, ``None`` for the national standard;
    ``libreoffice`` is the program that was named, ``None`` to look for it. ``watch``: a running server reads changed
    files by itself. ``density`` and ``font`` are how its pages look at first; with ``formulation_years`` they note
    formulations of another time. What begins with ``opensearch_`` counts
    where that is the ``engine``. ``workers``
    processes read files, each may take ``file_seconds`` for one and hold ``worker_mb`` megabytes.
    """

    source: Path | None
    archive_roots: tuple[Path, ...]
    index_folder: Path
    host: str
    port: int
    page_size: int
    extra_words: tuple[str, ...]
    equivalents: tuple[str, ...]
    formulations: tuple[str, ...]
    max_file_mb: int
    watch: bool
    density: str
    font: str
    formulation_years: bool
    own_rules: Mapping[str, str]
    corrections: Path
    drafts: Path
    libreoffice: Path | None
    word_template: Path | None
    workers: int
    file_seconds: int
    worker_mb: int
    engine: str
    opensearch_hosts: tuple[str, ...]
    opensearch_prefix: str
    opensearch_shards: int
    opensearch_replicas: int
    opensearch_ca_file: Path | None
    opensearch_timeout: int

    @property
    def index_place(self) -> str:
        """Where the index is, as it is shown."""
        if self.engine == "opensearch":
            return f"{'、'.join(self.opensearch_hosts)}（{self.opensearch_prefix}）"
        return str(self.index_folder)


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of ``config.ini``. ``read`` raises ``ValueError`` with the reason in Chinese."""

    section: str
    key: str
    default: str
    field: str
    read: Callable[[str, Place], object]


#: Every setting there is: section, key, default as written, field of ``Settings``, reader.
SETTINGS: tuple[Setting, ...] = (
    Setting("archive", "folders", "archive", "archive_roots", folders),
    Setting("archive", "max_file_mb", "50", "max_file_mb", integer(1, 10_000)),
    Setting("archive", "corrections", "", "corrections", corrections_file),
    Setting("archive", "libreoffice", "", "libreoffice", program),
    Setting("archive", "watch", "yes", "watch", switch),
    Setting("index", "engine", "whoosh", "engine", choice("whoosh", "opensearch")),
    Setting("index", "folder", "", "index_folder", index_folder),
    Setting("index", "extra_words", "", "extra_words", word_lines),
    Setting("index", "equivalents", "", "equivalents", word_lines),
    Setting("index", "formulations", "", "formulations", word_lines),
    Setting("index", "workers", "", "workers", worker_count),
    Setting("index", "file_seconds", "180", "file_seconds", integer(5, 86_400)),
    Setting("index", "worker_mb", "1024", "worker_mb", integer(256, 65_536)),
    Setting("rules", "folder", "", "own_rules", rule_files),
    Setting("drafts", "folder", "", "drafts", drafts_folder),
    Setting("word", "template", "", "word_template", template_file),
    Setting("server", "host", "127.0.0.1", "host", host),
    Setting("server", "port", "8000", "port", integer(1, 65_535)),
    Setting("server", "page_size", "10", "page_size", integer(1, 100)),
    Setting("server", "density", "reading", "density", choice("reading", "compact")),
    Setting("server", "font", "sans", "font", choice("sans", "serif", "kai")),
    Setting("server", "formulation_years", "yes", "formulation_years", switch),
    Setting("opensearch", "hosts", "http://127.0.0.1:9200", "opensearch_hosts", addresses),
    Setting("opensearch", "prefix", "bigan", "opensearch_prefix", index_prefix),
    Setting("opensearch", "shards", "1", "opensearch_shards", integer(1, 1_000)),
    Setting("opensearch", "replicas", "0", "opensearch_replicas", integer(0, 20)),
    Setting("opensearch", "ca_file", "", "opensearch_ca_file", certificate),
    Setting("opensearch", "timeout", "30", "opensearch_timeout", integer(1, 600)),
)
_SECTIONS = tuple(dict.fromkeys(setting.section for setting in SETTINGS))


def load_settings(
    config: str | Path | None = None,
    *,
    environ: Mapping[str, str] = os.environ,
    cwd: Path | None = None,
) -> Settings:
    """The settings for a command: from ``config`` (the ``--config`` argument), ``BIGAN_CONFIG``,
    ``./config.ini`` if it is one of ours, the checkout's, or the one shipped with the package.

    Raises ``ConfigError`` when a named file is missing, or when any setting is unknown or wrong.
    """
    cwd = Path.cwd() if cwd is None else cwd
    path = find_file(config, environ, cwd, _SECTIONS, users_file())
    return settings_of(path, "" if path is None else text_of(path), environ=environ, cwd=cwd)


def settings_of(
    path: Path | None, text: str, *, environ: Mapping[str, str] = os.environ, cwd: Path | None = None
) -> Settings:
    """The settings that ``text`` gives as the file at ``path``. Raises ``ConfigError``."""
    folder = (Path.cwd() if cwd is None else cwd) if path is None else path.parent
    at_home = path in (None, shipped_file(), users_file())
    place = Place(folder, environ, _user_folder() / "index" if at_home else folder / ".bigan")
    return _settings(path, {} if path is None else _values(path, plain_lines(text)), place)


def users_file() -> Path:
    """Where an installed package, which may be read-only, keeps what its user changes."""
    return _user_folder() / FILE_NAME


def _user_folder() -> Path:
    """The user's data folder: the index of an installed package lies there too."""
    return platformdirs.user_data_path("bigan", appauthor=False)


def _values(path: Path, text: str) -> dict[tuple[str, str], str]:
    """The values in the file's text by section and key. Raises ``ConfigError`` on unknown names."""
    # "=" only, so that an unindented D:\folder is not taken for a setting called "d"; no
    # default section, so that [DEFAULT] is as unknown as any other.
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",), default_section="\0")
    try:
        parser.read_string(text)
    except configparser.Error as error:
        raise ConfigError(f"配置文件 {path} {_explain(error)}") from error
    values = {(s, key): value for s in parser.sections() for key, value in parser.items(s)}
    for section in parser.sections():
        _check_section(path, section)
    for section, key in values:
        _check_key(path, section, key)
    return values


def _settings(path: Path | None, values: Mapping[tuple[str, str], str], place: Place) -> Settings:
    fields: dict[str, Any] = {}
    for setting in SETTINGS:
        value = values.get((setting.section, setting.key), setting.default)
        try:
            fields[setting.field] = setting.read(value.strip(), place)
        except ValueError as error:
            raise ConfigError(
                f"配置文件 {path or '（内置默认）'}：[{setting.section}] {setting.key} {error}"
            ) from error
    return Settings(source=path, **fields)


def _check_section(path: Path, section: str) -> None:
    if section not in _SECTIONS:
        raise ConfigError(f"配置文件 {path}：没有 [{section}] 这一节，{_nearest(section, _SECTIONS, '[{}]')}")


def _check_key(path: Path, section: str, key: str) -> None:
    known = tuple(s.key for s in SETTINGS if s.section == section)
    if key in known:
        return
    home = next((s.section for s in SETTINGS if s.key == key), None)
    advice = f"它属于 [{home}]，请移到那一节" if home else _nearest(key, known, "{}")
    raise ConfigError(f"配置文件 {path}：[{section}] 里没有 {key} 这个设置，{advice}")


def _nearest(name: str, known: tuple[str, ...], form: str) -> str:
    near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.5)
    if near:
        return f"是不是想写 {form.format(near[0])}？请改正或删去"
    return f"可用的有 {'、'.join(form.format(k) for k in known)}；请改正或删去"


def _explain(error: configparser.Error) -> str:
    """What is wrong with the file's form, and in which line."""
    match error:
        case configparser.DuplicateOptionError():
            return f"第 {error.lineno} 行：{error.option} 在 [{error.section}] 里写了两次，请只留一处"
        case configparser.DuplicateSectionError():
            return f"第 {error.lineno} 行：[{error.section}] 这一节出现了两次，请合成一处"
        case configparser.MissingSectionHeaderError():
            return f"第 {error.lineno} 行：设置之前要先有一节，例如 [server]"
        case configparser.ParsingError() if error.errors:
            return f"第 {error.errors[0][0]} 行看不懂：应写成“名称 = 值”，续行前面要空几格"
    return f"看不懂：{str(error).splitlines()[0]}"
