"""A document on one line, cut at its headings.

Headings are numbers that count on, labels (原因分析：), a year with what is said of it (2022年工作安排), and what a
space separates from the sentence after it.
"""

from __future__ import annotations

import re

from indexer.model.reports import Span
from indexer.parsing.lines import SourceLine, cut_line, text_of
from indexer.parsing.outline import YEAR_HEADING, chinese_number, numbering
from indexer.parsing.punctuation import full_width

_NUMBERS = "一二三四五六七八九十"
_MARKER = re.compile(
    rf"(?<![{_NUMBERS}第年月其之])(?P<top>[{_NUMBERS}]{{1,3}})、|[（(](?P<sub>[{_NUMBERS}]{{1,3}})[）)]"
    r"|(?<=[。；！])(?P<label>(?:存在|主要)(?:的)?问题|原因(?:分析|剖析)|(?:下步|下一步|工作)打算|整改措施)(?=[：:])"
    rf"|(?<=[。！？；])(?P<year>{YEAR_HEADING}(?=[\u4e00-\u9fff])(?![的是中里和及与情有在，]))"
)
_AFTER_HEADING = re.compile("[ \u3000\t]+")
_HEADING_WORDS = re.compile("^[^。！？；，：]{2,30}$")
#: A space between two Chinese characters, or beside a sign of them.
_WIDE_SPACE = re.compile("(?<=[\u4e00-\u9fff”）》])[ \u3000\t]+(?=[\u4e00-\u9fff“《])")
#: A heading separated from its text by a space has so many characters at least, and the text so many.
_SHORTEST_HEADING = 5
_SHORTEST_BODY = 8
_LONGEST_HEADING = 34
#: What follows the space is the heading's second half (抓学习 强本领。全年…) up to this length.
_LONGEST_HALF = 16


def cut_document(source: str, line: SourceLine) -> list[SourceLine]:
    """A long line cut before its headings, and headings from what follows them after a space."""
    cuts = _cuts(line.text)
    if len(cuts) < 2 and not (cuts and line.text[: cuts[0]].rstrip()[-1:] in tuple("。：:；;！")):
        return [line]
    return [part for piece in cut_line(source, line, cuts) for part in _apart(source, piece)]


def cut_heading(source: str, line: SourceLine) -> list[SourceLine]:
    """A line that begins with a numbered heading and continues, after its only wide space, with the text below it
    (一、抓学习强本领 全年…): as two lines."""
    number = numbering(line.text)
    if number is None or number.habit not in ("cn", "pcn", "part", "big") or len(line.spans) != 1:
        return [line]
    start, end = line.spans[0]
    gaps = list(_WIDE_SPACE.finditer(source, start, end))
    if len(gaps) != 1:
        return [line]
    heading, body = text_of(source, [(start, gaps[0].start())]), text_of(source, [(gaps[0].end(), end)])
    if not _SHORTEST_HEADING <= len(heading) - number.length <= _LONGEST_HEADING or len(body) < _SHORTEST_BODY:
        return [line]
    first, stop, more = body.partition("。")
    two_halves = bool(more) and len(first) <= _LONGEST_HALF and "，" not in full_width(first)
    if re.search("[。！？；：:]", heading) or two_halves or not (stop or re.search("[！？；]", body)):
        return [line]
    return cut_line(source, line, [len(heading)])


def _cuts(text: str) -> list[int]:
    """Where headings begin, and where a heading of a year ends. Numbers must count on from one another, so that
    a number in a sentence is not taken for one."""
    found: list[int] = []
    top = sub = 0
    for match in _MARKER.finditer(text):
        value = chinese_number(match["top"] or match["sub"] or "")
        if match["year"]:
            top = sub = 0
        elif match["label"]:
            pass
        elif match["top"] and value == top + 1:
            top, sub = value, 0
        elif match["sub"] and value in (sub + 1, 1) and (value == sub + 1 or sub >= 2):
            sub = value
        else:
            continue
        if match.start() > 0:
            found.append(match.start())
        if match["year"]:
            found.append(match.end())
    return sorted(set(found))


def _apart(source: str, line: SourceLine) -> list[SourceLine]:
    """A piece of a cut line with a short heading at its head on a line of its own."""
    if len(line.spans) != 1:
        return [line]
    spans = _off_heading(source, line.spans[0])
    return [SourceLine(text, (span,)) for span in spans if (text := text_of(source, [span]))]


def _off_heading(source: str, span: Span) -> list[Span]:
    """Sets off a short heading, or a title, that a space separates from what follows."""
    start, end = span
    at = start + len(source[start:end]) - len(source[start:end].lstrip())
    gap = _AFTER_HEADING.search(source, at, end)
    if gap and gap.end() < end and _HEADING_WORDS.match(text_of(source, [(at, gap.start())])):
        return [(start, gap.start()), *_off_heading(source, (gap.end(), end))]
    return [span]
