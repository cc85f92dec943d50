"""How good a match is: BM25F over the words of a paragraph, its headings and its report's title, and a document prior;
for questions of several words also term coverage, length, proximity and the order of the words.

BM25F is Whoosh's own (``whoosh.scoring.BM25F``): for each word and field
``idf · tf·(K1+1) / (tf + K1·(1−B + B·length/average))`` with ``idf = log(documents / (documents with the word + 1)) + 1``,
summed with the fields' weights. Words only order what the characters have found (see ``normalize``). Hits that hold all
that was typed, verbatim, stand before all others; then counts ``bm25f · prior``. The best ``WINDOW`` hits of a question
of several words are reranked (``rerank_score``). The constants are chosen by known-item search (docs/QUALITY.md) on
other seeds than the one that is reported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from indexer.language.finding import find_all
from indexer.language.normalize import BARRIER
from indexer.model.reports import Explanation
from indexer.querying.matching import FIELD_BREAK

#: Low: a paragraph is short, and hardly more about a word that it has three times than about one it has once.
K1 = 0.4
B = 0.75

#: The field of a paragraph's own words.
OWN_WORDS = "words"

#: The field that all paragraphs of a report share.
TITLE_WORDS = "title_words"

#: The fields whose words count for term coverage: a paragraph is about the words of its headings as well.
COVERING = frozenset({OWN_WORDS, "heading_words"})

#: Field → weight. Headings and title say less of a paragraph than its own words.
FIELD_WEIGHTS: Mapping[str, float] = {OWN_WORDS: 1.0, "heading_words": 0.5, TITLE_WORDS: 0.15}

#: Scores are compared after rounding to this many decimals, so that engines agree on ties.
DECIMALS = 9

#: Paragraphs of fewer characters (各位代表：, a signature) stand after others of equal relevance.
FRAGMENT = 20

#: Shorter paragraphs than this say too little to be taken over.
USABLE = 60

#: Longer paragraphs are less and less about any one thing: this many characters halve their brevity.
_LONG = 100

#: The factor of the prior for a paragraph with placeholders.
MASKED = 0.9

#: The exponents of brevity in the prior, and in the score of reranked hits.
_PRIOR_BREVITY, _RERANK_BREVITY = 0.2, 0.3

#: So many of the best hits are reranked.
WINDOW = 32

#: The exponents of the first score and of term coverage among these.
_FIRST, _COVERAGE = 0.3, 2.0

#: What words side by side add to a score, as a share of it.
PROXIMITY_GAIN = 0.03

#: What words in the order of the question add to a score, as a share of it: who remembers a passage tends to write its
#: words as they come there.
ORDER_GAIN = 0.25

#: Words so many characters apart are half as close as words side by side.
_HALF_AS_CLOSE = 8

#: How many reports whose title matches are offered above the paragraphs.
MAX_TITLE_HITS = 5


def idf(documents: int, with_word: int) -> float:
    return log(documents / (with_word + 1)) + 1 if documents else 0.0


def prior(characters: int, placeholders: int) -> float:
    """The document prior: how useful a paragraph is as an example, whatever was asked. Highest for one that is
    complete, without placeholders, of usable length."""
    factor: float = brevity(max(characters, USABLE)) ** _PRIOR_BREVITY
    if characters < USABLE:
        factor *= 0.7 + 0.3 * characters / USABLE
    return factor * (MASKED if placeholders else 1.0)


def brevity(characters: float) -> float:
    """From 1 down: how much of so long a paragraph is about any one thing."""
    return 1 / (1 + characters / _LONG)


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a paragraph fits a question of several words, each from 0 to 1. ``coverage`` is the share of the
    question's words that occur in the paragraph or the headings it is under as words. Means over neighbours in the
    question: ``proximity``, how close together they occur, 1 side by side, 0 never in one sentence; ``order``, whether
    they first occur in this order."""

    coverage: float
    proximity: float
    order: float


def neighbours(parts: Sequence[str]) -> list[tuple[str, str]]:
    """The different parts of a question, each with the next."""
    return [(first, second) for first, second in pairwise(dict.fromkeys(parts)) if first and second]


def fit_of(pairs: Sequence[tuple[str, str]], key: str, coverage: float) -> Fit:
    """How well a paragraph with this key fits a question with these ``neighbours``."""
    proximity = order = 0.0
    for first, second in pairs:
        at, then = key.find(first), key.find(second)
        if at >= 0 and then >= 0:
            proximity += _proximity_of_two(first, second, key)
            order += at <= then
    return Fit(coverage, proximity / max(len(pairs), 1), order / max(len(pairs), 1))


def rerank_score(first: float, characters: int, fit: Fit) -> float:
    """The score of one of the best hits of a question of several words. ``first`` is its ``bm25f · prior``."""
    focus = brevity(characters) ** _RERANK_BREVITY
    close = (1 + PROXIMITY_GAIN * fit.proximity) * (1 + ORDER_GAIN * fit.order)
    score: float = first**_FIRST * fit.coverage**_COVERAGE * focus * close
    return round(score, DECIMALS)


def explained(verbatim: bool, words: Sequence[tuple[str, str, float]], prior: float, fit: Fit | None) -> Explanation:
    """How a score came about, from the words' parts and the prior; ``fit`` of a hit that was reranked."""
    bm25f = sum(part for _, _, part in words)
    again = (fit.coverage, fit.proximity, fit.order) if fit else (None, None, None)
    return Explanation(verbatim, tuple(words), bm25f, prior, *again)


def _proximity_of_two(first: str, second: str, key: str) -> float:
    if first + second in key or second + first in key:
        return 1.0
    sentences = key.replace(FIELD_BREAK, BARRIER).split(BARRIER)
    apart = [_apart(first, second, s) for s in sentences if first in s and second in s]
    nearest = min((distance for distance in apart if distance is not None), default=None)
    return 0.0 if nearest is None else 1 / (1 + nearest / _HALF_AS_CLOSE)


def _apart(first: str, second: str, sentence: str) -> int | None:
    """The fewest characters between the two, whichever comes first; ``None`` where they only overlap."""
    nearest: int | None = None
    end: tuple[str, int] | None = None
    positions = [(start, part) for part in (first, second) for start in find_all(part, sentence)]
    for start, part in sorted(positions):
        if end is not None and end[0] != part and start >= end[1]:
            nearest = start - end[1] if nearest is None else min(nearest, start - end[1])
        end = (part, start + len(part))
    return nearest
