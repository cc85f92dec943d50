"""The year a report reports on: never a plan's, a delivery's, a document's or a masked one."""

from __future__ import annotations

import pytest

from indexer.model.reports import Evidence
from indexer.parsing.genre_years import estimate_year
from indexer.parsing.year_forms import years_in
from indexer.parsing.years import find_year
from tests.parsing.builders import PROSE, one


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2018年度党建工作述职报告", 2018),
        ("二○二一年工作总结", 2021),
        ("二〇二二年度述职报告", 2022),
        ("２０２３年度述职报告", 2023),
        ("2021年工作总结及2022年工作打算", 2021),
        ("关于2021年工作情况和2022年重点工作的报告", 2021),
        ("2022年工作打算", None),
        ("20XX年度述职报告", None),
        ("202x年工作总结", None),
        ("XX年度述职报告", None),
        ("述职报告", None),
    ],
)
def test_the_year_of_a_title(title: str, year: int | None) -> None:
    """The year looked back on; a year of plans or a masked one isn't it."""
    assert one(title, *PROSE).year == year


@pytest.mark.parametrize(
    ("opening", "year"),
    [
        ("现将我2022年度履职情况汇报如下：", 2022),
        ("2023年，在上级领导下，我们做了不少事。", 2023),
        ("二○一九年，苗圃换上了滴灌。", 2019),
        ("按照要求，现就20XX年工作情况报告如下：", None),
        ("一年来，我们做了不少事。", None),
        ("根据县委〔2025〕12号文件要求，现述职如下：", None),
        ("对照《2018年度责任清单》，现述职如下：", None),
        ("2024年工作计划已经印发，现述职如下：", None),
    ],
)
def test_the_year_of_an_opening(opening: str, year: int | None) -> None:
    """What the reporter says counts; document numbers, cited titles and plans don't."""
    assert one("述职报告", opening, *PROSE).year == year


def test_the_title_wins_over_the_opening() -> None:
    """Last year's findings in the first paragraph don't move the report."""
    assert one("2021年度述职报告", "2020年度述职评议指出的三个问题都改了。", *PROSE).year == 2021


def test_a_masked_title_is_not_filled_from_the_text() -> None:
    """Who masks the year doesn't want another read for it."""
    assert one("20XX年度述职报告", PROSE[0], "2019年度先进表彰过我们。").year is None


@pytest.mark.parametrize(
    ("title", "line", "year"),
    [
        ("政府工作报告", "——2022年1月6日在青崖县第三届人民代表大会第二次会议上", 2021),
        ("政府工作报告", "（2022年12月28日在青崖县第三届人民代表大会第三次会议上）", 2022),
        ("2026年青崖县政府工作报告", "各位代表：", 2025),
    ],
)
def test_a_government_report_is_of_the_year_before_its_delivery(title: str, line: str, year: int) -> None:
    """Delivered in January it looks back, delivered in December it is of the same year."""
    assert one(title, line, *PROSE).year == year


def test_a_heading_that_looks_back_names_the_year_of_a_government_report() -> None:
    """一、2021年工作回顾 is surer than the date of the meeting; plans for 2022 aren't asked."""
    assert find_year("政府工作报告", [], ["各位代表："], ["一、2021年工作回顾", "二、2022年工作安排"]).year == 2021


def test_a_delivery_date_alone_is_no_year_for_other_reports() -> None:
    """A subtitle that says when it was read doesn't say what it is about."""
    assert one("述职报告", "（2022年1月8日在全县述职大会上）", *PROSE).year is None


def test_vocabulary_only_estimates() -> None:
    """Dated words give a guess, kept apart from the year, and only where there is none."""
    report = one("述职报告", PROSE[0] + "三严三实专题教育扎实开展。", PROSE[1])
    assert (report.year, report.year_estimated) == (None, 2015)
    report = one("2016年度述职报告", PROSE[0] + "三严三实专题教育扎实开展。", PROSE[1])
    assert (report.year, report.year_estimated) == (2016, None)
    assert estimate_year(["苗圃换上了滴灌。"], {"三严三实": (2015, None)}).year is None


def test_the_latest_dated_word_decides() -> None:
    """A text can name older campaigns, not ones to come."""
    found = estimate_year(["甲说过", "乙也说过"], {"甲": (2013, 2014), "乙": (2016, 2019)})
    assert (found.year, found.evidence) == (2016, Evidence("乙", "paragraph", 1))


def test_years_are_read_in_every_writing() -> None:
    """Digits and Chinese numerals, but not parts of longer numbers."""
    assert years_in("2019年和二〇二〇年，12019年不是") == [2019, 2020]


def test_the_evidence_is_told() -> None:
    """What decided can be shown, and where it stands; nothing where nothing did."""
    assert find_year("2018年度述职报告", [], [], []).evidence == Evidence("2018年度述职报告", "title")
    assert find_year("述职报告", ["2018年度"], [], []).evidence == Evidence("2018年度", "title_block")
    stated = find_year("述职报告", [], [PROSE[0], "现将2018年工作报告如下。"], []).evidence
    assert stated == Evidence("现将2018年工作报告如下", "paragraph", 1)
    written = find_year("述职报告", [], ["各位同志，现将二〇一八年工作报告如下。"], []).evidence
    assert written == Evidence("现将二〇一八年工作报告如下", "paragraph", 0)
    assert find_year("述职报告", [], [PROSE[0]], []).evidence is None


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2000户危房改造2019年工作总结", 2019),
        ("第2050号提案办理2019年工作报告", 2019),
        ("落实2021-2025规划2023年工作总结", 2023),
        ("2018述职报告", 2018),
        ("2000户危房改造工作总结", None),
        ("2022年度重点工作推进情况的汇报", 2022),
        ("2022年重点工作计划", None),
    ],
)
def test_a_number_in_a_title_is_no_year(title: str, year: int | None) -> None:
    """What is said to be a year goes before what only looks like one."""
    assert find_year(title, [title], [], []).year == year


@pytest.mark.parametrize(
    ("title", "lines", "year"),
    [
        ("渡口站2024年工作总结", ("一、2023年工作回顾", "查船三十二条。"), 2023),
        ("渡口站2024年工作总结", ("第一部分 2023年工作回顾", "查船三十二条。"), 2023),
        ("渡口站2024年工作总结", ("一、2024年工作回顾", "查船三十二条。"), 2024),
        ("渡口站2024年工作总结", ("二、上级2022年检查反馈问题整改情况", "全部整改。"), 2024),
    ],
)
def test_a_first_division_that_looks_back_on_a_year_outweighs_the_title(
    title: str, lines: tuple[str, ...], year: int
) -> None:
    """The page's title may be wrong; only a first division that reviews a year by name says otherwise."""
    assert one(title, "现将工作情况汇报如下：", *lines, "三、别的", PROSE[0]).year == year


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (("年终总结", "光阴如梭，2017年就快过去了，趁着离2018年还有十几天，写下这篇总结。"), 2017),
        (("年终总结", "我站获得2008年度全县安全生产一等奖，大家都很高兴，干劲也更足了。"), None),
        (("渡口站经验材料", "2020年荣获“平安渡口”之后，我们琢磨着把荣誉变成动力，船工们日夜值守。"), None),
        (("站长述职报告", "2018年全国两会以来，我站守好了渡口，船工们日夜值守。"), None),
        (("站长述职报告", "2019年当选为站长，现将2023年的履职情况汇报如下。"), 2023),
        (("年终总结", "2023年，我站荣获全县安全生产一等奖，大家都很高兴，干劲也更足了。"), 2023),
        (("年终总结", "根据2019年全县水上安全会议精神，我站守好了渡口，船工们日夜值守。"), None),
        (("在全县2020年度书记评议会议上的讲话", "同志们：", PROSE[0]), None),
        (("年终总结", "年初制定了渡口站2006年工作计划，按月落实到人，月底在站里公开，人人看得见。"), None),
        (("渡口站200X年工作总结及2007初步思路", "现对去年的工作进行总结，提出进一步的意见。"), None),
    ],
)
def test_a_year_in_passing_is_not_reported_on(lines: tuple[str, ...], year: int | None) -> None:
    """Meetings, awards, times to come and plans; a masked year beside a plan's."""
    assert one(*lines).year == year


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (("松岭镇2023年党建工作计划", "为抓好党建，制定本计划。", "做好2022年度党员发展工作。"), 2023),
        (("渡口站2024年工作要点", PROSE[0], PROSE[1]), 2024),
        (("渡口站工作计划", "为做好2025年的渡口工作，制定本计划。", PROSE[0]), 2025),
        (("渡口站工作计划", PROSE[0], PROSE[1]), None),
    ],
)
def test_a_plan_has_its_own_year_and_reports_on_none(lines: tuple[str, ...], year: int | None) -> None:
    """The year of a plan is kept apart, so that filters by year find only what was reported."""
    report = one(*lines)
    assert (report.genre, report.year, report.year_estimated) == ("工作计划", None, None)
    assert report.plan_year == year


def test_a_summary_with_next_years_plan_has_no_plan_year() -> None:
    """It reports on its year; the plan is a part of it."""
    report = one("渡口站2021年工作总结及2022年工作计划", PROSE[0])
    assert (report.year, report.plan_year) == (2021, None)


@pytest.mark.parametrize(
    ("title", "opening"),
    [
        ("在2023年秋季开学典礼上的讲话", "同学们，新学期开始了。"),
        ("在2024年渡口启用仪式上的致辞", "各位乡亲，渡口今天启用。"),
        ("个人对照检查材料", "根据上级关于开好2023年度民主生活会的部署，我认真查找了问题。"),
        ("班子对照检查材料", "按照召开2022年度组织生活会的要求，支部广泛征求了意见。"),
    ],
)
def test_the_occasion_of_a_text_is_not_its_year(title: str, opening: str) -> None:
    """A ceremony or a meeting that is named in passing says when, not of which year."""
    assert find_year(title, [title], [opening], []).year is None


def test_the_year_of_a_meeting_in_the_title_of_a_self_examination_counts() -> None:
    """It examines that year."""
    assert find_year("2023年度民主生活会对照检查材料", [], [], []).year == 2023
