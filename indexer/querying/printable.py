"""What a user typed, as text that can be written anywhere: in a message, a page, an index."""

from __future__ import annotations

import re

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def printable(text: str) -> str:
    """``text`` without control characters, and with U+FFFD for halves of characters, which no
    page, terminal or index can write; white space stays."""
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))


def short(value: str) -> str:
    """``value`` on one line of at most 20 characters, for a message that quotes it."""
    value = " ".join(printable(value).split())
    return value if len(value) <= 20 else value[:20] + "…"
