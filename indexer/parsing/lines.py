"""Lines of a source with what was cut out of them: the parser's working material.

A ``SourceLine`` keeps the spans of the source that are left of it, so that whatever is made of it
later can be traced to the source and no text is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.language.normalize import clean_text, positions
from indexer.model.reports import Removed, Span


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of the source, cleaned. ``spans`` are what is left of it in the source;
    ``after_gap`` is true where text is missing before it, ``after_noise`` where whole removed lines directly
    precede it, ``after_banner`` where one of them occurs in the file more than once. ``declared`` is true where
    the format says that it is a heading."""

    text: str
    spans: tuple[Span, ...]
    after_noise: bool = False
    after_banner: bool = False
    declared: bool = False
    after_gap: bool = False


def split_lines(text: str) -> list[Span]:
    """Spans of the lines of ``text`` that hold more than white space, without their line ends."""
    spans: list[Span] = []
    start = 0
    for piece in text.split("\n"):
        if piece.strip():
            spans.append((start, start + len(piece)))
        start += len(piece) + 1
    return spans


def text_of(source: str, spans: Sequence[Span]) -> str:
    """The clean text of some spans of the source."""
    if len(spans) == 1:
        start, end = spans[0]
        raw = source[start:end]
    else:
        raw = "".join([source[start:end] for start, end in spans])
    return clean_text(raw.strip()).replace("\n", "").strip()


def subtract(span: Span, holes: Sequence[Span]) -> tuple[Span, ...]:
    """What is left of ``span`` without ``holes`` (sorted, disjoint)."""
    left: list[Span] = []
    at, end = span
    for hole_start, hole_end in holes:
        if hole_end <= at or hole_start >= end:
            continue
        if hole_start > at:
            left.append((at, hole_start))
        at = max(at, hole_end)
    if at < end:
        left.append((at, end))
    return tuple(left)


def cut_line(source: str, line: SourceLine, cuts: Sequence[int]) -> list[SourceLine]:
    """A line as several, cut before the characters ``cuts`` (ascending) of its clean text."""
    raw = "".join(source[start:end] for start, end in line.spans)
    found = positions(raw, line.text)
    borders = [found[cut] for cut in cuts if 0 < cut < len(found)]
    pieces = [_part(line.spans, a, b) for a, b in pairwise([0, *borders, len(raw)])]
    first, *rest = [SourceLine(text_of(source, spans), spans) for spans in pieces]
    first = replace(
        first, after_noise=line.after_noise, after_banner=line.after_banner, after_gap=line.after_gap
    )
    return [first, *rest]


def _part(spans: Sequence[Span], first: int, last: int) -> tuple[Span, ...]:
    """The part of ``spans``, read one after the other, from character ``first`` to ``last``."""
    found: list[Span] = []
    at = 0
    for start, end in spans:
        a, b = max(first - at, 0), min(last - at, end - start)
        if a < b:
            found.append((start + a, start + b))
        at += end - start
    return tuple(found)


def removed(source: str, spans: Sequence[Span], reason: str, inline: bool = False) -> Removed:
    """A removed piece with its text, as the user sees it."""
    return Removed(text_of(source, spans), reason, tuple(spans), inline)
