"""Paragraphs by id, and what is counted over all of them."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.engines.opensearch import encoding
from indexer.engines.opensearch.documents import paragraph_from
from indexer.engines.opensearch.generation import Generation
from indexer.engines.opensearch.queries import Dsl, every, none_of
from indexer.engines.opensearch.schema import MOST_TERMS, facet_field
from indexer.engines.ranking import FRAGMENT
from indexer.engines.records import split_paragraph_id
from indexer.model.reports import IndexStats, StoredParagraph

#: Longer names are none of ours.
_LONGEST_ID = 400


def paragraphs_of(now: Generation, report_id: str) -> tuple[StoredParagraph, ...]:
    """See ``Engine.paragraphs_of``."""
    if not 0 < len(report_id) < _LONGEST_ID:
        return ()
    query = {"term": {"report": encoding.storable(report_id)}}
    return tuple(paragraph_from(hit["_source"]["body"]) for hit in now.client.scan(now.index, query))


def paragraph(now: Generation, paragraph_id: str) -> StoredParagraph | None:
    """See ``Engine.paragraph``."""
    found = _hit_of(now, paragraph_id)
    return None if found is None else paragraph_from(found["_source"]["body"])


def paragraphs_by_id(now: Generation, identities: Sequence[str]) -> dict[str, StoredParagraph]:
    """Paragraphs that are there, by their ids."""
    found = now.client.documents(now.index, identities)
    return {one: paragraph_from(source["body"]) for one, source in zip(identities, found, strict=True) if source is not None}


def cluster_of(now: Generation, paragraph_id: str) -> str | None:
    """The name of a paragraph's cluster, empty where it is alone; ``None`` where there is no such paragraph."""
    found = _hit_of(now, paragraph_id)
    return None if found is None else str(found.get("fields", {}).get("cluster", [""])[0])


def _hit_of(now: Generation, paragraph_id: str) -> Dsl | None:
    parts = split_paragraph_id(paragraph_id) if len(paragraph_id) < _LONGEST_ID else None
    if parts is None:
        return None
    query = every([{"term": {"report": encoding.storable(parts[0])}}, {"term": {"ordinal": parts[1]}}])
    body: Dsl = {"query": query, "size": 1, "docvalue_fields": ["cluster"]}
    hits: list[Dsl] = now.client.search(now.index, body)["hits"]["hits"]
    return hits[0] if hits else None


def near_duplicates(now: Generation, paragraph_id: str) -> tuple[StoredParagraph, ...]:
    """See ``Engine.near_duplicates``."""
    cluster = cluster_of(now, paragraph_id)
    if not cluster:
        return ()
    query = every([{"term": {"cluster": cluster}}, none_of({"ids": {"values": [paragraph_id]}})])
    found = [paragraph_from(hit["_source"]["body"]) for hit in now.client.scan(now.index, query)]
    found.sort(key=lambda p: (len(p.text) < FRAGMENT, -(p.year or 0), p.report_id, p.ordinal))
    return tuple(found)


def stats(now: Generation) -> IndexStats:
    """See ``Engine.stats``."""
    return now.remembered("stats", lambda: _stats(now))


def _stats(now: Generation) -> IndexStats:
    sections = _values(now, now.index, {"match_all": {}}, "section")[1]
    of_reports = {"term": {"kind": "report"}}
    reports, units = _values(now, now.catalogue, of_reports, "unit")
    _, years = _values(now, now.catalogue, of_reports, "year")
    return IndexStats(
        generation=now.number,
        built_at=now.meta.get("built_at"),
        files=int(now.meta["files"]),
        reports=reports,
        paragraphs=now.numbers.paragraphs,
        characters=now.numbers.characters,
        sections=sections,
        units=units,
        years=years,
    )


def _values(now: Generation, index: str, query: Dsl, facet: str) -> tuple[int, dict[str, int]]:
    """How many documents there are, and how many have each value of a facet."""
    terms = {"terms": {"field": facet_field(facet), "size": MOST_TERMS}}
    told = now.client.search(index, {"query": query, "size": 0, "track_total_hits": True, "aggs": {"values": terms}})
    buckets = told["aggregations"]["values"]["buckets"]
    return int(told["hits"]["total"]["value"]), {encoding.restored(b["key"]): int(b["doc_count"]) for b in buckets}
