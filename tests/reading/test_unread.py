"""Protects that nothing is left unread in silence: what is left out of a file is counted and named."""

from __future__ import annotations

import pytest

from indexer.model.reports import SourceText
from indexer.model.unread import UNREAD_KINDS, Tally, Unread, total_unread, unread_line
from indexer.parsing import parse
from indexer.reading import read
from indexer.reading.rtf import read_rtf
from indexer.reading.word.reader import read_docx
from tests.reading.word_files import archive, docx, paragraph, part

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_R = f'xmlns:r="{_RELATIONS}"'
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_DGM = 'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
_BODY = paragraph("关于水利工作的报告") + paragraph("现将工作情况报告如下。")


def relations(*found: tuple[str, str, str]) -> str:
    """The relations of a document: id, the last word of the type, target."""
    inside = "".join(
        f'<Relationship Id="{name}" Type="{_RELATIONS}/{kind}" Target="{target}"'
        f'{" TargetMode=" + chr(34) + "External" + chr(34) if "://" in target else ""}/>'
        for name, kind, target in found
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'


def document(body: str, *related: tuple[str, str, str], **files: str | bytes) -> bytes:
    """A Word document whose relations lead to ``files``, by names with ``__`` for / and ``_`` for a dot."""
    parts: dict[str, str | bytes] = {
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": relations(*related),
    }
    for name, content in files.items():
        path, _, suffix = name.replace("__", "/").rpartition("_")
        parts[f"word/{path}.{suffix}"] = content
    return archive(parts)


def word(body: str, *related: tuple[str, str, str], **files: str | bytes) -> SourceText:
    return read_docx(document(body, *related, **files), "总结.docx")


def html(body: str) -> SourceText:
    return read(f"<html><body>{body}</body></html>".encode(), "网页.html")


def counts(source: SourceText) -> dict[str, int]:
    return {one.kind: one.count for one in source.unread}


def asides(source: SourceText) -> list[str]:
    return [source.text[start:end] for start, end in source.asides]


def lines(source: SourceText) -> list[str]:
    return [line for line in source.text.split("\n") if line.strip()]


# --- the line --------------------------------------------------------------------------------


def test_the_line_names_each_kind_once_in_a_fixed_order() -> None:
    tally = Tally()
    for kind, count, detail in (("image", 1, ""), ("comment", 3, ""), ("image", 1, ""), ("scan", 1, "第 2 页")):
        tally.add(kind, count, detail)
    assert unread_line(tally.result()) == "未读：扫描页 1 页（第 2 页）、批注 3、图片 2"
    assert unread_line(()) == ""


def test_several_files_together_have_no_details() -> None:
    both = total_unread([(Unread("scan", 1, "第 2 页"),), (Unread("scan", 2), Unread("image", 1))])
    assert both == (Unread("scan", 3), Unread("image", 1))


@pytest.mark.parametrize("kind", UNREAD_KINDS)
def test_every_kind_has_words_with_its_count(kind: str) -> None:
    assert "7" in Unread(kind, 7).label


# --- Word ------------------------------------------------------------------------------------


def smart_art(relation: str) -> str:
    return (
        f'<w:p><w:r><w:drawing><a:graphic {_A}><a:graphicData><dgm:relIds {_DGM} {_R} r:dm="{relation}"/>'
        "</a:graphicData></a:graphic></w:drawing></w:r></w:p>"
    )


def diagram(points: str, connections: str = "") -> str:
    return (
        f"<dgm:dataModel {_DGM} {_A}><dgm:ptLst>{points}</dgm:ptLst>"
        f"<dgm:cxnLst>{connections}</dgm:cxnLst></dgm:dataModel>"
    )


def point(name: str, text: str, kind: str = "") -> str:
    typed = f' type="{kind}"' if kind else ""
    return f'<dgm:pt modelId="{name}"{typed}><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>'


def test_the_words_of_smart_art_are_read_in_the_order_of_its_shapes() -> None:
    points = point("0", "", "doc") + point("2", "限时办结") + point("1", "清单派发") + point("9", "无主")
    connections = "".join(
        f'<dgm:cxn modelId="c{n}" srcId="0" destId="{n}" srcOrd="{order}"/>' for n, order in ((2, 1), (1, 0))
    )
    source = word(
        _BODY + smart_art("r1"), ("r1", "diagramData", "diagrams/data1.xml"), diagrams__data1_xml=diagram(points, connections)
    )
    assert lines(source)[2:] == ["清单派发", "限时办结", "无主"] and counts(source) == {}


def test_smart_art_that_is_missing_is_named() -> None:
    assert counts(word(_BODY + smart_art("r1"))) == {"diagram": 1}


def chunk(where: str = "{}") -> str:
    return where.format(f'<w:altChunk {_R} r:id="r1"/>')


@pytest.mark.parametrize("where", ["{}", "<w:p><w:r><w:t>前言：</w:t></w:r>{}</w:p>"])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("c_html", "<html><body><p>灌区改造九处。</p></body></html>"),
        ("c_rtf", r"{\rtf1\ansi\uc1 \u28748?\u21306?\u25913?\u36896?\u20061?\u22788?\u12290?\par}"),
        ("c_docx", docx(paragraph("灌区改造九处。"))),
        ("c_txt", "灌区改造九处。"),
    ],
)
def test_documents_that_word_puts_together_are_read_wherever_they_stand(where: str, name: str, content: str | bytes) -> None:
    source = word(_BODY + chunk(where), ("r1", "aFChunk", name.replace("_", ".")), **{name: content})
    assert "灌区改造九处。" in lines(source) and counts(source) == {}


def test_a_part_of_a_kind_that_is_not_read_is_named() -> None:
    source = word(_BODY + chunk(), ("r1", "aFChunk", "c.bin"), c_bin=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert counts(source) == {"embedded": 1}


def embedded(program: str) -> str:
    return (
        '<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" '
        f'ProgID="{program}" {_R} r:id="r1"/></w:object></w:r></w:p>'
    )


def test_an_embedded_word_document_stands_beside_the_text_and_others_are_named() -> None:
    related = ("r1", "package", "embeddings/a.docx")
    inner = docx(paragraph("防汛物资清单。") + paragraph("共九类。"))
    source = word(_BODY + embedded("Word.Document.12"), related, embeddings__a_docx=inner)
    assert asides(source) == ["嵌入文档：防汛物资清单。", "共九类。"] and counts(source) == {}
    assert counts(word(_BODY + embedded("Word.Document.12"), related, embeddings__a_docx=b"PK\x03\x04?")) == {"embedded": 1}
    assert counts(word(_BODY + embedded("Equation.3"), related, embeddings__a_docx=b"x")) == {"formula": 1}
    assert counts(word(_BODY, related, embeddings__a_docx=inner)) == {"embedded": 1}


def test_documents_inside_one_another_come_to_an_end() -> None:
    """A document that holds itself, so to say, is not read for ever, and what is too deep is named."""
    inner = docx(paragraph("最里面。"))
    for _ in range(6):
        inner = document(paragraph("外面。") + chunk(), ("r1", "aFChunk", "c.docx"), c_docx=inner)
    source = read_docx(inner, "总结.docx")
    assert lines(source) == ["外面。"] * 4 and counts(source) == {"embedded": 1}


def test_comments_stand_beside_the_text_and_belong_to_no_section() -> None:
    comments = part("comments", '<w:comment w:id="0">' + paragraph("此数与年报口径不一") + "</w:comment>")
    body = (
        paragraph("2023年工作报告") + paragraph("一、主要做法") + paragraph("全年巡河三千次，清理河道。")
        + paragraph("二、下一步打算") + paragraph("继续压实责任，推动任务落地。")
    )  # fmt: skip
    source = word(body, ("r1", "comments", "comments.xml"), comments_xml=comments)
    (report,) = parse(source)
    assert [(p.text, p.sections) for p in report.paragraphs][-1] == ("批注：此数与年报口径不一", ("other",))
    assert report.paragraphs[-2].sections == ("plans",)


def test_a_header_with_the_documents_number_is_searched_and_others_are_removed_by_name() -> None:
    related = [("h1", "header", "header1.xml"), ("h2", "header", "header2.xml"), ("f", "footer", "footer1.xml")]
    source = word(
        _BODY,
        *related,
        header1_xml=part("hdr", paragraph("云岭县水务局文件") + paragraph("云水党发〔2020〕17号")),
        header2_xml=part("hdr", paragraph("内部资料")),
        footer1_xml=part("ftr", paragraph("- 1 -")),
    )
    assert asides(source) == ["页眉：云岭县水务局文件 云水党发〔2020〕17号"]
    assert {source.text[slice(*span)]: reason for span, reason in source.reasons.items()} == {
        "内部资料": "页眉页脚",
        "- 1 -": "页眉页脚",
    }
    (report,) = parse(source)
    assert report.year is None, "the number of a document says nothing of the year reported on"


def run(text: str, properties: str) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    "properties",
    ['<w:color w:val="FFFFFF"/>', '<w:color w:val="fefefe"/>', '<w:sz w:val="2"/>', '<w:sz w:val="0"/>', "<w:vanish/>"],
)
def test_text_that_nobody_sees_is_left_out_and_counted(properties: str) -> None:
    source = word(f"<w:p>{run('清理河道', '')}{run('仿冒 必究', properties)}{run('三十公里。', '')}</w:p>")
    assert source.text == "清理河道三十公里。" and counts(source) == {"hidden": 4}


@pytest.mark.parametrize(
    "body",
    [
        "<w:p><w:pPr><w:shd w:val='clear' w:fill='C00000'/></w:pPr>{}</w:p>",
        "<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:val='clear' w:fill='1F4E79'/></w:tcPr><w:p>{}</w:p></w:tc></w:tr></w:tbl>",
        "<w:tbl><w:tblPr><w:tblStyle w:val='Dark'/></w:tblPr><w:tr><w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl>",
        "<w:p><w:r><w:pict><v:textbox><w:txbxContent><w:p>{}</w:p></w:txbxContent></v:textbox></w:pict></w:r></w:p>",
    ],
)
def test_white_text_on_a_coloured_ground_is_read(body: str) -> None:
    dark = "<w:tblStylePr w:type='firstRow'><w:tcPr><w:shd w:fill='333333'/></w:tcPr></w:tblStylePr>"
    styles = part("styles", f"<w:style w:type='table' w:styleId='Dark'>{dark}</w:style>")
    source = read_docx(docx(body.format(run("重点任务", '<w:color w:val="FFFFFF"/>')), styles=styles), "总结.docx")
    assert "重点任务" in source.text and counts(source) == {}


def test_a_white_title_on_a_picture_behind_the_text_is_read() -> None:
    """The cover of many a report; text of no size goes all the same."""
    white, tiny = '<w:color w:val="FFFFFF"/>', '<w:sz w:val="1"/>'
    anchor = '<w:r><w:drawing><wp:anchor xmlns:wp="urn:wp" behindDoc="1"/></w:drawing></w:r>'
    source = word(f"<w:p>{anchor}{run('关于水利工作的报告', white)}{run('仿冒', tiny)}</w:p>")
    assert source.text == "关于水利工作的报告" and counts(source) == {"hidden": 2}


def test_deletions_prompts_readings_and_pictures_are_counted() -> None:
    body = (
        "<w:p><w:r><w:t>甲</w:t></w:r><w:del><w:r><w:delText>删去的</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>"
        "<w:r><w:ruby><w:rt><w:r><w:t>yǐ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>乙</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        '<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击输入</w:t></w:r></w:sdtContent></w:sdt>'
        '<w:r><w:pict><v:shape><v:imagedata/></v:shape></w:pict></w:r></w:p>'
    )  # fmt: skip
    source = word(body)
    assert source.text == "甲乙"
    assert counts(source) == {"image": 1, "prompt": 4, "deleted": 5, "reading": 2}


def test_a_drop_down_list_shows_its_choice() -> None:
    choices = '<w:ddList><w:result w:val="1"/><w:listEntry w:val="未完成"/><w:listEntry w:val="已完成"/></w:ddList>'
    mark = f'<w:fldChar w:fldCharType="begin"><w:ffData>{choices}</w:ffData></w:fldChar>'
    assert word(f"<w:p><w:r><w:t>清淤：</w:t></w:r><w:r>{mark}</w:r></w:p>").text == "清淤：已完成"


def test_a_document_outside_the_file_is_named() -> None:
    assert counts(word(_BODY + chunk(), ("r1", "aFChunk", "http://example.org/c.html"))) == {"linked": 1}


def cell(text: str, merged: str = "") -> str:
    return f"<w:tc><w:tcPr>{merged}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def test_the_head_of_merged_cells_is_repeated_in_word() -> None:
    begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        cell("清理河道", begins) + cell("上游") + cell("12公里"),
        cell("", goes_on) + cell("下游") + cell("20公里"),
        cell("植树") + cell("全县") + cell("300亩"),
    )
    source = word("<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>")
    assert lines(source) == ["清理河道 | 上游 | 12公里", "清理河道 | 下游 | 20公里", "植树 | 全县 | 300亩"]


def test_rtf_reads_chinese_bytes_escapes_and_signs() -> None:
    data = rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 Song;}}{\*\generator X;}\f0"
    data += rb" \'c7\'e5\'d3\'d9 3\'b4\'a6\par\emdash{\pict 00ff}\u-10179?\u-8704?}"
    source = read_rtf(data)
    assert source.text == "清淤 3处\n—\U0001f600" and counts(source) == {"image": 1}


# --- web pages -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<span style='font-size:0px'>仿冒必究</span>", {"hidden": 4}),
        ("<span style='color:#fff;font-size:1px;'>仿冒必究</span>", {"hidden": 4}),
        ("<font color='white'>仿冒必究</font>", {"hidden": 4}),
        ("<span style='display:none'>仿冒</span>", {"hidden": 2}),
        ("<template><p>模板文字</p></template>", {"fallback": 4}),
        ("<iframe>看不到框架</iframe>", {"fallback": 5}),
        ("<ruby>河<rt>hé</rt></ruby>", {"reading": 2}),
        ("<del>旧文</del>", {"deleted": 2}),
        ("<svg><text>图中字</text></svg>", {"drawn": 3}),
        ("<math><mi>x</mi></math>", {"formula": 1}),
        ("<script>var a</script><style>b{}</style>", {}),
    ],
)
def test_what_a_page_does_not_show_is_left_out_and_counted(markup: str, expected: dict[str, int]) -> None:
    source = html(f"<p>清理{markup}道三十公里。</p>")
    assert source.text in ("清理道三十公里。", "清理河道三十公里。") and counts(source) == expected


@pytest.mark.parametrize(
    "markup",
    [
        "<div style='font-size:0'><span style='font-size:16px'>{}</span></div>",
        "<section style='background:#c00'><p style='color:#fff'>{}</p></section>",
        "<table bgcolor='#003366'><tr><td><font color='white'>{}</font></td></tr></table>",
        "<h2 class='bar'><span style='color:#fff'>{}</span></h2>",
        "<p style='background-color:#fff'>{}</p>",
        "<p style='font-size:1.2em'>{}</p>",
        "<p style='border-color:#fff'>{}</p>",
    ],
)
def test_what_can_be_read_on_a_page_is_read(markup: str) -> None:
    source = html(markup.format("重点任务"))
    assert source.text.strip() == "重点任务" and counts(source) == {}


def test_pictures_and_frames_of_the_article_are_named_and_those_of_the_site_are_not() -> None:
    article = "<p>一年来，我们认真履行职责，推动水利工作落实见效，群众满意。</p>" * 6
    pieces = "<p><img src='1.jpg'></p><img src=x width=1><iframe src='a.pdf'></iframe>"
    page = f"<div><img src='logo.png'></div><article>{pieces}{article}</article><p><img src='code.png'></p>"
    assert counts(html(page)) == {"image": 1, "frame": 1}


def test_the_head_of_merged_cells_is_repeated_on_a_page() -> None:
    rows = "<tr><td rowspan=2>清理河道<td>上游<td>12公里</tr><tr><td>下游<td>20公里</tr><tr><td>植树<td>全县<td>300亩</tr>"
    source = html(f"<table>{rows}</table><p>以上。</p>")
    assert source.text.split("\n") == ["清理河道 | 上游 | 12公里", "清理河道 | 下游 | 20公里", "植树 | 全县 | 300亩", "以上。"]


def test_a_head_in_the_middle_of_a_row_is_repeated_at_its_place() -> None:
    rows = "<tr><td>上游<td rowspan=2>清理<td>12公里</tr><tr><td>下游<td>20公里</tr>"
    assert html(f"<table>{rows}</table>").text.split("\n") == ["上游 | 清理 | 12公里", "下游 | 清理 | 20公里"]
