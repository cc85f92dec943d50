"""Years and ranges of years as people type them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.errors import QueryError
from indexer.language.normalize import clean_text
from indexer.model.reports import UNKNOWN
from indexer.querying.printable import short

_YEAR = re.compile(r"((?:19|20)[0-9]{2})\s*年?(?:\s*[-－–—~～至到]\s*((?:19|20)[0-9]{2})\s*年?)?")


@dataclass(frozen=True, slots=True)
class YearRange:
    """An inclusive range of years; ``str`` gives ``2018``, or ``2018-2021`` for more than one."""

    first: int
    last: int

    def __contains__(self, year: int) -> bool:
        return self.first <= year <= self.last

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    def without(self, year: int) -> list[YearRange]:
        """The range without one of its years: none, one or two ranges."""
        sides = (YearRange(self.first, year - 1), YearRange(year + 1, self.last))
        return [side for side in sides if side.first <= side.last]


def parse_year(value: str) -> YearRange:
    """``2018`` or ``2018-2021`` as a range. Raises ``QueryError``."""
    found = read_year(value)
    if found is None:
        message = f"年份“{short(value)}”看不懂：请写 2018、2018-2021 或 unknown（未知）"
        raise QueryError(message, ["2018", "2018-2021", UNKNOWN])
    return found


def read_year(value: str) -> YearRange | None:
    """The same, ``None`` for what is no year."""
    match = _YEAR.fullmatch(clean_text(value).strip())
    if not match:
        return None
    first, last = int(match[1]), int(match[2] or match[1])
    return YearRange(min(first, last), max(first, last))
