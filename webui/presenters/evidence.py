"""What decided a report's year, unit type and genre, as its page says it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.model.reports import EVIDENCE_PLACES, Evidence, Heading, StoredReport
from webui.presenters.formatting import paragraph_anchor
from webui.presenters.report import heading_anchor

#: So much of the words is shown.
WORDS_LENGTH = 30


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """``fact`` (年份 2018年) is so for the ``words`` at ``place`` (正文第 2 段), to which
    ``anchor`` leads where it is on the page; a fact that a person gave has no words."""

    fact: str
    place: str
    anchor: str | None
    words: str


def because(stored: StoredReport) -> tuple[EvidenceView, ...]:
    """The reasons that are known, in the order the facts are shown."""
    return tuple(_reasons(stored))


def _reasons(stored: StoredReport) -> Iterator[EvidenceView]:
    if stored.unit_evidence:
        yield _reason(f"单位类型 {stored.unit_type or '未知'}", stored.unit_evidence, stored.headings)
    if stored.year_evidence:
        yield _reason(_year_fact(stored), stored.year_evidence, stored.headings)
    if stored.genre_evidence:
        yield _reason(f"文种 {stored.genre or '未知'}", stored.genre_evidence, stored.headings)


def _year_fact(stored: StoredReport) -> str:
    if stored.year:
        return f"年份 {stored.year}年"
    return f"年份约 {stored.year_estimated}年（估计）" if stored.year_estimated else "年份 未知"


def _reason(fact: str, evidence: Evidence, headings: Sequence[Heading]) -> EvidenceView:
    place = EVIDENCE_PLACES[evidence.place]
    if evidence.place == "correction":
        return EvidenceView(fact, place, None, "")
    words = evidence.words if len(evidence.words) <= WORDS_LENGTH else evidence.words[:WORDS_LENGTH] + "…"
    if evidence.paragraph is not None:
        place = f"{place}第 {evidence.paragraph + 1} 段"
        return EvidenceView(fact, place, paragraph_anchor(evidence.paragraph), words)
    at = next((n for n, h in enumerate(headings) if evidence.words in h.text), None)
    return EvidenceView(fact, place, heading_anchor(at) if evidence.place == "heading" and at is not None else None, words)
