"""Numbers that are left out, repeated, run backwards or stand alone: of lines (一、（一）1.) and of points (一是, 第二,) within
paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.drafting.checking.draft_text import DraftText, Line
from indexer.drafting.checking.findings import Finding
from indexer.model.reports import Span
from indexer.parsing.outline import Numbered, chinese_number, numbering

_CLAUSE = "GB/T 9704—2012 第7.3.3条（层次序数依次为“一、”“（一）”“1.”“（1）”）"

#: Habits that number lines, and how each writes a number.
_FORMS = {"part": "第{}部分", "cn": "{}、", "pcn": "（{}）", "num": "{}.", "pnum": "（{}）"}
_CHINESE = ("part", "cn", "pcn")
#: Those that only divide what is above them: one alone divides nothing. What begins with 1. may be a figure.
_LISTED = ("pcn", "pnum")

#: What a point begins with, at the beginning of a clause.
_POINT = re.compile(
    "(?:^|(?<=[。；：，！？”）\n]))(?:(?P<shi>[一二三四五六七八九十]{1,2})(?P<word>[是要])|第(?P<di>[一二三四五六七八九十]{1,2})[，、是])"
)
#: What numbers begin anew behind.
_ANNEXES = ("附件", "附表", "附：", "附录", "名词解释")
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class _Seen:
    """The last number of a habit: its value and rank."""

    habit: str
    rank: int
    value: int


def numbering_findings(draft: DraftText) -> Iterator[Finding]:
    """Faults of the numbers of lines, then of points."""
    yield from _line_findings(draft.lines)
    yield from _lone_findings(draft.lines)
    yield from _point_findings(draft.lines)


# --- lines -----------------------------------------------------------------------------------


def _line_findings(lines: Sequence[Line]) -> Iterator[Finding]:
    open_numbers: list[_Seen] = []
    latest: dict[str, int] = {}
    for line in lines:
        if line.kind == "title" or line.text.startswith(_ANNEXES):
            open_numbers, latest = [], {}
            continue
        number = numbering(line.text)
        if number is None or number.habit not in _FORMS or not number.value:
            continue
        while open_numbers and open_numbers[-1].rank > number.rank:
            open_numbers.pop()
        before = open_numbers[-1] if open_numbers and open_numbers[-1].rank == number.rank else None
        why = _fault(number, before.value if before else 0)
        # Some count on under the next heading: （一）（二） under 一、, （三） under 二、.
        counts_on = before is None and number.value == latest.get(number.habit, 0) + 1
        latest[number.habit] = number.value
        if why and not counts_on:
            yield Finding("numbering", line.number, (0, number.length), why, "standard", _CLAUSE, 1)
        if before:
            open_numbers.pop()
        open_numbers.append(_Seen(number.habit, number.rank, number.value))


def _lone_findings(lines: Sequence[Line]) -> Iterator[Finding]:
    """A （一） that no （二） follows, neither as a line nor within one. Where nothing stands above it (一、), the text is a
    piece of a report, which may end anywhere."""
    numbers = [number for line in lines if line.kind != "title" and (number := numbering(line.text))]
    for at, line in enumerate(lines):
        number = numbering(line.text) if line.kind != "title" else None
        if number is None or number.habit not in _LISTED or number.value != 1 or line.text[number.length :].startswith("号"):
            continue
        if not any(above.rank < number.rank for above in numbers):
            continue
        second = _written(_FORMS[number.habit], 2, number.habit)
        same = (other for later in lines[at + 1 :] if (other := numbering(later.text)) and other.habit == number.habit)
        following = next(same, None)
        if (following is None or following.value == 1) and not any(second in other.text for other in lines[at:]):
            why = f"只有“{_written(_FORMS[number.habit], 1, number.habit)}”，后面没有“{second}”"
            yield Finding("numbering", line.number, (0, number.length), why, "habit", "只有一条的不必编号", 1)


def _fault(number: Numbered, before: int) -> str:
    """What is wrong with a number that follows ``before`` (0: none) on its level; empty for nothing. A one begins anew."""
    form, value = _FORMS[number.habit], number.value
    if value == before + 1 or (value == 1 and before != 1):
        return ""
    shown = _written(form, value, number.habit)
    if not before:
        return f"这一级从“{shown}”开始，前面没有“{_written(form, 1, number.habit)}”"
    last = _written(form, before, number.habit)
    if value == before:
        return f"“{shown}”用了两次，后一个应是“{_written(form, before + 1, number.habit)}”"
    if value < before:
        return f"“{last}”之后又是“{shown}”，序号倒退了"
    missing = _written(form, before + 1, number.habit)
    return f"“{last}”之后是“{shown}”，缺“{missing}”"


def _written(form: str, value: int, habit: str) -> str:
    return form.format(_chinese(value) if habit in _CHINESE else value)


def _chinese(value: int) -> str:
    """A numeral up to 九十九."""
    tens, ones = divmod(value, 10)
    if not tens:
        return _DIGITS[ones]
    return (_DIGITS[tens] if tens > 1 else "") + "十" + (_DIGITS[ones] if ones else "")


# --- points ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Point:
    line: int
    span: Span
    value: int
    form: str


def _point_findings(lines: Sequence[Line]) -> Iterator[Finding]:
    last: _Point | None = None
    for line in lines:
        if line.kind != "paragraph":
            last = None
            continue
        points = list(_points(line))
        if not points and (last is None or line.number > last.line + 1):
            last = None
        for point in points:
            if last is not None and last.form == point.form and point.line <= last.line + 1:
                why = _point_fault(last, point)
                if why:
                    yield Finding("numbering", line.number, point.span, why, "habit", "序数应当连着", 1)
            last = point


def _points(line: Line) -> Iterator[_Point]:
    for found in _POINT.finditer(line.text):
        value = chinese_number(found["shi"] or found["di"])
        form = "{}" + found["word"] if found["shi"] else "第{}"
        if value:
            yield _Point(line.number, found.span(), value, form)


def _point_fault(last: _Point, point: _Point) -> str:
    """What is wrong between two points of one form; a one begins anew, and so does what is smaller."""
    shown, before = (one.form.format(_chinese(one.value)) for one in (point, last))
    # 一是…，一是… within a sentence is a way of speaking; two lines that begin so are a number not counted on.
    begins = point.line == last.line + 1 and point.span[0] == last.span[0] == 0
    if point.value == last.value and (point.value > 1 or begins):
        return f"“{shown}”用了两次"
    if point.value > last.value + 1:
        missing = "".join(f"“{point.form.format(_chinese(value))}”" for value in range(last.value + 1, point.value))
        return f"“{before}”之后是“{shown}”，缺{missing}"
    return ""
