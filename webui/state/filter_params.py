"""Values of filters as a URL may hold them, brought to the form in which facets name them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from indexer.errors import QueryError
from indexer.model.reports import SECTIONS, UNIT_GROUPS, UNIT_TYPES, UNKNOWN, UNKNOWN_LABEL, YearRange
from indexer.output.json_search import year_text
from indexer.querying.filters import parse_year

_SECTION_KEYS = {label: key for key, label in SECTIONS.items()}
_YES_OR_NO = {"有": "yes", "无": "no"}


def tidy_section(value: str) -> str:
    """``存在问题`` → ``problems``; what is no section stays as it is, as in all functions here."""
    return _SECTION_KEYS.get(value, value)


def expand_unit(value: str) -> tuple[str, ...]:
    """A unit type, or the types of a group."""
    if value == UNKNOWN_LABEL:
        return (UNKNOWN,)
    return (value,) if value in UNIT_TYPES else UNIT_GROUPS.get(value, (value,))


def tidy_year(value: str) -> str:
    """``2018年至2021年`` → ``2018-2021``."""
    if value in (UNKNOWN, UNKNOWN_LABEL):
        return UNKNOWN
    try:
        return year_text(parse_year(value))
    except QueryError:
        return value


def tidy_yes_or_no(value: str) -> str:
    """``有`` → ``yes``."""
    return _YES_OR_NO.get(value, value)


def single_year(value: str) -> int | None:
    """The year, where the value is one."""
    return int(value) if len(value) == 4 and value.isascii() and value.isdigit() else None


def in_years(year: int, values: Iterable[str]) -> bool:
    """Whether one of the values is this year or a range that holds it."""
    return any(year in years for years in _ranges(values))


def cut_out(value: str, year: int) -> list[str]:
    """The range ``value`` without ``year``: none, one or two ranges."""
    whole = next(_ranges([value]), None)
    if whole is None or year not in whole:
        return [value]
    sides = (YearRange(whole.first, year - 1), YearRange(year + 1, whole.last))
    return [year_text(side) for side in sides if side.first <= side.last]


def _ranges(values: Iterable[str]) -> Iterator[YearRange]:
    for value in values:
        try:
            yield parse_year(value)
        except QueryError:
            continue
