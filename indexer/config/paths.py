"""A path as users write it, and the text of the file that it names."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Mapping
from pathlib import Path

from indexer.errors import ConfigError, system_reason

#: A comment behind a value, and the quotes that a copied path comes in.
_COMMENT = re.compile(r"\s[;；#]")
_QUOTES = ('""', "''", "“”", "‘’")
_VARIABLES = re.compile(r"\$\{(\w+)\}|\$(\w+)|%(\w+)%", re.ASCII)


def path_of(value: str, folder: Path, environ: Mapping[str, str]) -> Path:
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


def text_of(path: Path) -> str:
    """The file's text as UTF-8, as Notepad's "Unicode", or as GB18030, with ``\\n`` at the ends of lines.

    Raises ``ConfigError`` when it is none of these or cannot be read.
    """
    return plain_lines(raw_text_of(path)[0])


def plain_lines(text: str) -> str:
    """A file's text without a byte order mark, its lines ended in one way."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def raw_text_of(path: Path) -> tuple[str, str]:
    """The file's text just as it stands, byte order mark and line ends included, and the encoding that gives its bytes
    back. Raises ``ConfigError`` as ``text_of`` does."""
    data = bytes_of(path)
    wide = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}.get(data[:2])
    for encoding in (wide,) if wide else ("utf-8", "gb18030"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise ConfigError(f"文件 {path} 的文字编码认不出：请用记事本另存为 UTF-8")


def bytes_of(path: Path) -> bytes:
    """The file's bytes. Raises ``ConfigError`` when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(f"文件 {path} 打不开（{system_reason(error)}）：请检查它的读取权限") from error
