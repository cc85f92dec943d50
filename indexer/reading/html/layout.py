"""Lays out the text of a page: where lines end, where white space collapses, how rows join."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from indexer.model.reports import Span
from indexer.reading.plain import unify_line_ends
from indexer.reading.rows import gap_after, is_data_row

_SPACE_RUN = re.compile(r"[ \t\n\r\f]+")
_WHOLE_LINE = re.compile(
    r"[。！？；：”）]\s*$|^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[、）)．.]|第[一二三四五六七八九十]{1,3}[章节条部])"
)
_FEWEST_LINES = 4
_WHOLE_SHARE = 0.7
_OWN_NUMBER = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}(?:[、）)．]|\.(?!\d))|第[一二三四五六七八九十\d]{1,3}[章节条]|[①-⑳⑴-⒇⒈-⒛])"
)


class Layout:
    """Text as a browser would lay it out, built piece by piece.

    ``_parts`` holds single characters and strings; ``size`` counts code points, so that
    spans can be taken while the text grows. Rows are joined by ``_gaps``, replacements that
    ``expanded`` makes at the end, so that spans taken before stay right.
    """

    def __init__(self) -> None:
        self.size = 0
        self._parts: list[str] = []
        self._line_start = True
        self._space = False
        self._marker = ""
        self._gaps: list[tuple[int, int, str]] = []

    def text(self) -> str:
        """What was written, rows not yet joined."""
        return "".join(self._parts).rstrip(" \t\n")

    def mark(self, marker: str) -> None:
        """Puts a list number before the next text, unless that begins with a number itself."""
        self._marker = marker

    def end_line(self, always: bool = False) -> None:
        """Ends the line, where something stands on it; ``always`` as a line break does."""
        self._space = False
        if self.size and (always or not self._line_start):
            self._append("\n")
        self._line_start = True

    def write(self, text: str, preformatted: bool) -> None:
        """Writes the text of one node; white space collapses unless ``preformatted``."""
        if preformatted or _holds_lines(text):
            text = unify_line_ends(text) if preformatted else unify_line_ends(text).strip("\n")
            if text:
                self._before(text)
                self._append(text)
                self._line_start = text.endswith("\n")
            return
        for index, word in enumerate(_SPACE_RUN.split(text)):
            if index:
                self._space = not self._line_start
            if word:
                self._before(word)
                # Characters that end a line for other readers, but not for a browser.
                self._append(unify_line_ends(word).replace("\n", " "))
                self._line_start = False

    def text_from(self, start: int) -> str:
        """The text written since an offset at which a part began."""
        return "".join(self._parts[self._part_at(start) :])

    def join_row(self, start: int, cells: Sequence[Span], heads: Sequence[Sequence[str]]) -> None:
        """Puts a row of data, which began at ``start`` and is the last text, on one line; ``heads`` are
        texts of cells above that are shown again before each cell."""
        first = self._part_at(start)
        joined = "".join(self._parts[first:])
        texts = [joined[a - start : b - start].strip("\n") for a, b in cells]
        if not is_data_row(texts):
            return
        body = joined.rstrip("\n")
        self._parts[first:] = [body.replace("\n", " ") + joined[len(body) :]]
        gap = ""
        at, width = start, 0
        for (_, end), text, before in zip(cells, texts, heads, strict=True):
            gap += "".join(head + gap_after(head) for head in before)
            if text.strip():
                self._gaps.append((at, width, gap))
                at, width, gap = end - 1, 1, gap_after(text)
            else:
                gap += gap_after(text)

    def expanded(self, text: str, spans: Iterable[Span]) -> tuple[str, tuple[Span, ...]]:
        """``text`` (of ``text()``) with its rows joined, and the spans where they then stand."""
        gaps = sorted(gap for gap in self._gaps if gap[0] < len(text) and gap[2])
        out, at, shift = [], 0, 0
        places, shifts = [], [0]
        # What is put in without taking anything out: a span that begins there begins with it.
        inserted = {start for start, width, _ in gaps if not width}
        for start, width, gap in gaps:
            out += [text[at:start], gap]
            at = start + width
            shift += len(gap) - width
            places.append(at)
            shifts.append(shift)
        out.append(text[at:])

        def moved(offset: int) -> int:
            return offset + shifts[bisect_left(places, offset if offset in inserted else offset + 1)]

        return "".join(out), tuple((moved(start), moved(end)) for start, end in spans)

    def _append(self, piece: str) -> None:
        self._parts.append(piece)
        self.size += len(piece)

    def _before(self, text: str) -> None:
        if self._space:
            self._append(" ")
            self._space = False
        if self._marker and text.strip():
            if not _OWN_NUMBER.match(text):
                self._append(self._marker)
            self._marker = ""

    def _part_at(self, offset: int) -> int:
        """The index of the part that begins at an offset; rows begin where a part does."""
        at, index = self.size, len(self._parts)
        while at > offset and index > 0:
            index -= 1
            at -= len(self._parts[index])
        return index


def _holds_lines(text: str) -> bool:
    """Whether a text's own line ends are those of its paragraphs, which a style sheet shows: most
    of its lines are whole sentences, which source code wrapped at some width never is."""
    if text.count("\n") < _FEWEST_LINES - 1:
        return False
    lines = [line for line in text.split("\n") if line.strip()]
    whole = sum(1 for line in lines if _WHOLE_LINE.search(line))
    return len(lines) >= _FEWEST_LINES and whole >= _WHOLE_SHARE * len(lines)
