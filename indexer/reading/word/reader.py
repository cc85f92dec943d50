"""Word documents (.docx) to text, from the document XML itself.

Read as Word shows the document on paper: automatic numbers are written out, tracked changes are
accepted, hidden text is left out. What stands beside the text is kept beside it: comments, and a
header with the document's number. What cannot be read is counted.
"""

from __future__ import annotations

import re

from indexer.errors import UnreadableFile
from indexer.model.reports import SourceText
from indexer.model.unread import Tally
from indexer.reading.word.attached import Attached, Budget
from indexer.reading.word.body import Body
from indexer.reading.word.numbering import Numbering
from indexer.reading.word.package import Package, not_word
from indexer.reading.word.styles import Styles
from indexer.reading.word.xml import W, texts_in

_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
#: A document's number: 某发〔2023〕17号.
_NUMBER = re.compile(r"[〔\[［【(（]\s*(?:19|20)\d\d\s*[〕\]］】)）]\s*第?\s*\d{1,5}\s*号")
_PAGE_PARTS = {"header": "页眉", "footer": "页脚"}
#: Parts without text of the document, by the ends of their paths.
_SILENT = re.compile(
    r"(?:^|/)(?:_rels/.*|styles|stylesWithEffects|settings|webSettings|fontTable|numbering|theme\d*|people"
    r"|comments(?:Extended|Ids|Extensible)|vbaData|customizations|keymap)\.xml(?:\.rels)?$|\.rels$",
    re.IGNORECASE,
)
_WITH_TEXT = re.compile(r"word/.*\.xml$")


def is_zip(data: bytes) -> bool:
    """Whether the bytes begin like a zip archive, which every .docx is."""
    return data.startswith(_ZIP_STARTS)


def read_docx(data: bytes, name: str, budget: Budget | None = None) -> SourceText:
    """The visible text of a Word document, its footnotes at the end and what stands beside it after
    them. ``budget`` is given for a document inside another one.

    Raises ``UnreadableFile`` where it is no Word document, is encrypted, damaged, or unpacks
    to more than 64 MB.
    """
    package = Package(data, name)
    main = package.main_part()
    document = package.tree(main)
    if document is None or document.tag != W + "document":
        raise not_word(name)
    tally = Tally()
    styles = Styles(package.tree(package.part_beside(main, "styles")))
    numbering = Numbering(package.tree(package.part_beside(main, "numbering")), styles)
    attached = Attached(
        package, main, tally, lambda inner, left: _read_inner(inner, name, left), budget or Budget()
    )
    body = Body(styles, numbering, attached, tally)
    body.read(document)
    for kind in ("footnote", "endnote"):
        attached.part = package.part_beside(main, kind + "s")
        body.read_notes(package.tree(attached.part), kind)
    _read_page_parts(package, main, body, attached)
    attached.part = package.part_beside(main, "comments")
    body.read_comments(package.tree(attached.part))
    body.place_embedded()
    attached.count_unused(main)
    _count_other_parts(package, tally)
    return body.result("docx")


def _read_inner(data: bytes, name: str, budget: Budget) -> SourceText:
    budget.depth += 1
    try:
        return read_docx(data, name, budget)
    finally:
        budget.depth -= 1


def _read_page_parts(package: Package, main: str, body: Body, attached: Attached) -> None:
    """Headers and footers, each text once: beside the text where it is a document's number, else
    removed from it."""
    seen: set[str] = set()
    for kind, label in _PAGE_PARTS.items():
        for path in package.parts_of(main, kind):
            attached.part = path
            root = package.tree(path)
            text = body.block_text(root) if root is not None else ""
            if not text or text in seen:
                continue
            seen.add(text)
            if _NUMBER.search(text):
                body.add_aside(f"{label}：{text}")
            else:
                body.add_removed(text, "页眉页脚")


def _count_other_parts(package: Package, tally: Tally) -> None:
    """Counts the text of parts that nobody has asked for; building blocks hold prompts."""
    for path in package.unused():
        if not _WITH_TEXT.match(path) or _SILENT.search(path) or path.startswith("word/diagrams/"):
            continue
        try:
            root = package.tree(path)
        except UnreadableFile:
            root = None
        if root is not None and root.tag.startswith(W):
            kind = "prompt" if path.startswith("word/glossary/") else "part"
            tally.add_text(kind, "".join(texts_in(root)))
