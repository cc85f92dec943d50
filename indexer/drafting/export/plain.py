"""A draft as Markdown and as plain text."""

from __future__ import annotations

import re

from indexer.drafting.export.content import Content, Line, SourcePlace
from indexer.reading.word.own_additions import SOURCES_HEADING

#: A backslash makes any of these a sign like others.
_MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]<>~|&$])")
_LINE_STARTS = re.compile(r"^(#{1,6}(?=\s|$)|[-+](?=\s|$)|=+$|-+$|:(?=\s))")
_HEADING_END = re.compile("(?<!\\\\)(#+)$")
_BACKSLASHED = r"\\\1"
_LIST_NUMBERS = re.compile(r"^([0-9]{1,9})([.)])(?=\s|$)")


def to_markdown(content: Content, sources: SourcePlace) -> str:
    """CommonMark. What the draft holds stands in a comment before it; sources are footnotes, or a list at the end."""
    blocks = [f"<!-- {content.statement.replace('--', '——')} -->"]
    notes: list[str] = []
    for line in content.lines:
        text = _markdown_line(line)
        if sources == "comments" and line.citation:
            notes.append(f"[^{len(notes) + 1}]: {_escaped(line.citation)}")
            text += f"[^{len(notes)}]"
        blocks.append(text)
    if sources == "end" and content.sources:
        listed = "\n".join(_MARKDOWN_SIGNS.sub(_BACKSLASHED, line) for line in content.sources)
        blocks += ["---", f"**{SOURCES_HEADING}**", listed]
    return "\n\n".join([*blocks, *notes]) + "\n"


def to_text(content: Content, sources: SourcePlace, *, stated: bool = False) -> str:
    """Lines without marks, as they are pasted; plain text has no place for notes beside it, so sources are listed at the end
    or left out."""
    lines = [line.text for line in content.lines]
    if sources != "none" and content.sources:
        lines += ["", SOURCES_HEADING, *content.sources]
    if stated:
        lines += ["", content.statement]
    return "\n".join(lines) + "\n" if lines else ""


def _markdown_line(line: Line) -> str:
    level = {"title": 1, "heading": line.level + 1, "paragraph": 0}[line.role]
    return f"{'#' * level} {_HEADING_END.sub(_BACKSLASHED, _escaped(line.text))}" if level else _escaped(line.text)


def _escaped(text: str) -> str:
    text = _MARKDOWN_SIGNS.sub(_BACKSLASHED, text)
    return _LIST_NUMBERS.sub(r"\1\\\2", _LINE_STARTS.sub(_BACKSLASHED, text))
