"""Undoes what layout did to paragraphs: joins hard line breaks, cuts a one-line document.

A paragraph is as its author wrote it. Lines are joined only where the whole text is plainly
wrapped at one width, and cut only where a whole document stands on one line; everywhere else
a line is a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.models import Span
from indexer.parsing.glued import unglue_titles
from indexer.parsing.lines import Line, cut_at, text_of
from indexer.parsing.outline import LOWEST_HEADING, is_salutation, numbering

_WIDEST_WRAP = 60
_NARROWEST_WRAP = 15
_FEWEST_LINES = 8
_RAGGED = 3
_FULL_SHARE = 0.35
_BROKEN_SHARE = 0.6

#: Half a sentence before a page break has so many characters at least, and a comma.
_LEAST_BROKEN = 30
_CLAUSE = re.compile("[，、；,;]")
#: A short line without any sign after a full stop signs the text.
_LONGEST_SIGNATURE = 14
_PUNCTUATION = re.compile("[，。、；：！？,.;:!?]")

_LONG_LINE = 600
_LONG_ALONE = 200
_MOST_LINES = 4
_SENTENCE_END = "。！？；!?;…”）"
_INDENT = re.compile("[ \u3000\t]{2,}|\u3000")
_NUMBERS = "一二三四五六七八九十"
_MARKER = re.compile(
    rf"(?<![{_NUMBERS}第年月其之])(?P<top>[{_NUMBERS}]{{1,3}})、|[（(](?P<sub>[{_NUMBERS}]{{1,3}})[）)]"
    r"|(?<=[。；！])(?P<label>(?:存在|主要)(?:的)?问题|原因(?:分析|剖析)|(?:下步|下一步|工作)打算|整改措施)(?=[：:])"
)
_AFTER_HEADING = re.compile("[ \u3000\t]+")
_HEADING_WORDS = re.compile("^[^。！？；，：]{2,30}$")


def restore_paragraphs(source: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a file as paragraphs and headings, each again one line."""
    lines = unglue_titles(source, lines)
    long = _LONG_LINE if len(lines) > 2 else _LONG_ALONE
    if len(lines) <= _MOST_LINES and any(len(line.text) >= long for line in lines):
        return tuple(piece for line in lines for piece in _cut(source, line))
    width = _wrap_width([line.text for line in lines])
    return _join(source, lines, width) if width else _join_pages(source, lines)


def _wrap_width(texts: Sequence[str]) -> int:
    """The width at which a text is wrapped; 0 where it is not."""
    if len(texts) < _FEWEST_LINES:
        return 0
    width = sorted(map(len, texts))[int(len(texts) * 0.9)]
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP or max(map(len, texts)) > width + 2 * _RAGGED:
        return 0
    full = [text for text in texts if len(text) >= width - _RAGGED]
    broken = [text for text in full if text[-1] not in _SENTENCE_END]
    if len(full) < _FULL_SHARE * len(texts) or len(broken) < _BROKEN_SHARE * len(full):
        return 0
    return width


def _join_pages(source: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Joins what a page number or an advert stood in the middle of."""
    joined: list[Line] = []
    for line in lines:
        if joined and _broken_by_noise(joined[-1], line):
            joined[-1] = _together(source, joined[-1], line)
        else:
            joined.append(line)
    return tuple(joined)


def _broken_by_noise(before: Line, line: Line) -> bool:
    """Whether noise stands between two halves of a sentence."""
    if not line.after_noise or numbering(line.text) is not None or is_salutation(line.text):
        return False
    whole = before.text[-1] in _SENTENCE_END + "：:" or len(before.text) < _LEAST_BROKEN
    return not whole and _CLAUSE.search(before.text) is not None


def _together(source: str, first: Line, second: Line) -> Line:
    spans = (*first.spans, *second.spans)
    return Line(text_of(source, spans), spans, first.after_noise)


def _join(source: str, lines: Sequence[Line], width: int) -> tuple[Line, ...]:
    joined: list[Line] = []
    last_length = 0
    for line in lines:
        if joined and _goes_on(source, joined[-1], last_length, line, width):
            joined[-1] = _together(source, joined[-1], line)
        else:
            joined.append(line)
        last_length = len(line.text)
    return tuple(joined)


def _goes_on(source: str, before: Line, last_length: int, line: Line, width: int) -> bool:
    """Whether ``line`` continues the paragraph whose last line was ``last_length`` long."""
    ended = before.text[-1] in _SENTENCE_END
    if _broken_by_noise(before, line):
        return True
    if ended and len(line.text) <= _LONGEST_SIGNATURE and not _PUNCTUATION.search(line.text):
        return False
    if last_length < width - _RAGGED - 1 or (line.after_noise and ended) or is_salutation(line.text):
        return False
    if _INDENT.match(source[line.spans[0][0] : line.spans[0][0] + 4]):
        return False
    number = numbering(line.text)
    starts_anew = number is not None and number.rank <= LOWEST_HEADING and number.habit != "num"
    return not (starts_anew and ended)


def _cut(source: str, line: Line) -> list[Line]:
    """A long line cut before its headings, and headings from what follows them after a space."""
    cuts = _markers(line.text)
    if len(cuts) < 2 and not (cuts and line.text[cuts[0] - 1] in "。：:；;"):
        return [line]
    pieces: list[Line] = []
    rest, done = line, 0
    for cut in cuts:
        piece, rest = cut_at(source, rest, cut - done)
        done = cut
        pieces.append(piece)
    return [part for piece in (*pieces, rest) for part in _apart(source, piece)]


def _markers(text: str) -> list[int]:
    """Where headings begin: labels, and numbers that count on from one another, so that a number
    in a sentence is not taken for one."""
    found: list[int] = []
    top = sub = 0
    for match in _MARKER.finditer(text):
        value = 0 if match["label"] else _count(match["top"] or match["sub"])
        if match["label"]:
            pass
        elif match["top"] and value == top + 1:
            top, sub = value, 0
        elif match["sub"] and value in (sub + 1, 1) and (value == sub + 1 or sub >= 2):
            sub = value
        else:
            continue
        if match.start() > 0:
            found.append(match.start())
    return found


def _apart(source: str, line: Line) -> list[Line]:
    """A piece of a cut line with a short heading at its head on a line of its own."""
    if len(line.spans) != 1:
        return [line]
    spans = _off_heading(source, line.spans[0])
    return [Line(text, (span,)) for span in spans if (text := text_of(source, [span]))]


def _off_heading(source: str, span: Span) -> list[Span]:
    """Sets off a short heading, or a title, that a space parts from what follows."""
    start, end = span
    at = start + len(source[start:end]) - len(source[start:end].lstrip())
    gap = _AFTER_HEADING.search(source, at, end)
    if gap and gap.end() < end and _HEADING_WORDS.match(text_of(source, [(at, gap.start())])):
        return [(start, gap.start()), *_off_heading(source, (gap.end(), end))]
    return [span]


def _count(number: str) -> int:
    if number == "十":
        return 10
    tens, ten, ones = number.rpartition("十")
    return (_NUMBERS.index(tens) + 1 if tens else 1) * 10 * bool(ten) + (
        _NUMBERS.index(ones) + 1 if ones else 0
    )
