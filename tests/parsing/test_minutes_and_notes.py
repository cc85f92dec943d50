"""Genres, years and sections of what is no report, kind by kind, each beside one that only looks like it.

Minutes, answers and figures that offices publish, speeches in a contest, what stands below a text, tables.
"""

from __future__ import annotations

import pytest

from tests.parsing.builders import PROSE, one, sections_of

DONE = "先后修船30条，走访船工百人，办结来信十二件。"
LACKS = "会议指出，渡口管护仍存在三方面薄弱环节：夜班人手不够，两处缆桩锈蚀，台账也不齐全。"


def kinds(*lines: str) -> list[str]:
    """The sections of the paragraphs of a report of these lines, below its title."""
    return ["+".join(p.sections) for p in one(*lines).paragraphs]


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("爱岗敬业演讲稿", "讲话"),
        ("渡口站站长竞聘演讲稿", "其他"),
        ("青瓦县2023年渡口统计公报", "其他"),
        ("青瓦县渡口管理局第六届委员会第三次全体会议公报", "通知"),
        ("关于县政协第086号提案的答复", "其他"),
        ("关于县政协提案答复工作的通知", "通知"),
        ("创建文明渡口申报材料", "其他"),
        ("文明渡口事迹材料", "经验材料"),
    ],
)
def test_genres_by_title(title: str, genre: str) -> None:
    """Who tells of himself in a contest speaks; what an office publishes or answers is of no report's genre."""
    assert one(title, *PROSE).genre == genre


def test_a_bulletin_prints_news() -> None:
    """The head that was removed says it, where the text says nothing."""
    head = ("青瓦渡口工作简报", "第18期", "青瓦县渡口管理局办公室　2024年6月11日")
    assert one(*head, "县渡口局“三个一”为学子护航", *PROSE).genre == "新闻"
    assert one(*head, "县渡口局2024年工作总结", *PROSE).genre == "工作总结"


def test_minutes_say_what_was_heard_what_is_wrong_and_what_is_decided() -> None:
    """议定 turns to plans under any heading, and the next heading begins with how things stand."""
    assert kinds(
        "关于研究渡口管护的会议纪要",
        "4月16日上午，镇长在三楼会议室主持召开办公会，研究渡口管护工作。纪要如下：",
        "一、关于渡口管护",
        "会议听取了水利站的汇报：全镇有渡口5座，" + DONE,
        LACKS,
        "会议议定：由水利站负责，4月底前完成缆桩更换，资金由财政所先行垫付。",
        "二、关于码头停车",
        "会议认为，自去年划线以来，码头拥堵有所缓解，船工都说比从前好走。",
        "会议议定：旧仓房院坝平整后作为停车场，由渡口站管理，5月启用。",
        "出席：佟禾、覃川、农舟",
        "发至：各村，镇直各站所",
    ) == ["opening", "work", "problems", "plans", "work", "plans", "other", "other"]


@pytest.mark.parametrize(
    "below",
    [
        "附：各项任务分工见内网公告栏。",
        "（附：2023年典型案例，略）",
        "注：1.部分数据为初步统计数。2.增速按可比口径计算。",
        "（联系人：渡口站佟禾，电话：0000-0000）",
        "报名地点：青瓦渡口、南坡茶园（每天9:00—17:00）",
        "欢迎广大船工对管护情况进行监督。联系电话：0000-0000；邮政信箱：青瓦县渡口路1号。",
    ],
)
def test_what_an_office_adds_below_a_text_is_other(below: str) -> None:
    """Annexes, notes and whom to ask are neither plans nor a closing."""
    lines = ("青瓦县渡口站2025年工作总结", *PROSE[:3], "二、下一步打算", "下一步，我站将更换缆桩四根，年底前完成。", below)
    assert sections_of(one(*lines), below[:6]) == ("other",)


def test_a_label_inside_a_text_is_no_addition() -> None:
    """What goes on below it belongs to the text."""
    note = "注：缆桩以桐木为准，每季查一次，渡口站都已照办。"
    assert sections_of(one("青瓦县渡口站2025年工作总结", PROSE[0], note, *PROSE[1:]), "注：") != ("other",)


def test_headings_may_have_a_space_behind_their_number() -> None:
    """A number with a space heads a division; one with a unit of measure counts something."""
    report = one(
        "渡口站站长2021年述职报告", "现将2021年履职情况汇报如下。", "1　守好渡口，做船工的“引路人”", *PROSE[:2],
        "2　查找不足，照照“镜子”", PROSE[2], "3 盏路灯换了新的，" + PROSE[3],
    )  # fmt: skip
    assert [h.text[0] for h in report.headings] == ["1", "2"]
    assert report.paragraphs[-1].run_in is None


def test_a_row_of_a_table_is_no_heading() -> None:
    """三、四级手术 begins like a number, and the text below is long."""
    report = one("县医院2023年工作总结", "一、业务指标", "项目 | 2022年 | 2023年", "三、四级手术占比 | 38.9% | 46.5%", *PROSE)
    assert [h.text for h in report.headings] == ["一、业务指标"]


def test_a_plan_says_first_what_it_stands_on() -> None:
    """What there is already is work, what is lacking are problems, and only then comes what is planned."""
    lines = ("第一章　发展基础", "近几年初步形成了以渡口为主的产业，" + DONE, "同时，还面临不少问题：缆桩锈蚀，夜班人手不够。")
    plans = ("第二章　重点工程", "新建渡口两座，每座配船工四名，每半年召开一次调度会。")
    aim = "为加快全镇渡口建设，构建水上交通体系，结合我镇实际，编制本规划。规划期为五年，基期为上一年。"
    report = one("青瓦镇渡口发展规划（2024—2028年）", aim, *lines, *plans)
    assert ["+".join(p.sections) for p in report.paragraphs] == ["opening", "work", "problems", "plans"]
    assert report.plan_year is None


def test_a_plan_of_a_school_year_keeps_its_year() -> None:
    """Two years that follow one another are one school year."""
    assert one("渡口小学2024—2025年工作计划", *PROSE).plan_year == 2024


@pytest.mark.parametrize(
    ("first", "year"),
    [
        ("欢迎莅临我站检查指导！2024年以来，我站修船30条，船工都说好。", 2024),
        ("我站修船30条。2024年以来，渡口换了缆桩。2019年起，南坡通了船。", None),
    ],
)
def test_a_greeting_may_precede_the_year(first: str, year: int | None) -> None:
    """Behind a welcome 2024年以来 says of when the report is, elsewhere when something began."""
    assert one("渡口站创建文明渡口工作情况汇报", first, *PROSE).year == year


def test_who_leads_a_meeting_tells_its_course() -> None:
    """The agenda is neither opening nor demand; demands follow."""
    assert kinds(
        "在渡口培训班开班式上的主持词", "同志们：", "根据培训计划，今天我们举办渡口培训班。参加开班式的有站长佟禾同志。",
        "今天的开班式共有三项议程：一是站长讲话，二是学员发言，三是合影。", "下面，进行第一项，请站长讲话，大家欢迎。",
        "同志们，刚才站长的讲话站位高。我就抓好培训提三点要求。第一要学进去，第二要干起来，第三要守纪律。",
    )[2:] == ["other", "other", "plans"]  # fmt: skip


def test_results_that_a_speech_names_stay_results() -> None:
    """Under a heading of results a demand begins like one; 力争 in an account of results is none."""
    lines = ("在全县渡口工作会议上的讲话", "同志们：", "这次会议是县政府决定召开的。", "一、看成绩，把信心鼓起来", DONE)
    signed = "招商签约项目72个，其中渡口产业园落户我县，年内完成土地平整，南坡茶园也将由园区带动。"
    assert sections_of(one(*lines, signed, "二、看作风，把队伍带起来", "各乡镇要在一周内传达到人。"), "招商") == ("work",)


def test_a_short_speech_ends_in_thanks() -> None:
    """What tells of no work and no plans and thanks the audience is the closing, however few paragraphs there are."""
    greeting = "各位领导、各位评委：大家下午好！我是渡口站的船工佟禾。"
    thanks = "朋友们，渡船不过三丈，可这一条船让两岸的人放心。我愿意一直守在这里。谢谢大家！"
    assert kinds("爱岗敬业演讲稿", greeting, PROSE[0], thanks) == ["opening", "work", "closing"]
    assert kinds("爱岗敬业演讲稿", greeting, PROSE[0], DONE + "谢谢大家！")[-1] != "closing"


def test_what_somebody_thinks_of_a_book_is_other() -> None:
    """Between the introduction and what he means to do, a reader's thoughts report nothing."""
    assert kinds("读《渡口志》心得体会", *PROSE[:3], "新学期，我打算带学生去渡口看一看，每月一次。", "路还长，我愿走下去。") == [
        "opening", "other", "other", "plans", "closing",
    ]  # fmt: skip


def test_an_answer_ends_in_thanks() -> None:
    """What an office has done, what hinders it, what it will do, and thanks for the proposal."""
    assert kinds(
        "关于县政协第086号提案的答复", "佟禾委员：", "您提出的《关于渡口管护的建议》收悉，现答复如下：",
        "一、目前的工作情况。" + DONE, "二、存在的困难。夜班人手不够，两处缆桩锈蚀。", "三、下步打算。年底前更换缆桩四根。",
        "再次感谢您的关心和支持，希望今后继续提出宝贵意见。",
    ) == ["opening", "opening", "work", "problems", "plans", "closing"]  # fmt: skip


def test_what_is_not_finished_is_a_problem() -> None:
    """尚未完成 heads what is wrong; 未完成前 says when."""
    report = one("关于渡口整改情况的报告", PROSE[0], "一、整改情况", DONE, "二、尚未完成的事项", "还有三项：缆桩锈蚀，台账不齐。")
    assert report.paragraphs[-1].sections == ("problems",)


def test_what_minutes_decide_is_counted_below_its_announcement() -> None:
    """What follows 议定以下事项 is to be done, though what is wrong was named just before; who was there is neither."""
    opening = "6月8日，副县长佟禾主持召开渡口安全专题会议，听取汇报。现纪要如下："
    lines = ["渡口安全专题会议纪要", opening, f"会议听取了渡口局的汇报。{DONE}", LACKS, "会议议定以下事项："]
    ordered = ["一、由渡口局牵头，六月底前超期船只全部停航。", "二、由各乡镇落实值守人员，每日巡查。"]
    marked = kinds(*lines, *ordered, "参加会议人员：渡口局佟安、应急局骆舟。")
    assert marked[-5:] == ["problems", "plans", "plans", "plans", "other"]
