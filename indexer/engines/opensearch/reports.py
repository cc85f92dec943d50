"""Reports of the catalogue by id, and by what their titles say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from indexer.engines.opensearch import encoding
from indexer.engines.opensearch.documents import report_from, title_fields, title_of_stored
from indexer.engines.opensearch.generation import Generation
from indexer.engines.opensearch.queries import Dsl, Lookups, bounds_of, every, phrase, some
from indexer.engines.opensearch.schema import facet_field
from indexer.engines.ranking import MAX_TITLE_HITS
from indexer.engines.records import occurrences
from indexer.model.reports import ReportHit, StoredReport
from indexer.model.results import ReportHead
from indexer.querying.matching import matches
from indexer.querying.tree import SearchRequest, keys_of, terms_of

#: Longer names are none of ours.
_LONGEST_ID = 400
_PAGE = 20
#: Reports that are counted at once: an answer has a limited number of buckets.
_HEADS = 2_000


def report_document_id(report_id: str) -> str:
    """The id of a report's document in the catalogue."""
    return f"report:{encoding.storable(report_id)}"


def report_of(now: Generation, report_id: str) -> StoredReport | None:
    """A report by its id."""
    return reports_of(now, [report_id]).get(report_id)


def reports_of(now: Generation, report_ids: Iterable[str]) -> dict[str, StoredReport]:
    """Several reports by their ids; those that are there."""
    asked = [one for one in dict.fromkeys(report_ids) if len(one) < _LONGEST_ID]
    found = now.client.documents(now.catalogue, list(map(report_document_id, asked)))
    return {one: report_from(source["body"]) for one, source in zip(asked, found, strict=True) if source is not None}


def title_blocks(now: Generation, report_ids: Iterable[str]) -> dict[str, str]:
    """What the titles of reports are searched on."""
    return {one: title_of_stored(report) for one, report in reports_of(now, report_ids).items()}


def report_heads(now: Generation) -> tuple[ReportHead, ...]:
    """See ``Engine.reports``."""
    return now.remembered("report heads", lambda: tuple(_heads(now)))


def _heads(now: Generation) -> Iterator[ReportHead]:
    aggs: Dsl = {
        "characters": {"sum": {"field": "characters"}},
        "masked": {"filter": {"term": {facet_field("placeholders"): "yes"}}},
        "sections": {"terms": {"field": facet_field("section"), "size": 100}},
    }
    sources = [{"report": {"terms": {"field": "report"}}}]
    counted = {b["key"]["report"]: b for b in now.client.buckets(now.index, {"match_all": {}}, sources, aggs, _HEADS)}
    for hit in now.client.scan(now.catalogue, {"term": {"kind": "report"}}):
        report = report_from(hit["_source"]["body"])
        own = counted.get(encoding.storable(report.id))
        yield ReportHead(
            id=report.id,
            title=report.title,
            year=report.year,
            unit_type=report.unit_type,
            genre=report.genre,
            paragraphs=report.paragraph_count,
            characters=int(own["characters"]["value"]) if own else 0,
            placeholders=int(own["masked"]["doc_count"]) if own else 0,
            sections={b["key"]: int(b["doc_count"]) for b in own["sections"]["buckets"]} if own else {},
            files=report.files,
            stale_reason=report.stale_reason,
            unread=report.unread,
        )


def asking_titles(now: Generation, request: SearchRequest) -> list[Dsl]:
    """Asks for the first reports whose titles may answer a question, the newest first; nothing of one without terms."""
    keys = _first_keys(request)
    if not keys:
        return []
    possible = bounds_of(request.query, Lookups(now.selected_titles)).up
    allowed = now.selected_reports(request.filters)
    query = every([{"term": {"kind": "report"}}, {"term": {"titled": True}}, some(list(map(phrase, keys))), possible, allowed])
    sort = [{"year": {"order": "desc", "missing": "_last"}}, "report"]
    return [{"query": query, "size": _PAGE, "sort": sort, "track_total_hits": False}]


def _first_keys(request: SearchRequest) -> list[str]:
    return list(dict.fromkeys(keys_of(term)[0] for term in terms_of(request.query)))


def title_hits(now: Generation, request: SearchRequest, answers: Sequence[Dsl]) -> tuple[ReportHit, ...]:
    """The first reports whose titles hold a term of the question and answer it; ``answers`` are those to ``asking_titles``."""
    terms, keys = terms_of(request.query), _first_keys(request)
    found: list[ReportHit] = []
    for report in _in_turn(now, request, answers):
        fields = title_fields(report)
        if any(key in fields.title for key in keys) and matches(request.query, fields):
            title = report.title or ""
            found.append(ReportHit(report.id, title, report.year, report.unit_type, occurrences(title, terms)))
            if len(found) == MAX_TITLE_HITS:
                break
    return tuple(found)


def _in_turn(now: Generation, request: SearchRequest, answers: Sequence[Dsl]) -> Iterator[StoredReport]:
    """The reports of the first answer, and those that come after them."""
    for answer in answers:
        hits = answer["hits"]["hits"]
        yield from (report_from(hit["_source"]["body"]) for hit in hits)
        while len(hits) == _PAGE:
            (body,) = asking_titles(now, request)
            hits = now.client.search(now.catalogue, {**body, "search_after": hits[-1]["sort"]})["hits"]["hits"]
            yield from (report_from(hit["_source"]["body"]) for hit in hits)
