"""Headings with nothing below them, where their likes have something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.drafting.checking.draft_text import DraftText, Line
from indexer.drafting.checking.findings import Finding
from indexer.parsing.outline import LOWEST_HEADING, Numbered, numbering

#: Most characters of a heading, and what ends a sentence instead.
_LONGEST = 30
_SENTENCE_END = re.compile("[。；！？：，、.;:]$")


def empty_findings(draft: DraftText) -> Iterator[Finding]:
    """One for each numbered heading that the next number of its level, a higher one or the end follows at once. Where none of
    its level has a text below, they are a list and nothing is said."""
    lines = draft.lines
    numbers = [numbering(line.text) if line.kind != "title" else None for line in lines]
    for at, line in enumerate(lines):
        number = numbers[at]
        if number is None or not _is_heading(line.text) or not _has_nothing_below(lines, numbers, at, number):
            continue
        if _a_sibling_has_text(lines, numbers, at, number):
            why = f"“{line.text}”下面没有内容：是没有写完，还是序号多了？"
            yield Finding("missing", line.number, (0, len(line.text)), why, "habit", "标题下应当有正文", 1)


def _is_heading(text: str) -> bool:
    return len(text) <= _LONGEST and not _SENTENCE_END.search(text)


def _has_nothing_below(lines: Sequence[Line], numbers: Sequence[Numbered | None], at: int, number: Numbered) -> bool:
    if number.rank > LOWEST_HEADING or not number.value:
        return False
    if at + 1 == len(lines) or lines[at + 1].kind == "title":
        return True
    following = numbers[at + 1]
    if following is None or not following.value:
        return False
    # Some number the points of 三、 from 一、 again.
    return following.rank < number.rank or (following.rank == number.rank and following.value > 1)


def _a_sibling_has_text(lines: Sequence[Line], numbers: Sequence[Numbered | None], at: int, number: Numbered) -> bool:
    """Whether a heading of the same habit, under the same heading, has a paragraph or a lower heading below."""
    return any(
        lines[sibling].kind == "heading" and not _has_nothing_below(lines, numbers, sibling, number)
        for step in (-1, 1)
        for sibling in _siblings(lines, numbers, at, number, step)
    )


def _siblings(
    lines: Sequence[Line], numbers: Sequence[Numbered | None], at: int, number: Numbered, step: int
) -> Iterator[int]:
    """Where the numbers of the same habit stand, from a line on to its parent or to the parent's next."""
    at += step
    while 0 <= at < len(lines) and lines[at].kind != "title":
        other = numbers[at]
        if other is not None and other.value:
            if other.rank < number.rank:
                return
            if other.habit == number.habit:
                yield at
        at += step
