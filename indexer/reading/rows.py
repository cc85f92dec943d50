"""Which table rows are data, to be read as one line, and which only lay out a page."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: What stands between two cells of a row. Clean text drops spaces and tabs between Chinese
#: characters, and matching drops most punctuation; this sign outlives both, so that the cells of
#: a row neither run together nor match a phrase across their border.
CELL_GAP = " | "

#: Characters. A cell above this holds prose: its paragraphs stay lines of their own.
_LONGEST_CELL = 200
#: More lines than that are a list or paragraphs; a narrow column breaks a word into two or three.
_MOST_LINES = 3
_SENTENCE_LINE = re.compile("[。；！？]\\W{0,2}$")
_NUMBER = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{1,3}[、）)．.]|第[一二三四五六七八九十\d]{1,3}[章节条部分]{1,2}|[①-⑳]|[-—•·●■◆]{1,2}"
)


def is_data_row(cells: Sequence[str]) -> bool:
    """Whether the texts of a row's cells belong on one line.

    Many pages, and many forms made in Word, put a whole article into one cell; joining its
    paragraphs would destroy them.
    """
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) > 1 and not any(_is_prose(cell) for cell in filled)


def gap_after(cell: str) -> str:
    """What stands between a cell and the next one: only a space after a number such as 一、,
    which begins the text beside it."""
    return " " if _NUMBER.fullmatch(cell.strip()) else CELL_GAP


def join_cells(cells: Sequence[str]) -> str:
    """One line for the cells of a row; empty ones keep their place, save at the end."""
    last = max((at for at, cell in enumerate(cells) if cell.strip()), default=-1)
    cells = [cell.strip() for cell in cells[: last + 1]]
    return "".join(cell + gap_after(cell) for cell in cells[:-1]) + "".join(cells[-1:])


def _is_prose(cell: str) -> bool:
    """Whether a cell holds paragraphs: a long text, many lines, or several that are sentences."""
    if len(cell) > _LONGEST_CELL:
        return True
    lines = [line for line in cell.split("\n") if line.strip()]
    return len(lines) > _MOST_LINES or sum(1 for line in lines if _SENTENCE_LINE.search(line)) > 1
