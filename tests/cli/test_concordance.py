"""``bigan kwic`` and ``bigan trend``: what they print, and what they refuse in one line."""

from __future__ import annotations

import pytest

from indexer.output.text_concordance import bar, columns_of
from tests.cli.runner import Bigan

KWIC_KEYS = (
    *("query", "understood_as", "total", "paragraph_total", "took_ms", "page", "pages", "size"),
    *("notices", "lines", "before", "after"),
)
LINE_KEYS = (
    *("left", "match", "right", "start", "in_heading", "id", "sections", "unit_type", "year", "title"),
    *("report_id", "file"),
)
TREND_KEYS = (
    *("query", "understood_as", "total", "paragraph_total", "took_ms", "first_year", "last_year", "notices"),
    *("years", "units", "cells"),
)
COUNT_KEYS = ("occurrences", "paragraphs", "all_paragraphs", "per_10000")


def test_kwic_json_has_its_shape(indexed: Bigan) -> None:
    ran = indexed("kwic", "白鹭湖", "--order", "right", "--width", "5", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert tuple(ran.data) == KWIC_KEYS
    assert tuple(ran.data["query"])[-4:] == ("order", "width", "page", "size")
    assert (ran.data["query"]["order"], ran.data["query"]["width"]) == ("right", 5)
    assert (ran.data["total"], ran.data["paragraph_total"], ran.data["pages"], ran.data["size"]) == (4, 4, 1, 20)
    assert all(tuple(line) == LINE_KEYS for line in ran.data["lines"])
    assert [(line["left"], line["match"], line["right"]) for line in ran.data["lines"]] == [
        ("年我们将把", "白鹭湖", "的工作做得"),
        ("18年，在", "白鹭湖", "的带领下，"),
        ("对", "白鹭湖", "的调查研究"),
        ("坚持每月到", "白鹭湖", "走访一次，"),
    ]
    assert ["的", 3] in ran.data["after"] and ["到", 1] in ran.data["before"]


def test_kwic_for_people_stands_in_columns(indexed: Bigan) -> None:
    """The match begins in the same column on every line, and so does what follows the context."""
    ran = indexed("kwic", "白鹭湖", "--width", "6")
    assert "4 处，在 4 段中" in ran.out
    lines = [line for line in ran.out.splitlines() if "【白鹭湖】" in line]
    assert len(lines) == 4
    assert {columns_of(line[: line.index("【")]) for line in lines} == {12}
    assert {columns_of(line[: line.index("2018年 妇联")]) for line in lines} == {12 + 10 + 12 + 2}
    assert "前面常是：" in ran.out and "后面常是：" in ran.out
    assert "没有找到" in indexed("kwic", "火星探测").out


def test_kwic_pages_and_filters(indexed: Bigan) -> None:
    """Also words after options, and exclusions that look like options."""
    pages = [indexed("kwic", "群众", "--json", "--limit", "3", "--page", str(n)).data for n in (1, 2, 3, 4)]
    whole = indexed("kwic", "群众", "--json", "--limit", "100").data
    assert [line for page in pages for line in page["lines"]] == whole["lines"]
    assert {(page["total"], page["pages"]) for page in pages} == {(12, 4)}
    assert indexed("kwic", "--section", "problems", "群众", "--json").data["total"] == 4
    assert indexed("kwic", "群众", "--unit", "公安", "--year", "2020", "--json").data["total"] == 3
    assert indexed("kwic", "群众", "-白鹭湖", "--json").data["total"] == 9
    assert indexed("kwic", "--phrase", "群众解决了", "--json").data["total"] == 4
    assert "--page 1 到 1" in indexed("kwic", "群众", "--page", "9").out


def test_trend_json_has_its_shape(indexed: Bigan) -> None:
    ran = indexed("trend", "群众", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert tuple(ran.data) == TREND_KEYS
    assert (ran.data["total"], ran.data["paragraph_total"]) == (12, 12)
    assert (ran.data["first_year"], ran.data["last_year"]) == (2018, 2020)
    assert [tuple(year) for year in ran.data["years"]] == [("year", *COUNT_KEYS)] * 2
    assert [tuple(unit) for unit in ran.data["units"]] == [("unit_type", *COUNT_KEYS)] * 2
    assert [tuple(cell) for cell in ran.data["cells"]] == [("year", "unit_type", *COUNT_KEYS)] * 3
    assert ran.data["years"][0] == {
        "year": 2018, "occurrences": 9, "paragraphs": 9, "all_paragraphs": 12, "per_10000": 7500.0,
    }  # fmt: skip


def test_trend_counts_beside_all_paragraphs_of_the_filters(indexed: Bigan) -> None:
    """What the question excludes still counts among all; what a filter excludes does not."""
    assert indexed("trend", "青石巷", "-群众", "--json").data["units"][1]["all_paragraphs"] == 8
    assert indexed("trend", "群众", "--section", "problems", "--json").data["years"][0]["all_paragraphs"] == 3


def test_trend_for_people_has_bars(indexed: Bigan) -> None:
    said = indexed("trend", "青石巷").out.splitlines()
    rows = [line.split() for line in said if line.startswith(("2018年", "2020年", "妇联", "公安"))]
    assert rows == [
        ["2018年", "0", "0", "12", "0.0"],
        ["2020年", "4", "4", "4", "10000.0", "▇"],
        ["妇联", "0", "0", "8", "0.0"],
        ["公安", "4", "4", "8", "5000.0", "▇"],
    ]
    assert any("见于 2020年" in line for line in said)
    assert "没有找到" in indexed("trend", "火星探测").out


@pytest.mark.parametrize(("value", "sign"), [(0, ""), (1, "▁"), (40, "▃"), (79, "▅"), (80, "▇"), (100, "▇")])
def test_a_bar_is_as_high_as_its_share(value: float, sign: str) -> None:
    assert bar(value, 100) == sign


@pytest.mark.parametrize(("text", "columns"), [("", 0), ("ab", 2), ("党建", 4), ("，", 2), ("e\u0301", 1), ("𠮷", 2)])
def test_ideographs_take_two_columns(text: str, columns: int) -> None:
    assert columns_of(text) == columns


@pytest.mark.parametrize("command", ["kwic", "trend"])
@pytest.mark.parametrize("arguments", [(), ("-群众",), ("标题:述职",), ("--unit", "公安")])
def test_without_a_word_to_look_for_there_is_one_line_of_advice(
    indexed: Bigan, command: str, arguments: tuple[str, ...]
) -> None:
    ran = indexed(command, *arguments)
    assert "请至少写一个" in ran.error_line and ran.out == ""


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("kwic", "群众", "--order", "up"), "place"),
        (("kwic", "群众", "--width", "0"), "100"),
        (("kwic", "群众", "--width", "x"), "--width"),
        (("kwic", "群众", "--limit", "101"), "100"),
        (("kwic", "群众", "--section", "问题吧"), "problems"),
        (("kwic", "群众", "--sort", "newest"), "--sort"),
        (("trend", "群众", "--year", "去年"), "2018-2021"),
        (("trend", "群众", "--page", "2"), "--page"),
        (("trend", "，。"), "标点"),
    ],
)
def test_what_cannot_be_used_is_one_line(indexed: Bigan, arguments: tuple[str, ...], named: str) -> None:
    assert named in indexed(*arguments).error_line


@pytest.mark.parametrize("command", ["kwic", "trend"])
def test_on_an_empty_index_it_says_what_to_run(bigan: Bigan, command: str) -> None:
    assert "bigan index" in bigan(command, "群众").error_line
    ran = bigan(command, "群众", "--json")
    assert ran.code == 2 and tuple(ran.data) == ("error", "allowed")
