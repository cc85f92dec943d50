"""The places of a draft that its page lists as open (要改的), as exports mark and count them."""

from __future__ import annotations

from collections.abc import Iterable

from indexer.drafting.export.content import OpenSlots, placeholders_in
from indexer.drafting.model import Draft
from indexer.drafting.slots.finding import SlotGroup
from indexer.model.reports import Span


def slots_by_text(groups: Iterable[SlotGroup], draft: Draft) -> OpenSlots:
    """What finds in the text of each block the places that are open there; in other texts, as the title, placeholders."""
    texts = {block.id: block.text for block in draft.blocks}
    spans: dict[str, set[Span]] = {text: set() for text in texts.values()}
    for place in (place for group in groups for place in group.places):
        spans[texts[place.block]].add((place.start, place.end))
    return lambda text: sorted(spans[text]) if text in spans else placeholders_in(text)
