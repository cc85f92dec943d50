"""Protects that Markdown loses its marks and nothing else, least of all a masked figure."""

from __future__ import annotations

import pytest

from indexer.reading.markdown import read_markdown


def text_of(markdown: str) -> str:
    return read_markdown(markdown, "utf-8").text


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("# 工作总结", "工作总结"),
        ("### （一）抓学习 ###", "（一）抓学习"),
        ("##一、主要做法", "一、主要做法"),
        ("> > 引用的话", "引用的话"),
        ("- 第一点", "第一点"),
        ("  + [x] 完成", "完成"),
        ("1. 抓学习", "1. 抓学习"),
        ("1、抓学习", "1、抓学习"),
        ("1\\. 抓学习", "1. 抓学习"),
        ("**抓学习。**一年来，", "抓学习。一年来，"),
        ("成立**领导小组**，", "成立领导小组，"),
        ("*强调* 与 ***双重***", "强调 与 双重"),
        ("__粗__ 和 ~~删~~", "粗 和 删"),
        ("见[附件](附件1.docx)和[一](http://a.b/c(1).html \"题\")", "见附件和一"),
        ("图![说明](a.png)后", "图后"),
        ("用`a*b*c`写", "用a*b*c写"),
        ("脚注[^1]。", "脚注。"),
        ("[^1]: 统计口径。", "统计口径。"),
        ("甲&nbsp;乙&lt;丙", "甲\u00a0乙<丙"),
        ("甲<br>乙<font color=red>丙</font><!-- 注 -->", "甲\n乙丙"),
    ],
)
def test_marks_are_taken_off(line: str, shown: str) -> None:
    """Each mark as a reader of the rendered page would see it."""
    assert text_of(line) == shown


@pytest.mark.parametrize(
    "line",
    [
        "开展活动**次，参加**人，发放**万元。",
        "走访群众**户，发放资料**份，解决问题**件。",
        "召开*次会议，*人参加",
        "**年**月**日",
        "**县委书记***同志",
        "姓名：***",
        "***",
        "全年召开会议##次",
        "##paidbegin##",
        "县发[2023](15)号",
        "编号a_b_c，____年，5 * 3 * 2",
        ">5%以上",
        "#学习强国#",
        "* 次",
    ],
)
def test_masked_figures_and_lookalikes_stay(line: str) -> None:
    """Reports mask figures with the very signs that Markdown emphasises with."""
    assert text_of(line) == line


def test_a_masked_figure_in_one_line_guards_all_lines() -> None:
    """Emphasis in the middle of a sentence is taken off only where no figure is masked."""
    line = "一是**思想认识**不到位；"
    assert text_of(f"**一、问题**\n{line}") == "一、问题\n一是思想认识不到位；"
    assert text_of(f"**一、问题**\n走访**户\n{line}") == f"一、问题\n走访**户\n{line}"


def test_lines_stay_lines() -> None:
    """Office writers put one paragraph on one line, with or without a blank line between."""
    assert text_of("甲，\n乙。\n\n丙\\\n丁  \n戊") == "甲，\n乙。\n\n丙\n丁\n戊"


def test_a_table_is_one_line_a_row() -> None:
    """The border under the head goes; cells are parted as in every other format."""
    assert text_of("| 指标 | 2021年 |\n|:---|---:|\n| **培训** | 12 |\n| 会议 |  |\n后") == "指标 | 2021年\n培训 | 12\n会议\n后"
    assert text_of("甲|乙\n丙|丁") == "甲|乙\n丙|丁"


def test_code_stays_as_it_is() -> None:
    """A fence goes, what is in it stays, also where the fence is never closed."""
    assert text_of("```\n# **次**\n```\n# 题") == "# **次**\n题"
    assert text_of("~~~\n# 甲") == "# 甲"


def test_underlined_headings_and_rules() -> None:
    """Lines of === and --- are layout."""
    assert text_of("工作总结\n====\n\n---\n正文\n----") == "工作总结\n\n\n\n正文\n"


def test_stars_are_bullets_where_there_are_several() -> None:
    """A single star before a line may mask a figure."""
    assert text_of("* 甲\n* 乙") == "甲\n乙"


def test_front_matter_is_boilerplate_and_its_title_is_not_lost() -> None:
    """The settings of a site generator are no text, but may hold the only title."""
    source = read_markdown('---\ntitle: "2021年述职报告"\ndate: 2021-01-01\n---\n正文。', "utf-8")
    assert source.text == 'title: "2021年述职报告"\ndate: 2021-01-01\n2021年述职报告\n正文。'
    assert source.boilerplate == ((0, source.text.index("\n2021年")),)
    assert read_markdown("---\ntitle: 甲\n---\n# 乙", "utf-8").text == "title: 甲\n乙"
    assert (source.format, source.encoding) == ("md", "utf-8")


def test_a_rule_at_the_beginning_is_no_front_matter() -> None:
    """Prose between two rules is text."""
    source = read_markdown("---\n一年来，工作有序推进。\n---\n正文。", "utf-8")
    assert "一年来，工作有序推进。" in source.text
    assert source.boilerplate == ()


@pytest.mark.parametrize("piece", ["*", "**a", "[", "[a](", "`", "_a", "|", "> ", "![a](", "***a**b*", "<a ", "\\", "#"])
def test_endless_marks_are_read_in_good_time(piece: str) -> None:
    """A damaged or hostile line costs no more than its length; every character but marks stays."""
    assert text_of(piece * 4000).count("b") == (piece * 4000).count("b")


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("# 甲" + " " * 200_000 + "乙", "甲" + " " * 200_000 + "乙"),
        ("| 甲 |\n" + " " * 200_000 + "乙|", "| 甲 |\n" + " " * 200_000 + "乙|"),
        ("[^" * 50_000, "[^" * 50_000),
    ],
    ids=["heading", "border", "note"],
)
def test_endless_blanks_and_brackets_cost_no_more_than_their_length(line: str, read: str) -> None:
    """A file padded with blanks once held the reader for minutes."""
    assert text_of(line) == read


@pytest.mark.parametrize(
    ("line", "read"),
    [("# 甲 #", "甲"), ("# 甲 ## \t", "甲"), ("# 甲#", "甲#"), ("# #", "#"), ("## 甲 # 乙 ##", "甲 # 乙"), ("# C# ", "C#")],
)
def test_signs_behind_a_heading_go_and_its_own_stay(line: str, read: str) -> None:
    """Some writers close a heading with the signs it begins with."""
    assert text_of(line) == read
