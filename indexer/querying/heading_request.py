"""From the values of a URL or a command line to questions about headings and like paragraphs, checked."""

from __future__ import annotations

from typing import get_args

from indexer.errors import QueryError
from indexer.language.normalize import query_key
from indexer.model.reports import Filters
from indexer.model.results import HEADING_ORDERS, HeadingOrder, HeadingRequest
from indexer.querying.filters import printable, short
from indexer.querying.request import build_request

#: The longest text that like paragraphs are looked for, and the longest heading asked about, in characters.
MAX_TEXT = 5000
MAX_LENGTH = 200
#: How many headings are on a page, and how many like paragraphs are given, where nobody says.
HEADINGS_ON_A_PAGE = 20
LIKE_PARAGRAPHS = 10

_ORDERS: tuple[HeadingOrder, ...] = get_args(HeadingOrder)
_LENGTHS = {"shortest": "最短字数", "longest": "最长字数", "clauses": "句数"}


def build_heading_request(
    q: str,
    filters: Filters,
    shortest: str | int = 0,
    longest: str | int = 0,
    clauses: str | int = 0,
    order: str = "count",
    page: str | int = 1,
    size: str | int = HEADINGS_ON_A_PAGE,
) -> HeadingRequest:
    """A checked question about headings. Raises ``QueryError``."""
    asked = build_request(q, page=page, size=size)
    return HeadingRequest(
        q=q,
        filters=filters,
        shortest=_length("shortest", shortest),
        longest=_length("longest", longest),
        clauses=_length("clauses", clauses),
        order=_heading_order(order),
        page=asked.page,
        size=asked.size,
    )


def check_text(text: str) -> str:
    """A text that like paragraphs can be looked for. Raises ``QueryError``."""
    text = printable(text).strip()
    if len(text) > MAX_TEXT:
        raise QueryError(f"文字太长（{len(text)} 字，最多 {MAX_TEXT} 字）：请只取其中几段", [f"1–{MAX_TEXT} 字"])
    if not query_key(text):
        raise QueryError("没有可比较的文字：请给出一段话或一个段落的编号", [f"1–{MAX_TEXT} 字"])
    return text


def parse_size(value: str | int) -> int:
    """How many like paragraphs are wanted. Raises ``QueryError``."""
    return build_request(size=value).size


def _heading_order(value: str) -> HeadingOrder:
    for order in _ORDERS:
        if value == order:
            return order
    allowed = "、".join(f"{key}（{label}）" for key, label in HEADING_ORDERS.items())
    raise QueryError(f"排序“{short(value)}”不认识：可用 {allowed}", list(HEADING_ORDERS))


def _length(name: str, value: str | int) -> int:
    try:
        number = int(value)
    except ValueError:
        number = -1
    if not 0 <= number <= MAX_LENGTH:
        message = f"{_LENGTHS[name]}（{name}）应是 0 到 {MAX_LENGTH} 的整数（0 为不限），收到“{short(str(value))}”"
        raise QueryError(message, [f"0–{MAX_LENGTH}"])
    return number
