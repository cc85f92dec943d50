"""A text as it is read aloud: its search key with the zeros told apart.

In a search key 0, O and 〇 are one character; as sounds they are a figure, a letter of some pinyin (zuo) and líng.
"""

from __future__ import annotations

from functools import lru_cache

from indexer.language.folding import folds
from indexer.language.normalize import clean_text, settled

_LETTER, _LING = "oO", "〇○◯⭕⭘零"


class _SpokenFolds(dict[int, str]):
    """Code point → its characters in the spoken key; computed when a character is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        spoken = self[code] = "o" if char in _LETTER else "〇" if char in _LING else folds()[code]
        return spoken


@lru_cache(maxsize=1)
def _spoken_folds() -> _SpokenFolds:
    return _SpokenFolds()


def spoken_key(raw: str) -> str:
    """The search key of something typed or written, with o, 0 and 〇 as three characters."""
    return settled(clean_text(raw).translate(_spoken_folds()))
