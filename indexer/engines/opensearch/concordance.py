"""Every occurrence of a question's terms. The cluster finds the paragraphs; where the terms stand in them is worked out
here, from their texts. Where there are too many paragraphs, the first are read, and a notice says so; what can be
counted by the cluster is counted there for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from indexer.engines.concordance import (
    BESIDE,
    CONTEXT,
    Cell,
    CellCounts,
    build_trend,
    kwic_line,
    most_frequent,
    strict_places,
)
from indexer.engines.opensearch.documents import paragraph_from
from indexer.engines.opensearch.generation import Generation
from indexer.engines.opensearch.queries import Dsl, every, phrase, some
from indexer.engines.opensearch.resolving import resolved
from indexer.engines.opensearch.schema import facet_field
from indexer.language.normalize import BARRIER, KeyMap, search_key
from indexer.model.reports import UNKNOWN, Span, StoredParagraph
from indexer.model.results import Concordance, ConcordanceOrder, Trend
from indexer.querying.concordance_request import searched_terms
from indexer.querying.matching import occurrences
from indexer.querying.tree import ExactPhrase, Phrase, SearchRequest, Term, Word

#: So many paragraphs are read for one answer.
MOST_READ = 20_000

#: Fragments last, then the newest report first, then as it stands there.
_IN_PLACE: list[Any] = ["fragment", {"year": {"order": "desc", "missing": "_last"}}, "report", "ordinal"]


@dataclass(frozen=True, slots=True)
class _Occurrence:
    """``found`` is its place in the key of the field ``number`` of its paragraph (``row`` in order of place)."""

    row: int
    paragraph: StoredParagraph
    number: int
    text: str
    key: str
    found: Span

    @property
    def before(self) -> str:
        """The key from it back to where its sentence begins, nearest character first, as far as it counts."""
        start = self.found[0]
        return self.key[max(start - CONTEXT, 0) : start].rpartition(BARRIER)[2][::-1]

    @property
    def after(self) -> str:
        """The key from it on to where its sentence ends, as far as it counts."""
        end = self.found[1]
        return self.key[end : end + CONTEXT].partition(BARRIER)[0]


def concordance(now: Generation, request: SearchRequest, order: ConcordanceOrder, width: int) -> Concordance:
    """See ``Engine.concordance``."""
    terms = searched_terms(request.query)
    query = _holding(now, request, terms)
    found: list[_Occurrence] = []
    paragraphs = 0
    for row, paragraph in enumerate(_read(now, query)):
        own = list(_occurrences(row, paragraph, terms))
        paragraphs += bool(own)
        found += own
    total, notices = len(found), request.notices
    if row_limit_reached(found, paragraphs):
        whole = _all_counts(now, query, terms)
        total, paragraphs = whole if whole is not None else (total, paragraphs)
        notices = (*notices, _notice(whole is not None))
    shown_total = len(found)
    if order != "place":
        found.sort(key=lambda one: one.before if order == "left" else one.after)
    first = (request.page - 1) * request.size
    return Concordance(
        total=total,
        paragraph_total=paragraphs,
        page=request.page,
        pages=ceil(shown_total / request.size),
        size=request.size,
        lines=tuple(
            kwic_line(one.paragraph, one.number, KeyMap(one.text), one.found, terms, width)
            for one in found[first : first + request.size]
        ),
        before=most_frequent(Counter(one.before[:BESIDE][::-1] for one in found if one.before)),
        after=most_frequent(Counter(one.after[:BESIDE] for one in found if one.after)),
        understood_as=request.understood_as,
        notices=notices,
    )


def row_limit_reached(found: Sequence[_Occurrence], paragraphs: int) -> bool:
    """Whether there may be more than was read."""
    return bool(found) and found[-1].row + 1 >= MOST_READ


def _notice(counted: bool) -> str:
    if counted:
        return f"段落太多：各行和前后用字只取前 {MOST_READ} 段（新的在前），总数是全部的"
    return f"段落太多：各行、前后用字和总数都只算前 {MOST_READ} 段（新的在前），请加词或筛选"


def _holding(now: Generation, request: SearchRequest, terms: Sequence[Term]) -> Dsl:
    """The paragraphs that answer and hold any of the terms' keys."""
    keys = dict.fromkeys(key for term in terms for key in ((term.key,) if isinstance(term, Word | Phrase) else ()))
    held = some([phrase(key) for key in keys]) if len(keys) == len(terms) else {"match_all": {}}
    return every([resolved(now, request.query), now.selected(request.filters), held])


def _read(now: Generation, query: Dsl) -> Iterator[StoredParagraph]:
    for row, hit in enumerate(now.client.scan(now.index, query, sort=_IN_PLACE)):
        if row == MOST_READ:
            return
        yield paragraph_from(hit["_source"]["body"])


def _occurrences(row: int, paragraph: StoredParagraph, terms: Sequence[Term]) -> Iterator[_Occurrence]:
    """In order of place, each once."""
    for number, text in enumerate((*paragraph.headings_above, paragraph.text)):
        key = search_key(text)
        for found in sorted({span for term in terms for span in _spans(term, text, key)}):
            yield _Occurrence(row, paragraph, number, text, key, found)


def _spans(term: Term, text: str, key: str) -> Iterator[Span]:
    """From where the first part of each occurrence begins to where the last one ends."""
    if isinstance(term, ExactPhrase):
        if term.text in text:
            yield from (found for found, _ in strict_places(term.text, KeyMap(text)))
    else:
        yield from ((parts[0][0], parts[-1][1]) for parts in occurrences(term, key))


# --- counted by the cluster ------------------------------------------------------------------


def _plain_keys(terms: Sequence[Term]) -> list[str] | None:
    """The keys of terms whose occurrences the cluster can count: words and phrases, each once."""
    if not all(isinstance(term, Word | Phrase) and term.key for term in terms):
        return None
    return list(dict.fromkeys(term.key for term in terms if isinstance(term, Word | Phrase)))


def _counting(found: Dsl, key: str) -> Dsl:
    """``found`` that hold a key, with its count as their score: a phrase scores once for each of its pairs."""
    return {"bool": {"filter": [found], "must": [phrase(key)]}}


def _times(key: str) -> int:
    """How often a key counts in a score: a phrase of n characters is one of n - 1 pairs."""
    return max(len(key) - 1, 1)


def _all_counts(now: Generation, query: Dsl, terms: Sequence[Term]) -> tuple[int, int] | None:
    """Occurrences and paragraphs of all that answers; ``None`` where the cluster cannot count them."""
    keys = _plain_keys(terms)
    if keys is None:
        return None
    bodies: list[Dsl] = [{"query": query, "size": 0, "track_total_hits": True}]
    bodies += [{"query": _counting(query, key), "size": 0, "track_total_hits": False, "aggs": _SUM} for key in keys]
    paragraphs, *sums = now.client.searches(now.index, bodies)
    total = sum(round(one["aggregations"]["n"]["value"] / _times(key)) for one, key in zip(sums, keys, strict=True))
    return total, int(paragraphs["hits"]["total"]["value"])


_SUM: Dsl = {"n": {"sum": {"script": {"source": "_score"}}}}


def trend(now: Generation, request: SearchRequest) -> Trend:
    """See ``Engine.trend``."""
    terms = searched_terms(request.query)
    keys = _plain_keys(terms)
    query = _holding(now, request, terms)
    every_one = _cells(now, now.selected(request.filters))
    counts = {cell: CellCounts(all_paragraphs=int(bucket["doc_count"])) for cell, bucket in every_one}
    if keys is not None:
        for cell, bucket in _cells(now, query):
            counts[cell] = counts[cell] + CellCounts(paragraphs=int(bucket["doc_count"]))
        for key in keys:
            for cell, bucket in _cells(now, _counting(query, key), _SUM):
                counts[cell] = counts[cell] + CellCounts(occurrences=round(bucket["n"]["value"] / _times(key)))
        return build_trend(request, counts)
    for row, hit in enumerate(now.client.scan(now.index, query)):
        paragraph = paragraph_from(hit["_source"]["body"])
        found = sum(1 for _ in _occurrences(row, paragraph, terms))
        if found:
            cell = paragraph.year, paragraph.unit_type
            counts[cell] = counts[cell] + CellCounts(found, 1)
    return build_trend(request, counts)


def _cells(now: Generation, query: Dsl, aggs: Dsl | None = None) -> Iterator[tuple[Cell, Dsl]]:
    """The buckets of a query by year and unit type."""
    sources = [{name: {"terms": {"field": facet_field(name)}}} for name in ("year", "unit")]
    for bucket in now.client.buckets(now.index, query, sources, aggs):
        year, unit = bucket["key"]["year"], bucket["key"]["unit"]
        yield (None if year == UNKNOWN else int(year), None if unit == UNKNOWN else unit), bucket
