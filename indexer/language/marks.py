"""Where a search key occurs in a clean text: the positions that are marked in what is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from indexer.language.finding import find_all
from indexer.language.folding import DASH, DOT, folds, ideograph_forms
from indexer.language.normalize import HAN, KeyMap
from indexer.model.reports import Span

_IDEOGRAPHS = re.compile(f"[{HAN}]+")
#: What a character may become that occurs between two ideographs of a match: nothing, and signs that count between
#: digits only.
_SKIPPED = frozenset(("", DOT, DASH))


def positions_of(key: str, text: str) -> list[Span]:
    """The spans of a clean text whose search key is ``key``; overlapping ones too, in order.

    Keys of ideographs alone, nearly all there are, are compared where their first character occurs; others, and
    those that a character like ㋀ (1月) may hold a part of, through the text's own key.
    """
    finder = _finder(key)
    if finder is None or finder.is_in_a_compound(text):
        return KeyMap(text).find_all(key)
    return finder.find_all(text)


class _IdeographFinder:
    """Finds one key of ideographs in texts, without folding what is between its occurrences."""

    def __init__(self, key: str, single: Mapping[str, str], compound: Mapping[str, str]) -> None:
        self._key = key
        self._first = key[0] + single.get(key[0], "")
        self._compounds = "".join(sorted({form for char in key for form in compound.get(char, "")}))

    def is_in_a_compound(self, text: str) -> bool:
        """Whether ``text`` has a character that becomes several, one of the key among them."""
        return any(form in text for form in self._compounds)

    def find_all(self, text: str) -> list[Span]:
        key, size = self._key, len(self._key)
        starts = [start for form in self._first if form in text for start in find_all(form, text)]
        spans: list[Span] = []
        for start in sorted(starts):
            if text.startswith(key, start):
                spans.append((start, start + size))
            elif end := self._end(text, start + 1):
                spans.append((start, end))
        return spans

    def _end(self, text: str, at: int) -> int:
        """Where a match ends whose first character is before ``at``; 0 where there is none."""
        table, size = folds(), len(text)
        for char in self._key[1:]:
            while at < size and (folded := table[ord(text[at])]) in _SKIPPED:
                at += 1
            if at == size or folded != char:
                return 0
            at += 1
        return at


@lru_cache(maxsize=512)
def _finder(key: str) -> _IdeographFinder | None:
    return _IdeographFinder(key, *ideograph_forms()) if _IDEOGRAPHS.fullmatch(key) else None
