"""Word documents (.docx) to text, from the document XML itself.

The only direct user of lxml. Read as Word shows the document on paper: automatic numbers are
written out, tracked changes are accepted, hidden text is gone.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from typing import cast

from lxml import etree

from indexer.errors import UnreadableFile
from indexer.models import SourceText
from indexer.reading.containers import encrypted
from indexer.reading.word_body import Body
from indexer.reading.word_numbering import Numbering
from indexer.reading.word_styles import Styles
from indexer.reading.word_xml import Node, W, child

_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
#: Bytes. The XML of a thousand-page report is a tenth of this; more is an attack or a mishap.
_LARGEST_PART = 64 * 1024 * 1024
_ENCRYPTED_FLAG = 0x1

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
#: What the package and zip layers raise on damaged bytes.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    OverflowError,
    IndexError,
)


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
    body = Body(styles, numbering)
    body.read(child(document, "body"))
    for kind in ("footnote", "endnote"):
        body.read_notes(package.tree(package.part_beside(main, kind + "s")), kind)
    text, furniture = body.result()
    return SourceText(text, "docx", None, furniture)


class _Package:
    """The zip archive a document comes in, opened with distrust."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except _DAMAGE as error:
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
            raise _damaged(self._name) from error

    def _unpacked(self, entry: zipfile.ZipInfo) -> bytes:
        if entry.flag_bits & _ENCRYPTED_FLAG:
            raise encrypted(self._name)
        try:
            with self._zip.open(entry) as part:
                # The size the archive declares may be a lie: never read more than allowed.
                data = part.read(_LARGEST_PART + 1)
        except RuntimeError as error:
            # zipfile has no error of its own for a part that needs a password.
            if isinstance(error, NotImplementedError):
                raise _damaged(self._name) from error
            raise encrypted(self._name) from error
        except _DAMAGE as error:
            raise _damaged(self._name) from error
        if len(data) > _LARGEST_PART:
            raise UnreadableFile(f"「{self._name}」展开后超过 64 MB：请拆成几个较小的文档，或另存为 .txt")
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
