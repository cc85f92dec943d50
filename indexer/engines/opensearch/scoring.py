"""BM25F twice: by a script on the cluster for all that was found, which is as good as half the bits, and here to the
last digit for the few that are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.engines.opensearch import encoding
from indexer.engines.opensearch.documents import key_of, prior_of, ranked_words
from indexer.engines.opensearch.generation import Generation
from indexer.engines.opensearch.queries import Dsl
from indexer.engines.opensearch.rough import learn_words, looseness, rough_query
from indexer.engines.opensearch.schema import length_field
from indexer.engines.ranking import (
    COVERING,
    DECIMALS,
    FIELD_WEIGHTS,
    FRAGMENT,
    K1,
    B,
    explained,
    fit_of,
    idf,
    neighbours,
    rerank_score,
)
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import Explanation, StoredParagraph
from indexer.querying.tree import Query, parts_of, terms_of, whole_key

#: ``w`` are words, for each of them a weight in ``a`` (0 where the field lacks it); ``n`` the mean length.
_SCRIPT = (
    "double s = 0; for (int f = 0; f < params.fields.length; ++f) { def p = params.fields[f];"
    " double l = doc[p.length].value; double k = params.k * (1 - params.b + params.b * l / p.average);"
    " for (int i = 0; i < p.words.length; ++i) { double t = termFreq(p.name, p.words[i]);"
    " if (t > 0) { s += p.weights[i] * t / (t + k); } } }"
    " return params.prior ? s * doc['prior'].value : s;"
)


@dataclass(frozen=True)
class Scored:
    """A paragraph with its words' parts (word, field, part) and what they make."""

    paragraph: StoredParagraph
    key: str
    parts: tuple[tuple[str, str, float], ...]
    coverage: float
    score: float
    verbatim: bool = False
    cluster: str = ""

    @property
    def place(self) -> tuple[bool, float, bool, int, str, int]:
        """What it is ordered by."""
        return not self.verbatim, -self.score, *in_order(self.paragraph)


def in_order(paragraph: StoredParagraph) -> tuple[bool, int, str, int]:
    """What paragraphs that are equally good are ordered by."""
    return len(paragraph.text) < FRAGMENT, -(paragraph.year or 0), paragraph.report_id, paragraph.ordinal


class Scorer:
    """Scores paragraphs of one generation for some words."""

    def __init__(self, now: Generation, tokenizer: Tokenizer, words: Sequence[str], with_prior: bool = True) -> None:
        self._tokenizer = tokenizer
        self.words = words
        self._with_prior = with_prior
        self._documents = now.numbers.paragraphs
        learn_words(now, words)
        self._counts = now.with_words(words)
        self._averages = {field: now.average(field) for field in FIELD_WEIGHTS}
        self._rarity = {pair: idf(self._documents, count) for pair, count in self._counts.items()}
        self._now = now

    def rough(self, found: Dsl, least: float = 0.0) -> Dsl | None:
        """``found`` with a score for each that is soon made and never less than that of ``query``; only those with ``least`` or
        more. ``None`` without words, and for an index that ranks otherwise."""
        weights = self._weights()
        return rough_query(self._now, found, weights, self._with_prior, least) if weights else None

    @property
    def scores(self) -> bool:
        """Whether any word is there to score by."""
        return bool(self._weights())

    @property
    def looseness(self) -> float:
        """How many times the score of ``query`` that of ``rough`` is at most."""
        return looseness(self._now, list(self._weights()))

    def _weights(self) -> dict[tuple[str, str], float]:
        """What each word counts in each field that has it."""
        return {
            (word, field): weight * self._rarity[word, field] * (K1 + 1)
            for field, weight in FIELD_WEIGHTS.items()
            for word in self.words
            if self._counts[word, field]
        }

    def query(self, found: Dsl) -> Dsl:
        """``found`` with a score for each; all of them 0 without words."""
        fields = []
        for field, weight in FIELD_WEIGHTS.items():
            there = [word for word in self.words if self._counts[word, field]]
            if there:
                fields.append(
                    {
                        "name": field,
                        "length": length_field(field),
                        "average": self._averages[field],
                        "words": list(map(encoding.word, there)),
                        "weights": [weight * self._rarity[word, field] * (K1 + 1) for word in there],
                    }
                )
        if not fields:
            return {"bool": {"filter": [found]}}
        params = {"fields": fields, "k": K1, "b": B, "prior": self._with_prior}
        return {"script_score": {"query": {"bool": {"filter": [found]}}, "script": {"source": _SCRIPT, "params": params}}}

    def scored(self, paragraph: StoredParagraph, whole: str = "", cluster: str = "") -> Scored:
        """The exact score of a paragraph."""
        key = key_of(paragraph)
        if not self.words:
            return Scored(paragraph, key, (), 0.0, 0.0, bool(whole) and whole in key, cluster)
        own = {field: Counter(words) for field, words in ranked_words(paragraph, self._tokenizer).items()}
        lengths = {field: counts.total() for field, counts in own.items()}
        parts = tuple(
            (word, field, weight * self._part(word, field, own[field][word], lengths[field]))
            for word in self.words
            for field, weight in FIELD_WEIGHTS.items()
            if own[field][word]
        )
        total = sum(part for _, _, part in parts)
        score = round(total * prior_of(paragraph) if self._with_prior else total, DECIMALS)
        coverage = sum(any(word in own[field] for field in COVERING) for word in self.words) / len(self.words)
        return Scored(paragraph, key, parts, coverage, score, bool(whole) and whole in key, cluster)

    def _part(self, word: str, field: str, count: int, length: int) -> float:
        rarity: float = self._rarity[word, field]
        return rarity * count * (K1 + 1) / (count + K1 * (1 - B + B * length / self._averages[field]))


def words_of(query: Query, tokenizer: Tokenizer) -> list[str]:
    """The words that order what answers a query."""
    return list(dict.fromkeys(word for term in terms_of(query) for word in tokenizer.words(term.text)))


def is_reranked(query: Query, words: Sequence[str]) -> bool:
    """Whether the best hits are ordered once more."""
    return len(parts_of(query)) > 1 and bool(words or whole_key(query))


def reranked(one: Scored, query: Query) -> Scored:
    """The same paragraph with the score of the second look."""
    fit = fit_of(neighbours(parts_of(query)), one.key, one.coverage)
    return replace(one, score=rerank_score(one.score, len(one.paragraph.text), fit))


def explanation(one: Scored, query: Query) -> Explanation:
    """How the score of a paragraph that is shown came about."""
    prior, fit = prior_of(one.paragraph), fit_of(neighbours(parts_of(query)), one.key, one.coverage)
    first = round(sum(part for _, _, part in one.parts) * prior, DECIMALS)
    again = rerank_score(first, len(one.paragraph.text), fit)
    was_reranked = len(parts_of(query)) > 1 and one.score == again
    return explained(one.verbatim, one.parts, prior, fit if was_reranked else None)
