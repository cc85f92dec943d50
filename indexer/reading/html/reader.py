"""Web pages to text: lines where a browser shows lines, and what the page calls boilerplate.

The only user of BeautifulSoup. Boilerplate (navigation, footers, share bars…) stays in the
text and is only pointed at, so that the parser can remove it where the user sees it.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup

from indexer.model.reports import SourceText, Span
from indexer.model.unread import Unread
from indexer.reading.contents import find_contents
from indexer.reading.headings import whole_headings
from indexer.reading.html.article import find_article, find_boilerplate
from indexer.reading.html.markup_repair import repaired
from indexer.reading.html.page import PageText
from indexer.reading.html.title import is_missing, page_title
from indexer.reading.html.walk import Walk, attribute

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

#: Markup without any of these shows its text as one line, which its author can't have meant.
_LINE_MARKUP = re.compile(
    r"<(?:p|br|div|h[1-6]|li|t[rdh]|table|pre|section|article|center|blockquote|d[tdl]|hr|frameset)\b", re.IGNORECASE
)
_ARTICLE_TITLE = re.compile("^articletitle$", re.IGNORECASE)


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
    """The visible text of a page, with the spans of its boilerplate. ``encoding`` is passed on.

    A title that stands only in the page's head, and in no line above the text, becomes the
    first line.
    """
    # lxml stops at NUL and refuses a text with an XML declaration; bytes in a known encoding
    # keep it from believing the charset that the page claims.
    markup = repaired(_NO_TAG.sub("&lt;", _XML_DECLARATION.sub("", markup.replace("\0", ""))))
    soup = BeautifulSoup(markup.encode("utf-8", "replace"), "lxml", from_encoding="utf-8")
    title = _title(soup)
    walk = Walk(soup, preformatted=_LINE_MARKUP.search(markup) is None)
    text = walk.layout.text()
    page = PageText(text, walk.blocks, walk.links, title)
    article = find_article(page)
    boilerplate = _merged(text, [*walk.marks, *find_boilerplate(page, article), *find_contents(text)])
    missing = article is not None and is_missing(title, page, boilerplate)
    text, spans = walk.layout.expanded(text, [*boilerplate, *walk.headings])
    if missing:
        shift = len(title) + 1
        text, spans = f"{title}\n{text}", tuple((start + shift, end + shift) for start, end in spans)
    spans, headings = spans[: len(boilerplate)], spans[len(boilerplate) :]
    return SourceText(
        text, "html", encoding, spans, whole_headings(text, headings, spans), unread=_unread(walk, article)
    )


def _unread(walk: Walk, article: Span | None) -> tuple[Unread, ...]:
    """What is left unread: of pictures and the like those in the article, of text all."""
    walk.count_pieces(article)
    return walk.tally.result()


def _title(soup: BeautifulSoup) -> str:
    """The article's title, where the page names it for other programs, or else the page's."""
    head = soup.head or soup
    named = head.find("meta", attrs={"name": _ARTICLE_TITLE}) or head.find("meta", attrs={"property": "og:title"})
    title = page_title(attribute(named, "content")) if named is not None else ""
    return title or page_title(soup.title.get_text() if soup.title is not None else "")


def _merged(text: str, found: list[Span]) -> list[Span]:
    """Boilerplate as disjoint spans in order, without the white space around them."""
    spans: list[Span] = []
    for start, end in sorted(found):
        piece = text[start:end]
        start, end = start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        elif start < end:
            spans.append((start, end))
    return spans
