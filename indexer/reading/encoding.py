"""Bytes to text, for the encodings that Chinese office files really come in.

Order: byte order mark, NUL bytes (UTF-16 without a mark), strict UTF-8, and then whatever
reads most like Chinese. A declared charset is only a hint, since ``gb2312`` is declared
over everything.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from indexer.reading.plausibility import REPLACEMENT, score, weight

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
#: The name shown → the codec that reads it. Big5 files from Windows use its cp950 variant.
_CODECS = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8",
    "gb18030": "gb18030",
    "big5": "cp950",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
}
_CANDIDATES = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")
_BLIND = ("utf-16-le", "utf-16-be")
_LEGIBLE = 0.4
_FAMILIES = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5",
    "big5-hkscs": "big5",
}
#: What a declared charset is worth against the mean weight of the characters.
_HINT = 0.05
#: Below this a text is not Chinese as decoded, whatever its byte order mark says.
_ACCEPTABLE = 0.0
#: Above this no other reading can be right.
_CERTAIN = 0.75
#: Characters above this weight are written in reports; a damaged line has some below.
_WRITTEN = 0.5
#: Weights of the search for the reading of a damaged line: an odd byte, a rare character.
_COST_OF_ERROR = 4.0
_FOUR_BYTES = 2.0
#: Bytes that no text in a byte-wise encoding has; UTF-16 without a mark has the NULs at least.
_UNWRITTEN = re.compile(rb"[\0-\x08\x0e-\x1f]")
#: Fewer errors than one in so many characters: a damaged text, worth mending, and not a binary.
_CLEAN = 20
#: The characters beyond ASCII that also stand in files without any Chinese.
_LATIN_SIGNS = frozenset("·×÷°±©®§«»")


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """The text of ``data`` and the name of its encoding; never fails.

    A character cut off by the end of the file is left out; broken bytes inside become
    U+FFFD, one by one, and do not change how the rest is read. ``declared`` is the charset
    the file claims for itself; it decides only between readings that are about as good.
    Line ends are left as they are; a byte order mark is not part of the text.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            text = _read(data[len(mark) :], name)
            if score(text) > _ACCEPTABLE:
                return text, name
    strict = None if _UNWRITTEN.search(data) else _strict(data, "utf-8")
    if strict is not None and not _is_really_gb18030(strict, data):
        return strict, "utf-8"
    data = _without_padding(data)
    name = _likeliest(data, _FAMILIES.get((declared or "").strip().lower()))
    text = _read(data, name)
    return (text.replace("\0", "") if text.count("\0") * _CLEAN < len(text) else text), name


def _is_really_gb18030(text: str, data: bytes) -> bool:
    """A handful of GB 18030 characters can be valid UTF-8 by accident, as Greek or Cyrillic."""
    foreign = [char for char in text if char > "\x7f"]
    if not foreign or any(char >= "\u0800" or char in _LATIN_SIGNS for char in foreign):
        return False
    other = _strict(data, "gb18030")
    return other is not None and score(other) >= _CERTAIN


def _likeliest(data: bytes, hinted: str | None) -> str:
    best, best_score = _CANDIDATES[0], float("-inf")
    for name in _CANDIDATES:
        text = _lenient(data, _CODECS[name])
        value = score(text)
        if name in _BLIND and value < _LEGIBLE:
            # Any pair of bytes is a character in UTF-16, so that binaries decode as well.
            continue
        value += _HINT if name == hinted else 0.0
        if value > best_score:
            best, best_score = name, value
        if value >= _CERTAIN and REPLACEMENT not in text:
            break
    return best


def _read(data: bytes, name: str) -> str:
    codec = _CODECS[name]
    doubled = codec in ("gb18030", "cp950")
    # In double-byte text, half a character at the end may also mean a byte lost before.
    text = _whole(data, codec) if doubled else _strict(data, codec)
    if text is not None:
        return text
    text = _lenient(data, codec)
    if doubled and text.count(REPLACEMENT) * _CLEAN < len(text):
        return _realigned(data, codec)
    return text


def _strict(data: bytes, codec: str) -> str | None:
    """The text without its cut-off last character, or ``None`` where a byte is wrong."""
    try:
        return codecs.getincrementaldecoder(codec)("strict").decode(data, final=False)
    except UnicodeDecodeError:
        return None


def _lenient(data: bytes, codec: str) -> str:
    return codecs.getincrementaldecoder(codec)("replace").decode(data, final=False)


def _without_padding(data: bytes) -> bytes:
    """Some programs fill a file up with NULs; the last one may still be half a character."""
    size = len(data.rstrip(b"\0"))
    return data[: size + size % 2]


# --- damaged double-byte text ---------------------------------------------------------------
#
# One lost byte shifts every pair after it until the next ASCII character, into characters
# that exist; so a damaged line is read by the cheapest way through it, where an odd byte
# costs more than a rare character and less than a whole line of them.


def _realigned(data: bytes, codec: str) -> str:
    # A line feed is never a part of a longer character in these encodings.
    lines = data.split(b"\n")
    texts = []
    for at, line in enumerate(lines):
        last = at == len(lines) - 1
        text = _strict(line, codec) if last else _whole(line, codec)
        # Two lost bytes can leave a line that decodes, but then with characters nobody writes.
        sound = text is not None and all(weight(char) >= _WRITTEN for char in text)
        if text is None or not sound:
            text = _cheapest_reading(line, codec)
            text = text.removesuffix(REPLACEMENT) if last else text
        texts.append(text)
    return "\n".join(texts)


def _whole(line: bytes, codec: str) -> str | None:
    try:
        return line.decode(codec)
    except UnicodeDecodeError:
        return None


def _cheapest_reading(line: bytes, codec: str) -> str:
    size = len(line)
    costs = [0.0] * (size + 1)
    steps: list[tuple[int, str]] = [(1, REPLACEMENT)] * size
    for at in range(size - 1, -1, -1):
        best, step = _COST_OF_ERROR + costs[at + 1], (1, REPLACEMENT)
        for width in (1, 2, 4):
            if at + width > size:
                break
            char, cost = _one_character(line[at : at + width], codec)
            if char and cost + costs[at + width] < best:
                best, step = cost + costs[at + width], (width, char)
        costs[at], steps[at] = best, step
    out, at = [], 0
    while at < size:
        width, char = steps[at]
        out.append(char)
        at += width
    return "".join(out)


@lru_cache(maxsize=65536)
def _one_character(piece: bytes, codec: str) -> tuple[str, float]:
    """The one character these bytes are, with its cost; an empty string where they are none."""
    try:
        char = piece.decode(codec)
    except UnicodeDecodeError:
        return "", _COST_OF_ERROR
    if len(char) != 1:
        return "", _COST_OF_ERROR
    if len(piece) == 4:
        return char, _FOUR_BYTES
    return char, 0.05 if char < "\x7f" else 1.0 - weight(char)
