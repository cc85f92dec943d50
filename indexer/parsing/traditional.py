"""Reports in traditional characters: understood through their simplified twin, returned as they were written.

Both texts have the same length, so every span of the one is a span of the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from indexer.model.reports import Evidence, Heading, Paragraph, Removed, Report
from indexer.parsing.lines import text_of


def give_back(report: Report, source: str) -> Report:
    """A report that was understood from the simplified twin of ``source``, with the characters of ``source``."""
    removed = tuple(Removed(text_of(source, r.spans), r.reason, r.spans, r.inline) for r in report.removed)
    headings = tuple(Heading(text_of(source, h.spans), h.level, h.before, h.spans) for h in report.headings)
    texts = [text_of(source, p.spans) for p in report.paragraphs]
    title_lines = _lines_back(report, source)
    words = _Words(
        [*report.title_lines, *(h.text for h in report.headings), *(p.text for p in report.paragraphs)],
        [*title_lines, *(h.text for h in headings), *texts],
    )
    return replace(
        report,
        title=words.back(report.title) if report.title else None,
        title_lines=title_lines,
        headings=headings,
        paragraphs=tuple(
            _paragraph(paragraph, text, words) for paragraph, text in zip(report.paragraphs, texts, strict=True)
        ),
        removed=removed,
        year_evidence=_evidence(report.year_evidence, words),
        unit_evidence=_evidence(report.unit_evidence, words),
        genre_evidence=_evidence(report.genre_evidence, words),
    )


def _paragraph(paragraph: Paragraph, text: str, words: _Words) -> Paragraph:
    return replace(
        paragraph,
        text=text,
        headings_above=tuple(map(words.back, paragraph.headings_above)),
        heading_path=tuple(map(words.back, paragraph.heading_path)),
    )


def _evidence(evidence: Evidence | None, words: _Words) -> Evidence | None:
    return replace(evidence, words=words.back(evidence.words)) if evidence else None


def _lines_back(report: Report, source: str) -> tuple[str, ...]:
    """The lines of the title block; a line has one span for each piece that is left of it."""
    spans = list(report.title_spans)
    lines = []
    for line in report.title_lines:
        taken = 1
        while taken < len(spans) and len(text_of(source, spans[:taken])) < len(line):
            taken += 1
        lines.append(text_of(source, spans[:taken]))
        del spans[:taken]
    return tuple(lines)


class _Words:
    """Finds words of the simplified lines of a report and gives the same place of the written ones."""

    def __init__(self, simple: Sequence[str], written: Sequence[str]) -> None:
        pairs = [(s, w) for s, w in zip(simple, written, strict=True) if len(s) == len(w)]
        # A title may be printed over two lines.
        self._pairs = [*pairs, *((a + c, b + d) for (a, b), (c, d) in pairwise(pairs))]

    def back(self, words: str) -> str:
        for simple, written in self._pairs:
            at = simple.find(words)
            if at >= 0:
                return written[at : at + len(words)]
        return words
