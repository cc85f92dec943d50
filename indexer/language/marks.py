"""Where a search key occurs in a clean text: the positions that are marked in what is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from heapq import merge
from itertools import islice

from indexer.language.finding import find_all
from indexer.language.folding import DASH, DOT, folds, ideograph_forms
from indexer.language.normalize import HAN, KeyMap
from indexer.model.reports import Span

_IDEOGRAPHS = re.compile(f"[{HAN}]+")
#: What a character may become that occurs between two ideographs of a match: nothing, and signs that count between
#: digits only.
_SKIPPED = frozenset(("", DOT, DASH))


def positions_of(key: str, text: str, most: int | None = None) -> list[Span]:
    """The spans of a clean text whose search key is ``key``, or the first ``most`` of them; overlapping ones too, in order.

    Keys of ideographs alone, nearly all there are, are compared where their first character occurs; others, and
    those that a character like ㋀ (1月) may hold a part of, through the text's own key.
    """
    finder = _finder(key)
    if finder is None or finder.is_in_a_compound(text):
        return KeyMap(text).find_all(key, most)
    return finder.find_all(text, most)


class _IdeographFinder:
    """Finds one key of ideographs in texts, without folding what is between its occurrences."""

    def __init__(self, key: str, single: Mapping[str, str], compound: Mapping[str, str]) -> None:
        self._key = key
        self._first = key[0] + single.get(key[0], "")
        self._compounds = "".join(sorted({form for char in key for form in compound.get(char, "")}))

    def is_in_a_compound(self, text: str) -> bool:
        """Whether ``text`` has a character that becomes several, one of the key among them."""
        return any(form in text for form in self._compounds)

    def find_all(self, text: str, most: int | None) -> list[Span]:
        forms = [form for form in self._first if form in text]
        starts = find_all(forms[0], text) if len(forms) == 1 else merge(*(find_all(form, text) for form in forms))
        spans = ((start, end) for start in starts if (end := self._end_of_match(text, start)))
        return list(islice(spans, most))

    def _end_of_match(self, text: str, start: int) -> int:
        """Where a match ends that begins at ``start`` with a form of the first character; 0 where there is none."""
        return start + len(self._key) if text.startswith(self._key, start) else self._end(text, start + 1)

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
