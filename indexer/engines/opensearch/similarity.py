"""Paragraphs like a text: the best by their shared words are compared with it character by character, here."""

from __future__ import annotations

from indexer.engines.opensearch.encoding import word as token
from indexer.engines.opensearch.generation import Generation
from indexer.engines.opensearch.lookups import cluster_of
from indexer.engines.opensearch.ordering import Ordering
from indexer.engines.opensearch.queries import every, none_of, some
from indexer.engines.opensearch.scoring import Scored, Scorer
from indexer.engines.ranking import FIELD_WEIGHTS, OWN_WORDS
from indexer.engines.records import make_hit
from indexer.engines.similarity import CANDIDATES, SimilarityQuery, own_key, pairs_of, similarity_query
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
    ordering = Ordering(now, Scorer(now, tokenizer, words, with_prior=False), SearchRequest())
    best = [one for one in ordering.first(found, CANDIDATES) if one.score > 0]
    compared = [_compared(one, wanted) for one in best]
    compared.sort(key=lambda pair: (-pair[1], *pair[0].place[2:]))
    return tuple(make_hit(one.paragraph, wanted.terms, score) for one, score in compared[:size])


def _compared(one: Scored, wanted: SimilarityQuery) -> tuple[Scored, float]:
    key = own_key(one.key)
    pairs = pairs_of(key)
    return one, wanted.similarity(key, len(pairs & wanted.pairs), len(pairs))
