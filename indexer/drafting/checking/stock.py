"""Stock sentences (套话): those that stand in many reports, of many unit types, near-duplicates folded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.drafting.checking.draft_text import DraftText
from indexer.engines import Engine
from indexer.language.sentences import sentence_spans
from indexer.model.reports import Span
from indexer.model.results import PhraseUse

#: Nobody writes so long a sentence twice.
_LONGEST = 400

#: A sentence in so many reports, of so many unit types, is told.
MANY_REPORTS, MANY_UNITS = 5, 3


@dataclass(frozen=True, slots=True)
class StockSentence:
    """A sentence of the draft that stands in many reports."""

    line: int
    span: Span
    use: PhraseUse


def is_stock(use: PhraseUse) -> bool:
    """Whether a sentence that is used so is everybody's; near-duplicates are one."""
    return min(use.reports, use.different) >= MANY_REPORTS and len(use.unit_types) >= MANY_UNITS


def stock_sentences(draft: DraftText, engine: Engine) -> Iterator[StockSentence]:
    """The sentences of a draft's paragraphs that many reports have, each where it first stands."""
    places: dict[str, tuple[int, Span]] = {}
    for line in draft.paragraphs:
        for span, key in sentence_spans(line.text):
            if len(key) <= _LONGEST:
                places.setdefault(key, (line.number, span))
    for (number, span), use in zip(places.values(), engine.phrase_uses(list(places)), strict=True):
        if is_stock(use):
            yield StockSentence(number, span, use)
