"""How years are written in reports: in digits or Chinese numerals, masked, with a month, as a span; and which ones a text only
cites or mentions in passing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.model.reports import Evidence

_DIGITS = str.maketrans("〇○零OoＯ一二三四五六七八九", "000000123456789")
_CN_YEAR = re.compile("([二一][〇○零九0OoＯ][〇○零一二三四五六七八九0OoＯ]{2})(?=学?年)")
YEAR = r"((?:19|20)\d\d)"
NUMBER = "(?:\\d{1,2}|[一二三四五六七八九十]{1,3})"
#: A year said as one; a date with its month is when something was written.
SAID_YEAR = re.compile(rf"(?<!\d){YEAR}\s*年(?!\s*\d{{1,2}}\s*月)")
#: A number that may be a year where no year is said: 2018述职报告, but not 2000户, 2021-2025规划.
BARE_YEAR = re.compile(
    r"(?<![\d第])((?:19[89]|20[0-4])\d)(?!\d|[户号项件人次元名个台套场册亩米吨万届级班版款型-]|[—–~～至]|年\s*\d{1,2}\s*月)"
)
#: The first of the two years that a school's autumn term is named by.
FIRST_TERM = re.compile(rf"{YEAR}\s*[—–~～至-]+\s*(?:19|20)\d\d\s*学?年?度?第?(?:一|上|秋季?)学?期")
#: A span of several years, in which what a survey counts was done (2022年1月至2024年12月).
SPAN = re.compile(rf"{YEAR}年(?:\s*{NUMBER}\s*月)?\s*(?:至|到|[—–-]{{1,2}})\s*(?!\1){YEAR}\s*年")
CITED = re.compile(r"《[^《》]{0,80}》|〔\d{4}〕|\[\d{4}\]")
#: What was heard at a meeting of a year, won for a year or is still to come is not what a report is about.
_PASSING = re.compile(
    rf"{YEAR}年度?(?:(?!召开|举行|组织|开展|参加|举办|承办)[^，。；、《》]){{0,30}}?(?:会议|大会|全会|[评推动座部表]\w会|典礼|仪式|团拜会)(?:上|精神|要求|部署)"
    rf"|(?:召开|开好|筹备){YEAR}年度?[^，。；]{{0,30}}生活会"
    rf"|(?:获|评[为选上]|授予|荣膺|命名)[^，。；]{{0,16}}?{YEAR}年?度?[^，。；]{{0,30}}"
    rf"|{YEAR}年度?(?:\d{{1,2}}月)?[^，。；]{{0,6}}(?:荣获|获评|获得?[^，。；]{{0,4}}[“《]|被?评[为选上]|被?授予|被命名|当选|入选)"
    rf"|{YEAR}年[^，。；]{{0,6}}两会"
    rf"|{YEAR}年(?:农历)?(?:新春|春节|元旦|新年(?!以来)|寒假|暑假|[中仲]秋|国庆|五一|七一|八一|元宵|端午|清明|三八)"
    rf"|(?:离|距|距离|迎接|迎来|走进|迈入|进入|展望|面向)\s?{YEAR}年"
)
MASKED = re.compile(r"20[xX×＊*]{2}\s*年|20[012][xX×]\s*年|[xX×]{2,4}\s*年度?(?!级)")
#: A line that only dates a report; the month may be in Chinese numerals.
DATE_LINE = re.compile(rf"{YEAR}\s*年\s*({NUMBER})\s*月(?:\s*{NUMBER}\s*日)?")
_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


@dataclass(frozen=True, slots=True)
class YearFinding:
    """``year`` or ``None``, and what decided (``None`` where nothing did)."""

    year: int | None
    evidence: Evidence | None = None


def is_masked(title: str | None, title_block: Sequence[str]) -> bool:
    """Whether the year is there and hidden (20XX年)."""
    return any(MASKED.search(with_arabic_years(line)) for line in (title or "", *title_block))


def years_in(text: str) -> list[int]:
    """All years named in ``text``, in order."""
    return [int(m[1]) for m in re.finditer(rf"(?<!\d){YEAR}\s*年", with_arabic_years(text))]


def with_arabic_years(text: str) -> str:
    """Years written in Chinese numerals as digits (二○二一年 → 2021年)."""
    return _CN_YEAR.sub(lambda m: m[1].translate(_DIGITS), text)


def without_passing_years(text: str) -> str:
    """A text with arabic years, without what it cites and without years it mentions in passing."""
    return _PASSING.sub("", CITED.sub("", with_arabic_years(text)))


def as_written(words: str, paragraph: str) -> str:
    """Words of a paragraph whose numerals were made digits, with the numerals it has."""
    at = with_arabic_years(paragraph).find(words)
    return paragraph[at : at + len(words)] if at >= 0 else words


def month_number(text: str) -> int:
    """A month in digits or Chinese numerals; the first where it is neither."""
    return int(text) if text.isdecimal() else _MONTHS.index(text) + 1 if text in _MONTHS else 1
