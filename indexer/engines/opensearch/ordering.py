"""Found paragraphs in order: the best by the cluster's scores are scored again here and sorted to the last digit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from indexer.engines.opensearch.documents import paragraph_from
from indexer.engines.opensearch.generation import Generation
from indexer.engines.opensearch.queries import Dsl, every, none_of, phrase
from indexer.engines.opensearch.schema import WINDOW as LAST
from indexer.engines.opensearch.schema import facet_field
from indexer.engines.opensearch.scoring import Scored, Scorer, is_reranked, reranked
from indexer.engines.ranking import WINDOW
from indexer.errors import QueryError
from indexer.model.reports import UNKNOWN
from indexer.querying.tree import SearchRequest, filters_named, whole_key

#: A score of the cluster is wrong by less than this share of it.
_APPROXIMATE = 1e-6
#: More are fetched than asked for, so that equals of the last one are seen.
_SLACK = 8
#: Beyond so many, the cluster's order is taken as it is.
EXACT = 1_000
_MOST_FETCHED = 4 * EXACT
#: Twice so many are looked at here, where that is likely to show that no others can be among the first.
_LOOKED_AT = 64
#: Of more than so many, only what can be among the first is scored by the script.
MANY = 2_000

_NEWEST = {"year": {"order": "desc", "missing": "_last"}}
_OLDEST = {"year": {"order": "asc", "missing": "_last"}}
_SORTS: dict[str, list[Any]] = {
    "relevance": [{"_score": "desc"}, {"fragment": "asc"}, _NEWEST, "report", "ordinal"],
    "newest": [_NEWEST, {"_score": "desc"}, "report", "ordinal"],
    "oldest": [_OLDEST, {"_score": "desc"}, "report", "ordinal"],
}


@dataclass(frozen=True)
class Ordering:
    """Orders what a question found in one generation, so many paragraphs (0: it is not known), of which ``verbatim`` hold all
    that was typed; ``years`` are the numbers of paragraphs by year, or more."""

    now: Generation
    scorer: Scorer
    request: SearchRequest
    found: int = 0
    verbatim: int | None = None
    years: Mapping[str, int] = field(default_factory=dict)

    def first(self, found: Dsl, needed: int) -> list[Scored]:
        """At least the first ``needed`` paragraphs, or all."""
        if needed > LAST:
            raise QueryError(f"只能翻到前 {LAST} 段：请加一个词或筛选，缩小范围")
        request = self.request
        if request.sort != "relevance":
            return self._top(found, needed, self._by_year)
        if not (request.filters.values("section") or "section" in filters_named(request.query)):
            return self._by_relevance(found, needed)
        unsure: Dsl = {"term": {facet_field("confidence"): "low"}}
        sure = self._by_relevance(every([found, none_of(unsure)]), needed)
        if len(sure) >= needed:
            return sure
        return sure + self._by_relevance(every([found, unsure]), needed - len(sure))

    def _by_relevance(self, found: Dsl, needed: int) -> list[Scored]:
        request, whole = self.request, whole_key(self.request.query)
        again = is_reranked(request.query, self.scorer.words)
        wanted = max(needed, WINDOW) if again else needed
        if not whole or self.verbatim == 0:
            best = self._top(found, wanted, self._by_place)
        else:
            verbatim = phrase(whole)
            best = self._top(every([found, verbatim]), wanted, self._by_place)
            if len(best) < wanted and self.verbatim != self.found:
                best += self._top(every([found, none_of(verbatim)]), wanted - len(best), self._by_place)
        if not again:
            return best
        window = sorted((reranked(one, request.query) for one in best[:WINDOW]), key=self._by_place)
        return window + best[WINDOW:]

    @staticmethod
    def _by_place(one: Scored) -> tuple[Any, ...]:
        return one.place

    def _by_year(self, one: Scored) -> tuple[Any, ...]:
        year, paragraph = one.paragraph.year, one.paragraph
        by_year = (-(year or 0),) if self.request.sort == "newest" else (year is None, year or 0)
        return (*by_year, -one.score, paragraph.report_id, paragraph.ordinal)

    def _top(self, found: Dsl, needed: int, place: Callable[[Scored], tuple[Any, ...]]) -> list[Scored]:
        """The first paragraphs in order of ``place``; all that the cluster's scores cannot tell from the last one have
        been looked at."""
        size = needed + _SLACK
        seen: list[Scored] = []
        if self.found > MANY and self.request.sort == "relevance" and needed <= EXACT:
            if needed <= _LOOKED_AT:
                seen, rest = self._seen(found, needed)
                if rest is None:
                    return seen[:needed]
                found = rest
            else:
                found = self._possible(found, needed)
        while True:
            hits = self._earliest(found, min(size, LAST))
            if len(hits) < size or size > _MOST_FETCHED or not self._is_open(hits, needed):
                break
            size *= 2
        scored = seen + [self._scored(hit) for hit in hits]
        if needed <= EXACT:
            scored.sort(key=place)
        return scored[:needed]

    def best(self, found: Dsl, needed: int) -> list[Dsl]:
        """The hits that are the first ``needed``, by relevance and without regard to the question's own words. Which ones is
        exact; the order among them is the cluster's. Only those that it cannot tell from the last one are scored here."""
        found = self._possible(found, needed)
        size = needed + _SLACK
        while True:
            hits = self._hits(found, size)
            if len(hits) <= needed:
                return hits
            if len(hits) < size or size > _MOST_FETCHED or not self._is_open(hits, needed):
                break
            size *= 2
        edge = float(hits[needed - 1]["_score"])
        sure = [hit for hit in hits[:needed] if hit["_score"] > edge * (1 + _APPROXIMATE)]
        close = [hit for hit in hits[len(sure) :] if hit["_score"] >= edge * (1 - _APPROXIMATE)]
        if len(close) > needed - len(sure):
            close.sort(key=lambda hit: self._scored(hit).place)
        return sure + close[: needed - len(sure)]

    def _possible(self, found: Dsl, needed: int) -> Dsl:
        """What can be among the first ``needed``: the best by the rough score show how much those have at least."""
        rough = self.scorer.rough(found)
        if rough is None:
            return found
        body: Dsl = {"query": rough, "size": needed, "track_total_hits": False, "_source": False}
        (answer,) = self.now.client.searches(self.now.index, [body], everywhere=True)
        hits = answer["hits"]["hits"]
        least = float(hits[-1]["_score"]) / self.scorer.looseness if len(hits) == needed else 0.0
        return (self.scorer.rough(found, least) or found) if least > 0 else found

    def _seen(self, found: Dsl, needed: int) -> tuple[list[Scored], Dsl | None]:
        """The best by the rough score, in order of place, and what else can be among the first ``needed``: nothing where the
        next one by the rough score is worse than so many of them."""
        rough = self.scorer.rough(found)
        if rough is None:
            return [], found
        size = 2 * needed + _SLACK
        body: Dsl = {"query": rough, "size": size, "track_total_hits": False, "docvalue_fields": ["cluster"]}
        (answer,) = self.now.client.searches(self.now.index, [body], everywhere=True)
        hits = answer["hits"]["hits"]
        seen = sorted(map(self._scored, hits), key=self._by_place)
        if len(hits) < size:
            return seen, None
        least = sorted((one.score for one in seen), reverse=True)[needed - 1]
        if float(hits[-1]["_score"]) < least * (1 - _APPROXIMATE):
            return seen, None
        others = every([found, none_of({"ids": {"values": [hit["_id"] for hit in hits]}})])
        return seen, (self.scorer.rough(others, least) or others) if least > 0 else others

    def _earliest(self, found: Dsl, size: int) -> list[Dsl]:
        """The first hits; only those of the first years are looked through where years come before scores, or nothing scores, and
        these have enough."""
        by_score = self.request.sort == "relevance"
        if self.found <= MANY or (by_score and self.scorer.scores):
            return self._hits(found, size)
        is_oldest, reached = self.request.sort == "oldest", 0
        for year in sorted(map(int, self.years.keys() - {UNKNOWN}), reverse=not is_oldest):
            reached += self.years[str(year)]
            if reached >= 2 * size:
                within: list[Dsl] = [{"range": {"year": {"lte" if is_oldest else "gte": year}}}]
                hits = self._hits(every([found, *within, *([{"term": {"fragment": False}}] if by_score else [])]), size)
                if len(hits) == size:
                    return hits
                break
        return self._hits(found, size)

    def _hits(self, found: Dsl, size: int) -> list[Dsl]:
        body: Dsl = {
            "query": self.scorer.query(found), "size": size, "sort": _SORTS[self.request.sort],
            "track_scores": True, "track_total_hits": False, "docvalue_fields": ["cluster"],
        }  # fmt: skip
        # Only rough scores depend on how rare words are on each shard.
        (answer,) = self.now.client.searches(self.now.index, [body], everywhere=self.found > MANY)
        hits: list[Dsl] = answer["hits"]["hits"]
        return hits

    def _is_open(self, hits: Sequence[Dsl], needed: int) -> bool:
        """Whether one that was not fetched could belong before the last that is needed: their scores look alike."""
        last, beyond = hits[needed - 1], hits[-1]
        if self.request.sort != "relevance" and last["sort"][0] != beyond["sort"][0]:
            return False
        score, least = float(last["_score"] or 0), float(beyond["_score"] or 0)
        return score > 0 and least >= score * (1 - _APPROXIMATE)

    def _scored(self, hit: Dsl) -> Scored:
        cluster = hit.get("fields", {}).get("cluster", [""])[0]
        return self.scorer.scored(paragraph_from(hit["_source"]["body"]), whole_key(self.request.query), cluster)
