"""Half-width signs beside Chinese characters, read as the full-width ones that rules are written with.

The texts have the same length, so that an offset in the one is an offset in the other; what is shown keeps the
signs it was written with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_SIGNS = re.compile("[,:;!?()]")
_FULL = str.maketrans(",:;!?()", "，：；！？（）")
_WIDE = "\u4e00-\u9fff“”‘’《》、。，：；！？（）％〇"
_BESIDE_WIDE = re.compile(rf"(?<=[{_WIDE}])[,:;!?()]+|[,:;!?()]+(?=[{_WIDE}])")


def full_width(text: str) -> str:
    """``text`` with the half-width signs beside Chinese characters as full-width ones, of the same length."""
    return text if _SIGNS.search(text) is None else _BESIDE_WIDE.sub(lambda match: match[0].translate(_FULL), text)


def as_written(words: str, read: Sequence[str], written: Sequence[str]) -> str:
    """``words`` of one of the texts ``read``, with the signs of its twin among those ``written``."""
    for text, twin in zip(read, written, strict=True):
        at = text.find(words)
        if at >= 0:
            return twin[at : at + len(words)]
    return words
