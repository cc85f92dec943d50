"""Years and other figures written in Chinese numerals, digit by digit."""

from __future__ import annotations

from functools import lru_cache

from indexer.language.folding import folds

_NUMERALS = "一二三四五六七八九"


def as_digits(text: str) -> str:
    """``text`` with each of its characters folded as in a search key (signs between digits kept wherever they
    are), and numerals as digits: 二〇二三年 and ２０２３年 become ``2023年``, 2019—二○二一 becomes ``2019-2021``."""
    return text.translate(folds()).translate(_digits())


@lru_cache(maxsize=1)
def _digits() -> dict[int, str]:
    return {ord(numeral): str(value) for value, numeral in enumerate(_NUMERALS, 1)}
