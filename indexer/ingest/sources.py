"""Where reports come from, as readers see it: the files that hold them, under names that tell them apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from indexer.engines import Source
from indexer.ingest.manifest import FileEntry, Manifest


def sources(manifest: Manifest) -> Mapping[str, Source]:
    """For each report the files that hold it, why it is stale when all of them are, and what is left unread in the one
    of them that is read best."""
    holders: dict[str, list[FileEntry]] = {}
    for entry in manifest.files.values():
        for identity in entry.reports:
            holders.setdefault(identity, []).append(entry)
    named = _names(manifest.files.values())
    return {
        identity: Source(
            files=tuple(named(e) for e in sorted(entries, key=_readable_first)),
            stale_reason=entries[0].reason if all(e.status == "stale" for e in entries) else None,
            unread=min((e.unread for e in entries), key=lambda unread: sum(one.count for one in unread)),
        )
        for identity, entries in holders.items()
    }


def successors(manifest: Manifest, report_id: str) -> tuple[str, ...]:
    """The reports of a file that held another before it was edited: first the one that stands in its place now, then the others.
    None where no file knows it."""
    for entry in sorted(manifest.files.values(), key=_readable_first):
        number = dict(entry.former).get(report_id)
        if number is not None and entry.reports:
            first = entry.reports[min(number, len(entry.reports) - 1)]
            return (first, *(other for other in entry.reports if other != first))
    return ()


def holders(manifest: Manifest, report_id: str) -> list[str]:
    """The keys of the files that hold a report, in the order of ``Source.files``."""
    keys = [key for key, entry in manifest.files.items() if report_id in entry.reports]
    return sorted(keys, key=lambda key: _readable_first(manifest.files[key]))


def _readable_first(entry: FileEntry) -> tuple[bool, str]:
    return entry.status != "ok", entry.shown


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
