"""Follows the fields of a Word document: what a table of contents generated, what a form field holds."""

from __future__ import annotations

import re

from indexer.reading.word.xml import Node, attribute, child, children, number, switch

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
        return bool(self._open) and any(shown and _CONTENTS.match(code) for code, shown in self._open)


def form_value(mark: Node) -> str:
    """What a drop-down list or a check box shows, which is nowhere in the text; '' for other fields."""
    form = child(mark, "ffData")
    choices = child(form, "ddList")
    if choices is not None:
        entries = [attribute(entry) or "" for entry in children(choices, "listEntry")]
        at = number(child(choices, "result")) or 0
        return entries[at] if 0 <= at < len(entries) else ""
    box = child(form, "checkBox")
    if box is None:
        return ""
    checked = switch(box, "checked")
    return "☑" if (switch(box, "default") if checked is None else checked) else "☐"
