"""The paragraphs, tables, text boxes and notes of a Word document, as lines of text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from indexer.language.normalize import merge_spans
from indexer.model.reports import SourceText, Span
from indexer.reading.contents import find_contents
from indexer.reading.headings import whole_headings
from indexer.reading.plain import unify_line_ends
from indexer.reading.rows import is_data_row, join_cells
from indexer.reading.word.fields import Fields
from indexer.reading.word.numbering import Numbering
from indexer.reading.word.styles import Styles
from indexer.reading.word.xml import (
    COMPATIBILITY,
    MATH,
    RELATION_IDS,
    VML,
    Node,
    W,
    attribute,
    child,
    children,
    chosen_branch,
    switch,
)

_PIECES = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
_TEXTS = frozenset((W + "t", MATH + "t"))
# Deleted or moved away, codes and settings behind the text, and readings printed above it.
_SKIPPED = frozenset(
    W + name
    for name in ("del", "moveFrom", "delText", "delInstrText", "pPr", "rPr", "sdtPr", "rt")
)
_NOTE_MARKS = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
_SYMBOL_FONT = range(0xE000, 0xF900)


#: A line of a generated table of contents ends with its page.
_ENTRY = re.compile(r"(?s).{2,160}(?:\d|[ivxIVX])\s*")


class _Line(NamedTuple):
    """A line, or more where a paragraph has breaks in it; ``generated`` by a table of contents."""

    text: str
    generated: bool = False
    heading: bool = False


@dataclass(slots=True)
class _Paragraph:
    """What was read of a paragraph: its text, the boxes anchored in it, how much is generated.

    A box is an element to read, or the text itself. ``early`` ones are anchored before any text.
    """

    text: list[str] = field(default_factory=list)
    early: list[Node | str] = field(default_factory=list)
    late: list[Node | str] = field(default_factory=list)
    generated: int = 0

    def add_box(self, box: Node | str) -> None:
        (self.late if any(piece.strip() for piece in self.text) else self.early).append(box)


class Body:
    """Collects the lines of a document; ``result`` gives them as one text.

    ``chunk`` gives a document of another format inside this one, by its relation.
    """

    def __init__(self, styles: Styles, numbering: Numbering, chunk: Callable[[str], SourceText | None]) -> None:
        self._styles = styles
        self._numbering = numbering
        self._chunk = chunk
        self._fields = Fields()
        self._lines: list[_Line] = []
        self._notes: dict[str, list[str]] = {"footnote": [], "endnote": []}

    def read(self, body: Node | None) -> None:
        """Reads the document's body; a document without one has no lines."""
        if body is not None:
            self._lines.extend(self._blocks(body))

    def read_notes(self, root: Node | None, kind: str) -> None:
        """Appends the notes the body refers to, in the order it does."""
        notes = {attribute(note, "id"): note for note in children(root, kind)}
        for key in dict.fromkeys(self._notes[kind]):
            note = notes.get(key)
            if note is not None:
                self._lines.extend(_Line(line.text.lstrip(" \t")) for line in self._blocks(note))

    def result(self) -> tuple[str, tuple[Span, ...], tuple[Span, ...]]:
        """The text, the spans of its table of contents, and those of its headings."""
        contents: list[Span] = []
        headings: list[Span] = []
        at = 0
        for line in self._lines:
            span = (at, at + len(line.text))
            contents += [span] if line.generated and line.text else []
            headings += [span] if line.heading else []
            at = span[1] + 1
        text = "\n".join(line.text for line in self._lines)
        furniture = merge_spans([*contents, *find_contents(text)])
        return text, furniture, whole_headings(text, headings, furniture)

    # --- blocks --------------------------------------------------------------------------

    def _blocks(self, container: Node, generated: bool = False) -> list[_Line]:
        lines: list[_Line] = []
        held = ""
        for node in _flat(container):
            if node.tag == W + "tbl":
                lines.extend(line._replace(generated=generated) for row in _rows(node) for line in self._row(row))
            elif node.tag == W + "sdt":
                inside = generated or _is_contents(node)
                content = child(node, "sdtContent")
                if content is not None and not _is_placeholder(node):
                    lines.extend(self._blocks(content, inside))
            elif node.tag == W + "altChunk":
                relation = next((node.get(name) for name in RELATION_IDS if node.get(name)), None)
                lines.extend(_lines_of(self._chunk(relation or ""), generated))
            elif node.tag == W + "p":
                properties = child(node, "pPr")
                style = self._styles.style_of(properties)
                read = _Paragraph()
                self._inline(node, read, self._styles.hides(style))
                # An empty paragraph counts as well, but shows no number.
                label = self._numbering.label(properties, style)
                text = unify_line_ends("".join(read.text))
                text = label + text if text.strip() else text
                lines.extend(line for box in read.early for line in self._box(box, generated))
                if _mark_is_deleted(properties):
                    # Without its mark a paragraph runs on into the next one.
                    held += text
                else:
                    inside = generated or self._is_generated(style, read, text)
                    lines.append(_Line(held + text, inside, self._styles.is_heading(properties)))
                    held = ""
                lines.extend(line for box in read.late for line in self._box(box, generated))
        return [*lines, _Line(held, generated)] if held else lines

    def _box(self, box: Node | str, generated: bool) -> list[_Line]:
        return [_Line(box, generated)] if isinstance(box, str) else self._blocks(box, generated)

    def _is_generated(self, style: str | None, read: _Paragraph, text: str) -> bool:
        if self._styles.is_contents(style):
            return True
        # A field that a damaged document never ends may not swallow the report.
        return read.generated * 2 > len(text) and _ENTRY.fullmatch(text) is not None

    def _row(self, row: Node) -> Iterator[_Line]:
        nodes = list(_cells(row))
        cells = [self._blocks(cell) for cell in nodes]
        holds_table = any(inner.tag == W + "tbl" for cell in nodes for inner in _flat(cell))
        if not holds_table and is_data_row(["\n".join(line.text for line in cell) for cell in cells]):
            texts = [" ".join(line.text.replace("\n", " ") for line in cell if line.text.strip()) for cell in cells]
            yield _Line(join_cells(texts))
        else:
            for cell in cells:
                yield from cell

    # --- inside a paragraph ----------------------------------------------------------------

    def _inline(self, parent: Node, read: _Paragraph, hidden: bool) -> None:
        for node in parent:
            tag = node.tag
            if tag in _TEXTS:
                if not hidden:
                    text = _without_breaks(node.text or "")
                    read.text.append(text)
                    read.generated += len(text) if self._fields.in_contents else 0
            elif tag in _PIECES:
                if not hidden:
                    read.text.append(_PIECES[tag])
            elif tag in _SKIPPED or not isinstance(tag, str):
                continue
            elif tag == W + "r":
                self._inline(node, read, self._hides(node, hidden))
            elif tag == W + "sym":
                if not hidden:
                    read.text.append(_symbol(node))
            elif tag == W + "fldChar":
                self._fields.mark(attribute(node, "fldCharType") or "")
            elif tag == W + "instrText":
                self._fields.code(node.text or "")
            elif tag in _NOTE_MARKS:
                self._notes[_NOTE_MARKS[tag]].append(attribute(node, "id") or "")
            elif tag == W + "txbxContent":
                read.add_box(node)
            elif tag == VML + "textpath":
                read.add_box(_without_breaks(node.get("string") or ""))
            elif tag == W + "sdt":
                content = child(node, "sdtContent")
                if content is not None and not _is_placeholder(node):
                    self._inline(content, read, hidden)
            elif tag == COMPATIBILITY + "AlternateContent":
                branch = chosen_branch(node)
                if branch is not None:
                    self._inline(branch, read, hidden)
            else:
                self._inline(node, read, hidden)

    def _hides(self, run: Node, by_paragraph: bool) -> bool:
        properties = child(run, "rPr")
        if properties is None:
            return by_paragraph
        said = switch(properties, "vanish")
        if said is not None:
            return said
        return by_paragraph or self._styles.hides(attribute(child(properties, "rStyle")))


def _lines_of(source: SourceText | None, generated: bool) -> list[_Line]:
    lines: list[_Line] = []
    headings = dict(source.headings) if source else {}
    at = 0
    for line in source.text.split("\n") if source else ():
        lines.append(_Line(line, generated, at in headings))
        at += len(line) + 1
    return lines


def _flat(container: Node) -> Iterator[Node]:
    """Paragraphs, tables and content controls, also inside wrappers that mean nothing here."""
    for node in container:
        if node.tag in (W + "p", W + "tbl", W + "sdt", W + "altChunk"):
            yield node
        elif node.tag == COMPATIBILITY + "AlternateContent":
            branch = chosen_branch(node)
            yield from _flat(branch) if branch is not None else ()
        elif node.tag in (W + "customXml", W + "ins", W + "moveTo", W + "smartTag"):
            yield from _flat(node)


def _rows(table: Node) -> Iterator[Node]:
    """The rows that are left when tracked deletions are accepted."""
    for node in table:
        if node.tag == W + "tr":
            if child(node, "trPr", "del") is None:
                yield node
        elif node.tag in (W + "customXml", W + "ins"):
            yield from _rows(node)
        elif node.tag == W + "sdt":
            content = child(node, "sdtContent")
            yield from _rows(content) if content is not None else ()


def _cells(row: Node) -> Iterator[Node]:
    for node in row:
        if node.tag == W + "tc":
            if child(node, "tcPr", "cellDel") is None:
                yield node
        elif node.tag == W + "customXml":
            yield from _cells(node)
        elif node.tag == W + "sdt":
            content = child(node, "sdtContent")
            yield from _cells(content) if content is not None else ()


def _is_contents(control: Node) -> bool:
    gallery = attribute(child(control, "sdtPr", "docPartObj", "docPartGallery"))
    return gallery == "Table of Contents"


def _is_placeholder(control: Node) -> bool:
    """Whether a content control shows only its prompt: 单击此处输入文字."""
    return bool(switch(child(control, "sdtPr"), "showingPlcHdr"))


def _without_breaks(text: str) -> str:
    """White space inside a run is a space, whatever it is in the XML."""
    return text.replace("\t", " ").replace("\n", " ").replace("\r", " ")


def _mark_is_deleted(properties: Node | None) -> bool:
    mark = child(properties, "rPr")
    return child(mark, "del") is not None or child(mark, "moveFrom") is not None


def _symbol(node: Node) -> str:
    """A character picked from a font; those of symbol fonts have no meaning as text."""
    try:
        code = int(attribute(node, "char") or "", 16)
    except ValueError:
        return ""
    return "" if code in _SYMBOL_FONT or not 0x20 <= code < 0xD800 else chr(code)
