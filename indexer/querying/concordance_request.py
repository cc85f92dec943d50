"""What is asked of single occurrences: line by line (KWIC), and how often (trends)."""

from __future__ import annotations

from indexer.errors import QueryError
from indexer.model.orders import CONCORDANCE_ORDERS, ConcordanceOrder
from indexer.querying.parameters import ChoiceParameter, NumberParameter
from indexer.querying.tree import Query, Term, terms_of

LINES_ON_A_PAGE = 20

LINE_ORDER: ChoiceParameter[ConcordanceOrder] = ChoiceParameter("各行的排序", CONCORDANCE_ORDERS)
#: Characters of context on each side of an occurrence.
WIDTH = NumberParameter("前后文字数（width）", 1, 100, default=20)


def searched_terms(query: Query) -> list[Term]:
    """The terms whose occurrences are listed or counted. Raises ``QueryError`` where there are none."""
    found = terms_of(query)
    if not found:
        raise QueryError("没有可逐处查找的词：请至少写一个要在正文里找的词或短语（排除的词、标题: 等字段和筛选不算）")
    return found
