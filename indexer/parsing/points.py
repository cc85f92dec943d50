"""Points inside a paragraph (一是…；二是…): spans that can be shown and copied alone."""

from __future__ import annotations

import re

from indexer.model.reports import Span
from indexer.parsing.outline import chinese_number

_CN = "一二三四五六七八九十"
#: What must precede a point: a sentence or clause that ended, an opening colon, nothing.
_BEFORE = r"(?:^|(?<=[。；！？：:;，,、\s]))"
#: Habits of counting points: what a text that counts so must hold, and the pattern; its only group
#: is the number.
_HABITS = (
    (("二是", "二要"), re.compile(rf"{_BEFORE}([{_CN}]{{1,2}})(?:是(?!否)|要(?!求|素|点|件))")),
    (("第二",), re.compile(rf"{_BEFORE}第([{_CN}]{{1,2}})(?:[，,、：:]|是(?!否))")),
    (("其二",), re.compile(rf"{_BEFORE}其([{_CN}])(?:[，,、：:]|是)")),
    (("二）", "二)", "2）", "2)"), re.compile(rf"{_BEFORE}[（(]([\d{_CN}]{{1,2}})[）)]")),
    (("②",), re.compile(r"([①-⑳])")),
    (("2、", "2．", "2."), re.compile(rf"{_BEFORE}(\d{{1,2}})(?:[、．]|\.(?!\d))")),
    (("其次",), re.compile(rf"{_BEFORE}(首先|其次|再次|最后)[，,是]")),
)
_ONE_POINT = re.compile("(?:[一二三四五六七八九]|[一二]?十[一二三四五六七八九]?)是(?!否)")
_ORDER = ("首先", "其次", "再次", "最后")
_SENTENCE_END = re.compile("[。！？]")


def find_points(text: str) -> tuple[Span, ...]:
    """The spans of the points of a paragraph, in order; empty where it counts none.

    Only numbers that count on from one another are points, so that 统一是 or a lone 一是 in
    mid-sentence is not one. A paragraph that is itself a point (二是… at its start) is one span.
    """
    for signs, habit in _HABITS if "二" in text or "2" in text or "②" in text or "其次" in text else ():
        for sign in signs:
            if sign in text:
                starts = _counted(habit, text)
                if len(starts) >= 2:
                    return _spans(text, starts)
                break
    return ((0, len(text)),) if _ONE_POINT.match(text) else ()


def _counted(habit: re.Pattern[str], text: str) -> list[int]:
    """The positions of numbers that count on: from 1, or from whatever the paragraph begins with."""
    starts: list[int] = []
    last = 0
    for match in habit.finditer(text):
        value = _value(match[1])
        if value == last + 1 or (match.start() == 0 and not starts):
            starts.append(match.start())
            last = value
    return starts


def _spans(text: str, starts: list[int]) -> tuple[Span, ...]:
    spans = [(start, end) for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    return (*spans[:-1], (spans[-1][0], _last_end(text, spans)))


def _last_end(text: str, spans: list[Span]) -> int:
    """Where the last point ends: with its first sentence where the others hold no full stop
    (一是…；二是…；三是…。全年…), otherwise with the paragraph."""
    start, end = spans[-1]
    if len(spans) < 2 or any(_SENTENCE_END.search(text, a, b - 1) for a, b in spans[:-1]):
        return end
    if _SENTENCE_END.search(text, spans[-2][1] - 1, spans[-2][1]):
        return end
    stop = _SENTENCE_END.search(text, start)
    return stop.end() if stop else end


def _value(number: str) -> int:
    if number in _ORDER:
        return _ORDER.index(number) + 1
    if number.isdecimal():
        return int(number)
    if "①" <= number <= "⑳":
        return ord(number) - ord("①") + 1
    return chinese_number(number)
