"""Headings for the sections of a draft that have none: the page names its sections, a document must do so itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from indexer.drafting.export.content import OpenSlots
from indexer.drafting.model import Block, Draft
from indexer.drafting.numbering import level_of, renumbered
from indexer.model.reports import Span

#: What the sections are usually called; the others (开头, 结尾, 其他) have no heading.
USUAL_HEADINGS: Mapping[str, str] = {
    "work": "主要工作和成效",
    "problems": "存在的问题",
    "causes": "原因分析",
    "plans": "下一步打算",
}

#: The ids of the added blocks begin so; those of a draft are hexadecimal.
_ID = "heading-"


def with_headings(draft: Draft) -> Draft:
    """The draft with a heading at the head of each section that has paragraphs and no heading of the highest level. The
    highest numbers then count on through the whole draft; where the writer's own headings have none, these have none. The
    same draft where fewer than two sections would be told apart."""
    wanted = _without_heading(draft)
    if not wanted:
        return draft
    own = [block for block in draft.blocks if _is_top(block)]
    number = "一、" if not own or any(level_of(block.text) == 1 for block in own) else ""
    blocks: list[Block] = []
    for block in draft.blocks:
        if block.section in wanted:
            wanted.remove(block.section)
            text = number + USUAL_HEADINGS[block.section]
            blocks.append(Block(_ID + block.section, "heading", block.section, text, 1))
        blocks.append(block)
    return replace(draft, blocks=renumbered(blocks))


def added_headings(draft: Draft) -> tuple[str, ...]:
    """The headings that ``with_headings`` adds."""
    return tuple(block.text for block in with_headings(draft).blocks if block.id.startswith(_ID))


def slots_as_before(draft: Draft, shown: Draft, open_slots: OpenSlots) -> OpenSlots:
    """What finds in the texts of ``shown`` (the draft with headings) the places that ``open_slots`` finds in the draft's own:
    another number moves them, and is no reason to lose them."""
    own = {block.id: block.text for block in draft.blocks}
    before = {block.text: own[block.id] for block in shown.blocks if own.get(block.id, block.text) != block.text}

    def found(text: str) -> Sequence[Span]:
        moved = len(text) - len(before.get(text, text))
        return [(start + moved, end + moved) for start, end in open_slots(before.get(text, text))]

    return found


def _without_heading(draft: Draft) -> list[str]:
    filled = {block.section for block in draft.blocks if block.kind == "paragraph" and block.text.strip()}
    headed = {block.section for block in draft.blocks if _is_top(block)}
    told_apart = [section for section in USUAL_HEADINGS if section in filled]
    return [section for section in told_apart if section not in headed] if len(told_apart) > 1 else []


def _is_top(block: Block) -> bool:
    """A heading of the highest level, on a line of its own or at the beginning of a paragraph (一、…)."""
    level = level_of(block.text)
    return level == 1 or (block.kind == "heading" and level == 0 and block.level <= 1)
