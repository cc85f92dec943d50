"""Invented blocks and drafts, and a clock that can be moved."""

from __future__ import annotations

from datetime import datetime, timedelta

from indexer.drafting.model import Block, BlockSource, Draft
from indexer.drafting.numbering import renumbered


class Clock:
    """A clock that moves only when it is told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, 0)

    def __call__(self) -> datetime:
        return self.now

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)


def source(text: str, paragraph_id: str = "lake2019-1", year: int | None = 2019) -> BlockSource:
    report = paragraph_id.rpartition("-")[0]
    return BlockSource(paragraph_id, report, f"〔{paragraph_id}〕", text, "湖畔总结", "机关", year, "湖.txt")


def collected(block_id: str, section: str, text: str, paragraph_id: str | None = None) -> Block:
    return Block(block_id, "paragraph", section, text, source=source(text, paragraph_id or f"lake2019-{block_id}"))


def written(block_id: str, section: str, text: str, level: int = 0) -> Block:
    return Block(block_id, "heading" if level else "paragraph", section, text, level)


def draft(*blocks: Block) -> Draft:
    return Draft("0123abcd", "半年稿", blocks=blocks)


def texts(*texts: str, section: str = "work") -> list[str]:
    """Paragraphs of one section, counted anew."""
    return [b.text for b in renumbered([written(str(n), section, text) for n, text in enumerate(texts)])]
