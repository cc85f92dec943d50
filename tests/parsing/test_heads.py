"""Heads of documents as offices print them and sites repeat them: whole titles, whose they are, of which year.

Each kind stands beside one that only looks like it.
"""

from __future__ import annotations

import pytest

from tests.parsing.builders import PROSE, one

REPORT = "现将有关工作情况报告如下："


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (["青瓦县渡口管理局", "2023年工作总结及", "2024年工作思路"], "青瓦县渡口管理局2023年工作总结及2024年工作思路"),
        (["青瓦县渡口管理局", "2023年工作总结", "2024年工作计划"], "青瓦县渡口管理局2023年工作总结2024年工作计划"),
        (
            ["关于青瓦县2023年渡口建设发展规划", "执行情况与2024年渡口建设", "规划草案的报告"],
            "关于青瓦县2023年渡口建设发展规划执行情况与2024年渡口建设规划草案的报告",
        ),
        (["河湾乡中心幼儿园", "2023—2024学年度第一学期", "园务工作总结"], "河湾乡中心幼儿园2023—2024学年度第一学期园务工作总结"),
    ],
)
def test_a_title_over_three_lines_is_whole(head: list[str], title: str) -> None:
    """Whose, of when and what about stand on lines of their own; only the last one closes the title."""
    assert one(*head, *PROSE).title == title


def test_a_closed_title_ends_where_it_closes() -> None:
    """What stands below a title that nothing leaves open is no part of it."""
    assert one("青瓦县渡口管理局", "2023年工作总结", "加固缆桩", *PROSE).title == "青瓦县渡口管理局2023年工作总结"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (["标题：青瓦县渡口局2023年工作总结"], "青瓦县渡口局2023年工作总结"),
        (["【工作总结】青瓦县渡口局2023年工作总结"], "青瓦县渡口局2023年工作总结"),
        (["《青瓦县渡口局2023年工作总结》"], "青瓦县渡口局2023年工作总结"),
        (["12. 青瓦县渡口局2023年工作总结"], "青瓦县渡口局2023年工作总结"),
        (["青瓦县渡口局2023年工作总结（报县委办）1226"], "青瓦县渡口局2023年工作总结"),
        (["附件：", "青瓦县渡口局2024年上半年重点工作完成情况"], "青瓦县渡口局2024年上半年重点工作完成情况"),
        (["会议材料之六", "青瓦县渡口局", "2023年工作总结"], "青瓦县渡口局2023年工作总结"),
        (["全县渡口工作会议", "交流材料之三", "守住渡口，暖了船工", "中共河湾乡委员会"], "守住渡口，暖了船工"),
        (["青瓦县渡口局", "青瓦县渡口局2023年工作总结"], "青瓦县渡口局2023年工作总结"),
        (["青瓦县渡口局2023年工作总结 - 青瓦县人民政府", "青瓦县渡口局2023年工作总结"], "青瓦县渡口局2023年工作总结"),
        (["<< 返回首栏", "青瓦县渡口局2023年工作总结"], "青瓦县渡口局2023年工作总结"),
        (["报告标题：关于2023年度渡口安全工作的报告"], "关于2023年度渡口安全工作的报告"),
        (["情况通报", "〔2023〕第12期", "2023年全县渡口工作情况"], "2023年全县渡口工作情况"),
        (["青瓦县烟草专卖局（公司）", "2022年度工作报告"], "青瓦县烟草专卖局（公司）2022年度工作报告"),
    ],
)
def test_what_stands_around_a_title_is_no_part_of_it(head: list[str], title: str) -> None:
    """Labels, numbers of lists, covers of meetings and the line of a page above are cut off; a unit's line is not."""
    assert one(*head, *PROSE).title == title


def test_what_a_title_cites_stays() -> None:
    """Only what encloses the whole title is taken off."""
    assert one("学习《渡口管理办法》情况汇报", *PROSE).title == "学习《渡口管理办法》情况汇报"


def test_a_numbered_line_that_names_nobody_is_a_heading() -> None:
    """A torn page may begin with a number: 一、主要工作总结 is no title."""
    assert one("一、主要工作总结", *PROSE).title is None


@pytest.mark.parametrize(
    ("title", "signed", "year"),
    [
        ("青瓦县渡口局工作总结", "2024年1月8日", 2023),
        ("青瓦县渡口局工作总结", "二〇二三年十二月二十六日", 2023),
        ("青瓦县渡口局第一季度工作总结", "2024年3月28日", 2024),
        ("青瓦县渡口局述职报告", "（2023年6月）", 2023),
        ("青瓦县渡口局近三年工作总结", "2024年1月8日", None),
        ("青瓦县渡口局20XX年工作总结", "2024年1月8日", None),
        ("青瓦县渡口局对照检查材料", "2024年1月8日", None),
    ],
)
def test_the_date_of_signing_tells_the_year_where_nothing_else_does(title: str, signed: str, year: int | None) -> None:
    """In January the year before is reported on, unless a quarter is; a masked year and several years stay unknown."""
    assert one(title, REPORT, *PROSE, signed).year == year
    assert one(title, signed, REPORT, *PROSE).year == year


def test_what_a_report_says_of_its_year_outweighs_its_date() -> None:
    """The year that is named counts, whatever day it was signed on."""
    assert one("青瓦县渡口局2021年工作总结", REPORT, *PROSE, "2024年1月8日").year == 2021


@pytest.mark.parametrize(
    ("title", "signed", "year"),
    [
        ("青瓦县渡口局工作计划", "2023年12月28日", 2024),
        ("青瓦县渡口局工作计划", "2024年2月8日", 2024),
        ("青瓦县渡口局2024—2026年工作计划", "2023年12月28日", 2024),
    ],
)
def test_a_plan_is_for_the_year_after_a_december(title: str, signed: str, year: int) -> None:
    """A plan has no year that it reports on; of several years it is for, the first counts."""
    report = one(title, "为做好渡口工作，制定本计划。", *PROSE, signed)
    assert (report.year, report.plan_year) == (None, year)


@pytest.mark.parametrize(
    ("opening", "year"),
    [("2018年换届以来，渡口管护有了新的起色。", None), ("2018年，渡口管护有了新的起色。", 2018)],
)
def test_since_when_is_no_year_reported_on(opening: str, year: int | None) -> None:
    """2018年换届以来 is when something began."""
    assert one("青瓦县渡口局工作总结", opening, *PROSE).year == year


def test_a_school_year_is_its_terms_year() -> None:
    """The first term is in the first of its two years, the second in the second."""
    assert one("河湾小学2023-2024学年第一学期工作总结", *PROSE).year == 2023
    assert one("河湾小学2023-2024学年第二学期工作总结", *PROSE).year == 2024


@pytest.mark.parametrize(
    ("head", "unit"),
    [
        (["青瓦县殡葬管护所2023年工作总结"], "机关"),
        (["青瓦县水库移民服务中心2023年工作总结"], "机关"),
        (["青瓦县龙口水库管理处2023年工作总结"], "其他"),
        (["青瓦县供销合作社2023年工作总结"], "机关"),
        (["青瓦县茶叶合作社2023年工作总结"], "其他"),
        (["青瓦县看守所2023年工作总结"], "公安"),
        (["青瓦铁路工务段2023年工作总结"], "企业"),
        (["大学生村官2023年工作总结"], "社区村"),
        (["领导班子述职报告", "（县发改局）"], "机关"),
        (["“十三五”工作总结", "青瓦县史志办"], "机关"),
        (["加油站2023年工作总结"], "企业"),
        (["西岭收费所2023年工作总结"], "企业"),
        (["河湾林业站2023年工作总结"], "机关"),
        (["年终总结", "青瓦县发改局价格科"], "机关"),
        (["青瓦县渡口现状调查与对策", "青瓦县委政研室"], "机关"),
        (["党建工作简报", "2024年第7期", "中共青瓦县委组织部　2024年7月15日", "河湾镇推行“三张清单”管好渡口"], "街道乡镇"),
    ],
)
def test_the_name_of_a_unit_tells_its_type(head: list[str], unit: str) -> None:
    """An institution behind the name of a place is the government's; a name says more than one word in it, and a bulletin
    prints what is another's."""
    assert one(*head, *PROSE).unit_type == unit


def test_a_form_in_brackets_does_not_end_the_title_block() -> None:
    """What is delivered at a congress in January is of the year before, also below a line that says it is an abstract."""
    delivered = "——2024年1月17日在青瓦县第十七届人民代表大会第三次会议上"
    report = one("青瓦县人民法院工作报告", "（摘要）", delivered, "青瓦县人民法院院长　佟某", *PROSE)
    assert (report.title, report.year) == ("青瓦县人民法院工作报告", 2023)
