"""The draft check (查稿): what a writer should look at before a draft leaves the house. Pure; nothing of a draft is kept.

``draft_text.py`` is the draft as lines; each of the other modules looks for one kind of finding, ``findings.py`` says
what these are. Beside the findings ``stock.py`` tells which sentences stand in many reports.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from indexer.drafting.checking.dated import dated_findings, formulations_of
from indexer.drafting.checking.draft_text import DraftText, Line, read_draft
from indexer.drafting.checking.empty import empty_findings
from indexer.drafting.checking.findings import COLLECTED, KINDS, Finding, worst_first
from indexer.drafting.checking.names import name_findings
from indexer.drafting.checking.numbering import numbering_findings
from indexer.drafting.checking.outline import outline_findings
from indexer.drafting.checking.placeholders import placeholder_findings
from indexer.drafting.checking.repeats import repeat_findings
from indexer.drafting.checking.shared import shared_findings, shared_lines, source_name
from indexer.drafting.checking.signs import sign_findings
from indexer.drafting.checking.stock import StockSentence, stock_sentences
from indexer.drafting.checking.stored import read_stored
from indexer.drafting.checking.values import value_findings
from indexer.drafting.checking.years import year_findings
from indexer.engines import Engine
from indexer.errors import QueryError
from indexer.language.formulations import Formulations
from indexer.model.reports import SourceText

__all__ = [
    "MOST",
    "CheckedDraft",
    "Finding",
    "check_draft",
    "checked_length",
    "draft_of_text",
    "formulations_of",
    "read_draft",
    "read_stored",
]

#: Characters of the longest draft that is checked.
MOST = 100_000


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """A draft's lines and what was found, the worst first; ``itself`` names the report in the archive that is this
    draft and was left out, empty where there is none; ``stock`` are the sentences that stand in many reports. ``compared``
    is false where the archive has nothing to compare with; what needs no archive was checked all the same."""

    draft: DraftText
    findings: tuple[Finding, ...]
    itself: str = ""
    stock: tuple[StockSentence, ...] = ()
    compared: bool = True

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.draft.lines

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of each kind, the worst first; kinds without a finding are left out."""
        counted = Counter(finding.kind for finding in self.findings)
        return {kind: counted[kind] for kind in KINDS if counted[kind]}

    @property
    def collected(self) -> int:
        """How many paragraphs stand as they were collected: nothing that its writer does not know."""
        return self.counts.get(COLLECTED, 0)


def draft_of_text(text: str) -> DraftText:
    """The draft in a pasted text. Raises ``QueryError`` where there is none, or too much."""
    if not text.strip():
        raise QueryError("没有可查的文字：请贴上稿子，或选一个文件", [f"1–{MOST} 字"])
    return checked_length(read_draft(SourceText(text.replace("\r\n", "\n").replace("\r", "\n"), "txt")))


def checked_length(draft: DraftText) -> DraftText:
    """The same draft. Raises ``QueryError`` where it has no line, or too many characters."""
    if not draft.lines:
        raise QueryError("没有找到稿子的正文：请检查内容", [f"1–{MOST} 字"])
    if draft.characters > MOST:
        raise QueryError(f"稿子太长（{draft.characters} 字，最多 {MOST} 字）：请分几次查", [f"1–{MOST} 字"])
    return draft


def check_draft(
    draft: DraftText, engine: Engine, formulations: Formulations, this_year: int | None = None
) -> CheckedDraft:
    """Everything there is to look at in a draft; one that names no year is taken to be of ``this_year``."""
    shared = shared_lines(draft, engine)
    findings = [
        *shared_findings(shared, formulations),
        *name_findings(draft, shared, engine),
        *year_findings(draft, shared),
        *placeholder_findings(draft),
        *numbering_findings(draft),
        *sign_findings(draft),
        *repeat_findings(draft),
        *value_findings(draft),
        *dated_findings(draft, formulations, engine, this_year),
        *empty_findings(draft),
        *outline_findings(draft, engine),
    ]
    itself = source_name(shared.itself) if shared.itself else ""
    stock = tuple(stock_sentences(draft, engine))
    return CheckedDraft(draft, worst_first(findings), itself, stock, engine.stats().paragraphs > 0)
