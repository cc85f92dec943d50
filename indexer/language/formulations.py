"""Official formulations and the years they belong to: a readable table that the user extends. A hint, never a verdict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.language.finding import find_all
from indexer.language.marks import positions_of
from indexer.language.normalize import clean_text, query_key, search_key
from indexer.language.packaged import packaged_text
from indexer.model.reports import Span

_TABLE = "lexicon/formulations.txt"

#: How the table writes a beginning long ago, and that there is no end.
LONG_AGO, STILL = "—", "今"
_YEAR = re.compile("(?:19|20)[0-9]{2}")

#: Reports look ahead, and back on the year before: so many years on either side are nothing to speak of.
GRACE = 1

#: A text without the first so many characters of a formulation, side by side, is not looked at further.
_TOLD_BY = 2

#: A numeral before 十三五 makes it a part of something else.
_NUMERALS = "〇零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Formulation:
    """``first`` and ``last`` are years, ``None`` for long ago and for still in use; ``source`` is the public document or
    meeting that shows them. One written with quotes counts only where a text has them too."""

    text: str
    first: int | None
    last: int | None
    source: str

    @property
    def years(self) -> str:
        """The years in words."""
        if self.first is None:
            return f"{self.last}年以前的"
        if self.last is None:
            return f"{self.first}年起的"
        return f"{self.first}年的" if self.first == self.last else f"{self.first}—{self.last}年的"

    def is_too_new(self, year: int) -> bool:
        """Whether a report on ``year`` can hardly know it."""
        return self.first is not None and year < self.first - GRACE

    def is_too_old(self, year: int) -> bool:
        """Whether it had its time before ``year``."""
        return self.last is not None and year > self.last + GRACE


def shipped_formulations() -> list[Formulation]:
    """The table that ships with Bigan."""
    text = packaged_text(_TABLE)
    return list(read_formulations(text.splitlines()))


def read_formulations(lines: Iterable[str]) -> Iterator[Formulation]:
    """One formulation a line, its four parts divided by ``|``; ``#`` begins a comment. Raises ``ValueError``, with the line,
    for one that is written otherwise."""
    for line in lines:
        text = line.partition("#")[0].strip()
        if text:
            yield _formulation(text)


def _formulation(line: str) -> Formulation:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != 4 or not all(parts) or not query_key(parts[0]):
        raise ValueError(f"“{line[:40]}”应写成：提法 | 从哪一年 | 到哪一年或今 | 出处")
    text, first, last, source = parts
    if not (first == LONG_AGO or _YEAR.fullmatch(first)) or not (last == STILL or _YEAR.fullmatch(last)):
        raise ValueError(f"“{line[:40]}”的年份应是四位数字，或“{LONG_AGO}”（早已有之）、“{STILL}”（仍在用）")
    begins, ends = None if first == LONG_AGO else int(first), None if last == STILL else int(last)
    if begins is not None and ends is not None and begins > ends:
        raise ValueError(f"“{line[:40]}”的两个年份写反了")
    return Formulation(clean_text(text), begins, ends, source)


class Formulations:
    """Finds formulations in texts. Of two that overlap the longer one counts."""

    def __init__(self, shipped: Iterable[Formulation], own: Iterable[Formulation] = ()) -> None:
        by_key = {query_key(one.text): one for one in (*shipped, *own)}
        self._all = sorted(by_key.items(), key=lambda pair: -len(pair[1].text))
        self._ended: dict[int, tuple[tuple[str, str], ...]] = {}

    def __len__(self) -> int:
        return len(self._all)

    def find(self, text: str) -> list[tuple[Formulation, Span]]:
        """The formulations in a clean text and where they stand, in order."""
        found: list[tuple[Formulation, Span]] = []
        key = search_key(text)
        for own_key, one in self._all:
            for start, end in _places(one.text, text) if own_key in key else ():
                if all(end <= begin or finish <= start for _, (begin, finish) in found):
                    found.append((one, (start, end)))
        return sorted(found, key=lambda pair: pair[1])

    def ended_before(self, text: str, year: int) -> list[tuple[Formulation, Span]]:
        """Those in a clean text whose last year is before ``year``; cheap where there is none, as nearly everywhere."""
        if year not in self._ended:
            over = [(key, one) for key, one in self._all if one.last is not None and one.last < year]
            self._ended[year] = tuple((one.text.strip("“”")[:_TOLD_BY], key) for key, one in over)
        near = [key for beginning, key in self._ended[year] if beginning in text]
        if not near:
            return []
        whole = search_key(text)
        if not any(key in whole for key in near):
            return []
        return [(one, span) for one, span in self.find(text) if one.last is not None and one.last < year]


def _places(formulation: str, text: str) -> Iterator[Span]:
    if formulation[0] == "“":
        yield from ((at, at + len(formulation)) for at in find_all(formulation, text))
        return
    for start, end in positions_of(query_key(formulation), text):
        if not (formulation[0] in _NUMERALS and start and text[start - 1] in _NUMERALS):
            yield start, end
