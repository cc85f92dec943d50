"""One unit's years by title, file and folder: what is proposed, and what is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from indexer.drafting.unit_years import nearest_years, same_unit
from indexer.model.results import ReportHead


def head(
    name: str, title: str | None, year: int | None, file: str = "", unit: str | None = "机关", genre: str = "工作总结"
) -> ReportHead:
    return ReportHead(name, title, year, unit, genre, 9, 900, 0, {}, (file or f"{name}.txt",))


def years(heads: Sequence[ReportHead], lines: Mapping[str, Sequence[str]] | None = None) -> list[str]:
    """The names of what is proposed for the first."""
    return [one.id for one in same_unit(heads[0], heads, lambda name: (lines or {}).get(name, ()))]


def test_a_title_with_a_place_is_enough_wherever_the_files_lie() -> None:
    heads = [
        head("b", "石斛镇2018年工作总结", 2018, "甲/b.txt"),
        head("c", "石斛镇党委2019年度工作报告", 2019, "乙/c.txt"),
        head("a", "二〇一六年石斛镇政府工作报告", 2016, "丙/a.txt"),
        head("x", "白芷镇2017年工作总结", 2017, "甲/x.txt"),
        head("y", "石斛镇妇联2017年工作总结", 2017, "甲/y.txt"),
    ]
    assert years(heads) == ["a", "b", "c"]


def test_where_the_title_says_nothing_the_file_does_and_then_the_lines_below_it() -> None:
    title = "政府工作报告"
    by_file = [
        head("a", title, 2017, "a/云岫县2018年政府工作报告.txt"),
        head("b", title, 2018, "b/2019年云岫县政府工作报告.html"),
    ]
    assert years(by_file) == ["a", "b"]
    heads = [head("a", title, 2017, "甲/一.txt"), head("b", title, 2018, "甲/二.txt"), head("c", title, 2019, "甲/三.txt")]
    assert years(heads, {"a": [title, "砚溪区人民政府"], "b": ["砚溪区"], "c": ["云岫县人民政府"]}) == ["a", "b"]


def test_files_of_one_folder_that_are_called_by_their_years_are_one_units() -> None:
    """Whoever files them so need not write whose they are; another's file in the folder is none of them."""
    title = "政府工作报告"
    heads = [head(f"{year}", title, year, f"某区/{year}.txt") for year in (2012, 2013, 2019)]
    lines = {"2012": ["区长 甲某某"], "2013": ["区长 乙某某"], "2019": ["代区长 丙某"]}
    assert years([*heads, head("x", title, 2015, "某区/别处2015.txt"), head("y", title, 2016, "别处/2016.txt")], lines) == [
        "2012", "2013", "2019"
    ]  # fmt: skip


def test_a_name_that_any_county_has_counts_within_its_folder() -> None:
    same = [head("a", "公安局2018年述职报告", 2018, "柳河/a.txt"), head("b", "公安局2019年述职报告", 2019, "柳河/b.txt")]
    other = head("c", "公安局2020年述职报告", 2020, "云溪/c.txt")
    assert years([*same, other]) == ["a", "b"] and years([other, *same]) == []


def test_several_of_a_year_under_one_title_are_of_several_units() -> None:
    """A folder of many counties' reports is no unit's."""
    many = [head(f"{n}", "公安局述职报告", 2015 + n % 3, f"公安/{n}.txt") for n in range(9)]
    assert years(many) == []
    own = [head(f"{n}", "石斛镇工作总结", 2015 + n % 3, f"乡镇/{n}.txt") for n in range(9)]
    assert years(own) == ["0", "1", "2"]


@pytest.mark.parametrize(
    "other",
    [
        head("b", "石斛镇2019年工作总结", 2019, unit="街道乡镇"),
        head("b", "石斛镇2018年工作总结", 2018),
        head("b", "石斛镇工作总结", None),
        head("b", "石斛镇2019年工作总结", 2019, genre="新闻"),
    ],
)
def test_another_kind_of_unit_the_same_year_no_year_and_news_are_no_other_year(other: ReportHead) -> None:
    assert years([head("a", "石斛镇2018年工作总结", 2018), other]) == []
    assert years([other, head("a", "石斛镇2018年工作总结", 2018)]) == []


def test_of_several_of_a_year_the_one_like_it_is_taken() -> None:
    heads = [
        head("a", "石斛镇2018年工作总结", 2018),
        head("x", "石斛镇2019年述职报告", 2019, genre="述职报告"),
        head("y", "石斛镇2019年工作总结", 2019),
    ]
    assert years(heads) == ["a", "y"]


def test_parts_of_one_file_are_of_several_units() -> None:
    assert years([head("a", "妇联述职报告", 2018, "合集.txt"), head("b", "妇联述职报告", 2019, "合集.txt")]) == []


def test_the_nearest_years_are_set_side_by_side() -> None:
    all_of_them = [head(str(year), "石斛镇总结", year) for year in range(2010, 2020)]
    assert [one.year for one in nearest_years(all_of_them[4], all_of_them, 4)] == [2012, 2013, 2014, 2015]
    assert [one.year for one in nearest_years(all_of_them[0], all_of_them, 4)] == [2010, 2011, 2012, 2013]
