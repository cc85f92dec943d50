"""A page measured in lines and blocks: how much of it is prose, how much is links."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from indexer.model.reports import Span
from indexer.reading.html.boilerplate import is_comment_label, is_control, is_label, is_legal

#: Prose beyond this share of the page is never boilerplate, whatever its markup or label says.
LARGEST_SIDE = 0.3
_SHORTEST_PROSE = 20
_LINKED = 0.5
_SENTENCE = re.compile("[。！？；]")
_SIGNS = re.compile(r"\W+")
_SHORTEST_TITLE = 6


@dataclass(slots=True)
class Block:
    """An element of the page: where its text stands, and what its markup says of it.

    ``parent`` is an index into the page's blocks; ``named`` marks boilerplate, unless it is a
    ``header`` that holds a heading; ``aside`` is what is ``hidden`` and not the article.
    """

    parent: int
    start: int
    end: int = 0
    named: bool = False
    header: bool = False
    heading: bool = False
    main_heading: bool = False
    hidden: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds something. ``linked`` are its characters inside links."""

    start: int
    end: int
    linked: int
    prose: bool

    @property
    def is_linked(self) -> bool:
        """Whether it is little but links."""
        return self.linked > _LINKED * (self.end - self.start)


class PageText:
    """The text of a page with its blocks and links (both in the order of their starts); the
    first block is the whole page. ``title`` is the one in the page's head, '' if none."""

    def __init__(self, text: str, blocks: Sequence[Block], links: Sequence[Span], title: str) -> None:
        self.text = text
        self.blocks = blocks
        self.lines = _measured(text, links)
        self._starts = [line.start for line in self.lines]
        self._link_starts = [start for start, _ in links]
        self._link_sums = [0, *accumulate(end - start for start, end in links)]
        self._prose_sums = _prose_sums(self.lines, ())
        named = _titles(text, self.lines, simplified(title))
        self._title_starts = named or [block.start for block in blocks if block.main_heading]
        self._headings = [block.start for block in blocks if block.heading]
        self.sections = self._labelled()
        self._section_starts = [start for start, _ in self.sections]
        self._prose_sums = _prose_sums(self.lines, self.sections)
        self.named_titles = frozenset(named)

    @property
    def prose(self) -> int:
        """Characters of prose on the page, but those in labelled sections."""
        return self._prose_sums[-1]

    def prose_in(self, start: int, end: int) -> int:
        """Characters of prose between two offsets, but those in labelled sections."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return self._prose_sums[last] - self._prose_sums[min(first, last)]

    def links_in(self, start: int, end: int) -> tuple[int, int]:
        """How many links begin between two offsets, and their characters."""
        first, last = bisect_left(self._link_starts, start), bisect_left(self._link_starts, end)
        return last - first, self._link_sums[last] - self._link_sums[min(first, last)]

    def between(self, start: int, end: int) -> Sequence[Line]:
        """The lines that begin between two offsets."""
        return self.lines[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def stripped(self, line: Line) -> str:
        """The text of a line without the white space around it."""
        return self.text[line.start : line.end].strip()

    def holds_title(self, start: int, end: int) -> bool:
        """Whether the title stands between two offsets: a line like the title in the page's
        head, or else a main heading."""
        return _any_within(self._title_starts, start, end)

    def holds_heading(self, start: int, end: int) -> bool:
        """Whether a heading, or something named as a title, begins between two offsets."""
        return _any_within(self._headings, start, end)

    def is_in_section(self, line: Line) -> bool:
        """Whether a line is part of a section such as 相关文章."""
        at = bisect_right(self._section_starts, line.start) - 1
        return at >= 0 and line.start < self.sections[at][1]

    def is_site_line(self, line: Line) -> bool:
        """Whether a line is the site's by its words."""
        text = self.stripped(line)
        return is_label(text) or is_comment_label(text) or is_legal(text) or is_control(text)

    def _labelled(self) -> list[Span]:
        """Sections under a label such as 相关文章 or 网友评论, with all that is in them, in order."""
        found: list[Span] = []
        blocks: dict[int, list[Block]] = {}
        for block in self.blocks[1:]:
            blocks.setdefault(block.start, []).append(block)
        label: Span | None = None
        end = 0
        for line in self.lines:
            if line.start < end:
                continue
            text = self.stripped(line)
            comments = is_comment_label(text)
            if comments or is_label(text):
                label = start, end = self._section_at(line, blocks.get(line.start, ()))
                if comments or self.links_in(start, end)[0] > 1:
                    found.append(label)
            elif label and line.is_linked and not line.prose:
                if not found or found[-1][0] < label[0]:
                    found.append(label)
                found.append((line.start, line.end))
            else:
                label = None
        return found

    def _section_at(self, label: Line, blocks: Sequence[Block]) -> Span:
        """The largest of the blocks that a label begins without much of the page's prose."""
        best = (label.start, label.end)
        for block in blocks:
            if block.end > best[1] and self.prose_in(block.start, block.end) <= LARGEST_SIDE * self.prose:
                best = (block.start, block.end)
        return best


def _any_within(starts: Sequence[int], start: int, end: int) -> bool:
    at = bisect_left(starts, start)
    return at < len(starts) and starts[at] < end


def simplified(text: str) -> str:
    """A text as it is compared with a title: letters and digits only."""
    return _SIGNS.sub("", text).lower()


def _titles(text: str, lines: Sequence[Line], title: str) -> list[int]:
    """Where the lines begin that say what the title says; links to the page don't."""
    if len(title) < _SHORTEST_TITLE:
        return []
    found: list[int] = []
    for line in lines:
        if line.is_linked or line.end - line.start > 3 * len(title) + _SHORTEST_TITLE:
            continue
        # A breadcrumb ends with the title of its page.
        if is_control(text[line.start : line.end].strip()):
            continue
        words = simplified(text[line.start : line.end])
        if len(words) >= _SHORTEST_TITLE and (words in title or title in words):
            found.append(line.start)
    return found


def _measured(text: str, links: Sequence[Span]) -> list[Line]:
    lines: list[Line] = []
    start = link = 0
    for piece in text.split("\n"):
        end = start + len(piece)
        if piece.strip():
            while link < len(links) and links[link][1] <= start:
                link += 1
            linked, at = 0, link
            while at < len(links) and links[at][0] < end:
                linked += min(links[at][1], end) - max(links[at][0], start)
                at += 1
            lines.append(Line(start, end, linked, _is_prose(piece.strip(), linked)))
        start = end + 1
    return lines


def _prose_sums(lines: Sequence[Line], cut: Sequence[Span]) -> list[int]:
    """Characters of prose before each line, those in ``cut`` (in order) not counted."""
    sums, at = [0], 0
    for line in lines:
        while at < len(cut) and cut[at][1] <= line.start:
            at += 1
        counts = line.prose and not (at < len(cut) and cut[at][0] <= line.start)
        sums.append(sums[-1] + (line.end - line.start if counts else 0))
    return sums


def _is_prose(text: str, linked: int) -> bool:
    """Whether a line is running text: sentences, hardly a link, and not cut short as in a list."""
    if len(text) < _SHORTEST_PROSE or text.endswith(("…", "...")):
        return False
    ends = len(_SENTENCE.findall(text))
    if linked * 3 > len(text):
        return ends > 1 and len(text) >= 3 * _SHORTEST_PROSE
    return ends > 0 or (text.count("，") > 1 and len(text) >= 2 * _SHORTEST_PROSE)
