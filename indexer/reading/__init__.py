"""Bytes of a report file to its text: knows formats, not reports.

The format of a file is decided by its content first and by its name second, since names are often wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from indexer.errors import UnreadableFile, system_reason
from indexer.model.reports import SourceText
from indexer.reading.archives import is_archive, opens
from indexer.reading.containers import needs_office, refuse_foreign_format
from indexer.reading.contents import find_contents
from indexer.reading.emphasis import plain_text
from indexer.reading.html.reader import declared_charset, looks_like_html, read_html
from indexer.reading.legacy import convert, legacy_kind, read_converted
from indexer.reading.markdown import read_markdown
from indexer.reading.office import find_soffice
from indexer.reading.pdf.reader import is_pdf, read_pdf
from indexer.reading.plain import PlainText, notes_on_garbled, read_plain
from indexer.reading.plausibility import is_garbage
from indexer.reading.web_archive import is_web_archive, read_web_archive
from indexer.reading.word.package import DOCUMENTS, damaged
from indexer.reading.word.reader import is_zip, read_docx

__all__ = ["SUFFIXES", "check_readable", "find_soffice", "is_legacy", "read", "read_file", "read_many"]

#: What a document in zip form begins with, also where the signs behind it are lost.
_ZIP_SIGN = b"PK"
#: So many characters at a file's beginning tell a page.
_PAGE_BEGINS = 20

#: The files of an archive that are report files, by the lower-cased end of their names.
SUFFIXES: frozenset[str] = frozenset(
    (
        *(".txt", ".md", ".html", ".htm", ".mht", ".mhtml", ".pdf", ".zip"),
        *(".docx", ".docm", ".dotx", ".doc", ".dot", ".wps", ".wpt", ".rtf"),
    )
)


def read_file(path: Path, soffice: Path | None = None) -> SourceText:
    """The text of a report file. Raises ``UnreadableFile`` also where it cannot be opened."""
    check_readable(path)
    try:
        data = path.read_bytes()
    except PermissionError:
        raise UnreadableFile(f"没有读取「{path}」的权限：请在文件属性中允许读取，或关闭占用的程序") from None
    except OSError as error:
        reason = system_reason(error)
        raise UnreadableFile(f"读取「{path}」失败（{reason}）：请检查磁盘或网络盘后重试") from error
    return read(data, path.name, soffice)


def check_readable(path: Path) -> None:
    """Raises ``UnreadableFile`` where there is no ordinary file at ``path``."""
    if not path.exists():
        raise UnreadableFile(f"找不到文件「{path}」：请检查路径，或重新更新索引")
    if path.is_dir():
        raise UnreadableFile(f"「{path}」是文件夹，不是文件：请给出其中的文件")
    if not path.is_file():
        raise UnreadableFile(f"「{path}」不是普通文件（管道或设备）：请给出报告文件")


def is_legacy(data: bytes) -> bool:
    """Whether the bytes are an old Word document, which LibreOffice has to convert."""
    return legacy_kind(data) is not None


def read(data: bytes, name: str, soffice: Path | None = None) -> SourceText:
    """The text in a document's bytes; ``name`` is used for its suffix and in messages, ``soffice`` is
    the program that converts old Word documents.

    Raises ``UnreadableFile`` where there is no text to be had, saying what to do, and
    ``MissingProgram`` where only ``soffice`` is missing.
    """
    (text,) = read_many([(name, data)], soffice) if is_legacy(data) else (_with_text(_read(data, name), name),)
    if isinstance(text, UnreadableFile):
        raise text
    return text


def read_many(
    documents: Sequence[tuple[str, bytes]], soffice: Path | None
) -> list[SourceText | UnreadableFile]:
    """The texts of some old Word documents (name, bytes), or why they have none, in their order.
    Starting the converter takes seconds, so many at once are much faster."""
    if soffice is None:
        return [needs_office(name, legacy_kind(data) or "doc") for name, data in documents]
    converted = convert(documents, soffice)
    return [
        _converted(name, data, result)
        for (name, data), result in zip(documents, converted, strict=True)
    ]


def _converted(name: str, data: bytes, result: bytes | UnreadableFile) -> SourceText | UnreadableFile:
    if isinstance(result, UnreadableFile):
        return result
    try:
        return _with_text(read_converted(result, data, name), name)
    except UnreadableFile as error:
        return error


def _with_text(source: SourceText, name: str) -> SourceText:
    if not source.text.strip():
        raise UnreadableFile(f"「{name}」里没有文字：请检查内容是否为空；只有图片的扫描件需先识别成文字")
    return replace(source, notes=(*source.notes, *notes_on_garbled(source.text)))


def _read(data: bytes, name: str) -> SourceText:
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableFile(f"「{name}」是空文件：请检查原文件，补上内容或从文件夹中移走")
    if is_archive(data):
        # A damaged Word file may hold anything where an archive names its files.
        if Path(name).suffix.lower() in DOCUMENTS and not opens(data):
            raise damaged(name)
        raise UnreadableFile(f"「{name}」是压缩包，里面的文件要逐个读取：请先解压，再给出其中一个")
    if is_zip(data):
        return read_docx(data, name)
    if is_pdf(data):
        return _with_contents(read_pdf(data, name))
    if is_web_archive(data):
        return read_web_archive(data, name)
    refuse_foreign_format(data, name)
    suffix = Path(name).suffix.lower()
    if suffix in DOCUMENTS and data.startswith(_ZIP_SIGN) and (b"\0" in data[:512] or is_garbage(read_plain(data, None).text)):
        raise damaged(name)
    if suffix == ".docx" and b"\0" in data[:512]:
        raise UnreadableFile(f"「{name}」不是有效的 Word 文档：请用 Word 或 WPS 打开后另存为 .docx")
    plain = read_plain(data, declared_charset(data))
    if is_garbage(plain.text):
        raise UnreadableFile(f"「{name}」不是文字文件：请用原来的程序打开，另存为 .docx 或 .txt")
    return replace(_of_kind(plain, suffix), notes=plain.notes)


def _of_kind(plain: PlainText, suffix: str) -> SourceText:
    """A decoded file as Markdown, as a page, or as the text it is."""
    text, encoding = plain.text, plain.encoding
    if suffix == ".md" and not text.lstrip()[:_PAGE_BEGINS].lower().startswith(("<!doctype html", "<html")):
        return _with_contents(read_markdown(text, encoding))
    if looks_like_html(text, expected=suffix in (".html", ".htm", ".md")):
        return read_html(text, encoding)
    return _with_contents(SourceText(plain_text(text), "txt", encoding))


def _with_contents(source: SourceText) -> SourceText:
    """A text whose typed table of contents is called boilerplate; Word and HTML know their own."""
    contents = find_contents(source.text)
    return replace(
        source,
        boilerplate=(*source.boilerplate, *contents),
        reasons={**dict.fromkeys(contents, "目录"), **source.reasons},
    )
