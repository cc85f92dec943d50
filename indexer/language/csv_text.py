"""A table as text that Excel and WPS open as what it is: UTF-8 with a mark, lines about the table before its header, and no
cell that a program would take for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

#: A cell: numbers stay numbers, nothing is an empty cell.
Cell = str | int | float | None

#: So that spreadsheet programs read the file as UTF-8.
MARK = "\ufeff"

#: A cell that begins so is a formula for some program; Chinese versions take the full-width signs for the narrow ones.
_FORMULA_SIGNS = frozenset("=+-@＝＋－＠\t\r\n|%")


def csv_bytes(head: Iterable[str], header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A CSV file. Each line of ``head`` is a row with one cell; an empty row parts them from the table."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    told = [[_harmless(line)] for line in head]
    writer.writerows(told)
    if told:
        writer.writerow([])
    writer.writerow(header)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return (MARK + text.getvalue()).encode("utf-8", "replace")


def _harmless(cell: Cell) -> Cell:
    """An apostrophe before what would be calculated: spreadsheet programs show the cell as text. Numbers are no danger."""
    if isinstance(cell, str):
        text = cell.replace("\0", "")
        return f"'{text}" if text[:1] in _FORMULA_SIGNS and text else text
    return cell
