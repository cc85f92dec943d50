"""Follows the fields of a Word document, to know what a table of contents generated."""

from __future__ import annotations

import re

_CONTENTS = re.compile(r"\s*TOC\b", re.IGNORECASE)
_DEEPEST = 200


class Fields:
    """The fields that are open: each has a code, then a result that is shown."""

    def __init__(self) -> None:
        self._open: list[tuple[str, bool]] = []

    def mark(self, kind: str) -> None:
        """A field's begin, separate or end."""
        if kind == "begin" and len(self._open) < _DEEPEST:
            self._open.append(("", False))
        elif kind == "separate" and self._open:
            self._open[-1] = (self._open[-1][0], True)
        elif kind == "end" and self._open:
            self._open.pop()

    def code(self, text: str) -> None:
        """A piece of the code of the innermost field."""
        if self._open and not self._open[-1][1]:
            self._open[-1] = (self._open[-1][0] + text, False)

    @property
    def in_contents(self) -> bool:
        """Whether what is shown now is the result of a table of contents."""
        return any(shown and _CONTENTS.match(code) for code, shown in self._open)
