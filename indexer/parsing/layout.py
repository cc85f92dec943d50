"""Undoes what layout did to paragraphs: joins hard line breaks, cuts a one-line document.

A paragraph is as its author wrote it. Lines are joined only where the whole text is plainly
wrapped at one width, and cut only where a whole document stands on one line; everywhere else
a line is a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from indexer.model.reports import Span
from indexer.parsing.glued import unglue_titles
from indexer.parsing.lines import Line, cut_line, text_of
from indexer.parsing.outline import LOWEST_HEADING, chinese_number, is_salutation, numbering
from indexer.parsing.titles import is_title

_WIDEST_WRAP = 60
_NARROWEST_WRAP = 15
_FEWEST_LINES = 8
_RAGGED = 3
_FULL_SHARE = 0.35
_BROKEN_SHARE = 0.6

#: Half a sentence before a page break has so many characters at least, and a comma.
_LEAST_BROKEN = 30
_CLAUSE = re.compile("[，、；,;]")
#: So much of the end of a paragraph tells whether it goes on.
_ENOUGH = 200
#: A short line without any sign after a full stop signs the text.
_LONGEST_SIGNATURE = 14
_PUNCTUATION = re.compile("[，。、；：！？,.;:!?]")

#: No paragraph begins with these: what stands before them was broken off.
_CLOSING = "，。；、：！？,;）”’》】%％‰"
#: A figure or unit that a page prints lower or higher stands alone after half a sentence (PM ⏎ 2.5 ⏎ 年均浓度).
_SUBSCRIPT = re.compile(r"[A-Za-z\d][A-Za-z\d.%+-]{0,5}")
#: A word printed bold may stand alone as well.
_LONGEST_BOLD = 4
_HAN = re.compile("[\u4e00-\u9fff]+")

#: A text copied from a PDF may break anywhere: no line is longer than this, and so many end in mid-sentence.
_WIDEST_RAGGED = 60
_RAGGED_SHARE = 0.45
_LEAST_RAGGED = 12
_LONGEST_SENTENCE = 150

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
    pages = _join_pages(source, lines)
    long = _LONG_LINE if len(pages) > 2 else _LONG_ALONE
    if len(pages) <= _MOST_LINES and any(len(line.text) >= long for line in pages):
        return tuple(piece for line in pages for piece in _cut(source, line))
    texts = [line.text for line in lines]
    width = _wrap_width(texts)
    if width:
        return _join(source, lines, width)
    return _join_ragged(source, lines) if _is_ragged(texts) else pages


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


def _is_ragged(texts: Sequence[str]) -> bool:
    """Whether a text of sentences is broken into lines without any width."""
    if len(texts) < _FEWEST_LINES or max(map(len, texts)) > _WIDEST_RAGGED:
        return False
    sentences = sum(text.count("。") for text in texts)
    if sum(map(len, texts)) > _LONGEST_SENTENCE * sentences:
        return False
    broken = [
        text
        for text, after in pairwise(texts)
        if len(text) >= _LEAST_RAGGED and text[-1] not in _SENTENCE_END + "：:" and numbering(after) is None
    ]
    return len(broken) >= _RAGGED_SHARE * len(texts)


def _join_ragged(source: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Joins every line that does not end a sentence to the next one, but for headings and titles."""
    return _joined(source, lines, _goes_on_ragged)


def _goes_on_ragged(last: Line, before: str, line: Line) -> bool:
    if _broken_off(last, before, line):
        return True
    if before[-1] in _SENTENCE_END + "：:" or is_salutation(line.text):
        return False
    if _is_head(line.text) or (last.text == before and _is_head(before) and "。" not in before):
        return False
    return not is_title(before)


def _is_head(text: str) -> bool:
    """Whether a line is numbered as a heading is."""
    number = numbering(text)
    return number is not None and number.rank <= LOWEST_HEADING


def _broken_off(last: Line, before: str, line: Line) -> bool:
    """Whether a line can only be the rest of what stands before it."""
    if line.text[0] in _CLOSING or line.text.startswith(("是：", "是:")):
        return True
    if before[-1] == "的" and not (_is_head(last.text) or _is_head(line.text)):
        return True
    if before.count("“") > before.count("”") and before[-1] not in _SENTENCE_END and _closes_quote(line.text):
        return not _is_head(line.text)
    if before[-1] in _SENTENCE_END + "：:" or len(before) < _LEAST_BROKEN or _CLAUSE.search(before) is None:
        return False
    if _SUBSCRIPT.fullmatch(last.text) and last.text != before:
        return numbering(line.text) is None
    short = len(before) >= 2 * _LEAST_BROKEN and len(line.text) <= _LONGEST_BOLD and _HAN.fullmatch(line.text)
    return bool(short or _SUBSCRIPT.fullmatch(line.text))


def _closes_quote(text: str) -> bool:
    """Whether a line closes a quotation that it does not open, or is a few words of one."""
    close = text.find("”")
    return (close >= 0 and "“" not in text[:close]) or len(text) <= _LONGEST_BOLD


def _join_pages(source: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Joins what a page number or an advert stood in the middle of."""
    return _joined(
        source, lines, lambda last, before, line: _broken_by_noise(before, line) or _broken_off(last, before, line)
    )


def _joined(
    source: str, lines: Sequence[Line], goes_on: Callable[[Line, str, Line], bool]
) -> tuple[Line, ...]:
    """The lines with those that ``goes_on`` from the one before joined to it: it is given that line, the
    end of the text so far, and the next line."""
    groups: list[list[Line]] = []
    end = ""
    for line in lines:
        declared = line.declared or (groups and groups[-1][-1].declared)
        if groups and not declared and goes_on(groups[-1][-1], end, line):
            groups[-1].append(line)
            end = (end + line.text)[-_ENOUGH:]
        else:
            groups.append([line])
            end = line.text[-_ENOUGH:]
    return tuple(group[0] if len(group) == 1 else _together(source, group) for group in groups)


def _together(source: str, group: Sequence[Line]) -> Line:
    spans = tuple(span for line in group for span in line.spans)
    return replace(group[0], text=text_of(source, spans), spans=spans)


def _broken_by_noise(before: str, line: Line) -> bool:
    """Whether noise stands between two halves of a sentence."""
    if not line.after_noise or numbering(line.text) is not None or is_salutation(line.text):
        return False
    whole = before[-1] in _SENTENCE_END + "：:" or len(before) < _LEAST_BROKEN
    return not whole and _CLAUSE.search(before) is not None


def _join(source: str, lines: Sequence[Line], width: int) -> tuple[Line, ...]:
    return _joined(source, lines, lambda last, before, line: _goes_on(source, last, before, line, width))


def _goes_on(source: str, last: Line, before: str, line: Line, width: int) -> bool:
    """Whether ``line`` continues the paragraph that ends with the line ``last``, in ``before``."""
    ended = before[-1] in _SENTENCE_END
    if _broken_by_noise(before, line) or _broken_off(last, before, line):
        return True
    if ended and len(line.text) <= _LONGEST_SIGNATURE and not _PUNCTUATION.search(line.text):
        return False
    if _printed_width(source, last) < width - _RAGGED - 1 or (line.after_noise and ended) or is_salutation(line.text):
        return False
    if _INDENT.match(source[line.spans[0][0] : line.spans[0][0] + 4]):
        return False
    number = numbering(line.text)
    starts_anew = number is not None and number.rank <= LOWEST_HEADING and number.habit != "num"
    return not (starts_anew and ended)


def _printed_width(source: str, line: Line) -> int:
    """How wide a line is as it stands in the source, with what has been cut out of it."""
    return max(len(line.text), len(source[line.spans[0][0] : line.spans[-1][1]].strip()))


def _cut(source: str, line: Line) -> list[Line]:
    """A long line cut before its headings, and headings from what follows them after a space."""
    cuts = _markers(line.text)
    if len(cuts) < 2 and not (cuts and line.text[cuts[0] - 1] in "。：:；;"):
        return [line]
    return [part for piece in cut_line(source, line, cuts) for part in _apart(source, piece)]


def _markers(text: str) -> list[int]:
    """Where headings begin: labels, and numbers that count on from one another, so that a number
    in a sentence is not taken for one."""
    found: list[int] = []
    top = sub = 0
    for match in _MARKER.finditer(text):
        value = 0 if match["label"] else chinese_number(match["top"] or match["sub"])
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
