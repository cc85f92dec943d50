"""Protects that headings declared by a format are known as such, and only where they can be believed."""

from __future__ import annotations

import pytest

from indexer.model.reports import SourceText
from indexer.reading import read
from indexer.reading.headings import whole_headings
from indexer.reading.legacy import read_converted
from tests.reading.word_files import archive, docx, paragraph, part

_TEXT = [f"正文第{n}段，内容充实，措施有力。" for n in range(6)]


def headings(source: SourceText) -> list[str]:
    """The declared lines, each of which must be a whole one."""
    ends = [at for at, char in enumerate(f"\n{source.text}\n") if char == "\n"]
    assert all(start in ends and end + 1 in ends for start, end in source.headings)
    return [source.text[start:end] for start, end in source.headings]


def style(name: str, shown: str, more: str = "") -> str:
    return f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/>{more}</w:style>'


def level(at: int) -> str:
    return f'<w:outlineLvl w:val="{at}"/>'


def word(*paragraphs: tuple[str, str], styles: str = "") -> SourceText:
    """A document with paragraphs (text, properties) before six of text."""
    body = "".join(paragraph(text, properties) for text, properties in paragraphs)
    body += "".join(paragraph(text) for text in _TEXT)
    return read(docx(body, styles=part("styles", styles)), "总结.docx")


def in_style(name: str) -> str:
    return f'<w:pStyle w:val="{name}"/>'


def test_word_styles_declare_headings() -> None:
    """By outline level, by name, or by what the style is based on; Chinese Word calls its styles by numbers."""
    styles = (
        style("1", "heading 1")
        + style("a3", "小节", '<w:basedOn w:val="1"/>')
        + style("b", "我的样式", f"<w:pPr>{level(2)}</w:pPr>")
        + style("c", "像标题的正文", f'<w:basedOn w:val="1"/><w:pPr>{level(9)}</w:pPr>')
        + style("d", "深层", f"<w:pPr>{level(7)}</w:pPr>")
        + style("e", "标题 3")
        + style("n", "Normal")
    )
    source = word(*((f"样式{name}", in_style(name)) for name in ("1", "a3", "b", "c", "d", "e", "n", "Heading2")), styles=styles)
    assert headings(source) == ["样式1", "样式a3", "样式b", "样式e", "样式Heading2"]


def test_a_word_paragraph_may_say_its_level_itself() -> None:
    """It outweighs the style."""
    source = word(("甲", level(1)), ("乙", in_style("1") + level(9)), ("丙", level(6)), styles=style("1", "heading 1"))
    assert headings(source) == ["甲"]


def test_word_headings_keep_their_numbers_and_table_rows_have_none() -> None:
    """The line is the heading, with all that stands on it; a cell of a row is no line."""
    cells = "".join(f"<w:tc>{paragraph(text, level(0))}</w:tc>" for text in ("姓名", "职务"))
    body = paragraph("抓学习", level(0)) + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>" + "".join(map(paragraph, _TEXT))
    assert headings(read(docx(body), "a.docx")) == ["抓学习"]


def test_a_page_inside_a_word_document_brings_its_headings() -> None:
    """Programs that make Word files of web pages leave the page inside."""
    markup = "<html><body><h2>一、做法</h2>" + "".join(f"<p>{text}</p>" for text in _TEXT) + "</body></html>"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    body = f'<w:altChunk xmlns:r="{relation}" r:id="r1"/>'
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{relation}/aFChunk" Target="page.html"/></Relationships>'
    )
    files = {"word/document.xml": part("document", f"<w:body>{body}</w:body>")}
    files |= {"word/_rels/document.xml.rels": relations, "word/page.html": markup}
    assert headings(read(archive(files), "a.docx")) == ["一、做法"]


def _page(body: str, name: str = "a.html", title: str = "") -> SourceText:
    text = "".join(f"<p>{line * 3}</p>" for line in _TEXT)
    return read(f"<html><head><title>{title}</title></head><body>{body}{text}</body></html>".encode(), name)


def test_html_headings() -> None:
    """Each line of one; none that is the site's, and none that shares its line."""
    table = "<table><tr><td><h3>甲</h3></td><td>乙</td></tr></table>"
    body = f"<h1>2021年工作总结</h1><h2>一、<b>做法</b><br>与成效</h2>{table}<ol><li><h3>抓学习</h3></li></ol>"
    assert headings(_page(f"{body}<nav><h4>栏目</h4></nav>")) == ["2021年工作总结", "一、做法", "与成效", "1. 抓学习"]


def test_html_headings_below_an_added_title_and_joined_rows_stand_right() -> None:
    """The title from the head and the signs between cells move everything behind them."""
    row = "<tr><td>甲</td><td></td><td>乙</td></tr>"
    source = _page(f"<p>{_TEXT[0] * 2}</p><table>{row}{row}</table><h2>一、做法</h2>", title="民政局2021年工作总结")
    assert source.text.startswith("民政局2021年工作总结\n")
    assert headings(source) == ["一、做法"]


def test_a_web_archive_keeps_its_headings() -> None:
    """It is a page in an envelope."""
    markup = "<html><body><h2>一、做法</h2>" + "".join(f"<p>{text}</p>" for text in _TEXT) + "</body></html>"
    head = "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    source = read((head + markup).encode(), "a.mht")
    assert (source.format, headings(source)) == ("mhtml", ["一、做法"])


def test_markdown_headings() -> None:
    """Lines with a #, below front matter and a title from there; not in fences, not the word 目录 over its list."""
    listed = "# 目录\n做法……1\n问题……2\n打算……3"
    body = "\n".join([listed, "## 一、**做法** ##", *_TEXT, "```", "# 注释", "```", "##二、打算", *_TEXT])
    assert headings(read(body.encode(), "a.md")) == ["一、做法", "二、打算"]
    titled = "---\ntitle: 工作总结\n---\n" + "\n".join(["##一、做法", *_TEXT])
    source = read(titled.encode(), "a.md")
    assert source.text.split("\n")[:3] == ["title: 工作总结", "工作总结", "一、做法"]
    assert headings(source) == ["一、做法"]


@pytest.mark.parametrize(("marked", "declared"), [(3, 3), (4, 0)])
def test_a_misused_style_declares_nothing(marked: int, declared: int) -> None:
    """Who writes most lines as headings means how they look."""
    lines = [f"第{n}行" for n in range(6)]
    text = "\n\n".join(lines)
    spans = [(text.index(line), text.index(line) + len(line)) for line in lines[:marked]]
    assert len(whole_headings(text, spans, ())) == declared


def test_long_lines_and_boilerplate_are_no_headings() -> None:
    """A note mark inside a heading takes nothing from it."""
    lines = ["长" * 61, "\u3000短" + "长" * 59, "页眉", "做法[1]", *_TEXT]
    text = "\n".join(lines)
    starts = [text.index(line) for line in lines]
    spans = [(start, start + len(line)) for start, line in zip(starts[:4], lines[:4], strict=True)]
    boilerplate = [(starts[2], starts[2] + 2), (starts[3] + 2, starts[3] + 5)]
    found = [text[start:end] for start, end in whole_headings(text, spans, boilerplate)]
    assert found == [lines[1], lines[3]]


def test_an_old_word_document_keeps_the_headings_of_its_conversion() -> None:
    """LibreOffice writes styles with outline levels."""
    body = paragraph("一、做法", in_style("Heading1")) + "".join(map(paragraph, _TEXT))
    styles = part("styles", style("Heading1", "Heading 1", f"<w:pPr>{level(0)}</w:pPr>"))
    source = read_converted(docx(body, styles=styles), b"{\\rtf1 }", "a.rtf")
    assert (source.format, headings(source)) == ("rtf", ["一、做法"])
