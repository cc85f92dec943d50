"""Reads documents once more within a run, after all have been read: for what could only be known then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from indexer.ingest.discovery import FoundFile
from indexer.ingest.options import ReadOptions
from indexer.ingest.reader import ArchiveReader, Known, Limits, Outcome
from indexer.ingest.understanding import OldDocument, Understanding, Understood
from indexer.reading import read_many


def read_again(
    files: Sequence[FoundFile], contents: Mapping[str, str], understanding: Understanding, how: ReadOptions
) -> Iterator[tuple[str, Understood]]:
    """The documents of ``contents``, each by its key with what it is understood as. One that does not hold these bytes any
    more is left out: the next run sees that it has changed. Done in this process, which has read them before without harm."""
    with ArchiveReader(files, Known(), understanding, how.max_bytes, Limits()) as reader:
        for file in files:
            for looked in reader.documents(file):
                if contents.get(looked.key) != looked.content:
                    continue
                outcome: Outcome = looked.outcome()
                if isinstance(outcome, OldDocument):
                    (text,) = read_many([(looked.name, outcome.data)], how.soffice)
                    outcome = understanding.of_text(text, looked.name)
                if isinstance(outcome, Understood):
                    yield looked.key, outcome
