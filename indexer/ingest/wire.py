"""What was read of a file as bytes for another machine, and back: plain data, which runs nothing where it is read."""

from __future__ import annotations

import json
import types
import zlib
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from indexer.errors import MissingProgram, UnreadableFile
from indexer.ingest.discovery import FoundFile
from indexer.ingest.understanding import Understood, UnderstoodReport
from indexer.ingest.worker import Done, Job
from indexer.model.reports import Report
from indexer.model.unread import Unread
from indexer.reading.archives import RestUnread

#: What can be wrong with a document, apart from what depends on the machine that reads it.
_ERRORS = {kind.__name__: kind for kind in (UnreadableFile, MissingProgram, RestUnread)}


def packed(documents: Sequence[Done]) -> bytes:
    """The documents of a file with what became of them. An old document that has to be converted is left for whoever takes
    it. Raises ``ValueError`` for what must be read elsewhere: its reading was ended here."""
    return zlib.compress(json.dumps([_document(done) for done in documents]).encode(), 1)


def unpacked(data: bytes) -> list[Done]:
    """The inverse of ``packed``."""
    return [
        Done(key, shown, content if isinstance(content, str) else _error(content), outcome and _outcome(outcome))
        for key, shown, content, outcome in json.loads(zlib.decompress(data))
    ]


def job_to_json(job: Job, size: int, modified: int) -> str:
    """A job in one line, with the size of its file and the second it was changed in."""
    file = job.file
    return json.dumps([str(file.path), str(file.root), file.shown, dict(job.unchanged), size, modified])


def job_from_json(line: str) -> tuple[Job, int, int]:
    """The inverse of ``job_to_json``."""
    path, root, shown, unchanged, size, modified = json.loads(line)
    return Job(FoundFile(Path(path), Path(root), shown), unchanged), size, modified


def _document(done: Done) -> list[Any]:
    content = done.content if isinstance(done.content, str) else _told(done.content)
    outcome = done.outcome
    if isinstance(outcome, Understood):
        reports = [
            [one.identity, _plain(one.prepared), sorted(one.corrections), one.characters, dict(one.fits)]
            for one in outcome.reports
        ]
        return [done.key, done.shown, content, {"reports": reports, "unread": _plain(outcome.unread), "notes": outcome.notes}]
    return [done.key, done.shown, content, {"error": _told(outcome)} if isinstance(outcome, UnreadableFile) else None]


def _outcome(told: Any) -> Understood | UnreadableFile:
    if "error" in told:
        return _error(told["error"])
    reports = tuple(
        UnderstoodReport(identity, _made(Report, report), frozenset(corrections), characters, fits)
        for identity, report, corrections, characters, fits in told["reports"]
    )
    return Understood(reports, _made(tuple[Unread, ...], told["unread"]), tuple(told["notes"]))


def _told(error: UnreadableFile) -> list[str]:
    name = type(error).__name__
    if name not in _ERRORS:
        raise ValueError(name)
    return [name, str(error)]


def _error(told: Sequence[str]) -> UnreadableFile:
    return _ERRORS[told[0]](told[1])


# --- dataclasses as lists ------------------------------------------------------------------------


def _plain(value: Any) -> Any:
    """Dataclasses and tuples as lists."""
    if is_dataclass(value):
        return [_plain(getattr(value, field.name)) for field in fields(value)]
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _made(kind: Any, value: Any) -> Any:
    """The inverse, for a value of a known type."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return None if value is None else _made(get_args(kind)[0], value)
    if origin is tuple:
        kinds = get_args(kind)
        if kinds[-1:] == (...,):
            return tuple(_made(kinds[0], one) for one in value)
        return tuple(_made(one_kind, one) for one_kind, one in zip(kinds, value, strict=True))
    if isinstance(kind, type) and is_dataclass(kind):
        return kind(*(_made(*pair) for pair in zip(_kinds(kind), value, strict=True)))
    return value


@lru_cache(maxsize=64)
def _kinds(kind: Any) -> tuple[Any, ...]:
    """The types of a dataclass's fields, in order."""
    hints = get_type_hints(kind)
    return tuple(hints[field.name] for field in fields(kind))
