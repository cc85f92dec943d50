"""What orders the rows that were found: the words of the question, what stands verbatim, and a second look at the
best; see ``engines.ranking``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.engines.ranking import DECIMALS, closeness, explained, refined
from indexer.engines.whoosh.columns import Columns, Floats, Longs
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

    def of(self, rows: Longs, query: Query) -> Found:
        """What the order of ``rows``, found for ``query``, depends on."""
        words, whole, columns = self._words(terms_of(query)), whole_key(query), self.columns
        if not words and not whole:
            return Found(rows, None, lambda some: np.zeros(len(some)), None)
        by_words = self.scorer.of(words)
        scores = by_words.rough(rows)
        scores *= columns.rough_priors.take(rows)
        verbatim = self.matcher.holding(Phrase(whole, whole)).take(rows) if whole else None

        def worth(some: Longs) -> Floats:
            return by_words.exact(some) * columns.priors[some]

        return Found(rows, scores, worth, verbatim, self._again(query, by_words, words))

    def _again(
        self, query: Query, by_words: WordScores, words: Sequence[str]
    ) -> Callable[[Longs, Floats], Floats] | None:
        """How the best hits of a question of several words are ordered once more."""
        keys = parts_of(query)
        if len(keys) < 2:
            return None

        def again(rows: Longs, first: Floats) -> Floats:
            covered = by_words.covered(len(words), rows).tolist()
            characters = self.columns.characters[rows].tolist()
            close = [closeness(keys, self.key_of(row)) for row in rows.tolist()]
            return np.array(list(map(refined, first.tolist(), covered, characters, close)), dtype=np.float64)

        return again

    def explanation(self, row: int, query: Query, score: float) -> Explanation:
        """How the score of a row came about."""
        whole, words, keys = whole_key(query), self._words(terms_of(query)), parts_of(query)
        by_words, key = self.scorer.of(words), self.key_of(row)
        parts, worth = by_words.explained(row), float(self.columns.priors[row])
        first = round(sum(part for _, _, part in parts) * worth, DECIMALS)
        covered, close = float(by_words.covered(len(words), np.array([row]))[0]), closeness(keys, key)
        was_again = len(keys) > 1 and score == refined(first, covered, int(self.columns.characters[row]), close)
        return explained(bool(whole) and whole in key, parts, worth, (covered, close) if was_again else None)

    def _words(self, terms: Sequence[Term]) -> list[str]:
        return list(dict.fromkeys(w for term in terms for w in self.tokenizer.words(term.text)))
