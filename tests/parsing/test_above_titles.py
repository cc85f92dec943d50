"""Heads and titles, kind by kind, each beside one that only looks like it.

What stands above a title without being part of it, titles over several lines, names below them, and what parts texts.
"""

from __future__ import annotations

import pytest

from tests.parsing.builders import PROSE, one, parsed, removed_texts, titles

TITLE = "青瓦县水利局2025年工作总结"


@pytest.mark.parametrize(
    "above",
    [
        "青水组〔2026〕4号",
        "内部资料　注意保存",
        "附件3",
        "青瓦县第十二届人民代表大会第三次会议文件（十一）",
        "经验交流材料之七",
        "《青瓦水情》第9期（总第213期）",
        "类别：B　　签发人：佟禾",
    ],
)
def test_what_only_belongs_to_a_title_is_removed_above_it(above: str) -> None:
    """A number, a grade, an annex, the paper of a meeting, an issue or a form's field is no part of a title."""
    report = one(above, TITLE, *PROSE)
    assert report.title == TITLE
    assert report.title_lines == (TITLE,)
    assert "".join(above.split()) in ["".join(text.split()) for text in removed_texts(report)]


@pytest.mark.parametrize("below", ["附件3", "《青瓦水情》第9期（总第213期）"])
def test_the_same_line_stays_where_no_title_follows(below: str) -> None:
    """Inside a text such a line is the text's own."""
    report = one(TITLE, *PROSE[:3], below, *PROSE[3:])
    assert below not in removed_texts(report)


def test_papers_that_are_counted_are_parts_and_no_heads() -> None:
    """材料一 above a title counts a text of a compilation."""
    reports = parsed("材料一：渡口站2024年工作总结", *PROSE[:3], "材料二：苗圃站2024年工作总结", *PROSE[3:])
    assert titles(reports) == ["渡口站2024年工作总结", "苗圃站2024年工作总结"]


def test_a_series_above_a_title_says_what_the_text_is() -> None:
    """The line is removed, but what it calls the text is not forgotten."""
    report = one("渡口治理经验交流材料之七", "一条板凳　坐出邻里情", *PROSE)
    assert (report.title, report.genre) == ("一条板凳坐出邻里情", "经验材料")


def test_the_name_of_a_site_is_no_half_of_a_title() -> None:
    """The path to the page begins with it."""
    report = one("青瓦之家", "位置：青瓦之家 > 领导讲话", "在全县渡口工作会议上的讲话", "同志们：", *PROSE)
    assert report.title == "在全县渡口工作会议上的讲话"
    assert "青瓦之家" in removed_texts(report)


def test_a_line_that_no_path_names_may_be_half_of_a_title() -> None:
    """Whose speech it is stands above it."""
    assert one("青瓦县水利局", "位置：首页 > 总结", "2025年工作总结", *PROSE).title == TITLE


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("中共青瓦县委书记", "2024年度抓基层党建工作", "述职报告"), "中共青瓦县委书记2024年度抓基层党建工作述职报告"),
        (("关于县政协第三次会议", "第086号提案的答复"), "关于县政协第三次会议第086号提案的答复"),
        (("青瓦县中级人民法院", "2023年度行政审判白皮书"), "青瓦县中级人民法院2023年度行政审判白皮书"),
        (("“最美船工”推荐材料（事迹部分）", "河上的“活地图”", "——记渡口站船工佟禾"), "河上的“活地图”——记渡口站船工佟禾"),
    ],
)
def test_titles_over_several_lines(lines: tuple[str, ...], title: str) -> None:
    """Whose, of when, what about: what is open wants the next line; a label of the papers wants none."""
    assert one(*lines, *PROSE).title == title


@pytest.mark.parametrize(("below", "heads"), [("榆树沟小学冯淑琴", False), ("榆树沟小学办实事", True)])
def test_who_speaks_is_no_heading(below: str, heads: bool) -> None:
    """A school's name with that of a person behind it has a surname there."""
    report = one("渡口小学校长2024年述职报告", below, *PROSE)
    assert (below in [h.text for h in report.headings]) == heads


def test_a_name_above_a_date_belongs_to_the_title() -> None:
    """Four characters above anything else may be a heading."""
    assert "欧阳卫东" in one(TITLE, "欧阳卫东", "（2026年1月24日）", *PROSE).title_lines
    assert "履职情况" not in one(TITLE, "履职情况", *PROSE).title_lines


def test_the_names_of_files_part_the_texts_of_a_compilation() -> None:
    """One such line costs every paragraph of the second text."""
    reports = parsed(
        "====== 渡口材料（2份）======", "文件名：渡口站总结.doc", "渡口站2022年工作总结", *PROSE[:3],
        "==============", "文件名：站长述职.doc", "个人述职报告", *PROSE[3:],
    )  # fmt: skip
    assert titles(reports) == ["渡口站2022年工作总结", "个人述职报告"]


@pytest.mark.parametrize(
    ("noise", "spare"),
    [
        ("（正文到此，以下内容需下载查看）", "（以下内容由各渡口负责）渡口设岗十二处，日夜有人。"),
        ("解读：一张图看懂《青瓦镇渡口管护规划》", "解读《青瓦镇渡口管护规划》三场，船工来了一百人。"),
        ("渡口安全演讲（精选2篇）", "刊发渡口安全演讲（精选）二十篇，船工都说好。"),
    ],
)
def test_what_a_site_says_beside_a_text_is_removed(noise: str, spare: str) -> None:
    """Sentences with the same words are the text's own."""
    report = one(TITLE, *PROSE, spare, PROSE[0], noise)
    texts = [p.text for p in report.paragraphs]
    assert noise not in texts
    assert spare in texts


def test_a_subtitle_does_not_go_on_with_the_wrapped_text_below_it() -> None:
    """A line as long as the others that begins with a dash ends a title."""
    lines = [PROSE[0][at : at + 25] for at in range(0, 75, 25)] + [PROSE[1][at : at + 25] for at in range(0, 75, 25)]
    report = one("一条板凳坐出邻里情", "——青石镇推行“渡口议事”破解老旧码头治理难题的做法", *lines, *lines[3:])
    assert report.title == "一条板凳坐出邻里情——青石镇推行“渡口议事”破解老旧码头治理难题的做法"


def test_empty_lines_part_wrapped_paragraphs() -> None:
    """A sentence that ends at the margin ends its paragraph where an empty line says so."""
    full = "渡口修好船三条路灯两盏缆桩四根都已经投用。"
    head = "渡口的旧仓房腾空以后改成了阅览角船工都来，"
    lines = [head, full, "", head, full, "", head, full, "", head, full, "", head, full]
    assert [p.text for p in one(*lines).paragraphs] == [head + full] * 5
