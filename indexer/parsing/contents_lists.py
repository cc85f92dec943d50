"""A list of contents without page numbers: its lines are the headings of a report that follow, or the titles of a
compilation's texts."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.model.reports import Removed
from indexer.parsing.lines import SourceLine, removed
from indexer.parsing.outline import numbering
from indexer.parsing.titles import has_part_marker

#: A list of contents has so many lines at least, each so short, and so many of its lines recur as headings.
_FEWEST_LINES = 4
_LONGEST_LINE = 34
_LONGEST_TITLE = 60
_FEWEST_RECURRING = 2
_TOP = ("part", "big", "cn")
_LABELS = frozenset({"目录", "目　录", "目 录", "提纲"})
#: So many lines below 目录 name the texts of a compilation.
_FEWEST_TEXTS = 2


def cut_contents(source: str, lines: Sequence[SourceLine]) -> tuple[tuple[SourceLine, ...], tuple[Removed, ...]]:
    """The lines without a list of contents, and that list as removed lines."""
    start = 0
    while start < len(lines):
        texts = _texts_listed(lines, start)
        if texts:
            taken = tuple(removed(source, line.spans, "目录") for line in lines[start : start + texts])
            return (*lines[:start], *lines[start + texts :]), taken
        end = _list_end(lines, start)
        if end - start >= _FEWEST_LINES and _recurs(lines, start, end):
            first = start - 1 if start and lines[start - 1].text in _LABELS else start
            taken = tuple(removed(source, line.spans, "目录") for line in lines[first:end])
            return (*lines[:first], *lines[end:]), taken
        start = max(end, start + 1)
    return tuple(lines), ()


def titles_listed(texts: Sequence[str], lines: Sequence[SourceLine]) -> frozenset[int]:
    """Where the lines begin that some lines of a list of contents name; nowhere, unless each stands once."""
    names = _bare(texts)
    found = frozenset(line.spans[0][0] for line in lines if line.text in names)
    return found if len(found) == len(names) > 1 else frozenset()


def _bare(texts: Sequence[str]) -> frozenset[str]:
    """Lines of a list without their numbers."""
    return frozenset(text[number.length :].strip() for text in texts if (number := numbering(text)))


def _texts_listed(lines: Sequence[SourceLine], start: int) -> int:
    """How many lines name the texts of a compilation, from the label of a list of contents at ``start`` on; 0 where none do.
    Each text's title stands again below, or as many parts are marked there."""
    if lines[start].text not in _LABELS:
        return 0
    at = start + 1
    while at < len(lines) and len(lines[at].text) <= _LONGEST_TITLE:
        number = numbering(lines[at].text)
        if number is None or number.value != at - start:
            break
        at += 1
    count = at - start - 1
    if count < _FEWEST_TEXTS:
        return 0
    below = [line.text for line in lines[at:]]
    recurring = sum(title in below for title in _bare([line.text for line in lines[start + 1 : at]]))
    return count + 1 if recurring == count or sum(map(has_part_marker, below)) == count else 0


def _list_end(lines: Sequence[SourceLine], start: int) -> int:
    """Where the run of short numbered lines that begins at ``start`` ends; a count that begins anew ends it."""
    at, tops = start, 0
    while at < len(lines):
        text = lines[at].text
        if len(text) > _LONGEST_LINE or text[-1] in "。；！？：:":
            break
        number = numbering(text)
        if number is None:
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
