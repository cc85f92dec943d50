"""Occurrences as they are shown and counted; shared by all engines."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import accumulate
from typing import NamedTuple

from indexer.language.finding import find_all
from indexer.language.normalize import KeyMap
from indexer.model.reports import UNIT_TYPES, Span, StoredParagraph
from indexer.model.results import KwicLine, Trend, TrendCell
from indexer.querying.tree import ExactPhrase, SearchRequest, Term

#: Characters of the search key beside an occurrence that lines are sorted by.
CONTEXT = 8

#: The most characters of a word that is named as standing beside.
BESIDE = 4

#: No character is greater.
_LAST = "\U0010ffff"

#: At most so many of what stands beside are named.
MOST_BESIDE = 20

#: Year and unit type.
Cell = tuple[int | None, str | None]


@dataclass(frozen=True, slots=True)
class CellCounts:
    """What one cell of a trend holds, see ``TrendCell``."""

    occurrences: int = 0
    paragraphs: int = 0
    all_paragraphs: int = 0

    def __add__(self, other: CellCounts) -> CellCounts:
        return CellCounts(
            self.occurrences + other.occurrences,
            self.paragraphs + other.paragraphs,
            self.all_paragraphs + other.all_paragraphs,
        )


def strict_places(text: str, field: KeyMap) -> Iterator[tuple[Span, Span]]:
    """Where ``text`` stands exactly in a field's clean text: the spans in its key and in the clean text."""
    for at in find_all(text, field.clean):
        own = bisect_left(field.starts, at), bisect_left(field.starts, at + len(text))
        yield own, (at, at + len(text))


def kwic_line(paragraph: StoredParagraph, number: int, field: KeyMap, found: Span, terms: Iterable[Term], width: int) -> KwicLine:
    """The line of the occurrence ``found`` in the key of the paragraph's field ``number`` (its text is the last one,
    behind the headings above). A strict phrase is shown with its outer signs."""
    spans = [field.span(*found)]
    for term in terms:
        if isinstance(term, ExactPhrase):
            spans += [shown for own, shown in strict_places(term.text, field) if own == found]
    start, end = max(spans, key=lambda span: (span[1] - span[0], -span[0]))
    return KwicLine(
        paragraph=paragraph,
        left=_one_line(field.clean[max(start - width, 0) : start]),
        match=_one_line(field.clean[start:end]),
        right=_one_line(field.clean[end : end + width]),
        start=start,
        in_heading=number < len(paragraph.headings_above),
    )


def _one_line(text: str) -> str:
    return text.replace("\n", " ")


def neighbours(
    contexts: Mapping[str, int], is_word: Callable[[str], bool], backwards: bool = False
) -> tuple[tuple[str, int], ...]:
    """The words that stand beside occurrences, the most frequent first, equally frequent ones in code point order.
    ``contexts``: the first ``BESIDE`` characters from the match outwards (``backwards``: those before it, nearest first) and how
    often they stand there. A word is counted wherever its characters stand, so that asking for both together finds as many;
    it is named where for at least half of these no longer word begins there. A character of no word stands alone."""
    beginnings = _Beginnings(contexts, is_word, backwards)
    open_ = [(-one.times, one) for one in beginnings.below(_Beginning("", 0, len(contexts), 0))]
    heapify(open_)
    named: list[tuple[int, str]] = []
    while open_ and (len(named) < MOST_BESIDE or open_[0][0] <= named[MOST_BESIDE - 1][0]):
        _, one = heappop(open_)
        if beginnings.is_named(one):
            named.append((-one.times, beginnings.written(one)))
        for longer in beginnings.below(one):
            heappush(open_, (-longer.times, longer))
    return tuple((text, -count) for count, text in sorted(named)[:MOST_BESIDE])


class _Beginning(NamedTuple):
    """What contexts begin with: those from ``first`` to before ``last``, which are ``times`` occurrences."""

    text: str
    first: int
    last: int
    times: int


class _Beginnings:
    """Contexts in order, so that those that begin alike stand together; looked at only as far as they are asked about."""

    def __init__(self, contexts: Mapping[str, int], is_word: Callable[[str], bool], backwards: bool) -> None:
        self._contexts = sorted(contexts)
        self._until = list(accumulate(map(contexts.__getitem__, self._contexts), initial=0))
        self._is_word = is_word
        self._backwards = backwards
        self._below: dict[str, list[_Beginning]] = {}

    def written(self, one: _Beginning) -> str:
        """As it is read."""
        return one.text[::-1] if self._backwards else one.text

    def below(self, one: _Beginning) -> list[_Beginning]:
        """The beginnings that are one character longer, the most frequent first."""
        if one.text not in self._below:
            self._below[one.text] = sorted(self._longer(one), key=lambda longer: -longer.times)
        return self._below[one.text]

    def _longer(self, one: _Beginning) -> Iterator[_Beginning]:
        contexts, until, size = self._contexts, self._until, len(one.text)
        at = one.first
        if at < one.last and len(contexts[at]) == size:
            at += 1  # a sentence ends there
        while at < one.last:
            text = contexts[at][: size + 1]
            end = bisect_left(contexts, f"{text}{_LAST}", at + 1, one.last)
            yield _Beginning(text, at, end, until[end] - until[at])
            at = end

    def is_named(self, one: _Beginning) -> bool:
        """Whether it is a word, or a single character, and for at least half of its occurrences no longer word begins there."""
        if len(one.text) > 1 and not self._is_word(self.written(one)):
            return False
        return 2 * self._in_longer_words(one, one.times // 2) <= one.times

    def _in_longer_words(self, one: _Beginning, most: int) -> int:
        """How many of the occurrences begin with a longer word; counted on until it is more than ``most``."""
        found, left = 0, one.times
        for longer in self.below(one):
            if found > most or found + left <= most:
                break
            left -= longer.times
            if self._is_word(self.written(longer)):
                found += longer.times
            elif len(longer.text) < BESIDE:
                found += self._in_longer_words(longer, most - found)
        return found


def build_trend(request: SearchRequest, counts: Mapping[Cell, CellCounts]) -> Trend:
    """The answer from the counts of every cell that has paragraphs."""
    cells = sorted(counts, key=_in_order)
    total = sum(counts.values(), CellCounts())
    spoken = [year for year, unit in cells if year is not None and counts[year, unit].occurrences]
    return Trend(
        cells=tuple(_cell(cell, counts[cell]) for cell in cells),
        years=_sums(counts, {(year, None) for year, _ in cells}, 0),
        units=_sums(counts, {(None, unit) for _, unit in cells}, 1),
        total=total.occurrences,
        paragraph_total=total.paragraphs,
        first_year=min(spoken, default=None),
        last_year=max(spoken, default=None),
        understood_as=request.understood_as,
        notices=request.notices,
    )


def _sums(counts: Mapping[Cell, CellCounts], cells: set[Cell], which: int) -> tuple[TrendCell, ...]:
    return tuple(
        _cell(cell, sum((own for key, own in counts.items() if key[which] == cell[which]), CellCounts()))
        for cell in sorted(cells, key=_in_order)
    )


def _cell(cell: Cell, counts: CellCounts) -> TrendCell:
    return TrendCell(*cell, counts.occurrences, counts.paragraphs, counts.all_paragraphs)


def _in_order(cell: Cell) -> tuple[bool, int, int]:
    year, unit = cell
    return year is None, year or 0, UNIT_TYPES.index(unit) if unit in UNIT_TYPES else len(UNIT_TYPES)
