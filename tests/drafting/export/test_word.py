"""A draft as an official document: what GB/T 9704—2012 asks for stands in the XML."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import docx
import pytest
from lxml import etree

from indexer.drafting.export.template import official_template, read_template
from indexer.drafting.export.word import to_docx, to_dotx
from indexer.drafting.export.word_styles import SOURCE_LINE, SOURCES_TITLE, STATEMENT
from indexer.reading import read
from tests.drafting.export.drafts import CITATION, SMALL
from tests.drafting.export.packages import (
    W,
    found,
    names,
    one,
    paragraphs,
    part,
    style,
    style_name,
    text_of,
    value,
)

MM = 1440 / 25.4


@pytest.fixture(scope="module")
def small() -> bytes:
    return to_docx(SMALL)


def number(element: etree._Element, path: str, attribute: str) -> int:
    given = value(element, path, attribute)
    assert given is not None
    return int(given)


# --- the page ----------------------------------------------------------------------------------


def test_paper_and_margins_are_those_of_the_standard(small: bytes) -> None:
    section = one(part(small, "word/document.xml"), "/w:document/w:body/w:sectPr")
    assert [round(number(section, "w:pgSz", side) / MM) for side in ("w", "h")] == [210, 297]
    sides = ("top", "bottom", "left", "right")
    assert [round(number(section, "w:pgMar", side) / MM, 1) for side in sides] == [37, 35, 28, 26]


def test_twenty_two_lines_of_twenty_eight_characters_fill_the_text_area(small: bytes) -> None:
    section = one(part(small, "word/document.xml"), "/w:document/w:body/w:sectPr")
    assert value(section, "w:docGrid", "type") == "linesAndChars"
    height, width = (297 - 37 - 35) * MM / 20, (210 - 28 - 26) * MM / 20
    line = number(section, "w:docGrid", "linePitch") / 20
    cell = 16 + number(section, "w:docGrid", "charSpace") / 4096
    assert int(height // line) == 22
    assert round(width / cell, 2) == 28
    # The line that is really set is exact, and no higher than that of the grid.
    spacing = number(style(small, "Normal"), "w:pPr/w:spacing", "line") / 20
    assert 28 <= spacing <= 29 and spacing * 22 <= height


def test_page_numbers_are_outside_in_song_between_dashes(small: bytes) -> None:
    document, settings = part(small, "word/document.xml"), part(small, "word/settings.xml")
    assert found(settings, "/w:settings/w:evenAndOddHeaders")
    kinds = [each.get(f"{{{W}}}type") for each in found(document, "//w:sectPr/w:footerReference")]
    assert kinds == ["default", "even"]
    for name, side in (("word/footer1.xml", "right"), ("word/footer2.xml", "left")):
        footer = part(small, name)
        assert text_of(footer) == "— 1 —"
        assert value(footer, "w:p/w:pPr/w:jc") == side
        assert value(footer, "w:p/w:pPr/w:ind", f"{side}Chars") == "100"
        assert "PAGE" in "".join(str(each.text) for each in found(footer, "//w:instrText"))
        fonts = {each.get(f"{{{W}}}eastAsia") for each in found(footer, "//w:rFonts")}
        assert fonts == {"宋体"}
    assert value(style(small, "footer"), "w:rPr/w:sz") == "28"


# --- styles and fonts --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "font", "size", "indent"),
    [
        ("Normal", "仿宋_GB2312", "32", "200"),
        ("Title", "方正小标宋简体", "44", "0"),
        ("heading 1", "黑体", "32", "200"),
        ("heading 2", "楷体_GB2312", "32", "200"),
        ("heading 3", "仿宋_GB2312", "32", "200"),
        ("heading 4", "仿宋_GB2312", "32", "200"),
    ],
)
def test_each_style_has_the_font_size_and_indent_of_the_standard(
    small: bytes, name: str, font: str, size: str, indent: str
) -> None:
    found_style = style(small, name)
    for kind in ("ascii", "hAnsi", "eastAsia"):
        assert value(found_style, "w:rPr/w:rFonts", kind) == font
    assert value(found_style, "w:rPr/w:sz") == size
    assert value(found_style, "w:pPr/w:ind", "firstLineChars") == indent
    assert value(found_style, "w:pPr/w:spacing", "lineRule") == "exact"
    assert value(found_style, "w:rPr/w:b") == "0"


def test_headings_are_those_of_the_navigation_pane(small: bytes) -> None:
    """Word and WPS show what has an outline level and a built-in name; they translate that name themselves."""
    for level in (1, 2, 3, 4):
        heading = style(small, f"heading {level}")
        assert value(heading, "w:pPr/w:outlineLvl") == str(level - 1)
        assert heading.get(f"{{{W}}}customStyle") is None
        assert value(heading, "w:aliases") == f"公文{'一二三四'[level - 1]}级标题"
    assert not found(style(small, "Title"), "w:pPr/w:outlineLvl")
    assert value(style(small, "Title"), "w:pPr/w:jc") == "center"


def test_no_font_is_a_theme_s(small: bytes) -> None:
    """A theme's font would win over the East Asian one that is named beside it."""
    assert not [name for name in names(small) if "theme" in name]
    for name in names(small):
        if name.endswith(".xml") and name.startswith("word/"):
            keys = {str(key) for each in part(small, name).iter() for key in each.attrib}
            assert not [key for key in keys if "Theme" in key and "themeFontLang" not in key], name


def test_missing_fonts_have_named_substitutes(small: bytes) -> None:
    table = part(small, "word/fontTable.xml")
    names_of = {str(each.get(f"{{{W}}}name")): each for each in found(table, "/w:fonts/w:font")}
    assert value(names_of["方正小标宋简体"], "w:altName") == "小标宋,宋体"
    assert value(names_of["小标宋"], "w:altName") == "宋体"
    assert value(names_of["仿宋_GB2312"], "w:altName") == "仿宋"
    assert value(names_of["楷体_GB2312"], "w:altName") == "楷体"
    assert {value(each, "w:charset") for each in names_of.values()} == {"86"}


def test_the_language_is_chinese_and_signs_take_the_east_asian_font(small: bytes) -> None:
    assert value(part(small, "word/styles.xml"), "//w:docDefaults//w:lang", "eastAsia") == "zh-CN"
    assert docx.Document(BytesIO(small)).core_properties.language == "zh-CN"
    runs = found(part(small, "word/document.xml"), "//w:body/w:p/w:r[w:t]")
    assert {value(run, "w:rPr/w:rFonts", "hint") for run in runs} == {"eastAsia"}
    assert any("“" in text_of(run) for run in runs) and any("——" in text_of(run) for run in runs)


def test_tables_that_the_writer_adds_are_not_cut_by_exact_spacing(small: bytes) -> None:
    spacing = one(style(small, "公文图表"), "w:pPr/w:spacing")
    assert spacing.get(f"{{{W}}}lineRule") == "auto"


# --- the text ----------------------------------------------------------------------------------


def test_text_and_outline_are_the_draft_s(small: bytes) -> None:
    shown = [(style_name(small, each), text_of(each)) for each in paragraphs(small)]
    levels = {"b2": 1, "b3": 2, "b6": 3, "b7": 4, "b9": 1}
    assert shown == [
        ("Title", SMALL.title),
        *((f"heading {levels[b.id]}" if b.kind == "heading" else "Normal", b.text) for b in SMALL.blocks),
    ]


def test_a_heading_at_the_start_of_a_paragraph_has_its_font(small: bytes) -> None:
    (paragraph,) = [each for each in paragraphs(small) if text_of(each).startswith("（二）码头")]
    first, second = found(paragraph, "w:r[w:t]")
    assert text_of(first) == "（二）码头开例会。" and value(first, "w:rPr/w:rStyle") == "20"
    assert not found(second, "w:rPr/w:rStyle")
    assert value(style(small, "标题 2 字符"), "w:rPr/w:rFonts", "eastAsia") == "楷体_GB2312"


def test_open_places_are_highlighted_and_nothing_else(small: bytes) -> None:
    marked = [text_of(run) for run in found(part(small, "word/document.xml"), "//w:r[w:rPr/w:highlight]")]
    assert marked == ["XX", "某镇"]
    again = to_docx(SMALL, open_slots=lambda text: [(0, 1), (0, 3), (-5, 2), (9_000, 9_001)] if "飞针" in text else [])
    marked = [text_of(run) for run in found(part(again, "word/document.xml"), "//w:r[w:rPr/w:highlight]")]
    assert marked == ["白天", "飞"]
    assert [text_of(each) for each in paragraphs(again)] == [text_of(each) for each in paragraphs(small)]


def test_a_draft_can_be_exported_without_marks_and_still_says_how_much_is_open() -> None:
    bare = to_docx(SMALL, marked=False)
    assert not found(part(bare, "word/document.xml"), "//w:highlight")
    assert "还有 2 处待改" in docx.Document(BytesIO(bare)).core_properties.comments


def test_a_long_title_is_broken_where_it_makes_sense() -> None:
    draft = replace(SMALL, title="望川镇党委书记2025年度抓基层党建工作述职报告")
    title = paragraphs(to_docx(draft))[0]
    assert [text_of(run) for run in found(title, "w:r")] == ["望川镇党委书记2025年度", "", "抓基层党建工作述职报告"]
    assert len(found(title, "w:r/w:br")) == 1


# --- where it comes from -----------------------------------------------------------------------


def test_sources_are_comments_at_their_paragraphs(small: bytes) -> None:
    document = docx.Document(BytesIO(small))
    assert [(each.author, each.text) for each in document.comments] == [
        ("笔杆", CITATION),
        ("笔杆", CITATION + "（收后改过）"),
        ("笔杆", "笔记：数字要再核"),
    ]
    body = part(small, "word/document.xml")
    for mark in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert [each.get(f"{{{W}}}id") for each in found(body, f"//w:{mark}")] == ["0", "1", "2"], mark
    at = one(body, "//w:p[w:commentRangeStart[@w:id='0']]")
    assert text_of(at).startswith("白天飞针")
    assert CITATION not in "".join(text_of(each) for each in paragraphs(small))


def test_sources_stand_in_a_list_at_the_end_or_nowhere() -> None:
    listed = to_docx(SMALL, sources="end")
    tail = [(style_name(listed, each), text_of(each)) for each in paragraphs(listed)][-3:]
    assert tail == [
        (SOURCES_TITLE, "素材出处"),
        (SOURCE_LINE, f"1. “白天飞针，晚上识字，党建带妇建从一间……”：{CITATION}"),
        (SOURCE_LINE, f"2. “（二）码头开例会。全年开了26次——……”：{CITATION}"),
    ]
    silent = to_docx(SMALL, sources="none")
    for data in (listed, silent):
        assert not [name for name in names(data) if "comments" in name]
    assert "〔" not in "".join(text_of(each) for each in paragraphs(silent))


def test_scope_and_open_places_are_told_in_the_properties_and_in_the_text_only_when_asked(small: bytes) -> None:
    told = "草稿《2025年度抓党建工作述职报告》：5 个标题、5 段，其中 2 处取自资料库的 2 份报告；还有 2 处待改。"
    properties = docx.Document(BytesIO(small)).core_properties
    assert (properties.title, properties.author, properties.comments) == (SMALL.title, SMALL.unit, told)
    assert told not in "".join(text_of(each) for each in paragraphs(small))
    asked = to_docx(SMALL, stated=True)
    last = paragraphs(asked)[-1]
    assert (style_name(asked, last), text_of(last)) == (STATEMENT, told)


@pytest.mark.parametrize("changed_at", ["", "gestern", "2025-12-01T08:30:00", "2025-12-01T08:30:00+08:00"])
def test_comments_have_the_time_of_the_draft(changed_at: str) -> None:
    """As Word writes it: the writer's own time. A draft without one has a fixed time, so that its file does not change."""
    data = to_docx(replace(SMALL, changed_at=changed_at))
    dates = {str(each.get(f"{{{W}}}date")) for each in found(part(data, "word/comments.xml"), "//w:comment")}
    assert len(dates) == 1
    if changed_at == SMALL.changed_at:
        assert dates == {"2025-12-01T08:30:00Z"}
    assert to_docx(replace(SMALL, changed_at=changed_at)) == data


def test_the_same_draft_gives_the_same_bytes() -> None:
    assert to_docx(SMALL) == to_docx(SMALL)


def test_bigan_reads_its_own_file_with_the_headings_as_headings(small: bytes) -> None:
    text = read(small, "a.docx")
    lines = [text.text[start:end] for start, end in text.headings]
    assert [line.strip() for line in lines] == [SMALL.title, *(b.text for b in SMALL.blocks if b.kind == "heading")]


# --- the template ------------------------------------------------------------------------------


def test_a_unit_s_deviations_are_in_the_document() -> None:
    own = read_template(
        "[page]\nleft = 30\n[text]\nline_spacing = 30\nlatin_font = Times New Roman\n"
        "[heading1]\nfont = 华文中宋、宋体\nbold = 是\n"
        "[page_number]\nplace = 居中\nform = 第1页\n",
        "own.ini",
    )
    data = to_docx(SMALL, own)
    assert round(number(part(data, "word/document.xml"), "//w:pgMar", "left") / MM) == 30
    normal, heading = style(data, "Normal"), style(data, "heading 1")
    assert value(normal, "w:pPr/w:spacing", "line") == "600"
    assert value(normal, "w:rPr/w:rFonts", "ascii") == "Times New Roman"
    assert value(normal, "w:rPr/w:rFonts", "eastAsia") == "仿宋_GB2312"
    assert value(heading, "w:rPr/w:rFonts", "eastAsia") == "华文中宋" and value(heading, "w:rPr/w:b") is None
    footer = part(data, "word/footer1.xml")
    assert text_of(footer) == "第1页" and value(footer, "w:p/w:pPr/w:jc") == "center"
    assert not found(part(data, "word/settings.xml"), "//w:evenAndOddHeaders")
    without = to_docx(SMALL, read_template("[page_number]\nplace = 不要\n", "own.ini"))
    assert not found(part(without, "word/document.xml"), "//w:footerReference")


def test_the_template_for_word_has_the_same_styles_and_page() -> None:
    data, document = to_dotx(official_template()), to_docx(SMALL)
    kinds = part(data, "[Content_Types].xml")
    assert [each for each in kinds.iter() if "template.main+xml" in str(each.get("ContentType"))]
    for name in ("word/styles.xml", "word/settings.xml", "word/fontTable.xml"):
        assert [each.attrib for each in part(data, name).iter()] == [each.attrib for each in part(document, name).iter()]
    assert [text_of(each) for each in paragraphs(data)] == [""]
