"""A draft as the check sees it: its lines, and what the parser understands of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from indexer.model.reports import Report, SourceText, Span
from indexer.parsing import parse
from indexer.parsing.placeholders import find_placeholders
from indexer.parsing.rulebook import Rulebook, default_rulebook

LineKind = Literal["title", "heading", "paragraph"]

#: Paragraphs in which a report says who reports.
_OPENING = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the draft; ``number`` counts from 1. ``level`` is that of a heading, 0 elsewhere. In a stored draft ``block`` is
    the id of the line's block, and ``source`` that of the paragraph it was collected from; both are empty elsewhere.
    ``unchanged``: it still has every word that it was collected with."""

    number: int
    text: str
    kind: LineKind
    sections: tuple[str, ...] = ()
    level: int = 0
    placeholders: tuple[Span, ...] = ()
    block: str = ""
    source: str = ""
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class DraftText:
    """The lines of a draft and the reports in it, nearly always one. Title, year and the like are the first one's. ``unit`` is
    whose draft it is, where the writer has said so."""

    lines: tuple[Line, ...]
    reports: tuple[Report, ...]
    unit: str = ""

    @property
    def first(self) -> Report | None:
        return self.reports[0] if self.reports else None

    @property
    def year(self) -> int | None:
        """The year the draft reports on or plans for; ``None`` where it does not say."""
        return (self.first.year or self.first.plan_year) if self.first else None

    @property
    def paragraphs(self) -> list[Line]:
        return [line for line in self.lines if line.kind == "paragraph"]

    @property
    def characters(self) -> int:
        return sum(len(line.text) for line in self.lines)

    @property
    def introduction(self) -> str:
        """Where the draft says whose it is: titles and first paragraphs."""
        titles = [line.text for line in self.lines if line.kind == "title"]
        said = [self.unit] if self.unit else []
        return "\n".join([*said, *titles, *(line.text for line in self.paragraphs[:_OPENING])])

    @property
    def is_stored(self) -> bool:
        """Whether it is made of blocks, some of which were collected from the archive."""
        return any(line.block for line in self.lines)


def read_draft(source: SourceText, rules: Rulebook | None = None) -> DraftText:
    """The draft in a text, as the parser cuts it into lines: what layout has broken is whole again, and what belongs to no
    report is left out."""
    rules = rules or default_rulebook()
    reports = parse(source, rules)
    lines: list[Line] = []
    for report in reports:
        lines += _lines(report, rules, len(lines))
    return DraftText(tuple(lines), reports)


def _lines(report: Report, rules: Rulebook, before: int) -> Iterator[Line]:
    number = before
    titles = report.title_lines or ((report.title,) if report.title else ())
    for text in titles:
        number += 1
        yield Line(number, text, "title", placeholders=find_placeholders(text, rules.placeholders, False))
    waiting = list(report.headings)
    for paragraph in report.paragraphs:
        while waiting and waiting[0].before <= paragraph.ordinal:
            number += 1
            yield _heading(number, waiting.pop(0).text, rules)
        number += 1
        yield Line(
            number, paragraph.text, "paragraph", paragraph.sections, placeholders=paragraph.placeholders
        )
    for heading in waiting:
        number += 1
        yield _heading(number, heading.text, rules)


def _heading(number: int, text: str, rules: Rulebook) -> Line:
    return Line(number, text, "heading", level=1, placeholders=find_placeholders(text, rules.placeholders, False))
