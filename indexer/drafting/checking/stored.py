"""A stored draft as the check sees it: its lines are its blocks, and what its writer said of it counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from indexer.drafting.checking.draft_text import DraftText, Line
from indexer.drafting.lengths import unit_type_of
from indexer.drafting.model import Block, Draft
from indexer.engines.near_duplicates import masked_key
from indexer.errors import QueryError
from indexer.language.normalize import clean_text, query_key
from indexer.model.reports import Report, SourceText
from indexer.parsing import parse
from indexer.parsing.placeholders import find_placeholders
from indexer.parsing.rulebook import Rulebook, default_rulebook


def read_stored(draft: Draft, rules: Rulebook | None = None) -> DraftText:
    """The draft as lines that know their blocks. Sections, headings and the draft's own title, unit, year and genre are the
    writer's; only what was not said is understood from the text. Raises ``QueryError`` where nothing is written."""
    rules = rules or default_rulebook()
    lines = tuple(_numbered(_lines(draft), rules))
    if not any(line.kind != "title" for line in lines):
        raise QueryError("稿件还是空的，没有可查的文字：请先收几段，或写几句")
    return DraftText(lines, tuple(_report(draft, lines, rules)), draft.unit)


def _lines(draft: Draft) -> Iterator[Line]:
    yield Line(0, draft.title, "title")
    for block in draft.blocks:
        for text in block.text.splitlines():
            yield _line(block, text)


def _line(block: Block, text: str) -> Line:
    source = block.source if block.kind == "paragraph" else None
    if block.kind == "heading":
        return Line(0, text, "heading", level=max(block.level, 1), block=block.id)
    # By what shared text is compared by: a number that counts on (（二） → （一）) and other figures change nothing.
    unchanged = source is not None and masked_key(query_key(text)) in masked_key(query_key(source.text))
    source_id = source.paragraph_id if source else ""
    return Line(0, text, "paragraph", (block.section,), block=block.id, source=source_id, unchanged=unchanged)


def _numbered(lines: Iterator[Line], rules: Rulebook) -> Iterator[Line]:
    number = 0
    for line in lines:
        text = clean_text(line.text).strip()
        if text:
            number += 1
            yield replace(line, number=number, text=text, placeholders=find_placeholders(text, rules.placeholders, False))


def _report(draft: Draft, lines: tuple[Line, ...], rules: Rulebook) -> Iterator[Report]:
    """What the parser makes of the text, as one report: a collected line that looks like a title begins no other."""
    text = "\n".join(line.text for line in lines)
    for first in parse(SourceText(text, "txt"), rules)[:1]:
        yield replace(
            first,
            title=draft.title or first.title,
            year=draft.year or first.year,
            unit_type=unit_type_of(draft) or first.unit_type,
            genre=draft.genre or first.genre,
        )
