"""Questions as exact queries: what lies between the two bounds of a translation is looked at."""

from __future__ import annotations

from dataclasses import replace

from indexer.engines.opensearch import encoding
from indexer.engines.opensearch.documents import key_of, paragraph_from, search_fields
from indexer.engines.opensearch.generation import Generation
from indexer.engines.opensearch.queries import ALL, Dsl, Lookups, bounds_of, every, none_of, some
from indexer.engines.opensearch.reports import title_blocks
from indexer.engines.opensearch.schema import MOST_TERMS
from indexer.language.sentences import sentence_keys
from indexer.model.reports import StoredParagraph
from indexer.querying.matching import SearchFields, matches, unshared
from indexer.querying.tree import FieldTerm, Query, Term, asks_of_reports, asks_unshared


def resolved(now: Generation, query: Query) -> Dsl:
    """The query that finds the paragraphs that answer ``query``, and no others."""
    lookups = Lookups(
        now.selected,
        lambda: some([{"ids": {"values": sorted(unshared_paragraphs(now))}}]),
        lambda term: _in_reports(now, term),
    )
    bounds = bounds_of(query, lookups)
    if bounds.is_exact:
        return bounds.up
    return now.remembered(("resolved", query), lambda: _looked_at(now, query, bounds.low, bounds.up))


def _looked_at(now: Generation, query: Query, low: Dsl, up: Dsl) -> Dsl:
    """Where both bounds find as many, they find the same."""
    counts = now.client.searches(now.index, [{"query": q, "size": 0, "track_total_hits": True} for q in (low, up)])
    sure, possible = (count["hits"]["total"]["value"] for count in counts)
    if sure == possible:
        return low
    undecided = [
        (hit["_id"], paragraph_from(hit["_source"]["body"])) for hit in now.client.scan(now.index, every([up, none_of(low)]))
    ]
    blocks = title_blocks(now, {paragraph.report_id for _, paragraph in undecided})
    found = [
        identity
        for identity, paragraph in undecided
        if matches(query, _fields(now, query, paragraph, blocks[paragraph.report_id]))
    ]
    return some([low, {"ids": {"values": found}}]) if found else low


def unshared_paragraphs(now: Generation) -> frozenset[str]:
    """The paragraphs no sentence of which another report has. That cannot be asked of a cluster: all texts are read, once a
    generation and only where it is asked."""

    def find() -> frozenset[str]:
        read = (paragraph_from(hit["_source"]["body"]) for hit in now.client.scan(now.index, ALL))
        return unshared({one.id: (one.report_id, sentence_keys(one.text)) for one in read})

    return now.remembered("unshared", find)


def _in_reports(now: Generation, term: Term) -> Dsl:
    """What finds the paragraphs of reports that hold a term in some paragraph, or in their title: these reports are asked for
    first, since a cluster looks at each paragraph alone."""

    def find() -> tuple[str, ...]:
        holding = some([resolved(now, term), resolved(now, FieldTerm("title", term))])
        by_report = [{"report": {"terms": {"field": "report"}}}]
        return tuple(bucket["key"]["report"] for bucket in now.client.buckets(now.index, holding, by_report))

    reports = now.lately(("reports that hold", term), find)
    return some([{"terms": {"report": reports[at : at + MOST_TERMS]}} for at in range(0, len(reports), MOST_TERMS)])


def _fields(now: Generation, query: Query, paragraph: StoredParagraph, title_block: str) -> SearchFields:
    fields = search_fields(paragraph, title_block)
    if asks_of_reports(query):
        fields = replace(fields, report=_keys_of_report(now, paragraph.report_id))
    return replace(fields, unshared=paragraph.id in unshared_paragraphs(now)) if asks_unshared(query) else fields


def _keys_of_report(now: Generation, report_id: str) -> tuple[str, ...]:
    def find() -> tuple[str, ...]:
        hits = now.client.scan(now.index, {"term": {"report": encoding.storable(report_id)}})
        return tuple(key_of(paragraph_from(hit["_source"]["body"])) for hit in hits)

    return now.lately(("keys of", report_id), find)
