"""How the values of settings are read. Each raises ``ValueError`` with the reason in Chinese."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer.config.paths import path_of, text_of

#: The names of rule files; what they hold is the parser's business (``parsing/rule_files.py``).
RULE_FILES = ("noise", "sections", "units", "years", "placeholders", "wording", "genres")

#: More processes than these wait for the one that writes.
_MOST_USEFUL = 8


@dataclass(frozen=True, slots=True)
class Place:
    """What a value is read against: where relative paths start, the variables, and the index
    folder that an empty value stands for."""

    folder: Path
    environ: Mapping[str, str]
    default_index: Path


def folders(value: str, place: Place) -> tuple[Path, ...]:
    """Folders, one a line; none while none has been chosen."""
    lines = [line.strip() for line in value.splitlines() if line.strip()]
    return tuple(dict.fromkeys(path_of(line, place.folder, place.environ) for line in lines))


def index_folder(value: str, place: Place) -> Path:
    """A folder that need not be there yet."""
    return path_of(_one_line(value), place.folder, place.environ) if value else place.default_index


def word_lines(value: str, place: Place) -> tuple[str, ...]:
    """The lines of a text file, comments and empty ones aside."""
    if not value:
        return ()
    path = path_of(_one_line(value), place.folder, place.environ)
    if not path.is_file():
        raise ValueError(f"指定的词表文件不存在：{path}。请改正路径，或留空")
    lines = (line.partition("#")[0].strip() for line in text_of(path).splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def rule_files(value: str, place: Place) -> Mapping[str, str]:
    """The texts of the rule files in a folder, by name without ``.ini``."""
    if not value:
        return {}
    folder = path_of(_one_line(value), place.folder, place.environ)
    if not folder.is_dir():
        raise ValueError(f"指定的文件夹不存在：{folder}。请改正路径，或留空")
    files = {path.stem: path for path in sorted(folder.glob("*.ini"))}
    for name in files:
        if name not in RULE_FILES:
            allowed = "、".join(f"{known}.ini" for known in RULE_FILES)
            raise ValueError(f"里的 {name}.ini 不是规则文件：可用的有 {allowed}，请改名或移走")
    return {name: text_of(path) for name, path in files.items()}


def corrections_file(value: str, place: Place) -> Path:
    """By default beside the config file, or where the index of an installed package is."""
    if value:
        return path_of(_one_line(value), place.folder, place.environ)
    return place.default_index.parent / "更正.csv"


def drafts_folder(value: str, place: Place) -> Path:
    """By default beside the corrections."""
    if value:
        return path_of(_one_line(value), place.folder, place.environ)
    return place.default_index.parent / "稿件"


def program(value: str, place: Place) -> Path | None:
    """A program that is there; ``None`` to look for it."""
    if not value:
        return None
    path = path_of(_one_line(value), place.folder, place.environ)
    if not path.is_file():
        raise ValueError(f"指定的程序不存在：{path}。请改正路径，或留空（自动寻找）")
    return path


def switch(value: str, _: Place) -> bool:
    """Yes or no."""
    if value.lower() not in ("yes", "no"):
        raise ValueError(f"应是 yes 或 no，写的是“{value[:20]}”，请改正")
    return value.lower() == "yes"


def choice(*allowed: str) -> Callable[[str, Place], str]:
    """A reader of one of a few words."""

    def read(value: str, _: Place) -> str:
        if value not in allowed:
            raise ValueError(f"应是 {'、'.join(allowed)} 中的一个，写的是“{value[:20]}”，请改正")
        return value

    return read


def addresses(value: str, _: Place) -> tuple[str, ...]:
    """Addresses of servers, one a line, without anything behind the port."""
    lines = [line.strip().rstrip("/") for line in value.splitlines() if line.strip()]
    if not lines:
        raise ValueError("不能为空：请写出地址，一行一个，例如 https://10.0.0.1:9200")
    for line in lines:
        if not re.fullmatch(r"https?://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?", line):
            shown = re.sub(r"//.*@", "//…@", line)
            raise ValueError(f"应是 http:// 或 https:// 开头的地址，写的是“{shown[:60]}”，请改正（用户名和密码写在环境变量里）")
    return tuple(dict.fromkeys(lines))


def index_prefix(value: str, _: Place) -> str:
    """What the names of indexes begin with."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", value):
        raise ValueError(f"应是小写字母开头，只有小写字母、数字和 _，写的是“{value[:20]}”，请改正")
    return value


def certificate(value: str, place: Place) -> Path | None:
    """A file that is there; ``None`` for the system's own certificates."""
    if not value:
        return None
    path = path_of(_one_line(value), place.folder, place.environ)
    if not path.is_file():
        raise ValueError(f"指定的证书文件不存在：{path}。请改正路径，或留空")
    return path


def template_file(value: str, place: Place) -> Path | None:
    """A template of the user's; what is in it is the exporter's business (``drafting/export/template.py``)."""
    if not value:
        return None
    path = path_of(_one_line(value), place.folder, place.environ)
    if not path.is_file():
        raise ValueError(f"指定的公文格式文件不存在：{path}。请改正路径，或留空（照国家标准）")
    return path


def host(value: str, _: Place) -> str:
    """An address to listen on."""
    if not value or len(value.split()) > 1:
        raise ValueError(f"应是一个地址，例如 127.0.0.1，写的是“{value}”")
    return value


def _one_line(value: str) -> str:
    if len(value.splitlines()) > 1:
        raise ValueError("只能写一行")
    return value


def integer(least: int, most: int) -> Callable[[str, Place], int]:
    """A reader of integers between two bounds, both included."""

    def read(value: str, _: Place) -> int:
        # int() alone would take signs, underscores and other scripts' digits, and would balk
        # in English at thousands of digits.
        if not (re.fullmatch(r"[0-9]{1,9}", value) and least <= int(value) <= most):
            raise ValueError(f"应是 {least} 到 {most} 的整数，写的是“{value[:20]}”，请改正")
        return int(value)

    return read


def worker_count(value: str, place: Place) -> int:
    """A number of processes; by default one for each core, up to where more do not help."""
    return integer(1, 64)(value, place) if value else min(_cores(), _MOST_USEFUL)


def _cores() -> int:
    """The cores that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    else:
        return os.cpu_count() or 1
