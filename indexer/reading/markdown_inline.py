"""Marks inside a line of Markdown: links, code, notes; emphasis has a module of its own."""

from __future__ import annotations

import re

from indexer.reading.emphasis import without_emphasis

_CODE = re.compile(r"(?<!`)(`{1,3})(?!`)(.+?)(?<!`)\1(?!`)")
_IMAGE = re.compile(
    r"!\[[^\[\]]{0,300}\](?:\((?:[^()\s]|\([^()\s]*\)){0,2000}(?:\s+[\"'][^\"']{0,300}[\"'])?\)|\[[^\[\]]{0,100}\])"
)
#: An address has a dot, a slash or an anchor; 〔2023〕 typed as [2023](15) has none.
_LINK = re.compile(
    r"\[(?P<text>[^\[\]]{1,500})\]\((?=[^()]{0,2000}[./#:@])<?(?:[^()\s<>]|\([^()\s]*\)){1,2000}>?(?:\s+[\"'][^\"']{0,300}[\"'])?\)"
)
_REFERENCE = re.compile(r"\[(?P<text>[^\[\]]{1,500})\]\[[^\[\]]{1,100}\]")
_NOTE_MARK = re.compile(r"\[\^[^\[\]\s]{1,40}\]")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_STRIKE = re.compile(r"(?<!~)~~(?P<text>[^~\s](?:[^~\n]{0,400}?[^~\s])?)~~(?!~)")
_HIDDEN = "\ue0f0"


def count_images(text: str) -> int:
    """How many pictures a text refers to."""
    return sum(1 for _ in _IMAGE.finditer(text))


def plain(line: str, marks: frozenset[str] = frozenset()) -> str:
    """The line as a reader of the page sees it; ``marks`` are those that only emphasise in the file."""
    if not any(mark in line for mark in "`[*_~\\="):
        return line
    kept: list[str] = []

    def hide(text: str) -> str:
        kept.append(text)
        return _HIDDEN

    line = line.replace(_HIDDEN, "")
    line = _CODE.sub(lambda found: hide(found.group(2)), line)
    line = _ESCAPE.sub(lambda found: hide(found.group(1)), line)
    line = _IMAGE.sub("", line)
    line = _LINK.sub(lambda found: found["text"], line)
    line = _REFERENCE.sub(lambda found: found["text"], line)
    line = _NOTE_MARK.sub("", line)
    line = _STRIKE.sub(lambda found: found["text"], line)
    line = without_emphasis(line, marks)
    shown = iter(kept)
    return re.sub(_HIDDEN, lambda _: next(shown), line)
