"""How often something is said, by year and unit type, as tables with bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.model.reports import UNKNOWN, UNKNOWN_LABEL
from indexer.model.results import Trend, TrendCell
from webui.presenters.formatting import grouped
from webui.state.search_state import SearchState

#: The width of a full bar in the units of its drawing.
FULL = 100

#: A rate over fewer paragraphs than this says little.
FEW = 50


@dataclass(frozen=True, slots=True)
class TrendRow:
    """One year or unit type; ``rate`` is occurrences per 10 000 paragraphs, ``bar`` its length of ``FULL`` (none for
    a rate over few paragraphs). ``url`` leads to its paragraphs, ``None`` where there are none. ``few``: too few
    paragraphs for the rate to say much."""

    label: str
    rate: str
    bar: float
    occurrences: int
    paragraphs: int
    all_paragraphs: int
    few: bool
    url: str | None


@dataclass(frozen=True, slots=True)
class TrendView:
    """Two tables and what the first says in words."""

    years: tuple[TrendRow, ...]
    units: tuple[TrendRow, ...]
    words: str


def view_trend(trend: Trend, state: SearchState) -> TrendView:
    return TrendView(_years(trend.years, state), _units(trend.units, state), _words(trend))


def rate_text(rate: float) -> str:
    """``3.14`` → ``3.1``, ``1234.5`` → ``1 234``."""
    return f"{rate:.1f}" if 0 < rate < 10 else grouped(round(rate))


def _years(cells: Sequence[TrendCell], state: SearchState) -> tuple[TrendRow, ...]:
    base = state.with_view("paragraphs").without_filter("year")
    return tuple(
        _row(cell, cells, UNKNOWN_LABEL if cell.year is None else f"{cell.year}年", base.with_filter("year", _year(cell)))
        for cell in cells
    )


def _units(cells: Sequence[TrendCell], state: SearchState) -> tuple[TrendRow, ...]:
    base = state.with_view("paragraphs").without_filter("unit")
    ordered = sorted(cells, key=lambda cell: (cell.unit_type is None, -cell.per_10000))
    return tuple(
        _row(cell, cells, cell.unit_type or UNKNOWN_LABEL, base.with_filter("unit", cell.unit_type or UNKNOWN))
        for cell in ordered
    )


def _year(cell: TrendCell) -> str:
    return UNKNOWN if cell.year is None else str(cell.year)


def _row(cell: TrendCell, cells: Sequence[TrendCell], label: str, target: SearchState) -> TrendRow:
    reliable = _reliable(cells)
    most = max((each.per_10000 for each in reliable), default=1.0)
    return TrendRow(
        label=label,
        rate=rate_text(cell.per_10000),
        bar=round(max(1.0, min(FULL, FULL * cell.per_10000 / most)), 2) if cell in reliable else 0.0,
        occurrences=cell.occurrences,
        paragraphs=cell.paragraphs,
        all_paragraphs=cell.all_paragraphs,
        few=cell.all_paragraphs < FEW,
        url=target.url if cell.paragraphs else None,
    )


def _reliable(cells: Sequence[TrendCell]) -> Sequence[TrendCell]:
    """Those with enough paragraphs, of those in which it stands; all of these where none has."""
    spoken = [cell for cell in cells if cell.occurrences]
    return [cell for cell in spoken if cell.all_paragraphs >= FEW] or spoken


def _words(trend: Trend) -> str:
    """When it is said first, last and most, in one sentence; empty where no year is known."""
    if trend.first_year is None or trend.last_year is None:
        return ""
    if trend.first_year == trend.last_year:
        return f"只见于 {trend.first_year}年。"
    span = f"最早见于 {trend.first_year}年，最近见于 {trend.last_year}年"
    reliable = [cell for cell in trend.years if cell.year is not None and cell.all_paragraphs >= FEW]
    most = max(reliable, key=lambda cell: cell.per_10000, default=None)
    if most is None or not most.occurrences:
        return f"{span}。"
    return f"{span}；{most.year}年最多，每万段 {rate_text(most.per_10000)} 处。"
