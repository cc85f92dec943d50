"""Joined search keys as an array: a character is a *unit* of 16 bits, also a rare one.

Chinese text hardly leaves the first 65 536 characters of Unicode, but hardly an archive leaves out all others (a rare
name, a folded traditional character). Such characters get the units that UTF-16 keeps for surrogates, numbered by a
table of their own, so that one of them does not double the size of millions. Positions stay positions of characters.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from indexer.engines.whoosh.dtypes import CodePoints, Units

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
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        is_rare = _is_rare(points)
        rare = np.unique(points[is_rare])
        if len(rare) > _LAST - _FIRST + 1:
            return cls(points, rare[:0])
        units = points.astype(np.uint16)
        units[is_rare] = _FIRST + np.searchsorted(rare, points[is_rare])
        return cls(units, rare)

    def __len__(self) -> int:
        return len(self.units)

    def unit_of(self, char: str) -> int | None:
        """The unit of a character; ``None`` for a rare one that the text does not hold."""
        point = ord(char)
        if self.units.itemsize > 2 or not (point > 0xFFFF or _FIRST <= point <= _LAST):
            return point
        at = int(np.searchsorted(self.rare, point))
        return _FIRST + at if at < len(self.rare) and self.rare[at] == point else None

    def code_points(self, units: Units) -> CodePoints:
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
            with suppress(UnicodeDecodeError):
                # Without rare characters the units are UTF-16; two that stand side by side look like a pair of it.
                text = units.tobytes().decode("utf-16-le")
                if len(text) == len(units):
                    return text
        return self.code_points(units).tobytes().decode("utf-32-le", "surrogatepass")


def _is_rare(points: CodePoints) -> np.ndarray:
    return (points > 0xFFFF) | (points >= _FIRST) & (points <= _LAST)
