"""The marks by which a correction finds its report and its paragraph again.

Marks are kept in the user's file, so what they are made of never changes. It began as the search key of version
0.3, which is written down here once more: the search key itself may then fold more from version to version.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache

_IGNORED = "，、：,:“”‘’\"'「」『』《》〈〉（）()【】[]〔〕—–·…~"
_LINE_ENDS = "\r\x0b\x0c\x85\u2028\u2029"
_ENDS = re.compile("[。！？；!?;\n]+")
_LONE_DOT = re.compile(r"(?<![0-9])\.|\.(?![0-9])")
#: So many paragraphs name a report.
_ANCHORS = 3
_OF_REPORT = "r"


def mark(text: str) -> str:
    """The mark of a paragraph's clean text: 12 hexadecimal digits. The letter before them keeps spreadsheet
    programs from taking one like 1234567e8901 for a number."""
    return "p" + hashlib.blake2b(_marked_text(text).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def report_mark(identity: str) -> str:
    """The mark of a report by its id. The letter before it tells it from the marks of paragraphs."""
    return _OF_REPORT + identity


def is_of_report(anchor: str) -> bool:
    """Whether this is the mark of a whole report."""
    return anchor.startswith(_OF_REPORT)


def anchors_of(paragraphs: Iterable[str], identity: str = "") -> tuple[str, ...]:
    """The marks of the longest paragraphs of a report, by which it is found again after an edit, and the mark of its id, which
    tells it from another that has the same long paragraphs."""
    longest = sorted(paragraphs, key=lambda text: (-len(_marked_text(text)), text))[:_ANCHORS]
    return (*dict.fromkeys(mark(text) for text in longest), *([report_mark(identity)] if identity else []))


def _marked_text(text: str) -> str:
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return _ENDS.sub("\n", _LONE_DOT.sub("", lowered).translate(_table()))


@lru_cache(maxsize=1)
def _table() -> dict[int, str | None]:
    """Code point → what it becomes in the marked text (``None``: nothing)."""
    spaces = (code for code in range(0x3001) if chr(code).isspace() and chr(code) != "\n")
    table: dict[int, str | None] = dict.fromkeys([0, *spaces, *map(ord, _IGNORED)])
    table.update({ord(char): "\n" for char in _LINE_ENDS})
    table.update({ord("○"): "〇", ord("零"): "〇", ord("ς"): "σ"})
    return table
