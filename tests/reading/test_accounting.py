"""Protects that each character of a file is accounted for: it is in a report's title, headings or paragraphs,
among what was removed, or counted as unread. What a file holds is found here by other means than Bigan's."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as Tree
import zipfile
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from indexer.model.reports import SourceText
from indexer.parsing import parse
from indexer.reading import read
from tests.campaign.judging import load_samples
from tests.campaign.making import FORMATS
from tests.reading.pdf_files import page, pdf, put, together, wrapped
from tests.reading.test_unread import chunk, diagram, document, embedded, point, run, smart_art
from tests.reading.word_files import docx, paragraph, part

_ARCHIVE = Path(__file__).parents[2] / "archive"
_SUFFIXES = (".docx", ".html", ".htm", ".pdf")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
#: The kinds of unread pieces that count characters.
_IN_CHARACTERS = ("hidden", "prompt", "deleted", "reading", "fallback", "part", "drawn", "unmapped", "order")
#: What the readers put before what stands beside the text.
_LABELS = re.compile("^(?:批注|嵌入文档|页眉|页脚|表单)：", re.MULTILINE)
_SENTENCE = "全年清理河道三十二公里，拆除违建一百四十处。"


def archive_files() -> Iterator[tuple[str, bytes]]:
    """The samples in these formats, also those in zip archives."""
    for path in sorted(_ARCHIVE.rglob("*")):
        if path.suffix in _SUFFIXES:
            yield path.name, path.read_bytes()
        elif path.suffix == ".zip":
            with zipfile.ZipFile(path) as package:
                for name in package.namelist():
                    if name.endswith(_SUFFIXES):
                        yield Path(name).name, package.read(name)


def written_samples() -> Iterator[tuple[str, bytes]]:
    """The samples of the damage campaign, written in each of these formats."""
    for name in ("docx", "html", "pdf"):
        suffix, write = FORMATS[name]
        for at, text in enumerate(load_samples().texts):
            yield f"{at}{suffix}", write(text)


def everything_in_word() -> bytes:
    """A document with text in all the places it can have."""
    white, tiny = "<w:color w:val='FFFFFF'/>", "<w:sz w:val='2'/>"
    body = (
        paragraph("关于水利工作的报告"),
        paragraph("一、主要做法"),
        paragraph(_SENTENCE),
        smart_art("r1"),
        chunk().replace("r1", "r2"),
        embedded("Word.Document.12").replace("r1", "r3"),
        f"<w:p>{run('白字', white)}{run('小字', tiny)}<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:sdt><w:sdtPr>",
        "<w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击输入</w:t></w:r></w:sdtContent></w:sdt></w:p>",
        "<w:r><w:t>段落之外的文字。</w:t></w:r>",
    )
    related = [("r1", "diagramData", "diagrams/data1.xml"), ("r2", "aFChunk", "c.html"), ("r3", "package", "embeddings/a.docx")]
    related += [("r4", "header", "header1.xml"), ("r5", "header", "header2.xml"), ("r6", "comments", "comments.xml")]
    return document(
        "".join(body),
        *related,
        diagrams__data1_xml=diagram(point("1", "清单派发")),
        c_html="<html><body><p>网页片段。</p><template>模板</template></body></html>",
        embeddings__a_docx=docx(paragraph("嵌入的正文。")),
        header1_xml=part("hdr", paragraph("某水发〔2023〕7号")),
        header2_xml=part("hdr", paragraph("内部资料")),
        comments_xml=part("comments", '<w:comment w:id="0">' + paragraph("鳜鲈鼋鼍") + "</w:comment>"),
        glossary__document_xml=part("glossaryDocument", paragraph("构建基块")),
        odd_xml=part("odd", paragraph("别处的文字")),
    )


def everything_on_a_page() -> bytes:
    hidden = (
        "<template><p>模板</p></template><iframe>框架</iframe><noscript>无脚本</noscript><svg><text>图中</text></svg><del>旧</del>"
        "<ruby>河<rt>hé</rt></ruby><span style='display:none'>藏</span><span style='font-size:0'>无</span><!-- 注 -->"
    )
    body = f"<nav><a href=a>首页</a></nav><h1>关于水利工作的报告</h1><p>{_SENTENCE}</p><p>清理{hidden}道。</p>"
    body += "<footer>版权所有</footer>"
    return f"<html><head><title>报告</title><script>var a</script></head><body>{body}</body></html>".encode()


def everything_in_pdf() -> bytes:
    def hidden(canvas: Canvas) -> None:
        put(canvas, 300, 300, "看不见", mode=3)
        put(canvas, 300, 280, "极小", 0.5)

    return pdf(together(page(wrapped([_SENTENCE * 3]), "— 1 —"), hidden), page(wrapped([_SENTENCE]), "— 2 —"))


FILES = [
    *archive_files(),
    ("大全.docx", everything_in_word()),
    ("大全.html", everything_on_a_page()),
    ("大全.pdf", everything_in_pdf()),
]


def inked(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


def characters_of(name: str, data: bytes) -> Counter[str]:
    if name.endswith(".docx"):
        return characters_of_word(data)
    return characters_of_pdf(data) if name.endswith(".pdf") else characters_of_page(data.decode(_encoding(data)))


def _encoding(data: bytes) -> str:
    return "gb18030" if b"gb2312" in data[:500] else "utf-8-sig"


def characters_of_word(data: bytes) -> Counter[str]:
    found: Counter[str] = Counter()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                found += inked("".join(_texts(Tree.fromstring(package.read(name)))))
            elif name.endswith(".docx"):
                found += characters_of_word(package.read(name))
            elif name.endswith(".html"):
                found += characters_of_page(package.read(name).decode())
    return found


def _texts(node: Tree.Element) -> Iterator[str]:
    for inner in node:
        if inner.tag.rpartition("}")[2] == "t":
            yield inner.text or ""
        if inner.tag != _FALLBACK:
            yield from _texts(inner)


class _Page(HTMLParser):
    """The text nodes of a page outside its head, scripts and style sheets."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style", "title")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style", "title")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)


def characters_of_page(markup: str) -> Counter[str]:
    reader = _Page()
    reader.feed(markup)
    return inked("".join(reader.texts))


def characters_of_pdf(data: bytes) -> Counter[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        texts = [document[at].get_textpage().get_text_range() for at in range(len(document))]
    finally:
        document.close()
    return inked("".join(texts).replace("\ufffe", "-").replace("\x02", "-"))


def unaccounted(held: Counter[str], source: SourceText) -> int:
    """How many characters of the file are neither in its text nor counted as unread."""
    missing = sum((held - inked(_LABELS.sub("", source.text))).values())
    return max(0, missing - sum(one.count for one in source.unread if one.kind in _IN_CHARACTERS))


def lost_in_reports(source: SourceText) -> str:
    """The characters of a text that no report of it has, neither in its pieces nor among the removed."""
    spans = [
        span
        for report in parse(source)
        for group in (
            report.title_spans,
            *(heading.spans for heading in report.headings),
            *(paragraph.spans for paragraph in report.paragraphs),
            *(piece.spans for piece in report.removed),
        )
        for span in group
    ]
    kept = bytearray(len(source.text))
    for start, end in spans:
        kept[start:end] = b"\1" * (end - start)
    return "".join(char for char, is_kept in zip(source.text, kept, strict=True) if not is_kept and not char.isspace())


@pytest.mark.parametrize(("name", "data"), FILES, ids=[name for name, _ in FILES])
def test_each_character_of_a_file_is_read_removed_or_counted(name: str, data: bytes) -> None:
    source = read(data, name)
    assert unaccounted(characters_of(name, data), source) == 0
    assert lost_in_reports(source) == ""


def test_each_character_of_the_written_samples_is_accounted_for() -> None:
    for name, data in written_samples():
        source = read(data, name)
        assert (name, unaccounted(characters_of(name, data), source)) == (name, 0)


def test_the_account_finds_what_is_left_in_silence() -> None:
    """A reader that forgot comments would not pass."""
    held = characters_of_word(everything_in_word())
    source = read(everything_in_word(), "大全.docx")
    text = source.text.replace("鳜鲈鼋鼍", "")
    assert unaccounted(held, SourceText(text, "docx", unread=source.unread)) == 4
