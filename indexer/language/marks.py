"""Where a search key occurs in a clean text: the positions that are marked in what is shown."""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.language.folding import DASH, DOT, folds
from indexer.language.normalize import HAN, KeyMap
from indexer.model.reports import Span

_IDEOGRAPHS = re.compile(f"[{HAN}]+")
_NOTHING, _SEVERAL = "\x00", "\x01"
#: What may occur between two ideographs of a match: what does not occur in a key, and signs that count between
#: digits only.
_SKIPPED = frozenset((_NOTHING, DOT, DASH))


class _SingleFolds(dict[int, str]):
    """Code point → the one character it becomes in the key, so that a folded text keeps its offsets."""

    def __missing__(self, code: int) -> str:
        folded = folds()[code] or _NOTHING
        single = self[code] = folded if len(folded) == 1 else _SEVERAL
        return single


@lru_cache(maxsize=1)
def _single_folds() -> _SingleFolds:
    return _SingleFolds()


@lru_cache(maxsize=16)
def _folded(text: str) -> str:
    """``text`` folded one for one; kept for the next term that is marked in the same text."""
    return text.translate(_single_folds())


def positions_of(key: str, text: str) -> list[Span]:
    """The spans of a clean text whose search key is ``key``; overlapping ones too, in order.

    Keys of ideographs alone, nearly all there are, are compared with the text folded character for character;
    others through the text's own key.
    """
    folded = _folded(text)
    if not _IDEOGRAPHS.fullmatch(key) or _SEVERAL in folded:
        return KeyMap(text).find_all(key)
    first, rest, size = key[0], key[1:], len(folded)
    spans: list[Span] = []
    start = folded.find(first)
    while start >= 0:
        at = start + 1
        for char in rest:
            while at < size and folded[at] in _SKIPPED:
                at += 1
            if at == size or folded[at] != char:
                break
            at += 1
        else:
            spans.append((start, at))
        start = folded.find(first, start + 1)
    return spans
