"""Finding by looking: the oracle's normaliser, ``in`` and regular expressions over every paragraph.

Nothing of ``indexer`` that decides what matches is used here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from indexer.model.reports import StoredParagraph
from tests import oracle

#: Parts the fields of a paragraph: no question holds it.
FIELD = "\x00"

#: The most characters in the gap of a gapped phrase.
GAP = 20


def word_key(raw: str) -> str:
    """The key of a word: a sentence end at its edge does not count."""
    return oracle.question_key(raw).strip(oracle.BARRIER)


@dataclass(frozen=True)
class Grep:
    """All paragraphs of an archive: id → the keys of the headings above it and of its text."""

    keys: dict[str, str]

    @classmethod
    def over(cls, paragraphs: Sequence[StoredParagraph]) -> Grep:
        return cls({p.id: FIELD.join(map(oracle.search_key, (*p.headings_above, p.text))) for p in paragraphs})

    def phrase(self, raw: str) -> set[str]:
        """The paragraphs that hold what was pasted."""
        return self._holding(oracle.question_key(raw))

    def word(self, raw: str) -> set[str]:
        """The paragraphs in which a word's characters stand together."""
        return self._holding(word_key(raw))

    def gap(self, parts: Sequence[str]) -> set[str]:
        """The paragraphs with a sentence in which the parts follow each other, few characters apart."""
        return self._matching([list(map(word_key, parts))], GAP)

    def near(self, parts: Sequence[str], distance: int) -> set[str]:
        """The same in any order, at most ``distance`` characters apart."""
        return self._matching(list(permutations(map(word_key, parts))), distance)

    def _holding(self, key: str) -> set[str]:
        return {identity for identity, own in self.keys.items() if key in own}

    def _matching(self, orders: Sequence[Sequence[str]], most: int) -> set[str]:
        between = f"[^{oracle.BARRIER}{FIELD}]{{0,{most}}}"
        pattern = re.compile("|".join(between.join(map(re.escape, order)) for order in orders))
        held = set.intersection(*map(self._holding, orders[0]))
        return {identity for identity in held if pattern.search(self.keys[identity])}
