"""From the values of a URL or a command line to a ``SearchRequest``: one reading for page, API and CLI."""

from __future__ import annotations

from collections.abc import Iterable
from math import factorial
from typing import get_args

from indexer.errors import QueryError
from indexer.model.reports import SORTS, Sort
from indexer.querying.filters import MAX_VALUES, build_filters, short
from indexer.querying.syntax import parse_query
from indexer.querying.tree import And, AtLeast, Not, Or, Proximity, Query, SearchRequest

MAX_QUERY = 1000
MAX_SIZE = 100
MAX_PAGE = 1_000_000
_NUMBERS = {"page": "第几页（page）", "size": "每页段数（size，命令行是 --limit）"}

_SORTS: tuple[Sort, ...] = get_args(Sort)


def build_request(
    q: str = "",
    phrases: Iterable[str] = (),
    sections: Iterable[str] = (),
    units: Iterable[str] = (),
    years: Iterable[str] = (),
    folders: Iterable[str] = (),
    placeholders: str = "",
    sort: str = "relevance",
    page: str | int = 1,
    size: str | int = 10,
    fold: bool = False,
    explain: bool = False,
) -> SearchRequest:
    """A checked request. Raises ``QueryError`` naming the parameter and what it allows."""
    phrases = tuple(dict.fromkeys(p for p in phrases if p))
    _check_length(q, phrases)
    parsed = parse_query(q, phrases)
    if (q.strip() or phrases) and not parsed.tree.parts:
        raise QueryError("查询里只有标点或空白，没有可查的字：请输入要找的词，或留空只用筛选")
    _check_terms(parsed.tree)
    return SearchRequest(
        query=parsed.tree,
        filters=build_filters(sections, units, years, folders, placeholders),
        sort=parse_sort(sort),
        page=_number("page", page, MAX_PAGE),
        size=_number("size", size, MAX_SIZE),
        understood_as=parsed.understood_as,
        notices=parsed.notices,
        fold=fold,
        explain=explain,
    )


def parse_sort(value: str) -> Sort:
    """One of ``SORTS``. Raises ``QueryError``."""
    for sort in _SORTS:
        if value == sort:
            return sort
    raise QueryError(f"排序“{short(value)}”不认识：可用 {'、'.join(SORTS)}", list(SORTS))


def _check_length(q: str, phrases: tuple[str, ...]) -> None:
    for text in (q, *phrases):
        if len(text) > MAX_QUERY:
            raise QueryError(
                f"查询太长（{len(text)} 字，最多 {MAX_QUERY} 字）：请只取其中一句来查",
                [f"1–{MAX_QUERY} 字"],
            )


def _check_terms(tree: Query) -> None:
    terms = _terms(tree)
    if terms > MAX_VALUES:
        raise QueryError(f"一次最多查 {MAX_VALUES} 个词或短语，收到 {terms} 个：请减少一些", [f"1–{MAX_VALUES} 个"])


def _terms(query: Query) -> int:
    match query:
        case And(parts) | Or(parts) | AtLeast(_, parts):
            return sum(map(_terms, parts))
        case Not(part):
            return _terms(part)
        case Proximity(_, keys):
            return factorial(len(keys))  # so many orders are looked for
        case _:
            return 1


def _number(name: str, value: str | int, most: int) -> int:
    try:
        number = int(value)
    except ValueError:
        number = 0
    if not 1 <= number <= most:
        raise QueryError(f"{_NUMBERS[name]}应是 1 到 {most} 的整数，收到“{short(str(value))}”", [f"1–{most}"])
    return number
