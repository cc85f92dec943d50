"""Which lines a format declares as headings (Word's styles, <h2>, ##), where it can be believed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from indexer.language.normalize import merge_spans
from indexer.model.reports import Span

#: Characters. A longer line in a heading's style is a paragraph.
_LONGEST = 60


def whole_headings(text: str, marked: Iterable[Span], boilerplate: Iterable[Span]) -> tuple[Span, ...]:
    """The lines of ``text`` that ``marked`` covers wholly, but for boilerplate and long ones.

    None at all where more than half of the lines are marked: the style was misused.
    """
    marks, cut = merge_spans(list(marked)), merge_spans(list(boilerplate))
    found: list[Span] = []
    lines = declared = start = 0
    for line in text.split("\n") if marks else ():
        bare, end = line.strip(), start + len(line)
        first = start + len(line) - len(line.lstrip())
        last = first + len(bare)
        if bare and not _covers(cut, first, last):
            lines += 1
            if _covers(marks, first, last):
                declared += 1
                found += [(start, end)] if len(bare) <= _LONGEST else []
        start = end + 1
    return tuple(found) if declared * 2 <= lines else ()


def _covers(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether one of ``spans``, disjoint and in order, holds all from ``start`` to ``end``."""
    at = bisect_left(spans, (start + 1, 0)) - 1
    return at >= 0 and end <= spans[at][1]
