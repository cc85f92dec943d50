"""What becomes of a document's bytes, up to what the writer takes: read, parsed, named, corrected, prepared.

It needs nothing but the bytes and the name, so it is done in this process or in another one alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from indexer.corrections.model import Correction, Fit, apply, fits
from indexer.errors import UnreadableFile
from indexer.ingest.analysis import understand
from indexer.ingest.manifest import report_id
from indexer.model.reports import Report, SourceText
from indexer.model.unread import Unread
from indexer.parsing.rulebook import Rulebook
from indexer.reading import is_legacy, read


@dataclass(frozen=True, slots=True)
class UnderstoodReport:
    """A report by its id (made before corrections are laid on), as the engine prepared it; ``corrections`` are the
    digests of those that were applied, ``characters`` how long its paragraphs are together, ``fits`` how well those corrections
    fit that do, applied or not."""

    identity: str
    prepared: Any
    corrections: frozenset[str]
    characters: int
    fits: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Understood:
    """A document that could be read."""

    reports: tuple[UnderstoodReport, ...]
    unread: tuple[Unread, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OldDocument:
    """A document that LibreOffice has to convert first, which is done for many at once."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Understanding:
    """May be sent to another process. ``prepare`` is the engine's, see ``Engine.preparation``. ``places`` are the reports that
    corrections belong to, by their digests, as far as that is known; others are applied where all their marks are."""

    rules: Rulebook
    prepare: Callable[[str, Report], Any]
    corrections: Sequence[Correction] = ()
    places: Mapping[str, Set[str]] = field(default_factory=dict)

    def of_bytes(self, data: bytes, name: str) -> Understood | OldDocument | UnreadableFile:
        """What a document is, or why it cannot be read."""
        if is_legacy(data):
            return OldDocument(data)
        try:
            return self.of_text(read(data, name), name)
        except UnreadableFile as error:
            return error

    def of_text(self, source: SourceText | UnreadableFile, name: str) -> Understood | UnreadableFile:
        """The same of a document whose text has been read."""
        if isinstance(source, UnreadableFile):
            return source
        try:
            reports = understand(source, name, self.rules)
        except UnreadableFile as error:
            return error
        return Understood(tuple(map(self._prepared, reports)), source.unread, source.notes)

    def _prepared(self, report: Report) -> UnderstoodReport:
        identity = report_id(report)
        fitting = fits(identity, report, self.corrections)
        applied = [correction for correction, fit in fitting.items() if self._belongs(correction.digest, identity, fit)]
        return UnderstoodReport(
            identity,
            self.prepare(identity, apply(report, applied)),
            frozenset(correction.digest for correction in applied),
            sum(len(paragraph.text) for paragraph in report.paragraphs),
            {correction.digest: int(fit) for correction, fit in fitting.items()},
        )

    def _belongs(self, digest: str, identity: str, fit: Fit) -> bool:
        return identity in self.places[digest] if digest in self.places else fit >= Fit.WHOLE
