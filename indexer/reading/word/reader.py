"""Word documents (.docx) to text, from the document XML itself.

The only direct user of lxml. Read as Word shows the document on paper: automatic numbers are
written out, tracked changes are accepted, hidden text is gone.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import cast

from lxml import etree

from indexer.errors import UnreadableFile
from indexer.model.reports import SourceText
from indexer.reading.containers import encrypted
from indexer.reading.encoding import decode
from indexer.reading.html.reader import declared_charset, looks_like_html, read_html
from indexer.reading.plain import unify_line_ends
from indexer.reading.web_archive import is_web_archive, read_web_archive
from indexer.reading.word.body import Body
from indexer.reading.word.numbering import Numbering
from indexer.reading.word.styles import Styles
from indexer.reading.word.xml import Node, W, child
from indexer.reading.zips import DAMAGE, STREAMED_METHODS, is_locked

_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
#: Bytes. The XML of a thousand-page report is a tenth of this; more is an attack or a mishap.
_LARGEST_PART = 64 * 1024 * 1024

# "Strict" documents use other addresses for the same names.
_STRICT_NAMES = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)
_MAIN = "word/document.xml"
#: More documents inside one document than anybody puts there.
_MOST_CHUNKS = 50


def is_zip(data: bytes) -> bool:
    """Whether the bytes begin like a zip archive, which every .docx is."""
    return data.startswith(_ZIP_STARTS)


def read_docx(data: bytes, name: str) -> SourceText:
    """The visible text of a Word document, its footnotes at the end.

    Raises ``UnreadableFile`` where it is no Word document, is encrypted, damaged, or unpacks
    to more than 64 MB.
    """
    package = _Package(data, name)
    main = package.main_part()
    document = package.tree(main)
    if document is None or document.tag != W + "document":
        raise _not_word(name)
    styles = Styles(package.tree(package.part_beside(main, "styles")))
    numbering = Numbering(package.tree(package.part_beside(main, "numbering")), styles)
    chunks = _Chunks(package, main)
    body = Body(styles, numbering, chunks.read)
    body.read(child(document, "body"))
    for kind in ("footnote", "endnote"):
        body.read_notes(package.tree(package.part_beside(main, kind + "s")), kind)
    text, furniture, headings = body.result()
    return SourceText(text, "docx", None, furniture, headings)


class _Chunks:
    """Documents of other formats inside a document, as programs that write Word files from web
    pages leave them; Word reads them when it opens the file."""

    def __init__(self, package: _Package, main: str) -> None:
        self._package = package
        self._main = main
        self._left = _MOST_CHUNKS

    def read(self, relation: str) -> SourceText | None:
        """The text of one such document; ``None`` where its format is not read."""
        self._left -= 1
        data = self._package.part(self._main, relation) if self._left >= 0 else b""
        if is_web_archive(data):
            return read_web_archive(data, self._package.name)
        if not data or is_zip(data) or data.startswith(b"{\\rtf"):
            return None
        text, encoding = decode(data, declared_charset(data))
        if looks_like_html(text, expected=True):
            return read_html(text, encoding)
        return SourceText(unify_line_ends(text), "txt", encoding)


class _Package:
    """The zip archive a document comes in, opened with distrust."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except DAMAGE as error:
            raise _damaged(name) from error
        # Some programs write "word\\document.xml", or other letter cases.
        self._entries = {entry.filename.replace("\\", "/").lower(): entry for entry in entries}
        if "encryptedpackage" in self._entries:
            raise encrypted(name)

    def main_part(self) -> str:
        """The path of the document part: mostly word/document.xml, but not by rule."""
        return self._related("_rels/.rels", "", "officeDocument") or _MAIN

    def part_beside(self, main: str, kind: str) -> str:
        """The path of a part that belongs to the document: styles, numbering, footnotes…"""
        folder, _, file = main.rpartition("/")
        rels = posixpath.join(folder, "_rels", file + ".rels")
        return self._related(rels, folder, kind) or posixpath.join(folder, kind + ".xml")

    def tree(self, path: str) -> Node | None:
        """The root element of a part, or ``None`` where there is no such part."""
        entry = self._entries.get(path.lower())
        if entry is None:
            return None
        markup = self._unpacked(entry)
        for strict, usual in _STRICT_NAMES:
            markup = markup.replace(strict, usual)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        try:
            return cast(Node, etree.fromstring(markup, parser))
        except (etree.XMLSyntaxError, ValueError) as error:
            raise _damaged(self.name) from error

    def part(self, main: str, relation: str) -> bytes:
        """The bytes of the part that the document calls ``relation``; empty where there is none."""
        folder, _, file = main.rpartition("/")
        relations = self.tree(posixpath.join(folder, "_rels", file + ".rels"))
        for found in relations if relations is not None else ():
            if found.get("Id") == relation:
                target = found.get("Target") or ""
                path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                entry = self._entries.get(posixpath.normpath(path).lower())
                return b"" if entry is None else self._unpacked(entry)
        return b""

    def _unpacked(self, entry: zipfile.ZipInfo) -> bytes:
        if is_locked(entry):
            raise encrypted(self.name)
        if entry.compress_type not in STREAMED_METHODS:
            raise _damaged(self.name)
        try:
            with self._zip.open(entry) as part:
                # The size the archive declares may be a lie: never read more than allowed.
                data = part.read(_LARGEST_PART + 1)
        except RuntimeError as error:
            # zipfile has no error of its own for a part that needs a password.
            if isinstance(error, NotImplementedError):
                raise _damaged(self.name) from error
            raise encrypted(self.name) from error
        except DAMAGE as error:
            raise _damaged(self.name) from error
        if len(data) > _LARGEST_PART:
            raise UnreadableFile(f"「{self.name}」展开后超过 64 MB：请拆成几个较小的文档，或另存为 .txt")
        return data

    def _related(self, rels: str, folder: str, kind: str) -> str | None:
        relations = self.tree(rels)
        for relation in relations if relations is not None else ():
            target = relation.get("Target")
            if target and (relation.get("Type") or "").endswith("/" + kind):
                path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                path = posixpath.normpath(path)
                if path.lower() in self._entries:
                    return path
        return None


def _not_word(name: str) -> UnreadableFile:
    return UnreadableFile(f"「{name}」不是 Word 文档：压缩包请先解压，表格、幻灯片请另存为 .docx 或 .txt")


def _damaged(name: str) -> UnreadableFile:
    return UnreadableFile(f"「{name}」已损坏，无法读取：请用 Word 或 WPS 打开修复后另存为 .docx")
