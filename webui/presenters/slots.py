"""What of a draft is still to be changed, as its page lists it: by kind, each place in its context."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.drafting.model import Draft
from indexer.drafting.slots.finding import SLOT_KINDS, SlotFinder, SlotGroup

#: Characters of context on each side of a place.
_BESIDE = 8


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place in its context; ``value`` is how a form names it."""

    block: str
    value: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SlotView:
    """Equal slots: their text, what is proposed, where they stand."""

    text: str
    proposal: str
    places: tuple[PlaceView, ...]


@dataclass(frozen=True, slots=True)
class KindView:
    """All slots of a kind."""

    kind: str
    label: str
    slots: tuple[SlotView, ...]

    @property
    def count(self) -> int:
        return sum(len(slot.places) for slot in self.slots)


def view_slots(draft: Draft, finder: SlotFinder) -> tuple[KindView, ...]:
    """The kinds that anything is open of."""
    groups = finder.open_slots(draft)
    texts = {block.id: block.text for block in draft.blocks}
    views = [(group.kind, _view(group, texts)) for group in groups]
    kinds = [KindView(kind, label, tuple([view for k, view in views if k == kind])) for kind, label in SLOT_KINDS.items()]
    return tuple([kind for kind in kinds if kind.slots])


def _view(group: SlotGroup, texts: dict[str, str]) -> SlotView:
    places = [
        PlaceView(
            place.block,
            f"{place.block}:{place.start}:{place.end}",
            texts[place.block][max(0, place.start - _BESIDE) : place.start],
            texts[place.block][place.end : place.end + _BESIDE],
        )
        for place in group.places
    ]
    return SlotView(group.text, group.proposal, tuple(places))
