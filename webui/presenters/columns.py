"""Answers side by side as the page shows them: a column for each unit type."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indexer.engines.side_by_side import COLUMNS_ON_A_PAGE
from indexer.model.results import Column, SideBySide
from indexer.output.citation import Citing
from webui.presenters.dated import Dated, undated
from webui.presenters.highlighting import IN_A_COLUMN
from webui.presenters.hits import HitView, view_hit
from webui.state.search_state import SearchState


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column; ``anchor`` is its id on the page, each of ``hits`` has its number on the page. ``whole_url`` leads to all
    paragraphs of its value."""

    anchor: str
    label: str
    total: int
    report_total: int
    hits: tuple[tuple[int, HitView], ...]
    whole_url: str


@dataclass(frozen=True, slots=True)
class ColumnLink:
    """A value that has a column here or (``here`` is false) on another page, and the way to it."""

    label: str
    total: int
    url: str
    here: bool


def view_columns(found: SideBySide, state: SearchState, cite: Citing, dated: Dated = undated) -> list[ColumnView]:
    """The columns of a page, from left to right."""
    numbers = iter(range(1, 1 + sum(len(column.hits) for column in found.columns)))
    return [
        ColumnView(
            anchor=_anchor(column.value),
            label=column.label,
            total=column.total,
            report_total=column.report_total,
            hits=tuple((next(numbers), view_hit(hit, state, cite, dated, IN_A_COLUMN)) for hit in column.hits),
            whole_url=_only(state, column).url,
        )
        for column in found.columns
    ]


def view_index(found: SideBySide, state: SearchState) -> list[ColumnLink]:
    """Every value that has a column on some page."""
    return list(_links(found, state))


def _links(found: SideBySide, state: SearchState) -> Iterable[ColumnLink]:
    for place, (value, label, total) in enumerate(found.values):
        page = place // COLUMNS_ON_A_PAGE + 1
        here = page == found.page
        url = ("" if here else state.with_page(page).url) + f"#{_anchor(value)}"
        yield ColumnLink(label, total, url, here)


def _only(state: SearchState, column: Column) -> SearchState:
    return state.without_filter("unit").with_filter("unit", column.value).with_group("")


def _anchor(value: str) -> str:
    return f"column-{value}"
