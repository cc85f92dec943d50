"""The documented JSON shapes of concordances and trends: one for the web API and the CLI.

The order of the keys is part of the shape. Unknown titles, years and unit types are ``None``.
"""

from __future__ import annotations

from typing import Any

from indexer.model.orders import ConcordanceOrder
from indexer.model.results import Concordance, KwicLine, Trend, TrendCell
from indexer.output.json_search import request_to_dict
from indexer.querying.tree import SearchRequest

#: Parameters of a search that mean nothing for occurrences.
_OF_SEARCHES = ("sort", "page", "size", "fold", "explain", "per_report", "group")


def concordance_to_dict(request: SearchRequest, order: ConcordanceOrder, width: int, found: Concordance) -> dict[str, Any]:
    """An answered concordance. ``total`` counts occurrences, ``paragraph_total`` the paragraphs they occur in;
    ``before`` and ``after`` are pairs of the (at most two) characters beside an occurrence in the same sentence and
    how often they occur there."""
    return {
        "query": {
            **_question(request),
            "order": order,
            "width": width,
            "page": request.page,
            "size": request.size,
        },
        "understood_as": found.understood_as,
        "total": found.total,
        "paragraph_total": found.paragraph_total,
        "took_ms": round(found.took_ms, 3),
        "page": found.page,
        "pages": found.pages,
        "size": found.size,
        "notices": list(found.notices),
        "lines": [line_to_dict(line) for line in found.lines],
        "before": [list(pair) for pair in found.before],
        "after": [list(pair) for pair in found.after],
    }


def line_to_dict(line: KwicLine) -> dict[str, Any]:
    """One occurrence. ``start`` counts code points of the paragraph's ``text``, or of a heading directly above it
    where ``in_heading`` is true; line breaks are shown as spaces."""
    paragraph = line.paragraph
    return {
        "left": line.left,
        "match": line.match,
        "right": line.right,
        "start": line.start,
        "in_heading": line.in_heading,
        "id": paragraph.id,
        "sections": list(paragraph.sections),
        "unit_type": paragraph.unit_type,
        "year": paragraph.year,
        "title": paragraph.title,
        "report_id": paragraph.report_id,
        "file": paragraph.files[0] if paragraph.files else None,
    }


def trend_to_dict(request: SearchRequest, found: Trend) -> dict[str, Any]:
    """How often the searched terms occur. ``years`` and ``units`` are the sums of ``cells`` (year and unit type); all have
    ``occurrences``, the ``paragraphs`` they occur in, ``all_paragraphs`` that pass the filters, whether they
    answer the question or not, and occurrences ``per_10000`` of these. ``first_year`` and ``last_year`` are those in
    which they occur."""
    return {
        "query": _question(request),
        "understood_as": found.understood_as,
        "total": found.total,
        "paragraph_total": found.paragraph_total,
        "took_ms": round(found.took_ms, 3),
        "first_year": found.first_year,
        "last_year": found.last_year,
        "notices": list(found.notices),
        "years": [{"year": cell.year, **_counts(cell)} for cell in found.years],
        "units": [{"unit_type": cell.unit_type, **_counts(cell)} for cell in found.units],
        "cells": [{"year": cell.year, "unit_type": cell.unit_type, **_counts(cell)} for cell in found.cells],
    }


def _question(request: SearchRequest) -> dict[str, Any]:
    return {key: value for key, value in request_to_dict(request).items() if key not in _OF_SEARCHES}


def _counts(cell: TrendCell) -> dict[str, Any]:
    return {
        "occurrences": cell.occurrences,
        "paragraphs": cell.paragraphs,
        "all_paragraphs": cell.all_paragraphs,
        "per_10000": round(cell.per_10000, 2),
    }
