"""The documented JSON shape of outlines side by side: one for the web API and the CLI. The order of the keys is part of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indexer.drafting.outlines import OutlineHeading, OutlineSection, ReportOutline, sections_of_all
from indexer.engines.records import paragraph_id


def outlines_to_dict(outlines: Sequence[ReportOutline]) -> dict[str, Any]:
    """Outlines in the order they were asked for; ``sections`` are those that any of them has."""
    return {"sections": list(sections_of_all(outlines)), "reports": [_report_to_dict(one) for one in outlines]}


def _report_to_dict(outline: ReportOutline) -> dict[str, Any]:
    report = outline.report
    return {
        "id": report.id,
        "title": report.title,
        "year": report.year,
        "unit_type": report.unit_type,
        "genre": report.genre,
        "file": report.files[0] if report.files else None,
        "sections": [_section_to_dict(one, report.id) for one in outline.sections.values()],
    }


def _section_to_dict(section: OutlineSection, report_id: str) -> dict[str, Any]:
    return {
        "section": section.section,
        "paragraphs": section.paragraphs,
        "characters": section.characters,
        "bare": section.bare,
        "paragraph_id": paragraph_id(report_id, section.ordinal),
        "headings": [_heading_to_dict(one, report_id) for one in section.headings],
    }


def _heading_to_dict(heading: OutlineHeading, report_id: str) -> dict[str, Any]:
    return {
        "text": heading.text,
        "level": heading.level,
        "paragraphs": heading.paragraphs,
        "run_in": heading.number is None,
        "paragraph_id": paragraph_id(report_id, heading.ordinal),
    }
