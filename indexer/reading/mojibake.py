"""Garbled text inside a text that decodes: text that some program saved in the wrong encoding.

鍏充簬 is 关于 in UTF-8, once read as GBK and saved. The bytes of such text are known, so it is
decoded again, but only where that is certain: every byte fits, and the result takes far fewer
bits than what is there. Everything else stays as it is and can be named with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from indexer.reading.byte_path import BYTEWISE, CODECS, Segment
from indexer.reading.mixed import read_strictly
from indexer.reading.plausibility import cost, double_byte_table, is_plausible

#: Text may have been saved wrongly more than once.
_MOST_PASSES = 3
#: Characters of a line that is mended; a longer one is no text but a whole garbled file.
_LONGEST_LINE = 50_000
#: Bits that the mended text must take less than the garbled one.
_GAIN = 24.0
#: Mean bits of a character above which a mended text is a guess.
_LIKELY = 14.0
#: Bytes of a mended piece: two Han characters in UTF-8.
_LEAST_BYTES = 6
#: Windows-1252 has characters for most bytes that are controls in Latin-1.
_WINDOWS = {
    bytes([byte]).decode("cp1252"): byte for byte in range(0x80, 0xA0) if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_HIGH = "\u0080-\u00ff" + re.escape("".join(_WINDOWS))
#: A run of Latin-1 that begins with a letter: Western words do not have four such in a row.
_LATIN_RUN = re.compile(f"[{_HIGH}]{{2,}}")
_LATIN_SIGN = re.compile(f"[\u00b0-\u00b6\u00b8-\u00d6\u00d8-\u00f6\u00f8-\u00ff][{_HIGH}]{{3}}")
#: Marks that programs leave where text was lost: U+FFFD, its bytes read as GBK, empty memory.
_LOST = "\ufffd|锟斤|斤拷|烫烫烫|屯屯屯|[\ue000-\uf8ff]{2}"
_FOREIGN = re.compile("[^\\x00-\\x7f]")


@dataclass(frozen=True, slots=True)
class Mended:
    """A text without the garbled pieces that could be decoded again. ``lines`` are the numbers, from
    1, of the lines that were changed; ``before`` and ``after`` are the first piece of them."""

    text: str
    lines: tuple[int, ...] = ()
    before: str = ""
    after: str = ""


def mend(text: str) -> Mended:
    """The text with every garbled piece decoded again of which the right reading is certain."""
    if not (_gbk_sign().search(text) or _LATIN_SIGN.search(text)):
        return Mended(text)
    lines = text.split("\n")
    changed: list[int] = []
    before = after = ""
    for at, line in enumerate(lines):
        if len(line) > _LONGEST_LINE or not (_gbk_sign().search(line) or _LATIN_SIGN.search(line)):
            continue
        mended = _mended_line(line)
        if mended != line:
            before, after = before or line, after or mended
            lines[at] = mended
            changed.append(at + 1)
    return Mended("\n".join(lines), tuple(changed), before, after)


def garbled_lines(text: str) -> list[int]:
    """The numbers, from 1, of the lines that hold garbled text or marks of lost text."""
    if not _garbled().search(text):
        return []
    return [number for number, line in enumerate(text.split("\n"), start=1) if _garbled().search(line)]


def _mended_line(line: str) -> str:
    for _ in range(_MOST_PASSES):
        mended = _from_latin(_from_gbk(line))
        if mended == line:
            return line
        line = mended
    return line


# --- UTF-8 that was read as GBK -------------------------------------------------------------


def _from_gbk(line: str) -> str:
    if not _gbk_sign().search(line):
        return line
    try:
        # In Windows' code page 936, unlike in GB 18030, the euro sign is the byte 0x80.
        data = b"\x80".join(part.encode("gb18030") for part in line.split("€"))
        return "".join(_certain(segment) for segment in read_strictly(data, ("gb18030", "utf-8")))
    except (UnicodeEncodeError, ValueError):
        # The bytes of a guess that is given up may end inside a character.
        return line


def _certain(segment: Segment) -> str:
    """The text of a segment where that is certain, else the characters that its bytes were before."""
    if segment.encoding == "gb18030" or (segment.size >= _LEAST_BYTES and _is_likely(segment.text)):
        return segment.text
    return _as_gbk(segment.text.encode("utf-8"))


def _as_gbk(data: bytes) -> str:
    """The characters that these bytes were, before they were taken for UTF-8."""
    return "".join(segment.text for segment in read_strictly(data, ("gb18030",)))


@cache
def _gbk_sign() -> re.Pattern[str]:
    """Two Han characters of UTF-8 as GBK reads them: three characters, which nobody writes together."""
    leads, trails = (*range(0xE3, 0xEA), 0xEF), range(0x80, 0xC0)
    first, second, third = _pairs(leads, trails), _pairs(trails, leads), _pairs(trails, trails)
    return re.compile(f"[{first}](?:[{second}](?:[{third}]|€)|€)")


@cache
def _garbled() -> re.Pattern[str]:
    """What is left of garbled text: half a character of UTF-8 that GBK could not read became "?"."""
    first = _pairs((*range(0xE3, 0xEA), 0xEF), range(0x80, 0xA1))
    return re.compile(f"{_LOST}|[{first}][?€\ufffd]|{_LATIN_SIGN.pattern}")


def _pairs(leads: Iterable[int], trails: Iterable[int]) -> str:
    return re.escape("".join(sorted(double_byte_table("gbk", leads, trails))))


# --- any Chinese encoding that was read as Latin-1 ------------------------------------------


def _from_latin(line: str) -> str:
    if not _LATIN_SIGN.search(line):
        return line
    return _LATIN_RUN.sub(lambda run: _decoded_again(run[0]), line)


def _decoded_again(run: str) -> str:
    """A run of Latin-1 as Chinese; as it is where no reading is certain."""
    best = min(_readings_of_latin(run, _MOST_PASSES), key=cost, default=run)
    has_gain = cost(best) + (_GAIN if len(best) > 1 else 0.0) <= cost(run)
    return best if has_gain and _is_likely(best) else run


def _readings_of_latin(run: str, passes: int) -> list[str]:
    """What a run of Latin-1 is in the encodings whose bytes it may be, also if saved wrongly twice."""
    data = bytes(_WINDOWS.get(char, ord(char)) for char in run)
    readings = []
    for name in BYTEWISE:
        try:
            text = data.decode(CODECS[name])
        except UnicodeDecodeError:
            continue
        readings.append(text)
        if passes > 1 and _LATIN_RUN.fullmatch(text):
            readings += _readings_of_latin(text, passes - 1)
    return readings


def _is_likely(text: str) -> bool:
    foreign = "".join(_FOREIGN.findall(text))
    return bool(foreign) and is_plausible(text) and cost(foreign) <= _LIKELY * len(foreign)
