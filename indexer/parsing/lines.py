"""Lines of a source with what was cut out of them: the parser's working material.

A ``Line`` keeps the spans of the source that are left of it, so that whatever is made of it
later can be traced to the source and nothing is lost on the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.language.normalize import clean_text
from indexer.models import Removed, Span


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source, cleaned. ``spans`` are what is left of it in the source;
    ``after_noise`` is true where whole removed lines stand directly before it, ``after_banner`` where
    one of them stands in the file more than once."""

    text: str
    spans: tuple[Span, ...]
    after_noise: bool = False
    after_banner: bool = False


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
    return clean_text("".join(source[start:end] for start, end in spans).strip()).replace("\n", "").strip()


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


def cut_at(source: str, line: Line, at: int) -> tuple[Line, Line]:
    """A line as two: the first holds ``at`` characters of its clean text, the second the rest."""
    ends = [end for start, end in line.spans for end in (*range(start + 1, end), end)]
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        if len(text_of(source, _until(line.spans, ends[middle]))) < at:
            low = middle + 1
        else:
            high = middle
    border = ends[low] if low < len(ends) else ends[-1]
    first, second = _until(line.spans, border), _behind(line.spans, border)
    return Line(text_of(source, first), first, line.after_noise), Line(text_of(source, second), second)


def _until(spans: Sequence[Span], border: int) -> tuple[Span, ...]:
    return tuple((start, min(end, border)) for start, end in spans if start < border)


def _behind(spans: Sequence[Span], border: int) -> tuple[Span, ...]:
    return tuple((max(start, border), end) for start, end in spans if end > border)


def removed(source: str, spans: Sequence[Span], reason: str, inline: bool = False) -> Removed:
    """A removed piece as it stood, for the user to see."""
    return Removed(text_of(source, spans), reason, tuple(spans), inline)
