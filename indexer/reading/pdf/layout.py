"""Characters on a page to lines of text in reading order.

All lengths are points; ``y`` counts upwards, so the first line has the greatest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from indexer.reading.pdf.glyphs import Glyph
from indexer.reading.rows import join_cells

#: All in widths of a Chinese character. Base lines closer than this are one row (notes are raised).
_ROW = 0.4
#: A gap from which words, cells or columns are apart; one that stands for a space.
_APART = 0.8
_WORD_GAP = 0.22
#: How far apart cells of one column may stand, such as centred ones.
_CELL_SHIFT = 1.0
#: A character printed twice to look bold is shifted by less than this.
_DOUBLE = 0.12

_FEWEST_COLUMN_LINES = 3
_NARROWEST_COLUMN = 8.0
_FULL_WITHIN = 2.5
_FULL_SHARE = 0.4
_WIDEST_INDENT = 5.0
_MOST_EDGES = 4
_DEEPEST = 6

_OPENING, _CLOSING = "“‘（(《〈【〔「『", "”’）)》〉】〕」』"
_UNBREAKABLE = re.compile(
    rf"[{_OPENING}]*(?:[A-Za-z0-9.,%/+\-:@_]+|——|……|.)"
    rf"[{_CLOSING}，。、；：？！％,;:?!%]*(?:(?<=[”’])[A-Za-z0-9.,]+)?"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, or a piece of one.

    ``face`` is its commonest font; ``first`` is how wide that is which stands before the first
    place where it could be broken. ``whole``: a table's, never part of a longer paragraph.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    page: int
    face: str = ""
    first: float = 0.0
    whole: bool = False


Row = tuple[Line, ...]


def rows_of(glyphs: Iterable[Glyph], page: int) -> list[Row]:
    """The rows of a page from its top, each cut where its text is far apart."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: -g.y):
        if rows and rows[-1][0].y - glyph.y <= _ROW * max(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    cut = (_pieces(sorted(row, key=lambda g: g.x0), page) for row in rows)
    return [row for row in cut if row]


def joined_row(row: Row) -> Line:
    """The pieces of a row as one line, with spaces between them."""
    return _with_text(row, " ".join(piece.text for piece in row))


def blocks_of(rows: Sequence[Row], depth: int = 0) -> list[tuple[Line, ...]]:
    """The lines of a page in reading order, one block for each stretch of one column."""
    for edge in _edges(rows) if depth < _DEEPEST else ():
        for start, end in _clear_runs(rows, edge):
            left, right = _sides(rows[start:end], edge)
            if _is_column(left) and _is_column(right):
                parts = (rows[:start], left, right, rows[end:])
                return [block for part in parts for block in blocks_of(part, depth + 1)]
    return [tuple(_cells_or_words(rows))] if rows else []


def common(values: Iterable[float]) -> float:
    """The commonest of some lengths, in quarters of a point; the greater of two as common."""
    counts = Counter(round(value * 4) / 4 for value in values)
    return max(counts, key=lambda value: (counts[value], value), default=1.0)


def _cells_or_words(rows: Sequence[Row]) -> Iterator[Line]:
    """Each row as one line: a row of cells where one beside it has as many pieces."""
    for at, row in enumerate(rows):
        beside = [*rows[max(0, at - 1) : at], *rows[at + 1 : at + 2]]
        if len(row) > 1 and any(_are_cells(row, other) for other in beside):
            yield replace(_with_text(row, join_cells([piece.text for piece in row])), whole=True)
        else:
            yield joined_row(row)


def _are_cells(row: Row, other: Row) -> bool:
    """Whether the pieces of two rows stand below one another."""
    near = _CELL_SHIFT * row[0].size
    return len(row) == len(other) and all(
        a.x0 < b.x1 + near and b.x0 < a.x1 + near for a, b in zip(row, other, strict=True)
    )


def _with_text(row: Row, text: str) -> Line:
    if len(row) == 1:
        return row[0]
    return replace(row[0], text=text, x1=row[-1].x1, size=common(piece.size for piece in row))


# --- rows ---------------------------------------------------------------------------------


def _pieces(glyphs: Sequence[Glyph], page: int) -> Row:
    glyphs = _without_doubles(glyphs)
    size = common(glyph.size for glyph in glyphs if not glyph.char.isspace())
    gaps = [after.x0 - before.x1 for before, after in pairwise(glyphs)]
    # Letters set wide apart on purpose are no words.
    usual = max(0.0, median(gaps)) if len(gaps) > 1 else 0.0
    pieces: list[list[Glyph]] = [[]]
    texts = [""]
    for at, glyph in enumerate(glyphs):
        gap = gaps[at - 1] - usual if at else 0.0
        if gap > _APART * size:
            pieces.append([])
            texts.append("")
        elif gap > _WORD_GAP * size and texts[-1][-1:].isascii() and glyph.char.isascii():
            texts[-1] += " "
        pieces[-1].append(glyph)
        texts[-1] += glyph.char
    return tuple(
        _line(text.strip(), piece, size, page)
        for text, piece in zip(texts, pieces, strict=True)
        if text.strip()
    )


def _line(text: str, glyphs: Sequence[Glyph], size: float, page: int) -> Line:
    inked = [glyph for glyph in glyphs if not glyph.char.isspace()]
    y = common(glyph.y for glyph in inked)
    end = max(glyph.x1 for glyph in inked)
    face = Counter(glyph.face for glyph in inked).most_common(1)[0][0]
    unit = _UNBREAKABLE.match(text)
    first = inked[min(unit.end() if unit else 1, len(inked)) - 1].x1 - inked[0].x0
    # Where characters have 16 bits, pdfium gives the rarer ones as two halves.
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return Line(text, inked[0].x0, end, y, size, page, face, first)


def _without_doubles(glyphs: Sequence[Glyph]) -> list[Glyph]:
    kept: list[Glyph] = []
    for glyph in glyphs:
        near = (k for k in kept[-2:] if k.char == glyph.char and glyph.x0 - k.x0 < _DOUBLE * glyph.size)
        if not any(abs(k.y - glyph.y) < _DOUBLE * glyph.size for k in near):
            kept.append(glyph)
    return kept


# --- columns ------------------------------------------------------------------------------


def _edges(rows: Sequence[Row]) -> list[float]:
    """Where the left edge of a right column may be: where several pieces begin, past the first quarter."""
    pieces = [piece for row in rows for piece in row]
    if not pieces:
        return []
    left, right = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
    begins = Counter(round(p.x0 / 2) for p in pieces if p.x0 > left + (right - left) / 4)
    # A column's edge may fall on the border of two steps.
    near = {step: n + begins[step + 1] for step, n in begins.items()}
    frequent = [step for step, n in near.items() if n >= _FEWEST_COLUMN_LINES]
    frequent.sort(key=lambda step: -near[step])
    return [2.0 * step - 2 for step in frequent[:_MOST_EDGES]]


def _clear_runs(rows: Sequence[Row], edge: float) -> list[tuple[int, int]]:
    """Runs of rows of which none crosses ``edge``, longest first."""
    runs: list[tuple[int, int]] = []
    start = 0
    for at, row in enumerate([*rows, None]):
        if row is None or any(piece.x0 < edge - 1 and piece.x1 > edge + 1 for piece in row):
            if at - start >= _FEWEST_COLUMN_LINES:
                runs.append((start, at))
            start = at + 1
    return sorted(runs, key=lambda run: run[0] - run[1])


def _sides(rows: Sequence[Row], edge: float) -> tuple[list[Row], list[Row]]:
    """What of each row is on the left and on the right of ``edge``."""
    left = [tuple(piece for piece in row if piece.x0 < edge) for row in rows]
    right = [tuple(piece for piece in row if piece.x0 >= edge) for row in rows]
    return [row for row in left if row], [row for row in right if row]


def _is_column(rows: Sequence[Row]) -> bool:
    """Whether these are lines of running text, most of them as wide as the column."""
    lines = [joined_row(row) for row in rows]
    if len(lines) < _FEWEST_COLUMN_LINES:
        return False
    size = common(line.size for line in lines)
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    full = sum(
        1
        for line in lines
        if line.x1 > right - _FULL_WITHIN * size and line.x0 < left + _WIDEST_INDENT * size
    )
    return right - left >= _NARROWEST_COLUMN * size and full >= _FULL_SHARE * len(lines)
