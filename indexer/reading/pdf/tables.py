"""Tables drawn with lines: which character belongs to which cell."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from indexer.reading.pdf.glyphs import Glyph, Page, Rule
from indexer.reading.pdf.layout import Line, Row, blocks_of, rows_of
from indexer.reading.row_heads import LONGEST_ROW_HEAD
from indexer.reading.rows import is_data_row, join_cells

#: Points. How far from each other two lines that meet may end, and two that are one may be drawn.
_MEET = 3.0

#: A drawing with more lines than this is no table of a report, and would take long.
_MOST_LINES = 400

#: A cell's left, right, bottom and top edge.
_Cell = tuple[float, float, float, float]
#: How the lines of a cell become its paragraphs.
Paragraphs = Callable[[Sequence[tuple[Line, ...]]], list[str]]


def take_tables(page: Page, number: int, paragraphs: Paragraphs) -> tuple[list[Row], list[Glyph]]:
    """The rows of a page's tables, a line for each, and the characters outside of them.

    Raises nothing: lines that make no table, such as a frame around a page, are passed over.
    """
    upright, level = _merged(page.upright_rules), _merged(page.level_rules)
    if len(upright) < 3 or len(level) < 2 or len(upright) + len(level) > _MOST_LINES:
        return [], list(page.glyphs)
    cells: dict[_Cell, list[Glyph]] = defaultdict(list)
    outside: list[Glyph] = []
    for glyph in page.glyphs:
        cell = _cell_of(glyph, upright, level)
        (outside if cell is None else cells[cell]).append(glyph)
    rows: list[Row] = []
    tall: list[_Cell] = []
    for found in _table_rows(cells):
        top = found[0][3]
        # Cells of rows above that go on beside this one.
        tall = [cell for cell in tall if cell[2] < top - _MEET]
        if len(found) == 1 and not _has_neighbour(found[0], cells):
            outside.extend(cells[found[0]])
        else:
            rows.extend(_lines(found, tall, cells, upright, number, paragraphs))
        tall += found
    return rows, outside


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Lines by their place; pieces that lie on one another or touch are one."""
    merged: list[Rule] = []
    for rule in sorted(rules):
        at = _on(merged, rule)
        if at is None:
            merged.append(rule)
        else:
            other = merged[at]
            merged[at] = Rule(other.at, min(rule.start, other.start), max(rule.end, other.end))
    return merged


def _on(merged: Sequence[Rule], rule: Rule) -> int | None:
    """Which of the lines before it ``rule`` lies on or touches."""
    for at in range(len(merged) - 1, -1, -1):
        other = merged[at]
        if rule.at - other.at > _MEET:
            return None
        if rule.start <= other.end + _MEET and other.start <= rule.end + _MEET:
            return at
    return None


def _cell_of(glyph: Glyph, upright: Sequence[Rule], level: Sequence[Rule]) -> _Cell | None:
    """The nearest lines on all four sides of a character that enclose it."""
    x, y = (glyph.x0 + glyph.x1) / 2, glyph.y + glyph.size / 3
    left, right = _around(upright, x, y)
    bottom, top = _around(level, y, x)
    if left is None or right is None or bottom is None or top is None:
        return None
    return left.at, right.at, bottom.at, top.at


def _around(rules: Sequence[Rule], at: float, along: float) -> tuple[Rule | None, Rule | None]:
    """The nearest lines before and after ``at`` that pass it at ``along``."""
    middle = bisect_left(rules, at, key=lambda rule: rule.at)

    def passes(rule: Rule) -> bool:
        return rule.start - _MEET <= along <= rule.end + _MEET

    before = next((rules[i] for i in range(middle - 1, -1, -1) if passes(rules[i])), None)
    return before, next((rules[i] for i in range(middle, len(rules)) if passes(rules[i])), None)


def _table_rows(cells: Iterable[_Cell]) -> list[list[_Cell]]:
    """Cells by their top edges from the top, each row from the left; a tall cell is in its first row."""
    rows: list[list[_Cell]] = []
    for cell in sorted(cells, key=lambda cell: -cell[3]):
        if rows and rows[-1][0][3] - cell[3] <= _MEET:
            rows[-1].append(cell)
        else:
            rows.append([cell])
    return [sorted(row) for row in rows]


def _has_neighbour(cell: _Cell, cells: Iterable[_Cell]) -> bool:
    """Whether a cell shares an edge with another: one that does not is a frame."""
    left, right, bottom, top = cell
    return any(
        other != cell
        and (
            (
                (abs(other[2] - top) <= _MEET or abs(other[3] - bottom) <= _MEET)
                and other[0] < right
                and left < other[1]
            )
            or (
                (abs(other[0] - right) <= _MEET or abs(other[1] - left) <= _MEET)
                and other[2] < top
                and bottom < other[3]
            )
        )
        for other in cells
    )


def _lines(
    row: Sequence[_Cell],
    tall: Sequence[_Cell],
    cells: dict[_Cell, list[Glyph]],
    upright: Sequence[Rule],
    number: int,
    paragraphs: Paragraphs,
) -> list[Row]:
    """A row of data is one line, with the short texts of ``tall`` cells beside it again; a row of prose
    is the paragraphs of its cells."""
    texts = {cell[0]: paragraphs(blocks_of(rows_of(cells[cell], number))) for cell in row}
    if is_data_row(["\n".join(text) for text in texts.values()]):
        for cell in tall:
            head = paragraphs(blocks_of(rows_of(cells[cell], number)))
            if sum(map(len, head)) <= LONGEST_ROW_HEAD:
                texts.setdefault(cell[0], head)
        lines = [join_cells([" ".join(texts.get(left, ())) for left in _lefts(row, upright)])]
    else:
        lines = [line for text in texts.values() for line in text]
    size = max(glyph.size for cell in row for glyph in cells[cell])
    # All stand at the row's place; sorting by it keeps their order.
    top = row[0][3] - size
    return [(Line(line, row[0][0], row[-1][1], top, size, number, whole=True),) for line in lines]


def _lefts(row: Sequence[_Cell], upright: Sequence[Rule]) -> list[float]:
    """Where the cells of a row begin, also the empty ones."""
    middle = max(cell[2] for cell in row) / 2 + row[0][3] / 2
    filled = {cell[0] for cell in row}
    inside = {
        rule.at
        for rule in upright
        if rule.start <= middle <= rule.end and not any(cell[0] < rule.at < cell[1] for cell in row)
    }
    # The last line of all ends the row.
    return sorted(filled | (inside - {max(inside, default=0.0)}))
