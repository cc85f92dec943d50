"""The type of unit a report is of: title first, then how it calls itself, then its vocabulary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.parsing.rulebook import Rulebook

_BRACKET = re.compile(r"[（(]([^（()）]{2,20})[)）]")

_WEIGHT_TITLE_BLOCK = 12.0
_WEIGHT_SELF_OPENING = 3.0
_WEIGHT_SELF = 1.0
_CAP_SELF = 6
_WEIGHT_VOCABULARY = 0.6
_CAP_VOCABULARY = 12
_LEAST = 2.5

#: What vocabulary counts for where no self-designation goes with it: enough for a telling one only.
_ALONE = 0.7
_NOT_ALONE = 0.25
_OPENING_CHARACTERS = 600


@dataclass(frozen=True, slots=True)
class UnitFinding:
    """``unit_type`` or ``None``, and the words that decided (empty where nothing did)."""

    unit_type: str | None
    evidence: str = ""


def find_unit(title: str | None, title_block: Sequence[str], body: str, rules: Rulebook) -> UnitFinding:
    """The unit type of a report; ``None`` where the text does not say."""
    for text in (*_BRACKET.findall(title or "")[::-1], title or ""):
        named = _named(text, rules)
        if named:
            return named
    return _by_evidence(title_block, body, rules)


def _named(text: str, rules: Rulebook) -> UnitFinding | None:
    """The first unit whose title pattern fits, in order of precedence."""
    for rule in rules.units:
        match = rule.title.search(text)
        if match:
            return UnitFinding(rule.unit_type, match[0])
    return None


def _by_evidence(title_block: Sequence[str], body: str, rules: Rulebook) -> UnitFinding:
    scores: dict[str, float] = {rule.unit_type: 0.0 for rule in rules.units}
    words: dict[str, str] = {}
    byline = "\n".join(title_block)
    named = _named(byline, rules)
    if named and named.unit_type:
        scores[named.unit_type] += _WEIGHT_TITLE_BLOCK
        words[named.unit_type] = named.evidence
    for rule in rules.units:
        opening = rule.self_name.findall(body[:_OPENING_CHARACTERS])
        selves = rule.self_name.findall(body)
        vocabulary = rule.vocabulary.findall(body)
        own = (
            _WEIGHT_SELF_OPENING * min(len(opening), 2)
            + _WEIGHT_SELF * min(len(selves), _CAP_SELF)
            + _WEIGHT_VOCABULARY * min(len(vocabulary), _CAP_VOCABULARY) * (1 if selves else _ALONE if rule.alone else _NOT_ALONE)
        )
        scores[rule.unit_type] += own
        if selves or vocabulary:
            words.setdefault(rule.unit_type, next(iter(opening or selves or vocabulary)))
    best = max(scores, key=lambda unit: scores[unit], default=None)
    if best is None or scores[best] < _LEAST:
        return UnitFinding(None)
    return UnitFinding(best, words.get(best, ""))
