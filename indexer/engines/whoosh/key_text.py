"""Joined search keys as an array: a character is a *unit* of 16 bits, also a rare one.

Chinese text hardly leaves the first 65 536 characters of Unicode, but hardly an archive leaves out all others (a rare
name, a folded traditional character). Such characters get the units that UTF-16 keeps for surrogates, numbered by a
table of their own, so that one of them does not double the size of millions. Positions stay positions of characters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engines.whoosh.dtypes import Bools, CodePoints, Units

#: The units that stand for rare characters: no other character has them.
_FIRST, _LAST = 0xD800, 0xDFFF


@dataclass(frozen=True, slots=True)
class KeyText:
    """A text. ``units`` has one a character; unit ``0xD800 + i`` stands for the code point ``rare[i]`` (ascending). A
    text of more different rare characters than there are such units has units of 32 bits, which are code points."""

    units: Units
    rare: CodePoints

    @classmethod
    def of(cls, text: str) -> KeyText:
        """Lone surrogates are rare characters, too."""
        builder = KeyTextBuilder()
        builder.add(text)
        return builder.built()

    def __len__(self) -> int:
        return len(self.units)

    def unit_of(self, char: str) -> int | None:
        """The unit of a character; ``None`` for a rare one that the text does not hold."""
        point = ord(char)
        if self.units.itemsize > 2 or not (point > 0xFFFF or _FIRST <= point <= _LAST):
            return point
        at = int(np.searchsorted(self.rare, point))
        return _FIRST + at if at < len(self.rare) and self.rare[at] == point else None

    def code_points(self, units: npt.NDArray[np.integer[Any]]) -> CodePoints:
        """Units of this text as code points, in any shape."""
        points = units.astype(np.uint32)
        if len(self.rare):
            stands = (units >= _FIRST) & (units <= _LAST)
            points[stands] = self.rare[points[stands] - _FIRST]
        return points

    def part(self, first: int, last: int) -> str:
        """The characters from position ``first`` to ``last`` (exclusive)."""
        units = self.units[first:last]
        if units.itemsize == 2:
            try:
                # Without rare characters the units are UTF-16; two that stand side by side look like a pair of it.
                text = units.tobytes().decode("utf-16-le")
            except UnicodeDecodeError:
                text = ""
            if len(text) == len(units):
                return text
        return self.code_points(units).tobytes().decode("utf-32-le", "surrogatepass")


class KeyTextBuilder:
    """Puts a text together from pieces, in little more memory than it takes in the end."""

    def __init__(self) -> None:
        self._pieces: list[Units] = []

    def add(self, text: str) -> None:
        """The next piece."""
        self.add_points(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32))

    def add_points(self, points: CodePoints) -> None:
        """The next piece as code points. A piece without rare characters is kept in half the bits."""
        self._pieces.append(points if _is_rare(points).any() else points.astype(np.uint16))

    def built(self) -> KeyText:
        """The text. What was added is used up."""
        pieces, self._pieces = self._pieces, []
        several = [piece[_is_rare(piece)] for piece in pieces if piece.itemsize > 2]
        rare = np.unique(np.concatenate(several)) if several else np.zeros(0, np.uint32)
        if len(rare) > _LAST - _FIRST + 1:
            return KeyText(np.concatenate([piece.astype(np.uint32) for piece in pieces]), rare[:0])
        units = np.empty(sum(map(len, pieces)), dtype=np.uint16)
        at = 0
        for number, piece in enumerate(pieces):
            own = units[at : at + len(piece)]
            own[:] = piece
            if piece.itemsize > 2:
                is_rare = _is_rare(piece)
                own[is_rare] = _FIRST + np.searchsorted(rare, piece[is_rare])
            at += len(piece)
            pieces[number] = piece[:0]
        return KeyText(units, rare)


def _is_rare(points: npt.NDArray[np.unsignedinteger[Any]]) -> Bools:
    rare: Bools = (points > 0xFFFF) | (points >= _FIRST) & (points <= _LAST)
    return rare
