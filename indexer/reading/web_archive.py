"""Web archives (.mht, .mhtml, and Word's "single file web page", often named .doc) to text.

A web archive is a mail with the page as one part and its pictures as the others. Only the page
is unpacked.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser

from indexer.errors import UnreadableFile
from indexer.model.reports import SourceText
from indexer.reading.encoding import decode
from indexer.reading.html.reader import declared_charset, read_html

_MARKS = b"\xef\xbb\xbf \t\r\n\0"
_HEADER_LINE = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,40}\s{0,3}:")
_VERSION = re.compile(rb"^mime-version\s*:", re.IGNORECASE | re.MULTILINE)
_KIND = re.compile(rb"^content-type\s*:\s*(?:multipart/(?:related|mixed|alternative)|text/html)", re.IGNORECASE | re.MULTILINE)
_BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n|\r[ \t]*\r")
#: Bytes within which a header must end.
_LONGEST_HEADER = 16_384
_MOST_PARTS = 5_000
_DEEPEST = 4
#: Bytes of one page, unpacked; the text of a thousand-page report is a hundredth of this.
_LARGEST_PAGE = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Part:
    """One part: its header, what it is called inside the archive, and its bytes as sent."""

    header: Message
    body: bytes

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(str(self.header.get(name, "")).strip(" <>") for name in ("Content-ID", "Content-Location"))


def is_web_archive(data: bytes) -> bool:
    """Whether the bytes begin with the header of a web archive."""
    head = _head(data[: _LONGEST_HEADER + len(_MARKS)])
    return bool(_HEADER_LINE.match(head) and _VERSION.search(head) and _KIND.search(head))


def read_web_archive(data: bytes, name: str) -> SourceText:
    """The visible text of the page in a web archive.

    Raises ``UnreadableFile`` where there is no page in it, or it is damaged or too large.
    """
    root = _part(data.lstrip(_MARKS))
    try:
        pages = list(_pages(root, 0))
    except (MessageError, ValueError, LookupError) as error:
        raise _damaged(name) from error
    start = str(root.header.get_param("start") or "").strip(" <>") if pages else ""
    pages.sort(key=lambda page: not (start and start in page.names))
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


def _read_page(page: _Part, name: str) -> SourceText | None:
    """The text of one page; ``None`` where its bytes are damaged."""
    try:
        markup = page.header.get_payload(decode=True)
    except (MessageError, ValueError, LookupError, binascii.Error):
        return None
    if not isinstance(markup, bytes):
        return None
    if len(markup) > _LARGEST_PAGE:
        raise UnreadableFile(f"「{name}」展开后超过 64 MB：请拆成几个较小的文档，或另存为 .txt")
    charset = page.header.get_content_charset() or declared_charset(markup)
    text, encoding = decode(markup, charset)
    return replace(read_html(text, encoding), format="mhtml")


def _pages(part: _Part, depth: int) -> Iterator[_Part]:
    """The HTML parts, in order; other parts are not unpacked."""
    kind = part.header.get_content_type()
    if kind in ("text/html", "application/xhtml+xml"):
        part.header.set_payload(part.body.decode("latin-1"))
        yield part
    elif kind.startswith("multipart/") and depth < _DEEPEST:
        for body in _pieces(part):
            yield from _pages(_part(body), depth + 1)


def _pieces(part: _Part) -> list[bytes]:
    """The parts between the boundaries; a missing last boundary is a cut-off file, still read."""
    boundary = str(part.header.get_param("boundary") or "").strip()
    if not boundary:
        return []
    mark = re.compile(rb"(?:^|\n|\r)--" + re.escape(boundary.encode("latin-1", "replace")) + rb"(--)?[ \t]*(?=\r|\n|$)")
    pieces: list[bytes] = []
    begun: int | None = None
    for found in mark.finditer(part.body):
        if begun is not None:
            pieces.append(part.body[begun : found.start()].lstrip(b"\r\n"))
        begun = None if found.group(1) else found.end()
        if begun is None or len(pieces) >= _MOST_PARTS:
            break
    if begun is not None and len(pieces) < _MOST_PARTS:
        pieces.append(part.body[begun:].lstrip(b"\r\n"))
    return pieces


def _part(data: bytes) -> _Part:
    head = _head(data)
    return _Part(BytesParser().parsebytes(head, headersonly=True), data[len(head) :])


def _head(data: bytes) -> bytes:
    """The header, up to and with the blank line after it."""
    data = data.lstrip(_MARKS) if data[:1] in (b"\xef", b" ", b"\0") else data
    end = _BLANK_LINE.search(data, 0, _LONGEST_HEADER)
    return data[: end.end()] if end else data[:_LONGEST_HEADER]


def _damaged(name: str) -> UnreadableFile:
    return UnreadableFile(f"「{name}」是网页存档，但里面没有可读的网页：请用浏览器或 Word 打开后另存为 .docx 或 .txt")
