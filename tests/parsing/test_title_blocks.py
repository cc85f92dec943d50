"""Titles whole and alone: without what pages print around them, with what lines break off."""

from __future__ import annotations

import pytest

from tests.parsing.builders import PROSE, one, parsed, removed_texts, sections_of, titles


@pytest.mark.parametrize(
    "line",
    [
        "快捷搜索：论文 合同 演讲",
        "您的当前位置：首页松岭镇2021年工作总结",
        "选择语言",
        "*竹影* 2021-03-02 08:15:30",
        "文稿小帮手，一键成文的好工具！立即试用",
        "搜索",
    ],
)
def test_what_a_page_prints_above_a_title_goes(line: str) -> None:
    """Menus, search boxes, breadcrumbs, posters and adverts are removed, not read as half a title."""
    report = one(line, "松岭镇2021年工作总结", PROSE[0], PROSE[1])
    assert report.title == "松岭镇2021年工作总结"
    assert len(report.removed) == 1


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("[镇长在镇党委书记]镇长在全镇春耕会议上的讲话",), "镇长在全镇春耕会议上的讲话"),
        (("2022年工会工作总结：成绩与不足",), "2022年工会工作总结：成绩与不足"),
        (("茶场场长述职报告：守一座山 办一场茶",), "茶场场长述职报告：守一座山办一场茶"),
        (("松岭镇党委班子2025年度对照检", "查材料（含案例）"), "松岭镇党委班子2025年度对照检查材料（含案例）"),
        (("松岭镇渡口管理站党支部2021年度工作总", "结"), "松岭镇渡口管理站党支部2021年度工作总结"),
        (
            ("第一篇：渡口站20XX年工作总结及2007工", "渡口站20XX年工作总结及2007工", "作初步思路"),
            "渡口站20XX年工作总结及2007工作初步思路",
        ),
        (
            ("守一方水土", "护一船平安", "——渡口站工会第三次代表大会工作报告"),
            "守一方水土 护一船平安——渡口站工会第三次代表大会工作报告",
        ),
        (("茶场年度工作总结", "松岭县茶场2022年工作总结及2023年工作打算"), "松岭县茶场2022年工作总结及2023年工作打算"),
    ],
)
def test_a_title_is_whole_and_alone(lines: tuple[str, ...], title: str) -> None:
    """Keywords in brackets, tails, broken lines, doubled lines, slogans with a subtitle, a page's own title."""
    report = one(*lines, "现将全年工作情况汇报如下，请予审议。", "一、主要工作", PROSE[0], PROSE[1])
    assert report.title == title
    assert report.paragraphs[0].text.startswith("现将")


@pytest.mark.parametrize(
    ("line", "title", "first"),
    [
        ("渡口站站长述职报告 篇1尊敬的各位领导、老师们：", "渡口站站长述职报告", "尊敬的各位领导"),
        ("松岭镇2021年工作总结各位代表：", "松岭镇2021年工作总结", "各位代表"),
        ("茶场场长述职述廉报告（2022年）各位领导、同志们：", "茶场场长述职述廉报告（2022年）", "各位领导"),
    ],
)
def test_a_title_before_a_salutation_on_one_line_is_cut_off(line: str, title: str, first: str) -> None:
    """However short the line: the salutation begins the text."""
    report = one(line, PROSE[0], "一、主要工作", PROSE[1])
    assert report.title == title
    assert report.paragraphs[0].text.startswith(first)


def test_a_very_long_title_is_one() -> None:
    """Two hundred characters without a sentence that end in the name of a kind of report."""
    duties = "贯彻落实各项决策部署和扎实开展安全管理、船舶检修、岸线巡查、便民服务、"
    title = "松岭县渡口管理站关于" + duties * 5 + "情况的工作总结"
    assert len(title) > 180
    assert one(title, PROSE[0], "一、主要工作", PROSE[1]).title == title


@pytest.mark.parametrize(
    "line",
    ["主要工作总结：修了三条船。", "现将工作报告如下：请予审议", "站长述职报告：各位领导", PROSE[0] + "以上是我的述职报告"],
)
def test_a_sentence_is_no_title(line: str) -> None:
    """A colon in a sentence, a formula, and prose that ends in 报告."""
    assert one(line, PROSE[1], PROSE[2]).title is None


def test_bare_parts_are_called_as_their_compilation() -> None:
    """篇1 and 篇2 alone: the name of the compilation, which the page's banner gives, is the title of each."""
    reports = parsed("2024年渡口站工作总结（2篇）", "篇1", PROSE[0], PROSE[1], "篇2", PROSE[2], PROSE[3])
    assert titles(reports) == ["2024年渡口站工作总结"] * 2


def test_parts_are_counted_by_the_name_of_their_compilation() -> None:
    """A title that names no kind of report parts a compilation too, and says what the parts are about."""
    reports = parsed(
        "渡口网精心为大家整理了班组存在的短板和不足3篇，希望对你有帮助。",
        "班组存在的短板和不足1", "（一）巡查不勤。" + PROSE[0], "（二）台账不细。" + PROSE[1],
        "班组存在的短板和不足2", "一是学得浅。" + PROSE[2], "二是办法少。" + PROSE[3],
    )  # fmt: skip
    assert titles(reports) == ["班组存在的短板和不足"] * 2
    assert {p.sections for report in reports for p in report.paragraphs} == {("problems",)}


@pytest.mark.parametrize("verb", ["印发", "转发", "报送"])
def test_the_cover_of_a_notice_is_no_opening(verb: str) -> None:
    """The notice that a report is printed with is kept as 其他; title, year and opening are the report's."""
    report = one(
        "各科室、各站所：", f"现将《松岭县渡口管理站2024年工作总结和2025年工作思路》{verb}给你们，请认真学习。",
        "松岭县渡口管理站", "2025年1月6日", "松岭县渡口管理站", "2024年工作总结及2025年工作思路",
        "2024年，我站守住了渡口平安。", "一、坚持党建引领，守好渡口", "一是抓学习。组织学习十二次。",
        "二、2025年工作思路", PROSE[0],
    )  # fmt: skip
    assert report.title == "松岭县渡口管理站2024年工作总结及2025年工作思路"
    assert report.year == 2024
    assert [p.sections for p in report.paragraphs] == [("other",)] * 4 + [("opening",), ("work",), ("plans",)]


@pytest.mark.parametrize("label", [(), ("目录",)])
def test_a_list_of_contents_above_a_title_goes(label: tuple[str, ...]) -> None:
    """Headings that recur below with their text are no paragraphs, and the title below them is found."""
    contents = [*label, "一、守好渡口", "（一）查船", "（二）查岸", "二、找出短板", "三、再上台阶"]
    report = one(
        *contents, "渡口站站长2024年度述职报告", "各位领导、同志们：",
        "一、守好渡口，平安有新气象", "（一）查船。" + PROSE[0],
        "二、找出短板，问题有清单", "（一）巡查不勤。" + PROSE[1], "三、再上台阶，来年有打算", PROSE[2],
    )  # fmt: skip
    assert report.title == "渡口站站长2024年度述职报告"
    assert removed_texts(report) == contents
    assert report.paragraphs[0].text == "各位领导、同志们："
    assert sections_of(report, "（一）查船。") == ("work",)


def test_an_outline_that_is_all_there_is_stays() -> None:
    """Numbered short lines that nothing repeats are the report."""
    report = one("渡口站2024年工作要点", "一、查船", "二、查岸", "三、查账", "四、查人", "五、查水")
    assert report.removed == ()
