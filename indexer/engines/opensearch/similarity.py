"""Paragraphs like a text: the best by their shared words are compared with it character by character, here."""

from __future__ import annotations

from heapq import nlargest

from indexer.engines.opensearch.documents import paragraph_from, texts_from
from indexer.engines.opensearch.encoding import word as token
from indexer.engines.opensearch.generation import Generation
from indexer.engines.opensearch.lookups import cluster_of
from indexer.engines.opensearch.ordering import Ordering
from indexer.engines.opensearch.queries import every, none_of, some
from indexer.engines.opensearch.scoring import Scorer, in_order
from indexer.engines.ranking import FIELD_WEIGHTS, OWN_WORDS
from indexer.engines.records import make_hit
from indexer.engines.similarity import CANDIDATES, similarities, similarity_query
from indexer.language.normalize import search_key
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import Hit
from indexer.querying.filters import Filters
from indexer.querying.printable import printable
from indexer.querying.tree import SearchRequest


def similar(now: Generation, tokenizer: Tokenizer, text: str, filters: Filters, size: int, without: str) -> tuple[Hit, ...]:
    """See ``Engine.similar``."""
    counts = now.with_words(tokenizer.words(printable(text)), [OWN_WORDS])

    def with_word(word: str) -> int:
        known = counts.get((word, OWN_WORDS))
        return now.with_words([word], [OWN_WORDS])[word, OWN_WORDS] if known is None else known

    wanted = similarity_query(text, tokenizer, now.numbers.paragraphs, with_word, 2 if without else 1)
    if not wanted.words:
        return ()
    words = [term.text for term in wanted.terms]
    holding = some([{"terms": {field: list(map(token, words))}} for field in FIELD_WEIGHTS])
    cluster = cluster_of(now, without) if without else None
    left_out = [none_of({"ids": {"values": [without]}})] if cluster is not None else []
    left_out += [none_of({"term": {"cluster": cluster}})] if cluster else []
    found = every([holding, now.selected(filters), *left_out])
    ordering = Ordering(now, Scorer(now, tokenizer, words, with_prior=False), SearchRequest(), now.numbers.paragraphs)
    bodies = [hit["_source"]["body"] for hit in ordering.best(found, CANDIDATES)]
    scores = similarities(wanted, [search_key(texts_from(body)[-1]) for body in bodies])
    # Only those that can be among the first are made paragraphs.
    least = min(nlargest(size, scores), default=0.0)
    best = [(score, paragraph_from(body)) for score, body in zip(scores, bodies, strict=True) if score >= least]
    best.sort(key=lambda one: (-one[0], *in_order(one[1])))
    return tuple(make_hit(paragraph, wanted.terms, score) for score, paragraph in best[:size])
