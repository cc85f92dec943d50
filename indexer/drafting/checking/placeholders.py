"""What is still to be filled in: XX, 某, blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.drafting.checking.draft_text import DraftText, Line
from indexer.drafting.checking.findings import Finding
from indexer.model.reports import Span

_SHOWN = 6

#: Brackets with nothing in them. In a draft they are a blank; in an archive something may have been lost there, so the
#: parser's rules ask for a counted word behind. ``f()`` is a program's.
_EMPTY_BRACKETS = re.compile(r"(?<![A-Za-z0-9_])[（(][\s_＿]*[）)]")
_BEFORE = re.compile("[\u4e00-\u9fff]{1,4}$")


def placeholder_findings(draft: DraftText) -> Iterator[Finding]:
    """One finding a line, whatever stands in it."""
    for line in draft.lines:
        spans = _spans(line)
        if spans:
            words = list(dict.fromkeys(_context(line.text, *span) for span in spans))
            count = f"等 {len(spans)} 处" if len(spans) > 1 else ""
            why = f"{'、'.join(f'“{word}”' for word in words[:3])}{count}还没有填"
            yield Finding("placeholder", line.number, spans[0], why, "habit", "代替数字和名称的符号", len(words))


def _spans(line: Line) -> Sequence[Span]:
    """What the parser's rules found, and the empty brackets that it left."""
    known = line.placeholders
    empty = [found.span() for found in _EMPTY_BRACKETS.finditer(line.text)]
    return sorted([*known, *(one for one in empty if not any(one[0] < end and start < one[1] for start, end in known))])


def _context(text: str, start: int, end: int) -> str:
    """The mask with what follows it, by which a writer knows it; an empty bracket is known by what stands before it."""
    if _EMPTY_BRACKETS.fullmatch(text, start, end):
        before = _BEFORE.search(text, 0, start)
        start = before.start() if before else start
    tail = text[end : end + _SHOWN - 2]
    for at, char in enumerate(tail):
        if not "\u4e00" <= char <= "\u9fff":
            tail = tail[:at]
            break
    return text[start:end] + tail[:2]
