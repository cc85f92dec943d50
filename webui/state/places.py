"""A paragraph's place in its report as a link tells it: its number, and a mark of its text by which it is found again.

A report that was edited has other numbers. A link that tells the mark (``?at=5.3fa2c1b2#p-5``) leads to the paragraph itself,
wherever it stands by then.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from indexer.model.reports import StoredParagraph

#: The parameter of a link.
NAME = "at"

#: So many letters of a text are its mark.
_LETTERS = 16
_WRITTEN = re.compile(r"(?P<ordinal>\d{1,6})\.(?P<mark>[0-9a-f]{8})")


@dataclass(frozen=True, slots=True)
class Place:
    """The paragraph of a report that has that ``ordinal``, and whose text has that ``mark``."""

    ordinal: int
    mark: str


def mark_of(text: str) -> str:
    """Names a text by the letters and figures that it begins with: what comes later may have been changed, and so may signs."""
    beginning = "".join(islice(filter(str.isalnum, text), _LETTERS))
    return f"{zlib.crc32(beginning.encode('utf-8', 'replace')):08x}"


def place_in_link(ordinal: int, text: str) -> str:
    """``5.3fa2c1b2``"""
    return f"{ordinal}.{mark_of(text)}"


def place_from_link(written: str) -> Place | None:
    """The inverse of ``place_in_link``; ``None`` for anything else."""
    found = _WRITTEN.fullmatch(written)
    return Place(int(found["ordinal"]), found["mark"]) if found else None


def found_again(place: Place, paragraphs: Iterable[StoredParagraph]) -> StoredParagraph | None:
    """The paragraph with the text of a place; of several the nearest to where it stood."""
    alike = [paragraph for paragraph in paragraphs if mark_of(paragraph.text) == place.mark]
    return min(alike, key=lambda paragraph: abs(paragraph.ordinal - place.ordinal), default=None)
