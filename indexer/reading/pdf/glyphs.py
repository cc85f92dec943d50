"""What pdfium finds on the pages of a PDF: characters with their places, and what is drawn beside them."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from indexer.reading.pdf.direction import as_upright, split_by_direction
from indexer.reading.pdf.drawings import Edges, Remarks, Rule, drawn_on, grounds_of, remarks_on
from indexer.reading.pdf.library import NotOpened, open_document, opened, raw

__all__ = ["Glyph", "NotOpened", "Page", "Pages", "Rule", "open_pages"]

_INVISIBLE_MODES = (3, 7)
#: Render modes that fill the characters with their colour, and draw no line around them.
_FILLING_MODES = (0, 4)
_HYPHEN_MARKS = (0x02, 0xFFFE)
#: Degrees off the horizontal that a slightly skewed scan may be.
_SKEW = 20.0
_LONGEST_NAME = 256
#: Points. Smaller characters are there for copying programs, not for readers.
_SMALLEST = 1.0
#: Of 255; all colours of a white.
_WHITE = 250
#: What is shown for a character that the font gives no meaning for.
_LOST = "〓"
#: Characters that old Chinese fonts have in the private area; their meaning is known.
_OLD_FONTS = range(0xE766, 0xE865)
#: Of a page's area; a picture of this size is the page.
_WHOLE_PAGE = 0.6


class Glyph(NamedTuple):
    """A character on a page. ``y`` is its base line, counted upwards; lengths are points;
    ``face`` is the name of its font."""

    char: str
    x0: float
    x1: float
    y: float
    size: float
    face: str


class Page(NamedTuple):
    """What stands on a page, turned so that its text runs left to right.

    ``number`` is the page's in the document, from 0: level lines and upright columns of one page are
    two of these. ``oblique`` are the characters of other directions: watermarks, notes up the margin.
    ``unusable`` counts the characters the PDF gives no meaning for, ``hidden`` those nobody can see
    (invisible, white on white, of no size). ``pictures`` counts pictures, ``scanned`` says that one
    of them is the page. ``followed`` is false where the order of the characters is a guess.
    """

    number: int
    glyphs: tuple[Glyph, ...]
    oblique: tuple[Glyph, ...] = ()
    upright_rules: tuple[Rule, ...] = ()
    level_rules: tuple[Rule, ...] = ()
    unusable: int = 0
    hidden: int = 0
    pictures: int = 0
    scanned: bool = False
    followed: bool = True
    remarks: Remarks = Remarks((), (), 0)


class Pages:
    """The pages of an open document."""

    def __init__(self, document: Any) -> None:
        self._document = document

    def __len__(self) -> int:
        return max(0, int(raw.FPDF_GetPageCount(self._document)))

    @property
    def attachments(self) -> int:
        """How many files are attached to the document."""
        return max(0, int(raw.FPDFDoc_GetAttachmentCount(self._document)))

    def read(self, at: int, most: int) -> list[Page] | None:
        """Page ``at`` (from 0), or ``None`` where it holds more than ``most`` characters.

        Raises ``NotOpened`` where the page is damaged.
        """
        with (
            opened(raw.FPDF_LoadPage(self._document, at), raw.FPDF_ClosePage) as page,
            opened(raw.FPDFText_LoadPage(page), raw.FPDFText_ClosePage) as text,
        ):
            if raw.FPDFText_CountChars(text) > most:
                return None
            return _read(page, text, at)


@contextmanager
def open_pages(data: bytes) -> Iterator[Pages]:
    """A PDF's pages. Raises ``NotOpened`` where pdfium cannot read it."""
    with open_document(data) as document:
        yield Pages(document)


class _Run(NamedTuple):
    """What all characters of one text object share; ``angle`` is in degrees. ``faint`` ones are of no
    size, ``white`` ones may be white on white."""

    size: float
    angle: float
    visible: bool
    face: str
    faint: bool = False
    white: bool = False


class _Found(NamedTuple):
    char: str
    run: _Run
    box: Edges
    origin: tuple[float, float]


def _read(page: Any, text: Any, number: int) -> list[Page]:
    found, unusable = _characters(text)
    shown = _shown(found, page)
    hidden = sum(1 for one in found if not one.char.isspace()) - sum(1 for one in shown if not one.char.isspace())
    turns = Counter(_turn(one.run.angle) for one in shown)
    turn = max((t for t in turns if t is not None), key=lambda t: turns[t], default=0)
    drawn = drawn_on(page)
    straight = [one for one in shown if _turn(one.run.angle) == turn]
    # The columns of a table hold what stands upright in its cells.
    level, columns, followed = split_by_direction(straight, upright=turn == 0 and not drawn.upright)
    upright = _columns(columns, [one for one in shown if _turn(one.run.angle) == 3]) if columns else ()
    rest = [one for one in shown if _turn(one.run.angle) not in ((turn, 3) if columns else (turn,))]
    first = Page(
        number=number,
        glyphs=tuple(_turned(one, turn) for one in level),
        oblique=tuple(_turned(one, 0) for one in rest),
        upright_rules=drawn.upright if turn == 0 else (),
        level_rules=drawn.level if turn == 0 else (),
        unusable=unusable,
        hidden=hidden,
        pictures=len(drawn.pictures),
        scanned=_is_scan(page, drawn.pictures),
        followed=followed,
        remarks=remarks_on(page),
    )
    return [first, Page(number, upright)] if upright else [first]


def _shown(found: Sequence[_Found], page: Any) -> list[_Found]:
    """The characters that a reader can see; where those are few, such as on a scanned page with its
    text behind it, all but those of no size."""
    shown = [one for one in found if one.run.visible]
    if 2 * len(shown) < len(found):
        shown = list(found)
    large = [one for one in shown if not one.run.faint]
    shown = large if 2 * len(large) >= len(shown) else shown
    white = [one for one in shown if one.run.white]
    if not white or 2 * len(white) > len(shown):
        return shown
    grounds = grounds_of(page)
    return [one for one in shown if not one.run.white or _lies_on(one.box, grounds)]


def _lies_on(box: Edges, grounds: Sequence[Edges]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in grounds)


def _is_scan(page: Any, pictures: Sequence[Edges]) -> bool:
    area = raw.FPDF_GetPageWidthF(page) * raw.FPDF_GetPageHeightF(page)
    return any((right - left) * (top - bottom) >= _WHOLE_PAGE * area > 0 for left, bottom, right, top in pictures)


def _characters(text: Any) -> tuple[list[_Found], int]:
    """The characters that the document holds, without those pdfium adds, and how many are unusable."""
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    found: list[_Found] = []
    unusable = 0
    address, run = 0, _Run(1.0, 0.0, True, "")
    for at in range(raw.FPDFText_CountChars(text)):
        if raw.FPDFText_IsGenerated(text, at) == 1:
            continue
        code = raw.FPDFText_GetUnicode(text, at)
        if code in _HYPHEN_MARKS:
            code = 0x2D
        elif 0xE000 <= code < 0xF900 or code >= 0xF0000 or code == 0xFFFD:
            known = code in _OLD_FONTS
            code, unusable = (code if known else ord(_LOST)), unusable + (not known)
        elif code < 0x20:
            if code in (0x09, 0x0A, 0x0D):
                continue
            code, unusable = ord(_LOST), unusable + 1
        elif raw.FPDFText_HasUnicodeMapError(text, at) == 1:
            unusable += 1
        owner = ctypes.cast(raw.FPDFText_GetTextObject(text, at), ctypes.c_void_p).value or 0
        if owner != address or not found:
            address, run = owner, _run(text, at)
        if not raw.FPDFText_GetLooseCharBox(text, at, box):
            continue
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        edges = (box.left, box.bottom, box.right, box.top)
        if all(map(math.isfinite, (*edges, x.value, y.value))):
            found.append(_Found(chr(code), run, edges, (x.value, y.value)))
    return found, unusable


def _run(text: Any, at: int) -> _Run:
    matrix = raw.FS_MATRIX()
    scale, angle = 1.0, 0.0
    if raw.FPDFText_GetMatrix(text, at, matrix):
        scale = math.hypot(matrix.c, matrix.d)
        angle = math.degrees(math.atan2(matrix.b, matrix.a))
    size = abs(raw.FPDFText_GetFontSize(text, at)) * scale
    owner = raw.FPDFText_GetTextObject(text, at)
    mode = raw.FPDFTextObj_GetTextRenderMode(owner) if owner else 0
    usable = math.isfinite(size) and size > 0.1
    return _Run(
        size=size if usable else 1.0,
        angle=angle,
        visible=mode not in _INVISIBLE_MODES,
        face=_face(text, at),
        faint=math.isfinite(size) and size < _SMALLEST,
        white=mode in _FILLING_MODES and _is_white(text, at),
    )


def _is_white(text: Any, at: int) -> bool:
    """Whether a character is white, or wholly transparent."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFText_GetFillColor(text, at, *parts):
        return False
    return parts[3].value == 0 or all(part.value >= _WHITE for part in parts[:3])


def _face(text: Any, at: int) -> str:
    name, flags = ctypes.create_string_buffer(_LONGEST_NAME), ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(text, at, name, _LONGEST_NAME, flags)
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


def _columns(columns: Sequence[_Found], turned: Sequence[_Found]) -> tuple[Glyph, ...]:
    """Upright columns as level lines, the rightmost first; ``turned`` are Latin characters in them that
    lie on their side."""
    glyphs: list[Glyph] = []
    beside = 0
    for at, one in enumerate([*columns, *turned]):
        left, bottom, right, top = one.box
        middle = (left + right) / 2
        before = columns[at - 1].box if 0 < at < len(columns) else None
        # Digits side by side in a column keep their order, on the place of the first.
        on_a_line = before is not None and abs(before[1] - bottom) < 0.2 * one.run.size and before[0] < left
        beside = beside + 1 if on_a_line else 0
        if on_a_line:
            last = glyphs[-1]
            glyphs.append(last._replace(char=one.char, x0=last.x0 + 0.01 * beside))
        else:
            glyphs.append(Glyph(as_upright(one.char), -top, -bottom, middle, one.run.size, one.run.face))
    return tuple(glyphs)
