"""What every page shows of drafts: the basket, how much is in it, and what has been collected already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indexer.drafting.lengths import UsualLength, section_lengths
from indexer.drafting.model import Block, Draft
from indexer.model.reports import SECTIONS
from webui import messages
from webui.presenters.highlighting import Piece

if TYPE_CHECKING:
    from indexer.drafting.store import DraftStore

#: The most of a block's text that the basket shows.
SHOWN = 60


@dataclass(frozen=True, slots=True)
class Desk:
    """The draft that things are collected in (``None``: there is none yet) and the others. ``back`` is where a form
    without script leads back to, ``notice`` what the last one did."""

    current: Draft | None
    drafts: tuple[Draft, ...]
    back: str
    notice: str = ""
    holders: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How much was collected."""
        return len(self.current.collected) if self.current else 0

    def holder(self, paragraph_id: str, text: str) -> str:
        """The id of the block that holds just this; empty where it was not collected."""
        return self.holders.get((paragraph_id, text), "")


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section of a draft: what stands in it, how long it is and how long it usually is (0: not known)."""

    key: str
    label: str
    blocks: tuple[Block, ...]
    length: int
    usual: int


def make_desk(store: DraftStore, back: str, done: str = "") -> Desk:
    """The desk as it is now. Raises ``DraftError``."""
    current = store.current()
    blocks = current.blocks if current else ()
    holders = {(b.source.paragraph_id, b.source.text): b.id for b in blocks if b.source}
    return Desk(current, store.drafts(), back, messages.DRAFT_NOTICES.get(done, ""), holders)


def text_of(pieces: Sequence[Piece]) -> str:
    """The text that pieces are cut from."""
    return "".join(piece.text for piece in pieces)


def sections_of(draft: Draft, usual: UsualLength) -> tuple[SectionView, ...]:
    """All sections in order, also those that nothing stands in."""
    lengths = section_lengths(draft)
    return tuple(
        SectionView(
            key,
            label,
            tuple([block for block in draft.blocks if block.section == key]),
            lengths.get(key, 0),
            usual.by_section.get(key, 0),
        )
        for key, label in SECTIONS.items()
    )


def shortened(text: str) -> str:
    """The beginning of a text, for a list."""
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def by_section(blocks: Sequence[Block]) -> list[tuple[str, list[Block]]]:
    """Blocks under their section, the sections in order."""
    return [(key, found) for key in SECTIONS if (found := [block for block in blocks if block.section == key])]
