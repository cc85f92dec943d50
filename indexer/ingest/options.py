"""How a run reads, and what it has to say afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from indexer.corrections.model import Correction
from indexer.ingest.reader import Limits
from indexer.ingest.sharing import Sharing
from indexer.model.unread import Unread
from indexer.parsing.rulebook import Rulebook

#: Called with the number of files done, the number in all, and the file in hand. May raise ``ReadingStopped``.
Progress = Callable[[int, int, str], None]


class ReadingStopped(Exception):  # nothing is wrong: somebody asked for it
    """Raised by a ``Progress`` to end a run: what was read so far is published, the rest is read by the next one."""


@dataclass
class IndexReport:
    """What a run found and did. Files are named by their absolute paths, members of archives by
    their paths below that of the archive.

    ``failed`` could not be read and have nothing indexed; ``stale`` cannot be read any more and
    keep their earlier reports; ``skipped`` are of a kind that is not read; ``unread`` are those read
    but for some of what is in them. ``warnings`` are about folders and corrections that are not as
    they should be, ``notes`` about what the user may want to do, and about how files were read.
    ``committed`` is false where nothing had changed; ``stopped`` is true where somebody ended the run before all was read.
    """

    files: int = 0
    reports: int = 0
    paragraphs: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    stale: dict[str, str] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    unread: dict[str, tuple[Unread, ...]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    committed: bool = False
    stopped: bool = False
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether every file that should be readable was read and every folder was there."""
        return not (self.failed or self.stale or self.warnings)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How documents are read and understood: rules, the largest size in bytes, and the program that
    converts old Word documents (``None``: there is none). ``corrections`` gives those in force; it is
    asked when the run has the index to itself, so that none made meanwhile is missed. What was read is published when
    it has ``publish_after`` characters (of a large archive a twentieth of it, if that is less), or after ``first_seconds``
    seconds, then at growing intervals up to ``publish_seconds``. ``limits`` are about worker processes; ``sharing`` is the
    board on which others help to read."""

    rules: Rulebook
    corrections: Callable[[], Sequence[Correction]] = tuple
    max_bytes: int = 50 * 1024 * 1024
    soffice: Path | None = None
    publish_after: int = 30_000_000
    first_seconds: float = 1.0
    publish_seconds: float = 120.0
    limits: Limits = field(default_factory=Limits)
    sharing: Sharing | None = None
