"""Outlines side by side as their page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.drafting.outlines import (
    MOST_REPORTS,
    OutlineHeading,
    OutlineSection,
    ReportOutline,
    sections_of_all,
)
from indexer.drafting.report_names import whose
from indexer.drafting.unit_years import nearest_years, same_unit
from indexer.engines import Engine
from indexer.model.reports import SECTIONS, StoredReport
from indexer.model.results import ReportHead
from indexer.output.citation import display_title, in_brackets
from webui.presenters.formatting import paragraph_anchor
from webui.presenters.report import DEEPEST, heading_anchor
from webui.state.outlines_state import OutlinesState, comparing
from webui.state.search_state import SearchState


@dataclass(frozen=True, slots=True)
class Column:
    """A report: ``without_url`` takes it out."""

    report: StoredReport
    title: str
    url: str
    without_url: str


@dataclass(frozen=True, slots=True)
class HeadingLink:
    """A heading that leads to its place; ``is_own``: it is the beginning of one paragraph."""

    text: str
    level: int
    url: str
    paragraphs: int
    is_own: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What a report has of a section; ``section`` is ``None`` where it has nothing."""

    title: str
    section: OutlineSection | None
    url: str
    headings: tuple[HeadingLink, ...]


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """A section of all reports."""

    key: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class YearLink:
    """A report of the same unit; ``now``: the one that is looked at."""

    year: int
    title: str
    url: str
    now: bool


@dataclass(frozen=True, slots=True)
class UnitYears:
    """One unit's years, and the address that sets the nearest of them side by side."""

    years: tuple[YearLink, ...]
    compare_url: str


def view_columns(outlines: Sequence[ReportOutline], state: OutlinesState) -> list[Column]:
    """The reports side by side."""
    return [
        Column(one.report, title_of(one.report), state.search.report_url(one.report.id), state.without(one.report.id).url)
        for one in outlines
    ]


def view_rows(outlines: Sequence[ReportOutline], state: OutlinesState) -> list[OutlineRow]:
    """Their sections in the usual order; what none of them has is left out."""
    return [
        OutlineRow(name, SECTIONS[name], tuple(_cell(one, name, state.search) for one in outlines))
        for name in sections_of_all(outlines)
    ]


def _cell(outline: ReportOutline, name: str, search: SearchState) -> Cell:
    section, report_id = outline.sections.get(name), outline.report.id
    if section is None:
        return Cell(title_of(outline.report), None, "", ())
    links = tuple(_link(heading, search.report_url(report_id)) for heading in section.headings)
    return Cell(title_of(outline.report), section, search.report_url(report_id, section.ordinal), links)


def _link(heading: OutlineHeading, url: str) -> HeadingLink:
    anchor = paragraph_anchor(heading.ordinal) if heading.number is None else heading_anchor(heading.number)
    text = heading.text.rstrip("。：:")
    return HeadingLink(text, min(heading.level, DEEPEST), f"{url}#{anchor}", heading.paragraphs, heading.number is None)


def view_years(engine: Engine, report: StoredReport, search: SearchState) -> UnitYears | None:
    """The years of a report's unit; ``None`` where there is no other."""
    heads = engine.reports()
    own = next((head for head in heads if head.id == report.id), None)
    years = same_unit(own, heads, lambda report_id: _title_lines(engine, report_id)) if own else ()
    if not years or own is None:
        return None
    chosen = nearest_years(own, years, MOST_REPORTS)
    links = tuple(_year(head, head.id == report.id, search) for head in years)
    return UnitYears(links, comparing(search.with_compare(), *(head.id for head in chosen)).url)


def _year(head: ReportHead, now: bool, search: SearchState) -> YearLink:
    return YearLink(head.year or 0, display_title(head.title, head.files) or "无题报告", search.report_url(head.id), now)


def _title_lines(engine: Engine, report_id: str) -> Sequence[str]:
    stored = engine.report(report_id)
    return stored.title_lines if stored else ()


def title_of(report: StoredReport) -> str:
    """What a report is called, and whose it is where that does not say it."""
    return (display_title(report.title, report.files) or "无题报告") + in_brackets(
        whose(report.title, report.title_lines, report.files)
    )
