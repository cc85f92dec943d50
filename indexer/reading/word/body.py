"""The paragraphs, tables, text boxes and notes of a Word document, as lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from indexer.language.normalize import merge_spans
from indexer.model.reports import SourceText, Span
from indexer.model.unread import Tally
from indexer.reading.contents import find_contents
from indexer.reading.headings import whole_headings
from indexer.reading.plain import unify_line_ends
from indexer.reading.row_heads import LONGEST_ROW_HEAD
from indexer.reading.rows import is_data_row, join_cells
from indexer.reading.word.attached import Attached
from indexer.reading.word.blocks import (
    blocks_in,
    cells_of,
    continues_above,
    holds_table,
    is_loose,
    rows_of,
    skipped_columns,
    width_of,
)
from indexer.reading.word.numbering import Numbering
from indexer.reading.word.own_additions import REASON, is_own_source, own_end
from indexer.reading.word.runs import Box, Runs, RunText, is_placeholder
from indexer.reading.word.styles import Styles
from indexer.reading.word.visibility import is_shaded
from indexer.reading.word.xml import Node, W, attribute, child, children, texts_in

#: A line of a generated table of contents ends with its page.
_ENTRY = re.compile(r"(?s).{2,160}(?:\d|[ivxIVX])\s*")
_NOTE_KINDS = ("footnote", "endnote")


class Line(NamedTuple):
    """A line, or more where a paragraph has breaks in it. ``generated`` by a table of contents;
    ``removed`` says in Chinese why it is no part of the article, '' where it is; an ``aside`` stands
    beside the article."""

    text: str
    generated: bool = False
    heading: bool = False
    removed: str = ""
    aside: bool = False


class Body:
    """Collects the lines of a document; ``result`` gives them as one text. What is left unread is
    counted in ``tally``."""

    def __init__(self, styles: Styles, numbering: Numbering, attached: Attached, tally: Tally) -> None:
        self._styles = styles
        self._numbering = numbering
        self._attached = attached
        self._tally = tally
        self._runs = Runs(styles, tally, attached)
        self._lines: list[Line] = []
        self._asides: list[Line] = []

    def read(self, document: Node) -> None:
        """Reads the document's body; a document without one has no lines."""
        # On a coloured page white text can be read.
        self._runs.shaded = child(document, "background") is not None
        body = child(document, "body")
        if body is not None:
            lines = self._blocks(body)
            own = own_end([line.text for line in lines])
            self._lines += [line if at < own else line._replace(removed=REASON) for at, line in enumerate(lines)]

    def read_notes(self, root: Node | None, kind: str) -> None:
        """Appends the notes (``footnote``, ``endnote``) the body refers to, in the order it does, and
        counts the others."""
        notes = {attribute(note, "id"): note for note in children(root, kind)}
        for key in dict.fromkeys(self._runs.notes[kind]):
            note = notes.pop(key, None)
            if note is not None:
                self._lines.extend(line._replace(text=line.text.lstrip(" \t")) for line in self._blocks(note))
        for note in notes.values():
            if any(text.strip() for text in texts_in(note)):
                self._tally.add("note")

    def read_comments(self, root: Node | None) -> None:
        """Puts each comment beside the text, on a line that says so, in the order the body has them. The sources that Bigan
        itself has put into comments are no part of the report."""
        comments = {attribute(comment, "id"): comment for comment in children(root, "comment")}
        for key in dict.fromkeys((*self._runs.notes["comment"], *comments)):
            if key not in comments:
                continue
            author = attribute(comments[key], "author")
            texts = [text for line in self._blocks(comments[key]) if (text := " ".join(line.text.split()))]
            own = [text for text in texts if is_own_source(author, text)]
            for text in own:
                self.add_removed(f"批注：{text}", REASON)
            if len(own) < len(texts):
                self.add_aside("批注：" + " ".join(text for text in texts if text not in own))

    def place_embedded(self) -> None:
        """Puts the documents that are embedded as objects beside the text."""
        for source in self._runs.embedded:
            texts = [line.text for line in _lines_of(source, False) if line.text.strip() and not line.removed]
            for at, text in enumerate(texts):
                self.add_aside(text if at else f"嵌入文档：{text}")
        self._runs.embedded.clear()

    def block_text(self, root: Node) -> str:
        """The text of a part of its own, such as a header, on one line."""
        return self._joined(root)

    def add_aside(self, text: str) -> None:
        """Puts a line beside the text."""
        self._asides.append(Line(text, aside=True))

    def add_removed(self, text: str, reason: str) -> None:
        """Appends a line that is no part of the article."""
        self._lines.append(Line(text, removed=reason))

    def result(self, format: str) -> SourceText:
        """The text with the spans of its table of contents and other pieces that are no part of it,
        of its headings and of its asides."""
        contents: list[Span] = []
        headings: list[Span] = []
        asides: list[Span] = []
        reasons: dict[Span, str] = {}
        at = 0
        lines = [*(line for line in self._lines if not line.aside), *(line for line in self._lines if line.aside)]
        lines += self._asides
        for line in lines:
            span = (at, at + len(line.text))
            contents += [span] if line.generated and line.text else []
            headings += [span] if line.heading else []
            asides += [span] if line.aside else []
            if line.removed and line.text:
                reasons[span] = line.removed
            at = span[1] + 1
        text = "\n".join(line.text for line in lines)
        entries = merge_spans([*contents, *find_contents(text)])
        reasons = dict.fromkeys(entries, "目录") | reasons
        boilerplate = tuple(sorted(reasons))
        headings_found = whole_headings(text, headings, boilerplate)
        return SourceText(
            text, format, None, boilerplate, headings_found, reasons, tuple(asides), self._tally.result()
        )

    # --- blocks --------------------------------------------------------------------------

    def _joined(self, container: Node) -> str:
        lines = self._blocks(container)
        return " ".join(" ".join(line.text.split()) for line in lines if line.text.strip())

    def _blocks(self, container: Node, generated: bool = False) -> list[Line]:
        lines: list[Line] = []
        held = ""
        for node in blocks_in(container, self._tally):
            if node.tag == W + "tbl":
                lines.extend(line._replace(generated=generated) for line in self._table(node))
            elif node.tag == W + "sdt":
                lines.extend(self._control(node, generated))
            elif node.tag == W + "altChunk":
                lines.extend(_lines_of(self._attached.chunk(node), generated))
            else:
                before, line, after = self._paragraph(node, generated)
                lines.extend(before)
                if _mark_is_deleted(child(node, "pPr")):
                    # Without its mark a paragraph runs on into the next one.
                    held += line.text
                else:
                    lines.append(line._replace(text=held + line.text) if held else line)
                    held = ""
                lines.extend(after)
        return [*lines, Line(held, generated)] if held else lines

    def _control(self, control: Node, generated: bool) -> list[Line]:
        content = child(control, "sdtContent")
        if content is None:
            return []
        if is_placeholder(control):
            self._tally.add_text("prompt", "".join(texts_in(content)))
            return []
        return self._blocks(content, generated or _is_contents(control))

    def _paragraph(self, node: Node, generated: bool) -> tuple[list[Line], Line, list[Line]]:
        """A paragraph's line, between those of the boxes that are anchored before and in its text."""
        properties = child(node, "pPr")
        style = self._styles.style_of(properties)
        read = RunText()
        around = self._runs.shaded
        self._runs.shaded = around or is_shaded(properties) or self._styles.shades(style)
        self._runs.read((node,) if is_loose(node) else node, read, self._styles.hides(style))
        self._runs.shaded = around
        # An empty paragraph counts as well, but shows no number.
        label = self._numbering.label(properties, style)
        text = unify_line_ends("".join(read.text))
        text = label + text if text.strip() else text
        inside = generated or self._is_generated(style, read, text)
        line = Line(text, inside, self._styles.is_heading(properties))
        if not (read.early or read.late):
            return [], line, []
        return self._boxed(read.early, generated), line, self._boxed(read.late, generated)

    def _boxed(self, boxes: Sequence[Box], generated: bool) -> list[Line]:
        return [line for box in boxes for line in self._box(box, generated)]

    def _box(self, box: Box, generated: bool) -> list[Line]:
        if isinstance(box, str):
            return [Line(box, generated)]
        if isinstance(box, SourceText):
            return _lines_of(box, generated)
        around, self._runs.shaded = self._runs.shaded, True
        lines = self._blocks(box, generated)
        self._runs.shaded = around
        return lines

    def _is_generated(self, style: str | None, read: RunText, text: str) -> bool:
        if self._styles.is_contents(style):
            return True
        # A field that a damaged document never ends may not swallow the report.
        return read.generated * 2 > len(text) and _ENTRY.fullmatch(text) is not None

    # --- tables --------------------------------------------------------------------------

    def _table(self, table: Node) -> Iterator[Line]:
        around = self._runs.shaded
        properties = child(table, "tblPr")
        coloured = around or is_shaded(properties) or self._styles.shades(attribute(child(properties, "tblStyle")))
        heads: dict[int, str] = {}
        for row in rows_of(table, self._tally):
            cells: list[list[Line]] = []
            repeated: list[str] = []
            column = skipped_columns(row)
            nested = False
            for cell in cells_of(row, self._tally):
                nested = nested or holds_table(cell)
                self._runs.shaded = coloured or is_shaded(child(cell, "tcPr"))
                lines = self._blocks(cell)
                cells.append(lines)
                repeated.append(_row_head(heads, column, cell, lines))
                column += width_of(cell)
            self._runs.shaded = around
            yield from _row_lines(cells, repeated, nested)


def _row_head(heads: dict[int, str], column: int, cell: Node, lines: Sequence[Line]) -> str:
    """What a cell that is merged with those above it has to repeat; '' for other cells, which are
    remembered in ``heads``."""
    text = _on_one_line(lines)
    if continues_above(cell) and not text:
        return heads.get(column, "")
    heads[column] = text if len(text) <= LONGEST_ROW_HEAD else ""
    return ""


def _row_lines(cells: Sequence[Sequence[Line]], repeated: Sequence[str], nested: bool) -> Iterator[Line]:
    """The lines of a table's row: one for a row of data, with the heads of merged cells again, unless
    a table is ``nested`` in it."""
    if not nested and is_data_row(["\n".join(line.text for line in cell) for cell in cells]):
        texts = [_on_one_line(cell) or head for cell, head in zip(cells, repeated, strict=True)]
        yield Line(join_cells(texts))
    else:
        for cell in cells:
            yield from cell


def _on_one_line(lines: Sequence[Line]) -> str:
    return " ".join(line.text.replace("\n", " ") for line in lines if line.text.strip())


def _lines_of(source: SourceText | None, generated: bool) -> list[Line]:
    """The lines of a document inside this one, which keep what is known of them."""
    lines: list[Line] = []
    if source is None:
        return lines
    headings, asides = dict(source.headings), dict(source.asides)
    spans = sorted(source.boilerplate)
    at = 0
    for text in source.text.split("\n"):
        end = at + len(text)
        while spans and spans[0][1] < end:
            spans.pop(0)
        cut = bool(spans) and spans[0][0] <= at
        reason = source.reasons.get(spans[0], "网页部件") if cut else ""
        lines.append(Line(text, generated, at in headings, reason, at in asides))
        at = end + 1
    return lines


def _is_contents(control: Node) -> bool:
    gallery = attribute(child(control, "sdtPr", "docPartObj", "docPartGallery"))
    return gallery == "Table of Contents"


def _mark_is_deleted(properties: Node | None) -> bool:
    mark = child(properties, "rPr")
    return child(mark, "del") is not None or child(mark, "moveFrom") is not None
