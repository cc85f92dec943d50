"""Bytes of a report file to its text: knows formats, not reports.

What a file is, is told by its content first and by its name second, since names lie.
"""

from __future__ import annotations

from pathlib import Path

from indexer.errors import UnreadableFile, system_reason
from indexer.models import SourceText
from indexer.reading.containers import refuse_foreign_format
from indexer.reading.docx import is_zip, read_docx
from indexer.reading.encoding import decode
from indexer.reading.html import declared_charset, looks_like_html, read_html
from indexer.reading.plain import unify_line_ends
from indexer.reading.plausibility import is_garbage

__all__ = ["SUFFIXES", "read", "read_file"]

#: The files of an archive that are report files, by the lower-cased end of their names.
SUFFIXES: frozenset[str] = frozenset((".txt", ".md", ".html", ".htm", ".docx"))


def read_file(path: Path) -> SourceText:
    """The text of a report file. Raises ``UnreadableFile`` also where it cannot be opened."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise UnreadableFile(f"「{path}」不是普通文件（管道或设备）：请给出报告文件")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise UnreadableFile(f"找不到文件「{path}」：请检查路径，或重新更新索引") from None
    except IsADirectoryError:
        raise UnreadableFile(f"「{path}」是文件夹，不是文件：请给出其中的文件") from None
    except PermissionError:
        raise UnreadableFile(f"没有读取「{path}」的权限：请在文件属性中允许读取，或关闭占用的程序") from None
    except OSError as error:
        reason = system_reason(error)
        raise UnreadableFile(f"读取「{path}」失败（{reason}）：请检查磁盘或网络盘后重试") from error
    return read(data, path.name)


def read(data: bytes, name: str) -> SourceText:
    """The text in a file's bytes; ``name`` is used for its suffix and in messages.

    Raises ``UnreadableFile`` where there is no text to be had, saying what to do.
    """
    source = _read(data, name)
    if not source.text.strip():
        raise UnreadableFile(f"「{name}」里没有文字：请检查内容是否为空；只有图片的扫描件需先识别成文字")
    return source


def _read(data: bytes, name: str) -> SourceText:
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableFile(f"「{name}」是空文件：请检查原文件，补上内容或从文件夹中移走")
    if is_zip(data):
        return read_docx(data, name)
    refuse_foreign_format(data, name)
    if name.lower().endswith(".docx") and b"\0" in data[:512]:
        raise UnreadableFile(f"「{name}」不是有效的 Word 文档：请用 Word 或 WPS 打开后另存为 .docx")
    text, encoding = decode(data, declared_charset(data))
    if is_garbage(text):
        raise UnreadableFile(f"「{name}」不是文字文件：请用原来的程序打开，另存为 .docx 或 .txt")
    suffix = Path(name).suffix.lower()
    if suffix != ".md" and looks_like_html(text, expected=suffix in (".html", ".htm")):
        return read_html(text, encoding)
    return SourceText(unify_line_ends(text), "txt", encoding)
