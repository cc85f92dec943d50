"""Bytes of a text file, or of a page's markup, to text, with what its owner should know about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.reading.byte_path import Segment
from indexer.reading.encoding import LABELS, Decoded, decode
from indexer.reading.mojibake import Mended, garbled_lines, mend

_PRIVATE = re.compile("[\ue000-\uf8ff]")
# What Unicode, page printers and old systems call the end of a line.
_LINE_ENDS = "\r\x0b\x0c\x85\u2028\u2029"
#: Line numbers and characters that a note shows.
_MOST_LINES, _MOST_CHARACTERS = 3, 12


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text with ``\\n`` as its only line end. ``encoding`` is the one that most of it is in; ``notes``
    are Chinese lines about several encodings and garbled text, none for an ordinary file."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def read_plain(data: bytes, declared: str | None = None) -> PlainText:
    """The text of ``data``, with garbled pieces mended where that is certain; never fails.

    ``declared`` is the charset that the file claims for itself, a hint.
    """
    decoded = decode(data, declared)
    mended = mend(unify_line_ends(decoded.text))
    notes = (*_notes_on_encodings(decoded), *_notes_on_mending(mended), *_notes_on_zeroed(decoded))
    return PlainText(mended.text, decoded.encoding, notes)


def unify_line_ends(text: str) -> str:
    """The same text with ``\\n`` as its only line end; every other character is kept."""
    # \r\r\n comes from text written twice through a Windows text mode.
    text = text.replace("\r\r\n", "\n").replace("\r\n", "\n")
    for char in _LINE_ENDS:
        text = text.replace(char, "\n")
    return text


def notes_on_garbled(text: str) -> tuple[str, ...]:
    """A Chinese line about the garbled text that is left, none where there is none."""
    lines = garbled_lines(text)
    return (f"{_places(lines)}有乱码，读不出原文：请对照原文件补正",) if lines else ()


def _notes_on_encodings(decoded: Decoded) -> tuple[str, ...]:
    """Which lines are in other encodings than most of the file, and which look wrong in theirs."""
    found: dict[str, list[int]] = {}
    doubtful: list[int] = []
    suspect: list[int] = []
    at, before = 1, ""
    main = LABELS[decoded.encoding.removesuffix("-sig")]
    for segment in decoded.segments or (Segment(decoded.encoding, decoded.text, 0),):
        # Only the lines with something to read wrongly: ASCII is the same in all encodings.
        numbers = [at + number for number, line in enumerate(segment.text.split("\n")) if not line.isascii()]
        if LABELS[segment.encoding.removesuffix("-sig")] != main:
            found.setdefault(LABELS[segment.encoding], []).extend(numbers)
        if decoded.segments:
            doubtful += [at + number for number in segment.doubtful_lines()]
        suspect += [at + number for number in segment.suspect_lines()]
        if before and not before.endswith(("\n", "\r", ">")) and not segment.text.startswith(("<", "\n", "\r")):
            suspect.append(at)  # The encoding changes within the line: just there a character may be wrong.
        at, before = at + segment.text.count("\n"), segment.text
    # Rare names make a line look wrong too; where Big5 is read, or private use, it hardly is a name.
    if found or main == LABELS["big5"] or _PRIVATE.search(decoded.text):
        suspect += doubtful
    wrong = f"{_places(sorted(suspect))}可能有乱码：请对照原文件核对" if suspect else ""
    if not found:
        return (wrong,) if wrong else ()
    others = "，".join(f"{_places(numbers)}是 {label}" for label, numbers in found.items())
    note = f"文件里混有几种编码：多数是 {main}，{others}，已分别读出"
    return (f"{note}；{wrong}" if wrong else f"{note}：请抽查",)


def _notes_on_mending(mended: Mended) -> tuple[str, ...]:
    if not mended.lines:
        return ()
    before, after = mended.before[:_MOST_CHARACTERS], mended.after[:_MOST_CHARACTERS]
    return (f"{_places(mended.lines)}的乱码已还原（“{before}”→“{after}”）：请抽查",)


def _notes_on_zeroed(decoded: Decoded) -> tuple[str, ...]:
    if not decoded.zeroed:
        return ()
    return (f"文件中间有 {decoded.zeroed} 字节是空的，那里的内容已丢失：请用原文件或备份替换",)


def _places(lines: Sequence[int]) -> str:
    """第 3、8、20 行等 12 行."""
    numbers = list(dict.fromkeys(lines))
    shown = "、".join(map(str, numbers[:_MOST_LINES]))
    return f"第 {shown} 行" + (f"等 {len(numbers)} 行" if len(numbers) > _MOST_LINES else "")
