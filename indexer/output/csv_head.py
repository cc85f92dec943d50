"""What every table of answers says before its rows: what was asked, how much there is, and how much of it is listed.

A table without that would be taken for all there is.
"""

from __future__ import annotations

from collections.abc import Iterable

from indexer.querying.facets import FACETS
from indexer.querying.filters import Filters

#: More rows than this are not listed, and the head says so.
MOST_ROWS = 20_000


def scope_lines(what: str, understood_as: str, filters: Filters, notices: Iterable[str]) -> list[str]:
    """What is listed, as it was asked."""
    lines = [f"笔杆查找结果：{what}", f"查找：{understood_as or '全部'}"]
    chosen = [facet.chip_of(value) for name, facet in FACETS.items() for value in filters.values(name)]
    left_out = [FACETS[name].chip_of(value) for name, values in filters.left_out.items() for value in values]
    if chosen:
        lines.append(f"筛选：{'、'.join(chosen)}")
    if left_out:
        lines.append(f"不含：{'、'.join(left_out)}")
    return [*lines, *(f"提示：{notice}" for notice in notices)]


def listed_line(total: str, measure: str, there: int, first: int, shown: int) -> str:
    """How much there is (``total`` in words) and which of it is listed: of ``there`` rows ``shown`` from number ``first``."""
    if shown == there:
        return f"{total}，全部列出"
    if not shown:
        return f"{total}，这里没有列出：没有这一页"
    return f"{total}，这里只列出第 {first}–{first + shown - 1} {measure}，其余 {there - shown} {measure}没有列出"
