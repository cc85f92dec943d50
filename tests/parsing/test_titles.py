"""The title of a report, however it is printed; none where there is none."""

from __future__ import annotations

import pytest

from indexer.parsing.titles import clean_title, is_title, shape
from tests.parsing.builders import PROSE, one, parsed, titles


def test_a_title_printed_twice_is_one_title() -> None:
    """The second line belongs to the title block, not to the body."""
    report = one("2021年度述职报告（妇联）", "2021年度述职报告(妇联)", *PROSE)
    assert report.title == "2021年度述职报告（妇联）"
    assert [p.text for p in report.paragraphs] == list(PROSE)


def test_a_title_over_two_lines_is_put_together() -> None:
    """A unit's name above the kind of report is the title's first half."""
    report = one("青崖县供销合作社", "2021年度工作总结", *PROSE)
    assert report.title == "青崖县供销合作社2021年度工作总结"
    assert one("2021年度履行全面从严治党", "主体责任情况报告", *PROSE).title == "2021年度履行全面从严治党主体责任情况报告"


def test_a_short_line_before_a_part_mark_is_no_half_of_the_title() -> None:
    """A column's name above 篇一： isn't joined to the title."""
    report = one("年度材料", "篇一：支部书记述职报告", *PROSE)
    assert report.title == "支部书记述职报告"


@pytest.mark.parametrize("line", ["政 府 工 作 报 告", "政　府　工　作　报　告", "政\u00a0府\u00a0工作\u00a0报告"])
def test_a_letter_spaced_title_is_closed_up(line: str) -> None:
    """Spaces between Chinese characters are layout."""
    assert one(line, *PROSE).title == "政府工作报告"


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("2021年度述职报告【完整版】", "2021年度述职报告"),
        ("2021年度述职报告(全文18521字)", "2021年度述职报告"),
        ("2021年度述职报告(2)", "2021年度述职报告"),
        ("2021年度述职报告范文", "2021年度述职报告"),
        ("工作总结篇二", "工作总结"),
        ("述职报告3", "述职报告"),
        ("篇三：述职报告", "述职报告"),
        ("2021年度述职报告（妇联）", "2021年度述职报告（妇联）"),
        ("2021年工作总结及2022年工作打算", "2021年工作总结及2022年工作打算"),
        ("工作交流|青崖县2021年党建工作总结", "青崖县2021年党建工作总结"),
        ("向阳街道2021年工作总结", "向阳街道2021年工作总结"),
        ("党委班子对照检查材料", "党委班子对照检查材料"),
        ("青崖县2021年党建工作情况", "青崖县2021年党建工作情况"),
    ],
)
def test_a_suffix_is_no_part_of_the_title(line: str, title: str) -> None:
    """Dressing goes; brackets that name the unit stay."""
    assert is_title(line)
    assert clean_title(line) == title


@pytest.mark.parametrize(
    "line",
    [
        "现将一年来的工作总结如下：",
        "按照要求，现就20XX年抓党建工作情况报告如下：",
        "关于做好年度工作总结的通知",
        "会议听取了述职报告。",
        "听取审议各支部述职报告",
        "一、2021年工作总结",
        "（二）述职报告",
        "各位代表：",
        "报告",
        "苗圃改造",
        "我的述职报告",
        "向大会作工作报告",
    ],
)
def test_what_only_mentions_a_report_is_no_title(line: str) -> None:
    """Sentences, headings, notices and salutations don't begin a report."""
    assert not is_title(line)


def test_a_missing_title_is_none() -> None:
    """The first sentence of the body isn't made a title."""
    report = one("按照要求，现就20XX年抓党建工作情况报告如下：", *PROSE)
    assert report.title is None
    assert report.paragraphs[0].text.startswith("按照要求")


def test_subtitle_byline_and_date_belong_to_the_title_block() -> None:
    """They are shown with the title, not searched as paragraphs."""
    block = ("政府工作报告", "——2022年1月6日在青崖县第三届人民代表大会第二次会议上", "青崖县人民政府县长 ×××")
    report = one(*block, "各位代表：", *PROSE)
    assert report.title == "政府工作报告"
    assert len(report.title_lines) == 3
    assert report.paragraphs[0].text == "各位代表："


def test_a_unit_under_a_slogan_signs_the_title_block() -> None:
    """A title need not name a kind of report; the unit printed under it is no paragraph."""
    report = one("让党旗在渡口高高飘扬", "青崖县水利局", "一、抓班子带队伍", PROSE[0] * 2, "二、抓防汛", PROSE[1] * 2)
    assert (report.title, report.unit_type) == ("让党旗在渡口高高飘扬", "机关")
    assert report.title_lines == ("让党旗在渡口高高飘扬", "青崖县水利局")


def test_a_short_first_paragraph_is_no_byline() -> None:
    """A line that ends like a sentence is body."""
    report = one("2021年度述职报告", "今年的活儿都干完了。", *PROSE)
    assert report.title_lines == ("2021年度述职报告",)


def test_titles_of_one_compilation_share_a_shape() -> None:
    """Numbers and brackets don't count, other words do."""
    assert shape("2021年度述职报告（妇联）") == shape("2022年度述职报告（公安局）")
    assert shape("篇一：工作总结(3)") == shape("篇十二：工作总结(4)")
    assert shape("2021年度述职报告") != shape("2021年度工作总结")


def test_the_texts_own_title_is_taken_under_the_pages() -> None:
    """Of several titles at the top, the one that names the year, or stands behind a site's words, is the
    report's; a page's twin of it is not."""
    page = "青崖县人民法院工作总结及工作计划"
    report = one(page, "青崖县人民法院2017年工作总结及2018年工作计划", *PROSE)
    assert report.title == "青崖县人民法院2017年工作总结及2018年工作计划"
    report = one(page, "下面是小编为大家整理的工作总结，供大家参考。", "青崖县法院工作总结", *PROSE)
    assert report.title == "青崖县法院工作总结"
    assert one("2017年度述职报告", "述职报告", *PROSE).title == "2017年度述职报告"


def test_a_title_may_stand_under_the_salutation() -> None:
    """Some pages print the audience first."""
    assert one("各位领导、各位老师：", "2021年度校长述职报告", *PROSE).title == "2021年度校长述职报告"


def test_a_dateline_does_not_part_title_and_subtitle() -> None:
    """Title, agency's line, subtitle, speaker: all up to the salutation is the title block."""
    block = ("青崖市人民检察院工作报告", "青崖晚报3月17日电", "——2023年3月7日在青崖市人民代表大会上", "检察长 章平")
    report = one(*block, "各位代表：", *PROSE)
    assert (report.title, report.year) == ("青崖市人民检察院工作报告", 2022)
    assert report.paragraphs[0].text == "各位代表："


LONG = "我们坚持把群众的事情放在心上，全年走访居民四百二十户，解决漏雨、停水、停电等急事六十七件，大家都说好，街坊邻里更和睦了。"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        # a slogan above its subtitle
        (["点亮一盏灯，温暖一条街", "——云溪街道2024年度述职报告"], "点亮一盏灯，温暖一条街——云溪街道2024年度述职报告"),
        (["搭好连心桥，走好惠民路", "——县民政局社区食堂典型经验"], "搭好连心桥，走好惠民路——县民政局社区食堂典型经验"),
        (["一盏灯照亮一个渡口", "——记云溪渡口管理站"], "一盏灯照亮一个渡口——记云溪渡口管理站"),
        (["“三本账”管好一村钱！", "——云溪镇村账公开做法（节选）"], "“三本账”管好一村钱！——云溪镇村账公开做法（节选）"),
        # over two lines: what goes on, a notice, rules
        (["云溪县总工会2024年工作总结", "和2025年工作打算"], "云溪县总工会2024年工作总结和2025年工作打算"),
        (["在庆祝建院五十周年", "暨表彰大会上的讲话"], "在庆祝建院五十周年暨表彰大会上的讲话"),
        (["云溪县人民政府办公室", "关于做好森林防火工作的通知"], "云溪县人民政府办公室关于做好森林防火工作的通知"),
        (["云政办发〔2024〕9号", "云溪县人民政府办公室", "关于清理河道的通知"], "云溪县人民政府办公室关于清理河道的通知"),
        (["云溪县水利局关于做好", "渡口防汛工作的紧急通知"], "云溪县水利局关于做好渡口防汛工作的紧急通知"),
        (["云溪县水利局", "关于印发《渡口管理工作方案》的", "通知"], "云溪县水利局关于印发《渡口管理工作方案》的通知"),
        (["高山青在全县茶业大会上强调", "以茶为媒 兴一方产业"], "高山青在全县茶业大会上强调 以茶为媒兴一方产业"),
    ],
)
def test_a_title_of_two_lines_is_whole(lines: list[str], title: str) -> None:
    assert one(*lines, LONG, f"一、办实事。{LONG}").title == title


def test_the_headline_of_news_and_the_title_of_rules_are_told_by_what_is_below() -> None:
    """A line that names no report is a title above 本报讯 or 第一条, and above nothing else."""
    headline = "王县长在云溪镇调研时强调：守牢底线，抓实秋收"
    assert one(headline, f"本报讯　十月八日，{LONG}", LONG).title == headline
    rules = one("云溪供水公司", "车辆使用管理办法", "第一章　总则", f"第一条　为节约用车，{LONG}", f"第二条　{LONG}")
    assert (rules.title, rules.genre) == ("云溪供水公司车辆使用管理办法", "其他")
    assert one("我们的办法是多跑路，让居民少跑路", LONG, LONG).genre is None


def test_a_compilation_that_only_says_how_many_it_holds_is_cut_at_its_titles() -> None:
    """Titles of other units and kinds, without marks; one that follows no ended sentence is none of them."""
    texts = ["信贷员2025年工作计划", LONG, LONG, "护理部工作计划", f"一、抓交接。{LONG}", LONG]
    third = ["综合执法队2025年工作计划", f"先管好早市。{LONG}", f"再管好渣土。{LONG}"]
    assert titles(parsed("工作计划范文三则", *texts, *third)) == [
        "信贷员2025年工作计划", "护理部工作计划", "综合执法队2025年工作计划",
    ]  # fmt: skip
    assert len(parsed(*texts)) == 1


def test_a_line_over_another_is_no_half_of_a_headline() -> None:
    """A unit above a sentence that begins with 关于, a name above prose, a notice that is whole."""
    assert one("云溪县水利局", f"关于渡口，大家有话说。{LONG}", LONG).title == "云溪县水利局"
    assert one("云溪县水利局2024年工作总结", "关于渡口的管理", LONG, LONG).title == "云溪县水利局2024年工作总结"
    assert one("关于清理渡口的通知", "关于船只", LONG, LONG).title == "关于清理渡口的通知"


def test_a_title_is_not_looked_for_below_prose() -> None:
    """A line that reads like a title far below does not make a title block of the paragraphs above it."""
    report = one("青石桥的四季", *PROSE, *PROSE[:4], "年度工作总结", PROSE[4])
    assert (report.title, len(report.title_lines)) == ("青石桥的四季", 1)


@pytest.mark.parametrize(
    "line",
    [
        "党建聚合力，网格惠民生",
        "抓实“三本账”，让渡口连着民心",
        "守水护林，治山兴茶——青瓦镇河长制工作侧记",
        "青瓦镇：小渡口撬动大治理",
        "感谢信",
        "我的心得体会",
    ],
)
def test_a_slogan_or_a_letters_name_alone_above_prose_is_the_title(line: str) -> None:
    """Titles that name no kind of report: nothing else stands so above the first paragraph."""
    assert one(line, *PROSE[:4]).title == line


def test_slogans_above_every_division_are_headings() -> None:
    """The first of several lines of one shape is no title."""
    report = one("党建聚合力，网格惠民生", PROSE[0], "强基固本，建好支部", PROSE[1], "守水护林，治好山川", PROSE[2])
    assert report.title is None
    assert len(report.headings) == 3


def test_the_first_line_of_an_opening_is_no_slogan() -> None:
    """What tells when is a sentence."""
    assert one("一年来，我站守住了渡口", *PROSE[:3]).title is None
