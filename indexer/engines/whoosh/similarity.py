"""Paragraphs like a text: the best by their shared words are compared with it character by character."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.engines.similarity import CANDIDATES, Sought, own_key, sought
from indexer.engines.whoosh.columns import Columns, Longs
from indexer.engines.whoosh.ordering import Found, in_order
from indexer.engines.whoosh.scoring import Scorer
from indexer.engines.whoosh.segment import Segment
from indexer.engines.whoosh.segment_columns import Bools
from indexer.language.normalize import BARRIER
from indexer.language.tokenizer import Tokenizer

_WORDS = "words"

#: A character fits in so many bits.
_BITS = 21


@dataclass(frozen=True)
class Likeness:
    """Compares a text with the paragraphs of a generation. ``key_of`` gives a row's search key."""

    segments: Sequence[Segment]
    columns: Columns
    scorer: Scorer
    tokenizer: Tokenizer
    key_of: Callable[[int], str]

    def sought(self, text: str, least: int) -> Sought:
        """What of ``text`` is looked for, see ``engines.likeness``."""
        return sought(text, self.tokenizer, self.scorer.documents, self._with_word, least)

    def rows(self, wanted: Sought, allowed: Bools, size: int) -> list[tuple[int, float]]:
        """The ``size`` allowed rows most like what is wanted, with how like they are."""
        rows = self._candidates(wanted, allowed)
        keys = [own_key(self.key_of(row)) for row in rows.tolist()]
        shared, pairs = _pairs(wanted, keys)
        scores = np.array([wanted.likeness(*one) for one in zip(keys, shared, pairs, strict=True)], dtype=np.float64)
        best = np.lexsort((self.columns.place_newest[rows], -scores))[:size]
        return list(zip(rows[best].tolist(), scores[best].tolist(), strict=True))

    def _candidates(self, wanted: Sought, allowed: Bools) -> Longs:
        rows = np.flatnonzero(allowed)
        words = [word.text for word in wanted.terms]
        by_words = self.scorer.of(words)
        scores = by_words.rough(rows)
        having = scores > 0
        found = Found(rows[having], scores[having], by_words.exact, None)
        return in_order(found, self.columns, "relevance", CANDIDATES)[0][:CANDIDATES]

    def _with_word(self, word: str) -> int:
        """How many living paragraphs hold a word."""
        total = 0
        for segment in self.segments:
            documents, _ = segment.columns.postings[_WORDS].of(segment.columns.words.find(word))
            total += len(documents) if segment.untouched else int(np.count_nonzero(segment.live[documents]))
        return total


def _pairs(wanted: Sought, keys: Sequence[str]) -> tuple[list[int], list[int]]:
    """For each key how many of its different pairs (see ``likeness.pairs_of``) are wanted ones, and how many it has."""
    points = _points(BARRIER.join(keys))
    of_key = np.repeat(np.arange(len(keys)), [len(key) + 1 for key in keys])[: len(points)]
    codes = points[:-1] << _BITS | points[1:]
    within = (points[:-1] != ord(BARRIER)) & (points[1:] != ord(BARRIER))
    packed = of_key[:-1][within] << 2 * _BITS | codes[within]
    packed.sort()
    packed = packed[np.append(True, packed[1:] != packed[:-1])[: len(packed)]]
    owners, codes = packed >> 2 * _BITS, packed & (1 << 2 * _BITS) - 1
    asked = _points("".join(sorted(wanted.pairs)))
    asked = np.append(asked[::2] << _BITS | asked[1::2], 0)
    shared = asked[np.searchsorted(asked[:-1], codes)] == codes
    return (
        np.bincount(owners[shared], minlength=len(keys)).tolist(),
        np.bincount(owners, minlength=len(keys)).tolist(),
    )


def _points(text: str) -> npt.NDArray[np.int64]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)
