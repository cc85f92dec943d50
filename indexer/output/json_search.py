"""The documented JSON shapes of searches, reports and paragraphs: one for the web API and the CLI.

Pure functions from the models to plain dictionaries; the order of the keys is part of the
shape. Unknown titles, years and unit types are ``None``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from indexer.drafting.answers import Answer, Part, find_answers
from indexer.model.reports import (
    Evidence,
    Explanation,
    Facet,
    FacetValue,
    Hit,
    Report,
    ReportHit,
    ResultPage,
    StoredParagraph,
    StoredReport,
)
from indexer.model.results import SideBySide
from indexer.model.unread import Unread
from indexer.querying.facets import FACETS
from indexer.querying.filters import Filters
from indexer.querying.formatting import query_text
from indexer.querying.tree import And, AtLeast, Not, Or, Phrase, Query, SearchRequest, Term, Word, terms_of


def search_to_dict(request: SearchRequest, page: ResultPage) -> dict[str, Any]:
    """An answered search. Offsets in ``highlights`` count code points of ``text``;
    ``took_ms`` is milliseconds."""
    return {
        "query": request_to_dict(request),
        "understood_as": page.understood_as,
        "relaxed": page.relaxed,
        "step": page.step,
        "asked_instead": page.asked_instead or None,
        "total": page.total,
        "report_total": page.report_total,
        "folded": page.folded,
        "took_ms": round(page.took_ms, 3),
        "page": page.page,
        "pages": page.pages,
        "size": page.size,
        "notices": list(page.notices),
        "hits": [hit_to_dict(hit) for hit in page.hits],
        "title_hits": [title_hit_to_dict(hit) for hit in page.title_hits],
        "facets": [facet_to_dict(facet) for facet in page.facets],
        "left_out": [facet_to_dict(facet) for facet in page.left_out],
    }


def columns_to_dict(request: SearchRequest, found: SideBySide) -> dict[str, Any]:
    """An answered search in columns, each with its ``hits``; ``column_values`` has all there are, ``page`` counts pages of
    columns."""
    return {
        **search_to_dict(request, found.whole),
        "took_ms": round(found.took_ms, 3),
        "page": found.page,
        "pages": found.pages,
        "size": found.size,
        "hits": [],
        "columns": [
            {
                "value": column.value,
                "label": column.label,
                "total": column.total,
                "report_total": column.report_total,
                "hits": [hit_to_dict(hit) for hit in column.hits],
            }
            for column in found.columns
        ],
        "column_values": [{"value": value, "label": label, "total": total} for value, label, total in found.values],
    }


def request_to_dict(request: SearchRequest) -> dict[str, Any]:
    """The parameters as they were understood; given back as parameters they ask the same."""
    terms = terms_of(request.query)
    return {
        "q": query_text(request.query),
        "words": [term.text for term in terms if isinstance(term, Word)],
        "phrases": [term.text for term in terms if isinstance(term, Phrase)],
        "excluded": [term.text for term in _excluded(request.query)],
        **filters_to_dict(request.filters),
        "fold": request.fold,
        "explain": request.explain,
        "per_report": request.per_report,
        "group": request.group,
        "sort": request.sort,
        "page": request.page,
        "size": request.size,
    }


def filters_to_dict(filters: Filters) -> dict[str, Any]:
    """What is selected in each facet: a list, or the one value (empty for none) where only one can be."""
    return {
        name: "".join(filters.values(name)) if facet.single else list(filters.values(name))
        for name, facet in FACETS.items()
    }


def hit_to_dict(hit: Hit) -> dict[str, Any]:
    """One found paragraph with its marked places."""
    paragraph = hit.paragraph
    return {
        "id": paragraph.id,
        "text": paragraph.text,
        "highlights": _pairs(hit.highlights),
        "headings_above": list(paragraph.headings_above),
        "heading_highlights": [_pairs(spans) for spans in hit.heading_highlights],
        "heading_path": list(paragraph.heading_path),
        "placeholders": _pairs(paragraph.placeholders),
        "sections": list(paragraph.sections),
        "section_confidence": paragraph.section_confidence,
        "unit_type": paragraph.unit_type,
        "year": paragraph.year,
        "plan_year": paragraph.plan_year,
        "genre": paragraph.genre,
        "title": paragraph.title,
        "report_id": paragraph.report_id,
        "file": _first(paragraph.files),
        "files": list(paragraph.files),
        "score": hit.score,
        "near": hit.near_duplicates,
        "more_in_report": hit.more_in_report,
        **({"explanation": _explanation_to_dict(hit.explanation)} if hit.explanation else {}),
    }


def _explanation_to_dict(explanation: Explanation) -> dict[str, Any]:
    """How a score came about, see ``model.reports.Explanation``."""
    return {
        "verbatim": explanation.verbatim,
        "bm25f": explanation.bm25f,
        "prior": explanation.prior,
        "covered": explanation.term_coverage,
        "closeness": explanation.proximity,
        "in_order": explanation.order,
        "words": [{"word": word, "field": field, "part": part} for word, field, part in explanation.words],
    }


def title_hit_to_dict(hit: ReportHit) -> dict[str, Any]:
    """A report whose title matches."""
    return {
        "report_id": hit.report_id,
        "title": hit.title,
        "highlights": _pairs(hit.highlights),
        "unit_type": hit.unit_type,
        "year": hit.year,
    }


def facet_to_dict(facet: Facet) -> dict[str, Any]:
    """One facet with all its values."""
    return {
        "field": facet.field,
        "label": facet.label,
        "values": [_facet_value_to_dict(value) for value in facet.values],
    }


def report_to_dict(report: StoredReport, paragraphs: Iterable[StoredParagraph]) -> dict[str, Any]:
    """A whole report: its properties, headings, paragraphs and removed pieces, and what is left unread in its file."""
    paragraphs = tuple(paragraphs)
    answers = find_answers(paragraphs)
    return {
        "id": report.id,
        "title": report.title,
        "title_lines": list(report.title_lines),
        "year": report.year,
        "year_estimated": report.year_estimated,
        "year_evidence": evidence_to_dict(report.year_evidence),
        "unit_type": report.unit_type,
        "unit_evidence": evidence_to_dict(report.unit_evidence),
        "genre": report.genre,
        "genre_evidence": evidence_to_dict(report.genre_evidence),
        "plan_year": report.plan_year,
        "file": _first(report.files),
        "files": list(report.files),
        "stale_reason": report.stale_reason,
        "headings": [{"text": h.text, "level": h.level, "before": h.before} for h in report.headings],
        "paragraphs": [
            {
                "id": p.id,
                "ordinal": p.ordinal,
                "sections": list(p.sections),
                "section_confidence": p.section_confidence,
                "headings_above": list(p.headings_above),
                "heading_path": list(p.heading_path),
                "run_in": list(p.run_in) if p.run_in else None,
                "points": _pairs(p.points),
                "placeholders": _pairs(p.placeholders),
                "answered_by": [_answer(a, a.problem, a.answer) for a in answers if a.problem.ordinal == p.ordinal],
                "answers": [_answer(a, a.answer, a.problem) for a in answers if a.answer.ordinal == p.ordinal],
                "text": p.text,
            }
            for p in paragraphs
        ],
        "removed": [
            {"text": piece.text, "reason": piece.reason, "inline": piece.inline} for piece in report.removed
        ],
        "unread": unread_to_list(report.unread),
    }


def _answer(answer: Answer, here: Part, there: Part) -> dict[str, Any]:
    """From one side of an answer to the other; spans are those of points, or the whole paragraph."""
    return {
        "span": [here.start, here.end],
        "paragraph": there.ordinal,
        "section": there.section,
        "its_span": [there.start, there.end],
        "by": answer.by,
    }


def unread_to_list(unread: Iterable[Unread]) -> list[dict[str, Any]]:
    """What is left unread in a file; ``label`` is how it is shown."""
    return [{"kind": u.kind, "count": u.count, "detail": u.detail, "label": u.label} for u in unread]


def paragraph_to_dict(paragraph: StoredParagraph) -> dict[str, Any]:
    """One paragraph with its source."""
    return {
        "id": paragraph.id,
        "ordinal": paragraph.ordinal,
        "text": paragraph.text,
        "headings_above": list(paragraph.headings_above),
        "heading_path": list(paragraph.heading_path),
        "run_in": list(paragraph.run_in) if paragraph.run_in else None,
        "points": _pairs(paragraph.points),
        "placeholders": _pairs(paragraph.placeholders),
        "sections": list(paragraph.sections),
        "section_confidence": paragraph.section_confidence,
        "unit_type": paragraph.unit_type,
        "year": paragraph.year,
        "plan_year": paragraph.plan_year,
        "genre": paragraph.genre,
        "title": paragraph.title,
        "report_id": paragraph.report_id,
        "file": _first(paragraph.files),
        "files": list(paragraph.files),
    }


def evidence_to_dict(evidence: Evidence | None) -> dict[str, Any] | None:
    """The words that decided and their place; ``paragraph`` is an ordinal or ``None``."""
    if evidence is None:
        return None
    return {"words": evidence.words, "place": evidence.place, "paragraph": evidence.paragraph}


def _facet_value_to_dict(value: FacetValue) -> dict[str, Any]:
    return {
        "value": value.value,
        "label": value.label,
        "count": value.count,
        "selected": value.selected,
        "group": value.group,
    }


def _excluded(query: Query) -> list[Term]:
    match query:
        case Not(part):
            return terms_of(part)
        case And(parts) | Or(parts) | AtLeast(_, parts):
            return [term for part in parts for term in _excluded(part)]
        case _:
            return []


def _pairs(spans: Iterable[tuple[int, int]]) -> list[list[int]]:
    return [[start, end] for start, end in spans]


def _first(files: Sequence[str]) -> str | None:
    return files[0] if files else None


def parsed_to_dict(
    file: str, report: Report, unread: Iterable[Unread] = (), notes: Iterable[str] = ()
) -> dict[str, Any]:
    """How one report of a file was understood, without an index. ``removed`` are whole lines
    that belong to no report, ``removed_inline`` pieces cut out of lines that stay; ``unread`` is what
    is left unread in the file, ``notes`` say how it was read."""
    return {
        "file": file,
        "notes": list(notes),
        "index_in_file": report.index_in_file,
        "title": report.title,
        "year": report.year,
        "year_estimated": report.year_estimated,
        "year_evidence": evidence_to_dict(report.year_evidence),
        "plan_year": report.plan_year,
        "genre": report.genre,
        "genre_evidence": evidence_to_dict(report.genre_evidence),
        "unit_type": report.unit_type,
        "unit_evidence": evidence_to_dict(report.unit_evidence),
        "paragraphs": [
            {
                "ordinal": p.ordinal,
                "sections": list(p.sections),
                "section_confidence": p.section_confidence,
                "headings_above": list(p.headings_above),
                "heading_path": list(p.heading_path),
                "points": _pairs(p.points),
                "placeholders": _pairs(p.placeholders),
                "text": p.text,
            }
            for p in report.paragraphs
        ],
        "removed": [piece.text for piece in report.removed if not piece.inline],
        "removed_inline": [piece.text for piece in report.removed if piece.inline],
        "unread": unread_to_list(unread),
        "title_lines": list(report.title_lines),
    }
