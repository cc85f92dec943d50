"""The cluster's own score, which costs a fifth of the script's and is never less: what is below it cannot be among the best.

Lucene's BM25 has our K1 and B, but rounds lengths down, knows means of its own, and weighs rare words otherwise. Its numbers are
asked for, once a word, and its parts are multiplied so that none is less than ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from indexer.engines.opensearch import encoding
from indexer.engines.opensearch.client import Asked
from indexer.engines.opensearch.generation import Generation
from indexer.engines.opensearch.queries import Dsl
from indexer.engines.ranking import FIELD_WEIGHTS, K1, B

#: Scores of the cluster are floats of 32 bits, ours of 64.
_ROUNDED = 1e-5
#: Words asked about at once.
CHUNK = 200

#: A word in a field.
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Statistics:
    """What Lucene knows of a word in a field: ``with_word`` of ``documents``, deleted ones among them, and the mean length of
    the field where there is one. ``factor``: what a part is multiplied by besides. ``k1`` and ``b`` are those that the index was
    made with."""

    with_word: float
    documents: float
    average: float
    factor: float
    k1: float
    b: float

    @property
    def idf(self) -> float:
        """How rare Lucene finds the word."""
        return log(1 + (self.documents - self.with_word + 0.5) / (self.with_word + 0.5))


def unknown(now: Generation, words: Sequence[str]) -> list[Pair]:
    """The words in the fields that are ranked of which not all is known yet."""
    pairs = [(word, field) for word in words for field in FIELD_WEIGHTS]
    counts, known = now.known_of(pairs), _known(now)
    return [pair for pair in pairs if counts.get(pair, 1) and pair not in known]


def asking_statistics(now: Generation, pairs: Sequence[Pair]) -> list[Asked]:
    """Asks what Lucene knows of words in fields, and how many paragraphs have them there."""
    asked = {"size": 1, "explain": True, "_source": False, "track_total_hits": True}
    queries: list[Dsl] = [{"term": {field: encoding.word(word)}} for word, field in pairs]
    return [Asked(now.index, {**asked, "query": query}, everywhere=True) for query in queries]


def learn_statistics(now: Generation, pairs: Sequence[Pair], answers: Sequence[Dsl]) -> None:
    """Remembers the answers to ``asking_statistics``."""
    known = _known(now)
    for pair, answer in zip(pairs, answers, strict=True):
        if answer["hits"]["hits"]:
            known[pair] = _statistics(answer["hits"]["hits"][0]["_explanation"])
    now.learn({pair: int(answer["hits"]["total"]["value"]) for pair, answer in zip(pairs, answers, strict=True)})


def learn_words(now: Generation, words: Sequence[str]) -> None:
    """Asks all that is not known yet of words in the fields that are ranked."""
    missing = unknown(now, words)
    for at in range(0, len(missing), CHUNK):
        chunk = missing[at : at + CHUNK]
        learn_statistics(now, chunk, now.client.several(asking_statistics(now, chunk)))


def statistics_of(now: Generation, pairs: Sequence[Pair]) -> Mapping[Pair, Statistics]:
    """What Lucene knows of words in fields that hold them; remembered."""
    known = _known(now)
    missing = [pair for pair in pairs if pair not in known]
    for at in range(0, len(missing), CHUNK):
        chunk = missing[at : at + CHUNK]
        learn_statistics(now, chunk, now.client.several(asking_statistics(now, chunk)))
    return known


def _known(now: Generation) -> dict[Pair, Statistics]:
    return now.remembered("statistics", dict)


def _statistics(explanation: Dsl) -> Statistics:
    told: dict[str, float] = {}
    _collect(explanation, told)
    return Statistics(told["n"], told["N"], told["avgdl"], told.get("boost", 1.0), told["k1"], told["b"])


def _collect(explanation: Dsl, told: dict[str, float]) -> None:
    name = str(explanation["description"]).partition(",")[0]
    if name in ("n", "N", "avgdl", "boost", "k1", "b"):
        told[name] = float(explanation["value"])
    for part in explanation.get("details", ()):
        _collect(part, told)


def rough_query(
    now: Generation, found: Dsl, weights: Mapping[Pair, float], with_prior: bool, least: float = 0.0
) -> Dsl | None:
    """``found`` with a score for each that is never less than the script's; only those with ``least`` or more. ``weights`` are
    those of words in fields, as the script has them. ``None`` for an index that was made with other constants."""
    known = statistics_of(now, list(weights))
    if any(abs(known[pair].k1 - K1) > _ROUNDED or abs(known[pair].b - B) > _ROUNDED for pair in weights):
        return None
    should = [
        {"term": {field: {"value": encoding.word(word), "boost": _boost(now, field, weight, known[word, field])}}}
        for (word, field), weight in weights.items()
    ]
    chosen: Dsl = {"bool": {"filter": [found], "should": should}}
    if not (with_prior or least):
        # So the cluster passes over what cannot come first.
        return chosen
    functions = [{"field_value_factor": {"field": "prior"}}] if with_prior else []
    scored: Dsl = {"query": chosen, "functions": functions, "boost_mode": "multiply"}
    if least:
        chosen["bool"]["minimum_should_match"] = 1
        scored["min_score"] = least * (1 - _ROUNDED)
    return {"function_score": scored}


def looseness(now: Generation, pairs: Sequence[Pair]) -> float:
    """How many times ours a rough score with these words in fields is at most: Lucene keeps four bits of a length, so it takes
    it for an eighth less than it is at most, and knows another mean."""
    known = statistics_of(now, pairs)
    means = {now.average(field) / known[word, field].average for word, field in pairs}
    return 9 / 8 * max((max(mean, 1 / mean) for mean in means), default=1.0)


def _boost(now: Generation, field: str, weight: float, known: Statistics) -> float:
    """A part of Lucene's times this is at least our part: it has rounded lengths down, and where its mean is less than ours its
    lengths count more."""
    return weight / (known.idf * known.factor) * max(1.0, now.average(field) / known.average)

