"""Filters from the values of a URL, a command line or a question's own fields."""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.errors import QueryError
from indexer.language.normalize import clean_text
from indexer.model.reports import (
    SECTIONS,
    UNIT_GROUPS,
    UNIT_TYPES,
    UNKNOWN,
    UNKNOWN_LABEL,
    Filters,
    YearRange,
)

#: How many values one filter, and how many terms one question, may have.
MAX_VALUES = 50

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_YEAR = re.compile(r"((?:19|20)[0-9]{2})\s*年?(?:\s*[-－–—~～至到]\s*((?:19|20)[0-9]{2})\s*年?)?")


def build_filters(
    sections: Iterable[str] = (),
    units: Iterable[str] = (),
    years: Iterable[str] = (),
    folders: Iterable[str] = (),
    placeholders: str = "",
) -> Filters:
    """Filters from values as typed: keys or Chinese labels, unit types or their groups,
    ``2018``, ``2018-2021``, ``unknown``; folders as facets name them; ``yes`` or ``no``. Raises ``QueryError``."""
    sections, units, years, folders = (
        _few(name, values)
        for name, values in (("section", sections), ("unit", units), ("year", years), ("folder", folders))
    )
    ranges: list[YearRange] = []
    unknown_year = False
    for value in years:
        if value in (UNKNOWN, UNKNOWN_LABEL):
            unknown_year = True
        else:
            ranges.append(parse_year(value))
    return Filters(
        sections=frozenset(_section(v) for v in sections if v),
        units=frozenset(u for v in units if v for u in _units(v)),
        years=tuple(ranges),
        unknown_year=unknown_year,
        folders=frozenset(folders),
        placeholders=_yes_or_no(placeholders),
    )


def _yes_or_no(value: str) -> bool | None:
    for yes, words in ((True, ("yes", "有")), (False, ("no", "无"))):
        if value in words:
            return yes
    if value:
        raise QueryError(f"占位符筛选“{short(value)}”不认识：可用 yes（有）、no（无）", ["yes", "no"])
    return None


def _few(name: str, values: Iterable[str]) -> list[str]:
    """The values given for a filter, each once. Raises ``QueryError`` for more than a person gives."""
    given = list(dict.fromkeys(filter(None, values)))
    if len(given) > MAX_VALUES:
        raise QueryError(f"参数 {name} 给了 {len(given)} 个值，最多 {MAX_VALUES} 个：请用范围或分几次查", [f"1–{MAX_VALUES} 个"])
    return given


def parse_year(value: str) -> YearRange:
    """``2018`` or ``2018-2021`` as a range. Raises ``QueryError``."""
    match = _YEAR.fullmatch(clean_text(value).strip())
    if not match:
        raise QueryError(
            f"年份“{short(value)}”看不懂：请写 2018、2018-2021 或 unknown（未知）",
            ["2018", "2018-2021", UNKNOWN],
        )
    first, last = int(match[1]), int(match[2] or match[1])
    return YearRange(min(first, last), max(first, last))


def _section(value: str) -> str:
    for key, label in SECTIONS.items():
        if value in (key, label):
            return key
    raise QueryError(
        f"章节“{short(value)}”不认识：可用 " + "、".join(f"{k}（{v}）" for k, v in SECTIONS.items()),
        list(SECTIONS),
    )


def _units(value: str) -> tuple[str, ...]:
    if value in UNIT_TYPES:
        return (value,)
    if value in UNIT_GROUPS:
        return UNIT_GROUPS[value]
    if value in (UNKNOWN, UNKNOWN_LABEL):
        return (UNKNOWN,)
    allowed = [*UNIT_TYPES, UNKNOWN]
    raise QueryError(
        f"单位类型“{short(value)}”不认识：可用 {'、'.join(allowed)}，或组名 {'、'.join(UNIT_GROUPS)}",
        allowed,
    )


def printable(text: str) -> str:
    """``text`` without control characters, and with U+FFFD for halves of characters, which no
    page, terminal or index can write; white space stays."""
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))


def short(value: str) -> str:
    """``value`` as one short line that can be written anywhere."""
    value = " ".join(printable(value).split())
    return value if len(value) <= 20 else value[:20] + "…"
