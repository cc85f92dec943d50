"""Protects that a Word document reads as Word prints it."""

from __future__ import annotations

import pytest

from indexer.reading import read
from tests.reading.word_files import archive, docx, paragraph, part


def text_of(body: str, **parts: str) -> str:
    return read(docx(body, **parts), "总结.docx").text


def run(inside: str) -> str:
    return f"<w:p><w:r>{inside}</w:r></w:p>"


def test_paragraphs_are_lines_and_runs_are_joined() -> None:
    body = paragraph("述职报告") + "<w:p/>" + "<w:p><w:r><w:t>抓学</w:t></w:r><w:r><w:t>习</w:t></w:r></w:p>"
    source = read(docx(body), "a.docx")
    assert (source.text, source.format, source.encoding) == ("述职报告\n\n抓学习", "docx", None)


def test_tabs_breaks_and_hyphens_become_characters() -> None:
    inside = (
        "<w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:cr/>"
        "<w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t>"
    )
    assert text_of(run(inside)) == "甲\t乙\n丙\n1-2"


def test_tracked_changes_are_accepted() -> None:
    body = (
        "<w:p><w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>来</w:t></w:r></w:moveTo></w:p>"
    )
    assert text_of(body) == "新来"


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    assert text_of(paragraph("前半，", "<w:rPr><w:del/></w:rPr>") + paragraph("后半。")) == "前半，后半。"


def test_a_deleted_table_row_is_gone() -> None:
    row = "<w:tr>{}<w:tc>" + paragraph("{}") + "</w:tc></w:tr>"
    body = "<w:tbl>" + row.format("<w:trPr><w:del/></w:trPr>", "删") + row.format("", "留") + "</w:tbl>"
    assert text_of(body) == "留"


def test_hidden_text_is_dropped_also_by_style() -> None:
    styles = part("styles", '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>')
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"
        '<w:r><w:rPr><w:rStyle w:val="H"/></w:rPr><w:t>隐</w:t></w:r>'
        '<w:r><w:rPr><w:rStyle w:val="H"/><w:vanish w:val="0"/></w:rPr><w:t>现</w:t></w:r></w:p>'
    )
    assert text_of(body, styles=styles) == "现"


def test_field_codes_and_phonetic_guides_are_not_text() -> None:
    inside = (
        "<w:instrText>PAGE</w:instrText><w:ruby><w:rt><w:r><w:t>shū</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>書</w:t></w:r></w:rubyBase></w:ruby>"
    )
    assert text_of(run(inside)) == "書"


def test_table_rows_are_lines_with_cells_joined_by_tabs() -> None:
    cells = "<w:tc>" + paragraph("甲") + paragraph("乙") + "</w:tc><w:tc>" + paragraph("丙") + "</w:tc>"
    assert text_of(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>" + paragraph("后")) == "甲 乙\t丙\n后"


def test_an_article_inside_a_table_keeps_its_paragraphs() -> None:
    long = "长" * 201
    cells = (
        "<w:tc>" + paragraph("主要做法") + "</w:tc><w:tc>" + paragraph(long) + paragraph("二段") + "</w:tc>"
    )
    assert text_of(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>") == f"主要做法\n{long}\n二段"


def test_a_text_box_given_twice_is_read_once() -> None:
    box = "<w:txbxContent>" + paragraph("红头文件") + "</w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent>"
        "<mc:Choice Requires='wps'><wps:txbx>" + box + "</wps:txbx></mc:Choice>"
        "<mc:Fallback><w:pict><v:textbox>" + box + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
        "<w:t>标题</w:t></w:r></w:p>"
    )
    assert text_of(body) == "标题\n红头文件"


def test_footnotes_stand_at_the_end_and_only_if_referred_to() -> None:
    notes = part(
        "footnotes",
        '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="1">' + paragraph(" 统计口径见附件。") + "</w:footnote>"
        '<w:footnote w:id="2">' + paragraph("没人引用") + "</w:footnote>",
    )
    body = '<w:p><w:r><w:t>正文</w:t><w:footnoteReference w:id="1"/></w:r></w:p>' + paragraph("末段")
    assert text_of(body, footnotes=notes) == "正文\n末段\n统计口径见附件。"


def test_headers_and_footers_are_not_included() -> None:
    assert text_of(paragraph("正文"), header1=part("hdr", paragraph("页眉"))) == "正文"


def test_an_automatic_table_of_contents_is_furniture() -> None:
    control = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        "<w:sdtContent>" + paragraph("一、做法 1") + "</w:sdtContent></w:sdt>"
    )
    styles = part("styles", '<w:style w:type="paragraph" w:styleId="21"><w:name w:val="toc 2"/></w:style>')
    body = control + paragraph("（一）学习 2", '<w:pStyle w:val="21"/>') + paragraph("一、做法")
    source = read(docx(body, styles=styles), "a.docx")
    assert [source.text[a:b] for a, b in source.furniture] == ["一、做法 1", "（一）学习 2"]


def test_a_main_part_of_another_name_is_found() -> None:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="/word/document2.xml"/></Relationships>'
    )
    document = part("document", f"<w:body>{paragraph('正文')}</w:body>")
    assert read(archive({"_rels/.rels": rels, "word/document2.xml": document}), "a.docx").text == "正文"


def test_a_strict_document_is_read() -> None:
    document = part("document", f"<w:body>{paragraph('正文')}</w:body>").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert read(archive({"word/document.xml": document}), "a.docx").text == "正文"


@pytest.mark.parametrize("name", ["a.docx", "a.txt", "a"])
def test_the_content_tells_a_word_document_whatever_its_name(name: str) -> None:
    assert read(docx(paragraph("正文")), name).text == "正文"


def test_entities_of_a_hostile_document_are_not_expanded() -> None:
    document = part("document", f"<w:body>{paragraph('甲&x;乙')}</w:body>").replace(
        "<w:document", '<!DOCTYPE d [<!ENTITY x "展开了">]><w:document', 1
    )
    assert "展开了" not in read(archive({"word/document.xml": document}), "a.docx").text
