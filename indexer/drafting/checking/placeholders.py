"""What is still to be filled in: XX, 某, blanks."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.drafting.checking.draft_text import DraftText
from indexer.drafting.checking.findings import Finding

_SHOWN = 6


def placeholder_findings(draft: DraftText) -> Iterator[Finding]:
    """One finding a line, whatever stands in it."""
    for line in draft.lines:
        if line.placeholders:
            words = list(dict.fromkeys(_context(line.text, *span) for span in line.placeholders))
            count = f"等 {len(line.placeholders)} 处" if len(line.placeholders) > 1 else ""
            why = f"{'、'.join(f'“{word}”' for word in words[:3])}{count}还没有填"
            yield Finding("placeholder", line.number, line.placeholders[0], why, "habit", "代替数字和名称的符号", len(words))


def _context(text: str, start: int, end: int) -> str:
    """The mask with what follows it, by which a writer knows it."""
    tail = text[end : end + _SHOWN - 2]
    for at, char in enumerate(tail):
        if not "\u4e00" <= char <= "\u9fff":
            tail = tail[:at]
            break
    return text[start:end] + tail[:2]
