"""One run's corrections: which documents they ask to be read again, and where they took effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indexer.corrections.model import Correction
from indexer.ingest.manifest import FileEntry, Manifest

_LOST = "{correction}：没有找到这份报告或这一段，更正暂不生效；文件移走或改写过的话，请重新更正，或删去这一行"


class CorrectionRun:
    """The corrections in force against those that the manifest ``before`` knows.

    ``again`` are the documents that a new, changed or withdrawn correction may concern. A run need not
    reach them all: another folder was asked for, a disk is away. What is left to do then stays so.
    """

    def __init__(self, before: Manifest, corrections: Sequence[Correction]) -> None:
        self._before = before
        self._corrections = corrections
        self._applied: dict[str, frozenset[str]] = {}
        digests = {correction.digest for correction in corrections}
        self._withdrawn = {d: frozenset(ids) for d, ids in before.corrections.items() if d not in digests}
        self._concerned = {
            c.digest: _named(c, before) for c in corrections if c.digest not in before.corrections
        }
        undone = frozenset().union(*self._withdrawn.values())
        self.again: frozenset[str] = frozenset().union(
            *self._concerned.values(), (key for key, e in before.files.items() if undone & set(e.reports))
        )

    def note(self, identity: str, applied: frozenset[str]) -> None:
        """The corrections, by their digests, that were applied to a report."""
        self._applied[identity] = applied

    def settled(self, after: dict[str, FileEntry], reached: frozenset[str]) -> dict[str, tuple[str, ...]]:
        """For the manifest: each correction with the reports it was applied to. ``after`` are its files,
        ``reached`` those of them that this run looked at."""
        held = {identity for entry in after.values() for identity in entry.reports}
        unread = held - set(self._applied)
        settled: dict[str, tuple[str, ...]] = {}
        for digest in (c.digest for c in self._corrections):
            now = {i for i, digests in self._applied.items() if digest in digests}
            ids = now | (unread & set(self._before.corrections.get(digest, ())))
            left = self._concerned.get(digest, frozenset()) & set(after) - reached
            if ids or not left:
                settled[digest] = tuple(sorted(held & ids))
        # Where a report has not been read again since, a withdrawn correction is still to be undone.
        settled |= {d: tuple(sorted(ids & unread)) for d, ids in self._withdrawn.items() if ids & unread}
        return settled

    def lost(self, settled: Mapping[str, tuple[str, ...]]) -> list[str]:
        """A line for each correction that fits no report."""
        return [_LOST.format(correction=c) for c in self._corrections if settled.get(c.digest) == ()]


def _named(correction: Correction, before: Manifest) -> frozenset[str]:
    """The documents a correction may be about, as far as its file's name tells."""
    named = {key for key, e in before.files.items() if e.shown and correction.file.endswith(e.shown)}
    # Made elsewhere, or its file has been renamed: any document may be the one.
    return frozenset(named or before.files)
