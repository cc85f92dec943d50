"""Where a title that is longer than a line is broken: at a sense boundary, so that the lines are of nearly equal length."""

from __future__ import annotations

import re
import unicodedata

#: Before these, and behind those, a title may be broken.
_BREAKS = re.compile(
    "(?<=[年度报局会镇县市区院校司行团组委书记长任])(?=关于|抓基层|抓党建|履行|落实|党风廉政|述职|工作|情况|专题|民主生活)"
    "|(?<=[^0-9第至—-])(?=(?:19|20)[0-9]{2}年)|(?<=年度)|(?<=[^0-9][0-9]{3}[0-9]年)(?!度)|(?<=[的和暨及，：、])|(?=关于|暨|——)"
)
_CLOSING = re.compile("[，。、；：！？）》”’…—]")


def title_lines(title: str, room: float) -> tuple[str, ...]:
    """The lines of a title where ``room`` characters stand on one; a title that finds no good place is left to the program.
    A first line that is a little longer than the second is as good as the other way round."""
    width = _width(title)
    if width <= room or width > 2 * room:
        return (title,)
    breaks = [match.start() for match in _BREAKS.finditer(title) if 0 < match.start() < len(title)]
    good = [at for at in breaks if _fits(title, at, room)]
    if not good:
        return (title,)
    best = min(good, key=lambda at: abs(_width(title[:at]) - width / 2))
    return title[:best].rstrip(), title[best:].lstrip()


def _fits(title: str, at: int, room: float) -> bool:
    first, second = _width(title[:at]), _width(title[at:])
    return max(first, second) <= room and min(first, second) >= room / 4 and not _CLOSING.match(title, at)


def _width(text: str) -> float:
    """In characters; what is narrow counts half."""
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.5 for sign in text)
