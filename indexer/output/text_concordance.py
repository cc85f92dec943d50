"""What ``bigan kwic`` and ``bigan trend`` print for people: aligned columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from indexer.model.reports import UNKNOWN_LABEL
from indexer.model.results import Concordance, KwicLine, Trend, TrendCell
from indexer.output.text_page import NOTHING, is_beyond, opening_lines, page_label, said_lines
from indexer.output.text_search import marked, year_label

_BARS = "▁▂▃▅▇"

#: A rate over fewer paragraphs than this means little: it is shown with a star instead of a bar.
_FEW = 50


def concordance_lines(found: Concordance, width: int, colour: bool) -> Iterable[str]:
    """One page of occurrences, each on its own line with its match in the middle."""
    yield from opening_lines(found, "处")
    if is_beyond(found):
        return
    yield f"{found.total} 处，在 {found.paragraph_total} 段中{page_label(found)}（{found.took_ms:.0f} 毫秒）"
    yield ""
    room = max(columns_of(line.match) for line in found.lines)
    for line in found.lines:
        yield _line(line, 2 * width, room, colour)
    yield ""
    yield from _beside("前面常是", found.before)
    yield from _beside("后面常是", found.after)


def _line(line: KwicLine, width: int, room: int, colour: bool) -> str:
    """``width`` columns on each side; the match begins in the same column on every line."""
    match = marked(line.match, [(0, len(line.match))], colour)
    gap = " " * (width + room - columns_of(line.match) - columns_of(line.right))
    paragraph = line.paragraph
    facts = " ".join([year_label(paragraph.year), paragraph.unit_type or UNKNOWN_LABEL, paragraph.id])
    where = "（小标题）" if line.in_heading else ""
    return f"{' ' * (width - columns_of(line.left))}{line.left}{match}{line.right}{gap}  {facts}{where}"


def _beside(label: str, counts: Sequence[tuple[str, int]]) -> Iterable[str]:
    if counts:
        yield f"{label}：" + " · ".join(f"{text} {count}" for text, count in counts)


def trend_lines(found: Trend) -> Iterable[str]:
    """How often the searched terms occur in each year and unit type."""
    yield from said_lines(found.understood_as, found.notices)
    if not found.total:
        yield NOTHING
        return
    spoken = f"，见于 {_years(found.first_year, found.last_year)}" if found.first_year is not None else ""
    yield f"{found.total} 处，在 {found.paragraph_total} 段中{spoken}（{found.took_ms:.0f} 毫秒）"
    yield ""
    yield from _table("年份", [(year_label(cell.year), cell) for cell in found.years])
    yield ""
    yield from _table("单位类型", [(cell.unit_type or UNKNOWN_LABEL, cell) for cell in found.units])


def _years(first: int | None, last: int | None) -> str:
    return f"{first}年" if first == last else f"{first}–{last}年"


def _table(label: str, rows: Sequence[tuple[str, TrendCell]]) -> Iterable[str]:
    """Label, occurrences, paragraphs with them, all paragraphs, occurrences per 10 000, and that as a bar."""
    spoken = [cell for _, cell in rows if cell.occurrences]
    reliable = [cell for cell in spoken if cell.all_paragraphs >= _FEW] or spoken
    most = max(cell.per_10000 for cell in reliable)
    lines = [(label, "处", "段", "共有段", "每万段", "")]
    lines += [
        (
            name,
            str(cell.occurrences),
            str(cell.paragraphs),
            str(cell.all_paragraphs),
            f"{cell.per_10000:.1f}",
            bar(cell.per_10000, most) if cell in reliable else "*" if cell.occurrences else "",
        )
        for name, cell in rows
    ]
    widths = [max(map(columns_of, column)) for column in zip(*lines, strict=True)]
    for first, *numbers, last in lines:
        cells = [f"{' ' * (width - columns_of(text))}{text}" for text, width in zip(numbers, widths[1:], strict=False)]
        yield f"{first}{' ' * (widths[0] - columns_of(first))}  {'  '.join(cells)}  {last}".rstrip()


def bar(value: float, most: float) -> str:
    """``value`` as a share of ``most``, as one bar character; empty for zero."""
    return _BARS[min(int(value / most * len(_BARS)), len(_BARS) - 1)] if value and most else ""


def columns_of(text: str) -> int:
    """How many columns a terminal gives a text: two for ideographs and full-width signs, none for combining ones."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
