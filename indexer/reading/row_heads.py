"""Cells that go on over several rows of a table: each row below shows them again.

A row of data becomes one line; without the head it shares with the rows above, 下游 | 20公里 says
nothing of 清理河道.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

#: Characters. A longer text in a cell over several rows is no head of each of them.
LONGEST_ROW_HEAD = 40
_MOST_COLUMNS = 1000


class Cell(NamedTuple):
    """How many rows and columns a cell takes, at least one each, and its text."""

    rows: int
    columns: int
    text: str


class RowHeads:
    """The cells of one table that go on below the row they begin in, row by row."""

    def __init__(self) -> None:
        #: Column → how many further rows the cell in it goes on over, and its text.
        self._open: dict[int, tuple[int, str]] = {}

    def before_cells(self, cells: Sequence[Cell]) -> list[list[str]]:
        """For each cell of the next row the heads that stand before it, in their order: cells from above
        that reach into this row."""
        open_now, self._open = self._open, {}
        heads: list[list[str]] = []
        column = 0
        for cell in cells:
            before: list[str] = []
            while column in open_now:
                self._go_on(column, open_now.pop(column), before)
                column += 1
            heads.append(before)
            for _ in range(min(cell.columns, _MOST_COLUMNS)):
                if cell.rows > 1:
                    self._open[column] = (cell.rows - 1, cell.text)
                    cell = cell._replace(text="")
                column += 1
        for column, head in open_now.items():
            self._go_on(column, head, [])
        return heads

    def _go_on(self, column: int, head: tuple[int, str], before: list[str]) -> None:
        rows, text = head
        if text.strip() and len(text) <= LONGEST_ROW_HEAD:
            before.append(text.strip())
        if rows > 1:
            self._open[column] = (rows - 1, text)
