"""Answers in columns: each value of a facet beside the others, so that several kinds of units can be compared.

Above every engine: how many paragraphs each value has stands in the facet, and each column is a question of its own with
this value selected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import ceil

from indexer.engines import Engine
from indexer.engines.near_duplicates import are_near_duplicates, grams, masked_key
from indexer.language.normalize import search_key
from indexer.model.reports import UNKNOWN, Hit, ResultPage
from indexer.model.results import Column, SideBySide
from indexer.querying.facets import FACETS
from indexer.querying.tree import SearchRequest

#: So many columns are on a page.
COLUMNS_ON_A_PAGE = 5

#: For each paragraph shown so many are looked at, as some come from one report or nearly repeat each other.
_LOOKED_AT = 4

#: A value of the facet: what a filter takes, its label, how many paragraphs it has.
Value = tuple[str, str, int]


def side_by_side(engine: Engine, request: SearchRequest, whole: ResultPage, answered: SearchRequest | None) -> SideBySide:
    """The columns of ``whole``, by the facet that ``request`` groups by. ``answered`` is the question that ``whole`` answers;
    ``None`` where its hits are all there is."""
    values = values_with_answers(request.group, whole)
    first = (request.page - 1) * COLUMNS_ON_A_PAGE
    shown = values[first : first + COLUMNS_ON_A_PAGE]
    if answered is None:
        columns = [_among(request, whole.hits, value) for value in shown]
        took_ms = 0.0
    else:
        pages = [engine.search(_of_column(answered, request, value)) for value, _, _ in shown]
        columns = [_column(value, page, request.size) for value, page in zip(shown, pages, strict=True)]
        took_ms = sum(page.took_ms for page in pages)
    return SideBySide(
        whole=whole,
        values=values,
        columns=tuple(columns),
        page=request.page,
        pages=ceil(len(values) / COLUMNS_ON_A_PAGE),
        size=request.size,
        took_ms=whole.took_ms + took_ms,
    )


def values_with_answers(group: str, whole: ResultPage) -> tuple[Value, ...]:
    """The values of the facet ``group`` that have answers and, where some are selected, are selected: those of the most
    paragraphs first, the unknown last."""
    if whole.step == "similar":
        return _by_count(_values_of_hits(group, whole.hits))
    of_facet = next((facet.values for facet in whole.facets if facet.field == group), ())
    chosen = [value for value in of_facet if value.selected] or of_facet
    return _by_count((value.value, value.label, value.count) for value in chosen if value.count)


def in_columns(group: str, whole: ResultPage) -> ResultPage:
    """The same page with its hits column after column; inside one they keep their order."""
    places = {value: place for place, (value, _, _) in enumerate(values_with_answers(group, whole))}
    hits = sorted(whole.hits, key=lambda hit: places.get(_value_of(group, hit), len(places)))
    return replace(whole, hits=tuple(hits))


def unlike(hits: Iterable[Hit], most: int) -> tuple[Hit, ...]:
    """The first ``most`` hits of different reports that do not nearly repeat one before them."""
    kept: list[Hit] = []
    reports: set[str] = set()
    keys: list[str] = []
    for hit in hits:
        if len(kept) == most:
            break
        key = masked_key(search_key(hit.paragraph.text))
        if hit.paragraph.report_id in reports or any(_says_the_same(key, other) for other in keys):
            continue
        kept.append(hit)
        reports.add(hit.paragraph.report_id)
        keys.append(key)
    return tuple(kept)


def _says_the_same(one: str, other: str) -> bool:
    """Whether two masked keys are equal or near; those of a few figures only say nothing about each other."""
    own, others = grams(one), grams(other)
    return one == other or bool(own and others and are_near_duplicates(own, others))


def _by_count(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(sorted(values, key=lambda value: (value[0] == UNKNOWN, -value[2])))


def _of_column(answered: SearchRequest, request: SearchRequest, value: str) -> SearchRequest:
    """The question for one column: as many of its best paragraphs as are looked at, one a report where an engine can."""
    filters = answered.filters.with_only(request.group, value)
    return replace(answered, filters=filters, page=1, size=request.size * _LOOKED_AT, fold=False, per_report=True)


def _column(value: Value, page: ResultPage, size: int) -> Column:
    return Column(value[0], value[1], page.total, page.report_total, unlike(page.hits, size))


def _among(request: SearchRequest, hits: Sequence[Hit], value: Value) -> Column:
    own = [hit for hit in hits if _value_of(request.group, hit) == value[0]]
    reports = {hit.paragraph.report_id for hit in own}
    return Column(value[0], value[1], len(own), len(reports), unlike(own, request.size))


def _values_of_hits(group: str, hits: Iterable[Hit]) -> list[Value]:
    counts = Counter(_value_of(group, hit) for hit in hits)
    return [(value, FACETS[group].label_of(value), count) for value, count in counts.items()]


def _value_of(group: str, hit: Hit) -> str:
    """What a hit has in a facet of which everything has one value."""
    return FACETS[group].values_of(hit.paragraph)[0]
