"""Years and units that neither title nor opening names: a date, an occasion, a signature, a credit, who says who he is."""

from __future__ import annotations

import pytest

from indexer.parsing.genre_years import year_examined
from tests.parsing.builders import PROSE, one


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (("在全站职工大会上的讲话", "（2024年7月2日，根据录音整理）", "同志们：", "半年过去了，今天把大家请来对对账。"), 2024),
        (("在村民大会上的讲话", "2023年7月5日", "乡亲们：", "上半年，我们修渠两公里，装灯八十盏，清淤五口塘。"), 2023),
        (("在渡口公司年会上的致辞", "（2025年1月20日）", "同事们：", "大家辛苦了，新船已经下水。"), 2024),
        (("在全县防汛动员会上的讲话", "（2024年5月6日）", "同志们：", "这次会议的任务是动员大家做好防汛。"), None),
        (("在全县水利工作会议上的讲话", "（2024年6月30日）", "同志们：", "上半年要把缆桩全部换完。"), None),
    ],
)
def test_a_dated_speech_that_looks_back(lines: tuple[str, ...], year: int | None) -> None:
    """Its date tells the year only where it says that it looks back on a part of it, or where a year is summed up."""
    assert one(*lines, *PROSE[:2]).year == year


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ("按照站党支部关于召开2023年度组织生活会的通知要求，我认真作了检查。", 2023),
        ("根据局党组开好2022年度民主生活会的部署，现对照检查如下。", 2022),
        ("根据开好2023年度主题教育专题民主生活会的要求，现对照检查如下。", None),
        ("按照要求，上一2022年度民主生活会整改事项已经办结。", None),
    ],
)
def test_the_meeting_that_somebody_examines_himself_for(said: str, year: int | None) -> None:
    """The meeting of every year is of that year; one that a campaign asks for is not."""
    assert year_examined([said]).year == year


def test_a_notice_of_how_things_stand_is_of_its_date_and_its_issuer() -> None:
    """Its head says both, whomever it is about."""
    head = ("督查通报", "第8期", "云岫县政府督查室　2024年7月12日")
    report = one(*head, "关于乡镇渡口整治情况的通报", "各乡镇人民政府：", *PROSE[:3])
    assert (report.year, report.unit_type, report.genre) == (2024, "机关", "通知")


def test_what_became_of_an_inspection_is_a_report() -> None:
    """A party group's own 整改情况的通报 reports on its work, and its date tells the year."""
    title = "中共青瓦县渡口局党组关于巡察整改进展情况的通报"
    report = one(title, "根据县委统一部署，现将整改进展情况予以公布。", *PROSE[:3], "中共青瓦县渡口局党组", "2024年9月9日")
    assert (report.year, report.genre) == (2024, "工作总结")


@pytest.mark.parametrize(
    ("lines", "unit"),
    [
        (("党支部领办合作社，让空壳村鼓起钱袋子", "碧溪镇南坡村党支部书记　谷长青", "各位领导：", *PROSE[:2]), "社区村"),
        (("组织生活会个人对照检查材料", "交警大队渡口中队　司马遥", *PROSE[:2]), "公安"),
        (("选调生培训心得体会", "作为县水利局新录用的选调生，我参加了培训。", *PROSE[:2]), "机关"),
        (("赴省城进修的体会", "我是青瓦县人民医院的一名护士，到省城进修三个月。", *PROSE[:2]), "医院"),
        (("凤栖街道：“妈妈岗”让就业带娃两不误", *PROSE[:2], "（凤栖街道妇联供稿）"), "妇联"),
        (("在村民大会上的讲话", "乡亲们：", *PROSE[:2]), "社区村"),
    ],
)
def test_units_that_only_a_line_beside_the_title_or_the_body_names(lines: tuple[str, ...], unit: str) -> None:
    """Who signs below a slogan, who says whose member he is, and who sent a text in outweigh what it is about."""
    assert one(*lines).unit_type == unit


def test_an_instruction_below_a_unit_is_no_name() -> None:
    """处方案 begins with a surname and is none."""
    report = one("渡口应急处置工作总结", "渡口应急处方案", *PROSE[:2])
    assert "渡口应急处方案" not in report.title_lines[1:]
