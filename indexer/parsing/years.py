"""The year a report reports on, with the words that decided.

Order of trust: a heading that looks back on a year, the title, the reporter's own statement
at the opening. A plan year never counts; a government report is delivered in the year after.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from indexer.model.reports import Evidence
from indexer.parsing.quoting import clause_around
from indexer.parsing.year_forms import (
    BARE_YEAR,
    DATE_LINE,
    FIRST_TERM,
    MASKED,
    NUMBER,
    SAID_YEAR,
    SPAN,
    YEAR,
    YearFinding,
    as_written,
    month_number,
    with_arabic_years,
    without_passing_years,
    years_in,
)

_PLAN_AFTER = re.compile(
    r"年?度?\s*(?:的)?(?:主要|重点|党建|总体|全年|各项)*(?:工作)?(?:打算|计划|思路|安排|要点|目标|任务|规划|谋划|展望|重点)"
    r"(?!(?:工作|任务|目标)?(?:的)?(?:完成|推进|落实|执行|开展|进展|总结))"
    r"|年?度?[^，。；及和暨与、总]{0,10}(?:思路|打算|计划|安排|设想|要点)$"
)
_REVIEW = re.compile(rf"{YEAR}\s*年(?:度)?[^。；]{{0,14}}(?:回顾|总结|工作情况|完成情况|主要工作情况)")
_STATEMENT = (
    re.compile(rf"(?:现将|现就|现把|下面|就|将|把|汇报|报告|述职)[^。；]{{0,24}}?{YEAR}\s*年"),
    re.compile(rf"^(?:刚刚过去的)?{YEAR}\s*年(?:度)?(?:来|以来|，|,|、|是|里|全年|上半年|，在|对|度)"),
    re.compile(rf"^[^。！]{{0,30}}！\s?{YEAR}\s*年(?:以来|来)[，,]"),
    re.compile(rf"^(?:在)?(?:刚刚)?过去的{YEAR}\s*年"),
    re.compile(rf"(?:总结|回顾)(?:了)?{YEAR}\s*年(?:度)?(?:[^，。；、]{{0,12}}(?:工作|情况|成绩)|[，、])"),
    re.compile(rf"^{YEAR}\s*年(?:极|注定|很不|非常|不平凡|这一年)"),
    re.compile(rf"{YEAR}\s*年1\s*[-—–至到]\s*12\s*月"),
    re.compile(rf"{YEAR}\s*年度"),
    re.compile(rf"(?:^|[。；，]){YEAR}\s*年(?:[，,]|是(?!我|他|她))"),
)
_DELIVERY = re.compile(rf"{YEAR}\s*年\s*({NUMBER})\s*月\s*(?:{NUMBER}\s*日)?[^。]{{0,16}}(?:在|第|大会|会议)")
#: A title that says of which whole year it tells (关于2023年度…的报告), whenever that was heard.
_WHOLE_YEAR = re.compile(rf"关于{YEAR}\s*年度?[^，。]{{2,40}}的报告$")
#: A people's congress hears in one year of the year before, from courts as from governments.
_AT_CONGRESS = re.compile("人民代表大会|人大.{0,4}会议")
_DATED = re.compile(rf"[（(]{YEAR}\s*年\s*({NUMBER})\s*月(?:\s*{NUMBER}\s*日)?[）)]")
#: 2003年以来 is when something began.
_SINCE = re.compile("年(?:[以之]来|以前|之前)")
#: A year that is not when something began, ended, was founded or is dated.
_PLAIN_YEAR = re.compile(
    rf"(?<![自从于到至在起\d年—–-]){YEAR}年(?!\s*\d|以来|以前|之前|起|底|末|初|前|任|到|至|来到|换届|[^，。；、]{1,6}以来|成立|建[成立院校]|开始|创办|毕业|参加|调|被|入|当选|颁|印发|出台|春节|元旦|国庆)"
)
#: What some years have brought since the one that is named (2021年占47%。三年下来…).
_YEARS_ON = re.compile("[两三四五六七八九十几\\d]年(?:下来|时间|过去|间)")
#: The first division of a report that looks back on a year by name.
_FIRST_NUMBER = r"(?:[一壹1][、．.]|第一部分[：: ]?|[（(]一[)）])"
_FIRST_REVIEW = re.compile(
    rf"^{_FIRST_NUMBER}?[^。；，]{{0,8}}{YEAR}\s*年度?(?:的)?(?:主要|党建|全年)?工作(?:的)?(?:简要)?(?:回顾|总结)"
    rf"|^{_FIRST_NUMBER}(?:19|20)\d\d\s*年度?(?:的)?主要工作$"
)
_GOVERNMENT = re.compile("政府工作报告")


def find_year(
    title: str | None, title_block: Sequence[str], opening: Sequence[str], headings: Iterable[str]
) -> YearFinding:
    """The year reported on, from the title block, the first paragraphs and the headings."""
    title = title or ""
    heads = [with_arabic_years(h) for h in headings]
    found = _stated_by(title, title_block, opening, heads)
    reviewed = next(filter(None, map(_first_review, heads[:2])), None)
    return reviewed if reviewed and reviewed.year != found.year else found


def _first_review(heading: str) -> YearFinding | None:
    """The year that a report's first division looks back on by name: it outweighs any title."""
    match = _FIRST_REVIEW.match(heading)
    return YearFinding(max(years_in(heading[: match.end()])), Evidence(heading, "heading")) if match else None


def _stated_by(
    title: str, title_block: Sequence[str], opening: Sequence[str], heads: Sequence[str]
) -> YearFinding:
    own = _title_year(title, "title") if _WHOLE_YEAR.search(with_arabic_years(title)) and not _GOVERNMENT.search(title) else None
    if own:
        return own
    if _GOVERNMENT.search(title) or any(map(_AT_CONGRESS.search, title_block)):
        return _government_year(with_arabic_years(title), [with_arabic_years(line) for line in title_block], heads, opening)
    found = _title_year(title, "title")
    if found is None and MASKED.search(with_arabic_years(title)):
        return YearFinding(None)
    found = found or next(filter(None, (_title_year(line, "title_block") for line in title_block)), None)
    if found:
        return found
    return _reviewed_year(heads) or _stated_year(opening) or _only_year(opening) or YearFinding(None)


def _title_year(title: str, place: str) -> YearFinding | None:
    """The year of a title that is not a year of plans."""
    text = without_passing_years(title)
    if _DELIVERY.search(text):
        return None
    found = list(FIRST_TERM.finditer(text)) or list(SAID_YEAR.finditer(text)) or list(BARE_YEAR.finditer(text))
    reported = [m for m in found if not (_PLAN_AFTER.match(text, m.end(1)) or _SINCE.match(text, m.end(1)))]
    return YearFinding(int(reported[0][1]), Evidence(title, place)) if reported else None


def _government_year(
    title: str, block: Sequence[str], headings: Sequence[str], opening: Sequence[str]
) -> YearFinding:
    reviewed = _reviewed_year(headings)
    if reviewed:
        return reviewed
    for line in (*block, title):
        dated = DATE_LINE.fullmatch(line)
        if dated:
            year = _year_reported(int(dated[1]), month_number(dated[2]))
            return YearFinding(year, Evidence(line, "title_block"))
        delivered = _DELIVERY.search(line) or _DATED.search(line)
        if delivered:
            year = _year_reported(int(delivered[1]), month_number(delivered[2]))
            return YearFinding(year, Evidence(line, "title" if line == title else "title_block"))
    named = re.search(YEAR, title)
    if named:
        return YearFinding(int(named[1]) - 1, Evidence(title, "title"))
    return _stated_year(opening) or YearFinding(None)


def _year_reported(delivered: int, month: int) -> int:
    """A report delivered in the first ten months looks back on the year before."""
    return delivered if month > 10 else delivered - 1


def _reviewed_year(headings: Sequence[str]) -> YearFinding | None:
    for heading in headings:
        match = _REVIEW.search(heading)
        if match:
            year = max(years_in(heading[: match.end()]), default=int(match[1]))
            return YearFinding(year, Evidence(heading, "heading"))
    return None


def _only_year(opening: Sequence[str]) -> YearFinding | None:
    """The only year that the first paragraphs name, if it is not the beginning or end of something."""
    for at, paragraph in enumerate(opening[:2]):
        text = without_passing_years(paragraph)
        years = set(years_in(text))
        if not years or MASKED.search(text):
            continue
        if SPAN.search(text) or _YEARS_ON.search(text):
            return None
        match = _PLAIN_YEAR.search(text)
        if len(years) == 1 and match and not _PLAN_AFTER.match(text, match.end(1)):
            words = as_written(clause_around(text, *match.span(1)), paragraph)
            return YearFinding(int(match[1]), Evidence(words, "paragraph", at))
        return None
    return None


def _stated_year(opening: Sequence[str]) -> YearFinding | None:
    """What the reporter says at the opening; nothing when it says only a masked year."""
    for pattern in _STATEMENT:
        for at, paragraph in enumerate(opening):
            text = without_passing_years(paragraph)
            match = pattern.search(text)
            if match and not _PLAN_AFTER.match(text, match.end(1)):
                words = as_written(clause_around(text, *match.span(1)), paragraph)
                return YearFinding(int(match[1]), Evidence(words, "paragraph", at))
    return None
