"""One run's comparison of the archive with the manifest: what is new, changed, unreadable, gone.

Bad input never loses what is indexed: a document that cannot be read any more keeps its reports, and
what lay in a folder or an archive that cannot be opened is not taken for gone.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any

from indexer.errors import MissingProgram, UnreadableFile
from indexer.ingest.discovery import Discovery, FoundFile, Scope
from indexer.ingest.manifest import FileEntry, Manifest, former_reports
from indexer.ingest.options import IndexReport as IndexReport
from indexer.ingest.options import Progress as Progress
from indexer.ingest.options import ReadOptions as ReadOptions
from indexer.ingest.pending_corrections import CorrectionRun
from indexer.ingest.reader import ArchiveReader, Known, Looked, was_ended
from indexer.ingest.rereading import read_again
from indexer.ingest.sharing import shared_fingerprint
from indexer.ingest.understanding import OldDocument, Understanding, Understood, UnderstoodReport
from indexer.ingest.workers import Ended
from indexer.model.reports import Report
from indexer.reading import read_many
from indexer.reading.archives import RestUnread

_EMPTY_FOLDER = (
    "文件夹里一个报告文件也没有，原有索引已保留：确认文件都已移走后，运行 bigan index --prune 清除"
)
_MISSING_FOLDER = (
    "找不到文件夹，原有索引已保留：请检查路径或磁盘；确认不再需要后，运行 bigan index --prune 清除"
)
_LEFT_FOLDER = "已不在 config.ini 的 [archive] folders 里，索引里还留着它的 {count} 个文件：不再需要，请运行 bigan index --prune"
_NO_SUCH_FOLDER = "找不到文件夹：请检查路径，或在 config.ini 的 [archive] folders 里改正"
_AWAITED_FOLDER = "找不到文件夹：请检查路径或磁盘，再运行 bigan index；确认不再需要后，运行 bigan index --prune 清除"

#: The first of a new archive is soon found; later generations need not be so many.
_PATIENCE_GROWS = 8

#: An archive of so many publications is large: there each is a twentieth of it, so that a run which is killed has lost no
#: more than that.
_LARGE = 8
_OF_A_LARGE_ONE = 21

#: Chinese in UTF-8.
_BYTES_A_CHARACTER = 3

#: So many old Word documents are converted at once: starting the converter takes seconds.
_BATCH = 24


class Comparison:
    """``files`` becomes the new manifest's. ``fingerprint`` names all that decides what the same bytes become;
    ``prepare`` makes reports ready for the index, see ``Engine.preparation``, and ``write`` takes each of them, once."""

    def __init__(
        self,
        before: Manifest,
        found: Discovery,
        how: ReadOptions,
        fingerprint: str,
        prepare: Callable[[str, Report], Any],
        write: Callable[[str, Any], None],
    ) -> None:
        self._before = before
        self._write = write
        self._found = found
        self._how = how
        self._fingerprint = fingerprint
        self._now = datetime.now().isoformat(timespec="seconds")
        corrections = how.corrections()
        self._applying = CorrectionRun(before, corrections)
        self._understanding = Understanding(how.rules, prepare, corrections, self._applying.places)
        self._by_content = {
            e.content: e
            for key, e in before.files.items()
            if e.status == "ok" and e.rules == fingerprint and key not in self._applying.again
        }
        self._seen: set[str] = set()
        self._waiting: list[tuple[Looked, FileEntry, bytes]] = []
        self.files: dict[str, FileEntry] = dict(before.files)
        self._written: set[str] = set()
        self._characters = 0
        self.outcome = IndexReport(skipped=dict(found.skipped))

    # --- reading ---------------------------------------------------------------------------

    def read_files(self, progress: Progress | None) -> Generator[None, None, None]:
        """Reads every document of the found files that is new or changed, and has its reports written. Gives nothing
        whenever there is enough to be published."""
        how, files = self._how, list(self._found.files.values())
        began, patience = monotonic(), how.first_seconds
        enough = _enough(how.publish_after, self._found.size)
        shared = (how.sharing, shared_fingerprint(self._fingerprint, self._understanding.corrections, how.max_bytes))
        with ArchiveReader(files, self._known(), self._understanding, how.max_bytes, how.limits, *shared) as self._reader:
            for done, file in enumerate(files):
                if progress:
                    progress(done, len(files), file.shown)
                nothing_yet = not self._characters
                self._read_file(file)
                if nothing_yet:  # until there is something to publish (workers have to start first), no time passes
                    began = monotonic()
                if len(self._waiting) >= _BATCH:
                    self._convert_waiting()
                late = self._characters and monotonic() - began >= patience
                if self._characters >= enough or late:
                    self._convert_waiting()
                    self._characters = 0
                    yield
                    began, patience = monotonic(), min(_PATIENCE_GROWS * max(patience, 1), how.publish_seconds)
        self._convert_waiting()
        self.outcome.notes += self._reader.notes
        if progress:
            progress(len(files), len(files), "")

    def keep_twins_of(self, held: frozenset[str]) -> None:
        """Forgets which bytes gave reports that are not ``held`` and so have been deleted: the same bytes in a file read
        later are to be understood again."""
        self._by_content = {content: e for content, e in self._by_content.items() if held.issuperset(e.reports)}

    def _known(self) -> Known:
        """What need not be understood, and what is to be understood elsewhere, having ended badly."""
        unchanged: dict[str, dict[str, str]] = {}
        risky: set[str] = set()
        for key, entry in self._before.files.items():
            file = self._file_of(key)
            if file is None:
                continue
            if self._is_as_before(key, entry) and entry.root == str(file.root):
                unchanged.setdefault(str(file.path), {})[key] = entry.content
            elif was_ended(entry.rules):
                risky.add(str(file.path))
        return Known(unchanged, frozenset(self._by_content), frozenset(risky))

    def _file_of(self, key: str) -> FoundFile | None:
        """The file that a document is, or lies in."""
        while key not in self._found.files and "/" in key:
            key = key.rpartition("/")[0]
        return self._found.files.get(key)

    def _is_as_before(self, key: str, old: FileEntry) -> bool:
        """Whether the same bytes would become the same."""
        return old.rules in (self._fingerprint, self._ended_rules) and key not in self._applying.again

    @property
    def _ended_rules(self) -> str:
        """The fingerprint of a document whose reading had to be ended: with other limits it is tried again."""
        return f"{self._fingerprint}/{self._how.limits}"

    def _read_file(self, file: FoundFile) -> None:
        path = str(file.path)
        for looked in self._reader.documents(file):
            self._seen.add(looked.key)
            self.outcome.files += 1
            self._take(looked, str(file.root))
            if isinstance(looked.content, RestUnread):
                self._keep_members(path, str(looked.content))
        if path not in self._seen:
            # An archive that could not be opened before is not a document of its own any more.
            self.files.pop(path, None)

    def _take(self, looked: Looked, root: str) -> None:
        old = self._before.files.get(looked.key)
        entry = FileEntry(root, looked.shown, "", self._fingerprint)
        if isinstance(looked.content, UnreadableFile):
            self._settle(looked, entry, looked.content)
            return
        since = old.read_at if old and old.content == looked.content else ""
        entry = replace(entry, content=looked.content, read_at=since or self._now)
        again = looked.key in self._applying.again
        if old and self._is_as_before(looked.key, old) and (old.content, old.root) == (entry.content, root):
            self._count_unchanged(looked.key, old)
            return
        twin = None if again else self._by_content.get(entry.content)
        if twin:
            self._put(looked.key, replace(entry, reports=twin.reports, unread=twin.unread))
            return
        outcome = looked.outcome()
        if isinstance(outcome, OldDocument):
            self._waiting.append((looked, entry, outcome.data))
        else:
            self._settle(looked, entry, outcome)

    def _convert_waiting(self) -> None:
        """Converts the old Word documents that have gathered, all at once."""
        waiting, self._waiting = self._waiting, []
        texts = read_many([(looked.name, data) for looked, _, data in waiting], self._how.soffice) if waiting else []
        for (looked, entry, _), text in zip(waiting, texts, strict=True):
            self._settle(looked, entry, self._understanding.of_text(text, looked.name))

    def _settle(self, looked: Looked, entry: FileEntry, outcome: Understood | UnreadableFile) -> None:
        """Has a document's reports written, or says why it has none."""
        if isinstance(outcome, UnreadableFile):
            if isinstance(outcome, MissingProgram):
                # Without a fingerprint the document is tried again as soon as the program is there.
                entry = replace(entry, rules="")
            elif isinstance(outcome, Ended):
                entry = replace(entry, rules=self._ended_rules)
            self._keep_or_fail(looked.key, entry, str(outcome))
            return
        self.outcome.notes += [f"{looked.shown}：{note}" for note in outcome.notes]
        for report in outcome.reports:
            self._hand_over(report)
        identities = tuple(dict.fromkeys(report.identity for report in outcome.reports))
        self._put(looked.key, replace(entry, reports=identities, unread=outcome.unread))

    def _hand_over(self, report: UnderstoodReport) -> None:
        identity = report.identity
        if identity not in self._written:
            self._written.add(identity)
            self._write(identity, report.prepared)
            self._applying.note(identity, report.corrections, report.fits)
            self._characters += report.characters

    def _put(self, key: str, entry: FileEntry) -> None:
        entry = replace(entry, former=former_reports(self._before.files.get(key), entry.reports))
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
            self.files[key] = replace(entry, reports=old.reports, status="stale", reason=reason, former=old.former)
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

    def fitting_corrections(self) -> dict[str, dict[str, int]]:
        """How well corrections fit which reports, where that is not told by those that they were applied to."""
        return self._applying.fitting(self.files, self.applied_corrections())

    def settle_corrections(self) -> None:
        """Has reports written again whose corrections belong to others, or that lack some which belong to them: which reports
        are there is known only when all has been read. What this run cannot reach is left to the next."""
        wrong = self._applying.misplaced(self.files, frozenset(self._seen))
        keys = {key for key, entry in self.files.items() if not wrong.isdisjoint(entry.reports)} if wrong else set()
        files = {file.path: file for key in keys if (file := self._file_of(key))}
        understanding = replace(self._understanding, places=self._applying.places)
        contents = {key: self.files[key].content for key in keys}
        self._written -= wrong
        for key, outcome in read_again(list(files.values()), contents, understanding, self._how):
            for report in outcome.reports:
                if report.identity in wrong:
                    self._hand_over(report)
            if self.files[key] is self._before.files.get(key):
                self.outcome.changed += 1
                self.outcome.unchanged -= 1

    def note_lost_corrections(self, applied: Mapping[str, tuple[str, ...]]) -> None:
        """Notes the corrections that fit no report."""
        self.outcome.notes += self._applying.lost(applied)


def _enough(most: int, archive_bytes: int) -> int:
    """After how many characters a run publishes; ``most`` of them at most."""
    characters = archive_bytes // _BYTES_A_CHARACTER
    return min(most, characters // _OF_A_LARGE_ONE) if characters > _LARGE * most else most
