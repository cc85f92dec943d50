"""The outlines of reports by section, to be set side by side. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from indexer.drafting.arrangement import ELSEWHERE
from indexer.errors import QueryError
from indexer.model.reports import SECTIONS, StoredParagraph, StoredReport

#: So many outlines are set side by side.
MOST_REPORTS = 4


@dataclass(frozen=True, slots=True)
class OutlineHeading:
    """A heading with ``paragraphs`` of one section below it. ``level`` counts from 1. ``number`` is its place among the report's
    stand-alone headings, ``None`` where it begins the paragraph ``ordinal``, which is the first below it."""

    text: str
    level: int
    ordinal: int
    paragraphs: int
    number: int | None = None


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """What a report has of one section: paragraphs, their characters, the headings above or in them; ``bare`` paragraphs stand
    under no heading. ``ordinal`` is the first paragraph."""

    section: str
    paragraphs: int
    characters: int
    bare: int
    ordinal: int
    headings: tuple[OutlineHeading, ...]


@dataclass(frozen=True, slots=True)
class ReportOutline:
    """A report's sections by name, in their usual order; those it has not are not there."""

    report: StoredReport
    sections: Mapping[str, OutlineSection]


@dataclass(slots=True)
class _Section:
    """A section while it is counted: headings by the path down to them and their place."""

    ordinals: list[int] = field(default_factory=list)
    characters: int = 0
    bare: int = 0
    headings: dict[tuple[str, int | None, int], OutlineHeading] = field(default_factory=dict)


def outline_of(report: StoredReport, paragraphs: Sequence[StoredParagraph]) -> ReportOutline:
    """The outline of a report. A paragraph of two sections, and the headings above it, count in both."""
    counted = {section: _Section() for section in SECTIONS}
    for paragraph in paragraphs:
        for section in [name for name in paragraph.sections if name in counted] or [ELSEWHERE]:
            _count(counted[section], paragraph, report)
    return ReportOutline(report, {name: _section(name, one) for name, one in counted.items() if one.ordinals})


def sections_of_all(outlines: Sequence[ReportOutline]) -> tuple[str, ...]:
    """The sections that any of the reports has, in their usual order."""
    return tuple(name for name in SECTIONS if any(name in one.sections for one in outlines))


def chosen_ids(ids: Sequence[str]) -> tuple[str, ...]:
    """The different ids among those given. Raises ``QueryError`` for none, and for more than can be set side by side."""
    chosen = tuple(dict.fromkeys(filter(None, ids)))
    if not 0 < len(chosen) <= MOST_REPORTS:
        said = f"给了 {len(chosen)} 份" if chosen else "没有给出报告"
        raise QueryError(f"比提纲要 1 到 {MOST_REPORTS} 份报告的编号，{said}", [f"1–{MOST_REPORTS} 个 id"])
    return chosen


def _count(section: _Section, paragraph: StoredParagraph, report: StoredReport) -> None:
    section.ordinals.append(paragraph.ordinal)
    section.characters += len(paragraph.text)
    section.bare += not paragraph.heading_path
    for level, text in enumerate(paragraph.heading_path, 1):
        is_own = paragraph.run_in is not None and level == len(paragraph.heading_path)
        number = None if is_own else _number(text, paragraph.ordinal, report)
        # A run-in heading is its paragraph's alone: the same words in another are another.
        key = (text, number, paragraph.ordinal if is_own else -level)
        before = section.headings.get(key)
        first, count = (before.ordinal, before.paragraphs) if before else (paragraph.ordinal, 0)
        section.headings[key] = OutlineHeading(text, level, first, count + 1, number)


def _number(text: str, ordinal: int, report: StoredReport) -> int | None:
    """Which stand-alone heading it is: the last of these words before the paragraph."""
    found = [at for at, heading in enumerate(report.headings) if heading.before <= ordinal and heading.text == text]
    return found[-1] if found else None


def _section(name: str, one: _Section) -> OutlineSection:
    headings = tuple(one.headings.values())
    return OutlineSection(name, len(one.ordinals), one.characters, one.bare, one.ordinals[0], headings)
