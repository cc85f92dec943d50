"""The fields of the index as Whoosh knows them, and the records that are stored.

A document is a paragraph. Words come ready-made from ``language/tokenizer.py`` (jieba), never from a Whoosh analyser,
so that index and query cannot disagree; a question to Whoosh gives words parted by spaces.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from whoosh.fields import ID, KEYWORD, NUMERIC, STORED, Schema

from indexer.engines.records import (
    paragraph_id,
    report_to_json,
    spans_of,
    stored_report,
)
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import Paragraph, Report, StoredParagraph

#: Rises when segments written by an older version can no longer be read.
FORMAT_VERSION = 15

#: Reads JSON that was written by ``json.dumps``: without the checks of ``json.loads``, as every answer reads ten records.
_decoded = json.JSONDecoder().raw_decode

_YEAR = NUMERIC(int, signed=True, shift_step=0)


def make_schema() -> Schema:
    """The fields of the index. ``words``, ``heading_words`` and ``title_words`` are the words of a paragraph, of the
    headings above it and of its report's title; ``section`` may have several values; an unknown ``unit_type`` is
    ``unknown``, an unknown ``year`` is missing; ``record`` is the paragraph as JSON."""
    return Schema(
        id=ID(unique=True, stored=True),
        words=KEYWORD(scorable=True),
        heading_words=KEYWORD(scorable=True),
        title_words=KEYWORD(scorable=True),
        section=KEYWORD(commas=True),
        unit_type=ID(),
        year=_YEAR,
        record=STORED(),
    )


def year_term(year: int) -> bytes:
    """A year as a term of the index."""
    encoded: bytes = _YEAR.to_bytes(year)
    return encoded


def report_record(report_id: str, report: Report) -> bytes:
    """A report without its paragraphs and files, as it is stored."""
    return as_bytes(report_to_json(stored_report(report_id, report)))


def paragraph_record(report_id: str, report: Report, paragraph: Paragraph, number: int) -> bytes:
    """A paragraph as it is stored."""
    return as_bytes(paragraph_to_json(report_id, report, paragraph, number))


def field_words(
    tokenizer: Tokenizer, report: Report
) -> Iterator[tuple[Paragraph, dict[str, list[str]]]]:
    """The paragraphs of a report with the tokens of their own ranked fields. Headings are cut once,
    although every paragraph under them counts them."""
    headings: dict[str, list[str]] = {}
    for paragraph in report.paragraphs:
        for heading in paragraph.heading_path:
            if heading not in headings:
                headings[heading] = tokenizer.words(heading)
        yield (
            paragraph,
            {
                "words": tokenizer.words(paragraph.text),
                "heading_words": [word for h in paragraph.heading_path for word in headings[h]],
            },
        )


def as_bytes(record: str) -> bytes:
    """A record as it is handed over to be stored."""
    return record.encode("utf-8", "surrogatepass")


def paragraph_to_json(report_id: str, report: Report, paragraph: Paragraph, number: int) -> str:
    return json.dumps(
        [
            report_id,
            paragraph.ordinal,
            paragraph.text,
            paragraph.sections,
            paragraph.headings_above,
            paragraph.heading_path,
            paragraph.run_in,
            paragraph.points,
            paragraph.placeholders,
            report.title,
            report.year,
            report.unit_type,
            report.genre,
            report.plan_year,
            paragraph.section_confidence,
            number,
        ],
        ensure_ascii=False,
    )


def paragraph_from_json(record: str, files: tuple[str, ...]) -> StoredParagraph:
    """The inverse of ``paragraph_to_json``, with the files the report is in now."""
    (
        report_id, ordinal, text, sections, above, path, run_in, points, placeholders, title, year, unit_type,
        genre, plan_year, section_confidence, number
    ) = _decoded(record)[0]  # fmt: skip
    return StoredParagraph(
        id=paragraph_id(report_id, ordinal),
        report_id=report_id,
        ordinal=ordinal,
        text=text,
        sections=tuple(sections),
        headings_above=tuple(above),
        heading_path=tuple(path),
        run_in=tuple(run_in) if run_in else None,
        title=title,
        year=year,
        unit_type=unit_type,
        files=files,
        points=spans_of(points),
        placeholders=spans_of(placeholders),
        genre=genre,
        plan_year=plan_year,
        section_confidence=section_confidence,
        number=number,
    )
