"""Which table rows are data, to be read as one line, and which only lay out a page."""

from __future__ import annotations

from collections.abc import Sequence

#: Characters. A cell above this holds prose: its paragraphs stay lines of their own.
_LONGEST_CELL = 200


def is_data_row(cells: Sequence[str]) -> bool:
    """Whether the texts of a row's cells belong on one line.

    Many pages, and many forms made in Word, put a whole article into one cell; joining its
    paragraphs would destroy them.
    """
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) > 1 and all(len(cell) <= _LONGEST_CELL for cell in filled)
