"""Titles that layout has merged with what follows them, set on lines of their own again.

A document copied from a page often has its title, or the mark of a part (篇一), at the head of a
long line. Only what reads as a title, before words that reports begin with, is cut off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.parsing.lines import SourceLine, cut_line
from indexer.parsing.outline import is_salutation
from indexer.parsing.titles import clean_title, is_title

_LONG = 60
_KIND = "(?:总结|报告|述职|述廉|汇报|材料|发言|讲话|致辞|计划|小结|范文)"
_CN = "[一二三四五六七八九十]"
#: A title that counts itself within a compilation, whatever follows it.
_PART = re.compile(
    rf"[^。！？；，,]{{2,44}}?{_KIND}(?:范文|模板)?(?:20\d\d)?(?:精选|最新)?\s?"
    rf"(?:篇\s?{_CN}{{1,2}}|篇\s?\d{{1,2}}?(?=(?:19|20)[\dxX×]{{2}}年)|篇\s?\d{{1,2}}(?!\d)|[（(【\[]\s?(?:{_CN}{{1,2}}|\d{{1,2}})\s?[）)】\]])"
)
#: A part's title in the middle of a document on one line, which begins with the same words.
_PART_WITHIN = re.compile(
    rf"^[^【]{{12,200}}?[。！？](([^。！？；，,【（(]{{2,40}}?{_KIND})(?:20\d\d)?(?:精选|最新)?\s?[（(【\[](?:{_CN}|\d)[）)】\]])"
)
_FEW_LINES = 2
#: Words that the first sentence of a report begins with.
_BEGINS = (
    r"(?:各位|尊敬的|敬爱的|同志们|大家好|根据|按照|遵照|为[了进全]|一年来|几?近?年来|(?:19|20|二[〇○零])[0-9xX×〇○零一二三四五六七八九]{2}年|"
    r"今年|去年|过去|在|我[们局院镇乡校村街社区处队所司行部县市会]?|本人|现将|现就|现把|下面|一、|[（(]一[）)]|自|围绕|坚持)"
)
_TITLE = re.compile(rf"([^。！？；，,：:]{{3,44}}?{_KIND}(?:材料|稿)?(?:[（(][^（()）]{{2,30}}[)）])?)\s{{0,4}}(?={_BEGINS})")
_GREETED = re.compile(
    rf"([^。！？；，,：:]{{3,44}}?{_KIND}(?:材料|稿)?\s?(?:篇\s?[一二三四五六七八九十\d]{{1,2}}|[（(][^（()）]{{2,30}}[)）])?)\s{{0,4}}"
    "((?:尊敬的|敬爱的)?(?:各位|同志们|领导们|老师们).{0,30})$"
)
#: Titles are merged only at the head of a document.
_FIRST_LINES = 3


def separate_merged_titles(source: str, lines: Sequence[SourceLine]) -> tuple[SourceLine, ...]:
    """The lines of a file with titles merged into a body cut off."""
    apart: list[SourceLine] = []
    for at, line in enumerate(lines):
        within = _part_within(line.text) if len(lines) <= _FEW_LINES else None
        if within:
            apart += cut_line(source, line, within)
            continue
        rest = line
        above = [other.text for other in lines[:at] if is_title(other.text)] if at < _FIRST_LINES else []
        again = any(map(line.text.startswith, above))
        end = _greeted_title(line.text) or _title_end(line.text, first=at < _FIRST_LINES and (again or not above))
        if end:
            title, rest = cut_line(source, line, [end])
            apart.append(title)
        apart.append(rest)
    return tuple(apart)


def _part_within(text: str) -> tuple[int, int] | None:
    """Where in a document on one line a part's title begins and ends, behind the first sentences that a site
    sets before it; ``None`` without one."""
    match = _PART_WITHIN.search(text)
    if match is None or len(text) - match.end() < _LONG // 2:
        return None
    return match.span(1) if text.startswith(match[2]) else None


def _greeted_title(text: str) -> int:
    """Where a title ends that a salutation follows on the same line (…述职报告 篇1尊敬的各位领导：); 0 elsewhere."""
    match = _GREETED.match(text)
    return match.end(1) if match and is_title(clean_title(match[1])) and is_salutation(match[2]) else 0


def _title_end(text: str, first: bool) -> int:
    """Where the title at the head of a long line ends; 0 where there is none."""
    if len(text) <= _LONG:
        return 0
    part = _PART.match(text)
    if part and len(text) - part.end() >= _LONG // 2:
        return part.end()
    title = _TITLE.match(text) if first else None
    return title.end(1) if title and is_title(title[1]) else 0
