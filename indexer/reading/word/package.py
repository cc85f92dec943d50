"""The zip archive a Word document comes in, opened with distrust: parts, relations, XML trees.

The only direct user of lxml.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from typing import NamedTuple, cast

from lxml import etree

from indexer.errors import UnreadableFile
from indexer.reading.containers import encrypted
from indexer.reading.word.xml import Node
from indexer.reading.zips import DAMAGE, STREAMED_METHODS, is_locked

#: What documents are called that one of these programs repairs.
DOCUMENTS = (".docx", ".docm", ".dotx", ".doc", ".dot", ".wps", ".wpt")

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
    (
        b"http://purl.oclc.org/ooxml/drawingml/",
        b"http://schemas.openxmlformats.org/drawingml/2006/",
    ),
)
_MAIN = "word/document.xml"


class Relation(NamedTuple):
    """What a part refers to: the last word of the relation's type, and the path of the part it leads
    to, '' where that is not in the package; ``external``: outside the file."""

    kind: str
    path: str
    external: bool


class Package:
    """The parts of one document. Paths are compared without regard to letter case.

    Raises ``UnreadableFile`` where the archive, or a part asked for, is damaged, encrypted or
    unpacks to more than 64 MB.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except DAMAGE as error:
            raise damaged(name) from error
        # Some programs write "word\\document.xml", or other letter cases.
        self._entries = {entry.filename.replace("\\", "/").lower(): entry for entry in entries}
        if "encryptedpackage" in self._entries:
            raise encrypted(name)
        self._relations: dict[str, Mapping[str, Relation]] = {}
        self._used: set[str] = set()

    def main_part(self) -> str:
        """The path of the document part: mostly word/document.xml, but not by rule."""
        return next(iter(self.parts_of("", "officeDocument")), _MAIN)

    def part_beside(self, main: str, kind: str) -> str:
        """The path of a part that belongs to the document: styles, numbering, footnotes…"""
        folder = main.rpartition("/")[0]
        return next(iter(self.parts_of(main, kind)), posixpath.join(folder, kind + ".xml"))

    def parts_of(self, part: str, kind: str) -> list[str]:
        """The paths of the parts that ``part`` refers to as ``kind``, in order, each once."""
        found = (relation.path for relation in self.relations(part).values() if relation.kind == kind)
        return list(dict.fromkeys(path for path in found if path))

    def relations(self, part: str) -> Mapping[str, Relation]:
        """What a part refers to, by the ids it uses; '' is the package itself."""
        if part not in self._relations:
            self._relations[part] = self._read_relations(part)
        return self._relations[part]

    def tree(self, path: str) -> Node | None:
        """The root element of a part, or ``None`` where there is no such part."""
        entry = self._entries.get(path.lower())
        if entry is None:
            return None
        self._used.add(path.lower())
        markup = self._unpacked(entry)
        if b"purl.oclc.org" in markup:
            for strict, usual in _STRICT_NAMES:
                markup = markup.replace(strict, usual)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        try:
            return cast(Node, etree.fromstring(markup, parser))
        except (etree.XMLSyntaxError, ValueError) as error:
            raise damaged(self.name) from error

    def part(self, path: str) -> bytes:
        """The bytes of a part; empty where there is none."""
        entry = self._entries.get(path.lower())
        if entry is None:
            return b""
        self._used.add(path.lower())
        return self._unpacked(entry)

    def unused(self) -> list[str]:
        """The paths, in lower case, of the parts that nobody has asked for."""
        return [path for path in self._entries if path not in self._used and not path.endswith("/")]

    def _read_relations(self, part: str) -> Mapping[str, Relation]:
        folder, _, file = part.rpartition("/")
        root = self.tree(posixpath.join(folder, "_rels", file + ".rels"))
        found: dict[str, Relation] = {}
        for number, relation in enumerate(root if root is not None else ()):
            if not isinstance(relation.tag, str):
                continue
            target = relation.get("Target") or ""
            external = (relation.get("TargetMode") or "").lower() == "external"
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            path = posixpath.normpath(path) if target else ""
            held = not external and path.lower() in self._entries
            kind = (relation.get("Type") or "").rpartition("/")[2]
            found.setdefault(relation.get("Id") or f"#{number}", Relation(kind, path if held else "", external))
        return found

    def _unpacked(self, entry: zipfile.ZipInfo) -> bytes:
        if is_locked(entry):
            raise encrypted(self.name)
        if entry.compress_type not in STREAMED_METHODS:
            raise damaged(self.name)
        try:
            with self._zip.open(entry) as part:
                # The size the archive declares may be a lie: never read more than allowed.
                data = part.read(_LARGEST_PART + 1)
        except RuntimeError as error:
            # zipfile has no error of its own for a part that needs a password.
            if isinstance(error, NotImplementedError):
                raise damaged(self.name) from error
            raise encrypted(self.name) from error
        except DAMAGE as error:
            raise damaged(self.name) from error
        if len(data) > _LARGEST_PART:
            raise UnreadableFile(f"「{self.name}」展开后超过 64 MB：请拆成几个较小的文档，或另存为 .txt")
        return data


def not_word(name: str) -> UnreadableFile:
    """The error for a zip archive that holds no Word document."""
    return UnreadableFile(f"「{name}」不是 Word 文档：压缩包请先解压，表格、幻灯片请另存为 .docx 或 .txt")


def damaged(name: str, archive: bool = False) -> UnreadableFile:
    """The error for a document that cannot be unpacked or parsed; for an ``archive``, or what is called one, the advice for
    archives."""
    if archive or name.lower().endswith(".zip"):
        return UnreadableFile(f"「{name}」是压缩包，但已损坏，打不开：请重新下载，或解压修复后把里面的文件放入")
    return UnreadableFile(
        f"「{name}」是 {'WPS' if name.lower().endswith(('.wps', '.wpt')) else 'Word'} 文件，但已损坏，无法读取："
        "请用 Word 或 WPS 打开修复，另存为 .docx；打不开的，请重新下载，或找原来的文件"
    )
