"""Where a search key stands in a clean text: the places that are marked in what is shown."""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.language.normalize import HAN, KeyMap, dropped_characters
from indexer.model.reports import Span

_PLAIN = re.compile(f"[{HAN}]+")


def places_of(key: str, text: str) -> list[Span]:
    """The spans of a clean text whose search key is ``key``; overlapping ones too, in order.

    Keys of ideographs alone, nearly all there are, are compared with the text as it stands; others by way of
    the text's own key.
    """
    if not _PLAIN.fullmatch(key) or "〇" in key or "○" in key:
        return KeyMap(text).find_all(key)
    first, rest, skipped, size = key[0], key[1:], _skipped(), len(text)
    spans: list[Span] = []
    start = text.find(first)
    while start >= 0:
        at = start + 1
        for char in rest:
            while at < size and text[at] in skipped:
                at += 1
            if at == size or text[at] != char:
                break
            at += 1
        else:
            spans.append((start, at))
        start = text.find(first, start + 1)
    return spans


@lru_cache(maxsize=1)
def _skipped() -> frozenset[str]:
    """What may stand between two ideographs of a match; a dot there is between no digits."""
    return frozenset(dropped_characters() + ".")
