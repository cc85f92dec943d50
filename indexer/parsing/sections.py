"""Which kind of section every paragraph belongs to.

Headings announce kinds; where one heading covers two, or none does, the first sentences of paragraphs
divide them, and where these say nothing, their wording. One walk through a report's blocks keeps the open
divisions (``divisions``) and asks ``headed_paragraphs`` or ``unheaded_paragraphs`` about each paragraph;
``closings`` then looks at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexer.parsing.closings import Marked, mark_end, mark_signatures
from indexer.parsing.divisions import DivisionStack
from indexer.parsing.headed_paragraphs import HeadedParagraphs
from indexer.parsing.kinds import Kinds
from indexer.parsing.outline import PLAIN_SUB, PLAIN_TOP, is_salutation, numbering
from indexer.parsing.records import Block, mark_record
from indexer.parsing.rulebook import GenreRule
from indexer.parsing.section_context import (
    Announcement,
    Progress,
    SectionContext,
    SectionMark,
    announced_by,
    asks,
)
from indexer.parsing.unheaded_paragraphs import UnheadedParagraphs

#: So many paragraphs show what a division without a telling heading is about.
_FIRST_PARAGRAPHS = 4
#: A line that names an annex is no longer than this.
_LONGEST_ANNEX = 60


def mark_sections(
    blocks: Sequence[Block], kinds: Kinds, genre: GenreRule | None = None, title: str | None = None
) -> list[SectionMark]:
    """The sections of each paragraph among ``blocks``, in order, as the headings, the paragraphs, and the
    ``genre`` or else the ``title`` of the text say."""
    if genre is not None and genre.whole and genre.section:
        return [SectionMark((genre.section,)) for block in blocks if block.rank is None]
    recorded = mark_record(blocks, kinds) if genre is not None and genre.spoken else None
    if recorded is not None:
        spoken = zip((block.text for block in blocks if block.rank is None), recorded, strict=True)
        return mark_signatures([Marked(text, mark) for text, mark in spoken], kinds)
    headings = {
        at: Announcement(block.text, under, kinds.announces(block.text, under))
        for at, block in enumerate(blocks)
        if block.rank is not None
        for under in (_paragraphs_under(blocks, at),)
    }
    texts = [block.text for block in blocks if block.rank is None]
    announced = announced_by(headings.values(), texts, kinds)
    context = SectionContext(kinds, genre, _topic(title, kinds), announced, Progress(), title or "")
    walk = _Walk(context)
    for at, block in enumerate(blocks):
        if block.rank is None:
            walk.paragraph(block.text)
        else:
            walk.heading(headings[at], block.rank)
    if not (headings or asks(title) or context.is_appeal) and (genre is None or genre.section != "problems"):
        _report_at_once(walk.marked, kinds)
    account = context.tells_experience and not context.announces("plans")
    return mark_end(walk.marked, walk.annex_at or len(walk.marked), kinds, account, context.is_plan)


def _report_at_once(marked: list[Marked], kinds: Kinds) -> None:
    """Makes work of the last paragraph of the opening where a text without headings goes on to its problems at once, and
    that paragraph reports results."""
    at = next((at for at, paragraph in enumerate(marked) if paragraph.mark.sections[0] != "opening"), 0)
    said = {kind for paragraph in marked for kind in paragraph.mark.sections}
    if not at or "work" in said or marked[at].mark.sections[0] != "problems" or kinds.announces_report(marked[at - 1].text):
        return
    if kinds.tense(marked[at - 1].text) == "done":
        marked[at - 1] = replace(marked[at - 1], mark=SectionMark(("work",), "low"))


def _topic(title: str | None, kinds: Kinds) -> str | None:
    """The kind that the title of a text without a genre names first (支部存在的问题和不足)."""
    named = kinds.heading_kinds(title) if title else ()
    return named[0] if named and named[0] in ("problems", "causes", "plans") else None


def _paragraphs_under(blocks: Sequence[Block], at: int) -> list[str]:
    """The first paragraphs of the division that the heading at ``at`` opens."""
    own = blocks[at].rank or 0
    found: list[str] = []
    for block in blocks[at + 1 :]:
        if (block.rank is not None and block.rank <= own) or len(found) == _FIRST_PARAGRAPHS:
            break
        if block.rank is None:
            found.append(block.text)
    return found


class _Walk:
    """One pass over a report's blocks. ``annex_at`` is the first paragraph of its annexes; 0 without any."""

    def __init__(self, context: SectionContext) -> None:
        self._context = context
        self._divisions = DivisionStack(context)
        self._headed = HeadedParagraphs(context, self._divisions)
        self._unheaded = UnheadedParagraphs(context)
        self._only_greeted = True
        self.marked: list[Marked] = []
        self.annex_at = 0

    def heading(self, heading: Announcement, rank: int) -> None:
        """Takes a heading and opens its division."""
        if self._context.kinds.fits("heading.annex", heading.text):
            self.annex_at = self.annex_at or len(self.marked)
        elif self._belongs_to_title(heading, rank):
            return
        self._divisions.open(heading, rank)

    def paragraph(self, text: str) -> None:
        """Takes a paragraph and marks it."""
        self._only_greeted = self._only_greeted and is_salutation(text)
        if len(text) <= _LONGEST_ANNEX and text[-1] not in "。；，" and self._context.kinds.fits("heading.annex", text):
            self.annex_at = self.annex_at or len(self.marked)
        division = self._divisions.innermost
        if self.annex_at:
            mark = SectionMark(("other",))
        elif division is None:
            mark = self._unheaded.mark(text)
        else:
            mark = self._headed.mark(text, division)
        counted = division is not None and division.paragraphs >= 2 and division.numbered >= 2
        first = division is not None and division.paragraphs == 0
        learnt = self._context.tells_experience and self._context.kinds.fits("start.learnt", text)
        reflects = learnt or (self._context.tells_experience and division is not None and division.reflects)
        self.marked.append(Marked(text, mark, first, counted, reflects))
        self._context.progress.paragraphs += 1
        if division is not None:
            division.paragraphs += 1
            division.numbered += numbering(text) is not None

    def _belongs_to_title(self, heading: Announcement, rank: int) -> bool:
        """Whether a heading at the very top, unnumbered, announces nothing: the rest of a title block
        divides nothing."""
        unnumbered = rank in (PLAIN_TOP, PLAIN_SUB) and numbering(heading.text) is None
        return unnumbered and self._only_greeted and not heading.kinds
