"""Headings as results, and the archive's own words and headings.

What a question says of a heading's own text is decided here, once for each different heading; what it says of the
reports and sections that stand under it is left to the cluster.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from indexer.engines.headings import clauses, vocabulary_of
from indexer.engines.opensearch import encoding
from indexer.engines.opensearch.documents import paragraph_from
from indexer.engines.opensearch.generation import Generation
from indexer.engines.opensearch.queries import Dsl, every
from indexer.engines.opensearch.resolving import resolved
from indexer.engines.opensearch.schema import facet_field
from indexer.language.normalize import search_key
from indexer.model.reports import SECTIONS, UNIT_TYPES
from indexer.model.results import HeadingHit, HeadingPage, Vocabulary
from indexer.querying.heading_request import HeadingRequest
from indexer.querying.matching import SearchFields, matches
from indexer.querying.syntax import parse_query
from indexer.querying.tree import EVERYTHING, And, AtLeast, FieldTerm, FilterClause, Not, Or, Query

#: Headings asked for by name at once; where more answer, all are counted.
_NAMED = 10_000

_NOTHING: Query = Or(())


@dataclass(frozen=True, slots=True)
class _Counts:
    """A heading with the paragraphs and reports it stands in; ``among`` finds these paragraphs (with others)."""

    text: str
    paragraphs: int
    reports: int
    among: Dsl


_ORDERS: Mapping[str, Callable[[_Counts], tuple[int | str, ...]]] = {
    "count": lambda one: (-one.reports, -one.paragraphs, len(one.text), one.text),
    "short": lambda one: (len(one.text), -one.paragraphs, one.text),
    "long": lambda one: (-len(one.text), -one.paragraphs, one.text),
}


def heading_page(now: Generation, request: HeadingRequest) -> HeadingPage:
    """See ``Engine.headings``."""
    parsed = parse_query(request.q)
    left: dict[Query, list[str]] = {}
    for text in all_headings(now):
        if _is_of_form(text, request):
            rest = _without_heading(parsed.tree, text)
            if rest != _NOTHING:
                left.setdefault(rest, []).append(text)
    found = [one for rest, texts in left.items() for one in _found(now, request, rest, texts)]
    found.sort(key=_ORDERS[request.order])
    first = (request.page - 1) * request.size
    return HeadingPage(
        total=len(found),
        page=request.page,
        pages=ceil(len(found) / request.size),
        size=request.size,
        hits=_hits(now, found[first : first + request.size]),
        understood_as=parsed.understood_as,
        notices=parsed.notices,
    )


def _found(now: Generation, request: HeadingRequest, rest: Query, texts: Sequence[str]) -> list[_Counts]:
    """Those of some headings that stand over paragraphs which answer the rest of the question."""
    among = every([resolved(now, rest), now.selected(request.filters)])
    if rest != EVERYTHING or any(request.filters.values(name) for name in request.filters):
        return _counted(now, among, texts)
    # Where nothing is selected there are many headings, and everybody sees them first: their counts are kept.
    counts = now.remembered(("headings counted", request.filters), lambda: _counted(now, among, list(all_headings(now))))
    wanted = frozenset(texts)
    return [one for one in counts if one.text in wanted]


def all_headings(now: Generation) -> Mapping[str, int]:
    """All headings of paragraphs, with the number of paragraphs under each."""
    return now.remembered("headings", lambda: _all_values(now, "bare"))


def vocabulary(now: Generation) -> Vocabulary:
    """See ``Engine.vocabulary``."""
    return now.remembered("vocabulary", lambda: vocabulary_of(_all_values(now, "lexis"), all_headings(now)))


def _all_values(now: Generation, field: str) -> Mapping[str, int]:
    buckets = now.client.buckets(now.index, {"match_all": {}}, [{"value": {"terms": {"field": field}}}])
    return {encoding.restored(bucket["key"]["value"]): int(bucket["doc_count"]) for bucket in buckets}


def _is_of_form(text: str, request: HeadingRequest) -> bool:
    return (
        len(text) >= request.shortest
        and (not request.longest or len(text) <= request.longest)
        and (not request.clauses or clauses(text) == request.clauses)
    )


def _without_heading(query: Query, text: str) -> Query:
    """What a question still asks of paragraphs once a heading's own text is known; ``EVERYTHING`` or ``_NOTHING`` where
    that has decided."""
    match query:
        case And(parts):
            return _joined([_without_heading(part, text) for part in parts], len(parts))
        case Or(parts):
            return _joined([_without_heading(part, text) for part in parts], 1)
        case AtLeast(least, parts):
            return _joined([_without_heading(part, text) for part in parts], least)
        case Not(part):
            inner = _without_heading(part, text)
            return {EVERYTHING: _NOTHING, _NOTHING: EVERYTHING}.get(inner, Not(inner))
        case FilterClause() | FieldTerm("title" | "file"):
            return query
        case _:
            key = search_key(text)
            return EVERYTHING if matches(query, SearchFields(key, text, headings=(key,))) else _NOTHING


def _joined(parts: Sequence[Query], least: int) -> Query:
    """At least so many of the parts, those left out that are decided."""
    open_ = tuple(part for part in parts if part not in (EVERYTHING, _NOTHING))
    missing = least - sum(part == EVERYTHING for part in parts)
    if missing <= 0:
        return EVERYTHING
    return AtLeast(missing, open_) if missing <= len(open_) else _NOTHING


def _counted(now: Generation, among: Dsl, texts: Sequence[str]) -> list[_Counts]:
    """Those of some headings that stand over the paragraphs that ``among`` finds."""
    names = list(map(encoding.storable, texts))
    wanted = frozenset(texts)
    query = every([among, {"terms": {"bare": names}}]) if len(names) <= _NAMED else among
    sources: list[Mapping[str, Any]] = [{one: {"terms": {"field": one}}} for one in ("bare", "report")]
    paragraphs: Counter[str] = Counter()
    reports: Counter[str] = Counter()
    for bucket in now.client.buckets(now.index, query, sources):
        text = encoding.restored(bucket["key"]["bare"])
        if text in wanted:
            paragraphs[text] += int(bucket["doc_count"])
            reports[text] += 1
    return [_Counts(text, count, reports[text], among) for text, count in paragraphs.items()]


def _hits(now: Generation, shown: Sequence[_Counts]) -> tuple[HeadingHit, ...]:
    bodies: list[Dsl] = [
        {
            "query": every([one.among, {"term": {"bare": encoding.storable(one.text)}}]),
            "size": 1,
            "track_total_hits": False,
            "sort": [{"year": {"order": "desc", "missing": "_last"}}, "report", "ordinal"],
            "aggs": {
                "sections": {"terms": {"field": facet_field("section"), "size": 100}},
                "units": {"terms": {"field": facet_field("unit"), "size": 100}},
                "first": {"min": {"field": "year"}},
                "last": {"max": {"field": "year"}},
            },
        }
        for one in shown
    ]
    answers = now.client.searches(now.index, bodies) if bodies else []
    return tuple(_hit(one, answer) for one, answer in zip(shown, answers, strict=True))


def _hit(one: _Counts, answer: Dsl) -> HeadingHit:
    told = answer["aggregations"]
    sections, units = ({bucket["key"] for bucket in told[name]["buckets"]} for name in ("sections", "units"))
    first, last = told["first"]["value"], told["last"]["value"]
    return HeadingHit(
        text=one.text,
        paragraphs=one.paragraphs,
        reports=one.reports,
        clauses=clauses(one.text),
        example=paragraph_from(answer["hits"]["hits"][0]["_source"]["body"]).id,
        sections=tuple(key for key in SECTIONS if key in sections),
        unit_types=tuple(unit for unit in UNIT_TYPES if unit in units),
        first_year=None if first is None else int(first),
        last_year=None if last is None else int(last),
    )
