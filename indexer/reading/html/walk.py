"""One walk through a page: its text line by line, its blocks and links, and what is left unread."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from indexer.model.reports import Span
from indexer.model.unread import Tally
from indexer.reading.html.boilerplate import marks_boilerplate
from indexer.reading.html.layout import Layout
from indexer.reading.html.lists import ItemCounter
from indexer.reading.html.page import Block
from indexer.reading.html.visibility import (
    FALLBACKS,
    LEAST_HIDDEN_ARTICLE,
    is_hidden,
    piece_kind,
    prose_in,
    sets_ground,
    unread_text,
)
from indexer.reading.row_heads import Cell, RowHeads

_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption"
    " figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup"
    " option p pre search section select summary table tbody td textarea tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_KEEPING_STYLE = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_TITLE_CLASS = re.compile(r"(?:^|[-_])(?:title|tit|biaoti|headline)(?:$|[-_])", re.IGNORECASE)
_NOTE_MARK = re.compile(r"\s*[\[［〔(（]\s*(?:注\s*)?\d{1,3}\s*[\]］〕)）]\s*")
_LINKED_NOTE_MARK = re.compile(r"\s*(?:\d{1,3}|[①-⑳]|[ivx]{1,5}|\*)\s*")
#: Characters. Hidden prose is boilerplate; more of it may be the article, which a script was to show.
_LEAST_HIDDEN_PROSE = 15
_LONGEST_NOTE_MARK = 8


class Walk:
    """A page gone through once: its layout, its blocks, its links, headings and the note marks in it."""

    def __init__(self, root: Tag, preformatted: bool) -> None:
        self.layout = Layout()
        self.blocks: list[Block] = []
        self.links: list[Span] = []
        self.marks: list[Span] = []
        self.headings: list[Span] = []
        #: The block that each picture, frame or film is in, and its kind.
        self.pieces: list[tuple[int, str]] = []
        self.tally = Tally()
        #: The block of <body>, 0 where there is none.
        self.body = 0
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
                hidden = is_hidden(node, top.grounded, top.classed)
                kind = piece_kind(node)
                if kind:
                    self.pieces.append((top.block, kind))
                if not hidden or prose_in(node) >= _LEAST_HIDDEN_PROSE:
                    stack.append(self._enter(node, top, hidden))
                else:
                    self._leave_out(node)
            elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
                self.layout.write(str(node), top.preformatted)
        self.blocks[0].end = self.layout.size
        self.links.sort()

    def count_pieces(self, article: Span | None) -> None:
        """Counts the pictures, frames and films of the article, or of a page without one."""
        same = [at for at, block in enumerate(self.blocks) if (block.start, block.end) == article]
        # On a page with no other text the whole page has the article's span as well.
        outermost = next((at for at in same if at > self.body), same[-1] if same else 0)
        for block, kind in self.pieces:
            # A block's parent comes before it.
            while block > outermost:
                block = self.blocks[block].parent
            self.tally.add(kind, int(block == outermost))

    def _leave_out(self, hidden: Tag) -> None:
        """Counts what a hidden element holds."""
        if hidden.name == "math":
            self.tally.add("formula")
        else:
            self.tally.add_text(*unread_text(hidden))

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
        opened.grounded = parent.grounded or sets_ground(tag)
        opened.classed = parent.classed or (tag.name != "body" and (tag.has_attr("class") or tag.has_attr("id")))
        if tag.name == "ol":
            opened.counter = ItemCounter(attribute(tag, "start"), attribute(tag, "type"), style)
        elif tag.name == "li" and parent.counter is not None:
            self.layout.mark(parent.counter.marker(attribute(tag, "value"), style))
        names = _names(tag)
        # The header of an article is part of the report.
        header = tag.name == "header" and not opened.in_article
        named = header or (tag.name != "header" and marks_boilerplate(tag.name, names))
        if tag.name in _BLOCKS or named or hidden:
            heading = tag.name in ("h1", "h2") or any(_TITLE_CLASS.search(name) for name in names)
            opened.block = len(self.blocks)
            self.body = opened.block if tag.name == "body" else self.body
            aside = hidden and (tag.name in FALLBACKS or prose_in(tag) < LEAST_HIDDEN_ARTICLE)
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
            parent.sizes.append(self._cell(tag, opened.start))
        elif tag.name == "tr" and opened.cells:
            heads = parent.heads_of_row(opened.sizes)
            if not opened.holds_table:
                self.layout.join_row(opened.start, opened.cells, heads)
        elif tag.name == "li":
            self.layout.mark("")
        elif tag.name == "a" and tag.get("href"):
            self.links.append((opened.start, self.layout.size))
        elif tag.name == "sup" and self.layout.size - opened.start <= _LONGEST_NOTE_MARK:
            linked = opened.in_link or bool(self.links and self.links[-1][0] >= opened.start)
            if _is_note_mark(tag.get_text(), linked):
                self.marks.append((opened.start, self.layout.size))
        parent.holds_table |= opened.holds_table or tag.name == "table"


    def _cell(self, tag: Tag, start: int) -> Cell:
        """The size of a cell; its text only where the rows below will need it."""
        rows, columns = _number(tag, "rowspan"), _number(tag, "colspan")
        return Cell(rows, columns, " ".join(self.layout.text_from(start).split()) if rows > 1 else "")


class _Open:
    """An element being walked, and what its table row or cell needs to know of its inside."""

    __slots__ = (
        "block", "cells", "children", "classed", "counter", "grounded", "holds_table", "in_article", "in_link",
        "preformatted", "row_heads", "sizes", "start", "tag",
    )  # fmt: skip

    def __init__(self, tag: Tag, start: int, preformatted: bool, block: int = 0) -> None:
        self.tag = tag
        self.children = iter(tag.contents)
        self.start = start
        self.preformatted = preformatted
        self.block = block
        self.cells: list[Span] = []
        self.sizes: list[Cell] = []
        self.row_heads: RowHeads | None = None
        self.counter: ItemCounter | None = None
        self.holds_table = False
        self.in_link = False
        self.in_article = False
        self.grounded = False
        self.classed = False

    def heads_of_row(self, cells: Sequence[Cell]) -> list[list[str]]:
        """What is to be shown again before each cell of the next row of this table."""
        if self.row_heads is None:
            if all(cell.rows == 1 for cell in cells):
                return [[] for _ in cells]
            self.row_heads = RowHeads()
        return self.row_heads.before_cells(cells)


def _is_note_mark(text: str, linked: bool) -> bool:
    return bool(_NOTE_MARK.fullmatch(text)) or (linked and bool(_LINKED_NOTE_MARK.fullmatch(text)))


def attribute(tag: Tag, name: str) -> str:
    """An attribute as written, '' where there is none."""
    return str(tag.get(name) or "")


def _names(tag: Tag) -> list[str]:
    names = [str(name) for name in tag.get_attribute_list("class") if name]
    return [*names, str(tag.get("id") or "")]


def _number(tag: Tag, name: str) -> int:
    """An attribute that counts rows or columns; 1 where it says nothing sensible."""
    value = attribute(tag, name).strip()
    return max(1, int(value)) if value.isascii() and value.isdigit() and len(value) < 4 else 1
