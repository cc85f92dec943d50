"""Where the blocks of a draft stand: each in its section, the sections in the order of a report."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.drafting.model import Block
from indexer.model.reports import SECTIONS

_RANK = {section: rank for rank, section in enumerate(SECTIONS)}

#: The section of what says nothing about itself.
ELSEWHERE = "other"


def arranged(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks by section; in each section as they stand."""
    return tuple(sorted(blocks, key=lambda block: _RANK[block.section]))


def section_of(sections: Sequence[str]) -> str:
    """The section a paragraph of these kinds drops into: the first it names."""
    return next((section for section in sections if section in _RANK), ELSEWHERE)


def neighbour_section(section: str, by: int) -> str:
    """The section before (-1) or behind (1); the same where there is none."""
    names = tuple(SECTIONS)
    return names[min(max(_RANK[section] + by, 0), len(names) - 1)]


def put(blocks: Sequence[Block], block: Block, after: str | None) -> tuple[Block, ...]:
    """``block`` among the others: behind the block ``after`` where that is in its section, at the beginning of its
    section for an empty ``after``, else behind the last block of its section."""
    others = [other for other in blocks if other.id != block.id]
    before = [other for other in others if _RANK[other.section] < _RANK[block.section]]
    own = [other for other in others if other.section == block.section]
    behind = [other for other in others if _RANK[other.section] > _RANK[block.section]]
    names = [other.id for other in own]
    at = 0 if after == "" else names.index(after) + 1 if after in names else len(own)
    return (*before, *own[:at], block, *own[at:], *behind)
