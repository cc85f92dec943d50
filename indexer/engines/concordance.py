"""Occurrences as they are shown and counted; shared by all engines."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from indexer.language.finding import find_all
from indexer.language.normalize import KeyMap
from indexer.model.reports import UNIT_TYPES, Span, StoredParagraph
from indexer.model.results import KwicLine, Trend, TrendCell
from indexer.querying.tree import ExactPhrase, SearchRequest, Term

#: Characters of the search key beside an occurrence that lines are sorted by, and that are counted.
CONTEXT, BESIDE = 8, 2

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


def most_frequent(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """The most frequent first, equally frequent ones in code point order."""
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_BESIDE])


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
