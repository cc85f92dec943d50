"""What copying, pasting and posting do to reports is undone: merged titles, broken sentences, banners."""

from __future__ import annotations

import pytest

from indexer.parsing.titles import clean_title
from tests.parsing.builders import PROSE, one, parsed, removed_texts, titles

BANNER = "◆◆◆青瓦文稿会员资料，严禁外传◆◆◆"


# --- titles --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "title"),
    [
        (f"青石镇2020年度工作总结 2020年，{PROSE[0]}", "青石镇2020年度工作总结"),
        (f"青石镇镇长述职报告各位代表：{PROSE[0]}", "青石镇镇长述职报告"),
        (f"青石镇工作总结 篇12020年，{PROSE[0]}", "青石镇工作总结"),
    ],
)
def test_a_title_merged_with_its_text_is_set_off(line: str, title: str) -> None:
    """Before the words that reports begin with; the text keeps every character."""
    report = one(line + PROSE[1], PROSE[2])
    assert report.title == title
    assert report.paragraphs[0].text.endswith(PROSE[1])


def test_a_sentence_about_a_report_is_not_cut() -> None:
    """A long first line that only mentions a report stays one paragraph."""
    line = f"青石镇把工作总结写进了村规，{PROSE[0]}"
    assert one(line, PROSE[1]).paragraphs[0].text == line


def test_a_first_line_may_be_a_title_without_the_words_of_titles() -> None:
    """It stands alone above prose; a heading of a section does not become one."""
    assert one("守住一河清水", PROSE[0], PROSE[1]).title == "守住一河清水"
    assert one("主要做法", PROSE[0], PROSE[1]).title is None


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("【篇一】XX区妇联20XX年工作总结", "XX区妇联20XX年工作总结"),
        ("述职报告（县妇联）2", "述职报告（县妇联）"),
        ("2 0 2 0 年工作报告", "2020年工作报告"),
        ("年度工作总结（篇2）", "年度工作总结"),
    ],
)
def test_a_title_is_cleaned_of_what_numbers_and_spaces_it(written: str, clean: str) -> None:
    """Part marks in brackets, numbers behind a bracket, letter-spaced years."""
    assert clean_title(written) == clean


# --- compilations ----------------------------------------------------------------------------------


def test_a_repeated_banner_parts_reports_even_without_titles() -> None:
    """What follows it opens like a report; the banner itself is removed wherever it stands."""
    reports = parsed(
        BANNER, "青石镇2020年工作总结", PROSE[0], PROSE[1],
        BANNER, "根据会议安排，现将河湾社区一年来的工作报告如下。", PROSE[2], PROSE[3],
    )  # fmt: skip
    assert titles(reports) == ["青石镇2020年工作总结", None]
    assert removed_texts(*reports) == [BANNER, BANNER]


def test_a_banner_in_the_middle_of_a_report_parts_nothing() -> None:
    """Prose that goes on behind it is the same report."""
    assert len(parsed(BANNER, "青石镇2020年工作总结", PROSE[0], PROSE[1], BANNER, PROSE[2], PROSE[3])) == 1


def test_titles_that_count_on_from_one_another_part_reports() -> None:
    """…总结1, …总结2: whatever stands before the numbers."""
    reports = parsed("青石镇团委工作总结1", PROSE[0], PROSE[1], "河湾学院团委工作总结2", PROSE[2], PROSE[3])
    assert titles(reports) == ["青石镇团委工作总结", "河湾学院团委工作总结"]


def test_a_title_with_unit_and_year_begins_a_report_between_two_texts() -> None:
    """A heading inside a report does not name both."""
    first = ("青石镇2020年工作总结", PROSE[0], PROSE[1])
    assert len(parsed(*first, "河湾小学2020年度工会工作总结", PROSE[2], PROSE[3])) == 2
    assert len(parsed(*first, "工会工作总结", PROSE[2], PROSE[3])) == 1


def test_big_numerals_are_headings() -> None:
    """壹, 贰, 叁 number the divisions of some reports."""
    report = one("述职报告", "壹 一河清水", PROSE[0], "贰 存在的不足", PROSE[1])
    assert [p.sections for p in report.paragraphs] == [("work",), ("problems",)]


# --- broken and repeated text ------------------------------------------------------------------------


def test_a_sentence_broken_by_a_page_number_is_whole_again() -> None:
    """The number goes, the halves meet; a sentence that had ended stays ended."""
    half = len(PROSE[0]) // 2
    report = one("述职报告", PROSE[0][:half], "— 3 —", PROSE[0][half:], PROSE[1], "— 4 —", PROSE[2])
    assert [p.text for p in report.paragraphs] == list(PROSE[:3])
    assert removed_texts(report) == ["— 3 —", "— 4 —"]


def test_an_abstract_is_told_by_its_repetition() -> None:
    """A labelled line that begins as the text does goes; one that says something else stays."""
    report = one("述职报告", f"内容提要：{PROSE[0][:40]}", PROSE[0], PROSE[1])
    assert [p.text for p in report.paragraphs] == list(PROSE[:2])
    kept = one("述职报告", f"摘要：{PROSE[2]}", PROSE[0], PROSE[1])
    assert len(kept.paragraphs) == 3


def test_a_wrapped_sentence_is_never_noise() -> None:
    """扫一扫 at the head of a wrapped line is in the middle of a sentence."""
    lines = (
        "二是把窗口搬到渡口，船工们不用再跑县城，老人在候船厅",
        "扫一扫墙上的码就能查看班次；三是把灯一直亮到末班渡船",
        "靠岸为止，值守的大姐把热水烧好，孩子们在窗下写字，一",
        "年里没有一个人摸黑上岸，涨水的那几天把缆绳又加了一道。",
    )
    text = "".join(lines)
    assert one("述职报告", *lines, *lines, *lines).paragraphs[0].text.startswith(text)


def test_pieces_of_adverts_go_and_the_sentence_stays() -> None:
    """Codes, tags and brackets inside a line."""
    dirty = PROSE[0].replace("八十亩", "[hide]八十亩s0100").replace("，管护员", "（更多优质范文请访问：青瓦网），管护员")
    report = one("述职报告", dirty, PROSE[1])
    assert report.paragraphs[0].text == PROSE[0]
    assert len(removed_texts(report)) == 3


# --- two kinds, and the end ----------------------------------------------------------------------------


def test_plans_and_closing_in_one_last_paragraph() -> None:
    """The last sentence closes, the rest are plans."""
    last = "明年将再换两百亩滴灌，建立轮灌台账，每季度巡查一次，把渡口的灯全部换新。以上述职，请予审议。"
    report = one("述职报告", "一、主要做法", *PROSE[:3], "二、下步打算", PROSE[3], last)
    assert report.paragraphs[-1].sections == ("plans", "closing")


def test_a_glossary_below_a_report_is_other() -> None:
    """［1］词：… is no part of the last section."""
    report = one(
        "政府工作报告", "一、2020年工作回顾", *PROSE[:2], "二、2021年工作安排", *PROSE[2:4],
        "［1］滴灌：把水一滴一滴送到根部。", "［2］轮灌：一块一块轮着浇。",
    )  # fmt: skip
    assert [p.sections for p in report.paragraphs[-2:]] == [("other",), ("other",)]
