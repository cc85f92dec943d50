"""Between a parsed ``Report`` and what an engine stores and gives back; shared by all engines."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from indexer.engines import Source
from indexer.language.finding import find_all
from indexer.language.marks import positions_of
from indexer.language.normalize import KeyMap, clean_text, merge_spans, search_key
from indexer.model.reports import (
    Evidence,
    Heading,
    Hit,
    Paragraph,
    Removed,
    Report,
    Span,
    StoredParagraph,
    StoredReport,
)
from indexer.querying.matching import FIELD_BREAK
from indexer.querying.matching import occurrences as chains_of
from indexer.querying.tree import ExactPhrase, GappedPhrase, Phrase, Proximity, Term, Word

#: One spelling for each ordinal, and none too long to be a number.
_PARAGRAPH_ID = re.compile(r"(.+)-(0|[1-9][0-9]{0,8})")


def paragraph_id(report_id: str, ordinal: int) -> str:
    """The public id of a paragraph; it lives as long as its report's content."""
    return f"{report_id}-{ordinal}"


def split_paragraph_id(identity: str) -> tuple[str, int] | None:
    """Report id and ordinal, or ``None`` where ``identity`` is not of that form."""
    match = _PARAGRAPH_ID.fullmatch(identity)
    return (match[1], int(match[2])) if match else None


def paragraph_key(paragraph: Paragraph) -> str:
    """Everything a paragraph is matched on: the keys of its stand-alone headings and its text."""
    return FIELD_BREAK.join(search_key(part) for part in (*paragraph.headings_above, paragraph.text))


def search_text(paragraph: StoredParagraph) -> str:
    """The same as clean text: what a strict phrase is looked for in."""
    return FIELD_BREAK.join((*paragraph.headings_above, paragraph.text))


def file_key(file: str) -> str:
    """What a file's path is searched on."""
    return search_key(clean_text(file))


def title_of(report: Report) -> str:
    """What a report's title is searched on: its whole title block."""
    return "\n".join(dict.fromkeys(filter(None, (report.title, *report.title_lines))))


def stored_report(report_id: str, report: Report) -> StoredReport:
    return StoredReport(
        id=report_id,
        title=report.title,
        year=report.year,
        year_estimated=report.year_estimated,
        unit_type=report.unit_type,
        title_lines=report.title_lines,
        headings=report.headings,
        removed=report.removed,
        paragraph_count=len(report.paragraphs),
        year_evidence=report.year_evidence,
        unit_evidence=report.unit_evidence,
        genre=report.genre,
        genre_evidence=report.genre_evidence,
        plan_year=report.plan_year,
    )


def with_source(report: StoredReport, source: Source | None) -> StoredReport:
    """The same report with the files it is in now."""
    if source is None:
        return report
    return replace(report, files=source.files, stale_reason=source.stale_reason, unread=source.unread)


def numbers_of(paragraphs: Sequence[Paragraph]) -> list[int]:
    """For each paragraph of a report its number under its top heading, or in the report where it is under none, from 1.
    Equal headings that do not follow one another are counted apart."""
    numbers: list[int] = []
    before, count = "", 0
    for at, paragraph in enumerate(paragraphs, 1):
        top = paragraph.heading_path[0] if paragraph.heading_path else ""
        count = count + 1 if top == before else 1
        before = top
        numbers.append(count if top else at)
    return numbers


def stored_paragraph(report: StoredReport, paragraph: Paragraph, number: int) -> StoredParagraph:
    return StoredParagraph(
        id=paragraph_id(report.id, paragraph.ordinal),
        report_id=report.id,
        ordinal=paragraph.ordinal,
        text=paragraph.text,
        sections=paragraph.sections,
        headings_above=paragraph.headings_above,
        heading_path=paragraph.heading_path,
        run_in=paragraph.run_in,
        title=report.title,
        year=report.year,
        unit_type=report.unit_type,
        files=report.files,
        points=paragraph.points,
        placeholders=paragraph.placeholders,
        genre=report.genre,
        plan_year=report.plan_year,
        section_confidence=paragraph.section_confidence,
        number=number,
    )


#: So many occurrences of a term are marked in a text.
MOST_MARKS = 5000


def make_hit(paragraph: StoredParagraph, terms: Sequence[Term], score: float, near_duplicates: int = 0) -> Hit:
    """A hit with the places where ``terms`` stand in the text and the headings above it; ``near_duplicates`` found
    paragraphs nearly repeat it."""
    return Hit(
        paragraph=paragraph,
        highlights=occurrences(paragraph.text, terms),
        heading_highlights=tuple(occurrences(h, terms) for h in paragraph.headings_above),
        score=score,
        near_duplicates=near_duplicates,
    )


def occurrences(text: str, terms: Sequence[Term]) -> tuple[Span, ...]:
    """Merged spans of ``text`` where any of ``terms`` matches; of each the first ``MOST_MARKS``: a paragraph that holds more is
    none that a person reads, and may be megabytes long."""
    spans: list[Span] = []
    mapped: KeyMap | None = None
    for term in terms:
        match term:
            case Word() | Phrase():
                spans += positions_of(term.key, text, MOST_MARKS)
            case ExactPhrase(literal):
                spans += [(at, at + len(literal)) for at in islice(find_all(literal, text), MOST_MARKS)]
            case GappedPhrase() | Proximity():
                mapped = mapped or KeyMap(text)
                chains = islice(chains_of(term, mapped.key), MOST_MARKS)
                spans += [mapped.span(*span) for chain in chains for span in chain]
    return merge_spans(spans)


def report_to_json(report: StoredReport) -> str:
    """A stored report without its files, as one line of JSON."""
    return json.dumps(
        {
            "id": report.id,
            "title": report.title,
            "year": report.year,
            "year_estimated": report.year_estimated,
            "unit_type": report.unit_type,
            "title_lines": report.title_lines,
            "headings": [[h.text, h.level, h.before, h.spans] for h in report.headings],
            "removed": [[r.text, r.reason, r.spans, r.inline] for r in report.removed],
            "paragraph_count": report.paragraph_count,
            "genre": report.genre,
            "plan_year": report.plan_year,
            "evidence": [
                _evidence_to_json(e) for e in (report.year_evidence, report.unit_evidence, report.genre_evidence)
            ],
        },
        ensure_ascii=False,
    )


def report_from_json(line: str) -> StoredReport:
    """The inverse of ``report_to_json``."""
    data: dict[str, Any] = json.loads(line)
    year_evidence, unit_evidence, genre_evidence = (Evidence(*e) if e else None for e in data["evidence"])
    return StoredReport(
        id=data["id"],
        title=data["title"],
        year=data["year"],
        year_estimated=data["year_estimated"],
        unit_type=data["unit_type"],
        title_lines=tuple(data["title_lines"]),
        headings=tuple(Heading(t, level, before, spans_of(s)) for t, level, before, s in data["headings"]),
        removed=tuple(
            Removed(t, reason, spans_of(s), inline) for t, reason, s, inline in data["removed"]
        ),
        paragraph_count=data["paragraph_count"],
        year_evidence=year_evidence,
        unit_evidence=unit_evidence,
        genre=data["genre"],
        genre_evidence=genre_evidence,
        plan_year=data["plan_year"],
    )


def _evidence_to_json(evidence: Evidence | None) -> list[str | int | None] | None:
    return [evidence.words, evidence.place, evidence.paragraph] if evidence else None


def spans_of(pairs: list[list[int]]) -> tuple[Span, ...]:
    """Spans as JSON gives them back."""
    return tuple((start, end) for start, end in pairs)
