"""Outlines side by side as lines for a terminal: section by section, one report below the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.drafting.outlines import OutlineSection, ReportOutline, sections_of_all
from indexer.model.reports import SECTIONS, UNKNOWN_LABEL
from indexer.output.citation import display_title

_INDENT = "　"


def outline_lines(outlines: Sequence[ReportOutline]) -> Iterator[str]:
    """The reports with a letter each, then their sections."""
    letters = [chr(ord("A") + at) for at in range(len(outlines))]
    for letter, outline in zip(letters, outlines, strict=True):
        report = outline.report
        year = f"{report.year}年" if report.year else f"年份{UNKNOWN_LABEL}"
        facts = [report.unit_type or f"单位{UNKNOWN_LABEL}", year, report.id]
        yield f"{letter}　《{display_title(report.title, report.files) or '无题报告'}》　{' · '.join(facts)}"
    for name in sections_of_all(outlines):
        yield ""
        yield f"【{SECTIONS[name]}】"
        for letter, outline in zip(letters, outlines, strict=True):
            section = outline.sections.get(name)
            if section is None:
                yield f"{letter}　没有这一部分"
                continue
            yield f"{letter}　{section.paragraphs} 段，{section.characters} 字"
            yield from _heading_lines(section)


def _heading_lines(section: OutlineSection) -> Iterator[str]:
    for heading in section.headings:
        count = "" if heading.number is None else f"　{heading.paragraphs} 段"
        yield f"{_INDENT * (heading.level + 1)}{heading.text.rstrip('。：:')}{count}"
    if section.bare and section.headings:
        yield f"{_INDENT * 2}另有 {section.bare} 段没有小标题"
