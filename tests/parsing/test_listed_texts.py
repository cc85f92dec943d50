"""A printed compilation: its cover and its list of contents are no text, each title that the list names begins a report."""

from __future__ import annotations

import pytest

from indexer.parsing import parse
from indexer.reading import read
from tests.parsing.builders import PROSE, one, parsed, removed_texts, titles

SHIP, TEA = "守好渡口，护好船", "把茶园办成课堂"
TEXTS = ([SHIP, "青瓦镇人民政府", PROSE[0], f"一是修船。{PROSE[1]}"], [TEA, "青瓦县第二小学", PROSE[2], f"一是开课。{PROSE[3]}"])
COVER = ("青瓦县基层工作经验材料汇编", "中共青瓦县委组织部编印")


@pytest.mark.parametrize(
    "listed",
    [
        [f"1.{SHIP}…………青瓦镇（1）", f"2.{TEA}…………县二小（3）"],
        [f"一、{SHIP}-----1", f"二、{TEA}-----3"],
        [f"（1）{SHIP}\t青瓦镇\t1", f"（2）{TEA}\t县二小\t3"],
        [f"{SHIP}        青瓦镇", f"{TEA}        县二小"],
        [SHIP, TEA],
        [f"第一篇 {SHIP}", f"第二篇 {TEA}"],
        [f"{SHIP}（青瓦镇）", f"{TEA}（县二小）"],
        [f"{SHIP}......1", f"{TEA}......3"],
        ["乡镇篇", f"1.{SHIP}……1", "学校篇", f"2.{TEA}……3"],
        ["1.守好渡口，", "护好船……青瓦镇（1）", f"2.{TEA}……县二小（3）"],
    ],
)
def test_each_title_that_a_list_of_contents_names_begins_a_report(listed: list[str]) -> None:
    """Whatever numbers, dots, gaps, units and pages the list has, and over however many lines."""
    reports = parsed(*COVER, "目  录", *listed, *TEXTS[0], *TEXTS[1])
    assert titles(reports) == [SHIP, TEA]
    assert [report.unit_type for report in reports] == ["街道乡镇", "学校"]
    assert [report.genre for report in reports] == ["经验材料", "经验材料"]
    assert [len(report.paragraphs) for report in reports] == [2, 2]
    assert len(removed_texts(*reports)) == len(COVER) + 1 + len(listed)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (["第一篇", SHIP], ["第二篇", TEA]),
        ([f"第一篇 {SHIP}"], [f"第二篇：{TEA}"]),
        (["守好渡口，", "护好船"], [TEA]),
        ([f"1.{SHIP}"], [f"2.{TEA}"]),
    ],
)
def test_a_listed_title_may_be_marked_or_broken_in_its_text(first: list[str], second: list[str]) -> None:
    """By its number or over two lines; the title is whole and bare."""
    listed = [f"1.{SHIP}……1", f"2.{TEA}……3"]
    reports = parsed(*COVER, "目录", *listed, *first, *TEXTS[0][1:], *second, *TEXTS[1][1:])
    assert titles(reports) == [SHIP, TEA]
    assert [len(report.paragraphs) for report in reports] == [2, 2]


def test_a_list_that_its_format_has_marked_names_texts_too() -> None:
    """Three lines with pages are known as contents before anything else is."""
    third = "青瓦镇党建工作经验交流材料"
    listed = [f"{SHIP}…………1", f"{TEA}…………3", f"{third}…………5"]
    lines = [COVER[0], "目录", *listed, *TEXTS[0], *TEXTS[1], third, PROSE[4], PROSE[5]]
    reports = parse(read("\n".join(lines).encode(), "a.txt"))
    assert titles(reports) == [SHIP, TEA, third]
    assert len(removed_texts(*reports)) == 5


def test_a_listed_title_is_no_banner_though_it_stands_in_its_file_twice() -> None:
    """It may hold words that sellers repeat."""
    third = "青瓦镇党建工作经验交流材料"
    plain = parsed(COVER[0], "目录", SHIP, TEA, third, *TEXTS[0], *TEXTS[1], third, PROSE[4], PROSE[5])
    assert titles(plain) == [SHIP, TEA, third]


@pytest.mark.parametrize("headings", [("工作回顾", "存在问题"), ("修好渡口，守住平安", "办好茶园，带富村民")])
def test_a_list_of_one_reports_headings_does_not_cut_it(headings: tuple[str, str]) -> None:
    """What stands above the list is a report's title and no compilation's."""
    first, second = headings
    report = one("青瓦镇2025年工作总结", "目录", f"{first}……1", f"{second}……3", first, *PROSE[:2], second, *PROSE[2:4])
    assert report.title == "青瓦镇2025年工作总结"


def test_a_selection_counts_its_texts_by_their_titles() -> None:
    """Under a name that says so, short numbered lines that count on are titles; in a report they are its headings."""
    texts = [f"{PROSE[0]}{PROSE[1]}", f"{PROSE[2]}{PROSE[3]}", f"{PROSE[4]}{PROSE[5]}"]
    heads = ["1.摆渡三十年的老船工", "2.把渡口当家的站长", "3.风雨中的守望者"]
    lines = [line for pair in zip(heads, texts, strict=True) for line in pair]
    reports = parsed("渡口先进事迹选编", *lines)
    assert titles(reports) == ["摆渡三十年的老船工", "把渡口当家的站长", "风雨中的守望者"]
    assert {report.genre for report in reports} == {"经验材料"}
    assert len(parsed("青瓦县渡口局2023年工作总结", *lines)) == 1


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        # who sent each in stands below it, or whose it is above it
        (["守住渡口，暖了人心", *PROSE[:3], "（青瓦镇供稿）"], ["一条船连起两岸情", *PROSE[3:], "（河湾乡供稿）"], 2),
        (["守住渡口，暖了人心", "青瓦镇委员会", *PROSE[:3]], ["一条船连起两岸情", "河湾乡委员会", *PROSE[3:]], 2),
        (["第3次会议纪要", *PROSE[:3]], ["第4次会议纪要", *PROSE[3:]], 2),
        (["守住渡口，暖了人心", *PROSE[:3]], ["一条船连起两岸情", *PROSE[3:], "（河湾乡供稿）"], 1),
    ],
)
def test_what_ends_or_heads_each_text_parts_them(first: list[str], second: list[str], count: int) -> None:
    """A periodical needs no list of contents: what comes back at every text says where one begins."""
    assert len(parsed(*first, *second)) == count
