"""What a page prints above a text: menus, fields, notes of sellers, and all between two printings of one title.

Each stands beside lines of a text that look like it.
"""

from __future__ import annotations

import pytest

from tests.parsing.builders import PROSE, one, parsed, removed_texts, titles

TITLE = "青瓦县渡口局2023年工作总结"


@pytest.mark.parametrize(
    "head",
    [
        # between two titles: when, a path of words, what a seller says
        [TITLE, "2024-01-09 10:20 枫桥文库 [字体：] [文档下载]", "渡口，总结，2023", TITLE],
        [TITLE, "说明：文章仅供预览，下载后内容与下面一致，如有侵权请联系客服。", TITLE],
        # the name of a file
        [f"{TITLE}.docxVIP", "1. 1、本站文档一经付费，不意味着购买了版权，仅供个人学习之用。", "查看更多", TITLE],
        # notes of a seller alone
        ["友情提示", "2、文件下载后可能被浏览器默认打开，保存到桌面就可以正常下载了。", TITLE],
        # a menu
        ["• 工作总结", "• 工作计划", "• 述职报告", "• 心得体会", "• 公文范文", TITLE],
        # fields with their values below
        ["• 索引号：", "0000000000/2024-000003", "• 发文机构：", "县政府网站", "• 发布日期：", "2024年1月9日 10:20", TITLE],
    ],
)
def test_what_a_page_prints_above_a_text_is_no_part_of_it(head: list[str]) -> None:
    """One report comes of it, with the title of the text and nothing but the text in its paragraphs."""
    report = one(*head, *PROSE)
    assert report.title == TITLE
    assert [paragraph.text for paragraph in report.paragraphs] == list(PROSE)


def test_who_publishes_a_page_is_not_whose_the_text_is() -> None:
    """The name of a site is parted from the title by the page's own lines; one directly above a title belongs to it."""
    report = one("青瓦县人民政府", "首页 > 政务公开", "青瓦县渡口局2021年度部门决算", *PROSE)
    assert report.unit_type == "机关"
    assert "青瓦县人民政府" in removed_texts(report)
    assert one("青瓦县人民政府", "2021年度法治建设报告", *PROSE).title == "青瓦县人民政府2021年度法治建设报告"


def test_two_texts_of_one_title_stay_two() -> None:
    """What stands between them is a text: it has sentences, and nothing that a page says."""
    reports = parsed("渡口站站长述职报告", *PROSE[:3], "渡口站站长述职报告", *PROSE[3:])
    assert titles(reports) == ["渡口站站长述职报告", "渡口站站长述职报告"]


def test_bullets_and_fields_within_a_text_stay() -> None:
    """A list inside a text, and the three fields of an account of a meeting, are the text's own."""
    listed = ["• 修船三条", "• 换缆四根", "• 清淤五处", "• 植树六亩"]
    report = one(TITLE, *PROSE[:2], *listed, *PROSE[2:])
    assert not set(listed) & set(removed_texts(report))
