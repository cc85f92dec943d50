"""What a draft says twice: a paragraph or a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.drafting.checking.draft_text import DraftText
from indexer.drafting.checking.findings import Finding
from indexer.language.normalize import search_key

#: Fewest characters of the search key of a paragraph, or of a sentence, that is not repeated by chance.
_PARAGRAPH, _SENTENCE = 15, 25
_SENTENCES = re.compile("[^。！？；\n]+")


def repeat_findings(draft: DraftText) -> Iterator[Finding]:
    """One for each paragraph, or sentence, that has stood before."""
    paragraphs: dict[str, int] = {}
    sentences: dict[str, int] = {}
    for line in draft.paragraphs:
        key = search_key(line.text)
        if len(key) >= _PARAGRAPH and key in paragraphs:
            why = f"这一段与第 {paragraphs[key]} 段一字不差"
            yield Finding("repeated", line.number, (0, len(line.text)), why, "habit", "同一段写了两遍", 2)
            continue
        paragraphs[key] = line.number
        for found in _SENTENCES.finditer(line.text):
            own = search_key(found[0])
            if len(own) >= _SENTENCE and own in sentences:
                where = "前面" if sentences[own] == line.number else f"第 {sentences[own]} 段"
                why = f"“{found[0][:12]}…”这一句{where}已经写过"
                yield Finding("repeated", line.number, found.span(), why, "habit", "同一句写了两遍", 1)
            sentences.setdefault(own, line.number)
