"""From the values of a URL or a command line to questions about headings and similar paragraphs, checked."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.errors import QueryError
from indexer.language.normalize import query_key
from indexer.model.results import HEADING_ORDERS, HeadingOrder
from indexer.querying.filters import NO_FILTERS, Filters
from indexer.querying.parameters import ChoiceParameter, NumberParameter
from indexer.querying.printable import printable
from indexer.querying.request import PAGE, SIZE, build_request

#: The longest text, in characters, that similar paragraphs can be searched for.
MAX_TEXT = 5000
#: How many headings are on a page, and how many similar paragraphs are given, by default.
HEADINGS_ON_A_PAGE = 20
LIKE_PARAGRAPHS = 10

_MAX_LENGTH = 200
_NONE = "（0 为不限）"
SHORTEST = NumberParameter("最短字数（shortest）", 0, _MAX_LENGTH, default=0, note=_NONE)
LONGEST = NumberParameter("最长字数（longest）", 0, _MAX_LENGTH, default=0, note=_NONE)
CLAUSES = NumberParameter("句数（clauses）", 0, _MAX_LENGTH, default=0, note=_NONE)
HEADING_ORDER: ChoiceParameter[HeadingOrder] = ChoiceParameter("排序", HEADING_ORDERS)


@dataclass(frozen=True, slots=True)
class HeadingRequest:
    """Headings whose own text answers ``q`` (a question as typed), over the paragraphs that ``filters`` allow.
    ``shortest`` and ``longest`` count characters, ``clauses`` the parts between commas, both without the heading's
    number; 0 for any."""

    q: str = ""
    filters: Filters = NO_FILTERS
    shortest: int = 0
    longest: int = 0
    clauses: int = 0
    order: HeadingOrder = "count"
    page: int = 1
    size: int = HEADINGS_ON_A_PAGE


def build_heading_request(
    q: str,
    filters: Filters,
    *,
    shortest: str | int = SHORTEST.default,
    longest: str | int = LONGEST.default,
    clauses: str | int = CLAUSES.default,
    order: str = HEADING_ORDER.default,
    page: str | int = PAGE.default,
    size: str | int = HEADINGS_ON_A_PAGE,
) -> HeadingRequest:
    """A checked question about headings. Raises ``QueryError``."""
    build_request(q)
    least, most = SHORTEST.parse(shortest), LONGEST.parse(longest)
    if most and least > most:
        raise QueryError(f"小标题的字数从 {least} 到 {most}，前一个比后一个大：请换过来", [f"{most}–{least}"])
    return HeadingRequest(
        q=q,
        filters=filters,
        shortest=least,
        longest=most,
        clauses=CLAUSES.parse(clauses),
        order=HEADING_ORDER.parse(order),
        page=PAGE.parse(page),
        size=SIZE.parse(size),
    )


def check_text(text: str) -> str:
    """A text that similar paragraphs can be searched for. Raises ``QueryError``."""
    text = printable(text).strip()
    if len(text) > MAX_TEXT:
        raise QueryError(f"文字太长（{len(text)} 字，最多 {MAX_TEXT} 字）：请只取其中几段", [f"1–{MAX_TEXT} 字"])
    if not query_key(text):
        raise QueryError("没有可比较的文字：请给出一段话或一个段落的编号", [f"1–{MAX_TEXT} 字"])
    return text
