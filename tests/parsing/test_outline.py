"""Headings: numbered or plain, on a line of their own or run in, and how they stand above each other."""

from __future__ import annotations

import pytest

from indexer.model.reports import Report, SourceText
from indexer.parsing import parse
from indexer.parsing.outline import is_salutation, numbering, run_in_heading
from tests.parsing.builders import PROSE, one

TITLE = "2021年度述职报告"


@pytest.mark.parametrize(
    ("text", "habit", "value"),
    [
        ("第二部分 打算", "part", 2),
        ("一、做法", "cn", 1),
        ("十二、做法", "cn", 12),
        ("二十、做法", "cn", 20),
        ("（三）抓学习", "pcn", 3),
        ("(三)抓学习", "pcn", 3),
        ("1、建机制", "num", 1),
        ("12.建机制", "num", 12),
        ("（4）建机制", "pnum", 4),
        ("③建机制", "pnum", 3),
        ("一是学得浅", "shi", 1),
        ("——抓队伍", "dash", 0),
    ],
)
def test_each_habit_of_numbering_is_known(text: str, habit: str, value: int) -> None:
    """The number's kind and what it counts."""
    number = numbering(text)
    assert number is not None
    assert (number.habit, number.value) == (habit, value)


@pytest.mark.parametrize("text", ["2021年，我们修了渠。", "3.5万元到账", "12个村通了路", "一年来，活儿不少。", "十里渡口", ""])
def test_a_figure_at_the_start_is_no_number(text: str) -> None:
    """Years, decimals and counts begin sentences."""
    assert numbering(text) is None


def test_a_heading_stands_above_the_first_paragraph_under_it() -> None:
    """Matched with that one only, in the path of all below it."""
    report = one(TITLE, "一、主要做法", "（一）抓学习", PROSE[0], PROSE[1], "二、下步打算", PROSE[2])
    first, second, third = report.paragraphs
    assert first.headings_above == ("一、主要做法", "（一）抓学习")
    assert second.headings_above == ()
    assert second.heading_path == ("一、主要做法", "（一）抓学习")
    assert third.heading_path == ("二、下步打算",)
    assert [(h.level, h.before) for h in report.headings] == [(1, 0), (2, 0), (1, 2)]


def test_a_part_stands_above_the_numbers() -> None:
    """第一部分 is the top level, 一、 the second."""
    report = one(TITLE, "第一部分 今年工作", "一、苗圃", PROSE[0], "第二部分 明年打算", PROSE[1])
    assert [h.level for h in report.headings] == [1, 2, 1]
    assert report.paragraphs[1].heading_path == ("第二部分明年打算",)


def test_a_run_in_heading_is_a_span_of_its_paragraph() -> None:
    """（一）标题。正文 stays one paragraph and knows its heading."""
    text = "（一）抓学习，夯实根基。" + PROSE[0]
    report = one(TITLE, "一、主要做法", text, PROSE[1])
    paragraph = report.paragraphs[0]
    assert paragraph.text == text
    assert paragraph.run_in == (0, len("（一）抓学习，夯实根基"))
    assert paragraph.heading_path == ("一、主要做法", "（一）抓学习，夯实根基")


@pytest.mark.parametrize("text", [PROSE[0], "（一）" + PROSE[0].replace("。", "，"), "一是学得浅。", "一、做法"])
def test_a_paragraph_without_a_heading_has_no_run_in(text: str) -> None:
    """No number, too long a first sentence, or nothing after it."""
    assert run_in_heading(text) is None


def test_a_heading_without_a_number_is_found_by_what_follows() -> None:
    """A short line without a full stop above a long paragraph."""
    report = one(TITLE, PROSE[0], "苗圃的新办法", PROSE[1], "渡口的旧仓房", PROSE[2])
    assert [h.text for h in report.headings] == ["苗圃的新办法", "渡口的旧仓房"]


def test_a_label_on_its_own_line_is_a_heading() -> None:
    """产生问题的原因： divides; 主要做了以下工作： is a sentence."""
    report = one(TITLE, "一、存在问题", PROSE[0], "产生问题的原因：", PROSE[1])
    assert [h.text for h in report.headings] == ["一、存在问题", "产生问题的原因："]
    report = one(TITLE, PROSE[0], "主要做了以下工作：", PROSE[1])
    assert report.headings == ()


@pytest.mark.parametrize("line", ["各位领导、同志们：", "短短一句话。", "渡口的旧仓房，", "（一）抓学习；"])
def test_a_line_that_only_is_short_is_no_heading(line: str) -> None:
    """Salutations and lines that end as sentences do are paragraphs."""
    report = one(TITLE, PROSE[0], line, PROSE[1])
    assert line in [p.text for p in report.paragraphs]


def test_a_heading_with_nothing_under_it_is_a_paragraph() -> None:
    """The last line is kept where it can be found."""
    report = one(TITLE, PROSE[0], "一、主要做法")
    assert report.paragraphs[-1].text == "一、主要做法"
    assert report.headings == ()


def test_salutations_are_told_from_labels() -> None:
    """Who is addressed, not what is announced."""
    assert is_salutation("各位代表：")
    assert is_salutation("尊敬的各位领导、同志们：")
    assert not is_salutation("原因分析：")
    assert not is_salutation("各位代表对报告没有意见。")


# --- headings that a format declares -------------------------------------------------------------


def _declaring(text: str, *headings: str) -> Report:
    """The report of a text whose format declares some of its lines as headings."""
    spans = tuple((at, at + len(line)) for line in headings if (at := text.index(line)) >= 0)
    (report,) = parse(SourceText(text, "docx", headings=spans))
    return report


def test_what_the_format_declares_is_a_heading() -> None:
    """A line in a heading's style divides a report whatever it looks like: a short text follows it, a
    full stop ends it."""
    lines = ("2021年度述职报告", "灯光照亮渡口。", PROSE[0][:30] + "。", "哪里还不够好", "船少了一条。", PROSE[1])
    plain, declared = one(*lines), _declaring("\n".join(lines), "灯光照亮渡口。", "哪里还不够好")
    assert [h.text for h in plain.headings] == []
    assert [h.text for h in declared.headings] == ["灯光照亮渡口。", "哪里还不够好"]
    assert [p.headings_above for p in declared.paragraphs if p.headings_above] == [("灯光照亮渡口。",), ("哪里还不够好",)]


def test_a_declared_numbered_line_keeps_the_rank_of_its_number() -> None:
    """（一） in a heading's style stands below 一、 as anywhere."""
    lines = ("2021年度述职报告", "一、主要工作", "（一）抓学习；重实效", "短。", PROSE[0])
    report = _declaring("\n".join(lines), "一、主要工作", "（一）抓学习；重实效")
    assert [(h.text, h.level) for h in report.headings] == [("一、主要工作", 1), ("（一）抓学习；重实效", 2)]


def test_a_declared_heading_is_not_joined_to_wrapped_text() -> None:
    """Where a text is wrapped at one width, its headings stay on their own lines."""
    sentence = "青石桥边的苗圃换上了滴灌，八十亩花木按节气轮着浇水，管护员"
    wrapped = "\n".join([sentence] * 10)
    report = _declaring(f"2021年度述职报告\n{wrapped}\n灯光照亮渡口\n{wrapped}。", "灯光照亮渡口")
    assert [h.text for h in report.headings] == ["灯光照亮渡口"]
    assert len(report.paragraphs) == 2


def test_a_term_of_a_glossary_is_a_heading() -> None:
    """［1］四库： stands over what it means."""
    report = one(TITLE, *PROSE[:2], "名词解释", "［1］四库：", PROSE[2], "［2］五网合一：", PROSE[3])
    assert [h.text for h in report.headings][-2:] == ["［1］四库：", "［2］五网合一："]


@pytest.mark.parametrize(("count", "found"), [(3, 3), (1, 0)])
def test_short_lines_between_short_paragraphs_are_headings_where_there_are_several(count: int, found: int) -> None:
    """A report sets its headings alike; one short line above a paragraph of little length may be anything."""
    sentence = "修船三十条，换缆绳四十根，渡运十二万人次，平安无事。"
    rows = [("渡口热闹起来", sentence), ("村庄亮堂起来", sentence), ("服务贴近起来", sentence)][:count]
    report = one(TITLE, f"2021年，{PROSE[0]}", *(line for row in rows for line in row), PROSE[1])
    assert len(report.headings) == found
