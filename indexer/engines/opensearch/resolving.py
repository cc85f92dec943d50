"""Questions as exact queries: what lies between the two bounds of a translation is looked at."""

from __future__ import annotations

from dataclasses import replace

from indexer.engines.opensearch.documents import paragraph_from, search_fields
from indexer.engines.opensearch.generation import Generation
from indexer.engines.opensearch.queries import ALL, Dsl, bounds_of, every, none_of, some
from indexer.engines.opensearch.reports import title_blocks
from indexer.language.sentences import sentence_keys
from indexer.model.reports import StoredParagraph
from indexer.querying.matching import SearchFields, matches, unshared
from indexer.querying.tree import Query, asks_unshared


def resolved(now: Generation, query: Query) -> Dsl:
    """The query that finds the paragraphs that answer ``query``, and no others."""
    bounds = bounds_of(query, now.selected, lambda: some([{"ids": {"values": sorted(unshared_paragraphs(now))}}]))
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


def _fields(now: Generation, query: Query, paragraph: StoredParagraph, title_block: str) -> SearchFields:
    fields = search_fields(paragraph, title_block)
    return replace(fields, unshared=paragraph.id in unshared_paragraphs(now)) if asks_unshared(query) else fields
