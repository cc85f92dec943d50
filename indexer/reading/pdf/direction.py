"""Which way the text of a page runs: level lines, or upright columns from right to left.

Decided by how one character follows the other, since a font for vertical writing and a drawing program
put upright text on a page in different ways.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Protocol, TypeVar

#: In sizes of a character: how far the next one is along the line, and how far off it.
_NEAREST, _FURTHEST, _OFF = 0.4, 1.9, 0.35
_LATIN = "\u2000"
#: Fewer characters below one another are chance: the short lines of a cell, a numbered column.
_SHORTEST_COLUMN = 5
_SHORTEST_LINE = 2
#: Digits side by side inside a column take no more than this, in sizes of a character.
_WITHIN_COLUMN = 1.5
#: A page of so many characters at least whose characters mostly don't follow one another is not followed.
_FEWEST_STEPS = 40
_FOLLOWED = 0.3
#: Forms of punctuation for vertical writing, and what they are.
_UPRIGHT_SIGNS = dict(
    zip(
        "︐︑︒︓︔︕︖︗︘︙︰︱︲︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄",
        "，、。：；！？〖〗…：—–（）｛｝〔〕【】《》〈〉「」『』",
        strict=True,
    )
)


class Placed(Protocol):
    """A character with the edges of its box (left, bottom, right, top), in points."""

    @property
    def char(self) -> str: ...
    @property
    def box(self) -> tuple[float, float, float, float]: ...


_P = TypeVar("_P", bound=Placed)


def split_by_direction(characters: Sequence[_P], upright: bool = True) -> tuple[list[_P], list[_P], bool]:
    """The characters in level lines, those in upright columns, both in their order, and
    whether the page could be followed. Columns are only looked for where ``upright`` allows it."""
    level, columns = _count_steps(characters)
    followed = len(characters) < _FEWEST_STEPS or level + columns >= _FOLLOWED * len(characters)
    if not upright or columns < _SHORTEST_COLUMN - 1:
        return list(characters), [], followed
    inked = [one for one in characters if not one.char.isspace()]
    main = "U" if columns > level else "L"
    steps = [_step(a, b) for a, b in pairwise(inked)]
    kinds = [_kind(before, after, main) for before, after in pairwise(["", *steps, ""])]
    _join_short(inked, kinds, main)
    across = [one for one, kind in zip(inked, kinds, strict=True) if kind == "L"]
    down = [one for one, kind in zip(inked, kinds, strict=True) if kind == "U"]
    return (across, down, followed) if down else (list(characters), [], followed)


def as_upright(char: str) -> str:
    """A character as it is written in level lines."""
    return _UPRIGHT_SIGNS.get(char, char)


def _count_steps(characters: Sequence[Placed]) -> tuple[int, int]:
    """How many characters may follow the one before on a line, and how many below it: a quick look
    at each page, as ``_step`` is an exact one."""
    level = columns = 0
    last_left = last_bottom = float("inf")
    for one in characters:
        left, bottom, _, top = one.box
        off = _OFF * (top - bottom)
        if -off < bottom - last_bottom < off:
            level += left > last_left
        elif -off < left - last_left < off:
            columns += bottom < last_bottom
        last_left, last_bottom = left, bottom
    return level, columns


def _step(before: Placed, after: Placed) -> str:
    """L where a character follows another on a line, U where a Chinese one stands below it, else ''."""
    (a_left, a_bottom, a_right, a_top), (b_left, b_bottom, b_right, b_top) = before.box, after.box
    size = max(a_right - a_left, a_top - a_bottom, b_right - b_left, b_top - b_bottom) or 1.0
    across = ((b_left + b_right) - (a_left + a_right)) / 2 / size
    down = ((a_bottom + a_top) - (b_bottom + b_top)) / 2 / size
    if abs(down) <= _OFF and _NEAREST <= across <= _FURTHEST:
        return "L"
    below = abs(across) <= _OFF and _NEAREST <= down <= _FURTHEST
    return "U" if below and before.char > _LATIN and after.char > _LATIN else ""


def _kind(before: str, after: str, main: str) -> str:
    """What a character belongs to, by how it follows the one before and is followed by the next."""
    votes = (before, after)
    level, upright = votes.count("L"), votes.count("U")
    if level == upright:
        return main
    return "L" if level > upright else "U"


def _join_short(characters: Sequence[Placed], kinds: list[str], main: str) -> None:
    """Gives runs of the other direction that are too short, or digits within a column, to the main one."""
    shortest = _SHORTEST_COLUMN if main == "L" else _SHORTEST_LINE
    for kind, run in groupby(range(len(kinds)), key=list(kinds).__getitem__):
        places = list(run)
        if kind == main:
            continue
        edges = [characters[at].box for at in places]
        width = max(edge[2] for edge in edges) - min(edge[0] for edge in edges)
        size = max(edge[3] - edge[1] for edge in edges)
        if len(places) < shortest or (main == "U" and width <= _WITHIN_COLUMN * size):
            for at in places:
                kinds[at] = main
