"""Web pages to text: lines where a browser shows lines, and what the page calls furniture.

The only user of BeautifulSoup. Furniture (navigation, footers, share bars…) stays in the
text and is only pointed at, so that the parser can remove it where the user sees it.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from indexer.model.reports import SourceText, Span
from indexer.reading.contents import find_contents
from indexer.reading.headings import whole_headings
from indexer.reading.html.article import find_article, find_furniture
from indexer.reading.html.furniture import marks_furniture
from indexer.reading.html.layout import Layout
from indexer.reading.html.lists import ItemCounter
from indexer.reading.html.mending import mended
from indexer.reading.html.page import Block, PageText
from indexer.reading.html.title import is_missing, page_title

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
#: What gives a page its structure: without it the lines of a text are its paragraphs, whatever is in them.
_STRUCTURE = re.compile(
    r"<(?:p|div|br|h[1-6]|table|tr|t[dh]|li|[uo]l|section|article|body|html|head)\b[^<>]{0,2000}>", re.IGNORECASE
)
_FEWEST_STRUCTURE = 5

_CHARSET = re.compile(rb"<meta[^<>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
#: What begins like a tag and cannot be one: a masked name <XX局>, an address <a@b.c>, x<y。
_NO_TAG = re.compile(r"<(?=/?[a-zA-Z])(?!/?[a-zA-Z][a-zA-Z0-9:._-]*(?<!:)(?:[\s/<>]|\Z))")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>", re.IGNORECASE)

_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption"
    " figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup"
    " option p pre search section select summary table tbody td textarea tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
# rt and rp are the reading printed above a character, not the text; del is a tracked deletion.
_DROPPED_NAMES = (
    "script style template head title noscript noframes iframe object svg math canvas audio video"
    " rt rp rtc datalist input del xml"
)
_DROPPED = frozenset(_DROPPED_NAMES.split())
#: Shown by browsers that lack something.
_FALLBACKS = frozenset(("noscript", "object", "canvas", "audio", "video"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_KEEPING_STYLE = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_SYMBOL_STYLE = re.compile(r"font-family\s*:\s*[\"']?(?:wingdings|webdings|symbol)", re.IGNORECASE)
_SYMBOL_FONTS = frozenset(("wingdings", "wingdings 2", "wingdings 3", "webdings", "symbol"))
_TITLE_CLASS = re.compile(r"(?:^|[-_])(?:title|tit|biaoti|headline)(?:$|[-_])", re.IGNORECASE)
_NOTE_MARK = re.compile(r"\s*[\[［〔(（]\s*(?:注\s*)?\d{1,3}\s*[\]］〕)）]\s*")
_LINKED_NOTE_MARK = re.compile(r"\s*(?:\d{1,3}|[①-⑳]|[ivx]{1,5}|\*)\s*")
#: Markup without any of these shows its text as one line, which its author can't have meant.
_LINE_MARKUP = re.compile(
    r"<(?:p|br|div|h[1-6]|li|t[rdh]|table|pre|section|article|center|blockquote|d[tdl]|hr|frameset)\b", re.IGNORECASE
)
_SENTENCE_ENDS = re.compile("[。！？；]")
_ARTICLE_TITLE = re.compile("^articletitle$", re.IGNORECASE)
#: Characters. Hidden prose is furniture; more of it may be the article, which a script was to show.
_LEAST_HIDDEN_PROSE = 15
_LEAST_HIDDEN_ARTICLE = 60
_LONGEST_NOTE_MARK = 8


def looks_like_html(text: str, expected: bool) -> bool:
    """Whether the text is markup; ``expected`` says that the file name promises it."""
    if _PAGE.match(text[:_PAGE_START]):
        return True
    tags = sum(1 for _ in _TAG.finditer(text))
    if expected:
        return tags > 0
    dense = tags >= _MANY_TAGS and tags * _CHARACTERS_A_TAG >= len(text)
    return dense and sum(1 for _ in _STRUCTURE.finditer(text)) >= _FEWEST_STRUCTURE


def declared_charset(data: bytes) -> str | None:
    """The charset a page claims for itself near its beginning."""
    found = _CHARSET.search(data[:4096])
    return found.group(1).decode("ascii", "ignore") if found else None


def read_html(markup: str, encoding: str) -> SourceText:
    """The visible text of a page, with the spans of its furniture. ``encoding`` is passed on.

    A title that stands only in the page's head, and in no line above the text, becomes the
    first line.
    """
    # lxml stops at NUL and refuses a text with an XML declaration; bytes in a known encoding
    # keep it from believing the charset that the page claims.
    markup = mended(_NO_TAG.sub("&lt;", _XML_DECLARATION.sub("", markup.replace("\0", ""))))
    soup = BeautifulSoup(markup.encode("utf-8", "replace"), "lxml", from_encoding="utf-8")
    title = _title(soup)
    walk = _Walk(soup, preformatted=_LINE_MARKUP.search(markup) is None)
    text = walk.layout.text()
    page = PageText(text, walk.blocks, walk.links, title)
    article = find_article(page)
    furniture = _merged(text, [*walk.marks, *find_furniture(page, article), *find_contents(text)])
    missing = article is not None and is_missing(title, page, furniture)
    text, spans = walk.layout.expanded(text, [*furniture, *walk.headings])
    if missing:
        shift = len(title) + 1
        text, spans = f"{title}\n{text}", tuple((start + shift, end + shift) for start, end in spans)
    spans, headings = spans[: len(furniture)], spans[len(furniture) :]
    return SourceText(text, "html", encoding, spans, whole_headings(text, headings, spans))


def _title(soup: BeautifulSoup) -> str:
    """The article's title, where the page names it for other programs, or else the page's."""
    head = soup.head or soup
    named = head.find("meta", attrs={"name": _ARTICLE_TITLE}) or head.find("meta", attrs={"property": "og:title"})
    title = page_title(_attribute(named, "content")) if named is not None else ""
    return title or page_title(soup.title.get_text() if soup.title is not None else "")


def _merged(text: str, found: list[Span]) -> list[Span]:
    """Furniture as disjoint spans in order, without the white space around them."""
    spans: list[Span] = []
    for start, end in sorted(found):
        piece = text[start:end]
        start, end = start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        elif start < end:
            spans.append((start, end))
    return spans


class _Walk:
    """A page gone through once: its layout, its blocks, its links, headings and the note marks in it."""

    def __init__(self, root: Tag, preformatted: bool) -> None:
        self.layout = Layout()
        self.blocks: list[Block] = []
        self.links: list[Span] = []
        self.marks: list[Span] = []
        self.headings: list[Span] = []
        # A stack of its own: pages nest deeper than Python may.
        stack = [_Open(root, 0, preformatted)]
        self.blocks.append(Block(0, 0))
        while stack:
            top = stack[-1]
            node = next(top.children, None)
            if node is None:
                stack.pop()
                self._leave(top, stack[-1] if stack else None)
            elif isinstance(node, Tag):
                hidden = _is_hidden(node)
                if not hidden or _prose_in(node) >= _LEAST_HIDDEN_PROSE:
                    stack.append(self._enter(node, top, hidden))
            elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
                self.layout.write(str(node), top.preformatted)
        self.blocks[0].end = self.layout.size
        self.links.sort()

    def _enter(self, tag: Tag, parent: _Open, hidden: bool) -> _Open:
        if tag.name == "br":
            self.layout.end_line(always=True)
        elif tag.name in _BLOCKS:
            self.layout.end_line()
        style = str(tag.get("style") or "")
        keeps = parent.preformatted or tag.name in ("pre", "textarea") or bool(_KEEPING_STYLE.search(style))
        opened = _Open(tag, self.layout.size, keeps, parent.block)
        opened.in_link = parent.in_link or (tag.name == "a" and tag.has_attr("href"))
        opened.in_article = parent.in_article or tag.name in ("article", "main")
        if tag.name == "ol":
            opened.counter = ItemCounter(_attribute(tag, "start"), _attribute(tag, "type"), style)
        elif tag.name == "li" and parent.counter is not None:
            self.layout.mark(parent.counter.marker(_attribute(tag, "value"), style))
        names = _names(tag)
        # The header of an article is part of the report.
        header = tag.name == "header" and not opened.in_article
        named = header or (tag.name != "header" and marks_furniture(tag.name, names))
        if tag.name in _BLOCKS or named or hidden:
            heading = tag.name in ("h1", "h2") or any(_TITLE_CLASS.search(name) for name in names)
            opened.block = len(self.blocks)
            aside = hidden and (tag.name in _FALLBACKS or _prose_in(tag) < _LEAST_HIDDEN_ARTICLE)
            self.blocks.append(
                Block(parent.block, self.layout.size, 0, named, header, heading, tag.name == "h1", hidden, aside)
            )
        return opened

    def _leave(self, opened: _Open, parent: _Open | None) -> None:
        tag = opened.tag
        if tag.name in _BLOCKS:
            self.layout.end_line()
        if parent is None:
            return
        if opened.block != parent.block:
            self.blocks[opened.block].end = self.layout.size
        if tag.name in _HEADINGS:
            self.headings.append((opened.start, self.layout.size))
        if tag.name in ("td", "th"):
            parent.cells.append((opened.start, self.layout.size))
        elif tag.name == "tr" and opened.cells and not opened.holds_table:
            self.layout.join_row(opened.start, opened.cells)
        elif tag.name == "li":
            self.layout.mark("")
        elif tag.name == "a" and tag.get("href"):
            self.links.append((opened.start, self.layout.size))
        elif tag.name == "sup" and self.layout.size - opened.start <= _LONGEST_NOTE_MARK:
            linked = opened.in_link or bool(self.links and self.links[-1][0] >= opened.start)
            if _is_note_mark(tag.get_text(), linked):
                self.marks.append((opened.start, self.layout.size))
        parent.holds_table |= opened.holds_table or tag.name == "table"


class _Open:
    """An element being walked, and what its table row or cell needs to know of its inside."""

    __slots__ = (
        "block", "cells", "children", "counter", "holds_table", "in_article", "in_link", "preformatted", "start", "tag",
    )  # fmt: skip

    def __init__(self, tag: Tag, start: int, preformatted: bool, block: int = 0) -> None:
        self.tag = tag
        self.children = iter(tag.contents)
        self.start = start
        self.preformatted = preformatted
        self.block = block
        self.cells: list[Span] = []
        self.counter: ItemCounter | None = None
        self.holds_table = False
        self.in_link = False
        self.in_article = False


def _is_hidden(tag: Tag) -> bool:
    if tag.name in _DROPPED or tag.has_attr("hidden"):
        return True
    style = str(tag.get("style") or "")
    if not style:
        # Bullets picked from a symbol font are letters without it.
        return tag.name == "font" and _attribute(tag, "face").lower() in _SYMBOL_FONTS and _is_sign(tag)
    return bool(_HIDING_STYLE.search(style)) or (bool(_SYMBOL_STYLE.search(style)) and _is_sign(tag))


def _is_sign(tag: Tag) -> bool:
    return len(tag.get_text().strip()) <= 1


def _prose_in(hidden: Tag) -> int:
    """The characters of a hidden element with sentences in it, 0 for others. One sentence is never
    as much as an article."""
    if hidden.name in _DROPPED - _FALLBACKS:
        return 0
    text = hidden.get_text().strip()
    sentences = len(_SENTENCE_ENDS.findall(text))
    return len(text) if sentences > 1 else sentences * min(len(text), _LEAST_HIDDEN_ARTICLE - 1)


def _is_note_mark(text: str, linked: bool) -> bool:
    return bool(_NOTE_MARK.fullmatch(text)) or (linked and bool(_LINKED_NOTE_MARK.fullmatch(text)))


def _attribute(tag: Tag, name: str) -> str:
    return str(tag.get(name) or "")


def _names(tag: Tag) -> list[str]:
    names = [str(name) for name in tag.get_attribute_list("class") if name]
    return [*names, str(tag.get("id") or "")]

