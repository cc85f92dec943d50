"""A list of contents without page numbers above or inside a report: its lines are the headings that follow."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.model.reports import Removed
from indexer.parsing.lines import SourceLine, removed
from indexer.parsing.outline import numbering

#: A list of contents has so many lines at least, each so short, and so many of its lines recur as headings.
_FEWEST_LINES = 4
_LONGEST_LINE = 34
_FEWEST_RECURRING = 2
_TOP = ("part", "big", "cn")
_LABELS = frozenset({"目录", "目　录", "目 录", "提纲"})


def cut_contents(source: str, lines: Sequence[SourceLine]) -> tuple[tuple[SourceLine, ...], tuple[Removed, ...]]:
    """The lines without a list of contents, and that list as removed lines."""
    start = 0
    while start < len(lines):
        end = _list_end(lines, start)
        if end - start >= _FEWEST_LINES and _recurs(lines, start, end):
            first = start - 1 if start and lines[start - 1].text in _LABELS else start
            taken = tuple(removed(source, line.spans, "目录") for line in lines[first:end])
            return (*lines[:first], *lines[end:]), taken
        start = max(end, start + 1)
    return tuple(lines), ()


def _list_end(lines: Sequence[SourceLine], start: int) -> int:
    """Where the run of short numbered lines that begins at ``start`` ends; a count that begins anew ends it."""
    at, tops = start, 0
    while at < len(lines):
        text = lines[at].text
        number = numbering(text)
        if number is None or len(text) > _LONGEST_LINE or text[-1] in "。；！？：:":
            break
        if number.habit in _TOP:
            if number.value <= tops:
                break
            tops = number.value
        at += 1
    return at


def _recurs(lines: Sequence[SourceLine], start: int, end: int) -> bool:
    """Whether the top lines of a list begin headings that follow it, with text below them."""
    tops = [line.text for line in lines[start:end] if (n := numbering(line.text)) and n.habit in _TOP]
    below = [line.text for line in lines[end:]]
    recurring = sum(any(text.startswith(top) for text in below) for top in tops)
    return recurring >= _FEWEST_RECURRING and 2 * recurring >= len(tops)
