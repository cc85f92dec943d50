"""From the values of a URL or a command line to a ``SearchRequest``: one reading for page, API and CLI."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import factorial

from indexer.errors import QueryError
from indexer.model.orders import SORTS, Sort
from indexer.querying.filters import MAX_VALUES, build_filters, leave_out
from indexer.querying.parameters import ChoiceParameter, NumberParameter
from indexer.querying.syntax import parse_query
from indexer.querying.tree import And, AtLeast, Not, Or, Proximity, Query, SearchRequest, filters_named

MAX_QUERY = 1000
MAX_SIZE = 100
MAX_PAGE = 1_000_000

SORT: ChoiceParameter[Sort] = ChoiceParameter("排序", SORTS)
PAGE = NumberParameter("第几页（page）", 1, MAX_PAGE, default=1)
SIZE = NumberParameter("每页段数（size，命令行是 --limit）", 1, MAX_SIZE, default=10)
#: The facets whose values can be shown side by side, and how many paragraphs each then has by default.
GROUP = ChoiceParameter("并排（group）", {"unit": "按单位类型"})
SIZE_OF_COLUMNS = 3


def build_request(
    q: str = "",
    phrases: Iterable[str] = (),
    filters: Mapping[str, Iterable[str]] | None = None,
    *,
    sort: str = SORT.default,
    page: str | int = PAGE.default,
    size: str | int = SIZE.default,
    fold: bool = False,
    explain: bool = False,
    per_report: bool = False,
    group: str = "",
) -> SearchRequest:
    """A checked request; ``filters`` are the values given for each facet, by its name. With ``group`` each report shows
    one paragraph. Raises ``QueryError`` naming the parameter and what it allows."""
    phrases = tuple(dict.fromkeys(p for p in phrases if p))
    _check_length(q, phrases)
    parsed = parse_query(q, phrases)
    if (q.strip() or phrases) and not parsed.tree.parts:
        raise QueryError("查询里只有标点或空白，没有可查的字：请输入要找的词，或留空只用筛选")
    _check_terms(parsed.tree)
    return SearchRequest(
        query=parsed.tree,
        filters=leave_out(build_filters(filters or {}), filters_named(parsed.tree)),
        sort=SORT.parse(sort),
        page=PAGE.parse(page),
        size=SIZE.parse(size),
        understood_as=parsed.understood_as,
        notices=parsed.notices,
        fold=fold,
        explain=explain,
        per_report=per_report or bool(group),
        group=GROUP.parse(group) if group else "",
    )


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
            return factorial(len(keys))  # its keys are searched in each of their orders
        case _:
            return 1
