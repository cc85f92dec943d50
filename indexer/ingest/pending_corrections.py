"""One run's corrections: which documents they ask to be read again, and where they took effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indexer.corrections.model import Correction, Fit
from indexer.ingest.belonging import belonging, is_named
from indexer.ingest.manifest import FileEntry, Manifest

_LOST = "{correction}：没有找到这份报告或这一段，更正暂不生效；文件移走或改写过的话，请重新更正，或删去这一行"


class CorrectionRun:
    """The corrections in force against those that the manifest ``before`` knows.

    ``again`` are the documents that a new, changed or withdrawn correction may concern. A run need not
    reach them all: another folder was asked for, a disk is away. What is left to do then stays so. ``places`` are the
    reports that corrections belong to, as far as the manifest before knows.
    """

    def __init__(self, before: Manifest, corrections: Sequence[Correction]) -> None:
        self._before = before
        self._corrections = corrections
        self._read: set[str] = set()
        self._applied: dict[str, set[str]] = {}
        self._fits: dict[str, dict[str, int]] = {}
        self._fits_before = {**{d: dict.fromkeys(ids, int(Fit.OWN)) for d, ids in before.corrections.items()}, **before.fits}
        self.places = belonging(corrections, self._fits_before, before.files.values())
        digests = {correction.digest for correction in corrections}
        self._withdrawn = {d: frozenset(ids) for d, ids in before.corrections.items() if d not in digests}
        self._concerned = {
            c.digest: _named(c, before) for c in corrections if c.digest not in before.corrections
        }
        undone = frozenset().union(*self._withdrawn.values())
        known = {d: found for d, found in self.places.items() if d in before.corrections}
        misplaced = _misplaced(known, before.corrections)
        self.again: frozenset[str] = frozenset().union(
            *self._concerned.values(),
            (key for key, e in before.files.items() if not undone.isdisjoint(e.reports)),
            (key for key, e in before.files.items() if e.status == "ok" and not misplaced.isdisjoint(e.reports)),
        )

    def note(self, identity: str, applied: frozenset[str], fits: Mapping[str, int]) -> None:
        """The corrections, by their digests, that were applied to a report, and how well those fit it that do."""
        for digest in self._applied if identity in self._read else ():
            self._applied[digest].discard(identity)
        self._read.add(identity)
        for digest in applied:
            self._applied.setdefault(digest, set()).add(identity)
        for digest, fit in fits.items():
            self._fits.setdefault(digest, {})[identity] = fit

    def misplaced(self, after: Mapping[str, FileEntry], reached: frozenset[str]) -> frozenset[str]:
        """The reports that must be read again, now that it is known which are there: a correction was applied to one that
        belongs to another, or is not yet where it belongs. ``places`` are then up to date."""
        self.places = belonging(self._corrections, self._all_fits(after), after.values())
        settled = self.settled(dict(after), reached)
        return _misplaced({d: found for d, found in self.places.items() if d in settled}, settled)

    def fitting(self, after: Mapping[str, FileEntry], settled: Mapping[str, tuple[str, ...]]) -> dict[str, dict[str, int]]:
        """For the manifest: how well each correction fits which reports, where ``settled`` does not tell."""
        return {
            digest: found
            for digest, found in self._all_fits(after).items()
            if found != dict.fromkeys(settled.get(digest, ()), int(Fit.OWN))
        }

    def _all_fits(self, after: Mapping[str, FileEntry]) -> dict[str, dict[str, int]]:
        held = {identity for entry in after.values() for identity in entry.reports}
        found = {}
        for digest in (c.digest for c in self._corrections):
            unread = {i: fit for i, fit in self._fits_before.get(digest, {}).items() if i not in self._read}
            fits = {**unread, **self._fits.get(digest, {})}
            found[digest] = {identity: fits[identity] for identity in sorted(held & set(fits))}
        return {digest: fits for digest, fits in found.items() if fits}

    def settled(self, after: dict[str, FileEntry], reached: frozenset[str]) -> dict[str, tuple[str, ...]]:
        """For the manifest: each correction with the reports it was applied to. ``after`` are its files,
        ``reached`` those of them that this run looked at."""
        held = {identity for entry in after.values() for identity in entry.reports}
        unread = held - self._read
        settled: dict[str, tuple[str, ...]] = {}
        for digest in (c.digest for c in self._corrections):
            ids = self._applied.get(digest, set()) | (unread & set(self._before.corrections.get(digest, ())))
            left = self._concerned.get(digest, frozenset()) & set(after) - reached
            if ids or not left:
                settled[digest] = tuple(sorted(held & ids))
        # Where a report has not been read again since, a withdrawn correction is still to be undone.
        settled |= {d: tuple(sorted(ids & unread)) for d, ids in self._withdrawn.items() if ids & unread}
        return settled

    def lost(self, settled: Mapping[str, tuple[str, ...]]) -> list[str]:
        """A line for each correction that has no report."""
        lost = [c for c in self._corrections if settled.get(c.digest) == () and not self.places.get(c.digest)]
        return [_LOST.format(correction=c) for c in lost]


def _misplaced(places: Mapping[str, frozenset[str]], applied: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The reports that a correction was applied to against its place, or was not."""
    return frozenset().union(*(found ^ set(applied.get(digest, ())) for digest, found in places.items()))


def _named(correction: Correction, before: Manifest) -> frozenset[str]:
    """The documents a correction may be about, as far as its file's name tells."""
    named = {key for key, e in before.files.items() if is_named(e.shown, correction)}
    # Made elsewhere, or its file has been renamed: any document may be the one.
    return frozenset(named or before.files)
