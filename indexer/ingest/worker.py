"""A process that reads files for a run: takes jobs from a connection and sends back what becomes of each document.

It holds nothing that is not known elsewhere, so it may end at any time, by a fault of a file or because the run ends:
``workers`` notices, blames the document in hand and starts another one.
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import Any

from indexer.errors import UnreadableFile
from indexer.ingest.discovery import FoundFile
from indexer.ingest.documents import Document, documents_of
from indexer.ingest.manifest import content_hash
from indexer.ingest.memory import limit_memory, memory_in_use
from indexer.ingest.understanding import OldDocument, Understanding, Understood

#: What a message begins with: its kind.
READY, BEGUN, DOCUMENT, FINISHED, TOO_MUCH = b"r", b"b", b"d", b"f", b"m"

#: A worker that hangs ends by itself so many seconds after the run should have ended it: the run may be no more.
_GRACE_S = 10.0


@dataclass(frozen=True, slots=True)
class Brief:
    """What a worker is told once. ``contents`` are bytes, by their hashes, that need not be understood: the run has what
    became of them. ``seconds`` is what one document may take, ``megabytes`` what the process may hold."""

    understanding: Understanding
    max_bytes: int
    contents: frozenset[str]
    seconds: float
    megabytes: int


@dataclass(frozen=True, slots=True)
class Job:
    """A file to be read, but for its first ``skip`` documents. ``unchanged`` are documents in it by their keys: those with
    this hash need not be understood."""

    file: FoundFile
    unchanged: Mapping[str, str]
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Begun:
    """This document is being understood now."""

    key: str
    shown: str
    content: str


@dataclass(frozen=True, slots=True)
class Done:
    """A document with the hash of its bytes, or why there are none, and what became of it: ``None`` where the run need
    not know."""

    key: str
    shown: str
    content: str | UnreadableFile
    outcome: Understood | OldDocument | UnreadableFile | None


def work(connection: Connection) -> None:
    """The whole life of a worker. The first that it is sent is its ``Brief``, then jobs follow."""
    # Ctrl+C reaches every process of a terminal: the run ends its workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        brief: Brief = connection.recv()
        limit_memory(brief.megabytes, lambda: connection.send_bytes(TOO_MUCH))
        connection.send_bytes(READY)
        understood: set[str] = set(brief.contents)
        # One that has grown is replaced between two files, so that no file is blamed for what was before it.
        while memory_in_use() < brief.megabytes << 19:
            _read(connection.recv(), brief, understood, connection)
    except MemoryError:
        connection.send_bytes(TOO_MUCH)
    except (EOFError, OSError):
        return  # the run is over


def _read(job: Job, brief: Brief, understood: set[str], connection: Connection) -> None:
    documents = iter(documents_of(job.file, brief.max_bytes))
    with _ending_after(brief.seconds):
        document = next(islice(documents, job.skip, None), None)
    while document is not None:
        _send(connection, DOCUMENT, _done(document, job, brief, understood, connection))
        with _ending_after(brief.seconds):
            document = next(documents, None)
    connection.send_bytes(FINISHED)


def _done(document: Document, job: Job, brief: Brief, understood: set[str], connection: Connection) -> Done:
    if isinstance(document.data, UnreadableFile):
        return Done(document.key, document.shown, document.data, None)
    content = content_hash(document.data)
    outcome = None
    if content not in understood and job.unchanged.get(document.key) != content:
        _send(connection, BEGUN, Begun(document.key, document.shown, content))
        with _ending_after(brief.seconds):
            outcome = brief.understanding.of_bytes(document.data, document.name)
        if isinstance(outcome, Understood):
            understood.add(content)
    return Done(document.key, document.shown, content, outcome)


@contextmanager
def _ending_after(seconds: float) -> Iterator[None]:
    """Ends the process where what is done here takes much too long, even inside a library. (The run, if there still is
    one, has ended it before.)"""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        faulthandler.dump_traceback_later(seconds + _GRACE_S, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


def _send(connection: Connection, kind: bytes, message: Any) -> None:
    connection.send_bytes(kind + pickle.dumps(message, pickle.HIGHEST_PROTOCOL))


def _end_with_parent() -> None:
    """A run that was killed leaves no process behind."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
