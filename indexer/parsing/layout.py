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

from indexer.parsing.lines import SourceLine, text_of
from indexer.parsing.merged_titles import separate_merged_titles
from indexer.parsing.one_line import cut_document, cut_heading
from indexer.parsing.outline import LOWEST_HEADING, is_salutation, numbering
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
#: So many last characters of a paragraph show whether it continues.
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
#: The rest of a sentence whose last line was broken (清。, 基础。), and what must at least precede it.
_LEFT_OVER = re.compile("[\u4e00-\u9fff]{1,4}[。！]")
_LEAST_BEFORE_REST = 12
#: A clause of so many characters has only begun.
_BARELY_BEGUN = 1
_HAN = re.compile("[\u4e00-\u9fff]+")

#: A text copied from a PDF may break anywhere: no line is longer than this, and so many end in mid-sentence.
_WIDEST_RAGGED = 60
_RAGGED_SHARE = 0.45
_LEAST_RAGGED = 12
_LONGEST_SENTENCE = 150

_LONG_LINE = 600
_LONG_ALONE = 90
_MOST_LINES = 4
#: A heading alone on its line has at most so many characters, and no sentence in it.
_LONGEST_HEADING = 45
_SENTENCES = re.compile("[。！？；;]")
_UNFINISHED = re.compile("(?:\\d{4}年度?|的|和|与|及)$")
#: Words that a sentence begins with, and hardly ever the second line of a heading.
_OPENERS = re.compile(
    "始终|坚持|全面|认真|深入|严格|扎实|切实|紧紧|充分|积极|一是|一年来|今年|(?:19|20)\\d\\d|我|按照|围绕|聚焦|把|将|在|全|持续|牢固|"
    "不断|大力|着力|强化|加强|落实|完善|建立|开展|组织|推进|推动|深化|制定|通过|结合|针对|突出|健全"
)
#: Signs that a numbered line is a sentence already: who, when, how many.
_SENTENCE_WORDS = re.compile("我|全年|今年|先后|累计|共|\\d|年")
_SENTENCE_END = "。！？；!?;…”）"
_INDENT = re.compile("[ \u3000\t]{2,}|\u3000")


def restore_paragraphs(source: str, lines: Sequence[SourceLine]) -> tuple[SourceLine, ...]:
    """The lines of a file as paragraphs and headings, each again one line."""
    lines = separate_merged_titles(source, lines)
    pages = _join_pages(source, lines)
    long = _LONG_LINE if len(pages) > 2 else _LONG_ALONE
    if len(pages) <= _MOST_LINES and any(len(line.text) >= long for line in pages):
        return tuple(piece for line in pages for piece in cut_document(source, line))
    texts = [line.text for line in lines]
    width = _wrap_width(texts)
    if width:
        return _join(source, lines, width)
    if _is_ragged(texts):
        return _join_ragged(source, lines)
    return tuple(piece for line in pages for piece in cut_heading(source, line))


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


def _join_ragged(source: str, lines: Sequence[SourceLine]) -> tuple[SourceLine, ...]:
    """Joins every line that does not end a sentence to the next one, but for headings and titles."""
    return _joined(source, lines, _goes_on_ragged)


def _goes_on_ragged(last: SourceLine, before: str, line: SourceLine) -> bool:
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


def _broken_off(last: SourceLine, before: str, line: SourceLine) -> bool:
    """Whether a line can only be the rest of what precedes it."""
    if line.text[0] in _CLOSING or line.text.startswith(("是：", "是:")):
        return True
    if numbering(line.text) is None and (_breaks_a_word(last, before, line) or _breaks_a_list(before, line)):
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


def _breaks_a_word(last: SourceLine, before: str, line: SourceLine) -> bool:
    """Whether a line break stands in the middle of a word: what is left over ends the sentence (清。), or the
    clause before has hardly begun (…六口，恢 ⏎ 复…)."""
    heading = last.text == before and _is_head(before) and _SENTENCES.search(before) is None
    if heading or before[-1] in _SENTENCE_END + "：:，、,）)":
        return False
    if _LEFT_OVER.fullmatch(line.text):
        return len(before) >= _LEAST_BEFORE_REST
    clauses = _CLAUSE.split(before)
    begun = len(clauses) > 1 and len(clauses[-1]) <= _BARELY_BEGUN and _HAN.fullmatch(clauses[-1]) is not None
    return begun and len(before) >= _LEAST_BROKEN // 2 and _HAN.match(line.text) is not None


def _breaks_a_list(before: str, line: SourceLine) -> bool:
    """Whether a paragraph of several sentences is broken after a semicolon; the items of a list, which hold no
    full stop each, are not."""
    return before[-1] in "；;" and "。" in before and not is_salutation(line.text)


def _closes_quote(text: str) -> bool:
    """Whether a line closes a quotation that it does not open, or is a few words of one."""
    close = text.find("”")
    return (close >= 0 and "“" not in text[:close]) or len(text) <= _LONGEST_BOLD


def _join_pages(source: str, lines: Sequence[SourceLine]) -> tuple[SourceLine, ...]:
    """Joins what a page number or an advert has interrupted."""
    return _joined(source, lines, _goes_on_unwrapped)


def _goes_on_unwrapped(last: SourceLine, before: str, line: SourceLine) -> bool:
    if _stands_over(last, before, line):
        return False
    return _completes_heading(last, before, line) or _broken_by_noise(before, line) or _broken_off(last, before, line)


def _stands_over(last: SourceLine, before: str, line: SourceLine) -> bool:
    """Whether what precedes a line is a numbered heading, and the line the first sentence below it."""
    alone = last.text == before and _is_head(before) and len(before) <= _LONGEST_HEADING
    return alone and _SENTENCES.search(before) is None and _SENTENCES.search(line.text) is not None


def _completes_heading(last: SourceLine, before: str, line: SourceLine) -> bool:
    """Whether a short line completes a numbered heading that ends with a year or a joining word (一、2014年 ⏎ 工作情况)."""
    if last.text != before or not _is_head(before) or _UNFINISHED.search(before) is None:
        return False
    return len(line.text) <= _LONGEST_SIGNATURE and numbering(line.text) is None and not _PUNCTUATION.search(line.text)


def _joined(
    source: str, lines: Sequence[SourceLine], goes_on: Callable[[SourceLine, str, SourceLine], bool]
) -> tuple[SourceLine, ...]:
    """The lines with those that ``goes_on`` from the one before joined to it: it is given that line, the
    end of the text so far, and the next line."""
    groups: list[list[SourceLine]] = []
    end = ""
    for line in lines:
        declared = line.declared or (groups and groups[-1][-1].declared)
        if groups and not (declared or line.after_gap) and goes_on(groups[-1][-1], end, line):
            groups[-1].append(line)
            end = (end + line.text)[-_ENOUGH:]
        else:
            groups.append([line])
            end = line.text[-_ENOUGH:]
    return tuple(group[0] if len(group) == 1 else _together(source, group) for group in groups)


def _together(source: str, group: Sequence[SourceLine]) -> SourceLine:
    spans = tuple(span for line in group for span in line.spans)
    return replace(group[0], text=text_of(source, spans), spans=spans)


def _broken_by_noise(before: str, line: SourceLine) -> bool:
    """Whether noise stands between two halves of a sentence."""
    if not line.after_noise or numbering(line.text) is not None or is_salutation(line.text):
        return False
    whole = before[-1] in _SENTENCE_END + "：:" or len(before) < _LEAST_BROKEN
    return not whole and _CLAUSE.search(before) is not None


def _join(source: str, lines: Sequence[SourceLine], width: int) -> tuple[SourceLine, ...]:
    return _joined(source, lines, lambda last, before, line: _goes_on(source, last, before, line, width))


def _goes_on(source: str, last: SourceLine, before: str, line: SourceLine, width: int) -> bool:
    """Whether ``line`` continues the paragraph that ends with the line ``last``, in ``before``."""
    ended = before[-1] in _SENTENCE_END
    if _broken_by_noise(before, line) or _broken_off(last, before, line):
        return True
    if ended and len(line.text) <= _LONGEST_SIGNATURE and not _PUNCTUATION.search(line.text):
        return False
    if _printed_width(source, last) < width - _RAGGED - 1 or (line.after_noise and ended) or is_salutation(line.text):
        return False
    if _is_wrapped_heading(last, before, line, width):
        return False
    if _INDENT.match(source[line.spans[0][0] : line.spans[0][0] + 4]):
        return False
    number = numbering(line.text)
    starts_anew = number is not None and number.rank <= LOWEST_HEADING and number.habit != "num"
    return not (starts_anew and ended)


def _is_wrapped_heading(last: SourceLine, before: str, line: SourceLine, width: int) -> bool:
    """Whether a numbered line that fills its width is a heading, and the next one begins the text below it."""
    number = numbering(before) if last.text == before else None
    if number is None or number.habit not in ("cn", "pcn") or before[-1] in "，、的和与及：:":
        return False
    body = before[number.length :]
    if _SENTENCES.search(body) or len(_CLAUSE.findall(body)) > 1 or _SENTENCE_WORDS.search(body):
        return False
    return _OPENERS.match(line.text) is not None and len(line.text) >= width - _RAGGED


def _printed_width(source: str, line: SourceLine) -> int:
    """How wide a line is in the source, including what has been cut out of it."""
    return max(len(line.text), len(source[line.spans[0][0] : line.spans[-1][1]].strip()))
