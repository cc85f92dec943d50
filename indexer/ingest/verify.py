"""Compares index and archive, and says what differs; changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from indexer.engines import Engine
from indexer.errors import UnreadableFile
from indexer.ingest.discovery import Scope, discover
from indexer.ingest.documents import documents_of
from indexer.ingest.manifest import FileEntry, content_hash, manifest_from_dict
from indexer.model.unread import Unread


@dataclass
class CheckReport:
    """What was compared and what differs; each difference is one line of Chinese. ``unread`` is what was left unread
    in each file that is not read whole, which is no difference."""

    files: int = 0
    reports: int = 0
    paragraphs: int = 0
    differences: list[str] = field(default_factory=list)
    unread: dict[str, tuple[Unread, ...]] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return not self.differences


def check(engine: Engine, roots: Sequence[Path] = (), max_bytes: int = 50 * 1024 * 1024) -> CheckReport:
    """Looks at every file of the manifest and every report it names, and at what lies in the
    archive folders ``roots`` and those indexed before but is in no manifest."""
    manifest = manifest_from_dict(engine.manifest())
    outcome = CheckReport(files=len(manifest.files), reports=len(manifest.report_ids))
    outcome.unread = {key: entry.unread for key, entry in manifest.files.items() if entry.unread}
    folders = dict.fromkeys([*roots, *map(Path, manifest.roots)])
    there = _documents([Scope(folder, folder) for folder in folders], max_bytes)
    for key, entry in manifest.files.items():
        difference = _difference(there.pop(key, None), entry)
        if difference:
            outcome.differences.append(f"{key}：{difference}")
    outcome.differences += [f"{key}：还没有进索引：运行 bigan index 更新" for key in there]
    for identity in sorted(manifest.report_ids):
        report = engine.report(identity)
        found = len(engine.paragraphs_of(identity))
        outcome.paragraphs += found
        if report is None:
            outcome.differences.append(f"报告 {identity} 不在索引里：请运行 bigan index；仍如此请删除索引文件夹后重建")
        elif found != report.paragraph_count:
            outcome.differences.append(
                f"报告 {identity} 应有 {report.paragraph_count} 段，索引里有 {found} 段：请删除索引文件夹后运行 bigan index 重建"
            )
    stats = engine.stats()
    if stats.reports != outcome.reports:
        outcome.differences.append(
            f"索引里有 {stats.reports} 份报告，清单里有 {outcome.reports} 份：请删除索引文件夹后运行 bigan index 重建"
        )
    return outcome


def _documents(scopes: Sequence[Scope], max_bytes: int) -> dict[str, str | UnreadableFile]:
    """The documents of the archive by their keys, each with the hash of its bytes or why it has none."""
    return {
        document.key: document.data if isinstance(document.data, UnreadableFile) else content_hash(document.data)
        for file in discover(scopes, max_bytes).files.values()
        for document in documents_of(file, max_bytes)
    }


def _difference(content: str | UnreadableFile | None, entry: FileEntry) -> str:
    """How a document differs from what was indexed of it; empty where it does not."""
    if entry.status != "ok":
        return entry.reason or "上次没有读成"
    if content is None:
        return "文件已不在，索引里还有它：运行 bigan index 更新（整个文件夹都不在了，用 bigan index --prune）"
    if isinstance(content, UnreadableFile):
        return str(content)
    return "" if content == entry.content else "内容已改，索引还是旧的：运行 bigan index 更新"
