"""Old Word documents (.doc, .wps, .rtf, Word 2003 XML) to text, through LibreOffice and .docx."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from pathlib import Path

from indexer.errors import UnreadableFile
from indexer.model.reports import SourceText
from indexer.reading.containers import legacy_kind, refuse_foreign_format
from indexer.reading.office import PATIENCE_S, OldDocument, find_soffice, to_docx
from indexer.reading.plausibility import is_garbage, score
from indexer.reading.word.package import damaged
from indexer.reading.word.reader import read_docx

_RTF = b"{\\rtf"
_ESCAPED = re.compile(rb"(?:\\'[0-9a-fA-F]{2})+")
_ASIAN_FONT = re.compile(rb"\\fcharset(?:128|129|134|136)(?!\d)")
_WESTERN_FONT = re.compile(rb"\\fcharset[01](?!\d)")
_CODE_PAGE = re.compile(rb"\\ansicpg(?:936|1252|0)(?!\d)")
_OPENING = re.compile(rb"^\{\\rtf\d?(?:\\ansi(?![a-z]))?")
#: The score of escaped bytes, read as GB 18030, from which they are taken for Chinese.
_LIKE_CHINESE = 0.5

__all__ = ["convert", "find_soffice", "legacy_kind", "read_converted"]


def convert(
    documents: Sequence[tuple[str, bytes]], soffice: Path, timeout_s: float = PATIENCE_S
) -> list[bytes | UnreadableFile]:
    """Old documents (name, bytes) as .docx, or why not, in their order.

    Much faster for many at once than one by one. ``timeout_s`` bounds the wait for the next
    document to be finished.
    """
    prepared = [_prepared(name, data) for name, data in documents]
    converted = iter(to_docx([p for p in prepared if isinstance(p, OldDocument)], soffice, timeout_s))
    return [next(converted) if isinstance(p, OldDocument) else p for p in prepared]


def read_converted(converted: bytes, original: bytes, name: str) -> SourceText:
    """The text of an old document from its .docx; ``original`` tells its format.

    Raises ``UnreadableFile`` where LibreOffice took a damaged document for plain text.
    """
    kind = legacy_kind(original) or "doc"
    source = read_docx(converted, name)
    if _was_mistaken(source.text, kind):
        raise damaged(name)
    is_wps = kind == "doc" and name.lower().endswith(".wps")
    return dataclasses.replace(source, format="wps" if is_wps else kind)


def _prepared(name: str, data: bytes) -> OldDocument | UnreadableFile:
    kind = legacy_kind(data)
    if kind is None:
        return _not_legacy(data, name)
    if kind == "rtf":
        # LibreOffice wants nothing before the first brace, not even a byte order mark.
        data = _with_chinese_fonts(data[data.index(_RTF) :])
    return OldDocument(name, data, kind)


def _not_legacy(data: bytes, name: str) -> UnreadableFile:
    try:
        refuse_foreign_format(data, name)
    except UnreadableFile as refusal:
        return refusal
    return UnreadableFile(f"「{name}」不是旧版 Word 文档：请用 Word 或 WPS 打开，另存为 .docx 后重新放入")


def _with_chinese_fonts(rtf: bytes) -> bytes:
    """Some programs write Chinese bytes under fonts that they declare western, or do not declare."""
    if _ASIAN_FONT.search(rtf):
        return rtf
    escaped = b"".join(
        bytes.fromhex(run.replace(b"\\'", b"").decode("ascii")) for run in _ESCAPED.findall(rtf)
    )
    try:
        is_chinese = bool(escaped) and score(escaped.decode("gb18030")) > _LIKE_CHINESE
    except UnicodeDecodeError:
        return rtf
    if not is_chinese:
        return rtf
    rtf = _WESTERN_FONT.sub(rb"\\fcharset134", rtf)
    return _OPENING.sub(rb"\g<0>\\ansicpg936", _CODE_PAGE.sub(b"", rtf))


def _was_mistaken(text: str, kind: str) -> bool:
    """Whether a damaged document was taken for plain text: its markup or bytes are the text."""
    start = text.lstrip("\ufeff \t\r\n")
    if kind == "doc":
        return is_garbage(text) or score(text) < 0
    return start.startswith("{\\rtf" if kind == "rtf" else ("<?xml", "<w:"))
