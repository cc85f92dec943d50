"""Numbers that count on: 一、（一）1.（1） of headings, run-in ones too, and 一是、二是 of points.

Only what was numbered gets a number, in the form it had. A number is part of its block's text, so this gives new texts;
the rest of a text is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.drafting.model import Block

_DIGITS = "一二三四五六七八九"
_CN = "[一二三四五六七八九十百零]{1,5}"

#: The forms of a heading's number, from the highest; the group is the number itself.
_FORMS: tuple[re.Pattern[str], ...] = (
    re.compile(rf"({_CN})、"),
    re.compile(rf"[（(]({_CN})[）)]"),
    re.compile(r"(\d{1,2})(?:、|．|[.](?!\d))"),
    re.compile(r"[（(](\d{1,2})[）)]"),
)
#: A point at the beginning of a paragraph or of a sentence or clause in it.
_POINT = re.compile(rf"(?:^|(?<=[。；！？：，]))({_CN})是(?!否)")


def renumbered(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The same blocks, counted anew. The highest numbers count through the whole draft, all others begin again below a
    higher heading and in each section. Points count on through paragraphs that follow one another, and over one without a point,
    as somebody writes between two: but what says 一是 behind such a one begins anew."""
    made: list[Block] = []
    counts = [0] * len(_FORMS)
    section, points, last = "", 0, 0
    for block in blocks:
        if block.section != section:
            section, points, last = block.section, 0, 0
            counts[1:] = [0] * (len(_FORMS) - 1)
        text = _with_number(block, counts)
        if block.kind == "heading":
            points = last = 0
        else:
            text, points = _with_points(text, points, last)
            last = points or last
        made.append(block if text == block.text else replace(block, text=text))
    return tuple(made)


def level_of(text: str) -> int:
    """The level of the number a text begins with, from 1; 0 where it has none."""
    return next((level for level, form in enumerate(_FORMS, 1) if form.match(text)), 0)


def chinese(number: int) -> str:
    """``12`` → ``十二``; ``105`` → ``一百零五``."""
    hundreds, rest = divmod(number, 100)
    if hundreds:
        lead = "".join(_DIGITS[int(digit) - 1] if digit != "0" else "零" for digit in str(hundreds)) + "百"
        return lead + (("零" if rest < 10 else "一" if rest < 20 else "") + chinese(rest) if rest else "")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens - 1]}十"
    return head + (_DIGITS[ones - 1] if ones else "")


def _with_number(block: Block, counts: list[int]) -> str:
    """The text under the next number of its level; a heading without one begins deeper levels anew all the same."""
    text, level = block.text, level_of(block.text)
    if not level:
        if block.kind == "heading" and block.level:
            counts[block.level :] = [0] * (len(counts) - block.level)
        return text
    counts[level - 1] += 1
    counts[level:] = [0] * (len(counts) - level)
    match = _FORMS[level - 1].match(text)
    assert match is not None, text
    number = counts[level - 1]
    return text[: match.start(1)] + (chinese(number) if level <= 2 else str(number)) + text[match.end(1) :]


def _with_points(text: str, before: int, last: int) -> tuple[str, int]:
    """The text with its points counted on from ``before``, the number of the paragraph directly above (0: it has none), or from
    the ``last`` there was; and its own last number. A paragraph that counts several points from 一是 is a list of its own and
    begins anew, as does one that says 一是 with no point above it."""
    found = list(_POINT.finditer(text))
    if not found or found[0].start():
        return text, 0
    own_list = len(found) > 1 and found[0][1] == "一"
    number = 0 if own_list else before or (0 if found[0][1] == "一" else last)
    pieces: list[str] = []
    at = 0
    for match in found:
        if match[1] != chinese(_value(found[0][1]) + len(pieces) // 2):
            continue  # 统一是 and the like: what does not count on from the first is no point
        number += 1
        pieces += [text[at : match.start(1)], chinese(number)]
        at = match.end(1)
    return "".join(pieces) + text[at:], number


def _value(numeral: str) -> int:
    """``十二`` → 12; 0 for what is no number."""
    return next((number for number in range(1, 1000) if chinese(number) == numeral), 0)
