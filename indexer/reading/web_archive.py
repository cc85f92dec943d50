"""Web archives (.mht, .mhtml, and Word's "single file web page", often named .doc) to text.

A web archive is a mail with the page as one part and its pictures as the others. The standard
library's ``email`` takes it apart; only the page is decoded.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import replace
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from itertools import islice

from indexer.errors import UnreadableFile
from indexer.model.reports import SourceText
from indexer.reading.html.reader import declared_charset, read_html
from indexer.reading.plain import read_plain

_MARKS = b"\xef\xbb\xbf \t\r\n\0"
_HEADER_LINE = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,40}\s{0,3}:")
_VERSION = re.compile(rb"^mime-version\s*:", re.IGNORECASE | re.MULTILINE)
_KIND = re.compile(rb"^content-type\s*:\s*(?:multipart/(?:related|mixed|alternative)|text/html)", re.IGNORECASE | re.MULTILINE)
_BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n|\r[ \t]*\r")
#: Bytes within which a header must end.
_LONGEST_HEADER = 16_384
_MOST_PARTS = 5_000
#: Bytes of one page, unpacked; the text of a thousand-page report is a hundredth of this.
_LARGEST_PAGE = 64 * 1024 * 1024


def is_web_archive(data: bytes) -> bool:
    """Whether the bytes begin with the header of a web archive."""
    head = _head(data[: _LONGEST_HEADER + len(_MARKS)])
    return bool(_HEADER_LINE.match(head) and _VERSION.search(head) and _KIND.search(head))


def read_web_archive(data: bytes, name: str) -> SourceText:
    """The visible text of the page in a web archive.

    Raises ``UnreadableFile`` where there is no page in it, or it is damaged or too large.
    """
    try:
        root = BytesParser().parsebytes(data.lstrip(_MARKS))
        pages = _pages(root)
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        raise _damaged(name) from error
    best: SourceText | None = None
    for page in pages:
        source = _read_page(page, name)
        # The first page is what is shown, unless it is only a frame around the others.
        if source is not None and source.text.strip():
            return source
        best = best or source
    if best is None:
        raise _damaged(name)
    return best


def _pages(root: Message) -> list[Message]:
    """The HTML parts: the one that the header names as the start, then the others in order."""
    parts = islice(root.walk(), _MOST_PARTS)
    pages = [part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    start = str(root.get_param("start") or "").strip(" <>")
    return sorted(pages, key=lambda page: not (start and start in _names(page)))


def _names(part: Message) -> list[str]:
    """What a part is called inside the archive."""
    return [str(part.get(name, "")).strip(" <>") for name in ("Content-ID", "Content-Location")]


def _read_page(page: Message, name: str) -> SourceText | None:
    """The text of one page; ``None`` where its bytes are damaged."""
    try:
        markup = page.get_payload(decode=True)
    except (MessageError, ValueError, LookupError, binascii.Error):
        return None
    if not isinstance(markup, bytes):
        return None
    if len(markup) > _LARGEST_PAGE:
        raise UnreadableFile(f"「{name}」展开后超过 64 MB：请拆成几个较小的文档，或另存为 .txt")
    plain = read_plain(markup, page.get_content_charset() or declared_charset(markup))
    return replace(read_html(plain.text, plain.encoding), format="mhtml", notes=plain.notes)


def _head(data: bytes) -> bytes:
    """The header, up to and with the blank line after it."""
    data = data.lstrip(_MARKS) if data[:1] in (b"\xef", b" ", b"\0") else data
    end = _BLANK_LINE.search(data, 0, _LONGEST_HEADER)
    return data[: end.end()] if end else data[:_LONGEST_HEADER]


def _damaged(name: str) -> UnreadableFile:
    return UnreadableFile(f"「{name}」是网页存档，但里面没有可读的网页：请用浏览器或 Word 打开后另存为 .docx 或 .txt")
