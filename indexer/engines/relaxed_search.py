"""Asking for less than all: the paragraphs that hold the most of several parts."""

from __future__ import annotations

from dataclasses import replace

from indexer.engines import Engine
from indexer.model.reports import ResultPage
from indexer.querying.tree import And, AtLeast, FieldTerm, FilterClause, Not, Query, SearchRequest, Unshared

#: So many paragraphs are enough; with fewer, those that hold one part less are shown too.
ENOUGH = 10


def required_and_optional(query: Query) -> tuple[tuple[Query, ...], tuple[Query, ...]]:
    """The parts of a question of which some may be missing, and those that stay required: exclusions, typed filters,
    words of titles, headings and paths."""
    parts = query.parts if isinstance(query, And) else ()
    required = tuple(part for part in parts if isinstance(part, Not | FilterClause | FieldTerm | Unshared))
    return tuple(part for part in parts if part not in required), required


def at_least(
    engine: Engine, request: SearchRequest, parts: tuple[Query, ...], required: tuple[Query, ...]
) -> tuple[int, ResultPage, SearchRequest]:
    """The paragraphs that hold as many of ``parts`` as any paragraph does, how many these are, and the question that they
    answer; where fewer than ``ENOUGH`` do, down to half of the parts until there are enough. All ``required`` must match.
    Counts the hits of about log2(parts) questions."""

    def asking(least: int) -> SearchRequest:
        return replace(request, query=And((AtLeast(least, parts), *required)))

    def total(least: int) -> int:
        return engine.count(asking(least))

    low, high = 1, len(parts) - 1
    best, found = 0, total(high)
    if found:
        best, low = high, high + 1
    while low <= high:
        middle = (low + high) // 2
        tried = total(middle)
        if tried:
            best, found, low = middle, tried, middle + 1
        else:
            high = middle - 1
    while best > 1 and found < ENOUGH and 2 * (best - 1) >= len(parts):
        best -= 1
        found = total(best)
    asked = asking(max(best, 1))
    return best, engine.search(asked), asked
