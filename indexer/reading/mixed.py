"""Bytes in more than one encoding, or damaged: the cheapest way to read them as Chinese.

Files are joined, pages are put together from parts, lines are pasted between programs; so the
encoding is decided line by line, and inside a line where no single encoding reads it. Every
reading has a price (``plausibility.bits``), and so has every change of encoding; the cheapest
path through all readings wins (the Viterbi algorithm). A wrong byte costs less than two changes
of encoding, so that one alone changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from indexer.reading.byte_path import (
    AT_LINE,
    BYTEWISE,
    CODECS,
    IMPOSSIBLE,
    SELDOM,
    WIDE,
    BytePath,
    Segment,
    size_of,
    strict_text,
)
from indexer.reading.plausibility import cost, is_plausible

#: A line feed and "<" are never a part of a longer character in a bytewise encoding.
_PIECES = re.compile(rb"<?[^\n<]*\n?")
#: A line of more bytes is cut, behind a blank or sign that is never a part of a longer character.
_LONG = 20_000
_PARTS_OF_LONG = re.compile(rb".{%d}[^ -/:-?]*[ -/:-?]?|.+" % _LONG, re.DOTALL)
#: Two characters of UTF-8; bytes in another encoding are that by chance in few lines.
_UTF8_RUN = re.compile(rb"(?:[\xe3-\xe9\xef][\x80-\xbf]{2}){2}")


def read_lines(data: bytes, hint: str | None) -> list[Segment]:
    """``data`` in bytewise encodings, decided for each line; ``hint`` is preferred where two
    encodings read a whole line about as well. ASCII alone goes to the segment before it."""
    pieces = [
        part
        for piece in _PIECES.findall(data)
        if piece
        for part in ([piece] if len(piece) <= _LONG else _PARTS_OF_LONG.findall(piece))
    ]
    readings = [_readings(piece, at == len(pieces) - 1) for at, piece in enumerate(pieces)]
    segments: list[Segment] = []
    for chosen, reading in zip(_cheapest_encodings(readings, hint), readings, strict=True):
        segments += reading.segments(chosen)
    return _joined(segments)


def read_bytes(data: bytes, marked: str | None = None) -> list[Segment]:
    """``data`` in any encoding, decided for each byte: for files that hold UTF-16 beside others.

    Takes about ten microseconds a byte; where the file is ``marked`` as UTF-16 only for the lines that are not sound
    as it.
    """
    if marked not in WIDE:
        return _joined(BytePath(data, (*BYTEWISE, *WIDE)).segments())
    segments: list[Segment] = []
    for is_sound, group in groupby(_wide_lines(data, marked), key=lambda line: _is_sound_in(line, marked)):
        piece = b"".join(group)
        if is_sound:
            segments.append(Segment(marked, piece.decode(marked), size_of(piece)))
        else:
            segments += BytePath(piece, (*BYTEWISE, *WIDE)).segments()
    return _joined(segments)


def _wide_lines(data: bytes, name: str) -> Iterator[bytes]:
    """The lines of UTF-16 with their ends."""
    line_end = "\n".encode(name)
    start = at = 0
    while (found := data.find(line_end, at)) >= 0:
        at = found + 1
        if (found - start) % 2 == 0:
            yield data[start : found + 2]
            start = at = found + 2
    yield data[start:]


def _is_sound_in(line: bytes, name: str) -> bool:
    text = strict_text(line, name)
    return text is not None and is_plausible(text)


def bits_of_a_byte(data: bytes, wide: bool) -> float:
    """The bits of a byte in the cheapest reading, with UTF-16 among them if ``wide``: 3 to 6 in Chinese,
    10 in random bytes."""
    return BytePath(data, (*BYTEWISE, *WIDE) if wide else BYTEWISE).cost / len(data)


def read_strictly(data: bytes, names: Sequence[str]) -> list[Segment]:
    """``data`` in the given encodings, decided for each byte, without any wrong byte.

    Raises ``ValueError`` where that cannot be.
    """
    path = BytePath(data, names, allows_errors=False)
    if path.cost == IMPOSSIBLE:
        raise ValueError("a byte belongs to no character")
    return path.segments()


# --- lines ----------------------------------------------------------------------------------


class _Reading:
    """What one line may be: its text and cost in each encoding, or a path through several."""

    def __init__(self, texts: dict[str, str], path: BytePath | None, size: int) -> None:
        self._texts = texts
        self._path = path
        self._size = size
        self.is_neutral = size == 0
        self.costs = {
            name: path.cost if path else cost(texts[name]) if name in texts else IMPOSSIBLE for name in BYTEWISE
        }

    def segments(self, name: str) -> list[Segment]:
        if self._path is not None:
            return self._path.segments()
        return [Segment(name, self._texts[name], self._size)]


def _readings(piece: bytes, is_last: bool) -> _Reading:
    if piece.isascii():
        return _Reading(dict.fromkeys(BYTEWISE, piece.decode("ascii")), None, 0)
    texts: dict[str, str] = {}
    for name in BYTEWISE:
        text = strict_text(piece, CODECS[name])
        if text is not None:
            texts[name] = text
    if not any(looks_right(text, piece, name) for name, text in texts.items()):
        path = BytePath(piece, BYTEWISE, is_last)
        return _Reading(texts, path, 0)
    return _Reading(texts, None, size_of(piece))


def _cheapest_encodings(readings: Sequence[_Reading], hint: str | None) -> list[str]:
    """For each line the encoding on the cheapest path through all of them."""
    totals = {name: 0.0 if name == hint else SELDOM[name] + 1.0 for name in BYTEWISE}
    came_from: list[dict[str, str]] = []
    for reading in readings:
        best = min(totals, key=totals.__getitem__)
        origins: dict[str, str] = {}
        entered: dict[str, float] = {}
        for name in BYTEWISE:
            changed = totals[best] + AT_LINE + SELDOM[name]
            stays = totals[name] <= changed
            origins[name] = name if stays else best
            entered[name] = totals[name] if stays else changed
        came_from.append(origins)
        totals = entered if reading.is_neutral else {name: entered[name] + reading.costs[name] for name in BYTEWISE}
    name = min(totals, key=totals.__getitem__)
    chosen: list[str] = []
    for origins in reversed(came_from):
        chosen.append(name)
        name = origins[name]
    return chosen[::-1]


def _joined(segments: Iterable[Segment]) -> list[Segment]:
    """The same with neighbours of one encoding as one, and ASCII as a part of what it follows."""
    names: list[str] = []
    kept = list(segments)
    first = next((segment.encoding for segment in kept if segment.size), "utf-8")
    for segment in kept:
        names.append(segment.encoding if segment.size else names[-1] if names else first)
    groups = groupby(zip(names, kept, strict=True), key=lambda pair: pair[0])
    out = []
    for name, pairs in groups:
        parts = [segment for _, segment in pairs]
        out.append(Segment(name, "".join(part.text for part in parts), sum(part.size for part in parts)))
    return out


def looks_right(text: str, data: bytes, name: str) -> bool:
    """Whether the text of ``data`` in a bytewise encoding has no sign of another one in it."""
    return is_plausible(text) and (name == "utf-8" or not _UTF8_RUN.search(data))
