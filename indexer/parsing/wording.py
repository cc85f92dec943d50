"""What kind of section a paragraph's wording suggests, where nothing else says it.

Each kind has patterns with weights (``rules/wording.ini``); a text's score for a kind is what they add
up to, per hundred characters. A kind is suggested only where it clearly leads.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from indexer.parsing.rulebook import WordingRule

#: The kinds that wording can show; openings and closings are recognised by position.
KINDS = ("work", "problems", "causes", "plans")

#: A score below this suggests nothing, and so does a lead smaller than this share of the best score.
_LEAST = 1.6
_LEAD = 0.25
#: Texts shorter than this are scored as if they had so many characters.
_SHORTEST = 60


def scores(text: str, rules: Collection[WordingRule]) -> Mapping[str, float]:
    """The score of each of ``KINDS``: weighted places for each hundred characters."""
    found = dict.fromkeys(KINDS, 0.0)
    for rule in rules:
        count = min(len(rule.pattern.findall(text)), rule.most)
        found[rule.kind] += rule.weight * count
    length = max(len(text), _SHORTEST) / 100
    return {kind: total / length for kind, total in found.items()}


def suggested_kind(
    text: str, rules: Collection[WordingRule], among: Collection[str] = KINDS
) -> str | None:
    """The kind that the wording of a text clearly suggests among some; ``None`` where none leads."""
    found = scores(text, rules)
    ranked = sorted(among, key=lambda kind: -found[kind])
    best = found[ranked[0]]
    second = max((found[kind] for kind in KINDS if kind != ranked[0]), default=0.0)
    return ranked[0] if best >= _LEAST and best - second >= _LEAD * best else None
