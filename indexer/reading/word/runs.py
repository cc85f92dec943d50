"""The content of one paragraph of a Word document: its text, what is anchored in it, what is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from indexer.model.reports import SourceText
from indexer.model.unread import Tally
from indexer.reading.word.attached import Attached
from indexer.reading.word.fields import Fields, form_value
from indexer.reading.word.styles import Styles
from indexer.reading.word.visibility import hides
from indexer.reading.word.xml import (
    CHART,
    COMPATIBILITY,
    DIAGRAM,
    DRAWING,
    MATH,
    PICTURE,
    VML,
    Node,
    W,
    attribute,
    child,
    chosen_branch,
    switch,
    texts_in,
)

_PIECES = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
_TEXTS = frozenset((W + "t", MATH + "t"))
#: Codes and settings behind the text.
_SKIPPED = frozenset(W + name for name in ("pPr", "rPr", "sdtPr", "sdtEndPr"))
#: Deleted or moved away, and the reading printed above a character.
_LEFT_OUT = {
    **dict.fromkeys((W + "del", W + "moveFrom", W + "delText", W + "delInstrText"), "deleted"),
    W + "rt": "reading",
}
_COUNTED = {
    PICTURE + "pic": "image",
    VML + "imagedata": "image",
    CHART + "chart": "chart",
    W + "control": "form",
}
_NOTE_MARKS = {
    W + "footnoteReference": "footnote",
    W + "endnoteReference": "endnote",
    W + "commentReference": "comment",
}
_SYMBOL_FONT = range(0xE000, 0xF900)

#: What is anchored in a paragraph and read as lines of its own.
Box = Node | SourceText | str


@dataclass(slots=True)
class RunText:
    """What was read of a paragraph: its text, the boxes anchored in it, how much of it a table of
    contents generated (characters). ``early`` boxes are anchored before any text."""

    text: list[str] = field(default_factory=list)
    early: list[Box] = field(default_factory=list)
    late: list[Box] = field(default_factory=list)
    generated: int = 0

    def add_box(self, box: Box) -> None:
        (self.late if any(piece.strip() for piece in self.text) else self.early).append(box)


class Runs:
    """Reads the runs of one document, paragraph by paragraph. ``notes`` are the ids of the notes and
    comments referred to so far, ``embedded`` the documents found as objects, in order; ``shaded`` is whether the
    ground behind the text is coloured."""

    def __init__(self, styles: Styles, tally: Tally, attached: Attached) -> None:
        self.notes: dict[str, list[str]] = {"footnote": [], "endnote": [], "comment": []}
        self.embedded: list[SourceText] = []
        self.shaded = False
        self._styles = styles
        self._tally = tally
        self._attached = attached
        self._fields = Fields()
        self._special: dict[str, Callable[[Node, RunText, bool], None]] = {
            W + "sym": self._symbol,
            W + "fldChar": self._field,
            W + "instrText": lambda node, read, hidden: self._fields.code(node.text or ""),
            W + "txbxContent": lambda node, read, hidden: read.add_box(node),
            W + "altChunk": lambda node, read, hidden: _add(read, self._attached.chunk(node)),
            W + "object": self._object,
            W + "sdt": self._control,
            COMPATIBILITY + "AlternateContent": self._alternatives,
            DIAGRAM + "relIds": self._diagram,
            DRAWING + "txBody": self._drawn_text,
            VML + "textpath": lambda node, read, hidden: read.add_box(_without_breaks(node.get("string") or "")),
        }

    def read(self, parent: Iterable[Node], read: RunText, hidden: bool) -> None:
        """Adds the content of ``parent`` to ``read``; ``hidden`` text is counted, not read."""
        for node in parent:
            tag = node.tag
            if tag in _TEXTS:
                self._text(_without_breaks(node.text or ""), read, hidden)
            elif tag == W + "r":
                self.read(node, read, self._is_unseen(node, hidden))
            elif tag in _SKIPPED or not isinstance(tag, str):
                continue
            elif tag in _PIECES:
                if not hidden:
                    read.text.append(_PIECES[tag])
            elif tag in self._special:
                self._special[tag](node, read, hidden)
            elif tag in _LEFT_OUT:
                self._leave_out(node, _LEFT_OUT[tag])
            elif tag in _NOTE_MARKS:
                self.notes[_NOTE_MARKS[tag]].append(attribute(node, "id") or "")
            else:
                if _COUNTED.get(tag):
                    self._tally.add(_COUNTED[tag])
                self.read(node, read, hidden)

    def _is_unseen(self, run: Node, hidden: bool) -> bool:
        unseen = hides(run, hidden, self.shaded, self._styles)
        if unseen and not (hidden or self.shaded) and self._attached.draws_behind_text():
            return hides(run, hidden, True, self._styles)
        return unseen

    def _text(self, text: str, read: RunText, hidden: bool) -> None:
        if hidden:
            self._tally.add_text("hidden", text)
            return
        read.text.append(text)
        if self._fields.in_contents:
            read.generated += len(text)

    def _leave_out(self, node: Node, kind: str) -> None:
        if node.tag == W + "delText":
            self._tally.add_text(kind, node.text or "")
        elif node.tag != W + "delInstrText":
            self._tally.add_text(kind, "".join(texts_in(node)))

    def _symbol(self, node: Node, read: RunText, hidden: bool) -> None:
        char = _symbol(node)
        if not char:
            self._tally.add("unmapped")
        elif not hidden:
            read.text.append(char)

    def _field(self, node: Node, read: RunText, hidden: bool) -> None:
        self._fields.mark(attribute(node, "fldCharType") or "")
        value = form_value(node)
        if value:
            self._text(value, read, hidden)

    def _object(self, node: Node, read: RunText, hidden: bool) -> None:
        # The picture in it only shows the object, whose text is not part of this one.
        source = self._attached.embedded(node)
        if source is not None:
            self.embedded.append(source)

    def _control(self, node: Node, read: RunText, hidden: bool) -> None:
        content = child(node, "sdtContent")
        if content is None:
            return
        if is_placeholder(node):
            self._tally.add_text("prompt", "".join(texts_in(content)))
        else:
            self.read(content, read, hidden)

    def _alternatives(self, node: Node, read: RunText, hidden: bool) -> None:
        branch = chosen_branch(node)
        if branch is not None:
            self.read(branch, read, hidden)

    def _diagram(self, node: Node, read: RunText, hidden: bool) -> None:
        for text in self._attached.diagram(node):
            read.add_box(text)

    def _drawn_text(self, node: Node, read: RunText, hidden: bool) -> None:
        for paragraph in node:
            if paragraph.tag == DRAWING + "p":
                read.add_box(_without_breaks("".join(texts_in(paragraph))))


def is_placeholder(control: Node) -> bool:
    """Whether a content control shows only its prompt: 单击此处输入文字."""
    return bool(switch(child(control, "sdtPr"), "showingPlcHdr"))


def _add(read: RunText, source: SourceText | None) -> None:
    if source is not None:
        read.add_box(source)


def _without_breaks(text: str) -> str:
    """White space inside a run is a space, whatever it is in the XML."""
    return text.replace("\t", " ").replace("\n", " ").replace("\r", " ")


def _symbol(node: Node) -> str:
    """A character picked from a font; those of symbol fonts have no meaning as text."""
    try:
        code = int(attribute(node, "char") or "", 16)
    except ValueError:
        return ""
    return "" if code in _SYMBOL_FONT or not 0x20 <= code < 0xD800 else chr(code)
