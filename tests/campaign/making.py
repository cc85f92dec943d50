"""A report's text as a file of each format, made in memory: the same text gives the same bytes."""

from __future__ import annotations

import html
import io
import quopri
import zipfile
from collections.abc import Callable, Mapping

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.reading.pdf_files import FONT, page, wrapped
from tests.reading.word_files import paragraph, part

#: A fixed date keeps zip archives the same from run to run.
_DATE = (2021, 1, 1, 0, 0, 0)
_LINES_A_PAGE = 24
_SECTOR = 512
_LEAST_STREAM = 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def lines_of(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip archive with these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in files.items():
            package.writestr(zipfile.ZipInfo(name, _DATE), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def as_html(text: str) -> bytes:
    """A page as a site shows an article: links above it, a foot below."""
    title, *body = lines_of(text) or [""]
    inside = "".join(f"<p>{html.escape(line)}</p>\n" for line in body)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{html.escape(title)}</title></head><body>'
        f'<div class="nav"><a href="/">首页</a> <a href="/gw">公文</a></div><div class="article">'
        f"<h1>{html.escape(title)}</h1>\n{inside}</div><div class=\"footer\">版权所有</div></body></html>"
    ).encode()


def as_markdown(text: str) -> bytes:
    """Each line a paragraph, the first a heading."""
    title, *body = lines_of(text) or [""]
    return "\n\n".join([f"# {title}", *(f"## {line}" if len(line) < 20 else line for line in body)]).encode()


def document_xml(text: str) -> bytes:
    """The main part of a Word document."""
    body = "".join(paragraph(html.escape(line)) for line in lines_of(text))
    return part("document", f"<w:body>{body}</w:body>").encode()


def as_docx(text: str) -> bytes:
    """A Word document of plain paragraphs."""
    return zipped({"word/document.xml": document_xml(text)})


def as_pdf(text: str) -> bytes:
    """Pages with numbers; uncompressed, so that damage reaches what they say."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=0, invariant=1)
    lines = wrapped(lines_of(text))
    for number, start in enumerate(range(0, max(1, len(lines)), _LINES_A_PAGE), start=1):
        page(lines[start : start + _LINES_A_PAGE], f"— {number} —")(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def as_rtf(text: str) -> bytes:
    """Chinese as escaped GBK bytes, what GBK lacks by number."""
    head = rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}}\uc1\f0 "
    return head + b"\\par\n".join(b"".join(map(_rtf_character, line)) for line in lines_of(text)) + rb"\par}"


def _rtf_character(char: str) -> bytes:
    if char.isascii():
        return b"\\" + char.encode() if char in "\\{}" else char.encode()
    try:
        return b"".join(b"\\'%02x" % byte for byte in char.encode("gbk"))
    except UnicodeEncodeError:
        units = char.encode("utf-16-le")
        numbers = (int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2))
        return b"".join(b"\\u%d?" % number for number in numbers)


def as_web_archive(text: str) -> bytes:
    """A page as a browser saves it in one file."""
    head = (
        "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n"
        '\tboundary="----=_Next"\r\n\r\n------=_Next\r\nContent-Type: text/html; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\nContent-Location: http://a.example/b.html\r\n\r\n"
    )
    tail = "\r\n------=_Next\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBO\r\n------=_Next--\r\n"
    return head.encode() + quopri.encodestring(as_html(text)) + tail.encode()


def as_ole2(text: str) -> bytes:
    """A compound file with the stream of a Word document, whose text stands there as UTF-16; enough to be
    told for one, not to be converted."""
    stream = (b"\xec\xa5" + b"\0" * 30 + text.encode("utf-16-le")).ljust(_LEAST_STREAM, b"\0")
    stream += b"\0" * (-len(stream) % _SECTOR)
    count = len(stream) // _SECTOR
    # A table of 128 sectors each; the directory and the stream come after the tables.
    tables = next(n for n in range(1, 4096) if n * (_SECTOR // 4) >= n + 1 + count)
    chain = [_FAT] * tables + [_END] + [tables + 2 + at for at in range(count - 1)] + [_END]
    chain += [_FREE] * (tables * (_SECTOR // 4) - len(chain))
    directory = _entry("Root Entry", 5, 1, _END, 0) + _entry("WordDocument", 2, _FREE, tables + 1, len(stream))
    header = (
        bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16 + _numbers(2, 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
        + _numbers(4, 0, tables, tables, 0, _LEAST_STREAM, _END, 0, _END, 0)
    )  # fmt: skip
    header += _numbers(4, *range(min(tables, 109)), *[_FREE] * (109 - min(tables, 109)))
    return header + _numbers(4, *chain) + directory.ljust(_SECTOR, b"\0") + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    """128 bytes of a compound file's directory."""
    written = (name + "\0").encode("utf-16-le")
    head = written.ljust(64, b"\0") + _numbers(2, len(written)) + bytes((kind, 1)) + _numbers(4, _FREE, _FREE, child)
    return head + b"\0" * 36 + _numbers(4, start, size, 0)


def _numbers(width: int, *values: int) -> bytes:
    return b"".join(value.to_bytes(width, "little") for value in values)


def as_zip(text: str) -> bytes:
    """Several files of one text, one of them named in GBK."""
    named = "述职报告.txt".encode("gbk")
    # zipfile would write the name in UTF-8.
    stand_in = "@" * len(named)
    files = {stand_in: text.encode("gb18030"), "总结/总结.docx": as_docx(text), "b.html": as_html(text)}
    return zipped(files).replace(stand_in.encode(), named)


def as_nested_zip(text: str) -> bytes:
    return zipped({"内层.zip": as_zip(text), "c.txt": text.encode()})


#: Format → the suffix its files have, and how a text becomes one.
FORMATS: Mapping[str, tuple[str, Callable[[str], bytes]]] = {
    "txt": (".txt", lambda text: text.encode()),
    "txt-gb18030": (".txt", lambda text: text.encode("gb18030")),
    "txt-utf16": (".txt", lambda text: text.encode("utf-16")),
    "html": (".html", as_html),
    "md": (".md", as_markdown),
    "docx": (".docx", as_docx),
    "pdf": (".pdf", as_pdf),
    "rtf": (".rtf", as_rtf),
    "mht": (".mht", as_web_archive),
    "doc": (".doc", as_ole2),
    "zip": (".zip", as_zip),
    "zip-in-zip": (".zip", as_nested_zip),
}
