"""The documented JSON shapes of the commands that change or describe the index; searches are in ``json_search``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from indexer.config import Settings
from indexer.corrections.model import FIELDS, Correction
from indexer.ingest.changes import IndexReport
from indexer.ingest.verify import CheckReport
from indexer.library.folders import Added, Removed
from indexer.model.reports import IndexStats
from indexer.model.unread import Unread, total_unread
from indexer.output.json_search import unread_to_list


def index_to_dict(outcome: IndexReport, counts: IndexStats) -> dict[str, Any]:
    """The documented shape of ``bigan index --json``."""

    def named(files: dict[str, str]) -> list[dict[str, str]]:
        return [{"file": path, "reason": reason} for path, reason in files.items()]

    return {
        "files": outcome.files,
        "reports": outcome.reports,
        "paragraphs": outcome.paragraphs,
        "added": outcome.added,
        "changed": outcome.changed,
        "removed": outcome.removed,
        "unchanged": outcome.unchanged,
        "failed": named(outcome.failed),
        "stale": named(outcome.stale),
        "skipped": named(outcome.skipped),
        "unread": _unread_of_files(outcome.unread),
        "warnings": outcome.warnings,
        "notes": outcome.notes,
        "committed": outcome.committed,
        "generation": counts.generation,
        "seconds": round(outcome.seconds, 3),
    }


def folder_to_dict(done: Added | Removed) -> dict[str, Any]:
    """What ``bigan add --json`` and ``bigan remove --json`` say of the folder."""
    about: dict[str, Any] = {"folder": str(done.folder), "config": str(done.settings.source or "") or None}
    if isinstance(done, Added):
        return {**about, "changed": done.changed, "note": done.note}
    return {**about, "files": done.files, "reports": done.reports}


def check_to_dict(outcome: CheckReport) -> dict[str, Any]:
    """The documented shape of ``bigan check --json``."""
    return {
        "ok": outcome.ok,
        "files": outcome.files,
        "reports": outcome.reports,
        "paragraphs": outcome.paragraphs,
        "differences": outcome.differences,
        "unread": _unread_of_files(outcome.unread),
    }


def _unread_of_files(files: Mapping[str, Sequence[Unread]]) -> list[dict[str, Any]]:
    return [{"file": path, "unread": unread_to_list(unread)} for path, unread in files.items()]


def stats_to_dict(
    counts: IndexStats, settings: Settings, roots: Iterable[str], unread: Sequence[Sequence[Unread]]
) -> dict[str, Any]:
    """The documented shape of ``bigan stats --json``; ``unread`` has what is left unread, file by file."""
    return {
        "generation": counts.generation,
        "built_at": counts.built_at,
        "files": counts.files,
        "reports": counts.reports,
        "paragraphs": counts.paragraphs,
        "characters": counts.characters,
        "sections": dict(counts.sections),
        "units": dict(counts.units),
        "years": dict(counts.years),
        "index_folder": settings.index_place,
        "config": str(settings.source) if settings.source else None,
        "roots": list(roots),
        "files_with_unread": len(unread),
        "unread": unread_to_list(total_unread(unread)),
    }


def corrections_to_dict(corrections: Iterable[Correction], problems: Iterable[str] = ()) -> dict[str, Any]:
    """The documented shape of ``bigan correct --json``: corrections in force, or just made."""
    return {"corrections": [_correction(c) for c in corrections], "problems": list(problems)}


def _correction(correction: Correction) -> dict[str, Any]:
    return {
        "field": correction.field,
        "label": FIELDS[correction.field],
        "value": correction.value,
        "file": correction.file,
        "title": correction.title,
        "quote": correction.quote,
        "made_at": correction.made_at,
    }
