"""The cheapest path through bytes that may be in several encodings, one character after another.

This is the Viterbi algorithm: the states are the encodings, a character costs the bits it takes
to write it, a change of encoding or a wrong byte costs extra. Its time is linear in the bytes.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from indexer.reading.plausibility import ERROR_BITS, REPLACEMENT, bits, cost, is_usual

BYTEWISE = ("utf-8", "gb18030", "big5")
_DOUBLE_BYTE = ("gb18030", "big5")
WIDE = ("utf-16-le", "utf-16-be")
#: The name of an encoding → the codec that reads it. Big5 files from Windows use its cp950 variant.
CODECS = {**{name: name for name in (*BYTEWISE, *WIDE)}, "big5": "cp950"}
#: Bits of a change of encoding at the end of a line or a tag, after ASCII, and inside a word.
AT_LINE, _AT_ASCII, _INSIDE = 9.0, 13.0, 20.0
_LINE_END, _ASCII_SIGNS = frozenset(b"\n\r\0"), frozenset(b" \t<>,;:!?()[]{}|/\"'=&#*-")
#: Bits added to a change to an encoding that seldom occurs beside another one.
SELDOM = {"utf-8": 0.0, "gb18030": 0.0, "big5": 8.0, "utf-16-le": 10.0, "utf-16-be": 16.0}
#: A change of encoding for a character of so many bits is not tried: a later one is cheaper.
_UNLIKELY = 20.0
#: The numbers of bytes of a character.
_WIDTHS = {"utf-8": (1, 2, 3, 4), "gb18030": (1, 2, 4), "big5": (1, 2), "utf-16-le": (2, 4), "utf-16-be": (2, 4)}
#: Above these mean bits of a character, a line is a guess.
_DOUBTFUL = 15.0
#: So many bits fewer in all, and a character, must another encoding need for a line to be suspected of it.
_FEWER_BITS, _FEWER_BITS_EACH = 7.0, 3.0
#: Bits of half a character at the end of a file.
_CUT_OFF_BITS = 10.0
#: As Windows writes the euro sign in its code page 936; more often it is a wrong byte.
_EURO, _EURO_BITS = b"\x80", 24.0
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_HIGH_BYTES = bytes(range(0x80, 0x100))
IMPOSSIBLE = float("inf")


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a file that is read in one encoding. ``text`` may hold U+FFFD for wrong bytes;
    ``size`` is the number of its bytes outside ASCII."""

    encoding: str
    text: str
    size: int

    def doubtful_lines(self) -> list[int]:
        """The numbers, from 0, of its lines that nobody would write like that."""
        return [number for number, line in enumerate(self.text.split("\n")) if _is_doubtful(line)]

    def suspect_lines(self) -> list[int]:
        """The numbers, from 0, of its lines that another encoding reads decidedly better, but that are too short to
        be read in it for certain."""
        if self.encoding not in _DOUBLE_BYTE:
            return []
        return [number for number, line in enumerate(self.text.split("\n")) if _is_likelier_in_another(line, self.encoding)]


class BytePath:
    """The cheapest path through ``data``, one character after another.

    ``cost`` is in bits. With ``is_last`` half a character at the very end is left out.
    """

    def __init__(
        self, data: bytes, names: Sequence[str], is_last: bool = True, *, allows_errors: bool = True
    ) -> None:
        self._data = data
        self._allows_errors = allows_errors
        self._has_wide = any(name in WIDE for name in names)
        self._names = names
        size = len(data)
        self._totals = [array("d", [IMPOSSIBLE]) * (size + 5) for _ in names]
        #: For each encoding and position: which encoding came before the last character, and
        #: how many bytes that character has (0: a wrong byte).
        self._origins = [bytearray(size + 5) for _ in names]
        self._widths = [bytearray(size + 5) for _ in names]
        for totals, name in zip(self._totals, names, strict=True):
            totals[0] = SELDOM[name]
        self._cut_off = is_last
        for at in range(size):
            self._step(at)
        ends = [totals[size] for totals in self._totals]
        self._last = ends.index(min(ends))
        self.cost = ends[self._last]

    def _step(self, at: int) -> None:
        here = [totals[at] for totals in self._totals]
        least = min(here)
        if least == IMPOSSIBLE:
            return
        best = here.index(least)
        data = self._data
        change = least + _change(data[at - 1] if at else 0)
        if data[at] < 0x80 and not self._has_wide:
            # The same in all encodings: a change can wait for the next character that tells.
            self._step_ascii(at, here)
            return
        for state, name in enumerate(self._names):
            total, origin = here[state], state
            changed = change + SELDOM[name]
            if changed < total:
                total, origin = changed, best
            if total == IMPOSSIBLE:
                continue
            for width, step, price in _characters(data[at : at + _window(data, at, name)], name):
                if origin != state and price >= _UNLIKELY and self._allows_errors:
                    continue
                end = at + step
                if not (width or self._allows_errors):
                    continue
                if not width and self._ends_cut_off(at, end, name):
                    price = _CUT_OFF_BITS
                if total + price < self._totals[state][end]:
                    self._totals[state][end] = total + price
                    self._origins[state][end] = origin
                    self._widths[state][end] = step if width else step | 0x10

    def _step_ascii(self, at: int, here: list[float]) -> None:
        price = bits(chr(self._data[at]))
        for state, total in enumerate(here):
            if total + price < self._totals[state][at + 1]:
                self._totals[state][at + 1] = total + price
                self._origins[state][at + 1] = state
                self._widths[state][at + 1] = 1

    def _ends_cut_off(self, start: int, end: int, name: str) -> bool:
        """Whether the wrong bytes from ``start`` to ``end`` may begin a character that the end of
        the file has cut off."""
        return self._cut_off and end == len(self._data) and _begins_character(self._data[start:end], name)

    def segments(self) -> list[Segment]:
        """The parts of ``data`` by encoding, in order."""
        steps: list[tuple[str, str, int]] = []
        at, state = len(self._data), self._last
        while at > 0:
            mark = self._widths[state][at]
            width = mark & 0xF
            piece = self._data[at - width : at]
            name = self._names[state]
            char = REPLACEMENT if mark & 0x10 else _character(piece, name) or ""
            if not (mark & 0x10 and self._ends_cut_off(at - width, at, name)):
                # A wrong byte says nothing about the encoding of what is around it.
                steps.append((name, char, 0 if mark & 0x10 else size_of(piece)))
            state = self._origins[state][at]
            at -= width
        steps.reverse()
        return [
            Segment(name, "".join(char for _, char, _ in run), sum(size for _, _, size in run))
            for name, group in groupby(steps, key=lambda step: step[0])
            if (run := list(group))
        ]


def _change(before: int) -> float:
    """The bits of a change of encoding after this byte."""
    return AT_LINE if before in _LINE_END else _AT_ASCII if before in _ASCII_SIGNS else _INSIDE


def _window(data: bytes, at: int, name: str) -> int:
    """How many bytes decide what begins at a position: few, so that they occur again."""
    if name == "utf-8":
        lead = data[at]
        return 4 if lead >= 0xF0 else 3 if lead >= 0xE0 or 0x80 <= lead < 0xC0 else 2
    if name == "gb18030":
        return 4 if 0x30 <= data[at + 1 : at + 2][:1].ljust(1)[0] <= 0x39 else 2
    if name == "big5":
        return 2
    high = data[at + 1 : at + 2] if name == "utf-16-le" else data[at : at + 1]
    return 4 if b"\xd8" <= high <= b"\xdf" else 2


@lru_cache(maxsize=1 << 17)
def _characters(window: bytes, name: str) -> tuple[tuple[bool, int, float], ...]:
    """What the bytes may begin with in an encoding: whether it is a character, its number of
    bytes, its bits."""
    found = [(False, _width_of_error(window) if name == "utf-8" else 1, ERROR_BITS)]
    for width in _WIDTHS[name]:
        if width > len(window):
            break
        char = _character(window[:width], name)
        if char is not None:
            found.append((True, width, _EURO_BITS if window[:width] == _EURO else bits(char)))
            if name not in ("gb18030",):
                break
    return tuple(found)


def _character(piece: bytes, name: str) -> str | None:
    """The one character that the bytes are; ``None`` where they are none or several."""
    if name == "gb18030" and piece == _EURO:
        return "€"
    char = strict_text(piece, CODECS[name])
    return char if char is not None and len(char) == 1 else None


def _width_of_error(window: bytes) -> int:
    """How many bytes are left of one broken UTF-8 character: one fault, not several."""
    lead = window[0]
    whole = 4 if lead >= 0xF0 else 3 if lead >= 0xE0 else 2 if lead >= 0xC2 else 3
    if lead < 0x80:
        return 1
    width = 1
    while width < min(whole - 1, len(window)) and 0x80 <= window[width] < 0xC0:
        width += 1
    return width


def _begins_character(piece: bytes, name: str) -> bool:
    """Whether these bytes may be the first of a longer character."""
    if name == "utf-8":
        return piece[0] >= 0xC2
    return piece[0] >= 0x80 or name in WIDE


def _is_doubtful(line: str) -> bool:
    foreign = "".join(char for char in line if char > "\x7f")
    return bool(foreign) and (cost(foreign) > _DOUBTFUL * len(foreign) or bool(_PRIVATE.search(line)))


def _is_likelier_in_another(line: str, name: str) -> bool:
    if line.isascii() or is_usual(line):
        return False
    foreign = "".join(char for char in line if char > "\x7f")
    try:
        piece = foreign.encode(CODECS[name])
    except UnicodeEncodeError:
        return False
    other = strict_text(piece, CODECS["big5" if name == "gb18030" else "gb18030"])
    if other is None:
        return False
    fewer = cost(foreign) - cost(other)
    return fewer >= _FEWER_BITS and fewer >= _FEWER_BITS_EACH * len(other)


def size_of(piece: bytes) -> int:
    """The number of bytes outside ASCII."""
    return len(piece) - len(piece.translate(None, _HIGH_BYTES))


def strict_text(piece: bytes, codec: str) -> str | None:
    """The text of bytes; ``None`` where one is wrong or a character is cut off."""
    try:
        return piece.decode(codec)
    except UnicodeDecodeError:
        return None
