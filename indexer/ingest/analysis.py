"""Documents to reports: read, then parsed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import UnreadableFile
from indexer.ingest.discovery import LOCK_FILE_PREFIX, FoundFile
from indexer.ingest.documents import documents_of
from indexer.model.reports import Report, SourceText
from indexer.model.unread import Unread
from indexer.parsing import parse
from indexer.parsing.rulebook import Rulebook
from indexer.reading import check_readable, read

_LOCK_FILE = "是 Word 或 WPS 打开文档时留下的锁文件，不是报告，已跳过"


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A document under the name shown for it, with its reports and what is left unread in it; ``notes`` are Chinese
    lines about how it was read, see ``SourceText``."""

    shown: str
    reports: tuple[Report, ...]
    unread: tuple[Unread, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FailedDocument:
    """A document under the name shown for it, and why it has no reports."""

    shown: str
    error: UnreadableFile


def understand(source: SourceText, name: str, rules: Rulebook) -> tuple[Report, ...]:
    """The reports of a file. Raises ``UnreadableFile`` where it holds nothing but noise."""
    reports = parse(source, rules)
    if not any(report.paragraphs for report in reports):
        raise UnreadableFile(f"「{name}」里没有找到报告正文：请检查内容，或从文件夹中移走")
    return reports


def parse_file(
    path: Path, rules: Rulebook, most: int, soffice: Path | None
) -> Iterator[ParsedDocument | FailedDocument]:
    """The documents of a file, each with its reports or why it has none. ``most`` is the size of the largest that is
    read, in bytes. The lock file that Office keeps beside an open document holds no report."""
    if path.name.startswith(LOCK_FILE_PREFIX):
        yield ParsedDocument(str(path), (), notes=(_LOCK_FILE,))
        return
    try:
        check_readable(path)
    except UnreadableFile as error:
        yield FailedDocument(str(path), error)
        return
    is_empty = True
    for document in documents_of(FoundFile(path, path.parent, str(path)), most):
        is_empty = False
        try:
            if isinstance(document.data, UnreadableFile):
                raise document.data
            source = read(document.data, document.name, soffice)
            yield ParsedDocument(
                document.shown, understand(source, document.name, rules), source.unread, source.notes
            )
        except UnreadableFile as error:
            yield FailedDocument(document.shown, error)
    if is_empty:
        yield FailedDocument(str(path), UnreadableFile("压缩包里没有能读取的报告文件：请检查内容"))
