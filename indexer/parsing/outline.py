"""Which lines are headings, and where: numbers, levels, run-in headings.

A heading is *stand-alone* on its own line, or *run in* at the start of its paragraph
(``（一）抓学习。全年…``). Ranks order the numbering habits; a smaller rank is higher.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.model.reports import Span
from indexer.parsing.rulebook import Rulebook

_CN = "[一二三四五六七八九十]"

_ONES = {c: i for i, c in enumerate("零一二三四五六七八九")}
_DIGITS = re.compile(r"\d+")
_BIG = "零壹贰叁肆伍陆柒捌玖拾"

#: Numbering habits from the highest to the lowest, with their ranks.
_NUMBERINGS: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    ("part", 10, re.compile(rf"第{_CN}{{1,3}}(?:部分|章|编)[、：: ]?")),
    ("big", 18, re.compile("[壹贰叁肆柒捌玖拾](?:[、．. ]|(?=[\u4e00-\u9fff]{2,24}$))|[伍陆][、．. ]")),
    ("cn", 20, re.compile(rf"{_CN}{{1,3}}(?:[、．]|\s(?=[\u4e00-\u9fff]{{2}}))")),
    ("pcn", 30, re.compile(rf"[（(]{_CN}{{1,3}}[)）][、，]?")),
    ("dec", 45, re.compile(r"\d{1,2}\.\d{1,2}(?=[\u4e00-\u9fff])(?![万亿千百个倍元年月日米吨公亩平人家户])")),
    (
        "num",
        40,
        re.compile(
            r"0\d\s(?=[\u4e00-\u9fff])|\d{1,2}\s(?=[\u4e00-\u9fff]{2})"
            r"(?![万亿千百个倍元年月日米吨公亩平人家户项次名篇余多类期场所大号届层台辆件条岁支座艘盏份批例处宗笔头只]|小时|分钟)"
            r"|\d{1,2}(?:[、．.](?!\d)|(?=[\u4e00-\u9fff]{2})(?![年月日个项次名篇家户人万亿余多类期场所大公平]))"
        ),
    ),
    ("pnum", 50, re.compile(r"[（(]\d{1,2}[)）]|[①-⑳]")),
    ("shi", 60, re.compile(rf"(?:第?{_CN}{{1,2}}[是则]|第{_CN}{{1,2}}[，、]|其{_CN}[，、是])")),
    ("dash", 60, re.compile(r"[—–―-]{1,4}")),
)

#: A heading without a number that looks back on a year, or ahead to one, and holds numbered divisions.
YEAR_HEADING = (
    r"(?:(?:过去|今后)?[一二三四五]年(?:来)?(?:和|及|与))?(?:(?:19|20)\d\d\s?年(?:上半年|下半年|全年)?|过去[一二三四五]年|今后[一二三四五]年|[一二三四五]年来)"
    "(?:的)?(?:(?:全年|主要|重点|党建|政府|总体)?工作(?:简要)?(?:回顾|总结|安排|打算|计划|任务|思路|重点|情况)|(?:主要|重点)(?:工作|任务)"
    "|(?:奋斗|主要|发展|工作)?目标(?:任务|和主要任务)?)"
)
_YEAR_HEADING = re.compile(YEAR_HEADING)
#: Its rank where divisions are numbered 一、: it is above them, as 第一部分 is.
_YEAR_RANK = 10

#: What a number begins with: most lines begin with something else, which is found out faster.
_FIRST_SIGNS = frozenset("第其一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾（(0123456789—–―-①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")

#: Rank of a heading without a number: at the top where nothing is numbered 一、, else below it.
PLAIN_TOP = 20
PLAIN_SUB = 35

#: Headings of this rank or higher divide a report; lower ones are points.
LOWEST_HEADING = 50

_MAX_HEADING = 45
_MAX_PLAIN_HEADING = 32
#: A paragraph under a plain heading that names its section has so many characters at least.
_LEAST_UNDER = 24
#: A line that names an annex behind a colon, and the short lines that may follow it: more annexes, unit and date.
_NAMES_ANNEX = re.compile("^附(?:件|表|录)?[：:].{2,}")
_MOST_BELOW_ANNEX = 8
#: What parts the cells of a table's row, which heads nothing.
_CELLS = " | "
#: A term of a glossary, with what it means below it.
_TERM = re.compile(r"[［\[【]\d{1,3}[］\]】].{1,40}[：:]")
#: So many short sentences over long paragraphs are headings.
_FEWEST_LEADS = 5
#: So many short lines between paragraphs are headings, none longer than this.
_FEWEST_ROWS = 3
_LONGEST_ROW = 20
#: A word with a slogan behind it (痛点：进不来、留不住).
_WORD_AND_SLOGAN = re.compile("[\u4e00-\u9fff]{2,4}[：:][^：:]{4,}")
#: A month or a term that a plan goes by.
_PERIOD = re.compile(
    "(?:第?[一二三四五六七八九十\\d]{1,3}(?:[、至到—–~～-]{1,2}[一二三四五六七八九十\\d]{1,3})?(?:月份?|季度)|[上下]半年|[上下]学期)[：:]?"
)
_ROW_END = re.compile("[，、。；！？…”）)\\d]$|[年月日]$")
_MAX_RUN_IN = 48
_SENTENCE_END = re.compile("[。！？；]")
_HAN = re.compile("[\u4e00-\u9fff]")
_COLON = re.compile("[：:]")
#: A heading and its sentence on one line: a paragraph (（三）办好实事：安装路灯18盏，疏通水道5处。).
_RUN_IN = re.compile("[^，。：:]{2,24}[：:][^：:]{12,}。$")
_PLAIN_BAD_END = re.compile("[，、。；！？…”]$")
_SALUTATION = re.compile(
    "^(?:尊敬的|敬爱的|亲爱的)?(?:各位|同志们|大家|老师们|同学们|.{0,8}(?:领导|代表|同事|同志|委员|评委|乡亲|朋友们?|家长们?"
    "|(?:老师|同学|员工|职工|姐妹|工友|居民|业主|来宾|嘉宾|战友|党员|伙伴|同仁)们?(?=[：:！!，,、]))).{0,30}"
    "(?:[：:！!]|[，,]\\s?大家(?:上午|下午|晚上|早上)?好[。！!：:]?)$"
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line's numbering: habit, rank, how long the number itself is, and its value (0 for a dash)."""

    habit: str
    rank: int
    length: int
    value: int = 0


@lru_cache(maxsize=4096)
def numbering(text: str) -> Numbered | None:
    """How ``text`` is numbered at its start; ``None`` where it is not. Remembered, since every stage of the parser
    asks it of the same lines."""
    if text[:1] not in _FIRST_SIGNS:
        return None
    for habit, rank, pattern in _NUMBERINGS:
        match = pattern.match(text)
        if match:
            return Numbered(habit, rank, match.end(), _value(match[0]))
    return None


def _value(number: str) -> int:
    """What a number at a line's start counts (十二、 → 12)."""
    if number[0] in _BIG:
        return _BIG.index(number[0])
    digits = _DIGITS.search(number)
    if digits:
        return int(digits[0])
    if "①" <= number[0] <= "⑳":
        return ord(number[0]) - ord("①") + 1
    return chinese_number("".join(c for c in number if c in _CN))


def chinese_number(text: str) -> int:
    """What a Chinese numeral up to 九十九 counts (十二 → 12); 0 where it is none (一一, 十十)."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _ONES.get(ones, 0)
    if (tens and tens not in _ONES) or (ones and ones not in _ONES):
        return 0
    return _ONES.get(tens, 1) * 10 + _ONES.get(ones, 0)


def is_salutation(text: str) -> bool:
    """Whether a line only addresses the audience (各位代表：)."""
    return len(text) <= 40 and bool(_SALUTATION.match(text))


def run_in_heading(text: str) -> Span | None:
    """The span of the heading at the start of a paragraph; ``None`` where there is none.

    A numbered paragraph's first sentence is its heading when it is short and more follows.
    """
    number = numbering(text)
    if number is None:
        return None
    end = _SENTENCE_END.search(text, number.length)
    colon = _COLON.search(text, number.length)
    stop = min((m.start() for m in (end, colon) if m), default=None)
    if stop is None or not 2 <= stop - number.length <= _MAX_RUN_IN or stop + 1 >= len(text):
        return None
    return 0, stop


class HeadingFinder:
    """Decides for each line of one report whether it is a stand-alone heading.

    It looks at the whole report first: what a plain line may be depends on whether the
    report numbers its headings, and the names of annexes at its end are none. ``declared`` are
    the lines that the format says are headings.
    """

    def __init__(self, texts: Sequence[str], rules: Rulebook, declared: Collection[int] = ()) -> None:
        self._texts = texts
        self._declared = declared
        self._rules = rules
        self._plain_rank = PLAIN_SUB if self._has_top_numbers() else PLAIN_TOP
        self._annexes = next(filter(self._only_names_annexes, range(len(texts))), len(texts))
        self._has_leads = sum(map(self._is_lead, range(len(texts)))) >= _FEWEST_LEADS
        self._has_rows = sum(map(self._is_row, range(len(texts)))) >= _FEWEST_ROWS

    def rank(self, at: int) -> int | None:
        """The rank of the heading on line ``at``; ``None`` where the line is no heading."""
        text = self._texts[at]
        if at >= self._annexes or _CELLS in text:
            return None
        if self._rules.sections["heading.annex"].search(text) and len(text) <= _MAX_PLAIN_HEADING:
            return 15
        if _TERM.fullmatch(text) and at + 1 < len(self._texts) and not _TERM.fullmatch(self._texts[at + 1]):
            return LOWEST_HEADING
        number = numbering(text)
        declared = at in self._declared and at + 1 < len(self._texts) and not is_salutation(text)
        if number is None and _YEAR_HEADING.fullmatch(text) and at + 1 < len(self._texts):
            return _YEAR_RANK if self._plain_rank == PLAIN_SUB else self._plain_rank
        if number is None:
            return self._plain_rank if declared or self._is_plain_heading(at) else None
        return number.rank if declared or self._is_numbered_heading(at, number) else None

    def _only_names_annexes(self, at: int) -> bool:
        """Whether a line names the annexes that a text came with (附件：1.…), and none of them follows."""
        if not _NAMES_ANNEX.match(self._texts[at]):
            return False
        rest = self._texts[at + 1 :]
        return len(rest) <= _MOST_BELOW_ANNEX and all(len(text) <= _MAX_HEADING and text[-1] not in "。；" for text in rest)

    def _has_top_numbers(self) -> bool:
        found = (numbering(t) for t in self._texts if len(t) <= _MAX_HEADING)
        return any(n is not None and n.habit in ("cn", "big") for n in found)

    def _is_numbered_heading(self, at: int, number: Numbered) -> bool:
        text = self._texts[at]
        body = text[number.length :].strip()
        if not body or len(text) > _MAX_HEADING + 10:
            return False
        if number.rank > LOWEST_HEADING:
            return self._is_point_heading(at, body)
        end = _SENTENCE_END.search(body)
        if end is not None and end.end() < len(body):
            return False
        if len(body) > _MAX_HEADING:
            return False
        if _PLAIN_BAD_END.search(body) and body[-1] in "，、；":
            return False
        if number.habit == "part":
            return True
        if _RUN_IN.match(body):
            return self._announces_section(body)
        is_sentence = body[-1] == "。" and "，" in body
        if is_sentence and self._is_longer_than_below(at):
            return False
        return self._has_body(at, number.rank) or (self._announces_section(body) and not is_sentence)

    def _is_longer_than_below(self, at: int) -> bool:
        """Whether only a shorter line without a number follows: a sentence over it heads nothing."""
        below = self._texts[at + 1] if at + 1 < len(self._texts) else ""
        return 0 < len(below) < len(self._texts[at]) and numbering(below) is None

    def _is_point_heading(self, at: int, body: str) -> bool:
        """一是… or ——… alone on a line: a heading only when short, unpunctuated and followed
        by its text."""
        bare = body.removesuffix("。")
        if len(body) > 34 or _PLAIN_BAD_END.search(bare) or _COLON.search(body) or at + 1 >= len(self._texts):
            return False
        if _SENTENCE_END.search(bare) or (bare != body and self._is_listed(at)):
            return False
        following = self._texts[at + 1]
        below, own = numbering(following), numbering(self._texts[at])
        if below is not None:
            return below.habit in ("num", "pnum") and own is not None and below.value == 1
        return len(following) > 2 * len(body)

    def _is_listed(self, at: int) -> bool:
        """Whether a sibling is directly above: then a short sentence is an item of a list."""
        own, before = numbering(self._texts[at]), numbering(self._texts[at - 1]) if at else None
        return own is not None and before is not None and own.habit == before.habit

    def _has_body(self, at: int, rank: int) -> bool:
        """Whether text or a lower heading follows, not a sibling."""
        if at + 1 >= len(self._texts):
            return False
        following = numbering(self._texts[at + 1])
        if following is None and self._texts[at].endswith("。") and at > 0:
            # The last of a list of short sentences is an item too, whatever follows the list.
            before, own = numbering(self._texts[at - 1]), numbering(self._texts[at])
            if before and own and (before.habit, before.value) == (own.habit, own.value - 1):
                above = self._texts[at - 1]
                return len(above) > _MAX_HEADING and not ("，" in self._texts[at] and run_in_heading(above))
        return following is None or following.rank > rank

    def _announces_section(self, text: str) -> bool:
        sections = self._rules.sections
        return len(text) <= 24 and any(
            sections[f"heading.{kind}"].search(text) for kind in ("problems", "causes", "plans", "work")
        )

    def _is_plain_heading(self, at: int) -> bool:
        text = self._texts[at]
        if len(text) > _MAX_PLAIN_HEADING or len(_HAN.findall(text)) < 2 or is_salutation(text):
            return False
        if self._rules.sections["record.frame"].search(text):
            return False
        if _PERIOD.fullmatch(text) and at + 1 < len(self._texts):
            return True
        label = text.rstrip("：:")
        if label != text:
            return self._is_label(label) and at + 1 < len(self._texts)
        if (self._has_leads and self._is_lead(at)) or (self._has_rows and self._is_row(at)):
            return True
        if _PLAIN_BAD_END.search(text) or _SENTENCE_END.search(text) or at + 1 >= len(self._texts):
            return False
        following = self._texts[at + 1]
        if at > 0 and self._rules.sections["heading.annex"].search(self._texts[at - 1]) and len(self._texts[at - 1]) <= 6:
            return True
        if numbering(following) is not None:
            return self._announces_section(text) or len(following) > _MAX_HEADING
        told = self._announces_section(text) and len(following) > _LEAST_UNDER and following[-1] in "。！；"
        return told or len(following) > max(40, 1.5 * len(text))

    def _is_lead(self, at: int) -> bool:
        """Whether a line is one short sentence over a paragraph that expands on it. One alone may
        be a short paragraph; a report that is full of them has set its bold leads apart."""
        text = self._texts[at]
        if not 6 <= len(text) <= _MAX_PLAIN_HEADING or text[-1] != "。" or at + 1 >= len(self._texts):
            return False
        if len(_SENTENCE_END.findall(text)) > 1 or _COLON.search(text) or numbering(text) is not None:
            return False
        following = self._texts[at + 1]
        return numbering(following) is None and len(following) > max(50, 2 * len(text))

    def _is_row(self, at: int) -> bool:
        """Whether a short line without a number or a full stop stands between paragraphs. One alone may be anything; a
        report with several has set its headings so."""
        text = self._texts[at]
        if not 4 <= len(text) <= _LONGEST_ROW or at + 1 >= len(self._texts) or self._texts[at + 1][-1] != "。":
            return False
        if _ROW_END.search(text) or (_COLON.search(text) and not _WORD_AND_SLOGAN.fullmatch(text)):
            return False
        below, above = self._texts[at + 1], self._texts[at - 1] if at else "。"
        stands = above[-1] in "。！”）" and numbering(text) is None and numbering(below) is None
        return stands and len(below) > max(_LEAST_UNDER, 1.5 * len(text)) and not is_salutation(text)

    def _is_label(self, label: str) -> bool:
        """产生问题的原因： alone on a line is a heading; 主要做了以下工作： is a sentence."""
        return any(
            self._rules.sections[f"strict.{kind}"].search(label) for kind in ("problems", "causes", "plans")
        )
