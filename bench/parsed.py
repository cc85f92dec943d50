"""Report files to the paragraphs that the peers are given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from bench.rows import Row
from indexer.ingest.analysis import ParsedDocument, parse_file
from indexer.ingest.discovery import Scope, discover
from indexer.ingest.manifest import report_id
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import UNKNOWN, Report
from indexer.parsing.rulebook import default_rulebook

_MAX_BYTES = 50 * 1024 * 1024


def reports_in(folders: Iterable[Path]) -> Iterator[Report]:
    """The reports of the files below some folders, as Bigan understands them; old Word documents are left out."""
    return (report for _, report in _placed(folders))


def _placed(folders: Iterable[Path], every: int = 1) -> Iterator[tuple[str, Report]]:
    """The reports of the files that Bigan takes for reports, each with the folder of its file."""
    rules = default_rulebook()
    found = discover([Scope(folder, folder) for folder in folders], _MAX_BYTES).files.values()
    for file in islice(found, 0, None, every):
        for parsed in parse_file(file.path, rules, _MAX_BYTES, None):
            if isinstance(parsed, ParsedDocument):
                folder = file.path.parent.relative_to(file.root).as_posix()
                yield from ((folder, report) for report in parsed.reports)


def rows_in(folders: Iterable[Path], tokenizer: Tokenizer, every: int = 1) -> Iterator[Row]:
    """Their paragraphs, or those of every so many-th file; of a report that comes twice only once, as Bigan keeps them."""
    seen = set[str]()
    for folder, report in _placed(folders, every):
        identity = report_id(report)
        if identity not in seen:
            seen.add(identity)
            yield from _rows(identity, folder, report, tokenizer)


def _rows(identity: str, folder: str, report: Report, tokenizer: Tokenizer) -> Iterator[Row]:
    title = " ".join(tokenizer.words(report.title or ""))
    for paragraph in report.paragraphs:
        above = "".join(f"{heading}\n" for heading in paragraph.headings_above)
        yield Row(
            id=f"{identity}-{paragraph.ordinal}",
            text=above + paragraph.text,
            begins=len(above),
            sections=paragraph.sections,
            unit=report.unit_type or UNKNOWN,
            year=report.year or 0,
            folder=folder,
            placeholders="yes" if paragraph.placeholders else "no",
            words=" ".join(tokenizer.words(above + paragraph.text)),
            path_words=" ".join(tokenizer.words("\n".join(paragraph.heading_path))),
            title_words=title,
        )
