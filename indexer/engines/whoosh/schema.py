"""What Whoosh keeps: one document for each paragraph and one for each report, by its keys, with its record.

Words come ready-made from ``language/tokenizer.py`` (jieba), never from a Whoosh analyser, so that index and query
cannot disagree. They stand beside the segment (``postings.py``), where answers are computed: inverting them in Whoosh
as well took three quarters of all indexing and was never read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, ID, KEYWORD, NUMERIC, Schema

from indexer.engines.records import (
    paragraph_id,
    report_to_json,
    spans_of,
    stored_report,
)
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import UNKNOWN, Paragraph, Report, StoredParagraph

#: Rises when documents or segment columns written by an older version can no longer be read.
FORMAT_VERSION = 10


def make_schema() -> Schema:
    """The fields of the index: keys by section, unit type and year; the record."""
    return Schema(
        id=ID(unique=True),
        section=KEYWORD(commas=True),
        unit_type=ID(),
        year=NUMERIC(int, signed=True, shift_step=0),
        record=COLUMN(VarBytesColumn()),
    )


def report_document(report_id: str, report: Report) -> dict[str, Any]:
    return {
        "id": report_id,
        "record": as_bytes(report_to_json(stored_report(report_id, report))),
    }


def paragraph_document(report_id: str, report: Report, paragraph: Paragraph) -> dict[str, Any]:
    """The document of a paragraph."""
    document: dict[str, Any] = {
        "id": paragraph_id(report_id, paragraph.ordinal),
        "section": ",".join(paragraph.sections),
        "unit_type": report.unit_type or UNKNOWN,
        "record": as_bytes(paragraph_to_json(report_id, report, paragraph)),
    }
    if report.year is not None:
        document["year"] = report.year
    return document


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
    """A record as it is stored: in a column of its own, not packed, since every answer reads ten of them."""
    return record.encode("utf-8", "surrogatepass")


def as_text(record: bytes) -> str:
    """The inverse of ``as_bytes``."""
    return record.decode("utf-8", "surrogatepass")


def paragraph_to_json(report_id: str, report: Report, paragraph: Paragraph) -> str:
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
        ],
        ensure_ascii=False,
    )


def paragraph_from_json(record: str, files: tuple[str, ...]) -> StoredParagraph:
    """The inverse of ``paragraph_to_json``, with the files the report is in now."""
    (
        report_id, ordinal, text, sections, above, path, run_in, points, placeholders, title, year, unit_type
    ) = json.loads(record)  # fmt: skip
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
    )
