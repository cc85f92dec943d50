"""Counts to facets: labels, order, what is shown although its count is nought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indexer.model.reports import (
    GROUP_OF_UNIT,
    OUTERMOST,
    OUTERMOST_LABEL,
    SECTIONS,
    UNIT_TYPES,
    UNKNOWN,
    UNKNOWN_LABEL,
    Facet,
    FacetValue,
    Filters,
)


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """How many found paragraphs each value has; each facet counted without its own selection."""

    sections: Mapping[str, int]
    units: Mapping[str | None, int]
    years: Mapping[int | None, int]
    folders: Mapping[str, int]
    placeholders: Mapping[bool, int]


def build_facets(counts: FacetCounts, filters: Filters) -> tuple[Facet, ...]:
    """The facets. A value is shown when it counts something or is selected; sections stand in
    reading order, unit types by group, years ascending, folders by name, 未知 last."""
    return (
        Facet("section", "章节", _section_values(counts.sections, filters)),
        Facet("unit", "单位类型", _unit_values(counts.units, filters)),
        Facet("year", "年份", _year_values(counts.years, filters)),
        Facet("folder", "文件夹", _folder_values(counts.folders, filters)),
        Facet("placeholders", "占位符", _placeholder_values(counts.placeholders, filters)),
    )


def _section_values(counts: Mapping[str, int], filters: Filters) -> tuple[FacetValue, ...]:
    return tuple(
        FacetValue(key, label, counts.get(key, 0), key in filters.sections)
        for key, label in SECTIONS.items()
        if counts.get(key, 0) or key in filters.sections
    )


def _unit_values(counts: Mapping[str | None, int], filters: Filters) -> tuple[FacetValue, ...]:
    values = [
        FacetValue(unit, unit, counts.get(unit, 0), unit in filters.units, GROUP_OF_UNIT[unit])
        for unit in UNIT_TYPES
        if counts.get(unit, 0) or unit in filters.units
    ]
    if counts.get(None, 0) or UNKNOWN in filters.units:
        values.append(FacetValue(UNKNOWN, UNKNOWN_LABEL, counts.get(None, 0), UNKNOWN in filters.units))
    return tuple(values)


def _year_values(counts: Mapping[int | None, int], filters: Filters) -> tuple[FacetValue, ...]:
    shown = {year for year, count in counts.items() if year is not None and count}
    shown |= {bound for r in filters.years for bound in (r.first, r.last)}
    selected = [any(year in r for r in filters.years) for year in sorted(shown)]
    values = [
        FacetValue(str(year), f"{year}年", counts.get(year, 0), chosen)
        for year, chosen in zip(sorted(shown), selected, strict=True)
    ]
    if counts.get(None, 0) or filters.unknown_year:
        values.append(FacetValue(UNKNOWN, UNKNOWN_LABEL, counts.get(None, 0), filters.unknown_year))
    return tuple(values)


def _folder_values(counts: Mapping[str, int], filters: Filters) -> tuple[FacetValue, ...]:
    shown = sorted({folder for folder, count in counts.items() if count} | filters.folders)
    return tuple(
        FacetValue(f, OUTERMOST_LABEL if f == OUTERMOST else f, counts.get(f, 0), f in filters.folders) for f in shown
    )


def _placeholder_values(counts: Mapping[bool, int], filters: Filters) -> tuple[FacetValue, ...]:
    return tuple(
        FacetValue(value, label, counts.get(has_some, 0), filters.placeholders is has_some)
        for has_some, value, label in ((False, "no", "无占位符"), (True, "yes", "有占位符"))
        if counts.get(has_some, 0) or filters.placeholders is has_some
    )
