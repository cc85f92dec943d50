"""What pdfium finds on the pages of a PDF: characters with their places, and ruled lines.

The only user of pypdfium2. Every handle is closed in the function that opened it, also on
errors; pdfium is not thread-safe, so ``open_pages`` holds a lock as long as a document is open.
"""

from __future__ import annotations

import ctypes
import math
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal, NamedTuple

# The package sets the library up when it is imported; ``raw`` alone does not say so.
import pypdfium2 as _pdfium

_raw = _pdfium.raw
# pdfium keeps its state in the process, so the one lock has to live as long: it guards, it holds nothing.
_ONE_AT_A_TIME = threading.Lock()

_INVISIBLE_MODES = (3, 7)
_PASSWORD_ERRORS = (4, 5)
_HYPHEN_MARKS = (0x02, 0xFFFE)
#: Degrees off the horizontal that a slightly skewed scan may be.
_SKEW = 20.0
#: A drawing with more objects than this is no table of a report.
_MOST_OBJECTS = 5_000
_MOST_RULES = 3_000
#: Points. How far a ruled line may be from the vertical or horizontal, and the least it is long.
_STRAIGHT = 0.8
_SHORTEST_RULE = 5.0

_LONGEST_NAME = 256

Reason = Literal["encrypted", "damaged"]


class NotOpened(Exception):
    """pdfium cannot open a document, or one of its pages; ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class Glyph(NamedTuple):
    """A character on a page. ``y`` is its base line, counted upwards; lengths are points;
    ``face`` is the name of its font."""

    char: str
    x0: float
    x1: float
    y: float
    size: float
    face: str


class Rule(NamedTuple):
    """A straight line on a page, at ``at`` across its direction, from ``start`` to ``end`` along it."""

    at: float
    start: float
    end: float


class Page(NamedTuple):
    """What stands on a page, turned so that its text runs left to right.

    ``oblique`` are the characters of other directions: watermarks, notes up the margin.
    ``unusable`` counts the characters the PDF gives no meaning for.
    """

    glyphs: tuple[Glyph, ...]
    oblique: tuple[Glyph, ...]
    upright_rules: tuple[Rule, ...]
    level_rules: tuple[Rule, ...]
    unusable: int


class Pages:
    """The pages of an open document."""

    def __init__(self, document: Any) -> None:
        self._document = document

    def __len__(self) -> int:
        return max(0, int(_raw.FPDF_GetPageCount(self._document)))

    def read(self, at: int, most: int) -> Page | None:
        """Page ``at`` (from 0), or ``None`` where it holds more than ``most`` characters.

        Raises ``NotOpened`` where the page is damaged.
        """
        with (
            _opened(_raw.FPDF_LoadPage(self._document, at), _raw.FPDF_ClosePage) as page,
            _opened(_raw.FPDFText_LoadPage(page), _raw.FPDFText_ClosePage) as text,
        ):
            if _raw.FPDFText_CountChars(text) > most:
                return None
            return _read(page, text)


@contextmanager
def open_pages(data: bytes) -> Iterator[Pages]:
    """A PDF's pages. Raises ``NotOpened`` where pdfium cannot read it."""
    with _ONE_AT_A_TIME:
        document = _raw.FPDF_LoadMemDocument64(data, len(data), None)
        if not document:
            raise NotOpened("encrypted" if _raw.FPDF_GetLastError() in _PASSWORD_ERRORS else "damaged")
        try:
            yield Pages(document)
        finally:
            _raw.FPDF_CloseDocument(document)


@contextmanager
def _opened(handle: Any, close: Callable[[Any], None]) -> Iterator[Any]:
    if not handle:
        raise NotOpened("damaged")
    try:
        yield handle
    finally:
        close(handle)


class _Run(NamedTuple):
    """What all characters of one text object share; ``angle`` is in degrees."""

    size: float
    angle: float
    visible: bool
    face: str


class _Found(NamedTuple):
    char: str
    run: _Run
    box: tuple[float, float, float, float]
    origin: tuple[float, float]


def _read(page: Any, text: Any) -> Page:
    found, unusable = _characters(text)
    shown = [one for one in found if one.run.visible]
    # Text behind a scanned page is invisible and is its text; elsewhere it is what somebody hid.
    if 2 * len(shown) < len(found):
        shown = [one for one in found if not one.run.visible]
    turns = Counter(_turn(one.run.angle) for one in shown)
    turn = max((t for t in turns if t is not None), key=lambda t: turns[t], default=0)
    glyphs = tuple(_turned(one, turn) for one in shown if _turn(one.run.angle) == turn)
    oblique = tuple(_turned(one, 0) for one in shown if _turn(one.run.angle) != turn)
    upright, level = _rules(page) if turn == 0 else ((), ())
    return Page(glyphs, oblique, upright, level, unusable)


def _characters(text: Any) -> tuple[list[_Found], int]:
    """The characters that the document holds, without those pdfium adds, and how many are unusable."""
    box, x, y = _raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    found: list[_Found] = []
    unusable = 0
    address, run = 0, _Run(1.0, 0.0, True, "")
    for at in range(_raw.FPDFText_CountChars(text)):
        if _raw.FPDFText_IsGenerated(text, at) == 1:
            continue
        code = _raw.FPDFText_GetUnicode(text, at)
        if code in _HYPHEN_MARKS:
            code = 0x2D
        elif 0xE000 <= code < 0xF900 or code >= 0xF0000 or code == 0xFFFD:
            unusable += 1
        elif code < 0x20:
            if code in (0x09, 0x0A, 0x0D):
                continue
            code, unusable = 0xFFFD, unusable + 1
        elif _raw.FPDFText_HasUnicodeMapError(text, at) == 1:
            unusable += 1
        owner = ctypes.cast(_raw.FPDFText_GetTextObject(text, at), ctypes.c_void_p).value or 0
        if owner != address or not found:
            address, run = owner, _run(text, at)
        if not _raw.FPDFText_GetLooseCharBox(text, at, box):
            continue
        _raw.FPDFText_GetCharOrigin(text, at, x, y)
        edges = (box.left, box.bottom, box.right, box.top)
        if all(map(math.isfinite, (*edges, x.value, y.value))):
            found.append(_Found(chr(code), run, edges, (x.value, y.value)))
    return found, unusable


def _run(text: Any, at: int) -> _Run:
    matrix = _raw.FS_MATRIX()
    scale, angle = 1.0, 0.0
    if _raw.FPDFText_GetMatrix(text, at, matrix):
        scale = math.hypot(matrix.c, matrix.d)
        angle = math.degrees(math.atan2(matrix.b, matrix.a))
    size = abs(_raw.FPDFText_GetFontSize(text, at)) * scale
    owner = _raw.FPDFText_GetTextObject(text, at)
    visible = not owner or _raw.FPDFTextObj_GetTextRenderMode(owner) not in _INVISIBLE_MODES
    return _Run(size if math.isfinite(size) and size > 0.1 else 1.0, angle, visible, _face(text, at))


def _face(text: Any, at: int) -> str:
    name, flags = ctypes.create_string_buffer(_LONGEST_NAME), ctypes.c_int()
    length = _raw.FPDFText_GetFontInfo(text, at, name, _LONGEST_NAME, flags)
    return name.value.decode("utf-8", "replace").rpartition("+")[2] if 0 < length <= _LONGEST_NAME else ""


def _turn(angle: float) -> int | None:
    """Quarter turns against the clock, or ``None`` for a slant."""
    quarter = round(angle / 90)
    return quarter % 4 if abs(angle - 90 * quarter) <= _SKEW else None


def _turned(one: _Found, turn: int) -> Glyph:
    left, bottom, right, top = one.box
    x, y = one.origin
    start, end, base = ((left, right, y), (bottom, top, -x), (-right, -left, -y), (-top, -bottom, x))[turn]
    return Glyph(one.char, start, end, base, one.run.size, one.run.face)


def _rules(page: Any) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """The upright and the level lines drawn on a page."""
    upright: list[Rule] = []
    level: list[Rule] = []
    count = _raw.FPDFPage_CountObjects(page)
    for at in range(count if count <= _MOST_OBJECTS else 0):
        drawing = _raw.FPDFPage_GetObject(page, at)
        if _raw.FPDFPageObj_GetType(drawing) != _raw.FPDF_PAGEOBJ_PATH:
            continue
        for (x0, y0), (x1, y1) in _strokes(drawing):
            if abs(x0 - x1) <= _STRAIGHT and abs(y0 - y1) >= _SHORTEST_RULE:
                upright.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
            elif abs(y0 - y1) <= _STRAIGHT and abs(x0 - x1) >= _SHORTEST_RULE:
                level.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        if len(upright) + len(level) > _MOST_RULES:
            return (), ()
    return tuple(upright), tuple(level)


_Point = tuple[float, float]


def _strokes(drawing: Any) -> Iterator[tuple[_Point, _Point]]:
    """The straight pieces of a drawn path."""
    matrix, x, y = _raw.FS_MATRIX(), ctypes.c_float(), ctypes.c_float()
    if not _raw.FPDFPageObj_GetMatrix(drawing, matrix):
        return
    first = last = (math.nan, math.nan)
    count = _raw.FPDFPath_CountSegments(drawing)
    for at in range(min(count, _MOST_RULES)):
        segment = _raw.FPDFPath_GetPathSegment(drawing, at)
        _raw.FPDFPathSegment_GetPoint(segment, x, y)
        here = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = _raw.FPDFPathSegment_GetType(segment)
        if kind == _raw.FPDF_SEGMENT_MOVETO:
            first = here
        elif kind == _raw.FPDF_SEGMENT_LINETO:
            yield last, here
        if _raw.FPDFPathSegment_GetClose(segment):
            yield here, first
        last = here
