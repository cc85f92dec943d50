"""Where a search key occurs in a clean text: the positions that are marked in what is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

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
    return KeyMap(text).find_all(key, most) if finder is None else finder.find_all(text, most)


class _IdeographFinder:
    """Finds one key of ideographs in texts, without folding what is between its occurrences. Every answer asks ten texts
    for each of its words: what is the same for all texts is found out once, and plain loops take half the time of
    generators."""

    def __init__(self, key: str, single: Mapping[str, str], compound: Mapping[str, str]) -> None:
        self._key = key
        self._first = key[0] + single.get(key[0], "")
        self._folds = folds()
        self._compounds = "".join(sorted({form for char in key for form in compound.get(char, "")}))

    def find_all(self, text: str, most: int | None) -> list[Span]:
        """The first spans of the key in ``text``."""
        for form in self._compounds:
            if form in text:  # a character that becomes several, one of the key among them
                return KeyMap(text).find_all(self._key, most)
        if len(self._first) == 1:
            return self._beginning(self._first, text, most)
        forms = [form for form in self._first if form in text]
        if len(forms) == 1:
            return self._beginning(forms[0], text, most)
        return sorted(span for form in forms for span in self._beginning(form, text, most))[:most]

    def _beginning(self, form: str, text: str, most: int | None) -> list[Span]:
        """The first spans that begin with one form of the first character."""
        spans: list[Span] = []
        find = text.find
        start = find(form)
        if start < 0:
            return spans
        key, starts_with = self._key, text.startswith
        while start >= 0 and len(spans) != most:
            end = start + len(key) if starts_with(key, start) else self._end(text, start + 1)
            if end:
                spans.append((start, end))
            start = find(form, start + 1)
        return spans

    def _end(self, text: str, at: int) -> int:
        """Where a match ends whose first character is before ``at``; 0 where there is none."""
        table, size = self._folds, len(text)
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
