"""The numbers a browser writes before the items of a list."""

from __future__ import annotations

import re

from indexer.reading.number_forms import write_number

_TYPES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {
    "decimal": "decimal",
    "decimal-leading-zero": "decimalZero",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
    "cjk-decimal": "ideographDigital",
    "cjk-heavenly-stem": "ideographTraditional",
    "cjk-earthly-branch": "ideographZodiac",
    "simp-chinese-formal": "chineseLegalSimplified",
}
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;]*)", re.IGNORECASE)
_CHINESE_FORMS = frozenset(("chineseCounting", "ideographDigital", "chineseLegalSimplified"))
_LARGEST = 99_999


class ItemCounter:
    """Counts the items of one ordered list. The arguments are its attributes as written."""

    def __init__(self, start: str, kind: str, style: str) -> None:
        self._next = _integer(start, 1)
        self._form = _form(style) or _TYPES.get(kind.strip(), "decimal")

    def marker(self, value: str, style: str) -> str:
        """The number before the next item, '' where the list shows none."""
        number = _integer(value, self._next)
        self._next = number + 1
        form = _form(style) or self._form
        if form == "none":
            return ""
        written = write_number(number, form)
        return written + ("、" if form in _CHINESE_FORMS else ". ")


def _form(style: str) -> str | None:
    """The number form a style asks for: "none" for a bullet or nothing, ``None`` if not said."""
    found = _STYLE.search(style)
    if found is None:
        return None
    words = found.group(1).lower().split()
    if any(word in ("none", "disc", "circle", "square") for word in words):
        return "none"
    return next((_STYLES[word] for word in words if word in _STYLES), None)


def _integer(text: str, default: int) -> int:
    try:
        number = int(text.strip()) if len(text) < 12 else default
    except ValueError:
        return default
    return number if abs(number) <= _LARGEST else default
