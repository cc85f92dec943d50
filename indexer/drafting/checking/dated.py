"""Formulations of another time: by the table, and by the archive's own last use. A hint, said so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer.drafting.checking.draft_text import DraftText
from indexer.drafting.checking.findings import Finding
from indexer.engines import Engine
from indexer.errors import ConfigError
from indexer.language.formulations import (
    Formulation,
    Formulations,
    read_formulations,
    shipped_formulations,
)
from indexer.model.reports import Span

#: A formulation still in use that the archive has not had for so many years is told, where the archive has later reports.
_FORGOTTEN = 5


@dataclass(frozen=True, slots=True)
class DatedPhrase:
    """A formulation in a text, and the latest year of the archive's reports that have it (``None``: none, or unknown)."""

    formulation: Formulation
    span: Span
    last_used: int | None

    @property
    def said(self) -> str:
        """Both in a line: 「…」是2015年的（出处）；资料库里最近见于2016年."""
        used = f"；资料库里最近见于 {self.last_used}年" if self.last_used else ""
        return f"“{self.formulation.text.strip('“”')}”是{self.formulation.years}提法{used}"


def formulations_of(own_lines: Iterable[str]) -> Formulations:
    """The shipped table and the user's own lines. Raises ``ConfigError`` for a line of another form."""
    try:
        return Formulations(shipped_formulations(), list(read_formulations(own_lines)))
    except ValueError as error:
        raise ConfigError(f"提法年份表（config.ini 的 [index] formulations）里的{error}，请改正") from error


def dated_phrases(texts: Sequence[str], formulations: Formulations, engine: Engine) -> list[list[DatedPhrase]]:
    """For each clean text the formulations in it, in order. Quotes that a formulation must have are not asked for in the
    archive."""
    found = [formulations.find(text) for text in texts]
    names = list({one.text: None for own in found for one, _ in own})
    used = {name: use.last_year for name, use in zip(names, engine.phrase_uses(names), strict=True)}
    return [[DatedPhrase(one, span, used[one.text]) for one, span in own] for own in found]


def dated_findings(
    draft: DraftText, formulations: Formulations, engine: Engine, this_year: int | None = None
) -> Iterator[Finding]:
    """Each formulation once, where it first stands in a draft of another time; ``this_year`` is that of one that names none."""
    year, told = draft.year or this_year, set[str]()
    if year is None:
        return
    newest = _newest(engine)
    found = dated_phrases([line.text for line in draft.lines], formulations, engine)
    for line, phrases in zip(draft.lines, found, strict=True):
        for phrase in phrases:
            one = phrase.formulation
            finding = _finding(phrase, line.number, year, newest) if one.text not in told else None
            if finding is not None:
                told.add(one.text)
                yield finding


def _finding(phrase: DatedPhrase, line: int, year: int, newest: int) -> Finding | None:
    one, last = phrase.formulation, phrase.last_used
    if one.is_too_new(year):
        why = f"{phrase.said}，而这份稿子是{year}年的，请看看"
        return Finding("dated", line, phrase.span, why, "table", one.source, 3)
    if one.is_too_old(year):
        why = f"{phrase.said}，现在是否还这样说，请看看"
        return Finding("dated", line, phrase.span, why, "table", one.source, 2)
    if last is not None and year - last >= _FORGOTTEN and newest - last >= _FORGOTTEN:
        why = f"“{one.text.strip('“”')}”资料库里最近见于 {last}年，现在是否还这样说，请看看"
        return Finding("dated", line, phrase.span, why, "archive", "资料库里的用法", 1)
    return None


def _newest(engine: Engine) -> int:
    return max((int(year) for year in engine.stats().years if year.isdigit()), default=0)
