"""Masked figures and names: where a paragraph must be filled in before it is reused."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.model.reports import Span
from indexer.parsing.rulebook import Rule, Rulebook

#: A rule used only where nearly all figures of a report look rewritten.
REWRITTEN = "rewritten"

#: Figures that count something: without a year, a date, a number of a heading.
_FIGURES = re.compile(r"\d(?<![\d.第:：年月/-]\d)[\d.]*(?=[余多]?[次个人名项户件场期篇份家条])(?!个?月)")
_FEWEST_FIGURES = 8
_REWRITTEN_SHARE = 0.85


def find_placeholders(text: str, rules: Sequence[Rule], rewritten: bool) -> tuple[Span, ...]:
    """The spans of a clean text that stand for something taken out; ``rewritten`` also counts
    figures that were put in the place of others."""
    found = [
        match.span()
        for rule in rules
        if (rewritten or rule.name != REWRITTEN) and rule.may_fit(text)
        for match in rule.pattern.finditer(text)
        if match[0]
    ]
    return _disjoint(found) if found else ()


def _disjoint(found: list[Span]) -> tuple[Span, ...]:
    """Sorted spans, overlapping ones joined; those that only touch are two (某村 XX户)."""
    spans: list[Span] = []
    for start, end in sorted(found):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return tuple(spans)


def has_rewritten_figures(text: str, rules: Rulebook) -> bool:
    """Whether nearly every figure of a report is 1, 10 or 100: they were rewritten, not counted."""
    rule = next((r for r in rules.placeholders if r.name == REWRITTEN), None)
    if rule is None:
        return False
    rewritten = len(rule.pattern.findall(text))
    if rewritten < _FEWEST_FIGURES * _REWRITTEN_SHARE:
        return False
    figures = len(_FIGURES.findall(text))
    return figures >= _FEWEST_FIGURES and rewritten >= _REWRITTEN_SHARE * figures
