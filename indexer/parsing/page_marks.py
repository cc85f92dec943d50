"""Page numbers that previews of sites leave at the head of a page's text (2、算折合美元…).

They look like the numbers of a list, but count pages: the line before them breaks off in mid-sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.model.reports import Removed
from indexer.parsing.lines import SourceLine, cut_line, removed

_MARK = re.compile(r"(\d{1,3})、\s?")
_CLAUSE = re.compile("[，、；,;]")
_SENTENCE_END = "。！？；：!?;:…”）"
#: A page that breaks off has so many characters at least.
_SHORTEST_PAGE = 60
#: So many of the pages break off in mid-sentence.
_BROKEN_SHARE = 0.6


def cut_page_marks(source: str, lines: Sequence[SourceLine]) -> tuple[list[SourceLine], list[Removed]]:
    """The lines without the numbers that count pages, and those numbers; all lines as they are where
    numbers count anything else."""
    marks = _page_marks(lines)
    kept: list[SourceLine] = []
    taken: list[Removed] = []
    for at, line in enumerate(lines):
        match = _MARK.match(line.text) if at in marks else None
        if match is None or match.end() == len(line.text):
            kept.append(line)
            continue
        mark, rest = cut_line(source, line, [match.end()])
        taken.append(removed(source, mark.spans, "网页部件", inline=True))
        kept.append(replace(line, text=rest.text, spans=rest.spans, after_noise=True))
    return kept, taken


def _page_marks(lines: Sequence[SourceLine]) -> frozenset[int]:
    """The lines whose numbers count on from 1 while the pages before them break off in mid-sentence."""
    counted: list[int] = []
    for at, line in enumerate(lines):
        match = _MARK.match(line.text)
        if match and int(match[1]) == len(counted) + 1:
            counted.append(at)
    broken = [at for at in counted[1:] if _breaks_off(lines[at - 1].text)]
    enough = len(counted) >= 2 and len(broken) >= _BROKEN_SHARE * (len(counted) - 1)
    return frozenset(counted) if enough else frozenset()


def _breaks_off(text: str) -> bool:
    return len(text) >= _SHORTEST_PAGE and text[-1] not in _SENTENCE_END and _CLAUSE.search(text) is not None
