"""What is asked of single occurrences: line by line (KWIC), and how often (trends)."""

from __future__ import annotations

from typing import get_args

from indexer.errors import QueryError
from indexer.model.results import CONCORDANCE_ORDERS, ConcordanceOrder
from indexer.querying.filters import short
from indexer.querying.tree import Query, Term, terms_of

#: Characters of context on each side of an occurrence.
WIDTH, MAX_WIDTH = 20, 100

LINES_ON_A_PAGE = 20

_ORDERS: tuple[ConcordanceOrder, ...] = get_args(ConcordanceOrder)


def searched_terms(query: Query) -> list[Term]:
    """The terms whose occurrences are listed or counted. Raises ``QueryError`` where there are none."""
    found = terms_of(query)
    if not found:
        raise QueryError("没有可逐处查找的词：请至少写一个要在正文里找的词或短语（排除的词、标题: 等字段和筛选不算）")
    return found


def parse_concordance_order(value: str) -> ConcordanceOrder:
    """One of ``CONCORDANCE_ORDERS``. Raises ``QueryError``."""
    for order in _ORDERS:
        if value == order:
            return order
    allowed = "、".join(f"{key}（{label}）" for key, label in CONCORDANCE_ORDERS.items())
    raise QueryError(f"各行的排序“{short(value)}”不认识：可用 {allowed}", list(CONCORDANCE_ORDERS))


def parse_width(value: str | int) -> int:
    """How many characters of context are shown. Raises ``QueryError``."""
    try:
        width = int(value)
    except ValueError:
        width = 0
    if not 1 <= width <= MAX_WIDTH:
        raise QueryError(
            f"前后文字数（width）应是 1 到 {MAX_WIDTH} 的整数，收到“{short(str(value))}”", [f"1–{MAX_WIDTH}"]
        )
    return width
