"""Which passages a text shares with paragraphs: what is counted, and which paragraphs are named. Shared by all engines.

Texts are compared by their masked keys (``near_duplicates``), so other figures, signs and line ends change nothing. A
*run* is a longest stretch of characters that stands in both, of at least ``GRAM``. What is said everywhere says nothing
about where it was taken from: a gram that stands in reports of ``FORMULA_UNITS`` unit types, or in
``FORMULA_REPORTS`` reports, is a *formula*, and a run counts only if it holds a gram that is none. What the texts or a paragraph
say more than ``MOST_TIMES`` times is one there too: it would be compared with itself millions of times. News are not compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engines.near_duplicates.fingerprints import kept_positions
from indexer.language.normalize import KeyMap
from indexer.model.reports import Span, StoredParagraph
from indexer.model.results import SharedPassage, SharedRun, SharedText

#: Characters of a gram, the shortest run there is.
GRAM = 8

#: A gram in reports of so many unit types (unknown is one), or in so many reports, is a formula.
FORMULA_UNITS, FORMULA_REPORTS = 4, 30

#: So often a gram may stand in the texts that are asked about, and in one paragraph.
MOST_TIMES = 64

#: A paragraph counts whose longest run has so many characters, or whose runs have so many together.
LONGEST, TOGETHER = 16, 24

#: At most so many paragraphs are named for a text, each with at least so many characters that those before it have not.
MOST_NAMED, ADDED = 5, 12

#: The paragraphs that are named are taken from so many that share the most.
CONSIDERED = 200

#: A run: where it begins in either masked key, and its length.
Run = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paragraph that counts, by its runs with a text; ``rank`` orders equal ones, ``paragraph`` names it."""

    paragraph: Any
    rank: Any
    runs: tuple[Run, ...]


class MaskedText:
    """A clean text with its masked key and the way back."""

    __slots__ = ("_kept", "_map", "key")

    def __init__(self, clean: str) -> None:
        self._map = KeyMap(clean)
        self._kept = kept_positions(self._map.key)
        self.key = "".join(map(self._map.key.__getitem__, self._kept))

    def span(self, start: int, length: int) -> Span:
        """The span of the clean text that a stretch of its masked key comes from."""
        return self._map.span(self._kept[start], self._kept[start + length - 1] + 1)


def is_formula(unit_types: int, reports: int) -> bool:
    """Whether a gram that stands in so many reports, of so many unit types, is a formula."""
    return unit_types >= FORMULA_UNITS or reports >= FORMULA_REPORTS


def grams_of(key: str) -> list[str]:
    """The grams of a masked key, in order."""
    return [key[at : at + GRAM] for at in range(len(key) - GRAM + 1)]


def repeated(keys: Iterable[str]) -> frozenset[str]:
    """The grams that stand in masked keys too often."""
    times = Counter(gram for key in keys for gram in grams_of(key))
    return frozenset(gram for gram, count in times.items() if count > MOST_TIMES)


def counts(longest: int, together: int) -> bool:
    """Whether a paragraph counts whose longest run, and whose runs together, have so many characters of the text."""
    return longest >= LONGEST or together >= TOGETHER


def chosen(candidates: Sequence[Candidate], length: int) -> list[Candidate]:
    """The paragraphs that are named for a text of ``length``: one after the other the one that adds the most
    characters; of equal ones that with the most in all, the longest run, the lowest rank."""
    left = sorted(candidates, key=lambda c: (-_together(c, length), -longest_of(c.runs), c.rank))[:CONSIDERED]
    masks = [covered(c.runs, length) for c in left]
    named: list[Candidate] = []
    known = np.zeros(length, dtype=np.bool_)
    while left and len(named) < MOST_NAMED:
        added = [int(np.count_nonzero(mask & ~known)) for mask in masks]
        best = max(range(len(left)), key=lambda at: (added[at], -at))
        if added[best] < ADDED:
            break
        known |= masks.pop(best)
        named.append(left.pop(best))
    return named


def _together(candidate: Candidate, length: int) -> int:
    return int(np.count_nonzero(covered(candidate.runs, length)))


def longest_of(runs: Sequence[Run]) -> int:
    """The length of the longest run."""
    return max(size for _, _, size in runs)


def covered(runs: Sequence[Run], length: int) -> npt.NDArray[np.bool_]:
    """Which characters of a text of ``length`` stand in a run."""
    mask = np.zeros(length, dtype=np.bool_)
    for start, _, size in runs:
        mask[start : start + size] = True
    return mask


def shared_text(text: MaskedText, named: Sequence[tuple[StoredParagraph, Sequence[Run]]], others: int) -> SharedText:
    """The answer for a text."""
    passages = [_passage(text, paragraph, runs) for paragraph, runs in named]
    return SharedText(len(text.key), tuple(passages), others)


def _passage(text: MaskedText, paragraph: StoredParagraph, runs: Sequence[Run]) -> SharedPassage:
    other = MaskedText(paragraph.text)
    found = [SharedRun(text.span(here, size), other.span(there, size), size) for here, there, size in sorted(runs)]
    return SharedPassage(paragraph, tuple(found), int(np.count_nonzero(covered(runs, len(text.key)))))
