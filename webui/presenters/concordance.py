"""Occurrences line by line as the page shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indexer.model.results import KwicLine
from indexer.output.citation import display_title
from webui.state.query_edits import with_beside
from webui.state.search_state import SearchState

#: Characters of context on each side.
WIDTH = 24

#: So many neighbours are named on each side.
NEIGHBOURS = 8


@dataclass(frozen=True, slots=True)
class LineView:
    """One occurrence; ``cut_left`` and ``cut_right`` say that its text goes on there. ``whole`` is the
    text of paragraph ``id``, in which it stands."""

    id: str
    whole: str
    left: str
    match: str
    right: str
    cut_left: bool
    cut_right: bool
    in_heading: bool
    sections: tuple[str, ...]
    unit_type: str | None
    year: int | None
    title: str | None
    url: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """What stands directly beside, how often; ``url`` asks for both together (``None``: it cannot)."""

    text: str
    count: int
    url: str | None


def view_line(line: KwicLine, state: SearchState) -> LineView:
    paragraph = line.paragraph
    end = line.start + len(line.match) + len(line.right)
    return LineView(
        id=paragraph.id,
        whole=paragraph.text,
        left=line.left,
        match=line.match,
        right=line.right,
        cut_left=line.start > len(line.left),
        cut_right=len(line.right) == WIDTH if line.in_heading else end < len(paragraph.text),
        in_heading=line.in_heading,
        sections=paragraph.sections,
        unit_type=paragraph.unit_type,
        year=paragraph.year,
        title=display_title(paragraph.title, paragraph.files),
        url=state.report_url(paragraph.report_id, paragraph.ordinal, text=paragraph.text),
    )


def neighbours_before(pairs: Iterable[tuple[str, int]], state: SearchState) -> list[Neighbour]:
    """What stands before more than once, the most frequent first."""
    return [_neighbour(text, count, with_beside(state, before=text)) for text, count in _often(pairs)]


def neighbours_after(pairs: Iterable[tuple[str, int]], state: SearchState) -> list[Neighbour]:
    """What stands behind more than once, the most frequent first."""
    return [_neighbour(text, count, with_beside(state, after=text)) for text, count in _often(pairs)]


def _often(pairs: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """What stands there once is in its line already."""
    return [(text, count) for text, count in pairs if count > 1][:NEIGHBOURS]


def _neighbour(text: str, count: int, narrower: SearchState | None) -> Neighbour:
    return Neighbour(text, count, narrower.url if narrower else None)
