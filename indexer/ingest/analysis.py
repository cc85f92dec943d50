"""Documents to reports: read, then parsed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from indexer.errors import UnreadableFile
from indexer.ingest.discovery import FoundFile
from indexer.ingest.documents import documents_of
from indexer.model.reports import Report, SourceText
from indexer.parsing import parse
from indexer.parsing.rulebook import Rulebook
from indexer.reading import check_readable, read


def understand(source: SourceText, name: str, rules: Rulebook) -> tuple[Report, ...]:
    """The reports of a file. Raises ``UnreadableFile`` where it holds nothing but noise."""
    reports = parse(source, rules)
    if not any(report.paragraphs for report in reports):
        raise UnreadableFile(f"「{name}」里没有找到报告正文：请检查内容，或从文件夹中移走")
    return reports


def parse_file(
    path: Path, rules: Rulebook, most: int, soffice: Path | None
) -> Iterator[tuple[str, tuple[Report, ...] | UnreadableFile]]:
    """The documents of a file by the names shown for them, each with its reports or why it has none."""
    try:
        check_readable(path)
    except UnreadableFile as error:
        yield str(path), error
        return
    is_empty = True
    for document in documents_of(FoundFile(path, path.parent, str(path)), most):
        is_empty = False
        try:
            if isinstance(document.data, UnreadableFile):
                raise document.data
            yield document.shown, understand(read(document.data, document.name, soffice), document.name, rules)
        except UnreadableFile as error:
            yield document.shown, error
    if is_empty:
        yield str(path), UnreadableFile("压缩包里没有能读取的报告文件：请检查内容")
