"""Documents and drawings that stand inside a Word document, in parts of their own.

What Word shows in the text is read: documents of other formats that it puts together when it opens
the file (w:altChunk), Word documents embedded as objects, the words of SmartArt. The rest is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from indexer.errors import UnreadableFile
from indexer.model.reports import SourceText
from indexer.model.unread import Tally
from indexer.reading.encoding import decode
from indexer.reading.html.reader import declared_charset, looks_like_html, read_html
from indexer.reading.ole2 import is_ole2
from indexer.reading.plain import unify_line_ends
from indexer.reading.plausibility import is_garbage
from indexer.reading.rtf import read_rtf
from indexer.reading.web_archive import is_web_archive, read_web_archive
from indexer.reading.word.package import Package, Relation
from indexer.reading.word.xml import DIAGRAM, DRAWING, OFFICE, Node, relation_id, texts_in

_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_RTF = b"{\\rtf"
#: More documents inside one document, and inside one another, than anybody puts there.
_MOST = 50
_DEEPEST = 3
#: The kinds of relations that lead to documents inside the document.
_INSIDE = frozenset(("aFChunk", "package", "oleObject"))
_MATHEMATICAL = ("equation.", "mathtype")
_SUB_DOCUMENT = "subDocument"

#: Reads a Word document inside another one: its bytes, and how many such may still be read.
ReadInner = Callable[[bytes, "Budget"], SourceText]


class Budget:
    """How many documents may still be read inside one file, and inside one another."""

    def __init__(self) -> None:
        self.left = _MOST
        self.depth = 0

    def take(self) -> bool:
        """Whether one more may be read."""
        self.left -= 1
        return self.left >= 0 and self.depth < _DEEPEST


class Attached:
    """What the parts of one document refer to. ``part`` is the path of the part being read, to which
    relations belong; ``read_inner`` reads a Word document inside this one."""

    def __init__(self, package: Package, part: str, tally: Tally, read_inner: ReadInner, budget: Budget) -> None:
        self.part = part
        self._package = package
        self._tally = tally
        self._read_inner = read_inner
        self._budget = budget
        self._used: set[str] = set()
        self._behind: dict[str, bool] = {}

    def chunk(self, node: Node) -> SourceText | None:
        """The document that a w:altChunk puts in its place; ``None``, and counted, where it cannot be read."""
        return self._document(self._relation(node))

    def embedded(self, container: Node) -> SourceText | None:
        """The Word document that a w:object holds; ``None``, and counted, for every other object."""
        for node in _descendants(container):
            if node.tag == OFFICE + "OLEObject":
                program = (node.get("ProgID") or "").lower()
                relation = self._relation(node)
                if program.startswith(_MATHEMATICAL):
                    self._used.add(relation.path if relation else "")
                    self._tally.add("formula")
                    return None
                return self._document(relation)
        return None

    def diagram(self, node: Node) -> list[str]:
        """The words of a SmartArt drawing, one line for each of its shapes, in their order."""
        relation = self._package.relations(self.part).get(relation_id(node, "dm"))
        try:
            root = self._package.tree(relation.path) if relation and relation.path else None
        except UnreadableFile:
            root = None
        if root is None:
            self._tally.add("diagram")
            return []
        return list(_words_of_diagram(root))

    def count_unused(self, part: str) -> None:
        """Counts the documents that ``part`` refers to and that stand nowhere in its text."""
        for relation in self._package.relations(part).values():
            if relation.external and relation.kind in (_SUB_DOCUMENT, *_INSIDE):
                self._tally.add("linked")
            elif relation.kind in _INSIDE and relation.path and relation.path not in self._used:
                self._tally.add("embedded")

    def draws_behind_text(self) -> bool:
        """Whether the part being read puts a drawing behind its text, on which white text can be read."""
        if self.part not in self._behind:
            markup = self._package.part(self.part)
            self._behind[self.part] = b'behindDoc="1"' in markup or b'behindDoc="true"' in markup
        return self._behind[self.part]

    def _relation(self, node: Node) -> Relation | None:
        return self._package.relations(self.part).get(relation_id(node))

    def _document(self, relation: Relation | None) -> SourceText | None:
        if relation is None or relation.external:
            # What lies outside the file is counted with its relations.
            self._tally.add("embedded", 0 if relation else 1)
            return None
        self._used.add(relation.path)
        try:
            source = self._read(self._package.part(relation.path)) if self._budget.take() else None
        except UnreadableFile:
            source = None
        if source is None:
            self._tally.add("embedded")
            return None
        self._tally.extend(source.unread)
        return source

    def _read(self, data: bytes) -> SourceText | None:
        """The text of a document by its content; ``None`` where its format is not read."""
        if is_web_archive(data):
            return read_web_archive(data, self._package.name)
        if data.startswith(_ZIP_STARTS):
            return self._read_inner(data, self._budget)
        if data.startswith(_RTF):
            return read_rtf(data)
        if not data or is_ole2(data):
            return None
        decoded = decode(data, declared_charset(data))
        text, encoding = decoded.text, decoded.encoding
        if is_garbage(text):
            return None
        if looks_like_html(text, expected=True):
            return read_html(text, encoding)
        return SourceText(unify_line_ends(text), "txt", encoding)


def _words_of_diagram(root: Node) -> Iterator[str]:
    """The texts of a drawing's points, each below the one it belongs to; those that belong to none last."""
    points = {node.get("modelId") or "": node for node in _descendants(root) if node.tag == DIAGRAM + "pt"}
    below: dict[str, list[tuple[int, str]]] = {}
    for node in _descendants(root):
        if node.tag == DIAGRAM + "cxn" and node.get("type") in (None, "parOf"):
            order = node.get("srcOrd") or ""
            place = (int(order) if order.isdigit() and len(order) < 9 else 0, node.get("destId") or "")
            below.setdefault(node.get("srcId") or "", []).append(place)
    starts = [key for key, node in points.items() if node.get("type") == "doc"]
    waiting = [*reversed(points), *reversed(starts)]
    seen: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key in seen or key not in points:
            continue
        seen.add(key)
        waiting += [name for _, name in sorted(below.get(key, ()), reverse=True)]
        for paragraph in _descendants(points[key]):
            if paragraph.tag == DRAWING + "p" and (text := "".join(texts_in(paragraph)).strip()):
                yield text


def _descendants(node: Node) -> Iterator[Node]:
    for inner in node:
        if isinstance(inner.tag, str):
            yield inner
            yield from _descendants(inner)
