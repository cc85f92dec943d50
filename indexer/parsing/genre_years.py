"""The years that only some genres tell: when a survey was made, what a speech in January looks back on, since when somebody holds
his office, which meeting he examines himself for, what a plan is made for; and a guess from dated vocabulary."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from indexer.model.reports import Evidence
from indexer.parsing.year_forms import (
    BARE_YEAR,
    CITED,
    DATE_LINE,
    FIRST_TERM,
    NUMBER,
    SAID_YEAR,
    SPAN,
    YEAR,
    YearFinding,
    as_written,
    month_number,
    with_arabic_years,
    years_in,
)

#: The first of the years that a plan of several is made for; the most that one plan of action is spread over, from its first
#: year; and how a plan of more says so.
_FIRST_OF_YEARS = re.compile(
    rf"(?<!\d){YEAR}(?:年|[./]\d{{1,2}}(?!\d))?(?:\d{{1,2}}月)?\s?[—–~～至-]{{1,2}}\s?((?:19|20)\d\d)\s?(?:年|[./]\d{{1,2}}(?!\d))"
)
_YEARS_OF_ACTION = 2
_COUNTS_YEARS = re.compile("[三四五]年(?!来)|十[三四五六]五")
#: A month of a year, before which nothing says that something only began then.
_MONTH_OF = re.compile(
    rf"(?<![自从于到至在起\d年—–-]){YEAR}\s*年\s*{NUMBER}\s*(?:月|至|-|—)"
    r"(?!\s*\d{0,2}日?\s*(?:起|以来|成立|出台|印发|开始|实施|启动))"
    r"(?![^。；]{0,16}(?:开张|开业|挂牌|揭牌|投用|投入使用|建成|启用|开办|开馆|开园|通车|竣工|落成|试点以来))"
)
#: The meeting of every year for which members of a branch examine themselves: of the year that it is held for. One that a
#: campaign asks for examines what the campaign is about.
_EXAMINED = re.compile(
    rf"(?:根据|按照|遵照|依照|围绕|召开|开好)[^。；]{{0,40}}?(?<!上一){YEAR}年度(?!主题教育)[^，。；]{{0,24}}生活会"
    "(?![^，。；]{0,12}(?:整改|查摆))"
)
#: The meeting of the year before, of which somebody says what became of what was found there (2022年度民主生活会后，…).
_EXAMINED_BEFORE = re.compile(rf"{YEAR}\s*年度?(?:专题)?(?:民主|组织)生活会(?:后|以来|上|查摆|征求|检视|对照|整改|问题)")
#: A speech held in these months may be about the year before.
_FIRST_MONTHS = 3
#: When somebody came to his office, and that he reports on the time until the end of the year.
_TAKEN_UP = re.compile(rf"{YEAR}\s*年\s*{NUMBER}\s*月[^。]{{0,24}}(?:任|到任|上任|当选|就任|调[任到])")
_YEARS_END = re.compile("(?:截至|到|至)\\s?12\\s?月|年末|全年")


def survey_year(block: Sequence[str], opening: Sequence[str]) -> YearFinding:
    """The year that a survey was made in, as its date line or its first paragraph says (2024年8月至10月)."""
    for place, lines in (("paragraph", opening), ("title_block", block)):
        for at, line in enumerate(lines):
            plain = CITED.sub("", with_arabic_years(line))
            if SPAN.search(plain):
                return YearFinding(None)
            match = _MONTH_OF.search(plain)
            if match:
                own = at if place == "paragraph" else None
                return YearFinding(int(match[1]), Evidence(as_written(match[0], line), place, own))
    return YearFinding(None)


def tells_span(lines: Sequence[str]) -> bool:
    """Whether some lines name a span of several years."""
    return any(SPAN.search(CITED.sub("", with_arabic_years(line))) for line in lines)


def year_looked_back(year: YearFinding, paragraphs: Sequence[str]) -> YearFinding:
    """The year that a speech held at the beginning of the next one looks back on, where it says so; or else ``year``."""
    dated = DATE_LINE.fullmatch(with_arabic_years(year.evidence.words)) if year.evidence else None
    if dated is None or month_number(dated[2]) > _FIRST_MONTHS:
        return year
    before = re.compile(rf"(?:^|[。；]){int(dated[1]) - 1}\s*年(?=[，,]|全|我|是|，|度)")
    for at, paragraph in enumerate(paragraphs):
        match = before.search(with_arabic_years(paragraph))
        if match:
            return YearFinding(int(dated[1]) - 1, Evidence(match[0].lstrip("。；"), "paragraph", at))
    return year


def year_taken_up(paragraphs: Sequence[str]) -> YearFinding:
    """The year in which somebody came to the office that he reports on until its end, where no other year is named."""
    text = with_arabic_years("\n".join(paragraphs))
    match = _TAKEN_UP.search(with_arabic_years(paragraphs[0])) if paragraphs else None
    if match is None or set(years_in(text)) != {int(match[1])} or not _YEARS_END.search(text):
        return YearFinding(None)
    return YearFinding(int(match[1]), Evidence(as_written(match[0], paragraphs[0]), "paragraph", 0))


def year_examined(opening: Sequence[str]) -> YearFinding:
    """The year of the meeting that somebody examines himself for (按照…召开2023年度组织生活会的要求)."""
    for at, paragraph in enumerate(opening):
        match = _EXAMINED.search(CITED.sub("", with_arabic_years(paragraph)))
        if match:
            return YearFinding(int(match[1]), Evidence(as_written(match[0], paragraph), "paragraph", at))
    return YearFinding(None)


def year_after_meeting(paragraphs: Sequence[str]) -> YearFinding:
    """The year after the one whose meeting's findings somebody says to have mended since."""
    for at, paragraph in enumerate(paragraphs):
        match = _EXAMINED_BEFORE.search(with_arabic_years(paragraph))
        if match:
            return YearFinding(int(match[1]) + 1, Evidence(as_written(match[0], paragraph), "paragraph", at))
    return YearFinding(None)


def plan_year(title: str | None, title_block: Sequence[str], opening: Sequence[str]) -> int | None:
    """The year that a plan is made for: that of its title, or else the first one its opening names; none where the title
    names many years beside a term of school and does not count them itself (三年, 十四五)."""
    years = _FIRST_OF_YEARS.search(with_arabic_years(title or ""))
    if years and int(years[2]) - int(years[1]) > _YEARS_OF_ACTION and not _COUNTS_YEARS.search(title or ""):
        return None
    for text in (title or "", *title_block, *opening[:2]):
        text = CITED.sub("", with_arabic_years(text))
        first = FIRST_TERM.search(text) or _FIRST_OF_YEARS.search(text)
        if first:
            return int(first[1])
        match = SAID_YEAR.search(text) or (BARE_YEAR.search(text) if text == title else None)
        if match:
            return int(match[1])
    return None


def estimate_year(
    paragraphs: Sequence[str], words: Mapping[str, tuple[int, int | None]]
) -> YearFinding:
    """A guess from dated vocabulary: the latest first year among the words found."""
    text = "\n".join(paragraphs)
    found = [(first, word) for word, (first, _) in words.items() if word in text]
    if not found:
        return YearFinding(None)
    year, word = max(found)
    at = next((i for i, paragraph in enumerate(paragraphs) if word in paragraph), None)
    return YearFinding(year, Evidence(word, "paragraph", at))
