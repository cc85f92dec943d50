"""The documented JSON shapes of headings, like paragraphs and suggestions: one for the web API and the CLI.

The order of the keys is part of the shape. Unknown years are ``None``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from indexer.language.headings import form_of
from indexer.model.reports import Hit, StoredParagraph
from indexer.model.results import HeadingHit, HeadingPage, HeadingSet
from indexer.output.json_search import filters_to_dict, hit_to_dict, paragraph_to_dict
from indexer.querying.filters import Filters
from indexer.querying.heading_request import HeadingRequest
from indexer.suggest.completion import Suggestion
from indexer.suggest.suggester import Suggestions


def headings_to_dict(request: HeadingRequest, page: HeadingPage) -> dict[str, Any]:
    """Answered headings. ``total`` counts different headings."""
    return {
        "query": {
            "q": request.q,
            **filters_to_dict(request.filters),
            "shortest": request.shortest,
            "longest": request.longest,
            "clauses": request.clauses,
            "form": form_of(request.form),
            "parallel": request.parallel,
            "members": request.members,
            "first_word": request.first_word,
            "order": request.order,
            "page": request.page,
            "size": request.size,
        },
        "understood_as": page.understood_as,
        "total": page.total,
        "took_ms": round(page.took_ms, 3),
        "page": page.page,
        "pages": page.pages,
        "size": page.size,
        "notices": list(page.notices),
        "headings": [heading_to_dict(hit) for hit in page.hits],
    }


def heading_to_dict(hit: HeadingHit) -> dict[str, Any]:
    """One heading without its number; ``example`` is the id of a paragraph under it."""
    return {
        "text": hit.text,
        "paragraphs": hit.paragraphs,
        "reports": hit.reports,
        "characters": len(hit.text),
        "clauses": hit.clauses,
        "sections": list(hit.sections),
        "unit_types": list(hit.unit_types),
        "first_year": hit.first_year,
        "last_year": hit.last_year,
        "example": hit.example,
        "form": form_of(hit.lengths),
        "stock": hit.stock,
        "set": None if hit.siblings is None else _set_to_dict(hit.siblings),
    }


def _set_to_dict(found: HeadingSet) -> dict[str, Any]:
    """The headings beside one in its report; ``id`` of each is that of the first paragraph under it."""
    return {
        "report_id": found.report_id,
        "parallel": bool(found.parallel),
        "form": form_of(found.parallel.lengths),
        "but_one": found.parallel.but_one,
        "first_word": found.parallel.first_word,
        "members": [{"text": m.text, "whole": m.whole, "id": m.paragraph_id} for m in found.members],
    }


def similar_to_dict(
    text: str, paragraph_id: str | None, filters: Filters, size: int, hits: Iterable[Hit], took_ms: float
) -> dict[str, Any]:
    """Paragraphs like ``text``, or like the paragraph with this id; ``score`` of a hit is 0 to 1."""
    return {
        "query": {"id": paragraph_id, "text": text, **filters_to_dict(filters), "size": size},
        "took_ms": round(took_ms, 3),
        "hits": [hit_to_dict(hit) for hit in hits],
    }


def near_to_dict(paragraph_id: str, paragraphs: Iterable[StoredParagraph]) -> dict[str, Any]:
    """The paragraphs that nearly repeat one, the newest first."""
    shown = [paragraph_to_dict(paragraph) for paragraph in paragraphs]
    return {"id": paragraph_id, "total": len(shown), "paragraphs": shown}


def suggestions_to_dict(typed: str, found: Suggestions) -> dict[str, Any]:
    """What was suggested. ``count`` is how many paragraphs a search for ``text`` finds; ``ready`` is false while
    the vocabulary is still being made."""
    return {
        "q": typed,
        "ready": found.ready,
        "completions": [_suggestion(suggestion) for suggestion in found.completions],
        "did_you_mean": None if found.meant is None else _suggestion(found.meant),
    }


def _suggestion(suggestion: Suggestion) -> dict[str, Any]:
    return {"text": suggestion.text, "count": suggestion.count, "kind": suggestion.kind, "how": suggestion.how}
