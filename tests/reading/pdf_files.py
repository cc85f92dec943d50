"""Draws small PDFs, line by line, so that each test shows where its text stands.

The Chinese font is one that every reader brings along, so no font file is needed.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
#: Points: the usual page of a report.
SIZE, PITCH, LEFT, TOP = 16.0, 28.0, 72.0, 760.0
#: Characters in a full line of text.
WIDTH = 28

#: Draws one page.
Draw = Callable[[Canvas], None]


def pdf(*pages: Draw, password: str = "") -> bytes:
    """The bytes of a PDF with these pages; the same pages give the same bytes."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    encryption = StandardEncryption(password) if password else None
    canvas = Canvas(out, pagesize=A4, encrypt=encryption, invariant=1)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def put(canvas: Canvas, x: float, y: float, text: str, size: float = SIZE, mode: int = 0) -> None:
    """A line of text; mode 3 is invisible, as behind a scanned page."""
    writing = canvas.beginText(x, y)
    writing.setFont(FONT, size)
    writing.setTextRenderMode(mode)
    writing.textOut(text)
    canvas.drawText(writing)


def page(lines: Sequence[str], foot: str = "", head: str = "", top: float = TOP, mode: int = 0) -> Draw:
    """A page of lines from its top; each leading full-width space is an indent without a character."""

    def draw(canvas: Canvas) -> None:
        if head:
            put(canvas, 220, 800, head, 10)
        for at, line in enumerate(lines):
            text = line.lstrip("\u3000")
            put(canvas, LEFT + SIZE * (len(line) - len(text)), top - PITCH * at, text, mode=mode)
        if foot:
            put(canvas, 280, 40, foot, 12)

    return draw


def wrapped(paragraphs: Iterable[str], width: int = WIDTH, indent: int = 2) -> list[str]:
    """The lines of paragraphs on paper, the first of each indented."""
    lines: list[str] = []
    for paragraph in paragraphs:
        left = "\u3000" * indent + paragraph
        while left:
            lines.append(left[:width])
            left = left[width:]
    return lines


def report(title: str, paragraphs: Iterable[str], lines_a_page: int = 24) -> bytes:
    """A whole report as a word processor prints it: a centred title, indented text, page numbers."""
    lines = wrapped(paragraphs)
    size = 22.0

    def first(canvas: Canvas) -> None:
        put(canvas, LEFT + (WIDTH * SIZE - size * len(title)) / 2, TOP, title, size)
        page(lines[: lines_a_page - 2], "— 1 —", top=TOP - 2 * PITCH)(canvas)

    rest = range(lines_a_page - 2, len(lines), lines_a_page)
    further = (
        page(lines[start : start + lines_a_page], f"— {number} —")
        for number, start in enumerate(rest, start=2)
    )
    return pdf(first, *further)


def table(rows: Sequence[Sequence[str]], ruled: bool, column: float = 130.0, top: float = TOP) -> Draw:
    """A table of equal cells; a cell's text may have several lines."""

    def draw(canvas: Canvas) -> None:
        y = top
        for row in rows:
            height = PITCH * max(cell.count("\n") + 1 for cell in row)
            for at, cell in enumerate(row):
                left = LEFT + column * at
                if ruled:
                    canvas.rect(left, y - height, column, height)
                for number, line in enumerate(cell.split("\n")):
                    put(canvas, left + 5, y - 20 - PITCH * number, line)
            y -= height

    return draw


def together(*parts: Draw) -> Draw:
    """Several drawings on one page."""

    def draw(canvas: Canvas) -> None:
        for part in parts:
            part(canvas)

    return draw
