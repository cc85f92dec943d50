"""Paragraphs as the peers get them: parsed by Bigan, cut into words by Bigan, one a line of a file.

That saves the peers reading, parsing and cutting, which Bigan's own times hold. ``parsed.py`` writes the file; this
module needs little, so that a peer's memory is not that of Bigan's parser."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from indexer.language.normalize import search_key


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph. ``id`` is Bigan's; ``text`` is what it is matched on: the headings directly above it, then from
    ``begins`` on its own lines. ``words``, ``path_words`` and ``title_words`` are ready tokens with a space between, of
    the text, of the headings that lead to it, and of its report's title. ``year`` is 0 where the text does not say,
    ``folder`` that of the report's file below the archive, ``placeholders`` whether there are any, ``yes`` or ``no``."""

    id: str
    text: str
    begins: int
    sections: tuple[str, ...]
    unit: str
    year: int
    folder: str
    placeholders: str
    words: str
    path_words: str
    title_words: str

    @property
    def key(self) -> str:
        """Its search key: what Bigan looks in."""
        return search_key(self.text)


def write_rows(rows: Iterable[Row], into: Path) -> int:
    """Writes paragraphs; gives how many."""
    count = 0
    with into.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")
            count += 1
    return count


def read_rows(path: Path) -> Iterator[Row]:
    """The paragraphs of a file that ``write_rows`` wrote."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            values = json.loads(line)
            yield Row(**{**values, "sections": tuple(values["sections"])})
