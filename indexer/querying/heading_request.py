"""From the values of a URL or a command line to questions about headings and similar paragraphs, checked."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from indexer.errors import HeadingFormError, QueryError
from indexer.language.normalize import query_key
from indexer.model.orders import HEADING_ORDERS, HeadingOrder
from indexer.querying.filters import NO_FILTERS, Filters
from indexer.querying.parameters import ChoiceParameter, NumberParameter
from indexer.querying.printable import printable, short
from indexer.querying.request import PAGE, SIZE, build_request

#: The longest text, in characters, that similar paragraphs can be searched for.
MAX_TEXT = 5000
#: How many headings are on a page, and how many similar paragraphs are given, by default.
HEADINGS_ON_A_PAGE = 20
LIKE_PARAGRAPHS = 10

_MAX_LENGTH = 200
_NONE = "（0 为不限）"
_MOST_CLAUSES = 12
_LONGEST_FIRST_WORD = 4
_BETWEEN_LENGTHS = re.compile(r"\s*[+,、;/*-]\s*|\s+")
SHORTEST = NumberParameter("最短字数（shortest）", 0, _MAX_LENGTH, default=0, note=_NONE)
LONGEST = NumberParameter("最长字数（longest）", 0, _MAX_LENGTH, default=0, note=_NONE)
CLAUSES = NumberParameter("句数（clauses）", 0, _MAX_LENGTH, default=0, note=_NONE)
MEMBERS = NumberParameter("一组几个（members）", 0, _MAX_LENGTH, default=0, note=_NONE)
HEADING_ORDER: ChoiceParameter[HeadingOrder] = ChoiceParameter("排序", HEADING_ORDERS)


@dataclass(frozen=True, slots=True)
class HeadingRequest:
    """Headings whose own text answers ``q`` (a question as typed), over the paragraphs that ``filters`` allow.
    ``shortest`` and ``longest`` count characters, ``clauses`` the parts between commas, both without the heading's
    number; 0 for any. ``form`` has the lengths of its clauses (empty for any). ``parallel``: it stands in a set of parallel form;
    ``members``: in a set of so many (0 for any); ``first_word``: in one whose headings all begin with it (empty for any)."""

    q: str = ""
    filters: Filters = NO_FILTERS
    shortest: int = 0
    longest: int = 0
    clauses: int = 0
    form: tuple[int, ...] = ()
    parallel: bool = False
    members: int = 0
    first_word: str = ""
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
    form: str = "",
    parallel: bool = False,
    members: str | int = MEMBERS.default,
    first_word: str = "",
    order: str = HEADING_ORDER.default,
    page: str | int = PAGE.default,
    size: str | int = HEADINGS_ON_A_PAGE,
) -> HeadingRequest:
    """A checked question about headings. Raises ``QueryError``; ``HeadingFormError`` where what is wrong is how headings are
    chosen."""
    build_request(q)
    asked = HeadingRequest(
        q=q,
        filters=filters,
        parallel=parallel,
        order=HEADING_ORDER.parse(order),
        page=PAGE.parse(page),
        size=SIZE.parse(size),
    )
    try:
        least, most = _lengths(shortest, longest)
        return replace(
            asked,
            shortest=least,
            longest=most,
            clauses=CLAUSES.parse(clauses),
            form=parse_form(form),
            members=MEMBERS.parse(members),
            first_word=_first_word(first_word),
        )
    except QueryError as error:
        raise HeadingFormError(str(error), error.allowed) from error


def _lengths(shortest: str | int, longest: str | int) -> tuple[int, int]:
    least, most = SHORTEST.parse(shortest), LONGEST.parse(longest)
    if most and least > most:
        raise QueryError(f"小标题的字数从 {least} 到 {most}，前一个比后一个大：请换过来", [f"{most}–{least}"])
    return least, most


def parse_form(form: str) -> tuple[int, ...]:
    """The lengths of a heading's clauses as typed: 6+6, also 6 6 (a URL's + is a space) and 6，6; none where nothing is typed.
    Raises ``QueryError``, also where a sign between two lengths has only one beside it."""
    parts = _BETWEEN_LENGTHS.split(unicodedata.normalize("NFKC", form)) if form else []
    fits = all(part.isascii() and part.isdigit() and 0 < int(part) <= _MAX_LENGTH for part in parts)
    if not fits or len(parts) > _MOST_CLAUSES:
        raise QueryError(f"每句字数（form）“{short(form)}”不认识：请写每句几个字，如 6+6、4+4+4", ["6+6", "4+4+4"])
    return tuple(map(int, parts))


def _first_word(word: str) -> str:
    word = printable(word).strip()
    if len(word) > _LONGEST_FIRST_WORD:
        message = f"头一个词（first_word）“{short(word)}”太长：最多 {_LONGEST_FIRST_WORD} 字，如 抓、坚持"
        raise QueryError(message, ["抓", "坚持"])
    return word


def check_text(text: str) -> str:
    """A text that similar paragraphs can be searched for. Raises ``QueryError``."""
    text = printable(text).strip()
    if len(text) > MAX_TEXT:
        raise QueryError(f"文字太长（{len(text)} 字，最多 {MAX_TEXT} 字）：请只取其中几段", [f"1–{MAX_TEXT} 字"])
    if not query_key(text):
        raise QueryError("没有可比较的文字：请给出一段话或一个段落的编号", [f"1–{MAX_TEXT} 字"])
    return text
