"""Bytes to text, for the encodings that Chinese office files really come in.

Order: byte order mark, then a strict reading of the whole file that looks like Chinese; this is
the fast path, which nearly every file takes. Where there is none, the file is damaged or holds
several encodings, and ``mixed`` decides by line or byte. A declared charset is only a hint,
since ``gb2312`` is declared over everything.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from indexer.reading.byte_path import BYTEWISE, CODECS, WIDE, Segment
from indexer.reading.mixed import bits_of_a_byte, looks_right, read_bytes, read_lines
from indexer.reading.plausibility import cost, is_plausible, score

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_NAMES = (*BYTEWISE, *WIDE)
_FAMILIES = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5",
    "big5-hkscs": "big5",
}
#: The encodings as their users call them.
LABELS = {
    "utf-8": "UTF-8",
    "gb18030": "GBK",
    "big5": "Big5",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}
#: The share of its bits that a reading in the declared charset is charged.
_HINTED = 0.97
#: Up to so many characters a text may look right in two encodings, so that all are compared.
_SHORT = 300
#: Mean bits of a character, ASCII aside, of Chinese in the right encoding.
_CHINESE = 12.5
#: Below this mean weight a text in UTF-16 without a mark is a chance reading of other bytes.
_LEGIBLE = 0.4
_CERTAIN = 0.75
#: Bytes that no text in a bytewise encoding has; UTF-16 without a mark has the NULs at least.
_CONTROLS = bytes([*range(9), *range(0x0E, 0x20)])
_NOT_CONTROLS = bytes(sorted(set(range(256)) - set(_CONTROLS)))
_NOT_TWO_BYTE_LEADS = bytes(sorted(set(range(256)) - set(range(0xC2, 0xE0))))
#: A text with more control bytes than one in so many is a binary.
_BINARY = 12
#: Files that hold UTF-16 beside other encodings are decided byte by byte up to this size.
_LARGEST_BY_BYTE = 1024 * 1024
#: Samples of a file, their bytes, and the bits of a byte above which they are no text.
_SAMPLES, _SAMPLE, _RANDOM = 5, 1000, 8.5
#: NULs of several characters: no encoding writes them. Their number is even, so that UTF-16 stays in step.
_ZEROED = re.compile(rb"(?:\0\0){4,}")
#: Fewer NULs than one in so many characters: left over in a text, not a part of it.
_FEW = 20
#: The characters beyond ASCII that also occur in files without any Chinese.
_LATIN_SIGNS = frozenset("·×÷°±®©§«»")
#: Characters of two bytes in UTF-8 that may be a word in GB 18030. Those of Latin-1 and Windows-1252
#: alone are none: the two bytes that they begin with in UTF-8 begin few Han characters, and a run of
#: them is Chinese that was saved in these encodings.
_BEYOND_LATIN = "\u0100-\u0151\u0154-\u015f\u0162-\u0177\u0179-\u017c\u017f-\u0191\u0193-\u02c5\u02c7-\u02db\u02dd-\u07ff"
_TWO_BYTE_RUN = re.compile(f"[{_BEYOND_LATIN}][\u0080-\u07ff]|[\u0080-\u07ff][{_BEYOND_LATIN}]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's bytes as text. ``encoding`` is the one that most of it is in; ``segments`` are the
    parts by encoding where that was decided line by line, else empty. The text is never shortened except by
    a byte order mark, half a character at the end and NULs; ``zeroed`` is how many bytes in the middle are
    nothing but these, as a damaged disk or a broken copy leaves them."""

    text: str
    encoding: str
    segments: tuple[Segment, ...] = ()
    zeroed: int = 0


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of ``data``; never fails.

    A character cut off by the end of the file is left out; broken bytes inside become
    U+FFFD, one by one, and do not change how the rest is read. ``declared`` is the charset
    the file claims for itself; it decides only between readings that are about as good.
    Line ends are left as they are.
    """
    marked: str | None = None
    for mark, name in _MARKS:
        if data.startswith(mark):
            marked, data = name, data[len(mark) :]
            text = _sound(data, name.removesuffix("-sig"))
            if text is not None:
                return Decoded(text, name)
            break
    hint = _FAMILIES.get((declared or "").strip().lower())
    whole = _whole_reading(data, hint)
    if whole is not None:
        text, name = whole
        return Decoded(text, marked if marked == f"{name}-sig" and marked else name)
    return _mixed(data, hint, marked)


def _whole_reading(data: bytes, hint: str | None) -> tuple[str, str] | None:
    """The text of a file in one encoding, and its name; ``None`` where no reading is sound."""
    best: tuple[float, str, str] | None = None
    for name in _NAMES:
        text = _sound(_without_padding(data, name), name)
        if text is None or (name in WIDE and score(text) < _LEGIBLE):
            continue
        if name == "utf-8" or len(text) > _SHORT:
            return text, name
        price = cost(text) * (_HINTED if name == hint else 1.0)
        if best is None or price < best[0]:
            best = (price, text, name)
    return (best[1], best[2]) if best else None


def _sound(data: bytes, name: str) -> str | None:
    """The text in one encoding; ``None`` where a byte is wrong or the text is hardly Chinese."""
    if name in BYTEWISE and len(data.translate(None, _NOT_CONTROLS)):
        return None
    # In double-byte text, half a character at the end may also mean a byte lost before.
    text = _strict(data, CODECS[name], is_whole=name in ("gb18030", "big5"))
    if text is None:
        return None
    if name == "utf-8":
        return None if _has_chance_reading(text, data) else text
    if not (is_plausible(text) if name in WIDE else looks_right(text, data, name)):
        return None
    if name == "big5":
        # A line of GB 18030 nearly always decodes too, into characters that are not so rare.
        return text if len(read_lines(data, name)) == 1 else None
    if len(text) <= _SHORT:
        telling = "".join(char for char in text if char > "\x7f")
        return text if cost(telling) <= _CHINESE * len(telling) else None
    return text


def _has_chance_reading(text: str, data: bytes) -> bool:
    """Whether text in GB 18030 may be valid UTF-8 by accident, as Greek or Cyrillic or as a sign.

    Only characters of two bytes in UTF-8 are that, and Chinese has none.
    """
    if not data.translate(None, _NOT_TWO_BYTE_LEADS):
        return False
    if _TWO_BYTE_RUN.search(text):
        return True
    if len(text) > _SHORT or any(char >= "\u0800" or char in _LATIN_SIGNS for char in text if char > "\x7f"):
        return False
    other = _strict(data, "gb18030", is_whole=False)
    return other is not None and score(other) >= _CERTAIN


def _mixed(data: bytes, hint: str | None, marked: str | None) -> Decoded:
    """A damaged file, or one in several encodings."""
    padded = data[: len(data.rstrip(b"\0")) + 1]
    data = _ZEROED.sub(b"", padded)
    zeroed = len(padded) - len(data)
    nulls = data.count(0)
    controls = len(data.translate(None, _NOT_CONTROLS)) - nulls
    wide = nulls > 0 or marked in WIDE
    # In UTF-16 every byte value occurs in text, too.
    is_binary = len(data) > _LARGEST_BY_BYTE if wide else controls * _BINARY > len(data)
    if is_binary or _is_random(data, wide):
        return _least_bad(data)
    segments = read_bytes(data, marked) if wide else read_lines(data, hint)
    if not segments:
        return Decoded("", "utf-8")
    text = "".join(segment.text for segment in segments)
    if text.count("\0") * _FEW < len(text):
        text = text.replace("\0", "")
    sizes: Counter[str] = Counter()
    for segment in segments:
        sizes[segment.encoding] += segment.size
    name = sizes.most_common(1)[0][0]
    return Decoded(text, name, tuple(segments), zeroed)


def _is_random(data: bytes, wide: bool) -> bool:
    """Whether samples of a file are text in no encoding, so that looking closer is in vain."""
    if len(data) < _SAMPLES * _SAMPLE * 2:
        return wide and bits_of_a_byte(data[: 2 * _SAMPLE], wide) > _RANDOM
    starts = (len(data) * at // (_SAMPLES + 1) for at in range(1, _SAMPLES + 1))
    return all(bits_of_a_byte(data[start : start + _SAMPLE], wide) > _RANDOM for start in starts)


def _least_bad(data: bytes) -> Decoded:
    """The least bad reading in one encoding of what is hardly a text."""

    def rank(name: str) -> float:
        value = score(_lenient(data, CODECS[name]))
        return value if name in BYTEWISE or value >= _LEGIBLE else float("-inf")

    name = max(_NAMES, key=rank)
    text = _lenient(data, CODECS[name])
    text = text.replace("\0", "") if text.count("\0") * _FEW < len(text) else text
    return Decoded(text, name, (Segment(name, text, len(data)),))


def _strict(data: bytes, codec: str, is_whole: bool) -> str | None:
    """The text, ``None`` where a byte is wrong; without its cut-off last character unless ``is_whole``."""
    try:
        return codecs.getincrementaldecoder(codec)("strict").decode(data, final=is_whole)
    except UnicodeDecodeError:
        return None


def _lenient(data: bytes, codec: str) -> str:
    return codecs.getincrementaldecoder(codec)("replace").decode(data, final=False)


def _without_padding(data: bytes, name: str) -> bytes:
    """Some programs fill a file up with NULs; in UTF-16 the first may still be half a character."""
    size = len(data.rstrip(b"\0"))
    return data[: size + size % 2] if name in WIDE else data[:size]
