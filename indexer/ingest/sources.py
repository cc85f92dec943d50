"""Where reports come from, as readers see it: the files that hold them, under names that tell them apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.ingest.manifest import REPORTS_AT, UNREAD_AT, FileEntry, Manifest, unread_from_list
from indexer.model.unread import Unread


@dataclass(frozen=True, slots=True)
class ReportSource:
    """Where a report is; see ``engines.Source``."""

    files: tuple[str, ...]
    stale_reason: str | None = None


def sources(manifest: Manifest) -> Mapping[str, ReportSource]:
    """For each report the files that hold it, and why it is stale when all of them are."""
    holders: dict[str, list[FileEntry]] = {}
    for entry in manifest.files.values():
        for identity in entry.reports:
            holders.setdefault(identity, []).append(entry)
    named = _names(manifest.files.values())
    return {
        identity: ReportSource(
            files=tuple(named(e) for e in sorted(entries, key=lambda e: (e.status != "ok", e.shown))),
            stale_reason=entries[0].reason if all(e.status == "stale" for e in entries) else None,
        )
        for identity, entries in holders.items()
    }


def unread_of(manifest: Mapping[str, Any], report: str) -> tuple[Unread, ...]:
    """What is left unread in the files that hold a report, from a manifest as the engine keeps it: of
    several files the one of which most is read."""
    # Only the entries of this report are unpacked: an archive has thousands.
    holding = (values for values in manifest.get("files", {}).values() if report in values[REPORTS_AT])
    found = [unread_from_list(values[UNREAD_AT:]) for values in holding]
    return min(found, key=lambda unread: sum(one.count for one in unread), default=())


def _names(entries: Iterable[FileEntry]) -> Callable[[FileEntry], str]:
    """How files are shown: by the path below their root, with the root's name where two roots
    have such a path, with the whole root where even that is the same."""
    below: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for entry in entries:
        below[entry.shown] += 1
        named[_with_root(entry)] += 1

    def name(entry: FileEntry) -> str:
        if below[entry.shown] == 1:
            return entry.shown
        if named[_with_root(entry)] == 1:
            return _with_root(entry)
        return f"{Path(entry.root).as_posix()}/{entry.shown}"

    return name


def _with_root(entry: FileEntry) -> str:
    return f"{Path(entry.root).name}/{entry.shown}"
