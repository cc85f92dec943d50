"""Undoes what layout did to paragraphs: joins hard line breaks, cuts a one-line document.

A paragraph is as its author wrote it. Lines are joined only where the whole text is plainly
wrapped at one width, and cut only where a whole document is on one line; everywhere else
a line is a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from indexer.parsing.broken_lines import (
    LONGEST_SIGNATURE,
    PUNCTUATION,
    SENTENCE_END,
    broken_by_noise,
    broken_off,
    completes_heading,
    is_head,
    is_heading_above,
    is_wrapped_heading,
)
from indexer.parsing.headlines import headline
from indexer.parsing.lines import SourceLine, text_of
from indexer.parsing.merged_titles import separate_merged_titles
from indexer.parsing.one_line import cut_document, cut_heading
from indexer.parsing.outline import LOWEST_HEADING, is_salutation, numbering
from indexer.parsing.subtitles import is_told_by_dash
from indexer.parsing.titles import is_title

_WIDEST_WRAP = 60
_NARROWEST_WRAP = 15
_FEWEST_LINES = 8
_RAGGED = 3
_FULL_SHARE = 0.35
_BROKEN_SHARE = 0.6

#: So many last characters of a paragraph show whether it continues.
_ENOUGH = 200

#: A text copied from a PDF may break anywhere: no line is longer than this, and so many end in mid-sentence.
_WIDEST_RAGGED = 60
_RAGGED_SHARE = 0.45
_LEAST_RAGGED = 12
#: Where less than this of the lines is indented, an indent begins a paragraph.
_INDENTED_SHARE = 0.7
_LONGEST_SENTENCE = 150
#: A numbered line with so many commas is no heading.
_CLAUSES_OF_ITEM = 2

#: Where less than this of the lines have an empty one above them, that begins a paragraph.
_GAPS_SHARE = 0.6

_LONG_LINE = 600
_LONG_ALONE = 90
_MOST_LINES = 4
_FEW_LINES = 2
_INDENT = re.compile("[ \u3000\t]{2,}|\u3000")


def restore_paragraphs(source: str, lines: Sequence[SourceLine]) -> tuple[SourceLine, ...]:
    """The lines of a file as paragraphs and headings, each again one line."""
    printed = max((len(line.text) for line in lines), default=0)
    alone = len(lines) <= _FEW_LINES
    lines = separate_merged_titles(source, lines)
    pages = _join_pages(source, lines)
    long = _LONG_ALONE if alone or len(pages) <= _FEW_LINES else _LONG_LINE
    if len(pages) <= _MOST_LINES and printed >= long:
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
    broken = [text for text in full if text[-1] not in SENTENCE_END]
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
        if len(text) >= _LEAST_RAGGED and text[-1] not in SENTENCE_END + "：:" and numbering(after) is None
    ]
    return len(broken) >= _RAGGED_SHARE * len(texts)


def _join_ragged(source: str, lines: Sequence[SourceLine]) -> tuple[SourceLine, ...]:
    """Joins every line that does not end a sentence to the next one, but for headings and titles."""
    indented = {line.spans[0][0] for line in lines if _INDENT.match(source[line.spans[0][0] : line.spans[0][0] + 4])}
    tells = 0 < len(indented) < _INDENTED_SHARE * len(lines)

    def goes_on(last: SourceLine, before: str, line: SourceLine) -> bool:
        if tells and line.spans[0][0] in indented:
            return False
        return _goes_on_ragged(last, before, line) or (tells and _is_begun_item(last, before, line))

    return _joined(source, lines, goes_on)


def _is_begun_item(last: SourceLine, before: str, line: SourceLine) -> bool:
    """Whether a numbered line has clauses as no heading has, so that the next one goes on with it."""
    begun = last.text == before and is_head(before) and before.count("，") >= _CLAUSES_OF_ITEM
    return begun and before[-1] not in SENTENCE_END + "：:" and not (is_head(line.text) or is_salutation(line.text))


def _goes_on_ragged(last: SourceLine, before: str, line: SourceLine) -> bool:
    if broken_off(last, before, line):
        return True
    if before[-1] in SENTENCE_END + "：:" or is_salutation(line.text):
        return False
    if is_head(line.text) or (last.text == before and is_head(before) and "。" not in before):
        return False
    titled = last.text == before and (headline([before])[0] or is_told_by_dash(before))
    return not (is_title(before) or titled)


def _join_pages(source: str, lines: Sequence[SourceLine]) -> tuple[SourceLine, ...]:
    """Joins what a page number or an advert has interrupted."""
    return _joined(source, lines, _goes_on_unwrapped)


def _goes_on_unwrapped(last: SourceLine, before: str, line: SourceLine) -> bool:
    if is_heading_above(last, before, line):
        return False
    return completes_heading(last, before, line) or broken_by_noise(before, line) or broken_off(last, before, line)


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


def _join(source: str, lines: Sequence[SourceLine], width: int) -> tuple[SourceLine, ...]:
    gaps = sum(_has_gap(source, last, line) for last, line in pairwise(lines))
    parted = 0 < gaps < _GAPS_SHARE * len(lines)

    def goes_on(last: SourceLine, before: str, line: SourceLine) -> bool:
        if parted and before[-1] in SENTENCE_END and not line.after_noise and _has_gap(source, last, line):
            return False
        return _goes_on(source, last, before, line, width)

    return _joined(source, lines, goes_on)


def _has_gap(source: str, last: SourceLine, line: SourceLine) -> bool:
    """Whether an empty line stands between two lines."""
    return source.count("\n", last.spans[-1][1], line.spans[0][0]) > 1


def _goes_on(source: str, last: SourceLine, before: str, line: SourceLine, width: int) -> bool:
    """Whether ``line`` continues the paragraph that ends with the line ``last``, in ``before``."""
    ended = before[-1] in SENTENCE_END
    if last.text == before and is_told_by_dash(before):
        return False
    if broken_by_noise(before, line) or broken_off(last, before, line):
        return True
    if ended and len(line.text) <= LONGEST_SIGNATURE and not PUNCTUATION.search(line.text):
        return False
    if _printed_width(source, last) < width - _RAGGED - 1 or (line.after_noise and ended) or is_salutation(line.text):
        return False
    if is_wrapped_heading(last, before, line, width - _RAGGED):
        return False
    if _INDENT.match(source[line.spans[0][0] : line.spans[0][0] + 4]):
        return False
    number = numbering(line.text)
    starts_anew = number is not None and number.rank <= LOWEST_HEADING and number.habit != "num"
    return not (starts_anew and ended)


def _printed_width(source: str, line: SourceLine) -> int:
    """How wide a line is in the source, including its indent and what has been cut out of it."""
    return max(len(line.text), len(source[line.spans[0][0] : line.spans[-1][1]].rstrip()))
