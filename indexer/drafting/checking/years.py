"""Years that do not fit the draft's own, and days that there are not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.drafting.checking.draft_text import DraftText, Line
from indexer.drafting.checking.findings import Finding
from indexer.drafting.checking.shared import SharedLines, source_name

_YEAR = re.compile(r"(?<![\d—–-])((?:19|20)\d\d)年(?!以[来前]|[底末初起]|前)(?!\s?[—–-])")
#: What a year may be compared with or reach back to.
_LOOKING_BACK = re.compile("[自从由比较至到与和同于以及、]$|截至$|相比$|早在$|成立于$|始于$|去年$|上年$")
#: A year that a sentence begins with, as the year that is reported on or planned for.
_REPORTED = re.compile(
    r"(?:^|(?<=[。！？；\n]))(?:[（(][一二三四五六七八九十]+[)）])?((?:19|20)\d\d)年(?:度|全年)?(?=[，,]|是|我们|全[县市区镇校院公])"
)
#: A year by whose end something is to be done (2023年底前), or that a sentence begins with before what is to be done.
_DEADLINE = re.compile(
    r"(?<![\d—–-])((?:19|20)\d\d)年(?:[底末]|\d{1,2}月(?:\d{1,2}日|底|末)?|[上下]半年)?(?:之?前|以前)(?!期)"
    r"|(?:^|(?<=[。！？；\n]))((?:19|20)\d\d)年(?:底|末|内|度)?[，,]?(?:全面|基本|力争|确保|争取)*"
    r"(?:完成|实现|建成|启动|推进|开展|落实|新建|新增|达到|确保|力争|争取)"
)
#: What tells of something done, though it stands in a plan.
_DONE = re.compile("已|了|曾|过|原[定计]|本应|未能|没有完成|尚未|遗留|欠账|以前年度|存量|注册|出生|建成于|签订|下发|印发|出台")
_SEVERAL = re.compile("[三四五]年来|过去[三四五]年|任期")
_WILL = re.compile("将|要|计划|力争|打算|拟|争取")
_PAST = re.compile("成立|以来|当时|起步|首次|曾|启动于|始建|开始|先后|获|被评|参加工作|任职|毕业")
_DAY = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})日")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def year_findings(draft: DraftText, shared: SharedLines) -> Iterator[Finding]:
    """Years taken over with a passage, years that are reported on or planned for and cannot be, impossible days."""
    told: set[tuple[int, int]] = set()
    for found in (*_taken_over(draft, shared), *_reported(draft), *_deadlines(draft), *_days(draft)):
        if (found.line, found.span[0]) not in told:
            told.add((found.line, found.span[0]))
            yield found


def _taken_over(draft: DraftText, shared: SharedLines) -> Iterator[Finding]:
    own = draft.year
    for line, passage in shared.passages():
        source = passage.paragraph
        if own is None or source.year is None or source.year == own:
            continue
        for found in _YEAR.finditer(line.text):
            year, at = int(found[1]), found.start()
            inside = any(start - 6 <= at < end for start, end in (run.here for run in passage.runs))
            if year in (source.year, source.year + 1) and year != own and inside and not _looks_back(line.text, at):
                if year == own + 1 and "plans" in line.sections:
                    continue
                why = f"“{found[0]}”与来处的年份相同，而这份稿子是{own}年的"
                yield Finding(
                    "year", line.number, found.span(), why, "archive", source_name(source), 2, source.id
                )


def _looks_back(text: str, at: int) -> bool:
    return bool(_LOOKING_BACK.search(text[max(at - 4, 0) : at]))


def _reported(draft: DraftText) -> Iterator[Finding]:
    """Only of a draft that says its year: what it reports on is that year, what it plans is later. One that looks back on
    several years names them all."""
    own = draft.first.year if draft.first else None
    if own is None or len(draft.reports) > 1:
        return
    years = {int(found[1]) for line in draft.paragraphs for found in _REPORTED.finditer(line.text)}
    several = len(years - {own, own + 1}) > 1 or _SEVERAL.search(draft.introduction) is not None
    for line in draft.paragraphs:
        for found in _REPORTED.finditer(line.text):
            year = int(found[1])
            sentence = _rest_of_sentence(line, found.end())
            if "plans" in line.sections and year < own and _WILL.search(sentence):
                why = f"打算里写的是“{found[1]}年”，而这份稿子总结的是{own}年"
                yield Finding("year", line.number, found.span(1), why, "habit", "打算应在总结之后", 2)
            elif not several and year <= own - 2 and "work" in line.sections and not _PAST.search(sentence):
                why = f"这一句说的是“{found[1]}年”，而这份稿子总结的是{own}年"
                yield Finding("year", line.number, found.span(1), why, "habit", "稿子自己的年份", 1)


def _deadlines(draft: DraftText) -> Iterator[Finding]:
    """What is planned for a year that was over before the draft's own."""
    own = draft.year
    if own is None or len(draft.reports) > 1:
        return
    for line in draft.paragraphs:
        for found in _DEADLINE.finditer(line.text) if "plans" in line.sections else ():
            at = 1 if found[1] else 2
            sentence = _sentence(line, found.start())
            if int(found[at]) < own and not _DONE.search(sentence) and not _PAST.search(sentence):
                why = f"打算里写的是“{found[at]}年”，而这份稿子是{own}年的"
                yield Finding("year", line.number, found.span(at), why, "habit", "打算应在总结之后", 2)


def _sentence(line: Line, start: int) -> str:
    begins = max(line.text.rfind(sign, 0, start) for sign in "。！？；\n") + 1
    return line.text[begins:start] + _rest_of_sentence(line, start)


def _rest_of_sentence(line: Line, at: int) -> str:
    ends = [end for sign in "。！？；\n" if (end := line.text.find(sign, at)) >= 0]
    return line.text[at : min(ends, default=len(line.text))]


def _days(draft: DraftText) -> Iterator[Finding]:
    for line in draft.lines:
        for found in _DAY.finditer(line.text):
            month, day = int(found[1]), int(found[2])
            if not 1 <= month <= 12 or not 1 <= day <= _DAYS[month - 1]:
                yield Finding("year", line.number, found.span(), f"没有“{found[0]}”这一天", "habit", "日历", 3)
