"""A draft that was edited in Word, read again and compared with what Bigan still has of it."""

from __future__ import annotations

from pathlib import Path

from indexer.drafting.export.comparison import Comparison, compare
from indexer.drafting.export.content import content_of
from indexer.drafting.export.headings import added_headings, with_headings
from indexer.drafting.model import Draft
from indexer.errors import UnreadableFile
from indexer.model.reports import SourceText
from indexer.reading import read

#: What becomes of an exported draft, by the end of the name; a table or a draft's own file has no sentences to compare.
COMPARED = (".docx", ".docm", ".doc", ".wps", ".rtf", ".md", ".txt", ".html", ".htm")
_PLAIN = (".txt", ".md", ".html", ".htm")


def compare_document(draft: Draft, data: bytes, name: str, soffice: Path | None = None) -> Comparison:
    """Compares a draft with a document's bytes. Where the document has headings that an export adds, it is compared with
    what was exported. Raises ``UnreadableFile``."""
    if Path(name).suffix.lower() not in COMPARED:
        raise UnreadableFile(f"“{name}”不能与稿件比对：请给出在 Word 里改过的文件（{'、'.join(COMPARED)}）")
    source = read(data, name, soffice)
    if source.format == "txt" and not name.lower().endswith(_PLAIN):
        raise UnreadableFile(f"“{name}”里面不是 Word 文件，只是改了名字：请给出在 Word 里改过、保存的文件")
    text = document_text(source)
    lines = {line.strip() for line in text.splitlines()}
    if any(heading in lines for heading in added_headings(draft)):
        draft = with_headings(draft)
    return compare(content_of(draft, lambda text: ()), text)


def document_text(source: SourceText) -> str:
    """The text of the document itself: comments, headers and page numbers do not belong to the draft."""
    kept, at = [], 0
    for start, end in sorted((*source.asides, *source.boilerplate)):
        if start > at:
            kept.append(source.text[at:start])
        at = max(at, end)
    return "".join([*kept, source.text[at:]])
