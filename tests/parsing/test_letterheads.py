"""The head and foot that an office prints its documents with are no text of theirs; what they say of the unit counts."""

from __future__ import annotations

import pytest

from tests.parsing.builders import PROSE, one, removed_texts, sections_of

TASKS = (
    "一、抓好滴灌。各村要把苗圃的滴灌管起来，3月底前完成。",
    "二、守好渡口。各渡口要落实专人值守，确保渡船平安。",
)


def bare(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


@pytest.mark.parametrize(
    ("head", "unit"),
    [
        (["青瓦县教育体育局文件", "青教体发〔2026〕19号"], "机关"),
        (["青瓦县第二小学（通知）", "青二小［ 2026 ］ 5 号　　签发人：佟某"], "学校"),
        (["中共青瓦县委办公室", "青瓦县水利局", "青水发[2026]3号"], "机关"),
        (["000012", "机密★1年", "特急", "青瓦县总工会文件", "青工〔2026〕1号", "★"], "工会"),
        (["青瓦县财政局", "文件", "青财〔2026〕11号", "（签发人：佟某某）"], "机关"),
        (["内部明电", "特急", "发电单位：青瓦县水利局　签批盖章：佟某", "青水电〔2026〕7号"], "机关"),
    ],
)
def test_a_letterhead_is_removed_and_names_the_unit(head: list[str], unit: str) -> None:
    """Whatever the title is about: a notice on pupils is not a school's."""
    report = one(*head, "关于做好2026年中小学生渡船安全工作的通知", "各乡镇中心学校：", *TASKS)
    assert (report.title, report.genre, report.unit_type) == ("关于做好2026年中小学生渡船安全工作的通知", "通知", unit)
    assert [bare(text) for text in removed_texts(report)] == [bare(line) for line in head]


@pytest.mark.parametrize(
    ("lines", "title", "genre"),
    [
        (["青瓦县2026年水利工作要点"], "青瓦县2026年水利工作要点", "工作计划"),
        (["青瓦县水利局", "2025年工作总结"], "青瓦县水利局2025年工作总结", "工作总结"),
        (["关于守好渡口、护好堤岸的", "实施意见"], "关于守好渡口、护好堤岸的实施意见", "通知"),
    ],
)
def test_any_kind_of_text_may_be_printed_under_a_letterhead(lines: list[str], title: str, genre: str) -> None:
    """The title below it is the text's, over one line or two, and says its genre."""
    report = one("青瓦县水利局文件", "青水发〔2026〕3号", *lines, PROSE[0], *TASKS)
    assert (report.title, report.genre, report.unit_type) == (title, genre, "机关")


def test_minutes_are_called_what_their_head_says() -> None:
    """They have no other title; number, keeper and date are removed."""
    keeper = "青瓦县人民政府办公室　2026年3月1日"
    report = one("青瓦县人民政府常务会议纪要", "〔2026〕3号", keeper, PROSE[0], *TASKS)
    assert report.title == "青瓦县人民政府常务会议纪要"
    assert removed_texts(report) == ["〔2026〕3号", keeper.replace("　", " ")]


@pytest.mark.parametrize(
    "foot",
    [
        ["抄送：县委办公室，县人大常委会办公室，", "县政协办公室。", "青瓦县水利局办公室　2026年3月1日印发"],
        ["（此件公开发布）", "抄报：县委。", "青瓦县水利局办公室", "2026年3月1日印发"],
        ["青瓦县水利局办公室　2026年3月1日印发（共印30份）"],
    ],
)
def test_the_foot_is_removed_and_the_signature_stays(foot: list[str]) -> None:
    """Whom copies go to and who printed the document; unit and date above sign it."""
    report = one("关于渡船安全的通知", "各渡口：", *TASKS, "青瓦县水利局", "2026年3月1日", *foot)
    assert removed_texts(report) == [line.replace("　", " ") for line in foot]
    assert sections_of(report, "青瓦县水利局") == ("other",)
    assert report.paragraphs[-1].text == "2026年3月1日"


@pytest.mark.parametrize(
    "lines",
    [
        ["青瓦县水利局", "2025年工作总结", PROSE[0]],
        ["会议纪要", PROSE[0], PROSE[1]],
        ["青瓦县水利局文件管理工作总结", PROSE[0], PROSE[1]],
        ["关于修渠的通知", "青水发〔2026〕3号", PROSE[0]],
        ["2025年工作总结", PROSE[0], "抄送文件三百份，没有一份出错。"],
    ],
)
def test_what_only_looks_like_a_letterhead_stays(lines: list[str]) -> None:
    """A unit above its title, a title that speaks of files, a number below the title, a sentence."""
    assert removed_texts(one(*lines)) == []


def test_a_file_of_nothing_but_a_letterhead_stays_a_text() -> None:
    """Something is left of every file that holds words."""
    assert one("青瓦县水利局文件", "青水发〔2026〕3号").paragraphs
