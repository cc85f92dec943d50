"""Finds out for many rules at once which of them a text may fit, by the words that each needs.

Most lines hold no word that any rule of noise needs, and the others hold a few: one search for all words tells which
rules are worth trying, where each rule by itself would search the text again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter


@dataclass(frozen=True, slots=True)
class NeededWords:
    """The words that some rules need, each rule by its ordinal. ``always`` are the rules that need nothing;
    ``ordinals`` gives for each word of ``any_word`` the rules that a text with it may fit."""

    always: frozenset[int]
    any_word: re.Pattern[str]
    ordinals: Mapping[str, frozenset[int]]

    def may_fit(self, text: str) -> list[int]:
        """The rules that ``text`` may fit, in order: the others cannot."""
        return sorted(self.always.union(*(ordinals for _, ordinals in self.places(text))))

    def places(self, text: str) -> Iterator[tuple[int, frozenset[int]]]:
        """Where in ``text`` a word stands, and which rules may fit around it."""
        return ((match.start(), self.ordinals[match[0]]) for match in self.any_word.finditer(text))


def needed_words(needs: Sequence[Sequence[str]]) -> NeededWords:
    """The words that rules need, given for each rule in order; a rule without any may fit everywhere.

    Words are found one behind the other, so that one which begins inside another is passed over: what a word stands for
    includes the rules of every word that begins with one of its characters.
    """
    by_word: dict[str, set[int]] = defaultdict(set)
    for at, words in enumerate(needs):
        for word in words:
            by_word[word].add(at)
    by_first: dict[str, set[int]] = defaultdict(set)
    for word, ordinals in by_word.items():
        by_first[word[0]] |= ordinals
    return NeededWords(
        frozenset(at for at, words in enumerate(needs) if not words),
        re.compile("|".join(_by_first_sign(sorted(by_word))) or "(?!)"),
        {word: frozenset().union(*(by_first.get(sign, ()) for sign in word)) for word in by_word},
    )


def _by_first_sign(words: Sequence[str]) -> Iterator[str]:
    """Patterns that find any of some sorted words, one for each sign that a word begins with: so few of them are tried at
    a place."""
    for sign, group in groupby(words, key=itemgetter(0)):
        rests = [re.escape(word[1:]) for word in group]
        yield re.escape(sign) + (f"(?:{'|'.join(rests)})" if all(rests) else "")
