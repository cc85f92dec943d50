"""Slots: stretches of collected text that belong to the report it came from, and what could stand there instead.

A slot is open while it stands in its block as it stood in the source and the writer has not said that it stays. What the
writer has typed is never one, but for placeholders (XX, 某), which nobody wants to keep.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.drafting.model import Block, Draft
from indexer.drafting.operations import Place
from indexer.drafting.slots.rules import SlotKind, SlotRules, slot_rules
from indexer.drafting.slots.self_names import Own, from_elsewhere, houses_of, own_of
from indexer.drafting.slots.units import unit_is_place, unit_of_title
from indexer.drafting.slots.words import names_of, stems_of
from indexer.parsing.placeholders import find_placeholders
from indexer.parsing.rulebook import Rule, default_rulebook

#: The kinds in the order they are listed, with the word for each.
SLOT_KINDS: dict[SlotKind, str] = {
    "placeholder": "待填",
    "unit": "单位",
    "place": "地名",
    "person": "人名",
    "year": "年份",
    "figure": "数字",
}
#: Cuts a text into its words with their parts of speech; they join to the text again.
Tagger = Callable[[str], Sequence[tuple[str, str]]]
#: So many texts are remembered with their slots.
_REMEMBERED = 4096
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of a text: half open, in code points."""

    kind: SlotKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SlotGroup:
    """Equal slots of a draft: where they stand and what is proposed instead (empty: nothing)."""

    kind: SlotKind
    text: str
    places: tuple[Place, ...]
    proposal: str = ""


def find_slots(
    text: str, tagger: Tagger, units: Iterable[str] = (), stems: Iterable[str] = ()
) -> tuple[Slot, ...]:
    """All that may have to be changed in a text, in order; ``units`` are names that are known, the source's own unit, and
    ``stems`` names of places without their ends."""
    found: list[Slot] = []
    rules = slot_rules()
    for kind, start, end in _candidates(text, tagger, units, rules, default_rulebook().placeholders):
        if start < end and not any(slot.start < end and start < slot.end for slot in found):
            found.append(Slot(kind, start, end))
    named = [text[slot.start : slot.end] for slot in found if slot.kind == "place"]
    for stem in sorted({*stems, *stems_of(named, rules.words)}):
        for match in re.finditer(re.escape(stem), text):
            if not any(slot.start < match.end() and match.start() < slot.end for slot in found):
                found.append(Slot("place", *match.span()))
    return tuple(sorted(found, key=lambda slot: slot.start))


def _candidates(
    text: str, tagger: Tagger, units: Iterable[str], rules: SlotRules, masks: Sequence[Rule]
) -> Iterator[tuple[SlotKind, int, int]]:
    """By strength: masks, the report's own unit, years and figures in the order of their rules, names."""
    for start, end in find_placeholders(text, masks, rewritten=False):
        yield "placeholder", start, end
    for match in (match for unit in units if unit for match in re.finditer(re.escape(unit), text)):
        yield "place" if unit_is_place(match[0]) else "unit", *match.span()
    for rule in rules.rules:
        for start, end in sorted(rule.spans(text), key=lambda span: (span[0], -span[1])):
            yield rule.kind, start, end
    yield from names_of(tagger(text), rules.words)


class SlotFinder:
    """Finds the open slots of drafts. What was found in a text is remembered: while somebody writes, one text changes at a
    time. ``tagger`` gives the words of a text with their parts of speech."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger
        self._find = lru_cache(maxsize=_REMEMBERED)(self._find_anew)
        self._places = lru_cache(maxsize=_REMEMBERED)(self._places_anew)

    def open_slots(self, draft: Draft) -> tuple[SlotGroup, ...]:
        """What is still to be looked at, equal ones together: by kind, and in each as they stand in the draft."""
        groups: dict[tuple[SlotKind, str], list[Place]] = {}
        proposals: dict[tuple[SlotKind, str], str] = {}
        stems = self._stems(draft)
        for block in draft.blocks:
            for slot in self._open_in(block, draft, stems):
                key = (slot.kind, block.text[slot.start : slot.end])
                groups.setdefault(key, []).append(Place(block.id, slot.start, slot.end))
                proposals.setdefault(key, _proposal(key, block, draft))
        order = list(SLOT_KINDS)
        keys = sorted(groups, key=lambda key: order.index(key[0]))
        return tuple([SlotGroup(kind, text, tuple(groups[kind, text]), proposals[kind, text]) for kind, text in keys])

    def open_count(self, draft: Draft) -> int:
        """How many places are open."""
        return sum(len(group.places) for group in self.open_slots(draft))

    def _open_in(self, block: Block, draft: Draft, stems: frozenset[str]) -> Iterator[Slot]:
        source = block.source
        found = self._find(block.text, unit_of_title(source.title) if source else "", stems)
        for slot in _with_self_namings(found, block, own_of(draft.unit, (draft.title,))):
            text = block.text[slot.start : slot.end]
            if text in draft.kept or text == draft.unit:
                continue
            if slot.kind == "placeholder" or (source is not None and _came_along(slot, text, source.text, draft)):
                yield slot

    def _stems(self, draft: Draft) -> frozenset[str]:
        """Names of places that stand in the draft with their ends: there they are surely names."""
        texts = {block.source.text for block in draft.blocks if block.source}
        return stems_of({name for text in texts for name in self._places(text)}, slot_rules().words)

    def _find_anew(self, text: str, unit: str, stems: frozenset[str]) -> tuple[Slot, ...]:
        return find_slots(text, self._tagger, (unit,), stems)

    def _places_anew(self, text: str) -> frozenset[str]:
        found = names_of(self._tagger(text), slot_rules().words)
        return frozenset([text[start:end] for kind, start, end in found if kind == "place"])


def _with_self_namings(found: tuple[Slot, ...], block: Block, own: Own | None) -> list[Slot]:
    """Slots of a block and how its source's unit calls itself, where that does not fit the draft's own (我行 in a report of
    妇联)."""
    if own is None or block.source is None:
        return list(found)
    houses = houses_of(block.source.title, block.source.unit_type)
    named = [Slot("unit", *one.span) for one in from_elsewhere(block.text, own, houses)]
    new = [one for one in named if not any(slot.start < one.end and one.start < slot.end for slot in found)]
    return sorted([*found, *new], key=lambda slot: slot.start)


def _came_along(slot: Slot, text: str, collected: str, draft: Draft) -> bool:
    """Whether a slot stood in what was collected, and is not right by chance: the year of the draft itself."""
    return text in collected and not (slot.kind == "year" and draft.year is not None and year_of(text) == draft.year)


def _proposal(key: tuple[SlotKind, str], block: Block, draft: Draft) -> str:
    """The writer's unit for the source's own, never for others that it names; for a year the one as far from the
    draft's as this one is from its report's."""
    kind, text = key
    if kind in ("unit", "place") and block.source and text == unit_of_title(block.source.title):
        return draft.unit
    year = year_of(text) if kind == "year" else None
    if year is None or draft.year is None:
        return ""
    own = block.source.year if block.source else None
    meant = draft.year + (year - own if own and abs(year - own) <= 1 else 0)
    return str(meant) if text.isascii() else "".join("〇一二三四五六七八九"[int(digit)] for digit in str(meant))


def year_of(text: str) -> int | None:
    """``2018`` and ``二○一八`` → 2018."""
    digits = text.translate(_DIGITS)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) == 4 else None
