"""From a problem to the plans of the same report that answer it, and back: by their words, and by their numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from math import log, sqrt

from indexer.engines.near_duplicates import masked_key
from indexer.language.normalize import search_key
from indexer.model.reports import Paragraph, StoredParagraph
from indexer.parsing.outline import chinese_number, numbering

#: What the same number, or the same place, is worth beside likeness (0 to 1).
_SAME_NUMBER = 0.1

#: A pair below this is no answer.
_LEAST = 0.04

_ORDINAL = re.compile("第([一二三四五六七八九十])[，、件个]|其([一二三四五六七八九])[，、]|([一二三四五六七八九十])[是要]")

Texts = Sequence[Paragraph] | Sequence[StoredParagraph]
Pairs = Mapping[str, float]


def plans_of_problems(paragraphs: Texts) -> dict[int, int]:
    """For each paragraph of problems (its ordinal) the one of plans that answers it best; none where none is near.
    One that is both is left out."""
    problems = [p for p in paragraphs if "problems" in p.sections and "plans" not in p.sections]
    plans = [p for p in paragraphs if "plans" in p.sections and "problems" not in p.sections]
    if not problems or not plans:
        return {}
    rarity = _rarity([_pairs(p.text) for p in (*problems, *plans)])
    weighed = {p.ordinal: _weighed(p.text, rarity) for p in (*problems, *plans)}
    found: dict[int, int] = {}
    numbers, plan_numbers = _numbers(problems), _numbers(plans)
    for problem, number in zip(problems, numbers, strict=True):
        scores = [
            (_cosine(weighed[problem.ordinal], weighed[plan.ordinal]) + (number == own) * _SAME_NUMBER, -plan.ordinal)
            for plan, own in zip(plans, plan_numbers, strict=True)
        ]
        score, ordinal = max(scores)
        if score >= _LEAST:
            found[problem.ordinal] = -ordinal
    return found


def _numbers(paragraphs: Sequence[Paragraph | StoredParagraph]) -> list[int]:
    """Which of its kind each paragraph is: by its own number, else by the last one before it."""
    numbers: list[int] = []
    for paragraph in paragraphs:
        before = numbers[-1] if numbers else 0
        numbers.append(_number(paragraph.text) or before + 1)
    return numbers


def _number(text: str) -> int:
    """What a paragraph's number counts; 0 where it has none."""
    number = numbering(text)
    if number is not None and number.value:
        return number.value
    ordinal = _ORDINAL.search(text[:16])
    return chinese_number(next(filter(None, ordinal.groups()))) if ordinal else 0


def _pairs(text: str) -> Counter[str]:
    key = masked_key(search_key(text))
    return Counter(key[at : at + 2] for at in range(len(key) - 1))


def _rarity(counted: Sequence[Counter[str]]) -> Mapping[str, float]:
    """Within the report: what all its paragraphs say tells nothing."""
    held = Counter(pair for one in counted for pair in one)
    return {pair: log((len(counted) + 1) / count) for pair, count in held.items()}


def _weighed(text: str, rarity: Mapping[str, float]) -> Pairs:
    return {pair: rarity[pair] * (1 + log(count)) for pair, count in _pairs(text).items()}


def _cosine(one: Pairs, other: Pairs) -> float:
    shared = sum(weight * other[pair] for pair, weight in one.items() if pair in other)
    length = sqrt(sum(w * w for w in one.values()) * sum(w * w for w in other.values()))
    return shared / length if length else 0.0
