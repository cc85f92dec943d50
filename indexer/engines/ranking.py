"""How good a match is: BM25F over the words of a paragraph, its headings and its report's title.

The formula and its constants are Whoosh's own (``whoosh.scoring.BM25F``): for each word and
field ``idf · tf·(K1+1) / (tf + K1·(1−B + B·length/average))`` with
``idf = log(documents / (documents with the word + 1)) + 1``, summed with the fields' weights.
Words only order what the characters have found (see ``normalize``).
"""

from __future__ import annotations

from collections.abc import Mapping
from math import log

K1 = 1.2
B = 0.75

#: Field → weight. A heading that names the thing is a better find than a passing mention.
FIELD_WEIGHTS: Mapping[str, float] = {"words": 1.0, "heading_words": 1.5, "title_words": 0.4}

#: Scores are compared after rounding to this many decimals, so that engines agree on ties.
DECIMALS = 9

#: Paragraphs of fewer characters (各位代表：, a signature) stand after others of equal relevance.
FRAGMENT = 20

#: How many reports whose title matches are offered above the paragraphs.
MAX_TITLE_HITS = 5


def idf(documents: int, with_word: int) -> float:
    return log(documents / (with_word + 1)) + 1 if documents else 0.0


def bm25(weight_idf: float, tf: float, length: float, average: float) -> float:
    """One word's part of a paragraph's score in one field."""
    return weight_idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / average)) if tf else 0.0
