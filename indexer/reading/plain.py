"""Plain text, and the line ends that every format must agree on."""

from __future__ import annotations

# What Unicode, page printers and old systems call the end of a line.
_LINE_ENDS = "\r\x0b\x0c\x85\u2028\u2029"


def unify_line_ends(text: str) -> str:
    """The same text with ``\\n`` as its only line end; every other character is kept."""
    # \r\r\n comes from text written twice through a Windows text mode.
    text = text.replace("\r\r\n", "\n").replace("\r\n", "\n")
    for char in _LINE_ENDS:
        text = text.replace(char, "\n")
    return text
