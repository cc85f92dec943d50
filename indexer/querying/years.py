"""Years and ranges of years as people type them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.errors import QueryError
from indexer.language.numerals import as_digits
from indexer.model.reports import UNKNOWN
from indexer.querying.printable import short

#: The years that a question can name. A range that begins or ends with one of them is open there.
OLDEST_YEAR, NEWEST_YEAR = 1900, 2099

#: In a text whose figures are digits, whose dashes are one sign and whose spaces are gone.
_YEAR = "((?:19|20)[0-9]{2})年?度?"
_RANGE = re.compile(f"[自从]?{_YEAR}(?:(?:-+|至|到){_YEAR})?")
_SINCE = re.compile(f"[自从]?{_YEAR}(?:-+|[至到]今|以来|及?[以之]后|起)")
_UNTIL = re.compile(f"(?:-+|截?[至到]){_YEAR}|{_YEAR}及?[以之]前")


@dataclass(frozen=True, slots=True)
class YearRange:
    """An inclusive range of years; ``str`` gives ``2018``, ``2018-2021`` for more than one, ``2018-`` and ``-2021`` for
    a range that is open to one side."""

    first: int
    last: int

    def __contains__(self, year: int) -> bool:
        return self.first <= year <= self.last

    def __str__(self) -> str:
        if self.first == self.last:
            return str(self.first)
        first = "" if self.first == OLDEST_YEAR else self.first
        last = "" if self.last == NEWEST_YEAR else self.last
        return f"{first}-{last}" if first or last else f"{self.first}-{self.last}"

    @property
    def ends(self) -> tuple[int, ...]:
        """The first and the last year that it names; none where it is open."""
        return tuple(year for year in (self.first, self.last) if year not in (OLDEST_YEAR, NEWEST_YEAR))

    def without(self, year: int) -> list[YearRange]:
        """The range without one of its years: none, one or two ranges."""
        sides = (YearRange(self.first, year - 1), YearRange(year + 1, self.last))
        return [side for side in sides if side.first <= side.last]


def parse_year(value: str) -> YearRange:
    """A year or a range as a person writes it: ``2018``, 二〇一八年度, ``2018-2021``, ``2018-`` and 2018年以来 (from
    then on), ``-2021`` and 2021年以前 (until then); the named years belong to it. Raises ``QueryError``."""
    found = read_year(value)
    if found is None:
        raise QueryError(
            f"年份“{short(value)}”看不懂：请写 2018、2018-2021、2018-（2018年起）、-2021（到2021年）或 unknown（未知）",
            ["2018", "2018-2021", "2018-", "-2021", UNKNOWN],
        )
    return found


def read_year(value: str) -> YearRange | None:
    """The same, ``None`` for what is no year."""
    text = as_digits(value)
    if match := _RANGE.fullmatch(text):
        first, last = sorted((int(match[1]), int(match[2] or match[1])))
        return YearRange(first, last)
    if match := _SINCE.fullmatch(text):
        return YearRange(int(match[1]), NEWEST_YEAR)
    if match := _UNTIL.fullmatch(text):
        return YearRange(OLDEST_YEAR, int(match[1] or match[2]))
    return None
