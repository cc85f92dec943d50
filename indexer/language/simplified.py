"""Traditional characters as simplified ones: one character for one, whatever stands beside it.

The search key folds by this table, and rules that are written in simplified characters read traditional texts
through it. What is shown and kept stays as it is. The table comes from OpenCC (see its file): read from there it
needs neither that library nor its start-up time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from indexer.language.packaged import packaged_text

TABLE = "traditional.txt"
#: A simplified text has a few characters that are also traditional (著, 乾); a traditional one far more.
_TELLING_SHARE = 0.04
#: Enough of a text to decide by.
_SAMPLE = 4000
#: Characters above it are too rare to tell anything, and searching for them is slow.
_LAST_OF_FIRST_PLANE = "\uffff"


@lru_cache(maxsize=1)
def simplified_characters() -> Mapping[str, str]:
    """Each traditional character → its simplified one."""
    text = packaged_text(TABLE)
    pairs = text[text.rindex("#") :].partition("\n")[2]  # the lines below the comment: two characters, a line end
    return MappingProxyType(dict(zip(pairs[::3], pairs[1::3], strict=True)))


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    return {ord(old): new for old, new in simplified_characters().items()}


@lru_cache(maxsize=1)
def _traditional() -> re.Pattern[str]:
    """Finds a traditional character of the plane that texts are written in."""
    return re.compile(f"[{''.join(char for char in simplified_characters() if char <= _LAST_OF_FIRST_PLANE)}]")


def simplified(text: str) -> str | None:
    """``text`` in simplified characters, of the same length; ``None`` where it already is."""
    sample = text[:_SAMPLE]
    if len(_traditional().findall(sample)) <= _TELLING_SHARE * len(sample):
        return None
    return text.translate(_table())
