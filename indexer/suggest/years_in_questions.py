"""The years among the words of a question, as the filter they name: 2018年主体责任, 草原2016年, 2017年至2019年, 2018年以来. Pure
functions."""

from __future__ import annotations

import re

from indexer.language.numerals import as_digits
from indexer.querying.years import NEWEST_YEAR, OLDEST_YEAR, read_year
from indexer.suggest.run_on_text import Words, pieces_of

#: How a year begins that a report is of; one up to which something goes on (到2020年) is an aim.
_BEGINS = re.compile("[自从]?(?:19|20)[0-9]{2}")
_UP_TO = ("到", "至", "截至", "截止", "截止到", "达到")
#: So many pieces may say years together: 自 2017年 至 2018年.
_MOST_PIECES = 4
#: Behind a figure these say that it counts something: 2000 万元, 2000 名.
_COUNTED = re.compile("[万亿余].*|多?.|[平立]方.*|公[里斤顷]")
#: What joins two years, or a year and the rest.
_JOINS = ("的", "和", "与", "及")
#: A dash between years, which a search key drops.
_DASH = re.compile(r"(?<=[0-9０-９年度])\s*[-－—–―~～]+\s*(?=(?:19|20|１９|２０)[0-9０-９]{2}(?![0-9０-９]))")


def with_ranges(text: str) -> str:
    """A text whose ranges of years are written with a word, which stays in its search key."""
    return _DASH.sub("至", text)


def year_named(key: str) -> str | None:
    """The value of the filter that a search key names if it is nothing but a year or years in a row; ``None`` for others."""
    years = read_year(key) if _BEGINS.match(as_digits(key)) else None
    return None if years is None else str(years)


def year_as_said(value: str) -> str:
    """A value of the filter as it is shown."""
    years = read_year(value)
    if years is None or years.first == years.last or OLDEST_YEAR < years.first <= years.last < NEWEST_YEAR:
        return f"{value}年"
    return f"{years.first}年以来" if years.last == NEWEST_YEAR else f"{years.last}年以前"


def without_years(text: str, words: Words) -> tuple[tuple[str, ...], str]:
    """The years that a text, a search key, has among its words, and the rest of it. A figure alone is a year at either end."""
    pieces = pieces_of(text, words)
    years: list[str] = []
    rest: list[str] = []
    while pieces:
        said, size = _years_first(pieces, rest)
        if said is None:
            rest.append(pieces.pop(0))
            continue
        while years and rest and rest[-1] in _JOINS:
            rest.pop()
        years.append(said)
        del pieces[:size]
        if not rest and pieces and pieces[0] in _JOINS:
            pieces.pop(0)
    return tuple(dict.fromkeys(years)), "".join(rest)


def _years_first(pieces: list[str], before: list[str]) -> tuple[str | None, int]:
    """The years that the first of some pieces say, as many as say them together, and how many these are."""
    if before and before[-1] in _UP_TO:
        return None, 0
    for size in range(min(_MOST_PIECES, len(pieces)), 0, -1):
        said = year_named("".join(pieces[:size]))
        if said is not None:
            at_an_end = len(pieces) == size or (not before and not _COUNTED.fullmatch(pieces[size]))
            return (said, size) if at_an_end or not pieces[size - 1].isdecimal() else (None, 0)
    return None, 0
