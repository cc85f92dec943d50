"""What a text typed in one is made of (2018年3月抓党建): its words, with a date as one piece. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

#: Words that carry no meaning of their own: a question does not insist on them.
EMPTY_WORDS = frozenset("的了和与及在是对把被将也都就而等着之其这那有为以于中上个") | {
    *("以及", "对于", "怎么", "如何", "什么", "哪些"),
}

#: Cuts a text into its words.
Words = Callable[[str], Sequence[str]]

#: What is one piece with the figure before it: alone it is a character that stands in any paragraph.
_DATE_WORDS = frozenset({"年", "年度", "月", "月份", "日", "号"})
#: A year in numerals, which a dictionary cuts like 二 〇 一 八年.
_SPELLED_YEAR = re.compile("(?:二[〇零○]|一九)[〇零○一二三四五六七八九]{2}年(?:度(?!假))?")


def pieces_of(text: str, words: Words) -> list[str]:
    """The words of a text, figures and 年, 月, 日 together (2018年, 3月); 年底 stays a word."""
    pieces, at = list[str](), 0
    for year in _SPELLED_YEAR.finditer(text):
        pieces += [*_with_dates(words(text[at : year.start()])), year[0]]
        at = year.end()
    return [*pieces, *_with_dates(words(text[at:]))]


def _with_dates(words: Sequence[str]) -> list[str]:
    pieces: list[str] = []
    for word in words:
        if word in _DATE_WORDS and pieces and pieces[-1].isdecimal():
            pieces[-1] += word
        else:
            pieces.append(word)
    return pieces


def has_figures(piece: str) -> bool:
    """Whether a piece is a date or another figure: it is neither a word nor a slip."""
    return any(map(str.isdecimal, piece)) or bool(_SPELLED_YEAR.fullmatch(piece))
