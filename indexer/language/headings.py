"""What a heading is like as a piece of writing: its clauses, and whether it says more than what kind of division begins.

Headings are taken without their numbers and closing signs. Clauses stand between commas, semicolons and spaces; 、 joins the
items of one clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources

_TABLE = "lexicon/stock_headings.txt"

#: A comma between two digits belongs to a figure (1,200).
_BETWEEN_CLAUSES = re.compile(r"(?<!\d),|,(?!\d)|[，；;\s]+")

#: 2018年, 二〇一八年, 2018—2020.
_YEAR = re.compile("(?:19|20)\\d\\d(?!\\d)|[一二][九〇○零Ｏ][〇○零一二三四五六七八九]{2}年?")

#: A place by its end, with nothing before it; what only looks like one is not named but described.
_PLACE = re.compile(
    "[\u4e00-\u9fff]{2,3}?(?:自治区|自治州|省|市|县|区|镇|乡|村|街道|社区|开发区)(?:党委|党工委|政府|党支部|总支)?"
)
_NO_PLACE = re.compile(
    "^(?:全|各|本|我|该|某|城|农|乡|社|校|园|景|山|服务|建|做|走|深入|扎根|抓|融入|创|平安|美丽|智慧|和谐|文明|幸福|"
    "强|进|下|驻|帮|联|治|促|特色|示范|试点|重点|数字|振兴|繁荣|法治|清廉|绿色|红色|兴|富|护|守|管|带|到|让|把|为|在|从|以|用|靠)"
)


def clause_lengths(text: str) -> tuple[int, ...]:
    """How many characters each clause of a heading has, signs not counted (强化担当，履行责任 → 4, 4)."""
    lengths = (sum(map(str.isalnum, clause)) for clause in _BETWEEN_CLAUSES.split(text))
    return tuple(length for length in lengths if length)


def form_of(lengths: Iterable[int]) -> str:
    """Lengths of clauses as they are written: 6+6."""
    return "+".join(map(str, lengths))


def is_stock(text: str) -> bool:
    """Whether a heading is of little use to another report: it only says what kind of division begins (存在的问题), or it
    names a year or place (2018年工作打算, 石斛镇工作情况)."""
    if _YEAR.search(text) or _is_made_of_stock_words(text):
        return True
    place = _PLACE.match(text)
    return bool(place and not _NO_PLACE.match(text) and _is_made_of_stock_words(text[place.end() :]))


def _is_made_of_stock_words(text: str) -> bool:
    """Whether a text can be cut into words that say the kind of a division, and signs."""
    words, longest = _stock_words()
    reached = {0}
    for at, sign in enumerate(text):
        if at in reached:
            if not sign.isalnum():
                reached.add(at + 1)
            reached.update(at + n for n in range(1, longest + 1) if text[at : at + n] in words)
    return len(text) in reached


@lru_cache(maxsize=1)
def _stock_words() -> tuple[frozenset[str], int]:
    """The words, and the length of the longest."""
    lines = resources.files(__package__).joinpath(_TABLE).read_text(encoding="utf-8").splitlines()
    words = frozenset(filter(None, (line.partition("#")[0].strip() for line in lines)))
    return words, max(map(len, words))
