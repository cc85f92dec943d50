"""How many: totals, facets, reports and clusters of what was found, all exact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.engines.facets import FacetCounts
from indexer.engines.opensearch import encoding
from indexer.engines.opensearch.generation import Generation
from indexer.engines.opensearch.queries import ALL, Dsl, every
from indexer.engines.opensearch.schema import MOST_TERMS, facet_field
from indexer.querying.facets import FACETS
from indexer.querying.filters import Filters

#: Keeps the values themselves out of answers to ``distinct``: there may be tens of thousands, and only their number counts.
WITHOUT_VALUES = "-responses.aggregations.distinct_*.buckets"


@dataclass(frozen=True)
class Counted:
    """``groups``: places that the found paragraphs take when near-duplicates are folded."""

    total: int
    reports: int
    groups: int
    facets: FacetCounts


def counting(now: Generation, found: Dsl, filters: Filters, fold: bool) -> list[Dsl]:
    """Asks how much answers a question: facets each without its own selection, all else with all selections."""
    chosen = every([found, now.selected(filters)])
    bodies: list[Dsl] = [
        {"query": found, "size": 0, "track_total_hits": False, "aggs": _facet_aggs(now, filters)},
        {"query": chosen, "size": 0, "track_total_hits": True, "aggs": distinct("report")},
    ]
    if fold:
        alone = {"alone": {"missing": {"field": "cluster"}}}
        bodies.append({"query": chosen, "size": 0, "track_total_hits": False, "aggs": {**distinct("cluster"), **alone}})
    return bodies


def counted(now: Generation, found: Dsl, filters: Filters, answers: Sequence[Dsl]) -> Counted:
    """The answers to ``counting`` (asked ``WITHOUT_VALUES``)."""
    chosen = every([found, now.selected(filters)])
    facets, reports, *clusters = answers
    total = int(reports["hits"]["total"]["value"])
    groups = total
    if clusters:
        several = count_of(now, chosen, "cluster", clusters[0])
        groups = int(clusters[0]["aggregations"]["alone"]["doc_count"]) + several
    return Counted(total, count_of(now, chosen, "report", reports), groups, _facet_counts(facets["aggregations"]))


def sizes_of(now: Generation, found: Dsl, field: str, values: Iterable[str]) -> dict[str, int]:
    """How many found paragraphs have each of these values of a field, but for the empty one."""
    asked = sorted({value for value in values if value})
    if not asked:
        return {}
    aggs = {"sizes": {"filters": {"filters": {one: {"term": {field: one}} for one in asked}}}}
    body = {"query": found, "size": 0, "track_total_hits": False, "aggs": aggs}
    buckets = now.client.search(now.index, body)["aggregations"]["sizes"]["buckets"]
    return {one: int(bucket["doc_count"]) for one, bucket in buckets.items()}


def _facet_aggs(now: Generation, filters: Filters) -> Dsl:
    aggs: Dsl = {}
    for name in FACETS:
        others = now.selected(filters, but=name)
        terms = {"values": {"terms": {"field": facet_field(name), "size": MOST_TERMS // len(FACETS)}}}
        aggs[name] = {"filter": others if others is not ALL else {"match_all": {}}, "aggs": terms}
    return aggs


def _facet_counts(aggregations: Dsl) -> FacetCounts:
    return {
        name: {encoding.restored(b["key"]): int(b["doc_count"]) for b in aggregations[name]["values"]["buckets"]}
        for name in FACETS
    }


def distinct(field: str) -> Dsl:
    """Asks for the different values of a field, see ``count_of``."""
    values = f"distinct_{field}"
    return {
        values: {"terms": {"field": field, "size": MOST_TERMS}},
        f"number_{field}": {"stats_bucket": {"buckets_path": f"{values}>_count"}},
    }


def count_of(now: Generation, query: Dsl, field: str, answer: Dsl) -> int:
    """How many different values a field has, from the answer to ``distinct`` where that saw all of them."""
    told = answer["aggregations"]
    if not told[f"distinct_{field}"]["sum_other_doc_count"]:
        return int(told[f"number_{field}"]["count"])
    return sum(1 for _ in now.client.buckets(now.index, query, [{field: {"terms": {"field": field}}}]))

