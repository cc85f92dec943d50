"""Correcting a report on its page: what may correct, what a form says, what is shown of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from indexer.corrections.model import FIELDS, NO_TITLE, Correction, read_value, written
from indexer.corrections.paragraph_marks import mark
from indexer.errors import CorrectionError
from indexer.model.reports import SECTIONS, UNKNOWN_LABEL, StoredParagraph, StoredReport
from webui import messages

#: The corrected fields of a whole report, with what an empty box means.
REPORT_FIELDS: Mapping[str, str] = {"title": NO_TITLE, "year": UNKNOWN_LABEL, "unit_type": UNKNOWN_LABEL, "genre": UNKNOWN_LABEL}
SECTION_FIELD = "sections"


class Corrector(Protocol):
    """Corrects what the index holds. All raise ``CorrectionError``."""

    def correct(self, identity: str, values: Mapping[str, str]) -> tuple[Correction, ...]:
        """Corrects fields of a report, or the sections of a paragraph; an empty value takes back."""

    def correct_many(self, asked: Mapping[str, Mapping[str, str]]) -> tuple[Correction, ...]:
        """The same for several reports at once, by their ids."""

    def in_force(self, report_id: str) -> tuple[Correction, ...]:
        """The corrections that were applied to a report."""


@dataclass(frozen=True, slots=True)
class AppliedCorrection:
    """A correction in force. ``day`` is an ISO date or empty."""

    field: str
    label: str
    value: str
    day: str


@dataclass(frozen=True, slots=True)
class RejectedForm:
    """What a form held that could not be saved: it is shown again with the ``problem``.
    ``ordinal`` is the paragraph it was about, ``None`` for the report."""

    problem: str
    values: Mapping[str, str] = field(default_factory=dict)
    ordinal: int | None = None
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """What the page shows of corrections. ``action`` is where forms are sent, ``values`` what the
    report's form holds; ``of_paragraphs`` are corrected sections by ordinal."""

    action: str
    values: Mapping[str, str]
    of_report: tuple[AppliedCorrection, ...] = ()
    of_paragraphs: Mapping[int, AppliedCorrection] = field(default_factory=dict)
    typed: RejectedForm | None = None
    unreadable: str | None = None


def view_corrections(
    corrector: Corrector,
    stored: StoredReport,
    paragraphs: Sequence[StoredParagraph],
    action: str,
    typed: RejectedForm | None = None,
) -> CorrectionView:
    """A file of corrections that cannot be read just now does not keep the report from being read."""
    values = {**shown_values(stored), **(typed.values if typed else {})}
    try:
        found = corrector.in_force(stored.id)
    except CorrectionError as error:
        return CorrectionView(action, values, typed=typed, unreadable=str(error))
    return CorrectionView(
        action=action,
        values=values,
        of_report=tuple({row.field: _made(row) for row in found if row.field in REPORT_FIELDS}.values()),
        of_paragraphs=_of_paragraphs(found, paragraphs),
        typed=typed,
    )


def shown_values(stored: StoredReport) -> dict[str, str]:
    """What the form of a report holds at first."""
    return {
        "title": stored.title or "",
        "year": str(stored.year or UNKNOWN_LABEL),
        "unit_type": stored.unit_type or UNKNOWN_LABEL,
        "genre": stored.genre or UNKNOWN_LABEL,
    }


def changed_values(stored: StoredReport, typed: Mapping[str, str]) -> dict[str, str]:
    """The fields of a form that say something else than what is shown. Raises ``CorrectionError``."""
    shown = shown_values(stored)
    now = {"title": stored.title, "year": stored.year, "unit_type": stored.unit_type, "genre": stored.genre}
    changed = {}
    for name, text in typed.items():
        if text == shown[name]:
            continue  # what stands there needs no leave to stay
        value = read_value(name, text or REPORT_FIELDS[name])
        if value != now[name]:
            changed[name] = written(name, value)
    return changed


def changed_sections(paragraph: StoredParagraph, chosen: Iterable[str]) -> dict[str, str]:
    """The chosen kinds, where the paragraph is not of them already. Raises ``CorrectionError``."""
    labels = "、".join(SECTIONS.get(kind, kind) for kind in dict.fromkeys(chosen))
    if not labels:
        raise CorrectionError(messages.NO_SECTION_CHOSEN)
    value = read_value(SECTION_FIELD, labels)
    unchanged = isinstance(value, tuple) and set(value) == set(paragraph.sections)
    return {} if unchanged else {SECTION_FIELD: written(SECTION_FIELD, value)}


def _of_paragraphs(found: Iterable[Correction], paragraphs: Sequence[StoredParagraph]) -> dict[int, AppliedCorrection]:
    of_mark = {row.paragraph: _made(row) for row in found if row.field == SECTION_FIELD}
    if not of_mark:
        return {}
    marks = {p.ordinal: mark(p.text) for p in paragraphs}
    return {ordinal: of_mark[key] for ordinal, key in marks.items() if key in of_mark}


def _made(row: Correction) -> AppliedCorrection:
    return AppliedCorrection(row.field, FIELDS[row.field], row.value, row.made_at[:10])
