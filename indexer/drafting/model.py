"""A draft: what a writer has collected, in the order of the report to be written.

Collecting and arranging are two views of one thing. What is collected drops into its own section at once, so the basket
(素材篮) lists the blocks that have a source, and the draft (排稿) shows all blocks in order. Text and source are copied: a file
that moves or leaves the archive takes nothing along.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: What a block is: a paragraph of the report or a heading in it.
BlockKind = Literal["paragraph", "heading"]


@dataclass(frozen=True, slots=True)
class BlockSource:
    """Where a block was collected: enough to cite it and to find it again.

    ``paragraph_id`` and ``report_id`` are those of the index, ``citation`` is the source line as it is copied
    (〔《标题》，单位类型，2018年，“二、存在问题”第3段〕), ``text`` what was collected, before the writer changed it.
    ``unit_type`` and ``year`` are the report's, ``None`` where it does not say; ``file`` is the first path that
    holds it.
    """

    paragraph_id: str
    report_id: str
    citation: str
    text: str
    title: str | None = None
    unit_type: str | None = None
    year: int | None = None
    file: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a heading of a draft.

    ``id`` is unique in its draft and stays through moves and edits; ``section`` is a key of ``SECTIONS``; ``level`` is 1
    to 3 for headings (一、（一）1.) and 0 for paragraphs. ``text`` has no line break; the number of a heading or point is part
    of it. ``revision`` is the draft's when the writer last changed the text: an edit that was made on an older one must not
    overwrite it. A move, and a number that follows it, leave it as it is.
    """

    id: str
    kind: BlockKind
    section: str
    text: str
    level: int = 0
    source: BlockSource | None = None
    note: str = ""
    revision: int = 0


@dataclass(frozen=True, slots=True)
class RemovedBlock:
    """A block that was taken out and can be put back: behind the block ``after``, at the beginning of its section where
    that is empty."""

    block: Block
    after: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A named draft; ``blocks`` stand in the order of ``SECTIONS``, in each section in that of the writer.

    ``title`` is the report's title, ``unit`` and ``year`` whose report it will be and for which year: the first proposals
    for names and years that come from elsewhere. ``genre`` is one of ``GENRES`` or ``None``. ``removed`` are the blocks taken
    out last, the newest first; ``kept`` what the writer has looked at and leaves as it is, though it comes from elsewhere
    (see ``slots``). ``revision`` grows by one with each change; ``changed_at`` is when that was, ISO 8601 to the second.
    """

    id: str
    name: str
    title: str = ""
    unit: str = ""
    year: int | None = None
    genre: str | None = None
    blocks: tuple[Block, ...] = ()
    removed: tuple[RemovedBlock, ...] = ()
    kept: tuple[str, ...] = ()
    revision: int = 0
    changed_at: str = ""

    @property
    def collected(self) -> tuple[Block, ...]:
        """The blocks that were collected from the archive."""
        return tuple([block for block in self.blocks if block.source is not None])
