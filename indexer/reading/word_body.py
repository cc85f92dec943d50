"""The paragraphs, tables, text boxes and notes of a Word document, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.models import Span
from indexer.reading.plain import unify_line_ends
from indexer.reading.rows import is_data_row
from indexer.reading.word_numbering import Numbering
from indexer.reading.word_styles import Styles
from indexer.reading.word_xml import (
    COMPATIBILITY,
    MATH,
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
    for name in ("del", "moveFrom", "delText", "instrText", "delInstrText", "pPr", "rPr", "sdtPr", "rt")
)
_NOTE_MARKS = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
_WHITE_SPACE = str.maketrans("\t\n\r", "   ")
_SYMBOL_FONT = range(0xE000, 0xF900)


class Body:
    """Collects the lines of a document; ``result`` gives them as one text."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._lines: list[tuple[str, bool]] = []
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
                self._lines.extend((line.lstrip(" \t"), False) for line, _ in self._blocks(note))

    def result(self) -> tuple[str, tuple[Span, ...]]:
        """The text, and the spans of its table of contents, which Word generated."""
        text, spans, at = [], [], 0
        for line, generated in self._lines:
            if generated and line:
                spans.append((at, at + len(line)))
            text.append(line)
            at += len(line) + 1
        return "\n".join(text), tuple(spans)

    # --- blocks --------------------------------------------------------------------------

    def _blocks(self, container: Node, generated: bool = False) -> list[tuple[str, bool]]:
        lines: list[tuple[str, bool]] = []
        held = ""
        for node in _flat(container):
            if node.tag == W + "tbl":
                lines.extend((line, generated) for row in _rows(node) for line in self._row(row))
            elif node.tag == W + "sdt":
                inside = generated or _is_contents(node)
                content = child(node, "sdtContent")
                if content is not None:
                    lines.extend(self._blocks(content, inside))
            elif node.tag == W + "p":
                text, boxes = self._paragraph(node)
                if _mark_is_deleted(node):
                    # Without its mark a paragraph runs on into the next one.
                    held += text
                else:
                    style = self._styles.style_of(child(node, "pPr"))
                    lines.append((held + text, generated or self._styles.is_contents(style)))
                    held = ""
                for box in boxes:
                    lines.extend(self._blocks(box, generated))
        return [*lines, (held, generated)] if held else lines

    def _row(self, row: Node) -> Iterator[str]:
        cells = [[line for line, _ in self._blocks(cell)] for cell in _cells(row)]
        if is_data_row(["\n".join(cell) for cell in cells]):
            joined = (" ".join(line.replace("\n", " ") for line in cell if line.strip()) for cell in cells)
            yield "\t".join(joined).rstrip("\t")
        else:
            for cell in cells:
                yield from cell

    # --- inside a paragraph ----------------------------------------------------------------

    def _paragraph(self, node: Node) -> tuple[str, list[Node]]:
        properties = child(node, "pPr")
        style = self._styles.style_of(properties)
        out: list[str] = []
        boxes: list[Node] = []
        self._inline(node, out, boxes, self._styles.hides(style))
        label = self._numbering.label(properties, style)
        text = unify_line_ends("".join(out))
        return (label + text if text.strip() else text), boxes

    def _inline(self, parent: Node, out: list[str], boxes: list[Node], hidden: bool) -> None:
        for node in parent:
            tag = node.tag
            if tag in _TEXTS:
                if not hidden:
                    out.append((node.text or "").translate(_WHITE_SPACE))
            elif tag in _PIECES:
                if not hidden:
                    out.append(_PIECES[tag])
            elif tag in _SKIPPED or not isinstance(tag, str):
                continue
            elif tag == W + "sym":
                if not hidden:
                    out.append(_symbol(node))
            elif tag in _NOTE_MARKS:
                self._notes[_NOTE_MARKS[tag]].append(attribute(node, "id") or "")
            elif tag == W + "txbxContent":
                boxes.append(node)
            elif tag == COMPATIBILITY + "AlternateContent":
                branch = chosen_branch(node)
                if branch is not None:
                    self._inline(branch, out, boxes, hidden)
            else:
                self._inline(node, out, boxes, self._hides(node, hidden) if tag == W + "r" else hidden)

    def _hides(self, run: Node, by_paragraph: bool) -> bool:
        properties = child(run, "rPr")
        said = switch(properties, "vanish")
        if said is not None:
            return said
        return by_paragraph or self._styles.hides(attribute(child(properties, "rStyle")))


def _flat(container: Node) -> Iterator[Node]:
    """Paragraphs, tables and content controls, also inside wrappers that mean nothing here."""
    for node in container:
        if node.tag in (W + "p", W + "tbl", W + "sdt"):
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


def _mark_is_deleted(paragraph: Node) -> bool:
    mark = child(paragraph, "pPr", "rPr")
    return child(mark, "del") is not None or child(mark, "moveFrom") is not None


def _symbol(node: Node) -> str:
    """A character picked from a font; those of symbol fonts have no meaning as text."""
    try:
        code = int(attribute(node, "char") or "", 16)
    except ValueError:
        return ""
    return "" if code in _SYMBOL_FONT or not 0x20 <= code < 0xD800 else chr(code)
