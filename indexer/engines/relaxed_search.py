"""What is answered when no paragraph holds all that was asked for: those that hold the most of it."""

from __future__ import annotations

from dataclasses import replace

from indexer.engines import Engine
from indexer.model.reports import ResultPage
from indexer.querying.tree import (
    And,
    AtLeast,
    FieldTerm,
    FilterClause,
    Not,
    Phrase,
    Query,
    SearchRequest,
    Word,
)


def answer(engine: Engine, request: SearchRequest) -> ResultPage:
    """The answer to ``request``; where nothing holds all of its two or more words and other positive parts, what
    holds as many of them as any paragraph does (``relaxed``, and a notice says so). What is excluded, typed filters
    and words of titles, headings and paths stay required."""
    page = engine.search(request)
    asked, required = _parts(request.query)
    if page.total or len(asked) < 2:
        return page
    found: tuple[int, ResultPage] | None = None
    low, high = 1, len(asked) - 1
    while low <= high:
        least = (low + high) // 2
        weaker = And((AtLeast(least, asked), *required))
        tried = engine.search(replace(request, query=weaker))
        if tried.total:
            found, low = (least, tried), least + 1
        else:
            high = least - 1
    if found is None:
        return page
    least, best = found
    return replace(
        best,
        title_hits=page.title_hits or best.title_hits,
        notices=(*best.notices, _notice(asked, least)),
        took_ms=page.took_ms + best.took_ms,
        relaxed=True,
    )


def _parts(query: Query) -> tuple[tuple[Query, ...], tuple[Query, ...]]:
    """The parts of which some may be missing, and those that stay required."""
    parts = query.parts if isinstance(query, And) else ()
    required = tuple(part for part in parts if isinstance(part, Not | FilterClause | FieldTerm))
    return tuple(part for part in parts if part not in required), required


def _notice(asked: tuple[Query, ...], least: int) -> str:
    measure = "个词" if all(isinstance(part, Word | Phrase) for part in asked) else "个部分"
    return f"没有同时包含全部 {len(asked)} {measure}的段落，以下包含其中至少 {least} 个"
