"""One run's comparison of the archive with the manifest: what is new, changed, unreadable, gone.

Bad input never loses what is indexed: a document that cannot be read any more keeps its reports, and
what lay in a folder or an archive that cannot be opened is not taken for gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import TypeVar

from indexer.corrections.model import Correction
from indexer.errors import MissingProgram, UnreadableFile
from indexer.ingest.analysis import understand
from indexer.ingest.discovery import Discovery, FoundFile, Scope
from indexer.ingest.documents import Document, documents_of
from indexer.ingest.manifest import FileEntry, Manifest, content_hash, report_id
from indexer.ingest.pending_corrections import CorrectionRun
from indexer.model.reports import Report, SourceText
from indexer.model.unread import Unread
from indexer.parsing.rulebook import Rulebook
from indexer.reading import is_legacy, read, read_many
from indexer.reading.archives import RestUnread

_T = TypeVar("_T")

#: Called with the number of files done, the number in all, and the file in hand.
Progress = Callable[[int, int, str], None]

_EMPTY_FOLDER = (
    "文件夹里一个报告文件也没有，原有索引已保留：确认文件都已移走后，运行 bigan index --prune 清除"
)
_MISSING_FOLDER = (
    "找不到文件夹，原有索引已保留：请检查路径或磁盘；确认不再需要后，运行 bigan index --prune 清除"
)
_LEFT_FOLDER = "已不在 config.ini 的 [archive] folders 里，索引里还留着它的 {count} 个文件：不再需要，请运行 bigan index --prune"
_NO_SUCH_FOLDER = "找不到文件夹：请检查路径，或在 config.ini 的 [archive] folders 里改正"
_AWAITED_FOLDER = "找不到文件夹：请检查路径或磁盘，再运行 bigan index；确认不再需要后，运行 bigan index --prune 清除"

#: So many old Word documents are converted at once: starting the converter takes seconds.
_BATCH = 24


@dataclass
class IndexReport:
    """What a run found and did. Files are named by their absolute paths, members of archives by
    their paths below that of the archive.

    ``failed`` could not be read and have nothing indexed; ``stale`` cannot be read any more and
    keep their earlier reports; ``skipped`` are of a kind that is not read; ``unread`` are those read
    but for some of what is in them. ``warnings`` are about folders and corrections that are not as
    they should be, ``notes`` about what the user may want to do, and about how files were read.
    ``committed`` is false where nothing had changed.
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
    it has ``publish_after`` characters, or after ``publish_seconds``, for the first time after ``first_seconds``."""

    rules: Rulebook
    corrections: Callable[[], Sequence[Correction]] = tuple
    max_bytes: int = 50 * 1024 * 1024
    soffice: Path | None = None
    publish_after: int = 30_000_000
    publish_seconds: float = 120.0
    first_seconds: float = 120.0


class Comparison:
    """``files`` becomes the new manifest's. ``fingerprint`` names all that decides what the same bytes become."""

    def __init__(self, before: Manifest, found: Discovery, how: ReadOptions, fingerprint: str) -> None:
        self._before = before
        self._found = found
        self._how = how
        self._fingerprint = fingerprint
        self._now = datetime.now().isoformat(timespec="seconds")
        self._applying = CorrectionRun(before, how.corrections())
        self._by_content = {
            e.content: e
            for key, e in before.files.items()
            if e.status == "ok" and e.rules == fingerprint and key not in self._applying.again
        }
        self._seen: set[str] = set()
        self._waiting: list[tuple[Document, FileEntry]] = []
        self.files: dict[str, FileEntry] = dict(before.files)
        self._parsed: dict[str, Report] = {}
        self._taken: set[str] = set()
        self._characters = 0
        self.outcome = IndexReport(skipped=dict(found.skipped))

    # --- reading ---------------------------------------------------------------------------

    def read_files(self, progress: Progress | None) -> Iterator[Mapping[str, Report]]:
        """Reads every document of the found files that is new or changed; gives the reports read, by their id,
        whenever there is enough to be published, and leaves the rest to ``take_parsed``."""
        total = len(self._found.files)
        began, patience = monotonic(), self._how.first_seconds
        for done, file in enumerate(self._found.files.values()):
            if progress:
                progress(done, total, file.shown)
            self._read_file(file)
            if len(self._waiting) >= _BATCH:
                self._convert_waiting()
            late = self._parsed and monotonic() - began >= patience
            if self._characters >= self._how.publish_after or late:
                self._convert_waiting()
                yield self.take_parsed()
                began, patience = monotonic(), self._how.publish_seconds
        self._convert_waiting()
        if progress:
            progress(total, total, "")

    def take_parsed(self) -> Mapping[str, Report]:
        """The reports to be written, by their id; each is given once."""
        parsed, self._parsed, self._characters = self._parsed, {}, 0
        self._taken.update(parsed)
        return parsed

    def keep_twins_of(self, held: frozenset[str]) -> None:
        """Forgets which bytes gave reports that are not ``held`` and so have been deleted: the same bytes in a file read
        later are to be understood again."""
        self._by_content = {content: e for content, e in self._by_content.items() if held.issuperset(e.reports)}

    def _read_file(self, file: FoundFile) -> None:
        path = str(file.path)
        for document in documents_of(file, self._how.max_bytes):
            self._seen.add(document.key)
            self.outcome.files += 1
            self._take(document)
            if isinstance(document.data, RestUnread):
                self._keep_members(path, str(document.data))
        if path not in self._seen:
            # An archive that could not be opened before is not a document of its own any more.
            self.files.pop(path, None)

    def _take(self, document: Document) -> None:
        old = self._before.files.get(document.key)
        entry = FileEntry(str(document.root), document.shown, "", self._fingerprint)
        if isinstance(document.data, UnreadableFile):
            self._keep_or_fail(document.key, entry, str(document.data))
            return
        content = content_hash(document.data)
        since = old.read_at if old and old.content == content else ""
        entry = replace(entry, content=content, read_at=since or self._now)
        again = document.key in self._applying.again
        if (
            old
            and not again
            and (old.content, old.rules, old.root) == (entry.content, entry.rules, entry.root)
        ):
            self._count_unchanged(document.key, old)
            return
        twin = None if again else self._by_content.get(entry.content)
        if twin:
            self._put(document.key, replace(entry, reports=twin.reports, unread=twin.unread))
        elif is_legacy(document.data):
            self._waiting.append((document, entry))
        else:
            self._understand(document, entry, _text(document))

    def _convert_waiting(self) -> None:
        """Converts the old Word documents that have gathered, all at once."""
        waiting, self._waiting = self._waiting, []
        texts = (
            read_many([(d.name, _or_raise(d.data)) for d, _ in waiting], self._how.soffice) if waiting else []
        )
        for (document, entry), text in zip(waiting, texts, strict=True):
            self._understand(document, entry, text)

    def _understand(self, document: Document, entry: FileEntry, text: SourceText | UnreadableFile) -> None:
        """Parses a document and puts its reports aside for the writer."""
        try:
            source = _or_raise(text)
            reports = understand(source, document.name, self._how.rules)
        except MissingProgram as error:
            # Without a fingerprint the document is tried again as soon as the program is there.
            self._keep_or_fail(document.key, replace(entry, rules=""), str(error))
            return
        except UnreadableFile as error:
            self._keep_or_fail(document.key, entry, str(error))
            return
        self.outcome.notes += [f"{document.shown}：{note}" for note in source.notes]
        identities = [self._set_aside(report) for report in reports]
        self._put(
            document.key, replace(entry, reports=tuple(dict.fromkeys(identities)), unread=source.unread)
        )

    def _set_aside(self, report: Report) -> str:
        identity = report_id(report)
        if identity not in self._parsed and identity not in self._taken:
            self._parsed[identity] = self._applying.apply(identity, report)
            self._characters += sum(len(paragraph.text) for paragraph in report.paragraphs)
        return identity

    def _put(self, key: str, entry: FileEntry) -> None:
        self.files[key] = entry
        self._by_content[entry.content] = entry
        self._name_unread(key, entry)
        if key in self._before.files:
            self.outcome.changed += 1
        else:
            self.outcome.added += 1

    def _name_unread(self, key: str, entry: FileEntry) -> None:
        if entry.unread:
            self.outcome.unread[key] = entry.unread

    def _count_unchanged(self, key: str, old: FileEntry) -> None:
        if old.status == "ok":
            self._name_unread(key, old)
            self.outcome.unchanged += 1
            return
        said = self.outcome.failed if old.status == "failed" else self.outcome.stale
        said[key] = old.reason or ""
        self._keep_members(key, old.reason or "")

    # --- keeping ---------------------------------------------------------------------------

    def _keep_or_fail(self, key: str, entry: FileEntry, reason: str) -> None:
        """A document that cannot be read: with reports of old it keeps them, marked."""
        old = self._before.files.get(key)
        if old and old.reports:
            self.files[key] = replace(entry, reports=old.reports, status="stale", reason=reason)
            self.outcome.stale[key] = reason
        else:
            self.files[key] = replace(entry, status="failed", reason=reason)
            self.outcome.failed[key] = reason
        self._keep_members(key, reason)

    def _keep_members(self, path: str, reason: str) -> None:
        """What lay in an archive and cannot be reached any more keeps its reports, marked."""
        for key, old in self._before.files.items():
            if key.startswith(path + "/") and key not in self._seen and old.reports:
                self._seen.add(key)
                self.files[key] = replace(old, content="", status="stale", reason=reason)
                self.outcome.stale[key] = reason

    def keep_skipped(self) -> None:
        """Marks files with reports that are passed over now, having grown too large for instance."""
        for path, reason in self._found.skipped.items():
            if Path(path) in self._found.unlisted:
                continue
            self._keep_members(path, reason)
            old = self._before.files.get(path)
            if old and old.reports:
                self.files[path] = replace(old, content="", status="stale", reason=reason)
                self.outcome.stale[path] = reason

    # --- forgetting ------------------------------------------------------------------------

    def forget(self, scopes: Sequence[Scope], prune: bool) -> None:
        """Drops documents that are gone from the scopes of this run, where that may be believed."""
        for scope in scopes:
            gone = [key for key in self._before.files if scope.covers(key) and self._is_gone(key)]
            missing = scope in self._found.missing
            there = any(scope.covers(path) for path in (*self._found.files, *self._found.others))
            if missing and not gone:
                said = _AWAITED_FOLDER if str(scope.root) in self._before.added else _NO_SUCH_FOLDER
                self.outcome.warnings.append(f"{scope.folder}：{said}")
            elif gone and not there and not prune:
                said = _MISSING_FOLDER if missing else _EMPTY_FOLDER
                self.outcome.warnings.append(f"{scope.folder}：{said}")
                continue
            for key in gone:
                if key in self.files:
                    del self.files[key]
                    self.outcome.removed += 1

    def _is_gone(self, key: str) -> bool:
        return key not in self._seen and self._found.is_gone(key)

    def leave(self, roots: Sequence[Path], prune: bool) -> None:
        """Drops the files of roots that config.ini names no more, or says that they are there."""
        for root in roots:
            held = [key for key, entry in self.files.items() if entry.root == str(root)]
            if prune:
                for key in held:
                    del self.files[key]
                self.outcome.removed += len(held)
            elif held:
                self.outcome.notes.append(f"{root}：{_LEFT_FOLDER.format(count=len(held))}")

    # --- corrections -------------------------------------------------------------------------

    def applied_corrections(self) -> dict[str, tuple[str, ...]]:
        """For each correction in force the reports that it was applied to."""
        return self._applying.settled(self.files, frozenset(self._seen))

    def note_lost_corrections(self, applied: Mapping[str, tuple[str, ...]]) -> None:
        """Notes the corrections that fit no report."""
        self.outcome.notes += self._applying.lost(applied)


def _text(document: Document) -> SourceText | UnreadableFile:
    try:
        return read(_or_raise(document.data), document.name)
    except UnreadableFile as error:
        return error


def _or_raise(value: _T | UnreadableFile) -> _T:
    if isinstance(value, UnreadableFile):
        raise value
    return value
