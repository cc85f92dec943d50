"""What every form of an exported draft says: its lines, where they are still open, where they come from, and a sentence on all
of that. The forms differ only in how they write it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from indexer.drafting.model import Block, Draft
from indexer.model.reports import Span
from indexer.parsing.outline import numbering, run_in_heading
from indexer.parsing.placeholders import find_placeholders
from indexer.parsing.rulebook import Rulebook, default_rulebook

Role = Literal["title", "heading", "paragraph"]

#: Where sources are told: beside each paragraph, in a list at the end, nowhere.
SourcePlace = Literal["comments", "end", "none"]
SOURCE_PLACES: dict[SourcePlace, str] = {"comments": "批注", "end": "文末", "none": "不要"}

#: Finds the places of a text that must be filled in before the draft is used.
OpenSlots = Callable[[str], Sequence[Span]]

#: What no XML document may hold: control characters, halves of surrogate pairs, code points that are no characters.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")

#: Habits of numbers whose run-in headings have a font of their own, with the level of that heading.
_RUN_IN_LEVELS = {"cn": 1, "pcn": 2}

#: Characters of a paragraph that tell which one it is.
_QUOTED = 18


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of the document. ``level`` is that of a heading, 1 to 4. ``slots`` are the spans to be filled in,
    ``run_in`` is where a heading at the start of a paragraph ends, with its level. Only the first line of a block has
    the ``block``, whose source is then told once."""

    role: Role
    text: str
    level: int = 0
    slots: tuple[Span, ...] = ()
    run_in: tuple[int, int] | None = None
    block: Block | None = None

    @property
    def citation(self) -> str:
        """Where the line was collected; empty where the writer wrote it."""
        return visible(self.block.source.citation) if self.block and self.block.source else ""


@dataclass(frozen=True, slots=True)
class Content:
    """The lines of a draft in order, and ``statement``: what it holds and how much of it is still open."""

    lines: tuple[Line, ...]
    open: int
    statement: str

    @property
    def sources(self) -> tuple[str, ...]:
        """Where each collected line comes from, in a line that tells it by its beginning."""
        collected = [line for line in self.lines if line.citation]
        return tuple(f"{n}. “{_beginning(line.text)}”：{line.citation}" for n, line in enumerate(collected, start=1))


def slot_finder(rules: Rulebook) -> OpenSlots:
    """Finds masked figures and names (XX次, 某市) by these rules."""
    return lambda text: find_placeholders(text, rules.placeholders, rewritten=False)


def placeholders_in(text: str) -> Sequence[Span]:
    """Masked figures and names by the rules that ship with Bigan."""
    return slot_finder(default_rulebook())(text)


def visible(text: str) -> str:
    """A text without what no document may hold; a tabulator is a blank."""
    return _NO_TEXT.sub("", text.replace("\t", " "))


def content_of(draft: Draft, open_slots: OpenSlots = placeholders_in) -> Content:
    """The content of a draft. Blocks without text are left out."""
    lines = tuple(_lines(draft, open_slots))
    count = sum(len(line.slots) for line in lines)
    return Content(lines, count, _statement(draft, lines, count))


def _lines(draft: Draft, open_slots: OpenSlots) -> Iterator[Line]:
    title = visible(" ".join(_LINE_ENDS.split(draft.title))).strip()
    if title:
        yield Line("title", title, slots=_slots(title, open_slots))
    for block in draft.blocks:
        owner: Block | None = block
        for part in _LINE_ENDS.split(block.text):
            text = visible(part).strip()
            if not text:
                continue
            slots = _slots(text, open_slots)
            if block.kind == "heading":
                yield Line("heading", text, _level(block, text), slots, block=owner)
            else:
                yield Line("paragraph", text, 0, slots, _run_in(text), owner)
            owner = None


def _level(block: Block, text: str) -> int:
    """（1） is the fourth level, which a draft does not tell from the third."""
    number = numbering(text)
    return 4 if number and number.habit == "pnum" else min(max(block.level, 1), 4)


def _run_in(text: str) -> tuple[int, int] | None:
    number, span = numbering(text), run_in_heading(text)
    if number is None or span is None or number.habit not in _RUN_IN_LEVELS:
        return None
    return span[1] + 1, _RUN_IN_LEVELS[number.habit]


def _slots(text: str, open_slots: OpenSlots) -> tuple[Span, ...]:
    """Spans in order, within the text and apart from each other, whatever was given."""
    spans: list[Span] = []
    for start, end in sorted(open_slots(text)):
        start, end = max(start, spans[-1][1] if spans else 0), min(end, len(text))
        if start < end:
            spans.append((start, end))
    return tuple(spans)


def _statement(draft: Draft, lines: Sequence[Line], count: int) -> str:
    headings = sum(line.role == "heading" for line in lines)
    paragraphs = sum(line.role == "paragraph" for line in lines)
    collected = [block.source for line in lines if (block := line.block) and block.source]
    reports = len({source.report_id for source in collected})
    name = visible(draft.title).strip() or visible(draft.name).strip()
    taken = f"，其中 {len(collected)} 处取自资料库的 {reports} 份报告" if collected else ""
    still = f"还有 {count} 处待改" if count else "没有待改的地方"
    return f"草稿{f'《{name}》' if name else ''}：{headings} 个标题、{paragraphs} 段{taken}；{still}。"


def _beginning(text: str) -> str:
    return text if len(text) <= _QUOTED else text[:_QUOTED] + "……"


def pieces(line: Line, breaks: Sequence[int] = ()) -> Iterator[tuple[str, bool, int]]:
    """The text of a line cut where its look changes: text, whether it must be filled in, the level of its run-in heading.
    ``breaks`` are where a new line begins; that is a piece of its own."""
    end, level = line.run_in or (0, 0)
    cuts = sorted({0, end, len(line.text), *breaks, *(at for span in line.slots for at in span)})
    for start, stop in pairwise(cuts):
        if start in breaks:
            yield "\n", False, 0
        is_open = any(begin <= start and stop <= finish for begin, finish in line.slots)
        yield line.text[start:stop], is_open, level if stop <= end else 0
