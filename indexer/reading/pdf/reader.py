"""PDF files to text: paragraphs as they were written, not as the paper broke them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexer.errors import UnreadableFile
from indexer.model.reports import SourceText, Span
from indexer.model.unread import Tally
from indexer.reading.containers import encrypted
from indexer.reading.pdf.boilerplate import boilerplate_rows
from indexer.reading.pdf.glyphs import NotOpened, Page, open_pages
from indexer.reading.pdf.layout import Line, Row, blocks_of, joined_row, rows_of
from indexer.reading.pdf.paragraphs import paragraphs_of
from indexer.reading.pdf.tables import take_tables

#: Some PDFs have a few bytes before their header.
_HEADER_WITHIN = 1024
_BEFORE_HEADER = b"\xef\xbb\xbf\0 \t\r\n"
_MOST_PAGES = 2_000
_MOST_CHARACTERS = 3_000_000
#: Of a page's characters; a text layer with more that mean nothing is none.
_UNUSABLE_SHARE = 0.5


def is_pdf(data: bytes) -> bool:
    """Whether the bytes begin like a PDF, and not like a text that speaks of one."""
    start = data[:_HEADER_WITHIN]
    return start.lstrip(_BEFORE_HEADER).startswith(b"%PDF-") or (b"%PDF-1." in start and b"\0" in data)


def read_pdf(data: bytes, name: str) -> SourceText:
    """The paragraphs of a PDF, one a line; page numbers, running heads and feet are boilerplate, and
    remarks and filled-in fields stand beside the text. What cannot be read is counted.

    Raises ``UnreadableFile`` where it is a scan without text, its text layer is useless, it is
    encrypted, damaged, or has more than 2,000 pages or 3 million characters.
    """
    tally = Tally()
    pages = _read_pages(data, name, tally)
    usable = [page for page in pages if not _is_useless(page)]
    if pages and not any(page.glyphs for page in usable) and len(usable) < len(pages):
        raise UnreadableFile(
            f"「{name}」的文字无法提取（字体没有编码表）：请用 WPS 的文字识别（OCR）转换，另存为 .docx"
        )
    rows = [_rows(page, number) for number, page in enumerate(usable)]
    marked = boilerplate_rows(rows)
    if not any(len(marked[at]) < len(page) for at, page in enumerate(rows)):
        raise UnreadableFile(
            f"「{name}」是扫描件，里面没有文字：请先用 WPS 等软件的文字识别（OCR）转换，另存为 .docx"
        )
    kept = [[row for at, row in enumerate(page) if at not in marked[n]] for n, page in enumerate(rows)]
    _count(pages, usable, kept, tally)
    removed = [[(joined_row(page[at]), "页眉页脚") for at in sorted(marked[n])] for n, page in enumerate(rows)]
    for number, page in enumerate(usable):
        removed[number] += [(line, "水印") for line in _watermark(page, number)]
    text, reasons = _text([blocks_of(page) for page in kept], removed)
    return _with_remarks(text, reasons, pages, tally)


def _is_useless(page: Page) -> bool:
    """Whether so much of a page means nothing that it has no text layer."""
    return page.unusable > _UNUSABLE_SHARE * (len(page.glyphs) + len(page.oblique))


def _count(pages: Sequence[Page], usable: Sequence[Page], kept: Sequence[Sequence[Row]], tally: Tally) -> None:
    """Counts what is left unread of the pages, ``kept`` being the rows of the usable ones."""
    read = {page.number for page, rows in zip(usable, kept, strict=True) if rows}
    for page in pages:
        which = f"第 {page.number + 1} 页"
        useless = _is_useless(page)
        tally.add("unmapped", page.unusable, which if useless else "")
        if useless:
            tally.add("order", len(page.glyphs) - page.unusable, which)
        elif not page.followed:
            tally.add("order", len(page.glyphs), which)
        tally.add("hidden", page.hidden)
        if page.scanned and page.number not in read and not useless:
            tally.add("scan", 1, which)
        else:
            tally.add("image", page.pictures - page.scanned)
        tally.add("embedded", page.remarks.files)


def _watermark(page: Page, number: int) -> list[Line]:
    """What stands aslant on a page, as one line: its characters are far apart in any other."""
    lines = [joined_row(row) for row in rows_of(page.oblique, number)]
    return [replace(lines[0], text=" ".join(line.text for line in lines))] if lines else []


def _with_remarks(text: str, reasons: dict[Span, str], pages: Sequence[Page], tally: Tally) -> SourceText:
    """The text with the remarks and the filled-in fields of its pages beside it."""
    comments = [f"批注：{remark}" for page in pages for remark in page.remarks.comments]
    fields = [f"表单：{value}" for page in pages for value in page.remarks.fields]
    asides: list[Span] = []
    for remark in (*comments, *fields):
        line = " ".join(remark.split())
        asides.append((len(text) + 1, len(text) + 1 + len(line)))
        text += f"\n{line}"
    return SourceText(
        text, "pdf", None, tuple(reasons), reasons=reasons, asides=tuple(asides), unread=tally.result()
    )


def _read_pages(data: bytes, name: str, tally: Tally) -> list[Page]:
    pages: list[Page] = []
    left = _MOST_CHARACTERS
    try:
        with open_pages(data) as document:
            if len(document) > _MOST_PAGES:
                raise UnreadableFile(f"「{name}」超过 {_MOST_PAGES} 页：请拆成几个较小的文件")
            for at in range(len(document)):
                found = document.read(at, left)
                if found is None:
                    raise UnreadableFile(
                        f"「{name}」超过 {_MOST_CHARACTERS // 10_000} 万字：请拆成几个较小的文件"
                    )
                pages += found
                left -= sum(len(page.glyphs) + len(page.oblique) for page in found)
            tally.add("embedded", document.attachments)
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


#: A line that is no part of the text, and why.
_RemovedLine = tuple[Line, str]


def _text(
    pages: Sequence[Sequence[tuple[Line, ...]]], removed: Sequence[Sequence[_RemovedLine]]
) -> tuple[str, dict[Span, str]]:
    """The whole text, and why some spans of it are boilerplate, which stands where its page ends or,
    where a paragraph goes on over the page, behind that."""
    lines: list[tuple[str, str]] = []
    done = 0
    for text, first, last in paragraphs_of(pages):
        lines.extend(_until(removed, done, first))
        done = max(done, first)
        lines.append((text, ""))
        lines.extend(_until(removed, done, last))
        done = max(done, last)
    lines.extend(_until(removed, done, len(removed)))
    reasons: dict[Span, str] = {}
    at = 0
    for line, reason in lines:
        if reason:
            reasons[at, at + len(line)] = reason
        at += len(line) + 1
    return "\n".join(line for line, _ in lines), reasons


def _until(removed: Sequence[Sequence[_RemovedLine]], start: int, end: int) -> list[tuple[str, str]]:
    return [(line.text, reason) for page in removed[start:end] for line, reason in page]


def _damaged(name: str) -> UnreadableFile:
    return UnreadableFile(f"「{name}」已损坏，无法读取：请用 PDF 阅读器打开检查，重新导出或另存为 .docx")
