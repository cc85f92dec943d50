"""Protects that a Word document reads as Word prints it."""

from __future__ import annotations

import pytest

from indexer.language.normalize import clean_text, search_key
from indexer.reading import read
from tests.reading.word_files import archive, docx, paragraph, part


def text_of(body: str, **parts: str) -> str:
    return read(docx(body, **parts), "总结.docx").text


def run(inside: str) -> str:
    return f"<w:p><w:r>{inside}</w:r></w:p>"


def table(*cells: str) -> str:
    """A table of one row."""
    return "<w:tbl><w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in cells) + "</w:tr></w:tbl>"


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def boilerplate_of(body: str, **parts: str) -> list[str]:
    source = read(docx(body, **parts), "a.docx")
    return [source.text[start:end] for start, end in source.boilerplate]


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


def test_table_rows_are_lines_with_parted_cells() -> None:
    """Cells neither run together nor fall apart, and keep their column where one is empty."""
    cells = "<w:tc>" + paragraph("甲") + paragraph("乙") + "</w:tc><w:tc>" + paragraph("丙") + "</w:tc>"
    assert text_of(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>" + paragraph("后")) == "甲 乙 | 丙\n后"
    assert text_of(table("会议", "", "12", "")) == "会议 |  | 12"
    assert text_of(table("（一）", "抓学习")) == "（一） 抓学习"


def test_no_phrase_matches_across_the_cells_of_a_row() -> None:
    """What stands between two cells must outlive clean text and search key."""
    key = search_key(clean_text(text_of(table("党建", "工作"))))
    assert "党建" in key
    assert "党建工作" not in key


def test_a_table_inside_a_cell_keeps_its_rows() -> None:
    """A form made of nested tables is layout: each inner row is a line of its own."""
    inner = table("指标", "数值") + table("会议", "12")
    body = f"<w:tbl><w:tr><w:tc>{inner}</w:tc><w:tc>{paragraph('备注')}</w:tc></w:tr></w:tbl>"
    assert text_of(body) == "指标 | 数值\n会议 | 12\n备注"


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
    assert text_of(body) == "红头文件\n标题"


def test_a_text_box_stands_where_it_is_anchored() -> None:
    """A title in a box at the top comes before the text, a box in mid-paragraph after it."""
    box = "<w:r><w:pict><v:textbox><w:txbxContent>" + paragraph("述职报告") + "</w:txbxContent></v:textbox></w:pict></w:r>"
    text = "<w:r><w:t>各位代表：</w:t></w:r>"
    assert text_of(f"<w:p>{box}{text}</w:p>") == "述职报告\n各位代表："
    assert text_of(f"<w:p>{text}{box}</w:p>") == "各位代表：\n述职报告"


def test_decorative_type_is_text() -> None:
    """Old documents print their title as WordArt, which is an attribute of a drawing."""
    body = "<w:p><w:r><w:pict><v:shape><v:textpath string='某某局文件'/></v:shape></w:pict></w:r></w:p>" + paragraph("正文")
    assert text_of(body) == "某某局文件\n\n正文"


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


def test_an_automatic_table_of_contents_is_boilerplate() -> None:
    control = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        "<w:sdtContent>" + paragraph("一、做法 1") + "</w:sdtContent></w:sdt>"
    )
    styles = part("styles", '<w:style w:type="paragraph" w:styleId="21"><w:name w:val="toc 2"/></w:style>')
    body = control + paragraph("（一）学习 2", '<w:pStyle w:val="21"/>') + paragraph("一、做法")
    source = read(docx(body, styles=styles), "a.docx")
    assert [source.text[a:b] for a, b in source.boilerplate] == ["一、做法 1", "（一）学习 2"]


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


def test_a_table_of_contents_made_by_a_field_is_boilerplate() -> None:
    """WPS and old Word write the field without a content control or special styles."""
    begin = field("begin") + '<w:r><w:instrText>TOC \\o "1-3" \\h</w:instrText></w:r>' + field("separate")
    entry = "<w:r><w:t>一、做法</w:t><w:tab/></w:r>" + field("begin")
    entry += "<w:r><w:instrText>PAGEREF _Toc1</w:instrText></w:r>" + field("separate") + "<w:r><w:t>1</w:t></w:r>" + field("end")
    body = f"<w:p>{begin}{entry}</w:p><w:p>{entry}</w:p><w:p>{field('end')}<w:r><w:t>2023年第1</w:t></w:r></w:p>"
    assert boilerplate_of(body) == ["一、做法\t1", "一、做法\t1"]


def test_a_field_that_never_ends_swallows_no_text() -> None:
    """In a damaged document the field of a table of contents stays open to the end."""
    begin = field("begin") + "<w:r><w:instrText>TOC</w:instrText></w:r>" + field("separate")
    assert boilerplate_of(f"<w:p>{begin}</w:p>" + paragraph("一、主要做法") + paragraph("抓学习。")) == []


def test_a_typed_table_of_contents_is_boilerplate() -> None:
    """Many writers type it: the word 目录, then lines with a tab and a page."""
    entries = "".join(f"<w:p><w:r><w:t>第{n}部分</w:t><w:tab/><w:t>{n}</w:t></w:r></w:p>" for n in range(1, 4))
    assert boilerplate_of(paragraph("目 录") + entries + paragraph("正文"))[0] == "目 录"
    assert len(boilerplate_of(paragraph("目 录") + entries)) == 4


def test_the_results_of_other_fields_are_text() -> None:
    """A link or a reference shows its result, not its code."""
    body = field("begin") + '<w:r><w:instrText>HYPERLINK "http://a.example"</w:instrText></w:r>' + field("separate")
    body += "<w:r><w:t>某某网</w:t></w:r>" + field("end")
    link = "<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>"
    simple = "<w:fldSimple w:instr='REF a'><w:r><w:t>第三章</w:t></w:r></w:fldSimple>"
    assert text_of(f"<w:p>{body}{link}{simple}</w:p>") == "某某网链接第三章"


def test_content_controls_show_what_was_filled_in() -> None:
    """The prompt of an empty control is not text, in a line and around paragraphs."""
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    prompt = "<w:showingPlcHdr/>"
    inline = control.format("", "<w:r><w:t>张某</w:t></w:r>") + control.format(prompt, "<w:r><w:t>单击此处</w:t></w:r>")
    blocks = control.format("", paragraph("正文")) + control.format(prompt, paragraph("单击此处输入文字"))
    assert text_of(f"<w:p><w:r><w:t>姓名：</w:t></w:r>{inline}</w:p>{blocks}") == "姓名：张某\n正文"


def test_symbols_soft_hyphens_and_comments() -> None:
    """Symbols of a text font are text; soft hyphens are not, and comments stand beside it."""
    inside = (
        '<w:t>甲</w:t><w:sym w:font="宋体" w:char="2460"/><w:sym w:font="Wingdings" w:char="F0FC"/><w:softHyphen/>'
        '<w:commentReference w:id="1"/><w:lastRenderedPageBreak/><w:t>乙</w:t>'
    )
    comments = part("comments", '<w:comment w:id="1">' + paragraph("请改") + "</w:comment>")
    assert text_of(run(inside), comments=comments) == "甲①乙\n批注：请改"


def test_tracked_table_cells_and_moves() -> None:
    """A deleted cell is gone; a paragraph moved here is here, and not where it was."""
    cell = "<w:tc><w:tcPr>{}</w:tcPr>" + paragraph("{}") + "</w:tc>"
    row = cell.format("<w:cellDel/>", "删") + cell.format("", "留") + cell.format("", "存")
    moved = "<w:moveFrom><w:r><w:t>走</w:t></w:r></w:moveFrom>"
    body = f"<w:tbl><w:tr>{row}</w:tr></w:tbl><w:p><w:pPr><w:rPr><w:moveFrom/></w:rPr></w:pPr>{moved}</w:p>"
    assert text_of(body + "<w:p><w:moveTo><w:r><w:t>来</w:t></w:r></w:moveTo></w:p>") == "留 | 存\n来"


_RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="c1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk" '
    'Target="{}"/></Relationships>'
)


@pytest.mark.parametrize(
    ("chunk", "text"),
    [
        ("<html><body><p>一、做法</p><p>正文</p></body></html>", "一、做法\n正文"),
        (
            "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n"
            "Content-Transfer-Encoding: base64\n\nPHA+5q2j5paHPC9wPg==\n--x--",
            "正文",
        ),
        ("一、做法\r\n正文", "一、做法\n正文"),
    ],
)
def test_a_web_page_inside_a_document_is_read(chunk: str, text: str) -> None:
    """Programs that turn web pages into Word files leave the page inside, for Word to convert."""
    body = (
        '<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="c1"/>'
        + paragraph("后文")
    )
    files = {
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": _RELATION.format("chunk.mht"),
        "word/chunk.mht": chunk,
    }
    assert read(archive(files), "a.docx").text == f"{text}\n后文"
    del files["word/chunk.mht"]
    assert read(archive(files), "a.docx").text.strip() == "后文"
