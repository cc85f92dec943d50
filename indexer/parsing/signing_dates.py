"""The year that a report's own date tells, where nothing in it says of which year it is.

Who signs in December reports on the year that ends, who signs in January on the one that has ended; a plan that is
signed in December is made for the year to come. A speech is of the year of its date only where it says that it looks back
on a part of that year, or is held where a year is summed up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.model.reports import Evidence
from indexer.parsing.year_forms import YearFinding, with_arabic_years

_LAST_PARAGRAPHS = 3
_LONGEST = 40
_MONTH = "([01]?\\d|[一二三四五六七八九十]{1,2})"
#: A line that is a date, with or without who signs before it.
_SIGNED = re.compile(
    f"(?:[^，。；]{{2,24}}\\s)?[（(]?((?:19|20)\\d\\d)\\s?(?:年\\s?{_MONTH}\\s?月|[./-]{_MONTH}(?![\\d：:]))(?:\\s?[\\d一二三四五六七八九十]{{1,3}}\\s?日|[./-]\\d{{1,2}})?[）)]?(?:(?:[上下]午|晚上?|夜)?\\s?(?:写?于|(?<=[午晚上夜])|(?<=[午晚上夜]\\s))[\u4e00-\u9fff]{{2,16}})?"
)
#: The date of a speech with what became of its words (（2024年6月24日，根据录音整理）).
_HELD = re.compile(
    f"[（(]((?:19|20)\\d\\d)年(?:{_MONTH})()月(?:[\\d一二三四五六七八九十]{{1,3}}日)?[，,、 ]?"
    "(?:(?=[^）)]{0,14}(?:录音|整理|审阅|摘要|节选|记录))[^（()）。\\d]{2,30}"
    "|(?:汇报|述职|报告|发言|主讲|讲话)人?[：: ][^（()）。]{2,30})[）)]"
)
_MONTHS = {name: at for at, name in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
#: Until this month the year before is reported on, unless a part of the year is.
_LAST_OF_REVIEW = 3
_FIRST_OF_PLANS = 11
_PART_OF_YEAR = re.compile("季度|[上下]半年|月份?(?:工作)?(?:总结|小结)|今年|本学期")
_FIRST_OF_REVIEW = 10
#: A part of its year that a speech looks back on, in its title or headings, or as the first words of a clause;
#: and where the whole of a year is summed up.
_PART_BEHIND = re.compile(
    "(?:^|[。！？；，：、“]|怎么看|盘点|回顾|总结)(?:这|今年)?(?:上半年|半年(?=过去|[以之]?来|已过|时间|工作|下来|$)|[一二三]季度|前[两三四五六七八九十\\d]个?(?:月|季度)|1[—–~至-]{1,2}\\d{1,2}月)"
    "(?!.{0,12}(?:要|将|计划|打算))"
)
_YEAR_BEHIND = re.compile("年会|年终|年度总结|全年总结")
#: What looks back on a year that has just gone by, in so many first paragraphs.
_GONE_BY = re.compile("过去的(?:这)?一年|一年来|回首(?:过去|这一年|[^，。]{0,6}年)|即将过去的")
_FIRST_PARAGRAPHS = 5
#: This year, and days and months that no year is said of.
_THIS_YEAR = re.compile("今年")
_MONTHS_ALONE = re.compile("(?<![年\\d])(?:1[0-2]|[1-9])月(?:\\d{1,2}日)?\\s?[至到—–~-]")
#: What is about more than a year.
_SEVERAL_YEARS = re.compile(
    "近[两二三四五六七八九十几\\d]年|[两二三四五]年来|任期|任现职|任职以来|本届|届以来|换届|十[一二三四五六]五"
)


@dataclass(frozen=True, slots=True)
class _Date:
    year: int
    month: int
    evidence: Evidence


def year_looked_back_at(
    title: str | None, title_block: Sequence[str], opening: Sequence[str], headings: Sequence[str]
) -> YearFinding:
    """The year of a speech that looks back on a part of it, or is held to sum it up, and of which its date tells."""
    date = _date(title_block, ())
    said = [title or "", *headings, *opening]
    if date is None or any(map(_SEVERAL_YEARS.search, said[:1])):
        return YearFinding(None)
    if any(map(_PART_BEHIND.search, said)):
        return YearFinding(date.year, date.evidence)
    whole = _YEAR_BEHIND.search(title or "") and not _LAST_OF_REVIEW < date.month < _FIRST_OF_REVIEW
    return YearFinding(date.year - (date.month <= _LAST_OF_REVIEW), date.evidence) if whole else YearFinding(None)


def year_gone_by(title_block: Sequence[str], paragraphs: Sequence[str]) -> YearFinding:
    """The year that a letter looks back on as gone by, as its date tells."""
    date = _date(title_block, paragraphs)
    if date is None or not any(map(_GONE_BY.search, paragraphs[:_FIRST_PARAGRAPHS])):
        return YearFinding(None)
    near = date.month <= _LAST_OF_REVIEW or date.month >= _FIRST_OF_PLANS
    return YearFinding(date.year - (date.month <= _LAST_OF_REVIEW), date.evidence) if near else YearFinding(None)


def is_far_from_date(year: int, title_block: Sequence[str], paragraphs: Sequence[str]) -> bool:
    """Whether a text is dated, and a year that it names is neither that of its date nor the one before."""
    date = _date(title_block, paragraphs)
    return date is not None and not date.year - 1 <= year <= date.year


def year_dated(
    heads: Sequence[str], pages: Sequence[str], paragraphs: Sequence[str], opening: Sequence[str]
) -> YearFinding:
    """The year that a survey's date tells: that of its head (``heads``) where its first paragraphs say in which months or on
    which days it was made, and where they say 今年 that of its signature or of the page (``pages``) too."""
    own = any(map(_THIS_YEAR.search, opening))
    date = _date(heads, ()) if own or any(map(_MONTHS_ALONE.search, opening)) else None
    date = date or (_date(pages, paragraphs) if own else None)
    return YearFinding(date.year, date.evidence) if date else YearFinding(None)


def year_signed(title: str | None, title_block: Sequence[str], paragraphs: Sequence[str]) -> YearFinding:
    """The year that a report is of which only its date tells."""
    opening = "".join(paragraphs[:1])
    if _SEVERAL_YEARS.search(title or "") or _SEVERAL_YEARS.search(opening):
        return YearFinding(None)
    date = _date(title_block, paragraphs)
    if date is None:
        return YearFinding(None)
    part = _PART_OF_YEAR.search(title or "") or _PART_OF_YEAR.search(opening)
    before = date.month <= _LAST_OF_REVIEW and not part
    return YearFinding(date.year - before, date.evidence)


def plan_year_signed(title_block: Sequence[str], paragraphs: Sequence[str]) -> int | None:
    """The year that a plan is made for of which only its date tells."""
    date = _date(title_block, paragraphs)
    return date.year + (date.month >= _FIRST_OF_PLANS) if date else None


def _date(title_block: Sequence[str], paragraphs: Sequence[str]) -> _Date | None:
    first = max(len(paragraphs) - _LAST_PARAGRAPHS, 0)
    places = [(line, Evidence(line, "title_block")) for line in title_block]
    places += [(line, Evidence(line, "paragraph", at)) for at, line in enumerate(paragraphs[first:], first)]
    for line, evidence in places:
        arabic = with_arabic_years(line)
        match = (_SIGNED.fullmatch(arabic) or _HELD.fullmatch(arabic)) if len(line) <= _LONGEST else None
        month = match and (match[2] or match[3])
        number = int(month) if month and month.isdecimal() else _MONTHS.get(month or "", 0)
        if match and 1 <= number <= 12:
            return _Date(int(match[1]), number, evidence)
    return None
