"""What the right answer is, by looking at every paragraph with the oracle's normaliser."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from indexer.engines import Engine
from indexer.models import Filters, Hit, Paragraph, Report
from indexer.querying.tree import And, Not, Or, Phrase, Query, SearchRequest, Word
from tests import oracle

#: A paragraph's name in the tests: its report and its place.
Place = tuple[str, int]


def answers(query: Query, fields: list[str]) -> bool:
    """Whether the fields (headings above, text), each for itself, answer ``query``."""
    match query:
        case Phrase(raw):
            return any(oracle.holds(field, raw) for field in fields)
        case Word(raw):
            needle = oracle.question_key(raw).strip(oracle.BARRIER)
            return any(needle in oracle.search_key(field) for field in fields)
        case And(parts):
            return all(answers(part, fields) for part in parts)
        case Or(parts):
            return any(answers(part, fields) for part in parts)
        case Not(part):
            return not answers(part, fields)


def allowed(report: Report, paragraph: Paragraph, filters: Filters, ignoring: str = "") -> bool:
    by_section = not filters.sections or bool(filters.sections & set(paragraph.sections))
    by_unit = not filters.units or (report.unit_type or "unknown") in filters.units
    by_year = not (filters.years or filters.unknown_year) or (
        filters.unknown_year
        if report.year is None
        else any(r.first <= report.year <= r.last for r in filters.years)
    )
    return (
        (by_section or ignoring == "section")
        and (by_unit or ignoring == "unit")
        and (by_year or ignoring == "year")
    )


def matching(
    reports: Mapping[str, Report], request: SearchRequest, ignoring: str = ""
) -> Iterator[tuple[Place, Report, Paragraph]]:
    for report_id, report in reports.items():
        for paragraph in report.paragraphs:
            fields = [*paragraph.headings_above, paragraph.text]
            if allowed(report, paragraph, request.filters, ignoring) and answers(request.query, fields):
                yield (report_id, paragraph.ordinal), report, paragraph


def expected_places(reports: Mapping[str, Report], request: SearchRequest) -> set[Place]:
    return {place for place, _, _ in matching(reports, request)}


def expected_counts(reports: Mapping[str, Report], request: SearchRequest) -> dict[str, Counter[str]]:
    """Field → value → how many paragraphs, each field counted without its own selection."""
    counts: dict[str, Counter[str]] = {"section": Counter(), "unit": Counter(), "year": Counter()}
    for _, _, paragraph in matching(reports, request, ignoring="section"):
        counts["section"].update(paragraph.sections)
    for _, report, _ in matching(reports, request, ignoring="unit"):
        counts["unit"][report.unit_type or "unknown"] += 1
    for _, report, _ in matching(reports, request, ignoring="year"):
        counts["year"][str(report.year or "unknown")] += 1
    return counts


def all_hits(engine: Engine, request: SearchRequest) -> list[Hit]:
    """Every hit in order, page by page."""
    hits: list[Hit] = []
    page = 1
    while True:
        got = engine.search(replace(request, page=page))
        if not got.hits:
            return hits
        hits += got.hits
        page += 1


def place_of(hit: Hit) -> Place:
    return hit.paragraph.report_id, hit.paragraph.ordinal


def found_places(engine: Engine, query: Query | SearchRequest) -> set[Place]:
    request = query if isinstance(query, SearchRequest) else SearchRequest(query, size=100)
    return {place_of(hit) for hit in all_hits(engine, request)}
