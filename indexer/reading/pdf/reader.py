"""PDF files to text: paragraphs as they were written, not as the paper broke them."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.errors import UnreadableFile
from indexer.model.reports import SourceText, Span
from indexer.reading.containers import encrypted
from indexer.reading.pdf.furniture import furniture_rows
from indexer.reading.pdf.glyphs import NotOpened, Page, open_pages
from indexer.reading.pdf.layout import Line, Row, blocks_of, joined_row, rows_of
from indexer.reading.pdf.paragraphs import paragraphs_of
from indexer.reading.pdf.tables import take_tables

#: Some PDFs have a few bytes before their header.
_HEADER_WITHIN = 1024
_BEFORE_HEADER = b"\xef\xbb\xbf\0 \t\r\n"
_MOST_PAGES = 2_000
_MOST_CHARACTERS = 3_000_000
#: Of all characters; a text layer with more that mean nothing is none.
_UNUSABLE_SHARE = 0.5


def is_pdf(data: bytes) -> bool:
    """Whether the bytes begin like a PDF, and not like a text that speaks of one."""
    start = data[:_HEADER_WITHIN]
    return start.lstrip(_BEFORE_HEADER).startswith(b"%PDF-") or (b"%PDF-1." in start and b"\0" in data)


def read_pdf(data: bytes, name: str) -> SourceText:
    """The paragraphs of a PDF, one a line; page numbers, running heads and feet are furniture.

    Raises ``UnreadableFile`` where it is a scan without text, its text layer is useless, it is
    encrypted, damaged, or has more than 2,000 pages or 3 million characters.
    """
    pages = _read_pages(data, name)
    characters = sum(len(page.glyphs) + len(page.oblique) for page in pages)
    if sum(page.unusable for page in pages) > _UNUSABLE_SHARE * characters:
        raise UnreadableFile(
            f"「{name}」的文字无法提取（字体没有编码表）：请用 WPS 的文字识别（OCR）转换，另存为 .docx"
        )
    rows = [_rows(page, number) for number, page in enumerate(pages)]
    marked = furniture_rows(rows)
    if not any(len(marked[at]) < len(page) for at, page in enumerate(rows)):
        raise UnreadableFile(
            f"「{name}」是扫描件，里面没有文字：请先用 WPS 等软件的文字识别（OCR）转换，另存为 .docx"
        )
    kept = [[row for at, row in enumerate(page) if at not in marked[n]] for n, page in enumerate(rows)]
    furniture = [[joined_row(page[at]) for at in sorted(marked[n])] for n, page in enumerate(rows)]
    for number, page in enumerate(pages):
        furniture[number].extend(joined_row(row) for row in rows_of(page.oblique, number))
    text, spans = _text([blocks_of(page) for page in kept], furniture)
    return SourceText(text, "pdf", None, spans)


def _read_pages(data: bytes, name: str) -> list[Page]:
    pages: list[Page] = []
    left = _MOST_CHARACTERS
    try:
        with open_pages(data) as document:
            if len(document) > _MOST_PAGES:
                raise UnreadableFile(f"「{name}」超过 {_MOST_PAGES} 页：请拆成几个较小的文件")
            for at in range(len(document)):
                page = document.read(at, left)
                if page is None:
                    raise UnreadableFile(
                        f"「{name}」超过 {_MOST_CHARACTERS // 10_000} 万字：请拆成几个较小的文件"
                    )
                pages.append(page)
                left -= len(page.glyphs) + len(page.oblique)
    except NotOpened as error:
        if error.reason == "encrypted":
            raise encrypted(name) from error
        raise _damaged(name) from error
    if not pages:
        raise _damaged(name)
    return pages


def _rows(page: Page, number: int) -> list[Row]:
    """The rows of a page from its top, its tables among them."""
    tables, outside = take_tables(page, number, _cell_paragraphs)
    return sorted([*rows_of(outside, number), *tables], key=lambda row: -row[0].y)


def _cell_paragraphs(blocks: Sequence[tuple[Line, ...]]) -> list[str]:
    return [text for text, _, _ in paragraphs_of([blocks])]


def _text(
    pages: Sequence[Sequence[tuple[Line, ...]]], furniture: Sequence[Sequence[Line]]
) -> tuple[str, tuple[Span, ...]]:
    """The whole text and the spans of the furniture, which stands where its page ends or, where a
    paragraph goes on over the page, behind that."""
    lines: list[tuple[str, bool]] = []
    done = 0
    for text, first, last in paragraphs_of(pages):
        lines.extend(_until(furniture, done, first))
        done = max(done, first)
        lines.append((text, False))
        lines.extend(_until(furniture, done, last))
        done = max(done, last)
    lines.extend(_until(furniture, done, len(furniture)))
    spans, at = [], 0
    for line, removed in lines:
        if removed:
            spans.append((at, at + len(line)))
        at += len(line) + 1
    return "\n".join(line for line, _ in lines), tuple(spans)


def _until(furniture: Sequence[Sequence[Line]], start: int, end: int) -> list[tuple[str, bool]]:
    return [(line.text, True) for page in furniture[start:end] for line in page]


def _damaged(name: str) -> UnreadableFile:
    return UnreadableFile(f"「{name}」已损坏，无法读取：请用 PDF 阅读器打开检查，重新导出或另存为 .docx")
