"""What orders the rows that were found: the words of the question, what stands verbatim, and a second look at the
best; see ``engines.ranking``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.engines.ranking import DECIMALS, explained, fit_of, neighbours, rerank_score
from indexer.engines.whoosh.columns import Columns
from indexer.engines.whoosh.dtypes import Floats, Rows
from indexer.engines.whoosh.matcher import Matcher
from indexer.engines.whoosh.ordering import Found
from indexer.engines.whoosh.scoring import Scorer, WordScores
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import Explanation
from indexer.querying.tree import Phrase, Query, Term, parts_of, terms_of, whole_key


@dataclass(frozen=True)
class Relevance:
    """Tells how relevant rows are to a question. ``key_of`` gives a row's search key."""

    columns: Columns
    scorer: Scorer
    matcher: Matcher
    tokenizer: Tokenizer
    key_of: Callable[[int], str]

    def of(self, rows: Rows, query: Query) -> Found:
        """What the order of ``rows``, found for ``query``, depends on."""
        words, whole, columns = self._words(terms_of(query)), whole_key(query), self.columns
        if not words and not whole:
            return Found(rows, None, lambda some: np.zeros(len(some)), None)
        by_words = self.scorer.of(words)
        scores = by_words.approximate(rows)
        scores *= columns.approximate_priors.take(rows)
        verbatim = self.matcher.holding(Phrase(whole, whole)).take(rows) if whole else None

        def prior(some: Rows) -> Floats:
            return by_words.exact(some) * columns.priors[some]

        return Found(rows, scores, prior, verbatim, self._rerank(query, by_words, words))

    def _rerank(
        self, query: Query, by_words: WordScores, words: Sequence[str]
    ) -> Callable[[Rows, Floats], Floats] | None:
        """How the best hits of a question of several words are ordered once more."""
        keys = parts_of(query)
        if len(keys) < 2:
            return None
        pairs = neighbours(keys)

        def rerank(rows: Rows, first: Floats) -> Floats:
            term_coverage = by_words.term_coverage(len(words), rows).tolist()
            characters = self.columns.characters[rows].tolist()
            fits = [fit_of(pairs, self.key_of(row), share) for row, share in zip(rows.tolist(), term_coverage, strict=True)]
            return np.array(list(map(rerank_score, first.tolist(), characters, fits)), dtype=np.float64)

        return rerank

    def explanation(self, row: int, query: Query, score: float) -> Explanation:
        """How the score of a row came about."""
        whole, words, keys = whole_key(query), self._words(terms_of(query)), parts_of(query)
        by_words, key = self.scorer.of(words), self.key_of(row)
        parts, prior = by_words.explained(row), float(self.columns.priors[row])
        first = round(sum(part for _, _, part in parts) * prior, DECIMALS)
        fit = fit_of(neighbours(keys), key, float(by_words.term_coverage(len(words), np.array([row]))[0]))
        was_reranked = len(keys) > 1 and score == rerank_score(first, int(self.columns.characters[row]), fit)
        return explained(bool(whole) and whole in key, parts, prior, fit if was_reranked else None)

    def _words(self, terms: Sequence[Term]) -> list[str]:
        return list(dict.fromkeys(w for term in terms for w in self.tokenizer.words(term.text)))
