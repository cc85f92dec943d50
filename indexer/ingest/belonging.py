"""Which report a correction belongs to, of those that it fits.

Reports are written after the pattern of others, so a row's marks may fit several. It belongs to the one that it was made for.
Only where that is not there any more, since it was edited or is understood in another way now, it belongs to what has become
of it: a report in the file that the row names, or else, that file having been renamed, the most alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from indexer.corrections.model import Correction, Fit
from indexer.ingest.manifest import FileEntry


def belonging(
    corrections: Sequence[Correction], fits: Mapping[str, Mapping[str, int]], files: Iterable[FileEntry]
) -> dict[str, frozenset[str]]:
    """The reports that each correction belongs to, by its digest; those that fit none are left out. ``fits`` says which fit,
    by digest and report."""
    at_issue = frozenset(identity for found in fits.values() if Fit.OWN not in found.values() for identity in found)
    shown: dict[str, set[str]] = {identity: set() for identity in at_issue}
    for entry in files if at_issue else ():
        for identity in at_issue.intersection(entry.reports):
            shown[identity].add(entry.shown)
    corrected = {
        (c.field, c.paragraph, identity)
        for c in corrections
        for identity, fit in fits.get(c.digest, {}).items()
        if fit == Fit.OWN
    }
    return {
        c.digest: _of_one(
            fits[c.digest],
            _in_named_file(c, {identity: shown.get(identity, set()) for identity in fits[c.digest]}),
            frozenset(identity for identity in fits[c.digest] if (c.field, c.paragraph, identity) in corrected),
        )
        for c in corrections
        if fits.get(c.digest)
    }


def is_named(shown: str, correction: Correction) -> bool:
    """Whether a correction names the file that is shown under this path; it may name its root before it."""
    return bool(shown) and f"/{correction.file}".endswith(f"/{shown}")


def _in_named_file(correction: Correction, shown: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """The reports in the file that a correction names: of several that end alike the one that is named in full."""
    named = [(len(name), identity) for identity, names in shown.items() for name in names if is_named(name, correction)]
    return frozenset(identity for length, identity in named if length == max(named)[0])


def _of_one(fits: Mapping[str, int], named: frozenset[str], corrected: frozenset[str]) -> frozenset[str]:
    """``named`` are the reports in the file that the correction names, ``corrected`` those that have one of their own for the
    same: it does not give way to another report's."""
    if Fit.OWN in fits.values():
        return frozenset(identity for identity, fit in fits.items() if fit == Fit.OWN)
    left = (named - corrected) or named or (frozenset(fits) - corrected)
    best = max((fits[identity] for identity in left), default=0)
    return frozenset(identity for identity in left if fits[identity] == best)
