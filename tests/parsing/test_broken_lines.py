"""Lines that layout broke are whole again; what authors set apart stays apart."""

from __future__ import annotations

import pytest

from tests.parsing.builders import PROSE, one, sections_of

TITLE = "渡口站2021年工作总结"
OPENING = "现将全年工作情况汇报如下："


def paragraphs(*lines: str) -> list[str]:
    return [p.text for p in one(TITLE, OPENING, *lines).paragraphs][1:]


def headings(*lines: str) -> list[str]:
    return [h.text for h in one(TITLE, OPENING, *lines).headings]


def test_lines_broken_after_a_semicolon_are_one_paragraph() -> None:
    """A run-in heading with its sentences, broken at each ；."""
    lines = (
        "一、办好活动。三月，船工参加龙舟赛，得了第二；", "五月，站里办了绳结赛；", "九月，演了一台戏。",
        "二、办好食堂。每月换菜单；", "每季度评一次。",
    )  # fmt: skip
    assert paragraphs(*lines) == ["".join(lines[:3]), "".join(lines[3:])]


def test_the_items_of_a_list_stay_apart() -> None:
    """Counted or not, an item that ends with ； is a line of its own."""
    lines = ["一是查船，三十二条全部过秤；", "二是查岸，缆桩三十二根全部加固；", "船只检修三十二条；", "缆桩加固三十二根。"]
    assert paragraphs(*lines) == lines


@pytest.mark.parametrize("rest", ["清。", "基础。", "完毕。"])
def test_what_is_left_over_of_a_sentence_joins_it(rest: str) -> None:
    """The last line of a wrapped paragraph is no paragraph."""
    before = "1.落实责任制。听取各班组的情况汇报，总结交流经验，做到对本站情况明、思路"
    assert paragraphs("一、主要工作", before, rest, "2.坚持巡查，全年巡查三百次。")[0] == before + rest


def test_a_word_broken_over_two_lines_is_whole_again() -> None:
    """A clause of one character has only begun."""
    assert paragraphs("一、主要工作", "查船三十二条，加固缆桩三十二根。整修泊位六口，恢", "复灌溉面积八百亩。") == [
        "查船三十二条，加固缆桩三十二根。整修泊位六口，恢复灌溉面积八百亩。"
    ]


def test_a_paragraph_without_its_full_stop_stays_apart() -> None:
    """A forgotten full stop is no reason to join two paragraphs."""
    first = PROSE[0].rstrip("。")
    assert paragraphs("一、主要工作", first, PROSE[1]) == [first, PROSE[1]]


@pytest.mark.parametrize("below", ["，全站上下克服干旱，水位保住了两米。", "船工们守得很稳。修船三条，加固缆桩三十二根。"])
def test_a_heading_is_not_swallowed_by_what_follows(below: str) -> None:
    """A stray comma at the head of a sentence, and a page number after a heading, join nothing to it."""
    heading = "一、肯定成绩，增强守好渡口平安岸线的信心和决心，开创新局面"
    assert headings(heading, *(() if below[0] == "，" else ("1",)), below, "二、别的", PROSE[0])[0] == heading


def test_a_heading_broken_after_its_year_is_whole_again() -> None:
    """一、2014年 ⏎ 工作情况."""
    assert headings("一、2014年", "工作情况", "（一）查船", PROSE[0])[0] == "一、2014年工作情况"


def test_a_full_line_heading_in_wrapped_text_stays_a_heading() -> None:
    """（一）… fills its line; the next one begins a sentence."""
    lines = (
        "2025年，渡口站坚持学习贯彻上级精神，全面落实渡口工",
        "作会议部署，紧扣讲安全、强基础、保畅通的工作思路，忠",
        "诚履职、担当作为，为全县水上运输提供了坚强的平安保障。",
        "一、2025年工作开展情况",
        "（一）筑牢水上平安之基，以高标准引领渡口事业前进的方向",
        "始终把平安放在首位，将巡查贯穿渡口管理的各个方面、全",
        "过程，确保船舶绝对安全。",
        "1.深查细看每条船只。严格落实日查制度，通过班前检查、",
        "班后复查等形式，常态化开展检查。",
    )
    report = one("松岭县渡口站2025年工作总结和2026年工作计划", *lines)
    assert [h.text for h in report.headings] == [lines[3], lines[4]]
    assert report.paragraphs[1].text == "".join(lines[5:7])


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("一、平安渡口建设迈出坚实步伐 刚刚过去的一年，全站守住了平安。修船三条。", "一、平安渡口建设迈出坚实步伐"),
        ("（二）查岸查得勤不勤　全年巡岸三百次，加固缆桩三十二根。", "（二）查岸查得勤不勤"),
        ("三、来年工作安排 来年我们将修船五条。", "三、来年工作安排"),
    ],
)
def test_a_space_parts_a_heading_from_its_text(line: str, heading: str) -> None:
    """一、标题 正文 on one line is a heading and a paragraph."""
    assert headings("零星工作", line, PROSE[0])[-1] == heading


@pytest.mark.parametrize(
    "line",
    [
        "一、守 好 渡 口，全年巡岸三百次。查船 三十二条。",
        "一、守好渡口 平安过河",
        "一、守好渡口平安 护好一江清水。全年巡岸三百次。",
    ],
)
def test_stray_spaces_part_nothing(line: str) -> None:
    """Letter-spaced words, a heading of two halves, and such a heading run into its text."""
    assert "".join(line.split()) in [*headings(line, PROSE[0]), *paragraphs(line, PROSE[0])]


# --- documents on one line -------------------------------------------------------------------


def test_a_short_document_on_one_line_is_cut_at_its_only_heading() -> None:
    """A sole 一、 after the announcement, with its heading before a space."""
    report = one(
        "渡口站2021年工作总结 一年来，我站守住了渡口平安，完成了各项任务，取得较好成效。现将2021年工作汇报如下： "
        "一、基本情况 渡口站现有班组一个，船工46人，船只24条。全站分两班值守，涨水季节加一班，日夜不断人，往来旅客都放心。"
    )
    assert report.title == "渡口站2021年工作总结"
    assert [h.text for h in report.headings] == ["一、基本情况"]
    assert [p.sections for p in report.paragraphs] == [("opening",), ("work",)]


def test_headings_of_years_cut_a_document_on_one_line() -> None:
    """回顾 and 安排 without numbers, above a count that begins anew; the speech's title is cut off too."""
    report = one(
        "镇长在松岭镇人民代表大会第一次会议上的政府工作报告各位代表：现在，我代表镇人民政府，向大会报告工作，请予审议。"
        "过去五年和2021年工作回顾过去五年，面对复杂形势，全镇顺利完成目标任务。（一）抓茶业。建成茶园三千亩。"
        "（二）抓渡口。修船三条。"
        "2022年工作安排今年要抓好以下工作。（一）抓项目。开工项目八个。"
    )
    assert report.title == "镇长在松岭镇人民代表大会第一次会议上的政府工作报告"
    assert (report.year, report.unit_type) == (2021, "街道乡镇")
    assert [h.text for h in report.headings] == ["过去五年和2021年工作回顾", "2022年工作安排"]
    assert sections_of(report, "（一）抓茶业") == ("work",)
    assert sections_of(report, "（一）抓项目") == ("plans",)


def test_headings_of_years_stand_above_numbered_divisions() -> None:
    """2013年工作回顾 over 一、二、, then 2014年工作安排 over 一、: two parts, of which the second is plans."""
    report = one(
        "松岭镇政府工作报告", "各位代表：", "2013年工作回顾", "过去的一年，全镇平稳增长。",
        "一、一年来，我们突出农业增效，底子更实", "种茶九百亩。", "二、一年来，我们突出民生改善，日子更好", "改房三十户。",
        "2014年工作安排", "总的要求是稳中求进。", "一、抓好项目建设", "新建冷库一座。",
    )  # fmt: skip
    assert [h.level for h in report.headings] == [1, 2, 2, 1, 2]
    assert report.year == 2013
    assert [p.sections[0] for p in report.paragraphs] == ["opening", "work", "work", "work", "plans", "plans"]


def test_a_part_in_the_middle_of_a_document_on_one_line_begins_the_report() -> None:
    """A site's title and first words, its advert, then the title again with 【一】 and the text."""
    report = one(
        "渡口站安全工作总结2020精选不知不觉中又过了一轮春夏秋冬。下面是小编整理的关于渡口站安全工作总结，希望能够帮到大家。"
        "渡口站安全工作总结2020精选【一】今年，我站以平安为宗旨，完成各项任务。现将今年的情况汇报如下：一、以求真的态度查船。查船十二次。"
        "二、抓好队伍。发展船工三名。"
    )
    assert report.title == "渡口站安全工作总结"
    assert [p.text for p in report.paragraphs][1:] == ["一、以求真的态度查船。查船十二次。", "二、抓好队伍。发展船工三名。"]
    assert [p.sections for p in report.paragraphs] == [("opening",), ("work",), ("work",)]
