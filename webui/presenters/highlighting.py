"""Text with marked places, cut into pieces that a template prints one after another.

The pieces joined are the text, unchanged: that is what is copied.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup, escape

from indexer.model.reports import Span
from webui.presenters.dated import Notes


@dataclass(frozen=True, slots=True)
class Room:
    """How much a list shows of a text, in characters: one up to ``whole`` whole, of a longer one a part of ``window``, which
    begins at most ``lead`` before the first mark, to begin at a clause."""

    whole: int
    window: int
    lead: int


#: About four lines of forty characters, and six lines of a column.
IN_A_LIST = Room(165, 130, 40)
IN_A_COLUMN = Room(90, 75, 24)

#: So many marks are weighed against each other; a text with more is no ordinary paragraph.
_WEIGHED = 200

#: So many characters of a paragraph a page holds at most: a file may be one line of megabytes.
LONGEST = 20_000

_SENTENCE_ENDS = "。！？；\n"
_CLAUSE_ENDS = "，、：,"


class Piece(NamedTuple):
    """A run of text: marked as found or not, part of a heading or not, to be filled in or not; ``note`` is said of a
    formulation of another time."""

    text: str
    marked: bool = False
    strong: bool = False
    blank: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A long text with the part of it that a list shows: ``pieces``, what stands ``before`` and ``after`` them, and how many
    marks these hold. Together it is the text, of one too long for a page its beginning and the part;
    ``left_out`` counts the characters that are missing then."""

    before: tuple[Piece, ...]
    pieces: tuple[Piece, ...]
    after: tuple[Piece, ...]
    hidden_marks: int
    left_out: int = 0

    @property
    def whole(self) -> tuple[Piece, ...]:
        """All pieces."""
        return (*self.before, *self.pieces, *self.after)


def cut_pieces(
    text: str, marks: Iterable[Span] = (), strong: Span | None = None, blanks: Iterable[Span] = (), notes: Notes = ()
) -> tuple[Piece, ...]:
    """``text`` cut at every border of ``marks``, ``blanks``, ``notes`` (each disjoint and sorted; one may
    overlap the other) and ``strong``."""
    marks, blanks = tuple(marks), tuple(blanks)
    if notes:
        return _with_notes(cut_pieces(text, marks, strong, blanks), notes)
    if not (marks or blanks or strong):
        return (Piece(text),) if text else ()
    edges = {0, len(text), *(edge for span in (*marks, *blanks) for edge in span), *(strong or ())}
    borders = sorted(edge for edge in edges if 0 <= edge <= len(text))
    marked, blank = _holder(marks), _holder(blanks)
    return tuple(
        Piece(text[a:b], marked(a), strong is not None and strong[0] <= a < strong[1], blank(a))
        for a, b in pairwise(borders)
    )


def html(pieces: Iterable[Piece]) -> Markup:
    """Pieces with nothing between them: what is shown is what is copied. Not a macro, since a page of results prints some
    thirty texts and a macro's call costs more than a text."""
    return Markup("".join(map(_piece_html, pieces)))


def _piece_html(piece: Piece) -> str:
    text: str = escape(piece.text)
    if piece.blank:
        text = f'<span class="blank" title="待填">{text}</span>'
    elif piece.note:
        text = f'<span class="dated" title="提法年份">{text}</span>'
    if piece.marked:
        text = f"<mark>{text}</mark>"
    return f"<b>{text}</b>" if piece.strong else text


def _with_notes(pieces: Iterable[Piece], notes: Notes) -> tuple[Piece, ...]:
    """Pieces cut once more where a note begins or ends: few texts have any."""
    cut: list[Piece] = []
    at = 0
    for piece in pieces:
        end = at + len(piece.text)
        edges = sorted({at, end, *(edge for span, _ in notes for edge in span if at < edge < end)})
        for start, stop in pairwise(edges):
            note = next((said for (first, last), said in notes if first <= start and stop <= last), "")
            cut.append(piece._replace(text=piece.text[start - at : stop - at], note=note))
        at = end
    return tuple(cut)


def beginning(
    text: str, marks: Iterable[Span] = (), strong: Span | None = None, blanks: Iterable[Span] = (), notes: Notes = ()
) -> tuple[tuple[Piece, ...], int]:
    """The pieces of a text, or of its first ``LONGEST`` characters, and how many characters are left out."""
    if len(text) <= LONGEST:
        return cut_pieces(text, marks, strong, blanks, notes), 0
    shown = strong if strong and strong[1] <= LONGEST else None
    pieces = cut_pieces(text[:LONGEST], clip(marks, 0, LONGEST), shown, clip(blanks, 0, LONGEST), notes)
    return pieces, len(text) - LONGEST


def clip(spans: Iterable[Span], start: int, end: int) -> tuple[Span, ...]:
    """The parts of ``spans`` between ``start`` and ``end``, counted from ``start``."""
    return tuple((max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start)


def _within(notes: Notes, start: int, end: int) -> Notes:
    """The notes between two places, counted from the first."""
    return tuple(((max(a, start) - start, min(b, end) - start), said) for (a, b), said in notes if a < end and b > start)


def _holder(spans: Sequence[Span]) -> Callable[[int], bool]:
    """Tells whether an offset stands in one of ``spans``."""
    starts = [start for start, _ in spans]

    def holds(at: int) -> bool:
        before = bisect_right(starts, at)
        return before > 0 and at < spans[before - 1][1]

    return holds


def cut_excerpt(
    text: str,
    marks: Sequence[Span],
    strong: Span | None = None,
    blanks: Iterable[Span] = (),
    notes: Notes = (),
    room: Room = IN_A_LIST,
) -> Excerpt | None:
    """``text`` with the part that holds most of what was found, or ``None`` where it is short enough to show."""
    if len(text) <= room.whole:
        return None
    marks, blanks = tuple(marks), tuple(blanks)
    start = _window_start(text, marks, room)
    end = min(start + room.window, len(text))
    end = next((b for a, b in marks if a < end < b), end)

    def cut(first: int, last: int) -> tuple[Piece, ...]:
        own = next(iter(clip([strong] if strong else [], first, last)), None)
        return cut_pieces(text[first:last], clip(marks, first, last), own, clip(blanks, first, last), _within(notes, first, last))

    before = cut(0, min(start, LONGEST))
    gap = (Piece("…"),) if start > LONGEST else ()
    shown = len(clip(marks, start, end))
    part, after = cut(start, end), cut(end, max(end, LONGEST))
    held = sum(len(piece.text) for piece in (*before, *part, *after))
    return Excerpt((*before, *gap), part, after, len(marks) - shown, len(text) - held)


def _window_start(text: str, marks: Sequence[Span], room: Room) -> int:
    """Where the part begins: before the run of marks that is richest."""
    if not marks:
        return 0
    reach = room.window - room.lead

    def worth(mark: Span) -> tuple[int, int, int]:
        """How many different things are found from here on, how many in all; early is better."""
        near_duplicates = [text[a:b] for a, b in marks[:_WEIGHED] if mark[0] <= a and b <= mark[0] + reach]
        return len(set(near_duplicates)), len(near_duplicates), -mark[0]

    best = max(marks[:_WEIGHED], key=worth)
    if best[1] <= reach:
        return 0
    earliest = max(0, min(best[0] - room.lead, len(text) - room.window))
    for ends in (_SENTENCE_ENDS, _CLAUSE_ENDS):
        at = max(text.rfind(end, earliest, best[0]) for end in ends)
        if at >= 0:
            return at + 1
    return max(earliest, best[0] - room.lead // 2)
