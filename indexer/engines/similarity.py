"""How similar two texts are, and by which salient terms similar ones are searched. Shared by all engines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt

from indexer.engines.ranking import DECIMALS, idf
from indexer.language.normalize import BARRIER, clean_text, query_key, search_key
from indexer.language.tokenizer import Tokenizer
from indexer.querying.matching import FIELD_BREAK
from indexer.querying.printable import printable
from indexer.querying.tree import Word

#: So many words of a text are searched; so many of the paragraphs that have them are compared with it.
MOST_WORDS = 24
CANDIDATES = 300


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
