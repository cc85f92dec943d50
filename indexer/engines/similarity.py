"""How alike two texts are, and by which of its words a text is looked for among many. Shared by all engines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt

from indexer.engines.ranking import DECIMALS, idf
from indexer.language.normalize import BARRIER, clean_text, query_key, search_key
from indexer.language.tokenizer import Tokenizer
from indexer.querying.filters import printable
from indexer.querying.matching import FIELD_BREAK
from indexer.querying.tree import Word

#: So many words of a text are looked for; so many of the paragraphs that have them are compared with it.
MOST_WORDS = 24
CANDIDATES = 300


@dataclass(frozen=True, slots=True)
class Sought:
    """A text that others are compared with: its telling words with what each is worth, and its neighbouring
    characters in twos."""

    words: tuple[tuple[Word, float], ...]
    pairs: frozenset[str]

    @property
    def terms(self) -> list[Word]:
        """The words as terms of a question, to be marked where they stand."""
        return [word for word, _ in self.words]

    def likeness(self, key: str, shared: int, pairs: int) -> float:
        """How like a text with this search key is, of whose ``pairs`` so many are ``shared``; 0 to 1: the mean of
        its share in the telling words and of the cosine of the pairs."""
        told = sum([worth for word, worth in self.words if word.key in key]) / sum([worth for _, worth in self.words])
        if not (self.pairs and pairs):
            return round(told, DECIMALS)
        return round((told + shared / sqrt(len(self.pairs) * pairs)) / 2, DECIMALS)


def sought(text: str, tokenizer: Tokenizer, documents: int, with_word: Callable[[str], int], least: int) -> Sought:
    """What of a text is looked for. ``with_word`` says how many of all ``documents`` paragraphs hold a word; one in
    fewer than ``least`` tells nothing, one of a single character only where there is no other. Words are weighed by
    ``(1 + ln tf) · idf``."""
    text = printable(text)
    counts = Counter(tokenizer.words(text))
    long, single = ([word for word in counts if (len(word) > 1) is several] for several in (True, False))
    telling = _telling(long, counts, documents, with_word, least) or _telling(single, counts, documents, with_word, least)
    return Sought(telling, pairs_of(search_key(clean_text(text))))


def _telling(
    words: Iterable[str], counts: Mapping[str, int], documents: int, with_word: Callable[[str], int], least: int
) -> tuple[tuple[Word, float], ...]:
    weighed = []
    for word in words:
        key = query_key(word).strip(BARRIER)
        found = with_word(word) if key else 0
        if found >= least:
            worth = idf(documents, found)
            weighed.append((-(1 + log(counts[word])) * worth, word, key, worth))
    return tuple((Word(word, key), worth) for _, word, key, worth in sorted(weighed)[:MOST_WORDS])


def pairs_of(key: str) -> frozenset[str]:
    """The neighbouring characters of a search key in twos, none over the end of a sentence."""
    return frozenset([pair for pair in map("".join, pairwise(key)) if BARRIER not in pair])


def own_key(key: str) -> str:
    """The key of a paragraph's own text, without the headings above it."""
    return key.rpartition(FIELD_BREAK)[2]
