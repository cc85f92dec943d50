"""The year a report reports on, with the words that decided.

Order of trust: a heading that looks back on a year, the title, the reporter's own statement
at the opening. A plan year never counts; a government report is delivered in the year after.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from indexer.model.reports import Evidence
from indexer.parsing.quoting import clause_around

_DIGITS = str.maketrans("〇○零OoＯ一二三四五六七八九", "000000123456789")
_CN_YEAR = re.compile("([二一][〇○零九0OoＯ][〇○零一二三四五六七八九0OoＯ]{2})(?=学?年)")
_YEAR = r"((?:19|20)\d\d)"
_PLAN_AFTER = re.compile(
    r"年?度?\s*(?:的)?(?:主要|重点|党建|总体|全年|各项)*(?:工作)?(?:打算|计划|思路|安排|要点|目标|任务|规划|谋划|展望|重点)"
    r"(?!(?:工作|任务|目标)?(?:的)?(?:完成|推进|落实|执行|开展|进展|总结))"
    r"|年?度?[^，。；及和暨与、总]{0,10}(?:思路|打算|计划|安排|设想|要点)$"
)
_REVIEW = re.compile(rf"{_YEAR}\s*年(?:度)?[^。；]{{0,14}}(?:回顾|总结|工作情况|完成情况|主要工作情况)")
_STATEMENT = (
    re.compile(rf"(?:现将|现就|现把|下面|就|将|把|汇报|报告|述职)[^。；]{{0,24}}?{_YEAR}\s*年"),
    re.compile(rf"^(?:刚刚过去的)?{_YEAR}\s*年(?:度)?(?:来|以来|，|,|、|是|里|全年|上半年|，在|对|度)"),
    re.compile(rf"^[^。！]{{0,30}}！\s?{_YEAR}\s*年(?:以来|来)[，,]"),
    re.compile(rf"^(?:在)?(?:刚刚)?过去的{_YEAR}\s*年"),
    re.compile(rf"(?:总结|回顾)(?:了)?{_YEAR}\s*年(?:度)?(?:[^，。；、]{{0,12}}(?:工作|情况|成绩)|[，、])"),
    re.compile(rf"^{_YEAR}\s*年(?:极|注定|很不|非常|不平凡|这一年)"),
    re.compile(rf"{_YEAR}\s*年1\s*[-—–至到]\s*12\s*月"),
    re.compile(rf"{_YEAR}\s*年度"),
    re.compile(rf"(?:^|[。；，]){_YEAR}\s*年(?:[，,]|是(?!我|他|她))"),
)
_NUMBER = "(?:\\d{1,2}|[一二三四五六七八九十]{1,3})"
_DELIVERY = re.compile(rf"{_YEAR}\s*年\s*({_NUMBER})\s*月\s*(?:{_NUMBER}\s*日)?[^。]{{0,16}}(?:在|第|大会|会议)")
#: A title that says of which whole year it tells (关于2023年度…的报告), whenever that was heard.
_WHOLE_YEAR = re.compile(rf"关于{_YEAR}\s*年度?[^，。]{{2,40}}的报告$")
#: A people's congress hears in one year of the year before, from courts as from governments.
_AT_CONGRESS = re.compile("人民代表大会|人大.{0,4}会议")
_DATED = re.compile(rf"[（(]{_YEAR}\s*年\s*({_NUMBER})\s*月(?:\s*{_NUMBER}\s*日)?[）)]")
#: A year said as one; a date with its month is when something was written.
_SAID_YEAR = re.compile(rf"(?<!\d){_YEAR}\s*年(?!\s*\d{{1,2}}\s*月)")
#: A number that may be a year where no year is said: 2018述职报告, but not 2000户, 2021-2025规划.
_BARE_YEAR = re.compile(
    r"(?<![\d第])((?:19[89]|20[0-4])\d)(?!\d|[户号项件人次元名个台套场册亩米吨万届级班版款型-]|[—–~～至]|年\s*\d{1,2}\s*月)"
)
#: The first of the two years that a school's autumn term is named by.
_FIRST_TERM = re.compile(rf"{_YEAR}\s*[—–~～至-]+\s*(?:19|20)\d\d\s*学?年?度?第?(?:一|上|秋季?)学?期")
#: The first of the years that a plan of several is made for; the most that one plan of action is spread over, from its first
#: year; and how a plan of more says so.
_FIRST_OF_YEARS = re.compile(
    rf"(?<!\d){_YEAR}(?:年|[./]\d{{1,2}}(?!\d))?(?:\d{{1,2}}月)?\s?[—–~～至-]{{1,2}}\s?((?:19|20)\d\d)\s?(?:年|[./]\d{{1,2}}(?!\d))"
)
_YEARS_OF_ACTION = 2
_COUNTS_YEARS = re.compile("[三四五]年(?!来)|十[三四五六]五")
#: 2003年以来 is when something began.
_SINCE = re.compile("年(?:[以之]来|以前|之前)")
#: A year that is not when something began, ended, was founded or is dated.
_PLAIN_YEAR = re.compile(
    rf"(?<![自从于到至在起\d年—–-]){_YEAR}年(?!\s*\d|以来|以前|之前|起|底|末|初|前|任|到|至|来到|换届|[^，。；、]{1,6}以来|成立|建[成立院校]|开始|创办|毕业|参加|调|被|入|当选|颁|印发|出台|春节|元旦|国庆)"
)
#: A month of a year, before which nothing says that something only began then.
_MONTH_OF = re.compile(
    rf"(?<![自从于到至在起\d年—–-]){_YEAR}\s*年\s*{_NUMBER}\s*(?:月|至|-|—)"
    r"(?!\s*\d{0,2}日?\s*(?:起|以来|成立|出台|印发|开始|实施|启动))"
    r"(?![^。；]{0,16}(?:开张|开业|挂牌|揭牌|投用|投入使用|建成|启用|开办|开馆|开园|通车|竣工|落成|试点以来))"
)
#: A span of several years, in which what a survey counts was done (2022年1月至2024年12月).
_SPAN = re.compile(rf"{_YEAR}年(?:\s*{_NUMBER}\s*月)?\s*(?:至|到|[—–-]{{1,2}})\s*(?!\1){_YEAR}\s*年")
#: What some years have brought since the one that is named (2021年占47%。三年下来…).
_YEARS_ON = re.compile("[两三四五六七八九十几\\d]年(?:下来|时间|过去|间)")
_CITED = re.compile(r"《[^《》]{0,80}》|〔\d{4}〕|\[\d{4}\]")
#: What was heard at a meeting of a year, won for a year or is still to come is not what a report is about.
_PASSING = re.compile(
    rf"{_YEAR}年度?(?:(?!召开|举行|组织|开展|参加|举办|承办)[^，。；、《》]){{0,30}}?(?:会议|大会|全会|[评推动座部表]\w会|典礼|仪式|团拜会)(?:上|精神|要求|部署)"
    rf"|(?:召开|开好|筹备){_YEAR}年度?[^，。；]{{0,30}}生活会"
    rf"|(?:获|评[为选上]|授予|荣膺|命名)[^，。；]{{0,16}}?{_YEAR}年?度?[^，。；]{{0,30}}"
    rf"|{_YEAR}年度?(?:\d{{1,2}}月)?[^，。；]{{0,6}}(?:荣获|获评|获得?[^，。；]{{0,4}}[“《]|被?评[为选上]|被?授予|被命名|当选|入选)"
    rf"|{_YEAR}年[^，。；]{{0,6}}两会"
    rf"|{_YEAR}年(?:农历)?(?:新春|春节|元旦|新年(?!以来)|寒假|暑假|[中仲]秋|国庆|五一|七一|八一|元宵|端午|清明|三八)"
    rf"|(?:离|距|距离|迎接|迎来|走进|迈入|进入|展望|面向)\s?{_YEAR}年"
)
#: The meeting of every year for which members of a branch examine themselves: of the year that it is held for. One that a
#: campaign asks for examines what the campaign is about.
_EXAMINED = re.compile(
    rf"(?:根据|按照|遵照|依照|围绕|召开|开好)[^。；]{{0,40}}?(?<!上一){_YEAR}年度(?!主题教育)[^，。；]{{0,24}}生活会"
    "(?![^，。；]{0,12}(?:整改|查摆))"
)
#: The meeting of the year before, of which somebody says what became of what was found there (2022年度民主生活会后，…).
_EXAMINED_BEFORE = re.compile(rf"{_YEAR}\s*年度?(?:专题)?(?:民主|组织)生活会(?:后|以来|上|查摆|征求|检视|对照|整改|问题)")
#: The first division of a report that looks back on a year by name.
_FIRST_NUMBER = r"(?:[一壹1][、．.]|第一部分[：: ]?|[（(]一[)）])"
_FIRST_REVIEW = re.compile(
    rf"^{_FIRST_NUMBER}?[^。；，]{{0,8}}{_YEAR}\s*年度?(?:的)?(?:主要|党建|全年)?工作(?:的)?(?:简要)?(?:回顾|总结)"
    rf"|^{_FIRST_NUMBER}(?:19|20)\d\d\s*年度?(?:的)?主要工作$"
)
_MASKED = re.compile(r"20[xX×＊*]{2}\s*年|20[012][xX×]\s*年|[xX×]{2,4}\s*年度?(?!级)")
#: A line that only dates a report; the month may be in Chinese numerals.
_DATE_LINE = re.compile(rf"{_YEAR}\s*年\s*({_NUMBER})\s*月(?:\s*{_NUMBER}\s*日)?")
#: A speech held in these months may be about the year before.
_FIRST_MONTHS = 3
#: When somebody came to his office, and that he reports on the time until the end of the year.
_TAKEN_UP = re.compile(rf"{_YEAR}\s*年\s*{_NUMBER}\s*月[^。]{{0,24}}(?:任|到任|上任|当选|就任|调[任到])")
_YEARS_END = re.compile("(?:截至|到|至)\\s?12\\s?月|年末|全年")
_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_GOVERNMENT = re.compile("政府工作报告")


@dataclass(frozen=True, slots=True)
class YearFinding:
    """``year`` or ``None``, and what decided (``None`` where nothing did)."""

    year: int | None
    evidence: Evidence | None = None


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
    if found is None and _MASKED.search(with_arabic_years(title)):
        return YearFinding(None)
    found = found or next(filter(None, (_title_year(line, "title_block") for line in title_block)), None)
    if found:
        return found
    return _reviewed_year(heads) or _stated_year(opening) or _only_year(opening) or YearFinding(None)


def survey_year(block: Sequence[str], opening: Sequence[str]) -> YearFinding:
    """The year that a survey was made in, as its date line or its first paragraph says (2024年8月至10月)."""
    for place, lines in (("paragraph", opening), ("title_block", block)):
        for at, line in enumerate(lines):
            plain = _CITED.sub("", with_arabic_years(line))
            if _SPAN.search(plain):
                return YearFinding(None)
            match = _MONTH_OF.search(plain)
            if match:
                own = at if place == "paragraph" else None
                return YearFinding(int(match[1]), Evidence(_as_written(match[0], line), place, own))
    return YearFinding(None)


def tells_span(lines: Sequence[str]) -> bool:
    """Whether some lines name a span of several years."""
    return any(_SPAN.search(_CITED.sub("", with_arabic_years(line))) for line in lines)


def year_looked_back(year: YearFinding, paragraphs: Sequence[str]) -> YearFinding:
    """The year that a speech held at the beginning of the next one looks back on, where it says so; or else ``year``."""
    dated = _DATE_LINE.fullmatch(with_arabic_years(year.evidence.words)) if year.evidence else None
    if dated is None or _month(dated[2]) > _FIRST_MONTHS:
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
    return YearFinding(int(match[1]), Evidence(_as_written(match[0], paragraphs[0]), "paragraph", 0))


def year_examined(opening: Sequence[str]) -> YearFinding:
    """The year of the meeting that somebody examines himself for (按照…召开2023年度组织生活会的要求)."""
    for at, paragraph in enumerate(opening):
        match = _EXAMINED.search(_CITED.sub("", with_arabic_years(paragraph)))
        if match:
            return YearFinding(int(match[1]), Evidence(_as_written(match[0], paragraph), "paragraph", at))
    return YearFinding(None)


def year_after_meeting(paragraphs: Sequence[str]) -> YearFinding:
    """The year after the one whose meeting's findings somebody says to have mended since."""
    for at, paragraph in enumerate(paragraphs):
        match = _EXAMINED_BEFORE.search(with_arabic_years(paragraph))
        if match:
            return YearFinding(int(match[1]) + 1, Evidence(_as_written(match[0], paragraph), "paragraph", at))
    return YearFinding(None)


def plan_year(title: str | None, title_block: Sequence[str], opening: Sequence[str]) -> int | None:
    """The year that a plan is made for: that of its title, or else the first one its opening names; none where the title
    names many years beside a term of school and does not count them itself (三年, 十四五)."""
    years = _FIRST_OF_YEARS.search(with_arabic_years(title or ""))
    if years and int(years[2]) - int(years[1]) > _YEARS_OF_ACTION and not _COUNTS_YEARS.search(title or ""):
        return None
    for text in (title or "", *title_block, *opening[:2]):
        text = _CITED.sub("", with_arabic_years(text))
        first = _FIRST_TERM.search(text) or _FIRST_OF_YEARS.search(text)
        if first:
            return int(first[1])
        match = _SAID_YEAR.search(text) or (_BARE_YEAR.search(text) if text == title else None)
        if match:
            return int(match[1])
    return None


def is_masked(title: str | None, title_block: Sequence[str]) -> bool:
    """Whether the year is there and hidden (20XX年)."""
    return any(_MASKED.search(with_arabic_years(line)) for line in (title or "", *title_block))


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


def years_in(text: str) -> list[int]:
    """All years named in ``text``, in order."""
    return [int(m[1]) for m in re.finditer(rf"(?<!\d){_YEAR}\s*年", with_arabic_years(text))]


def with_arabic_years(text: str) -> str:
    """Years written in Chinese numerals as digits (二○二一年 → 2021年)."""
    return _CN_YEAR.sub(lambda m: m[1].translate(_DIGITS), text)


def _plain(text: str) -> str:
    """A text with arabic years, without what it cites and without years it mentions in passing."""
    return _PASSING.sub("", _CITED.sub("", with_arabic_years(text)))


def _as_written(words: str, paragraph: str) -> str:
    """Words of a paragraph whose numerals were made digits, with the numerals it has."""
    at = with_arabic_years(paragraph).find(words)
    return paragraph[at : at + len(words)] if at >= 0 else words


def _title_year(title: str, place: str) -> YearFinding | None:
    """The year of a title that is not a year of plans."""
    text = _plain(title)
    if _DELIVERY.search(text):
        return None
    found = list(_FIRST_TERM.finditer(text)) or list(_SAID_YEAR.finditer(text)) or list(_BARE_YEAR.finditer(text))
    reported = [m for m in found if not (_PLAN_AFTER.match(text, m.end(1)) or _SINCE.match(text, m.end(1)))]
    return YearFinding(int(reported[0][1]), Evidence(title, place)) if reported else None


def _government_year(
    title: str, block: Sequence[str], headings: Sequence[str], opening: Sequence[str]
) -> YearFinding:
    reviewed = _reviewed_year(headings)
    if reviewed:
        return reviewed
    for line in (*block, title):
        dated = _DATE_LINE.fullmatch(line)
        if dated:
            year = _year_reported(int(dated[1]), _month(dated[2]))
            return YearFinding(year, Evidence(line, "title_block"))
        delivered = _DELIVERY.search(line) or _DATED.search(line)
        if delivered:
            year = _year_reported(int(delivered[1]), _month(delivered[2]))
            return YearFinding(year, Evidence(line, "title" if line == title else "title_block"))
    named = re.search(_YEAR, title)
    if named:
        return YearFinding(int(named[1]) - 1, Evidence(title, "title"))
    return _stated_year(opening) or YearFinding(None)


def _month(text: str) -> int:
    return int(text) if text.isdecimal() else _MONTHS.index(text) + 1 if text in _MONTHS else 1


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
        text = _plain(paragraph)
        years = set(years_in(text))
        if not years or _MASKED.search(text):
            continue
        if _SPAN.search(text) or _YEARS_ON.search(text):
            return None
        match = _PLAIN_YEAR.search(text)
        if len(years) == 1 and match and not _PLAN_AFTER.match(text, match.end(1)):
            words = _as_written(clause_around(text, *match.span(1)), paragraph)
            return YearFinding(int(match[1]), Evidence(words, "paragraph", at))
        return None
    return None


def _stated_year(opening: Sequence[str]) -> YearFinding | None:
    """What the reporter says at the opening; nothing when it says only a masked year."""
    for pattern in _STATEMENT:
        for at, paragraph in enumerate(opening):
            text = _plain(paragraph)
            match = pattern.search(text)
            if match and not _PLAN_AFTER.match(text, match.end(1)):
                words = _as_written(clause_around(text, *match.span(1)), paragraph)
                return YearFinding(int(match[1]), Evidence(words, "paragraph", at))
    return None
