"""The output about drafts for people: Chinese text, no logic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from indexer.drafting.collecting import Collected
from indexer.drafting.model import Draft
from indexer.model.reports import SECTIONS


def collected_lines(found: Collected) -> Iterable[str]:
    """What became of a paragraph."""
    what = "已收进" if found.is_new else "早已收在"
    yield f"{what}《{found.draft.name}》的{SECTIONS[found.block.section]}，共 {len(found.draft.collected)} 段素材"
    for block in found.near if found.is_new else ():
        if block.source:
            yield f"注意：近似的一段已收过 {block.source.citation}"


def draft_lines(drafts: Sequence[Draft], current: Draft | None, problems: Sequence[str], folder: Path) -> Iterable[str]:
    """All drafts, the current one marked."""
    for draft in drafts:
        mark = "*" if current and draft.id == current.id else " "
        length = sum(len(block.text) for block in draft.blocks)
        changed_at = draft.changed_at.replace("T", " ")
        yield f"{mark} {draft.id}  {draft.name}  {len(draft.collected)} 段素材，{length} 字，{changed_at} 改过"
    if not drafts:
        yield "还没有稿件：用 bigan collect 收一段，或在网页上按“收”"
    else:
        yield f"带 * 的是现在收进的一份；稿件在 {folder}"
    yield from problems
