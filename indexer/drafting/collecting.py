"""Collecting: what was found becomes a block of a draft. Text and source are copied."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from indexer.drafting.arrangement import section_of
from indexer.drafting.model import Block, BlockSource, Draft
from indexer.drafting.operations import collect, collected_as, heading_level, new_id
from indexer.drafting.store import FIRST_NAME, DraftStore
from indexer.engines import Engine
from indexer.engines.headings import bare
from indexer.errors import DraftError
from indexer.model.reports import Span, StoredParagraph

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Cite:
    """How a source is written: of a paragraph, and of its report alone."""

    paragraph: Callable[[StoredParagraph], str]
    report: Callable[[StoredParagraph], str]


@dataclass(frozen=True, slots=True)
class Collected:
    """What became of it: the draft as it is now and the block in it; ``is_new`` where it was not there before. ``near``
    are blocks collected before that it nearly repeats."""

    draft: Draft
    block: Block
    is_new: bool
    near: tuple[Block, ...] = ()


class Collector:
    """Collects from one index into drafts. Raises ``DraftError`` for what is not there."""

    def __init__(self, engine: Engine, store: DraftStore, cite: Cite) -> None:
        self._engine = engine
        self._store = store
        self._cite = cite

    def paragraph(
        self, paragraph_id: str, span: Span | None = None, text: str | None = None, draft_id: str | None = None
    ) -> Collected:
        """A whole paragraph, the part of it that ``span`` covers (a point) or that ``text`` is (what was selected)."""
        paragraph = self._found(paragraph_id)
        wanted = paragraph.text[span[0] : span[1]] if span else text
        block = paragraph_block(paragraph, self._cite.paragraph(paragraph), wanted)
        if block is None:
            raise DraftError("选中的文字不在这一段里：请只选一段之内的文字再收")
        return self._collect(block, draft_id)

    def heading(self, paragraph_id: str, text: str, draft_id: str | None = None) -> Collected:
        """A heading above a paragraph, by its text with or without its number."""
        paragraph = self._found(paragraph_id)
        path = [*paragraph.heading_path, *paragraph.headings_above]
        level, whole = next(((n, h) for n, h in enumerate(path, 1) if same_heading(h, text)), (1, text))
        return self._collect(heading_block(paragraph, self._cite.report(paragraph), text, whole, level), draft_id)

    def _found(self, paragraph_id: str) -> StoredParagraph:
        paragraph = self._engine.paragraph(paragraph_id)
        if paragraph is None:
            raise DraftError(f"没有编号为“{paragraph_id[:80]}”的段落：它所在的报告可能已删除或修改，请重新搜索")
        return paragraph

    def _collect(self, block: Block, draft_id: str | None) -> Collected:
        draft = self._store.load(draft_id) if draft_id else self._store.current() or self._store.create(FIRST_NAME)
        assert block.source is not None
        near_ids = {near.id for near in self._engine.near_duplicates(block.source.paragraph_id)}
        after = self._store.change(draft.id, partial(collect, block=block))
        there = collected_as(after, block.source)
        assert there is not None
        near = [b for b in after.blocks if b.source and b.source.paragraph_id in near_ids] if block.kind == "paragraph" else []
        return Collected(after, there, there.id == block.id, tuple(near))


def paragraph_block(paragraph: StoredParagraph, citation: str, text: str | None = None) -> Block | None:
    """A paragraph, or the part of it that ``text`` is; ``None`` where that does not stand in it. White space, which
    browsers change in what is selected, does not count."""
    chosen = paragraph.text if text is None else _stretch(paragraph.text, text)
    if chosen is None:
        return None
    source = _source(paragraph, citation, chosen)
    return Block(new_id(), "paragraph", section_of(paragraph.sections), chosen, source=source)


def heading_block(paragraph: StoredParagraph, citation: str, text: str, whole: str, level: int) -> Block:
    """A heading above ``paragraph``; ``whole`` is ``text`` with its number, ``level`` that in its report, where the number
    does not tell."""
    section = section_of(paragraph.sections)
    level = heading_level(whole, max(level, 1))
    return Block(new_id(), "heading", section, whole, level, source=_source(paragraph, citation, text))


def same_heading(heading: str, text: str) -> bool:
    """Whether two headings say the same, but for their numbers and the sign at their ends."""
    return heading == text or (bare(heading) or heading) == (bare(text) or text)


def _source(paragraph: StoredParagraph, citation: str, text: str) -> BlockSource:
    return BlockSource(
        paragraph_id=paragraph.id,
        report_id=paragraph.report_id,
        citation=citation,
        text=text,
        title=paragraph.title,
        unit_type=paragraph.unit_type,
        year=paragraph.year,
        file=paragraph.files[0] if paragraph.files else "",
    )


def _stretch(text: str, wanted: str) -> str | None:
    pieces = [re.escape(piece) for piece in _SPACE.split(wanted.strip()) if piece]
    found = re.search(r"\s*".join(pieces), text) if pieces else None
    return found[0] if found else None
