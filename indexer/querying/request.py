"""From the values of a URL or a command line to a ``SearchRequest``: one reading for page, API and CLI."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import get_args

from indexer.errors import QueryError
from indexer.language.normalize import clean_text
from indexer.models import (
    SECTIONS,
    SORTS,
    UNIT_GROUPS,
    UNIT_TYPES,
    UNKNOWN,
    UNKNOWN_LABEL,
    Filters,
    Sort,
    YearRange,
)
from indexer.querying.syntax import parse_query, printable
from indexer.querying.tree import And, Query, SearchRequest

MAX_QUERY = 1000
MAX_SIZE = 100
#: How many values one filter, and how many terms one question, may have.
MAX_VALUES = 50
MAX_PAGE = 1_000_000
_NUMBERS = {"page": "第几页（page）", "size": "每页段数（size，命令行是 --limit）"}

_SORTS: tuple[Sort, ...] = get_args(Sort)

_YEAR = re.compile(r"((?:19|20)[0-9]{2})\s*年?(?:\s*[-－–—~～至到]\s*((?:19|20)[0-9]{2})\s*年?)?")


def build_request(
    q: str = "",
    phrases: Iterable[str] = (),
    sections: Iterable[str] = (),
    units: Iterable[str] = (),
    years: Iterable[str] = (),
    sort: str = "relevance",
    page: str | int = 1,
    size: str | int = 10,
) -> SearchRequest:
    """A checked request. Raises ``QueryError`` naming the parameter and what it allows."""
    phrases = tuple(dict.fromkeys(p for p in phrases if p))
    _check_length(q, phrases)
    parsed = parse_query(q, phrases)
    if (q.strip() or phrases) and not parsed.tree.parts:  # type: ignore[union-attr]
        raise QueryError("查询里只有标点或空白，没有可查的字：请输入要找的词，或留空只用筛选")
    _check_terms(parsed.tree)
    return SearchRequest(
        query=parsed.tree,
        filters=build_filters(sections, units, years),
        sort=parse_sort(sort),
        page=_number("page", page, MAX_PAGE),
        size=_number("size", size, MAX_SIZE),
        understood_as=parsed.understood_as,
        notices=parsed.notices,
    )


def build_filters(
    sections: Iterable[str] = (), units: Iterable[str] = (), years: Iterable[str] = ()
) -> Filters:
    """Filters from values as typed: keys or Chinese labels, unit types or their groups,
    ``2018``, ``2018-2021``, ``unknown``. Raises ``QueryError``."""
    sections, units, years = (_few(name, v) for name, v in (("section", sections), ("unit", units), ("year", years)))
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
    )


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
            f"年份“{_short(value)}”看不懂：请写 2018、2018-2021 或 unknown（未知）",
            ["2018", "2018-2021", UNKNOWN],
        )
    first, last = int(match[1]), int(match[2] or match[1])
    return YearRange(min(first, last), max(first, last))


def parse_sort(value: str) -> Sort:
    """One of ``SORTS``. Raises ``QueryError``."""
    for sort in _SORTS:
        if value == sort:
            return sort
    raise QueryError(f"排序“{_short(value)}”不认识：可用 {'、'.join(SORTS)}", list(SORTS))


def _section(value: str) -> str:
    for key, label in SECTIONS.items():
        if value in (key, label):
            return key
    raise QueryError(
        f"章节“{_short(value)}”不认识：可用 " + "、".join(f"{k}（{v}）" for k, v in SECTIONS.items()),
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
        f"单位类型“{_short(value)}”不认识：可用 {'、'.join(allowed)}，或组名 {'、'.join(UNIT_GROUPS)}",
        allowed,
    )


def _check_length(q: str, phrases: tuple[str, ...]) -> None:
    for text in (q, *phrases):
        if len(text) > MAX_QUERY:
            raise QueryError(
                f"查询太长（{len(text)} 字，最多 {MAX_QUERY} 字）：请只取其中一句来查",
                [f"1–{MAX_QUERY} 字"],
            )


def _check_terms(tree: Query) -> None:
    terms = len(tree.parts) if isinstance(tree, And) else 1
    if terms > MAX_VALUES:
        raise QueryError(f"一次最多查 {MAX_VALUES} 个词或短语，收到 {terms} 个：请减少一些", [f"1–{MAX_VALUES} 个"])


def _number(name: str, value: str | int, most: int) -> int:
    try:
        number = int(value)
    except ValueError:
        number = 0
    if not 1 <= number <= most:
        raise QueryError(f"{_NUMBERS[name]}应是 1 到 {most} 的整数，收到“{_short(str(value))}”", [f"1–{most}"])
    return number


def _short(value: str) -> str:
    """``value`` as one short line that can be written anywhere."""
    value = " ".join(printable(value).split())
    return value if len(value) <= 20 else value[:20] + "…"
