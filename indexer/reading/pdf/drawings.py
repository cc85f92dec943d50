"""What is drawn on a page of a PDF beside its text: ruled lines, pictures, colours behind text, notes."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from indexer.reading.pdf.library import NotOpened, opened, raw, string_value

#: A drawing with more objects than this is no table of a report.
_MOST_OBJECTS = 5_000
_MOST_RULES = 3_000
#: Points. How far a ruled line may be from the vertical or horizontal, and the least it is long.
_STRAIGHT = 0.8
_SHORTEST_RULE = 5.0
#: Points. A smaller picture is a bullet or a line.
_SMALLEST_PICTURE = 20.0
_WHITE = 250
_MOST_ANNOTATIONS = 2_000
#: Kinds of annotations that say something: notes, text on the page, marks with a remark.
_REMARKS = frozenset((1, 3, 9, 10, 11, 12, 13, 14, 15))
_FILE, _FIELD = 17, 20

#: Left, bottom, right and top edge, in points.
Edges = tuple[float, float, float, float]


class Rule(NamedTuple):
    """A straight line on a page, at ``at`` across its direction, from ``start`` to ``end`` along it."""

    at: float
    start: float
    end: float


class Drawn(NamedTuple):
    """Upright and level lines, and the edges of the pictures."""

    upright: tuple[Rule, ...]
    level: tuple[Rule, ...]
    pictures: tuple[Edges, ...]


class Remarks(NamedTuple):
    """What annotations say: remarks, the values of form fields, and how many files are attached."""

    comments: tuple[str, ...]
    fields: tuple[str, ...]
    files: int


def drawn_on(page: Any) -> Drawn:
    """The lines and pictures of a page. Of too large a drawing only the pictures."""
    upright: list[Rule] = []
    level: list[Rule] = []
    pictures: list[Edges] = []
    count = raw.FPDFPage_CountObjects(page)
    ruled = count <= _MOST_OBJECTS
    for at in range(count):
        drawing = raw.FPDFPage_GetObject(page, at)
        kind = raw.FPDFPageObj_GetType(drawing)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            edges = _edges(drawing)
            if edges and min(edges[2] - edges[0], edges[3] - edges[1]) >= _SMALLEST_PICTURE:
                pictures.append(edges)
        elif kind == raw.FPDF_PAGEOBJ_PATH and ruled:
            _add_rules(drawing, upright, level)
            ruled = len(upright) + len(level) <= _MOST_RULES
    if not ruled:
        upright, level = [], []
    return Drawn(tuple(upright), tuple(level), tuple(pictures))


def grounds_of(page: Any) -> list[Edges]:
    """Where something coloured may lie behind the text: filled areas that are not white, pictures."""
    found: list[Edges] = []
    for at in range(min(raw.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        drawing = raw.FPDFPage_GetObject(page, at)
        kind = raw.FPDFPageObj_GetType(drawing)
        if kind == raw.FPDF_PAGEOBJ_TEXT or (kind == raw.FPDF_PAGEOBJ_PATH and not _is_coloured(drawing)):
            continue
        edges = _edges(drawing)
        if edges:
            found.append(edges)
    return found


def remarks_on(page: Any) -> Remarks:
    """What the annotations of a page say."""
    comments: list[str] = []
    fields: list[str] = []
    files = 0
    for at in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST_ANNOTATIONS)):
        try:
            with opened(raw.FPDFPage_GetAnnot(page, at), raw.FPDFPage_CloseAnnot) as annotation:
                kind = raw.FPDFAnnot_GetSubtype(annotation)
                if kind in _REMARKS:
                    comments.append(string_value(annotation, b"Contents"))
                elif kind == _FIELD:
                    fields.append(string_value(annotation, b"V"))
                files += kind == _FILE
        except NotOpened:
            continue
    return Remarks(tuple(filter(None, comments)), tuple(filter(None, fields)), files)


def _add_rules(drawing: Any, upright: list[Rule], level: list[Rule]) -> None:
    for (x0, y0), (x1, y1) in _strokes(drawing):
        if abs(x0 - x1) <= _STRAIGHT and abs(y0 - y1) >= _SHORTEST_RULE:
            upright.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
        elif abs(y0 - y1) <= _STRAIGHT and abs(x0 - x1) >= _SHORTEST_RULE:
            level.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))


def _edges(drawing: Any) -> Edges | None:
    sides = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(drawing, *sides):
        return None
    left, bottom, right, top = (side.value for side in sides)
    return (left, bottom, right, top) if all(map(math.isfinite, (left, bottom, right, top))) else None


def _is_coloured(drawing: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(drawing, fill, stroke) or not fill.value:
        return False
    parts = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(drawing, *parts):
        return True
    return parts[3].value > 0 and any(part.value < _WHITE for part in parts[:3])


_Point = tuple[float, float]


def _strokes(drawing: Any) -> Iterator[tuple[_Point, _Point]]:
    """The straight pieces of a drawn path."""
    matrix, x, y = raw.FS_MATRIX(), ctypes.c_float(), ctypes.c_float()
    if not raw.FPDFPageObj_GetMatrix(drawing, matrix):
        return
    first = last = (math.nan, math.nan)
    count = raw.FPDFPath_CountSegments(drawing)
    for at in range(min(count, _MOST_RULES)):
        segment = raw.FPDFPath_GetPathSegment(drawing, at)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        here = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = here
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield last, here
        if raw.FPDFPathSegment_GetClose(segment):
            yield here, first
        last = here
