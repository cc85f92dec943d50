"""Headings as results, and the archive's own words and headings.

What a question says of a heading's own text is decided here, once for each different heading; what it says of the
reports and sections that stand under it is left to the cluster.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import Any

from indexer.engines.heading_sets import SetMember, set_of, sets_above
from indexer.engines.headings import clauses, is_of_form, vocabulary_of
from indexer.engines.opensearch import encoding
from indexer.engines.opensearch.documents import paragraph_from, path_from
from indexer.engines.opensearch.generation import Generation
from indexer.engines.opensearch.heading_places import HeadingPlace, place_of
from indexer.engines.opensearch.heading_texts import NOTHING, HeadingTexts
from indexer.engines.opensearch.queries import Dsl, every
from indexer.engines.opensearch.resolving import resolved
from indexer.engines.opensearch.schema import facet_field
from indexer.language.headings import clause_lengths, is_stock
from indexer.model.reports import SECTIONS, UNIT_TYPES
from indexer.model.results import HeadingHit, HeadingPage, HeadingSet, Vocabulary
from indexer.querying.heading_request import HeadingRequest
from indexer.querying.syntax import parse_query
from indexer.querying.tree import EVERYTHING, Query

#: Headings asked for by name at once; where more answer, all are counted.
_NAMED = 10_000

#: So many reports' sets of headings are kept.
_REPORTS_KEPT = 2_000

#: What a set of one heading is worth.
_ALONE = 2

#: Asked of all headings found, whenever they are put in order.
_is_stock = lru_cache(maxsize=65_536)(is_stock)


@dataclass(frozen=True, slots=True)
class _Report:
    """A report's sets: the members by paragraph and heading above it, and the ids of its paragraphs."""

    identity: str
    above: Mapping[str, Mapping[str, Sequence[SetMember]]]
    ids: Sequence[str]

    def set_above(self, paragraph: str, heading: str) -> HeadingSet | None:
        """The set of a heading above one of its paragraphs; worked out only where it is shown."""
        members = self.above[paragraph].get(heading, ())
        return set_of(self.identity, members, self.ids)


@dataclass(frozen=True, slots=True)
class _Counts:
    """A heading with the paragraphs and reports it stands in; ``among`` finds these paragraphs (with others), ``places`` are
    the circumstances that it stands in there."""

    text: str
    paragraphs: int
    reports: int
    among: Dsl
    places: tuple[HeadingPlace, ...]

    @property
    def rank(self) -> tuple[bool, bool]:
        """What only says the kind of a division comes last; of equals those of parallel sets first."""
        return _is_stock(self.text), not any(place.parallel for place in self.places)

    @property
    def worth(self) -> int:
        """How much the best set it stands in is worth showing."""
        return min(place.worth for place in self.places)

    def found_by(self, worth: int | None = None) -> Dsl:
        """Finds the paragraphs under it, all of them or those where its set is worth so much."""
        terms = [place.term for place in self.places if worth in (None, place.worth)]
        return every([self.among, {"terms": {"divided": terms}}])


_ORDERS: Mapping[str, Callable[[_Counts, bool, bool], tuple[bool | int | str, ...]]] = {
    "count": lambda one, last, plain: (last, -one.reports, -one.paragraphs, plain, len(one.text), one.text),
    "short": lambda one, last, plain: (last, len(one.text), plain, -one.paragraphs, one.text),
    "long": lambda one, last, plain: (last, -len(one.text), plain, -one.paragraphs, one.text),
}


def heading_page(now: Generation, request: HeadingRequest) -> HeadingPage:
    """See ``Engine.headings``. Kept while somebody goes to and fro between pages."""
    return now.lately(("headings", request), lambda: _page(now, request))


def _page(now: Generation, request: HeadingRequest) -> HeadingPage:
    parsed = parse_query(request.q)
    headings = now.remembered("heading texts", lambda: HeadingTexts(list(all_headings(now))))
    found: list[_Counts] = []
    for rest, texts in headings.rests(parsed.tree).items():
        of_form = [text for text in texts if is_of_form(text, request)]
        if of_form and rest != NOTHING:
            found += _found(now, request, rest, of_form)
    found.sort(key=lambda one: _ORDERS[request.order](one, *one.rank))
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
    """Those of some headings that stand, in sets as they are asked for, over paragraphs which answer the rest of the question."""
    among = every([resolved(now, rest), now.selected(request.filters)])
    of_sets = request.parallel or request.members or request.first_word
    if of_sets or rest != EVERYTHING or any(request.filters.values(name) for name in request.filters):
        return _counted(now, among, texts, request)
    # Where nothing is selected there are many headings, and everybody sees them first: their counts are kept.
    def counted() -> Mapping[str, _Counts]:
        return {one.text: one for one in _counted(now, among, list(all_headings(now)), HeadingRequest())}

    counts = now.remembered(("headings counted", request.filters), counted)
    return [counts[text] for text in texts if text in counts]


def all_headings(now: Generation) -> Mapping[str, int]:
    """All headings of paragraphs, with the number of paragraphs under each."""
    return now.remembered("headings", lambda: _all_values(now, "bare"))


def vocabulary(now: Generation) -> Vocabulary:
    """See ``Engine.vocabulary``."""
    return now.remembered("vocabulary", lambda: vocabulary_of(_all_values(now, "lexis"), all_headings(now)))


def _all_values(now: Generation, field: str) -> Mapping[str, int]:
    buckets = now.client.buckets(now.index, {"match_all": {}}, [{"value": {"terms": {"field": field}}}])
    return {encoding.restored(bucket["key"]["value"]): int(bucket["doc_count"]) for bucket in buckets}


def _counted(now: Generation, among: Dsl, texts: Sequence[str], request: HeadingRequest) -> list[_Counts]:
    """Those of some headings that stand over the paragraphs that ``among`` finds, in sets as ``request`` wants them."""
    names = list(map(encoding.storable, texts))
    wanted = frozenset(texts)
    query = every([among, {"terms": {"bare": names}}]) if len(names) <= _NAMED else among
    sources: list[Mapping[str, Any]] = [{one: {"terms": {"field": one}}} for one in ("divided", "report")]
    paragraphs: Counter[str] = Counter()
    reports: dict[str, set[str]] = {}
    places: dict[str, dict[HeadingPlace, None]] = {}
    for bucket in now.client.buckets(now.index, query, sources):
        place = place_of(bucket["key"]["divided"])
        if place.text in wanted and place.is_asked_for(request):
            paragraphs[place.text] += int(bucket["doc_count"])
            reports.setdefault(place.text, set()).add(bucket["key"]["report"])
            places.setdefault(place.text, {})[place] = None
    return [_Counts(text, count, len(reports[text]), among, tuple(places[text])) for text, count in paragraphs.items()]


_NEWEST: list[Any] = [{"year": {"order": "desc", "missing": "_last"}}, "report", "ordinal"]
_TOLD: Dsl = {
    "sections": {"terms": {"field": facet_field("section"), "size": 100}},
    "units": {"terms": {"field": facet_field("unit"), "size": 100}},
    "first": {"min": {"field": "year"}},
    "last": {"max": {"field": "year"}},
}


def _hits(now: Generation, shown: Sequence[_Counts]) -> tuple[HeadingHit, ...]:
    newest: Dsl = {"size": 1, "track_total_hits": False, "sort": _NEWEST, "_source": "body.p"}
    bodies: list[Dsl] = [{**newest, "query": one.found_by(), "aggs": _TOLD} for one in shown]
    # Where the sets that a heading stands in are not equally worth showing, the newest of the best ones is asked for, too.
    apart = [one for one in shown if one.worth < _ALONE and any(place.worth != one.worth for place in one.places)]
    bodies += [{**newest, "query": one.found_by(one.worth)} for one in apart]
    answers = now.client.searches(now.index, bodies) if bodies else []
    newest_of = [paragraph_from(answer["hits"]["hits"][0]["_source"]["body"]) for answer in answers]
    examples = dict(zip((one.text for one in shown), newest_of, strict=False))
    best = examples | {one.text: place for one, place in zip(apart, newest_of[len(shown) :], strict=True)}
    beside = [one.text for one in shown if one.worth < _ALONE]
    reports = _reports(now, dict.fromkeys(best[text].report_id for text in beside))
    found = {text: reports[best[text].report_id].set_above(best[text].id, text) for text in beside}
    return tuple(
        _hit(one, answer["aggregations"], examples[one.text].id, found.get(one.text))
        for one, answer in zip(shown, answers, strict=False)
    )


def _reports(now: Generation, report_ids: Collection[str]) -> dict[str, _Report]:
    """Some reports with their sets, read once."""
    known: dict[str, _Report] = now.remembered("sets of reports", dict)
    found = {report: known[report] for report in report_ids if report in known}
    missing = [report for report in report_ids if report not in found]
    paths: dict[str, list[tuple[str, Sequence[str]]]] = {report: [] for report in missing}
    if missing:
        query = {"terms": {"report": list(map(encoding.storable, missing))}}
        for hit in now.client.scan(now.index, query, source="body.p"):
            report, place, path = path_from(hit["_source"]["body"])
            paths[report].append((place, path))
    read = {report: _report(report, own) for report, own in paths.items()}
    if len(known) + len(read) > _REPORTS_KEPT:
        known.clear()
    known.update(read)
    return found | read


def _report(identity: str, paragraphs: Sequence[tuple[str, Sequence[str]]]) -> _Report:
    ids = [one for one, _ in paragraphs]
    return _Report(identity, dict(zip(ids, sets_above([path for _, path in paragraphs]), strict=True)), ids)


def _hit(one: _Counts, told: Dsl, example: str, found: HeadingSet | None) -> HeadingHit:
    sections, units = ({bucket["key"] for bucket in told[name]["buckets"]} for name in ("sections", "units"))
    first, last = told["first"]["value"], told["last"]["value"]
    return HeadingHit(
        text=one.text,
        paragraphs=one.paragraphs,
        reports=one.reports,
        clauses=clauses(one.text),
        example=example,
        sections=tuple(key for key in SECTIONS if key in sections),
        unit_types=tuple(unit for unit in UNIT_TYPES if unit in units),
        first_year=None if first is None else int(first),
        last_year=None if last is None else int(last),
        lengths=clause_lengths(one.text),
        stock=is_stock(one.text),
        siblings=found,
    )
