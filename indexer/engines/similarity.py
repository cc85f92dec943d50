"""How similar two texts are, and by which salient terms similar ones are searched. Shared by all engines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt

import numpy as np
import numpy.typing as npt

from indexer.engines.ranking import DECIMALS, idf
from indexer.language.normalize import BARRIER, clean_text, query_key, search_key
from indexer.language.tokenizer import Tokenizer
from indexer.querying.matching import FIELD_BREAK
from indexer.querying.printable import printable
from indexer.querying.tree import Word

#: So many words of a text are searched; so many of the paragraphs that have them are compared with it.
MOST_WORDS = 24
CANDIDATES = 300

#: A character fits in so many bits.
_BITS = 21


@dataclass(frozen=True, slots=True)
class SimilarityQuery:
    """A text that others are compared with: its salient terms with their weights, and its neighbouring characters in
    twos."""

    words: tuple[tuple[Word, float], ...]
    pairs: frozenset[str]

    @property
    def terms(self) -> list[Word]:
        """The words as terms of a question, to be marked where they occur."""
        return [word for word, _ in self.words]

    def similarity(self, key: str, shared: int, pairs: int) -> float:
        """How similar a text with this search key is, of whose ``pairs`` so many are ``shared``; 0 to 1: the mean of
        its weighted share of the salient terms and of the cosine of the pairs."""
        found = sum([weight for word, weight in self.words if word.key in key])
        share = found / sum([weight for _, weight in self.words])
        if not (self.pairs and pairs):
            return round(share, DECIMALS)
        return round((share + shared / sqrt(len(self.pairs) * pairs)) / 2, DECIMALS)


def similarity_query(
    text: str, tokenizer: Tokenizer, documents: int, with_word: Callable[[str], int], least: int
) -> SimilarityQuery:
    """The salient terms of a text. ``with_word`` gives how many of all ``documents`` paragraphs hold a word; one in
    fewer than ``least`` is left out, and so are those of a single character unless there is no other. Words are
    weighted by ``(1 + ln tf) · idf``."""
    text = printable(text)
    counts = Counter(tokenizer.words(text))
    long, single = ([word for word in counts if (len(word) > 1) is several] for several in (True, False))
    salient = _salient(long, counts, documents, with_word, least) or _salient(single, counts, documents, with_word, least)
    return SimilarityQuery(salient, pairs_of(search_key(clean_text(text))))


def _salient(
    words: Iterable[str], counts: Mapping[str, int], documents: int, with_word: Callable[[str], int], least: int
) -> tuple[tuple[Word, float], ...]:
    weighted = []
    for word in words:
        key = query_key(word).strip(BARRIER)
        found = with_word(word) if key else 0
        if found >= least:
            weight = idf(documents, found)
            weighted.append((-(1 + log(counts[word])) * weight, word, key, weight))
    return tuple((Word(word, key), weight) for _, word, key, weight in sorted(weighted)[:MOST_WORDS])


def pairs_of(key: str) -> frozenset[str]:
    """The neighbouring characters of a search key in twos, none over the end of a sentence."""
    return frozenset([pair for pair in map("".join, pairwise(key)) if BARRIER not in pair])


def own_key(key: str) -> str:
    """The key of a paragraph's own text, without the headings above it."""
    return key.rpartition(FIELD_BREAK)[2]


def similarities(query: SimilarityQuery, keys: Sequence[str]) -> list[float]:
    """How similar each of several texts with these search keys is."""
    return [query.similarity(*one) for one in zip(keys, *_pairs(query, keys), strict=True)]


def _pairs(query: SimilarityQuery, keys: Sequence[str]) -> tuple[list[int], list[int]]:
    """For each key how many of its different pairs (see ``pairs_of``) are in the query, and how many it has."""
    points = _points(BARRIER.join(keys))
    of_key = np.repeat(np.arange(len(keys)), [len(key) + 1 for key in keys])[: len(points)]
    codes = points[:-1] << _BITS | points[1:]
    within = (points[:-1] != ord(BARRIER)) & (points[1:] != ord(BARRIER))
    packed = of_key[:-1][within] << 2 * _BITS | codes[within]
    packed.sort()
    packed = packed[np.append(True, packed[1:] != packed[:-1])[: len(packed)]]
    owners, codes = packed >> 2 * _BITS, packed & (1 << 2 * _BITS) - 1
    asked = _points("".join(sorted(query.pairs)))
    asked = np.append(asked[::2] << _BITS | asked[1::2], 0)
    shared = asked[np.searchsorted(asked[:-1], codes)] == codes
    return (
        np.bincount(owners[shared], minlength=len(keys)).tolist(),
        np.bincount(owners, minlength=len(keys)).tolist(),
    )


def _points(text: str) -> npt.NDArray[np.int64]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)
