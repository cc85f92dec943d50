"""What a text typed in one is made of (2018年3月抓支部书机): its words, with a date as one piece, and whether a reading of it by
its sound puts something right or only turns what is right into something else. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import accumulate

#: Words that carry no meaning of their own: a question does not insist on them.
EMPTY_WORDS = frozenset("的了和与及在是对把被将也都就而等着之其这那有为以于中上个") | {
    *("以及", "对于", "怎么", "如何", "什么", "哪些"),
}

#: A word that the archive has is taken for a slip only when another that sounds like it occurs in so
#: many times as many paragraphs.
SLIP_FACTOR = 20

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


def puts_right(typed: Sequence[str], meant: Sequence[str], count: Callable[[str], int]) -> bool:
    """Whether ``meant`` puts ``typed``, both in their pieces, right: wherever they differ, more of what was typed is broken (a
    character alone, a word that no paragraph has, or hardly any beside the other) than is torn that was right. 支部 书机 becomes
    支部书记, but 的 of 认真 的 一年 is no part of 第一. ``count`` counts paragraphs. What differs in length was spelled in
    letters, and is not judged."""
    read, cuts = "".join(meant), {0, *accumulate(map(len, meant))}
    if len("".join(typed)) != len(read):
        return True
    broken = torn = start = 0
    differs, before = False, ""
    for piece in typed:
        end = start + len(piece)
        other, cut = read[start:end], not cuts.isdisjoint(range(start + 1, end))
        differs |= piece != other
        if not has_figures(piece) and (len(piece) == 1 or not count(piece)):
            broken += piece not in EMPTY_WORDS and not has_figures(before)
        elif cut or piece != other:
            instead = {start, end} <= cuts and not cut and not has_figures(piece)
            slipped = instead and count(other) >= SLIP_FACTOR * count(piece)
            broken, torn = broken + slipped, torn + (not slipped)
        if end in cuts:
            if differs and broken <= torn:
                return False
            broken, torn, differs = 0, 0, False
        start, before = end, piece
    return True
