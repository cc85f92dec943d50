"""The documented JSON shapes of drafts, beside that of a draft itself (``drafting.files``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indexer.drafting.collecting import Collected
from indexer.drafting.files import block_to_dict
from indexer.drafting.model import Draft
from indexer.drafting.slots.finding import SlotGroup


def drafts_to_dict(drafts: Sequence[Draft], current: Draft | None, problems: Sequence[str]) -> dict[str, Any]:
    """All drafts, the last changed first."""
    return {
        "current": current.id if current else None,
        "drafts": [draft_line_to_dict(draft) for draft in drafts],
        "problems": list(problems),
    }


def draft_line_to_dict(draft: Draft) -> dict[str, Any]:
    """A draft in a list."""
    return {
        "id": draft.id,
        "name": draft.name,
        "revision": draft.revision,
        "changed_at": draft.changed_at,
        "blocks": len(draft.blocks),
        "collected": len(draft.collected),
        "characters": sum(len(block.text) for block in draft.blocks),
    }


def collected_to_dict(found: Collected) -> dict[str, Any]:
    """What was collected, and what it nearly repeats."""
    return {
        "draft": draft_line_to_dict(found.draft),
        "block": block_to_dict(found.block),
        "new": found.is_new,
        "near": [block_to_dict(block) for block in found.near],
    }


def slots_to_dict(groups: Sequence[SlotGroup]) -> dict[str, Any]:
    """What is still to be changed; offsets count code points of the block's text."""
    return {
        "open": sum(len(group.places) for group in groups),
        "groups": [
            {
                "kind": group.kind,
                "text": group.text,
                "proposal": group.proposal,
                "places": [{"block": place.block, "start": place.start, "end": place.end} for place in group.places],
            }
            for group in groups
        ],
    }
