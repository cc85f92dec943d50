"""How many: totals, facets, reports and clusters of what was found, all exact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.engines.facets import FacetCounts
from indexer.engines.opensearch import encoding
from indexer.engines.opensearch.generation import Generation
from indexer.engines.opensearch.queries import ALL, Dsl, every, phrase
from indexer.engines.opensearch.schema import MOST_TERMS, facet_field
from indexer.querying.facets import FACETS
from indexer.querying.filters import Filters

#: Different values of a field that one shard tells of; where there are more, they are gone through page by page.
_MOST_TOLD = 65_000

_BIT = "int n = (int) doc['report_number'].value; long[] bits = (long[]) state.bits; bits[n >> 6] |= 1L << (n & 63);"
_OR = """
long[] all = new long[params.size];
for (s in states) { if (s != null) { long[] one = (long[]) s; for (int i = 0; i < one.length; ++i) { all[i] |= one[i]; } } }
int n = 0;
for (int i = 0; i < all.length; ++i) { n += Long.bitCount(all[i]); }
return n;
"""
_MERGED = """
Set all = new HashSet();
for (s in states) { if (s != null) { if (s.size() > params.most) { return -1; } all.addAll(s); } }
return all.size();
"""


@dataclass(frozen=True)
class Counted:
    """``groups``: places that the found paragraphs take when near-duplicates are folded; ``verbatim``: how many hold all that was
    typed."""

    total: int
    reports: int
    groups: int
    verbatim: int
    facets: FacetCounts


def counting(now: Generation, found: Dsl, filters: Filters, fold: bool, whole: str) -> list[Dsl]:
    """Asks how much answers a question: facets each without its own selection, all else with all selections, and all that is
    counted of the same paragraphs in one pass over them. ``whole``: the key of all that was typed, empty where that is one
    part."""
    narrowing = [name for name in FACETS if now.selection(filters, name) is not ALL]
    aggs = {**of_reports(now), **(of_clusters() if fold else {}), **_values_of(name for name in FACETS if name not in narrowing)}
    chosen = every([found, now.selected(filters)])
    bodies: list[Dsl] = [{"query": chosen, "size": 0, "track_total_hits": True, "aggs": aggs}]
    if whole:
        bodies.append({"query": every([chosen, phrase(whole)]), "size": 0, "track_total_hits": True})
    for name in narrowing:
        query = every([found, now.selected(filters, but=name)])
        bodies.append({"query": query, "size": 0, "track_total_hits": False, "aggs": _values_of([name])})
    return bodies


def counted(now: Generation, found: Dsl, filters: Filters, fold: bool, whole: str, answers: Sequence[Dsl]) -> Counted:
    """The answers to ``counting``."""
    told: Dsl = {name: one for answer in answers for name, one in answer.get("aggregations", {}).items()}
    total = int(answers[0]["hits"]["total"]["value"])
    verbatim = int(answers[1]["hits"]["total"]["value"]) if whole else 0
    groups = number_of_clusters(now, every([found, now.selected(filters)]), total, told) if fold else total
    facets = {
        name: {encoding.restored(bucket["key"]): int(bucket["doc_count"]) for bucket in told[name]["buckets"]} for name in FACETS
    }
    return Counted(total, int(told["reports"]["value"]), groups, verbatim, facets)


def _values_of(names: Iterable[str]) -> Dsl:
    return {name: {"terms": {"field": facet_field(name), "size": MOST_TERMS // len(FACETS)}} for name in names}


def sizes_of(now: Generation, found: Dsl, field: str, values: Iterable[str]) -> dict[str, int]:
    """How many found paragraphs have each of these values of a field, but for the empty one."""
    asked = sorted({value for value in values if value})
    if not asked:
        return {}
    aggs = {"sizes": {"filters": {"filters": {one: {"term": {field: one}} for one in asked}}}}
    body = {"query": found, "size": 0, "track_total_hits": False, "aggs": aggs}
    buckets = now.client.search(now.index, body)["aggregations"]["sizes"]["buckets"]
    return {one: int(bucket["doc_count"]) for one, bucket in buckets.items()}


def of_reports(now: Generation) -> Dsl:
    """Asks for the number of reports, as ``reports``: a bit each, since buckets cost a hundred times as much."""
    scripts = {
        "init_script": "state.bits = new long[params.size]",
        "map_script": _BIT,
        "combine_script": "return state.bits",
        "reduce_script": _OR,
    }
    return {"reports": {"scripted_metric": {**scripts, "params": {"size": (now.numbered >> 6) + 1}}}}


def of_clusters() -> Dsl:
    """Asks for what ``number_of_clusters`` needs."""
    scripts = {
        "init_script": "state.names = new HashSet()",
        "map_script": "if (state.names.size() <= params.most) { state.names.add(doc['cluster'].value); }",
        "combine_script": "return state.names",
        "reduce_script": _MERGED,
    }
    names = {"scripted_metric": {**scripts, "params": {"most": _MOST_TOLD}}}
    return {"clustered": {"filter": {"exists": {"field": "cluster"}}, "aggs": {"names": names}}}


def number_of_clusters(now: Generation, query: Dsl, total: int, told: Dsl) -> int:
    """How many places ``total`` paragraphs take when near-duplicates are folded: one for each cluster, and for each of those that
    are alone."""
    clustered = told["clustered"]
    several = int(clustered["names"]["value"] or 0)
    if several < 0:
        several = sum(1 for _ in now.client.buckets(now.index, query, [{"cluster": {"terms": {"field": "cluster"}}}]))
    return total - int(clustered["doc_count"]) + several
