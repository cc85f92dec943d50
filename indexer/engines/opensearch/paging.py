"""Pages of paragraphs: found, counted, ordered, folded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from indexer.engines.facets import build_facets, left_out_facets
from indexer.engines.opensearch.client import Asked
from indexer.engines.opensearch.counting import Counted, counted, counting, sizes_of
from indexer.engines.opensearch.encoding import storable
from indexer.engines.opensearch.generation import Generation
from indexer.engines.opensearch.ordering import Ordering
from indexer.engines.opensearch.queries import Dsl, every
from indexer.engines.opensearch.reports import asking_titles, title_hits
from indexer.engines.opensearch.resolving import resolved
from indexer.engines.opensearch.rough import CHUNK, asking_statistics, learn_statistics, unknown
from indexer.engines.opensearch.scoring import Scored, Scorer, explanation, words_of
from indexer.engines.records import make_hit
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import Hit, ReportHit, ResultPage
from indexer.querying.tree import SearchRequest, terms_of, whole_key


def search(now: Generation, tokenizer: Tokenizer, request: SearchRequest) -> ResultPage:
    """See ``Engine.search``."""
    matched = resolved(now, request.query)
    fold = request.fold and not request.per_report
    words = words_of(request.query, tokenizer)
    # The same on every page and in every order, so it is kept while somebody turns pages.
    counts, titles = now.lately(
        ("counted", request.query, request.filters, fold), lambda: _counted_with_titles(now, matched, request, fold, words)
    )
    found = every([matched, now.selected(request.filters)])
    first = (request.page - 1) * request.size
    groups = counts.reports if request.per_report else counts.groups
    shown: list[Scored] = []
    if first < groups:
        scorer = Scorer(now, tokenizer, words)
        ordering = Ordering(now, scorer, request, counts.total, counts.verbatim, counts.facets["year"])
        if fold or request.per_report:
            order = _folded(ordering, found, first + request.size, counts.total, groups)
        else:
            order = ordering.first(found, first + request.size)
        shown = order[first : first + request.size]
    return ResultPage(
        total=counts.total,
        report_total=counts.reports,
        page=request.page,
        pages=ceil(groups / request.size),
        size=request.size,
        hits=_hits(now, found, shown, request),
        facets=build_facets(counts.facets, request.filters),
        left_out=left_out_facets(counts.facets, request.filters),
        title_hits=titles,
        understood_as=request.understood_as,
        notices=request.notices,
        folded=0 if request.per_report else counts.total - groups,
    )


def count(now: Generation, request: SearchRequest) -> int:
    """See ``Engine.count``."""
    found = every([resolved(now, request.query), now.selected(request.filters)])
    answer = now.client.search(now.index, {"query": found, "size": 0, "track_total_hits": True})
    return int(answer["hits"]["total"]["value"])


def _counted_with_titles(
    now: Generation, matched: Dsl, request: SearchRequest, fold: bool, words: Sequence[str]
) -> tuple[Counted, tuple[ReportHit, ...]]:
    """Both, and how rare the words are by which they will be ordered, in one request: so the cluster works on all at once, and
    a question that is new has two requests."""
    new, whole = unknown(now, words)[:CHUNK], whole_key(request.query)
    bodies = [Asked(now.index, body) for body in counting(now, matched, request.filters, fold, whole)]
    titles = [Asked(now.catalogue, body) for body in asking_titles(now, request)]
    answers = now.client.several([*bodies, *titles, *asking_statistics(now, new)])
    first_word = len(bodies) + len(titles)
    learn_statistics(now, new, answers[first_word:])
    counts = counted(now, matched, request.filters, fold, whole, answers[: len(bodies)])
    return counts, title_hits(now, request, answers[len(bodies) : first_word])


def _folded(ordering: Ordering, found: Dsl, needed: int, total: int, groups: int) -> list[Scored]:
    """The first paragraphs that have a place of their own: of each cluster, or of each report, the best."""
    by_report = ordering.request.per_report
    asked = needed
    while True:
        order = ordering.first(found, min(asked, total))
        best: dict[str, Scored] = {}
        for one in order:
            best.setdefault(one.paragraph.report_id if by_report else one.cluster or one.paragraph.id, one)
        if len(best) >= min(needed, groups) or len(order) >= total:
            return list(best.values())
        asked = 4 * max(asked, len(order))


def _hits(now: Generation, found: Dsl, shown: list[Scored], request: SearchRequest) -> tuple[Hit, ...]:
    terms = terms_of(request.query)
    hits = [make_hit(one.paragraph, terms, one.score, 0) for one in shown]
    if request.per_report:
        reports = [storable(one.paragraph.report_id) for one in shown]
        sizes = sizes_of(now, found, "report", reports)
        hits = [replace(hit, more_in_report=sizes[one] - 1) for hit, one in zip(hits, reports, strict=True)]
    elif request.fold:
        sizes = sizes_of(now, found, "cluster", [one.cluster for one in shown])
        hits = [
            replace(hit, near_duplicates=sizes.get(one.cluster, 1) - 1) for hit, one in zip(hits, shown, strict=True)
        ]
    if request.explain:
        hits = [replace(hit, explanation=explanation(one, request.query)) for hit, one in zip(hits, shown, strict=True)]
    return tuple(hits)
