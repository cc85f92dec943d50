"""What was indexed from which file, so that a run reads only what changed.

The manifest is part of a generation of the index: it is committed together with the
paragraphs it describes, so the two can never disagree.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, Literal

from indexer.language.normalize import search_key
from indexer.model.reports import Report
from indexer.model.unread import Unread, unread_from_lists, unread_to_lists

#: So many reports that a file held before are known of it.
_MOST_FORMER = 50
#: The titles of so many reports that no file holds any more are known.
MOST_GONE = 300

Status = Literal["ok", "stale", "failed"]


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of the archive.

    ``root`` is the archive folder it was found under and ``shown`` its path below that, with
    ``/``. ``content`` is the hash of its bytes, ``rules`` the fingerprint of what understood
    them. *stale*: it cannot be read any more, ``reports`` are those it had; *failed*: it never
    could; ``reason`` says why. ``unread`` is what was left unread in it when it was last read,
    ``read_at`` when its present content was first seen, which tells no two manifests apart. ``former`` are reports that it held
    before it was edited, with their numbers in it then, the latest last: links to them lead to what stands there now.
    """

    root: str
    shown: str
    content: str
    rules: str
    reports: tuple[str, ...] = ()
    status: Status = "ok"
    reason: str | None = None
    unread: tuple[Unread, ...] = ()
    read_at: str = field(default="", compare=False)
    former: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """All files by absolute path, and the archive roots indexed so far, in order; ``added`` are
    those of them that were named on the command line, not in config.ini. ``corrections`` are the
    digests of those in force, each with the reports it was applied to; ``fits`` says how well each fits which reports, where that
    is more than to be of the one that it was applied to. ``gone`` are titles of reports that no file holds any
    more, the latest last: a link to one offers its title to search. ``skipped`` are files and folders that are passed over, by
    path, with the reason."""

    files: Mapping[str, FileEntry] = field(default_factory=dict)
    roots: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    corrections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    built_at: str | None = None
    gone: Mapping[str, str] = field(default_factory=dict)
    skipped: Mapping[str, str] = field(default_factory=dict)
    fits: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def report_ids(self) -> frozenset[str]:
        """The reports that some file still holds."""
        return frozenset(rid for entry in self.files.values() for rid in entry.reports)

    def same_content(self, other: Manifest) -> bool:
        """Whether both say the same, whenever they were made."""
        mine = (self.files, self.roots, self.added, self.corrections, self.skipped, self.fits)
        return mine == (other.files, other.roots, other.added, other.corrections, other.skipped, other.fits)


def manifest_to_dict(manifest: Manifest) -> dict[str, Any]:
    """Plain data for the engine to keep."""
    return {
        "built_at": manifest.built_at,
        "roots": list(manifest.roots),
        "added": list(manifest.added),
        "corrections": {digest: list(ids) for digest, ids in manifest.corrections.items()},
        "files": {path: _to_list(entry) for path, entry in manifest.files.items()},
        **({"gone": dict(manifest.gone)} if manifest.gone else {}),
        **({"skipped": dict(manifest.skipped)} if manifest.skipped else {}),
        **({"fits": {digest: dict(found) for digest, found in manifest.fits.items()}} if manifest.fits else {}),
    }


def _to_list(entry: FileEntry) -> list[Any]:
    """A file's list, as far as it says anything: what it held before, the time and what is unread stand at its end."""
    former = [[list(one) for one in entry.former]] if entry.former else []
    read_at = [entry.read_at] if entry.read_at or former else []
    unread = [unread_to_lists(entry.unread)] if entry.unread or read_at else []
    reports = list(entry.reports)
    said = [entry.root, entry.shown, entry.content, entry.rules, reports, entry.status, entry.reason]
    return [*said, *unread, *read_at, *former]


def _from_list(
    root: str,
    shown: str,
    content: str,
    rules: str,
    reports: Sequence[str],
    status: Status,
    reason: str | None,
    unread: Sequence[Sequence[Any]] = (),
    read_at: str = "",
    former: Sequence[tuple[str, int]] = (),
) -> FileEntry:
    earlier = tuple((identity, number) for identity, number in former)
    return FileEntry(root, shown, content, rules, tuple(reports), status, reason, unread_from_lists(unread), read_at, earlier)


def former_reports(before: FileEntry | None, reports: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """What a file held before that it holds no more, now that ``reports`` are in it."""
    if before is None:
        return ()
    earlier = {**dict(before.former), **{identity: number for number, identity in enumerate(before.reports)}}
    return tuple((identity, number) for identity, number in earlier.items() if identity not in reports)[-_MOST_FORMER:]


def titles_gone(before: Mapping[str, str], dropped: Mapping[str, str], held: Set[str]) -> dict[str, str]:
    """The titles of reports that are gone, now that some are ``dropped`` and ``held`` are there (again)."""
    titles = {identity: title for identity, title in {**before, **dropped}.items() if identity not in held}
    return dict(list(titles.items())[-MOST_GONE:])


def manifest_from_dict(data: Mapping[str, Any]) -> Manifest:
    """The inverse of ``manifest_to_dict``; an empty mapping is the manifest of a new index."""
    return Manifest(
        files={path: _from_list(*values) for path, values in data.get("files", {}).items()},
        roots=tuple(data.get("roots", ())),
        added=tuple(data.get("added", ())),
        corrections={digest: tuple(ids) for digest, ids in data.get("corrections", {}).items()},
        built_at=data.get("built_at"),
        gone=dict(data.get("gone", {})),
        skipped=dict(data.get("skipped", {})),
        fits={digest: dict(found) for digest, found in data.get("fits", {}).items()},
    )


def content_hash(data: bytes) -> str:
    """Names the bytes of a file."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def report_id(report: Report) -> str:
    """Names a report by what it says: the same after its file is renamed, converted to another
    format or indexed anew, another one as soon as a word of it changes. 16 hexadecimal digits."""
    body = (*(p.text for p in report.paragraphs), *(h.text for h in report.headings))
    parts = (report.title or "", *report.title_lines, *body)
    key = "\0".join(map(search_key, parts))
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
