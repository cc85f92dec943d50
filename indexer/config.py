"""Settings: what ``config.ini`` says over what is built in.

Every setting is declared once, in ``SETTINGS``; reading, defaults and the check for unknown
names all follow that table. The only user of platformdirs.
"""

from __future__ import annotations

import codecs
import configparser
import difflib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from indexer.errors import ConfigError, system_reason

#: Names the config file for all commands; ``--config`` goes before it.
VARIABLE = "BIGAN_CONFIG"
FILE_NAME = "config.ini"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set; all paths are absolute.

    ``source`` is the file that was read, ``None`` where only built-in defaults apply.
    ``max_file_mb`` is in units of 1024 × 1024 bytes. ``own_rules`` are the texts of the user's rule
    files, by name without ``.ini``; ``equivalents`` the lines of the user's own table of other forms;
    ``corrections`` is the file of corrections, there or not;
    ``libreoffice`` is the program that was named, ``None`` to look for it.
    """

    source: Path | None
    archive_roots: tuple[Path, ...]
    index_folder: Path
    host: str
    port: int
    page_size: int
    extra_words: tuple[str, ...]
    equivalents: tuple[str, ...]
    max_file_mb: int
    own_rules: Mapping[str, str]
    corrections: Path
    libreoffice: Path | None


@dataclass(frozen=True, slots=True)
class Place:
    """What a value is read against: where relative paths start, the variables, and the index
    folder that an empty value stands for."""

    folder: Path
    environ: Mapping[str, str]
    default_index: Path


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of ``config.ini``. ``read`` raises ``ValueError`` with the reason in Chinese."""

    section: str
    key: str
    default: str
    field: str
    read: Callable[[str, Place], object]


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
    path = _find(config, environ, cwd)
    folder = cwd if path is None else path.parent
    place = Place(
        folder=folder,
        environ=environ,
        default_index=_user_folder() if path in (None, _shipped()) else folder / ".bigan",
    )
    return _settings(path, {} if path is None else _read(path), place)


# --- which file --------------------------------------------------------------------------


def _find(config: str | Path | None, environ: Mapping[str, str], cwd: Path) -> Path | None:
    if config is not None:
        return _named(str(config), "--config", environ, cwd)
    if environ.get(VARIABLE):
        return _named(environ[VARIABLE], f"环境变量 {VARIABLE}", environ, cwd)
    return next((p for p in (_local(cwd), _checkout(), _shipped()) if p), None)


def _named(value: str, origin: str, environ: Mapping[str, str], cwd: Path) -> Path:
    try:
        path = _path(value, cwd, environ)
    except ValueError as error:
        raise ConfigError(f"{origin} 指定的配置文件“{value}”：{error}") from error
    if not path.is_file():
        raise ConfigError(f"{origin} 指定的配置文件不存在：{path}。请改正路径，或不指定以使用默认设置")
    return path


def _local(cwd: Path) -> Path | None:
    """``./config.ini``, unless it is some other program's: many are called that."""
    path = Path(os.path.abspath(cwd / FILE_NAME))
    if not path.is_file():
        return None
    return path if _OURS.search(_bytes(path).replace(b"\0", b"")) else None


def _checkout() -> Path | None:
    root = Path(__file__).resolve().parent.parent
    path = root / FILE_NAME
    return path if path.is_file() and (root / "pyproject.toml").is_file() else None


def _shipped() -> Path | None:
    path = Path(__file__).resolve().parent / "shipped" / FILE_NAME
    return path if path.is_file() else None


def _user_folder() -> Path:
    """An installed package may be read-only, so its index goes to the user's data folder."""
    return platformdirs.user_data_path("bigan", appauthor=False) / "index"


# --- what it says ------------------------------------------------------------------------


def _read(path: Path) -> dict[tuple[str, str], str]:
    """The values in the file by section and key. Raises ``ConfigError`` on unknown names."""
    # "=" only, so that an unindented D:\folder is not taken for a setting called "d"; no
    # default section, so that [DEFAULT] is as unknown as any other.
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",), default_section="\0")
    try:
        parser.read_string(_decode(path))
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


def _decode(path: Path) -> str:
    """The file's text as UTF-8, as Notepad's "Unicode", or as GB18030.

    Raises ``ConfigError`` when it is none of these or cannot be read.
    """
    data = _bytes(path)
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text.replace("\r\n", "\n")
    raise ConfigError(f"文件 {path} 的文字编码认不出：请用记事本另存为 UTF-8")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(f"文件 {path} 打不开（{system_reason(error)}）：请检查它的读取权限") from error


# --- how values are read -----------------------------------------------------------------


def _path(value: str, folder: Path, environ: Mapping[str, str]) -> Path:
    """The absolute path that a value names; quotes around it, as Windows copies paths, are dropped.

    Raises ``ValueError`` where a comment behind the path would become a part of it.
    """
    before, mark, _ = (value.partition(found[0]) if (found := _COMMENT.search(value)) else (value, "", ""))
    path = _expanded(_unquoted(value), folder, environ)
    # "#" is in the names of real folders, ";" behind a blank is not.
    if mark and (";" in mark or (not path.exists() and _expanded(_unquoted(before), folder, environ).exists())):
        raise ValueError(f"后面的“{value[len(before) :].strip()[:20]}”会被当成路径的一部分：注释请单独写一行，以 ; 或 # 开头")
    return path


def _unquoted(value: str) -> str:
    value = value.strip()
    return next((value[1:-1].strip() for pair in _QUOTES if len(value) > 1 and value[0] + value[-1] == pair), value)


def _expanded(value: str, folder: Path, environ: Mapping[str, str]) -> Path:
    def replace(found: re.Match[str]) -> str:
        name = next(group for group in found.groups() if group)
        if name not in environ:
            raise ValueError(f"用到的变量 {found[0]} 没有定义：请先设好它，或写出完整路径")
        return environ[name]

    expanded = os.path.expanduser(_VARIABLES.sub(replace, value))
    return Path(os.path.abspath(folder / expanded))


def _paths(value: str, place: Place) -> tuple[Path, ...]:
    lines = [line.strip() for line in value.splitlines() if line.strip()]
    if not lines:
        raise ValueError("不能为空：请写出报告所在的文件夹，一行一个")
    return tuple(dict.fromkeys(_path(line, place.folder, place.environ) for line in lines))


def _index_folder(value: str, place: Place) -> Path:
    return _path(_one_line(value), place.folder, place.environ) if value else place.default_index


def _words(value: str, place: Place) -> tuple[str, ...]:
    if not value:
        return ()
    path = _path(_one_line(value), place.folder, place.environ)
    if not path.is_file():
        raise ValueError(f"指定的词表文件不存在：{path}。请改正路径，或留空")
    lines = (line.partition("#")[0].strip() for line in _decode(path).splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def _rule_files(value: str, place: Place) -> Mapping[str, str]:
    if not value:
        return {}
    folder = _path(_one_line(value), place.folder, place.environ)
    if not folder.is_dir():
        raise ValueError(f"指定的文件夹不存在：{folder}。请改正路径，或留空")
    files = {path.stem: path for path in sorted(folder.glob("*.ini"))}
    for name in files:
        if name not in _RULE_FILES:
            allowed = "、".join(f"{known}.ini" for known in _RULE_FILES)
            raise ValueError(f"里的 {name}.ini 不是规则文件：可用的有 {allowed}，请改名或移走")
    return {name: _decode(path) for name, path in files.items()}


def _corrections(value: str, place: Place) -> Path:
    """By default beside the config file, or where the index of an installed package is."""
    if value:
        return _path(_one_line(value), place.folder, place.environ)
    return place.default_index.parent / "更正.csv"


def _program(value: str, place: Place) -> Path | None:
    if not value:
        return None
    path = _path(_one_line(value), place.folder, place.environ)
    if not path.is_file():
        raise ValueError(f"指定的程序不存在：{path}。请改正路径，或留空（自动寻找）")
    return path


def _host(value: str, _: Place) -> str:
    if not value or len(value.split()) > 1:
        raise ValueError(f"应是一个地址，例如 127.0.0.1，写的是“{value}”")
    return value


def _one_line(value: str) -> str:
    if len(value.splitlines()) > 1:
        raise ValueError("只能写一行")
    return value


def _integer(least: int, most: int) -> Callable[[str, Place], int]:
    def read(value: str, _: Place) -> int:
        # int() alone would take signs, underscores and other scripts' digits, and would balk
        # in English at thousands of digits.
        if not (re.fullmatch(r"[0-9]{1,9}", value) and least <= int(value) <= most):
            raise ValueError(f"应是 {least} 到 {most} 的整数，写的是“{value[:20]}”，请改正")
        return int(value)

    return read


#: The names of rule files; what they hold is the parser's business (``parsing/rule_files.py``).
_RULE_FILES = ("noise", "sections", "units", "years", "placeholders", "wording", "genres")

#: Every setting there is: section, key, default as written, field of ``Settings``, reader.
SETTINGS: tuple[Setting, ...] = (
    Setting("archive", "folders", "archive", "archive_roots", _paths),
    Setting("archive", "max_file_mb", "50", "max_file_mb", _integer(1, 10_000)),
    Setting("archive", "corrections", "", "corrections", _corrections),
    Setting("archive", "libreoffice", "", "libreoffice", _program),
    Setting("index", "folder", "", "index_folder", _index_folder),
    Setting("index", "extra_words", "", "extra_words", _words),
    Setting("index", "equivalents", "", "equivalents", _words),
    Setting("rules", "folder", "", "own_rules", _rule_files),
    Setting("server", "host", "127.0.0.1", "host", _host),
    Setting("server", "port", "8000", "port", _integer(1, 65_535)),
    Setting("server", "page_size", "10", "page_size", _integer(1, 100)),
)


_SECTIONS = tuple(dict.fromkeys(setting.section for setting in SETTINGS))
#: A section of ours, in any encoding that writes ASCII as such once NULs are dropped.
_OURS = re.compile(
    rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\[(?:%b)\]" % "|".join(_SECTIONS).encode(), re.MULTILINE
)
#: A comment behind a value, and the quotes that a copied path comes in.
_COMMENT = re.compile(r"\s[;；#]")
_QUOTES = ('""', "''", "“”", "‘’")
_VARIABLES = re.compile(r"\$\{(\w+)\}|\$(\w+)|%(\w+)%", re.ASCII)
