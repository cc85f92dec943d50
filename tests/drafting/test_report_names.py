"""Whose a report is where its title does not say it: nobody's paragraph is copied, and nothing is made up."""

from __future__ import annotations

import pytest

from indexer.drafting.report_names import named_in_head, whose


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("云岫县人民政府县长 高山青", "云岫县人民政府"),
        ("青石市云岫区人民政府代区长高山青", "青石市云岫区人民政府"),
        ("云岫市市长高山", "云岫市"),
        ("述职人：云岫县公安局局长 高山青", "云岫县公安局"),
        ("（云岫县妇女联合会）", "云岫县妇女联合会"),
        ("云岫县林业局党委", "云岫县林业局党委"),
        ("——2019年3月4日在青石市云岫区第十五届人民代表大会第三次会议上", "青石市云岫区"),
        ("——2019年3月4日在云岫区第十五届", "云岫区"),
        ("在中国共产党云岫县第九次代表大会上", "云岫县"),
    ],
)
def test_the_lines_below_a_title_say_whose_it_is(line: str, named: str) -> None:
    """The unit somebody speaks for, or the place whose congress it is, without date, office and person."""
    assert named_in_head((line,)) == named


@pytest.mark.parametrize(
    "line",
    [
        "省长高山青", "省人民政府省长高山青", "自治区主席高山青", "县委书记", "区委办公室", "某县公安局局长 王某", "XX县人民政府",
        "奋力开创新局", "建设美丽乡村", "紧紧围绕发展这个中心", "在全县党建工作会议上", "2019年3月4日", "云窗日报", "学校党支部",
    ],
)  # fmt: skip
def test_what_names_nobody_is_not_taken_for_a_name(line: str) -> None:
    """Units that any place has, masks, mottos and newspapers are nobody's names."""
    assert named_in_head((line,)) == ""


@pytest.mark.parametrize(
    ("title", "lines", "file", "root", "named"),
    [
        ("政府工作报告", ("云岫县人民政府县长 高山青",), "青石/2018.txt", "", "云岫县人民政府"),
        ("2018年工作总结", (), "云岫县林业局/2018.txt", "", "云岫县林业局"),
        ("2018年工作总结", (), "云岫县/总结/2018年工作总结/2018.txt", "", "云岫县"),
        ("2018年工作总结", (), "下载的材料/新建文件夹/各县总结/2018.txt", "", ""),
        ("政府工作报告", (), "2018.txt", "云岫县", "云岫县"),
        ("政府工作报告", (), "青石/云岫县.txt", "", "云岫县"),
        ("政府工作报告", (), "青石县.zip/2018.txt", "", "青石县"),
        (None, ("云岫县人民政府县长 高山青",), "青石/2018.txt", "", "云岫县人民政府"),
        (None, (), "青石/2018.txt", "", "青石"),
        (None, (), "青石/码头议事.txt", "", ""),
        ("云岫县林业局2018年工作总结", ("云岫县林业局局长 高山青",), "青石/2018.txt", "", ""),
        ("码头议事调研报告", ("云岫县公安局局长 高山青",), "青石/2018.txt", "", "云岫县公安局"),
        ("码头议事调研报告", (), "青石/2018.txt", "", ""),
        ("政府工作报告", (), "", "", ""),
    ],
)
def test_the_text_goes_before_the_file_and_the_file_before_its_folders(
    title: str | None, lines: tuple[str, ...], file: str, root: str, named: str
) -> None:
    """Of the folders the nearest that names something; a title that says it by itself needs none of them."""
    assert whose(title, (*([title] if title else []), *lines), (file,) if file else (), root) == named
