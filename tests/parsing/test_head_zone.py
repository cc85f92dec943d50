"""Titles that no single sign tells, among what stands above a text: each line is weighed against the others.

Each kind stands beside one that only looks like it.
"""

from __future__ import annotations

import pytest

from tests.parsing.builders import PROSE, one


@pytest.mark.parametrize(
    ("head", "title"),
    [
        # what a text is called, under the name of a site and the column that it stands in
        (["政务要闻速览", "青瓦县渡口局2021年度部门决算"], "青瓦县渡口局2021年度部门决算"),
        (["渡口党建", "青瓦镇渡口突发事件处置预案"], "青瓦镇渡口突发事件处置预案"),
        # whose it is, before a colon
        (["文章", "青瓦县河湾镇：创新“四联”工作法守住百里河岸"], "青瓦县河湾镇：创新“四联”工作法守住百里河岸"),
        (["河湾镇：渡口议事聚民心、解难题、促和谐"], "河湾镇：渡口议事聚民心、解难题、促和谐"),
        # what somebody did, above a slogan and a label
        (["河湾社区召开2023年“双评”暨船工大会", "船歌声声", "会议时间：12月20日"], "河湾社区召开2023年“双评”暨船工大会"),
        # a title, and under it the list of contents that is glued to it again
        (["青瓦县渡口事故处置预案", "青瓦县渡口事故处置预案目录"], "青瓦县渡口事故处置预案"),
    ],
)
def test_the_line_with_most_signs_is_the_title(head: list[str], title: str) -> None:
    """The last word, whose and of which year it is, and what stands below say more together than the first line does."""
    assert one(*head, *PROSE).title == title


@pytest.mark.parametrize(
    "head",
    [
        ["青瓦县渡口局局长　佟守义", "2023年9月28日", "主任、各位副主任、各位委员："],
        ["时间：2023年9月28日", "地点：渡口会议室"],
        ["一年来，我站守住了渡口"],
        ["欢迎光临青瓦渡口！", "打印本页"],
    ],
)
def test_who_speaks_and_when_is_no_title(head: list[str]) -> None:
    """A person, a time, a label with its value and a greeting are never the title, though nothing else is above the text."""
    assert one(*head, *PROSE).title is None


def test_a_page_line_above_a_whole_title_is_no_half_of_it() -> None:
    """A title that says whose it is and of when wants nothing, and what the page's own lines part from one is the page's."""
    assert one("色彩风格", "青瓦县渡口局2024年工作报告", *PROSE).title == "青瓦县渡口局2024年工作报告"
    assert one("枫桥之家", "首页 > 公文 > 总结", "2024社区年度工作总结", *PROSE).title == "2024社区年度工作总结"


@pytest.mark.parametrize(
    ("head", "title", "genre"),
    [
        (["党课讲稿", "永远的摆渡人", "——在渡口局党课上的讲稿"], "永远的摆渡人——在渡口局党课上的讲稿", "讲话"),
        (["编号：2023-06", "渡口站安全例会会议记录"], "渡口站安全例会会议记录", "其他"),
        (["青瓦县渡口局办公室", "关于报送渡口隐患情况的函"], "青瓦县渡口局办公室关于报送渡口隐患情况的函", "通知"),
        (["2023年渡口议案办理工作", "完成情况说明"], "2023年渡口议案办理工作完成情况说明", "工作总结"),
    ],
)
def test_heads_of_further_kinds(head: list[str], title: str, genre: str) -> None:
    """What only says of which kind a text is, the number of a record, a unit above a letter, a title in two halves."""
    report = one(*head, *PROSE)
    assert (report.title, report.genre) == (title, genre)


def test_a_text_may_be_called_a_notice_and_no_more() -> None:
    """The bare word is a title above those whom it is meant for."""
    report = one("通　知", "各渡口站、各乡镇：", *PROSE)
    assert (report.title, report.genre) == ("通知", "通知")
