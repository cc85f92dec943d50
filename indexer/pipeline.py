"""Brings the index up to date with the archive: reads what changed, forgets what is gone.

One run is one transaction. Bad input never loses what is indexed: a file that cannot be
read any more keeps its reports, a folder that is missing or suddenly empty deletes nothing
unless told to.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from indexer import __version__
from indexer.discovery import Discovery, FoundFile, Scope, discover
from indexer.engines import Engine
from indexer.errors import BiganError, UnreadableFile, system_reason
from indexer.manifest import (
    FileEntry,
    Manifest,
    content_hash,
    manifest_from_dict,
    manifest_to_dict,
    report_id,
)
from indexer.models import Report, SourceText
from indexer.parsing import parse
from indexer.parsing.rulebook import Rulebook
from indexer.reading import read

#: Called with the number of files done, the number in all, and the file in hand.
Progress = Callable[[int, int, str], None]

_EMPTY_FOLDER = "文件夹里一个报告文件也没有，原有索引已保留：确认文件都已移走后，运行 bigan index --prune 清除"
_MISSING_FOLDER = "找不到文件夹，原有索引已保留：请检查路径或磁盘；确认不再需要后，运行 bigan index --prune 清除"
_LEFT_FOLDER = "已不在 config.ini 的 [archive] folders 里，索引里还留着它的 {count} 个文件：不再需要，请运行 bigan index --prune"
_NO_SUCH_FOLDER = "找不到文件夹：请检查路径，或在 config.ini 的 [archive] folders 里改正"


@dataclass
class IndexReport:
    """What a run found and did. Files are named by their absolute paths.

    ``failed`` could not be read and have nothing indexed; ``stale`` cannot be read any more and
    keep their earlier reports; ``skipped`` are of a kind that is not read. ``warnings`` are
    about folders that are not as they should be, ``notes`` about what the user may want to do.
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
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    committed: bool = False
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether every file that should be readable was read and every folder was there."""
        return not (self.failed or self.stale or self.warnings)


@dataclass(frozen=True, slots=True)
class ReportSource:
    """Where a report is; see ``engines.Source``."""

    files: tuple[str, ...]
    stale_reason: str | None = None


def update(
    engine: Engine,
    roots: Sequence[Path],
    rules: Rulebook,
    tokenizer_fingerprint: str,
    *,
    only: Sequence[Path] = (),
    prune: bool = False,
    max_bytes: int = 50 * 1024 * 1024,
    progress: Progress | None = None,
) -> IndexReport:
    """Updates the index from the archive folders ``roots`` and those indexed before.

    ``only`` restricts the run to these folders; one that lies in no known root becomes one.
    ``prune`` also forgets what stood in folders that are missing, empty or no longer among
    ``roots``, save those that were added by ``only``. Raises
    ``IndexUnavailable`` while another process updates the same index.
    """
    began = time.perf_counter()
    with engine.writer() as writer:
        before = manifest_from_dict(engine.manifest())
        known, scopes = _scopes(roots, before, only)
        added = [str(root) for root in known if str(root) not in before.roots] if only else []
        left = [] if only else _no_longer_configured(roots, before)
        if prune:
            scopes = [scope for scope in scopes if scope.root not in left]
            known = [root for root in known if root not in left]
        found = discover(scopes, max_bytes)
        run = _Run(before, found, rules, f"{__version__}/{rules.fingerprint}/{tokenizer_fingerprint}")
        run.read_files(progress)
        run.keep_skipped()
        run.forget(scopes, prune)
        run.leave(left, prune)
        held = {entry.root for entry in run.files.values()}
        known = [root for root in known if root.is_dir() or str(root) in held]
        after = Manifest(
            files=run.files,
            roots=tuple(map(str, known)),
            added=tuple(root for root in (*before.added, *added) if Path(root) in known),
            built_at=datetime.now().isoformat(timespec="seconds"),
        )
        for identity in before.report_ids - after.report_ids:
            writer.delete(identity)
        for identity, report in run.parsed.items():
            writer.add(identity, report)
        if run.parsed or not after.same_content(before):
            writer.commit(manifest_to_dict(after), _sources(after))
            run.outcome.committed = True
    stats = engine.stats()
    outcome = run.outcome
    outcome.reports, outcome.paragraphs = stats.reports, stats.paragraphs
    outcome.seconds = time.perf_counter() - began
    return outcome


def understand(source: SourceText, name: str, rules: Rulebook) -> tuple[Report, ...]:
    """The reports of a file. Raises ``UnreadableFile`` where it holds nothing but noise."""
    reports = parse(source, rules)
    if not any(report.paragraphs for report in reports):
        raise UnreadableFile(f"「{name}」里没有找到报告正文：请检查内容，或从文件夹中移走")
    return reports


class _Run:
    """One comparison of the archive with the manifest; ``files`` becomes the new manifest's."""

    def __init__(self, before: Manifest, found: Discovery, rules: Rulebook, fingerprint: str) -> None:
        self._before = before
        self._found = found
        self._rules = rules
        self._fingerprint = fingerprint
        self._by_content = {
            e.content: e for e in before.files.values() if e.status == "ok" and e.rules == fingerprint
        }
        self.files: dict[str, FileEntry] = dict(before.files)
        self.parsed: dict[str, Report] = {}
        self.outcome = IndexReport(files=len(found.files), skipped=dict(found.skipped))

    def read_files(self, progress: Progress | None) -> None:
        for done, (path, file) in enumerate(self._found.files.items()):
            if progress:
                progress(done, len(self._found.files), file.shown)
            self._read_file(path, file)
        if progress:
            progress(len(self._found.files), len(self._found.files), "")

    def _read_file(self, path: str, file: FoundFile) -> None:
        old = self._before.files.get(path)
        entry = FileEntry(str(file.root), file.shown, "", self._fingerprint)
        try:
            data = file.path.read_bytes()
        except OSError as error:
            reason = f"打不开（{system_reason(error)}）：请检查权限，或关闭占用它的程序"
            self._keep_or_fail(path, entry, old, reason)
            return
        entry = replace(entry, content=content_hash(data))
        if old and (old.content, old.rules, old.root) == (entry.content, entry.rules, entry.root):
            self._count_unchanged(path, old)
            return
        twin = self._by_content.get(entry.content)
        try:
            reports = twin.reports if twin else self._understand(data, file)
        except UnreadableFile as error:
            self._keep_or_fail(path, entry, old, str(error))
            return
        entry = replace(entry, reports=reports)
        self.files[path] = entry
        self._by_content[entry.content] = entry
        if old is None:
            self.outcome.added += 1
        else:
            self.outcome.changed += 1

    def _understand(self, data: bytes, file: FoundFile) -> tuple[str, ...]:
        """Parses a file and puts its reports aside for the writer; gives back their ids."""
        name = Path(file.shown).name
        reports = understand(read(data, name), name, self._rules)
        identities = []
        for report in reports:
            identity = report_id(report)
            self.parsed.setdefault(identity, report)
            identities.append(identity)
        return tuple(dict.fromkeys(identities))

    def _count_unchanged(self, path: str, old: FileEntry) -> None:
        if old.status == "failed":
            self.outcome.failed[path] = old.reason or ""
        elif old.status == "stale":
            self.outcome.stale[path] = old.reason or ""
        else:
            self.outcome.unchanged += 1

    def _keep_or_fail(self, path: str, entry: FileEntry, old: FileEntry | None, reason: str) -> None:
        """A file that cannot be read: with reports of old it keeps them, marked."""
        if old and old.reports:
            self.files[path] = replace(entry, reports=old.reports, status="stale", reason=reason)
            self.outcome.stale[path] = reason
        else:
            self.files[path] = replace(entry, status="failed", reason=reason)
            self.outcome.failed[path] = reason

    def keep_skipped(self) -> None:
        """Marks files with reports that are passed over now, having grown too large for instance."""
        for path, reason in self._found.skipped.items():
            old = self._before.files.get(path)
            if old and old.reports:
                self.files[path] = replace(old, content="", status="stale", reason=reason)
                self.outcome.stale[path] = reason

    def forget(self, scopes: Sequence[Scope], prune: bool) -> None:
        """Drops files that are gone from the scopes of this run, where that may be believed."""
        for scope in scopes:
            gone = [p for p in self._before.files if scope.covers(p) and self._found.is_gone(p)]
            missing = scope in self._found.missing
            there = any(scope.covers(path) for path in self._found.files)
            if missing and not gone:
                self.outcome.warnings.append(f"{scope.folder}：{_NO_SUCH_FOLDER}")
            elif gone and not there and not prune:
                said = _MISSING_FOLDER if missing else _EMPTY_FOLDER
                self.outcome.warnings.append(f"{scope.folder}：{said}")
                continue
            for path in gone:
                if path in self.files:
                    del self.files[path]
                    self.outcome.removed += 1

    def leave(self, roots: Sequence[Path], prune: bool) -> None:
        """Drops the files of roots that config.ini names no more, or says that they are there."""
        for root in roots:
            held = [path for path, entry in self.files.items() if entry.root == str(root)]
            if prune:
                for path in held:
                    del self.files[path]
                self.outcome.removed += len(held)
            elif held:
                self.outcome.notes.append(f"{root}：{_LEFT_FOLDER.format(count=len(held))}")


def _no_longer_configured(roots: Sequence[Path], before: Manifest) -> list[Path]:
    """The roots of earlier runs that neither config.ini nor a command line has named."""
    configured = {os.path.abspath(root) for root in roots}
    return [Path(root) for root in before.roots if root not in configured and root not in before.added]


def _scopes(
    roots: Sequence[Path], before: Manifest, only: Sequence[Path]
) -> tuple[list[Path], list[Scope]]:
    """The roots known from now on, and what this run looks at."""
    configured = [Path(os.path.abspath(root)) for root in roots]
    known = list(dict.fromkeys([*configured, *map(Path, before.roots)]))
    if not only:
        return known, [Scope(root, root) for root in known]
    scopes = []
    for folder in (_absolute(folder) for folder in only):
        root = next((r for r in known if folder.is_relative_to(r)), None)
        if root is None:
            root = folder
            if folder.is_dir():
                known.append(folder)
        # Roots that lie inside and come first keep their files, as in a run over everything.
        inside = [r for r in known[: known.index(root) if root in known else 0] if r.is_relative_to(folder)]
        scopes += [*(Scope(r, r) for r in inside if r.is_dir()), Scope(root, folder)]
    return known, scopes


def _absolute(folder: Path) -> Path:
    if folder.is_file():
        raise BiganError(f"{folder} 是文件，不是文件夹：请给出它所在的文件夹 {folder.parent}")
    return Path(os.path.abspath(folder))


def _sources(manifest: Manifest) -> Mapping[str, ReportSource]:
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
