"""Protects automatic numbering: without it a Word report has no 一、 and no （一）."""

from __future__ import annotations

import pytest

from indexer.reading import read
from indexer.reading.number_forms import write_number
from tests.reading.word_files import docx, level, numbered, numbering, paragraph, part

_CHINESE = (
    level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "（%2）") + level(2, "decimal", "%3.")
)


def lines(body: str, numbers: str, **parts: str) -> list[str]:
    return read(docx(body, numbering=numbers, **parts), "a.docx").text.split("\n")


def test_lower_levels_restart_under_each_upper_one() -> None:
    places = [0, 1, 1, 2, 0, 1, 2]
    body = "".join(numbered("题", 1, at) for at in places)
    labels = [line.removesuffix("题") for line in lines(body, numbering(_CHINESE))]
    assert labels == ["一、", "（一）", "（二）", "1. ", "二、", "（一）", "1. "]


def test_other_paragraphs_and_empty_ones_are_not_labelled() -> None:
    body = numbered("甲", 1) + paragraph("正文") + numbered("乙", 1)
    assert lines(body, numbering(_CHINESE)) == ["一、甲", "正文", "二、乙"]


def test_a_label_of_several_levels() -> None:
    levels = level(0, "chineseCounting", "第%1章") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    body = numbered("总则", 1) + numbered("目的", 1, 1) + numbered("范围", 1, 1)
    assert lines(body, numbering(levels)) == ["第一章 总则", "1.1 目的", "1.2 范围"]


def test_start_values_and_suffix() -> None:
    levels = level(0, "decimal", "%1.", '<w:suff w:val="nothing"/>', start=3)
    assert lines(numbered("甲", 1) + numbered("乙", 1), numbering(levels)) == ["3.甲", "4.乙"]


def test_lists_sharing_a_definition_go_on_counting_unless_one_starts_anew() -> None:
    uses = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    body = numbered("甲", 1) + numbered("乙", 2) + numbered("丙", 3) + numbered("丁", 3)
    assert lines(body, numbering(_CHINESE, uses)) == ["一、甲", "二、乙", "一、丙", "二、丁"]
    levels = level(0, "decimal", "%1") + level(1, "decimal", "%1.%2")
    assert lines(numbered("甲", 1) + numbered("乙", 3, 1), numbering(levels, uses)) == ["1 甲", "1.1 乙"]


def test_a_level_that_never_restarts() -> None:
    levels = level(0, "chineseCounting", "%1、") + level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')
    body = numbered("甲", 1) + numbered("乙", 1, 1) + numbered("丙", 1) + numbered("丁", 1, 1)
    assert lines(body, numbering(levels)) == ["一、甲", "1. 乙", "二、丙", "2. 丁"]


def test_numbering_through_styles_and_their_bases() -> None:
    styles = part(
        "styles",
        '<w:style w:type="paragraph" w:styleId="A"><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="A2"><w:basedOn w:val="A"/><w:pPr><w:numPr><w:ilvl w:val="1"/>'
        "</w:numPr></w:pPr></w:style>",
    )
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = "".join(
        paragraph(text, f'<w:pStyle w:val="{style}"/>{more}')
        for text, style, more in [("甲", "A", ""), ("乙", "A2", ""), ("丙", "A", off), ("丁", "A", "")]
    )
    assert lines(body, numbering(_CHINESE), styles=styles) == ["一、甲", "（一）乙", "丙", "二、丁"]


def test_a_level_tied_to_a_style_is_found() -> None:
    styles = part(
        "styles",
        '<w:style w:type="paragraph" w:styleId="B"><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>',
    )
    levels = level(0, "chineseCounting", "%1、") + level(1, "decimal", "%2．", '<w:pStyle w:val="B"/>')
    assert lines(paragraph("甲", '<w:pStyle w:val="B"/>'), numbering(levels), styles=styles) == ["1． 甲"]


def test_bullets_of_symbol_fonts_vanish_and_others_stay() -> None:
    levels = level(0, "bullet", "\uf0b7") + level(1, "bullet", "——")
    assert lines(numbered("甲", 1) + numbered("乙", 1, 1), numbering(levels)) == ["甲", "——乙"]


def test_forms_of_headings_as_reports_use_them() -> None:
    """一、 （一） 1. (1) ① on five levels, counted on over other paragraphs."""
    levels = "".join(
        level(at, form, text)
        for at, (form, text) in enumerate(
            [
                ("chineseCountingThousand", "%1、"),
                ("chineseCounting", "（%2）"),
                ("decimal", "%3．"),
                ("decimal", "(%4)"),
                ("decimalEnclosedCircleChinese", "%5"),
            ]
        )
    )
    body = "".join(numbered("题", 1, at) for at in (0, 1, 2, 3, 4, 4, 1))
    assert lines(body, numbering(levels)) == [
        "一、题", "（一）题", "1． 题", "(1)题", "① 题", "② 题", "（二）题",
    ]  # fmt: skip


def test_a_hidden_number_is_not_written() -> None:
    """Some templates number their headings invisibly; the count goes on."""
    levels = level(0, "decimal", "%1.", "<w:rPr><w:vanish/></w:rPr>") + level(1, "decimal", "%1.%2")
    assert lines(numbered("甲", 1) + numbered("乙", 1, 1), numbering(levels)) == ["甲", "1.1 乙"]


@pytest.mark.parametrize(
    ("number", "form", "written"),
    [
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (20, "chineseCountingThousand", "二十"),
        (101, "chineseCountingThousand", "一百零一"),
        (110, "chineseCountingThousand", "一百一十"),
        (1005, "chineseCountingThousand", "一千零五"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "ideographTraditional", "丙"),
        (11, "ideographTraditional", "甲"),
        (2, "ideographZodiac", "丑"),
        (20, "ideographDigital", "二〇"),
        (9, "upperRoman", "IX"),
        (44, "lowerRoman", "xliv"),
        (27, "lowerLetter", "aa"),
        (2, "upperLetter", "B"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"),
        (3, "numberInDash", "- 3 -"),
        (12, "ideographLegalTraditional", "壹拾贰"),
        (20, "decimalEnclosedCircle", "⑳"),
        (21, "decimalEnclosedCircle", "21"),
        (5, "aFormNobodyKnows", "5"),
        (-1, "chineseCounting", "-1"),
        (10**9, "lowerLetter", "1000000000"),
    ],
)
def test_number_forms(number: int, form: str, written: str) -> None:
    assert write_number(number, form) == written
