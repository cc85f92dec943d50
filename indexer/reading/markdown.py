"""Markdown to text: its marks go, its lines stay.

A line is a line, as in plain text: office writers put one paragraph on one line. Reports mask
figures with asterisks (走访**户), so emphasis is only taken for emphasis where it can be nothing
else; a mark that stays is better than a masked figure that goes.
"""

from __future__ import annotations

import html
import re
from itertools import accumulate

from indexer.model.reports import SourceText, Span
from indexer.model.unread import Tally
from indexer.reading.contents import find_contents
from indexer.reading.emphasis import emphasis_marks
from indexer.reading.headings import whole_headings
from indexer.reading.markdown_inline import count_images, plain
from indexer.reading.plain import unify_line_ends
from indexer.reading.rows import join_cells

_FRONT = re.compile(r"---[ \t]*\n(?P<inside>(?:[^\n]*\n){0,60}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FRONT_LINE = re.compile(r"\s*(?:[\w-]+\s*:.*|-\s.*|#.*|)")
_TITLE = re.compile(r"title\s*:\s*[\"']?(.+?)[\"']?\s*", re.IGNORECASE)
_FENCE = re.compile(r"[ \t]{0,3}(`{3,}|~{3,})([^`]*)")
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}[ \t\u3000]+(?P<text>\S.*)")
#: Many writers leave the space out. A tag such as ##x## and a masked figure are no heading.
_TIGHT_HEADING = re.compile(r"#{1,6}(?P<text>[^#\s。；]{2,60})")
_RULE = re.compile(r"[ \t]{0,3}(?:(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|={3,}[ \t]*)")
_QUOTE = re.compile(r"[ \t]{0,3}>(?![\d=])[ \t]?")
_BULLET = re.compile(r"(?P<indent>[ \t]*)[-+•][ \t]+(?=\S)")
_STAR = re.compile(r"[ \t]*\*[ \t]+(?=[^\s*])")
_TASK = re.compile(r"\[[ xX]\][ \t]+")
_DEFINITION = re.compile(r"[ \t]{0,3}\[(?!\^)[^\]]+\]:[ \t]*\S+(?:[ \t]+[\"'(].*)?[ \t]*")
_NOTE = re.compile(r"[ \t]{0,3}\[\^[^\]]{1,100}\]:[ \t]*")
#: Without the blanks around it.
_BORDER = re.compile(r"(?:\|[ \t]*)?:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
_CELL = re.compile(r"(?<!\\)\|")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|h[1-6]|li|tr|center)>", re.IGNORECASE)
_ELEMENT = re.compile(
    r"</?(?:p|div|span|font|b|i|u|s|em|strong|center|h[1-6]|sub|sup|small|big|mark|a|img|hr|ul|ol|li|table|thead|tbody|tr|td|th"
    r"|blockquote|details|summary|kbd|section)(?:\s[^<>\n]{0,500})?/?>",
    re.IGNORECASE,
)
_FEWEST_STARS = 2


def read_markdown(text: str, encoding: str) -> SourceText:
    """The text of a Markdown file; its front matter is kept and called boilerplate, except that a
    title in it becomes the first line where the file has no heading. ``encoding`` is passed on."""
    text = unify_line_ends(text)
    front, body = _front_matter(text)
    body = _ELEMENT.sub("", _BREAK.sub("\n", _COMMENT.sub("", body)))
    reader = _Reader(body)
    lines = reader.lines()
    title = next((found.group(1) for line in front if (found := _TITLE.fullmatch(line))), "")
    needs_title = title and not any(_HEADING.fullmatch(line) for line in body.split("\n"))
    before = [*front, title] if needs_title else front
    head = "\n".join(front)
    spans: tuple[Span, ...] = ((0, len(head)),) if head.strip() else ()
    lines = [*before, *lines]
    tally = Tally()
    tally.add("image", count_images(body))
    text = "\n".join(lines)
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    marked = [(starts[at], starts[at + 1] - 1) for at in (len(before) + at for at in reader.headings)]
    headings = whole_headings(text, marked, [*spans, *find_contents(text)])
    return SourceText(text, "md", encoding, spans, headings, dict.fromkeys(spans, "文件属性"), unread=tally.result())


def _front_matter(text: str) -> tuple[list[str], str]:
    """The lines of the settings at a file's beginning, and the rest."""
    found = _FRONT.match(text)
    if found is None:
        return [], text
    lines = found["inside"].split("\n")
    if not any(":" in line for line in lines) or not all(_FRONT_LINE.fullmatch(line) for line in lines):
        return [], text
    return [line for line in lines if line.strip()], text[found.end() :]


class _Reader:
    """Reads the lines of one file, knowing what the whole of it uses its signs for."""

    def __init__(self, body: str) -> None:
        self.headings: list[int] = []
        self._source = body.split("\n")
        self._marks = emphasis_marks(body)
        self._stars_are_bullets = sum(1 for line in self._source if _STAR.match(line)) >= _FEWEST_STARS

    def lines(self) -> list[str]:
        """The lines without marks; fences and the borders of tables are left out. Afterwards
        ``headings`` are the indexes of those that had a # before them."""
        out: list[str] = []
        self.headings.clear()
        fence = ""
        at = 0
        while at < len(self._source):
            line = self._source[at]
            found = _FENCE.fullmatch(line)
            if fence:
                if found and found.group(1).startswith(fence):
                    fence = ""
                else:
                    out.append(line)
            elif found:
                fence = found.group(1)
            elif self._begins_table(at):
                rows = self._table(at)
                out += [self._row(self._source[row]) for row in rows if row != at + 1]
                at = rows[-1]
            else:
                out.append(self._line(line, len(out)))
            at += 1
        return out

    def _begins_table(self, at: int) -> bool:
        border = self._source[at + 1] if at + 1 < len(self._source) else ""
        return "|" in self._source[at] and "|" in border and _BORDER.fullmatch(border.strip(" \t")) is not None

    def _table(self, at: int) -> range:
        """The lines of the table whose head is line ``at``."""
        end = at + 2
        while end < len(self._source) and "|" in self._source[end]:
            end += 1
        return range(at, end)

    def _row(self, line: str) -> str:
        cells = _CELL.split(line.strip())
        if cells and not cells[0].strip():
            cells = cells[1:]
        return join_cells([self._text(cell.strip()) for cell in cells])

    def _line(self, line: str, at: int) -> str:
        """One line, the ``at``th, without what makes it a heading, a quotation or an item."""
        if _RULE.fullmatch(line) or _DEFINITION.fullmatch(line):
            return ""
        quote = _QUOTE.match(line)
        while quote:
            line = line[quote.end() :]
            quote = _QUOTE.match(line)
        heading = _HEADING.fullmatch(line) or _TIGHT_HEADING.fullmatch(line)
        if heading:
            self.headings.append(at)
            return self._text(_without_closing_signs(heading["text"]))
        line = _NOTE.sub("", line, count=1)
        item = _BULLET.match(line) or (_STAR.match(line) if self._stars_are_bullets else None)
        if item:
            line = line[item.end() :]
            task = _TASK.match(line)
            line = line[task.end() :] if task else line
        return self._text(line.removesuffix("\\").rstrip(" \t"))

    def _text(self, line: str) -> str:
        line = plain(line, self._marks)
        return html.unescape(line) if "&" in line else line


def _without_closing_signs(heading: str) -> str:
    """A heading without the signs that some writers also put behind it; a sign of its own stays."""
    text = heading.rstrip(" \t")
    bare = text.rstrip("#")
    return bare.rstrip(" \t") if bare.endswith((" ", "\t")) else text
