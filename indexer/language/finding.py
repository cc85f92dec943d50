"""Finding a text in another: the one loop for occurrences that may overlap."""

from __future__ import annotations

from collections.abc import Iterator


def find_all(part: str, text: str) -> Iterator[int]:
    """Where ``part`` begins in ``text``, ascending; occurrences may overlap, an empty part occurs nowhere."""
    at = text.find(part) if part else -1
    while at >= 0:
        yield at
        at = text.find(part, at + 1)
