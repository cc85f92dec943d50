"""Web pages to text: lines where a browser shows lines, and what the page calls furniture.

The only user of BeautifulSoup. Furniture (navigation, footers, share bars…) stays in the
text and is only pointed at, so that the parser can remove it where the user sees it.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from indexer.models import SourceText, Span
from indexer.reading.html_furniture import is_article_text, marks_furniture
from indexer.reading.plain import unify_line_ends
from indexer.reading.rows import is_data_row

_TAG = re.compile(
    r"</?(?:p|div|br|span|h[1-6]|table|tbody|tr|t[dh]|li|[uo]l|a|b|i|u|strong|em|font|section|article|body"
    r"|html|head|title|meta|img|center|hr|input|script|style|link)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
#: A page begins as one, after comments at most; a text that mentions <html> does not.
_PAGE = re.compile(
    r"\s*(?:<!--.{0,1500}?-->\s*|<\?xml[^>]{0,200}\?>\s*)*(?:<!doctype\s+html|<html[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_PAGE_START = 2000
_MANY_TAGS = 10
#: At least one tag in so many characters, beside ``_MANY_TAGS``, makes a page of a text.
_CHARACTERS_A_TAG = 1000

_CHARSET = re.compile(rb"<meta[^<>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>", re.IGNORECASE)

_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption"
    " figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup"
    " option p pre search section select summary table tbody td textarea tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
# rt and rp are the reading printed above a character, not the text.
_DROPPED_NAMES = (
    "script style template head title noscript iframe object embed svg math canvas audio video"
    " rt rp rtc datalist input"
)
_DROPPED = frozenset(_DROPPED_NAMES.split())
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_KEEPING_STYLE = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_SPACE_RUN = re.compile(r"[ \t\n\r\f]+")


def looks_like_html(text: str, expected: bool) -> bool:
    """Whether the text is markup; ``expected`` says that the file name promises it."""
    if _PAGE.match(text[:_PAGE_START]):
        return True
    tags = sum(1 for _ in _TAG.finditer(text))
    if expected:
        return tags > 0
    return tags >= _MANY_TAGS and tags * _CHARACTERS_A_TAG >= len(text)


def declared_charset(data: bytes) -> str | None:
    """The charset a page claims for itself near its beginning."""
    found = _CHARSET.search(data[:4096])
    return found.group(1).decode("ascii", "ignore") if found else None


def read_html(markup: str, encoding: str) -> SourceText:
    """The visible text of a page, with the spans of its furniture. ``encoding`` is passed on."""
    # lxml stops at NUL and refuses a text with an XML declaration; bytes in a known encoding
    # keep it from believing the charset that the page claims.
    markup = _XML_DECLARATION.sub("", markup.replace("\0", ""))
    soup = BeautifulSoup(markup.encode("utf-8", "replace"), "lxml", from_encoding="utf-8")
    page = _Page()
    page.walk(soup)
    text = page.text()
    return SourceText(text, "html", encoding, page.furniture_in(text))


class _Page:
    """Text as a browser would lay it out, built piece by piece.

    ``_parts`` holds single characters and strings; ``_size`` counts code points, so that
    spans can be taken while the text grows.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._size = 0
        self._line_start = True
        self._space = False
        self._found: list[Span] = []

    def text(self) -> str:
        return "".join(self._parts).rstrip(" \t\n")

    def furniture_in(self, text: str) -> tuple[Span, ...]:
        """The furniture as disjoint spans in order, without the white space around them."""
        spans: list[Span] = []
        for start, end in sorted(self._found, key=lambda span: (span[0], -span[1])):
            piece = text[start:end]
            start, end = start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
            inside = spans and end <= spans[-1][1]
            if start < end and not inside and not is_article_text(text, start, end):
                spans.append((start, end))
        return tuple(spans)

    # --- walking -----------------------------------------------------------------------

    def walk(self, root: Tag) -> None:
        """Goes through the tree with a stack of its own: pages nest deeper than Python may."""
        stack: list[_Open] = [_Open(root, 0, False)]
        while stack:
            top = stack[-1]
            node = next(top.children, None)
            if node is None:
                stack.pop()
                self._leave(top, stack[-1] if stack else None)
            elif isinstance(node, Tag):
                if not _is_hidden(node):
                    stack.append(self._enter(node, top.preformatted))
            elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
                self._write(str(node), top.preformatted)

    def _enter(self, tag: Tag, preformatted: bool) -> _Open:
        if tag.name == "br":
            self._end_line(always=True)
        elif tag.name in _BLOCKS:
            self._end_line()
        style = str(tag.get("style") or "")
        keeps = preformatted or tag.name in ("pre", "textarea") or bool(_KEEPING_STYLE.search(style))
        return _Open(tag, self._size, keeps)

    def _leave(self, opened: _Open, parent: _Open | None) -> None:
        tag = opened.tag
        if tag.name in _BLOCKS:
            self._end_line()
        if parent is None:
            return
        if tag.name in ("td", "th"):
            parent.cells.append((opened.start, self._size))
        elif tag.name == "tr":
            self._join_row(opened)
        parent.holds_table |= opened.holds_table or tag.name == "table"
        if _is_furniture(tag):
            self._found.append((opened.start, self._size))

    def _join_row(self, row: _Open) -> None:
        """Puts a row of data on one line: line ends inside become spaces, those between tabs.

        Each replaces one character by one, so that spans already taken stay right.
        """
        if row.holds_table or not row.cells:
            return
        first = self._part_at(row.start)
        joined = "".join(self._parts[first:])
        offset = row.start
        cells = [joined[start - offset : end - offset] for start, end in row.cells]
        if not is_data_row([cell.strip("\n") for cell in cells]):
            return
        ends = {end - 1 - offset for start, end in row.cells if end > start}
        body = joined.rstrip("\n")
        line = "".join(
            ("\t" if at in ends else " ") if char == "\n" else char for at, char in enumerate(body)
        )
        self._parts[first:] = [line + joined[len(body) :]]

    def _part_at(self, offset: int) -> int:
        """The index of the part that begins at an offset; rows begin where a part does."""
        at, index = self._size, len(self._parts)
        while at > offset and index > 0:
            index -= 1
            at -= len(self._parts[index])
        return index

    # --- writing -----------------------------------------------------------------------

    def _append(self, piece: str) -> None:
        self._parts.append(piece)
        self._size += len(piece)

    def _end_line(self, always: bool = False) -> None:
        self._space = False
        if self._size and (always or not self._line_start):
            self._append("\n")
        self._line_start = True

    def _write(self, text: str, preformatted: bool) -> None:
        if preformatted:
            text = unify_line_ends(text)
            if text:
                self._flush_space()
                self._append(text)
                self._line_start = text.endswith("\n")
            return
        for index, word in enumerate(_SPACE_RUN.split(text)):
            if index:
                self._space = not self._line_start
            if word:
                self._flush_space()
                # Characters that end a line for other readers, but not for a browser.
                self._append(unify_line_ends(word).replace("\n", " "))
                self._line_start = False

    def _flush_space(self) -> None:
        if self._space:
            self._append(" ")
            self._space = False


class _Open:
    """An element being walked, and what its table row or cell needs to know of its inside."""

    __slots__ = ("cells", "children", "holds_table", "preformatted", "start", "tag")

    def __init__(self, tag: Tag, start: int, preformatted: bool) -> None:
        self.tag = tag
        self.children = iter(tag.contents)
        self.start = start
        self.preformatted = preformatted
        self.cells: list[Span] = []
        self.holds_table = False


def _is_hidden(tag: Tag) -> bool:
    if tag.name in _DROPPED or tag.has_attr("hidden"):
        return True
    return bool(_HIDING_STYLE.search(str(tag.get("style") or "")))


def _is_furniture(tag: Tag) -> bool:
    if tag.name == "header":
        # The header of an article, or one that holds the main heading, is part of the report.
        return tag.find_parent(["article", "main"]) is None and tag.find(["h1", "h2"]) is None
    names = [str(name) for name in tag.get_attribute_list("class") if name]
    return marks_furniture(tag.name, [*names, str(tag.get("id") or "")])
