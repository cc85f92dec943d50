"""Questions as exact queries: what lies between the two bounds of a translation is looked at."""

from __future__ import annotations

from indexer.engines.opensearch.documents import paragraph_from, search_fields
from indexer.engines.opensearch.generation import Generation
from indexer.engines.opensearch.queries import Dsl, bounds_of, every, none_of, some
from indexer.engines.opensearch.reports import title_blocks
from indexer.querying.matching import matches
from indexer.querying.tree import Query


def resolved(now: Generation, query: Query) -> Dsl:
    """The query that finds the paragraphs that answer ``query``, and no others."""
    bounds = bounds_of(query, now.selected)
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
        identity for identity, paragraph in undecided if matches(query, search_fields(paragraph, blocks[paragraph.report_id]))
    ]
    return some([low, {"ids": {"values": found}}]) if found else low
