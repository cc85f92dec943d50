"""Every occurrence of a question's terms. Of words and phrases the cluster tells what stands beside them, and only the
paragraphs of the lines that are shown are fetched; of other terms it finds the paragraphs, and where they stand is worked out
here, from the texts. Where there are too many paragraphs, the first are taken, and a notice says so; what can be counted by the
cluster is counted there for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import ceil

from indexer.engines.concordance import (
    BESIDE,
    CONTEXT,
    Cell,
    CellCounts,
    build_trend,
    kwic_line,
    neighbours,
    strict_places,
)
from indexer.engines.opensearch.contexts import IN_PLACE, contexts, counted_contexts
from indexer.engines.opensearch.documents import paragraph_from, texts_from, texts_of
from indexer.engines.opensearch.generation import Generation
from indexer.engines.opensearch.lookups import paragraphs_by_id
from indexer.engines.opensearch.queries import Dsl, every, phrase, some
from indexer.engines.opensearch.resolving import resolved
from indexer.engines.opensearch.schema import facet_field
from indexer.language.normalize import BARRIER, KeyMap, search_key
from indexer.model.orders import ConcordanceOrder
from indexer.model.reports import UNKNOWN, Span, StoredParagraph
from indexer.model.results import Concordance, KwicLine, Trend
from indexer.querying.concordance_request import searched_terms
from indexer.querying.matching import occurrences
from indexer.querying.tree import ExactPhrase, Phrase, SearchRequest, Term, Word

#: So many paragraphs are looked at for one answer.
MOST_READ = 20_000
#: Up to so many lines, the paragraphs of all that stand before those of a page are fetched with them.
_FETCHED = 200


@dataclass(frozen=True, slots=True)
class _Occurrence:
    """The occurrence ``number`` of a paragraph. ``before`` is the key from it back to where its sentence begins, nearest
    character first, ``after`` that on to where it ends, both as far as they count."""

    identity: str
    number: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an occurrence stands: in the key of a field of its paragraph, whose text is ``text``."""

    field: int
    text: str
    key: str
    found: Span

    @property
    def before(self) -> str:
        """See ``_Occurrence``."""
        start = self.found[0]
        return self.key[max(start - CONTEXT, 0) : start].rpartition(BARRIER)[2][::-1]

    @property
    def after(self) -> str:
        """See ``_Occurrence``."""
        end = self.found[1]
        return self.key[end : end + CONTEXT].partition(BARRIER)[0]


@dataclass(frozen=True, slots=True)
class _Found:
    """Of the paragraphs that were looked at: occurrences, paragraphs with some, what stands before them (nearest character first)
    and after them with how often, and the lines of a page; and whether there are more."""

    occurrences: int
    paragraphs: int
    before: Counter[str]
    after: Counter[str]
    lines: tuple[KwicLine, ...]
    has_more: bool


def concordance(
    now: Generation, request: SearchRequest, order: ConcordanceOrder, width: int, is_word: Callable[[str], bool]
) -> Concordance:
    """See ``Engine.concordance``; ``is_word`` says whether the dictionary has a word."""
    terms = searched_terms(request.query)
    query = _holding(now, request, terms)
    keys = _plain_keys(terms)
    if keys is not None and order == "place" and request.page * request.size <= _FETCHED:
        found = _counted(now, request, query, terms, keys, width)
    else:
        found = _listed(now, request, query, terms, keys, order, width)
    total, paragraphs, notices = found.occurrences, found.paragraphs, request.notices
    if found.has_more:
        whole = _all_counts(now, query, keys)
        total, paragraphs = whole if whole is not None else (total, paragraphs)
        notices = (*notices, _notice(whole is not None))
    return Concordance(
        total=total,
        paragraph_total=paragraphs,
        page=request.page,
        pages=ceil(found.occurrences / request.size),
        size=request.size,
        lines=found.lines,
        before=neighbours(found.before, is_word, backwards=True),
        after=neighbours(found.after, is_word),
        understood_as=request.understood_as,
        notices=notices,
    )


def _listed(
    now: Generation,
    request: SearchRequest,
    query: Dsl,
    terms: Sequence[Term],
    keys: Sequence[str] | None,
    order: ConcordanceOrder,
    width: int,
) -> _Found:
    """From a list of all occurrences, in any order."""
    if keys is None:
        found, has_more = _read(now, query, terms)
    else:
        found, has_more = _told(now, query, terms, keys, CONTEXT if order != "place" else BESIDE)
    if order != "place":
        found.sort(key=lambda one: one.before if order == "left" else one.after)
    first = (request.page - 1) * request.size
    return _Found(
        occurrences=len(found),
        paragraphs=len({one.identity for one in found}),
        before=Counter(one.before[:BESIDE] for one in found if one.before),
        after=Counter(one.after[:BESIDE] for one in found if one.after),
        lines=_lines(now, found[first : first + request.size], terms, width),
        has_more=has_more,
    )


def _counted(
    now: Generation, request: SearchRequest, query: Dsl, terms: Sequence[Term], keys: Sequence[str], width: int
) -> _Found:
    """In order of place: the cluster counts what stands beside all occurrences, and the first paragraphs hold the lines."""
    last = request.page * request.size
    told, hits, has_more = counted_contexts(now, query, keys, BESIDE, MOST_READ, last)
    before = Counter({text[::-1]: times for text, times in told.before.items()})
    after, occurrences, paragraphs = told.after, told.occurrences, told.paragraphs
    for identity, paragraph in paragraphs_by_id(now, told.unread).items():
        own = list(_occurrences(identity, texts_of(paragraph), terms))
        before.update(one.before[:BESIDE] for one in own)
        after.update(one.after[:BESIDE] for one in own)
        occurrences, paragraphs = occurrences + len(own), paragraphs + bool(own)
    del before[""], after[""]
    read = (paragraph_from(hit["_source"]["body"]) for hit in hits)
    places = ((paragraph, place) for paragraph in read for place in _places(texts_of(paragraph), terms))
    shown = islice(places, last - request.size, last)
    lines = tuple(_line(paragraph, place, terms, width) for paragraph, place in shown)
    return _Found(occurrences, paragraphs, before, after, lines, has_more)


def _notice(counted: bool) -> str:
    if counted:
        return f"段落太多：各行和前后用字只取前 {MOST_READ} 段（新的在前），总数是全部的"
    return f"段落太多：各行、前后用字和总数都只算前 {MOST_READ} 段（新的在前），请加词或筛选"


def _lines(now: Generation, shown: Sequence[_Occurrence], terms: Sequence[Term], width: int) -> tuple[KwicLine, ...]:
    identities = list(dict.fromkeys(one.identity for one in shown))
    paragraphs = paragraphs_by_id(now, identities)
    places = {one: list(_places(texts_of(paragraphs[one]), terms)) for one in identities}
    lines = []
    for one in shown:
        place = places[one.identity][one.number]
        lines.append(_line(paragraphs[one.identity], place, terms, width))
    return tuple(lines)


def _line(paragraph: StoredParagraph, place: _Place, terms: Sequence[Term], width: int) -> KwicLine:
    return kwic_line(paragraph, place.field, KeyMap(place.text), place.found, terms, width)


# --- where they are ----------------------------------------------------------------------------


def _told(
    now: Generation, query: Dsl, terms: Sequence[Term], keys: Sequence[str], size: int
) -> tuple[list[_Occurrence], bool]:
    """The occurrences of words and phrases, as the cluster finds them; and whether there are more."""
    told, has_more = contexts(now, query, keys, size, MOST_READ)
    unread = paragraphs_by_id(now, [one.identity for one in told if one.contexts is None])
    found: list[_Occurrence] = []
    for one in told:
        if one.contexts is None:
            found += _occurrences(one.identity, texts_of(unread[one.identity]), terms)
        else:
            found += [
                _Occurrence(one.identity, number, before[::-1], after) for number, (before, after) in enumerate(one.contexts)
            ]
    return found, has_more


def _read(now: Generation, query: Dsl, terms: Sequence[Term]) -> tuple[list[_Occurrence], bool]:
    """The occurrences of any terms, found by reading the paragraphs; and whether there are more."""
    found: list[_Occurrence] = []
    for row, hit in enumerate(now.client.scan(now.index, query, sort=IN_PLACE)):
        if row == MOST_READ:
            return found, True
        found += _occurrences(hit["_id"], texts_from(hit["_source"]["body"]), terms)
    return found, False


def _occurrences(identity: str, texts: Sequence[str], terms: Sequence[Term]) -> Iterator[_Occurrence]:
    for number, place in enumerate(_places(texts, terms)):
        yield _Occurrence(identity, number, place.before, place.after)


def _places(texts: Sequence[str], terms: Sequence[Term]) -> Iterator[_Place]:
    """In order of place, each once."""
    for field, text in enumerate(texts):
        key = search_key(text)
        for found in sorted({span for term in terms for span in _spans(term, text, key)}):
            yield _Place(field, text, key, found)


def _holding(now: Generation, request: SearchRequest, terms: Sequence[Term]) -> Dsl:
    """The paragraphs that answer and hold any of the terms' keys."""
    keys = dict.fromkeys(key for term in terms for key in ((term.key,) if isinstance(term, Word | Phrase) else ()))
    held = some([phrase(key) for key in keys]) if len(keys) == len(terms) else {"match_all": {}}
    return every([resolved(now, request.query), now.selected(request.filters), held])


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


def _all_counts(now: Generation, query: Dsl, keys: Sequence[str] | None) -> tuple[int, int] | None:
    """Occurrences of keys and paragraphs of all that answers; ``None`` where the cluster cannot count them."""
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
    counts = {
        _cell(bucket): CellCounts(all_paragraphs=int(bucket["doc_count"]))
        for bucket in now.remembered(("cells", request.filters), lambda: _all_cells(now, request))
    }
    if keys is not None:
        _count_cells(now, query, keys, counts)
        return build_trend(request, counts)
    for hit in now.client.scan(now.index, query):
        paragraph = paragraph_from(hit["_source"]["body"])
        found = sum(1 for _ in _places(texts_of(paragraph), terms))
        if found:
            cell = paragraph.year, paragraph.unit_type
            counts[cell] = counts[cell] + CellCounts(found, 1)
    return build_trend(request, counts)


def _all_cells(now: Generation, request: SearchRequest) -> list[Dsl]:
    return list(now.client.buckets(now.index, now.selected(request.filters), _BY_CELL))


def _count_cells(now: Generation, query: Dsl, keys: Sequence[str], counts: dict[Cell, CellCounts]) -> None:
    """Adds paragraphs and occurrences to ``counts``. Of a single key these are the same paragraphs."""
    asked: list[tuple[Dsl, Dsl | None]] = [(_counting(query, key), _SUM) for key in keys]
    asked += [(query, None)] * (len(keys) != 1)
    lists = now.client.bucket_lists(now.index, _BY_CELL, asked)
    for bucket in lists[-1]:
        counts[_cell(bucket)] = counts[_cell(bucket)] + CellCounts(paragraphs=int(bucket["doc_count"]))
    for key, buckets in zip(keys, lists, strict=False):
        for bucket in buckets:
            counts[_cell(bucket)] = counts[_cell(bucket)] + CellCounts(round(bucket["n"]["value"] / _times(key)))


#: Year and unit type.
_BY_CELL = [{name: {"terms": {"field": facet_field(name)}}} for name in ("year", "unit")]


def _cell(bucket: Dsl) -> Cell:
    year, unit = bucket["key"]["year"], bucket["key"]["unit"]
    return None if year == UNKNOWN else int(year), None if unit == UNKNOWN else unit
