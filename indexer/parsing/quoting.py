"""What is quoted as evidence: the clause that decided, not the letters that matched."""

from __future__ import annotations

import re

#: Where a quotation may begin or end, and how far it reaches for one on either side.
_BORDER = re.compile(r"[，。；：！？、,;:!?（）()【】《》“”\s—|]")
_REACH = 16


def clause_around(text: str, start: int, end: int) -> str:
    """The clause of ``text`` that holds ``text[start:end]``; of a longer one, the nearest part."""
    before = [m.end() for m in _BORDER.finditer(text, max(0, start - _REACH), start)]
    after = _BORDER.search(text, end, end + _REACH)
    first = before[-1] if before else max(0, start - _REACH)
    last = after.start() if after else min(len(text), end + _REACH)
    return text[first:last]
