"""What kind of section each paragraph is, from headings, labels and first sentences."""

from __future__ import annotations

import pytest

from tests.parsing.builders import PROSE, one, sections_of

TITLE = "2021年度述职报告"
OPENING = "现将一年来的工作情况汇报如下："


def kinds(*lines: str) -> list[tuple[str, ...]]:
    """The sections of the paragraphs of a report of these lines."""
    return [p.sections for p in one(TITLE, *lines).paragraphs]


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("一、主要做法和成效", "work"),
        ("一、履职情况", "work"),
        ("一、工作回顾", "work"),
        ("二、存在的问题和不足", "problems"),
        ("二、短板与差距", "problems"),
        ("三、原因分析", "causes"),
        ("三、产生问题的主要原因", "causes"),
        ("四、下步打算", "plans"),
        ("四、今后努力方向和整改措施", "plans"),
        ("四、2022年工作思路", "plans"),
    ],
)
def test_a_heading_says_the_kind(heading: str, section: str) -> None:
    """The paragraphs under a top heading have the kind it names."""
    assert kinds(OPENING, heading, PROSE[0], "五、别的事", PROSE[1])[1] == (section,)


@pytest.mark.parametrize(
    "heading", ["一、突出问题导向，推进整改", "一、上年度问题整改情况", "一、帮扶困难群众", "一、着力补短板强弱项"]
)
def test_a_problem_that_is_worked_on_is_no_confession(heading: str) -> None:
    """问题 as the object of work stays 做法成效."""
    assert kinds(OPENING, heading, PROSE[0], "二、其他工作", PROSE[1])[1] == ("work",)


def test_what_stands_before_the_first_heading_is_the_opening() -> None:
    """Salutation and statement both."""
    assert kinds("各位领导、同志们：", OPENING, "一、履职情况", PROSE[0])[:2] == [("opening",), ("opening",)]


def test_a_label_divides_a_combined_heading() -> None:
    """存在问题及原因分析: 原因分析：… begins the causes."""
    report = one(
        TITLE, OPENING, "一、履职情况", PROSE[0], "二、存在问题及原因分析", "一是学得浅。" + PROSE[1],
        "原因分析：一是抓得不紧。" + PROSE[2], "二是想得不深。" + PROSE[3], "三、下步打算", "（一）多学。" + PROSE[0],
    )  # fmt: skip
    assert [p.sections for p in report.paragraphs[2:]] == [("problems",), ("causes",), ("causes",), ("plans",)]


def test_sub_headings_divide_a_combined_heading() -> None:
    """（一）存在问题 and（二）主要原因 under one heading."""
    report = one(
        TITLE, OPENING, "一、存在的主要问题及原因", "（一）存在的问题", PROSE[0], "（二）主要原因", PROSE[1],
        "二、今后打算", PROSE[2],
    )  # fmt: skip
    assert [p.sections for p in report.paragraphs[1:]] == [("problems",), ("causes",), ("plans",)]


def test_a_first_sentence_divides_a_combined_heading() -> None:
    """产生这些问题… without any label."""
    found = kinds(OPENING, "一、履职情况", PROSE[0], "二、问题和原因", PROSE[1], "产生这些问题，根源在于抓得不紧。" + PROSE[2])
    assert found[2:] == [("problems",), ("causes",)]


def test_causes_in_mid_paragraph_give_it_two_kinds() -> None:
    """A paragraph that goes over to the causes is found under both."""
    report = one(
        TITLE, OPENING, "一、履职情况", PROSE[0], "二、存在问题",
        "活动不多。究其原因，是阵地没有着落。" + PROSE[1], "查明原因，限期整改。",
    )  # fmt: skip
    assert sections_of(report, "活动不多") == ("problems", "causes")
    assert sections_of(report, "查明原因") != ("problems", "causes")


def test_a_clause_of_causes_counts_where_a_heading_announces_them() -> None:
    """…，主要原因是… tells both under 存在问题及原因; a paragraph that is all causes stays one of causes."""
    report = one(
        TITLE, OPENING, "一、履职情况", PROSE[0], "二、存在问题及原因",
        "一是学习抓得不紧，主要原因是时间排不开。" + PROSE[1], "二是调研不深。主要是事务缠身，沉不下去。" + PROSE[2],
        "产生这些问题，主要原因是抓得不紧。" + PROSE[3],
    )  # fmt: skip
    assert sections_of(report, "一是学习抓得不紧") == sections_of(report, "二是调研不深") == ("problems", "causes")
    assert sections_of(report, "产生这些问题") == ("causes",)


def test_a_government_report_admits_its_problems_without_a_heading() -> None:
    """清醒看到 … 问题 inside the review is 存在问题; an ordinary paragraph after work isn't."""
    report = one(
        "2021年政府工作报告", "各位代表：", "一、去年工作回顾", PROSE[0], PROSE[1],
        "我们也清醒地看到，发展中还有不少困难和问题，河道淤积没有根治。", "二、今年工作安排", PROSE[2],
    )  # fmt: skip
    assert sections_of(report, "我们也清醒") == ("problems",)
    assert sections_of(report, "南坡的茶园") == ("work",)


def test_problems_solved_are_no_admission() -> None:
    """群众反映的突出问题得到解决 is work."""
    solved = "群众反映的突出问题得到解决，路灯全部亮了。"
    report = one("2021年政府工作报告", "一、去年工作回顾", PROSE[0], solved, "二、今年安排", PROSE[1])
    assert sections_of(report, "群众反映") == ("work",)


def test_a_report_without_headings_says_itself_where_it_is() -> None:
    """Opening, work, problems, causes, plans by their first sentences."""
    found = kinds(
        OPENING, PROSE[0], PROSE[1], "但工作中仍存在一些问题，活动不多。" + PROSE[2],
        "产生这些问题，根源在于抓得不紧。" + PROSE[3], "下一步，我要常到各村走动。" + PROSE[0],
    )  # fmt: skip
    assert [f[0] for f in found] == ["opening", "work", "work", "problems", "causes", "plans"]


def test_a_last_paragraph_of_plans_is_no_closing() -> None:
    """What begins with 接下来 and lists what to do is 下步打算, also at the very end."""
    found = kinds(OPENING, PROSE[0], PROSE[1], "但工作中仍存在一些问题。" + PROSE[2], "接下来打算做四件事。" + PROSE[3])
    assert found[-1] == ("plans",)


@pytest.mark.parametrize("last", ["总之，成绩属于过去，我会继续努力。", "以上述职，请各位领导批评指正。"])
def test_the_last_words_are_the_closing(last: str) -> None:
    """结尾 needs no heading."""
    found = kinds(OPENING, "一、履职情况", PROSE[0], "二、下步打算", "（一）多学。" + PROSE[1], "（二）多走。" + PROSE[2], last)
    assert found[-1] == ("closing",)
    assert found[-2] == ("plans",)


def test_a_numbered_last_paragraph_is_no_closing() -> None:
    """The last of the plans stays one of them."""
    found = kinds(OPENING, "一、履职情况", PROSE[0], "二、下步打算", "（一）多学。" + PROSE[1], "（二）多走。" + PROSE[2])
    assert found[-1] == ("plans",)


def test_signature_and_date_are_other() -> None:
    """述职人：… 2022年1月8日 are neither plans nor closing."""
    found = kinds(
        OPENING, "一、履职情况", PROSE[0], "二、下步打算", PROSE[1], "以上述职，请批评指正。", "述职人：某某", "2022年1月8日"
    )
    assert found[-3:] == [("closing",), ("other",), ("other",)]


def test_an_annex_is_other() -> None:
    """Lists behind the report are no plans; 附属 and 附近 are no annex."""
    found = kinds(OPENING, "一、履职情况", PROSE[0], "二、下步打算", PROSE[1], "附件：十件实事", PROSE[2])
    assert found[-1] == ("other",)
    found = kinds(OPENING, "一、履职情况", PROSE[0], "二、附属医院建设", PROSE[1], "三、附近村组联动", PROSE[2])
    assert ("other",) not in found


def test_a_plan_year_in_a_heading_means_plans() -> None:
    """二、2022年重点工作 in a report on 2021; the year reported on doesn't."""
    assert kinds(OPENING, "一、2021年重点做的事", PROSE[0], "二、2022年怎么走", PROSE[1])[1:] == [("work",), ("plans",)]


def test_a_report_cut_off_in_its_work_has_no_closing() -> None:
    """Its last paragraph tells of work like those before it; its place alone makes no closing."""
    found = kinds(OPENING, "一、履职情况", *PROSE[:4])
    assert found[-1] == ("work",)


@pytest.mark.parametrize(
    "sentence",
    [
        "干得不好的地方，大伙儿都看见了：码头的石阶还滑，灯也暗。",
        "当然，我身上也有不少毛病：说话冲，记性差。",
        "看成绩更要看差距，渡口的账目有三笔没有贴出来。",
        "但也要看到，我们的渡船还很旧，有的舱板一踩就响。",
        "村里的路离乡亲们的期盼还有一截，雨天仍要绕行。",
        "欠缺的地方，我心里有数：有的台账偏粗，有的船期不准。",
    ],
)
def test_problems_are_admitted_in_ones_own_words(sentence: str) -> None:
    """A report without headings admits them in many ways, most of them without 存在的问题."""
    assert kinds(OPENING, PROSE[0], PROSE[1], sentence, "下一步，我将把石阶凿平。" + PROSE[2])[3] == ("problems",)


@pytest.mark.parametrize(
    "sentence",
    ["但也要看到，渡口的前景很好，游客一年比一年多。", "我们也有自己的渡船，老人过河不要钱。", "成绩面前，大家没有停步。"],
)
def test_what_only_sounds_like_an_admission_is_work(sentence: str) -> None:
    """The same turns without a fault behind them."""
    assert kinds(OPENING, PROSE[0], PROSE[1], sentence, PROSE[2])[3] == ("work",)


def test_a_summary_above_the_first_run_in_heading_is_opening() -> None:
    """Whether the first 一、 stands alone or runs in, what precedes it opens the report."""
    summary = "2021年，渡口站往来旅客十二万人次，修船九条，没有发生事故。"
    report = kinds("受站里委托，我向大会报告工作。", summary, "一、守住渡口。" + PROSE[0], "二、修好船。" + PROSE[1])
    assert report == [("opening",), ("opening",), ("work",), ("work",)]


def test_a_report_that_comes_to_the_point_at_once_has_work() -> None:
    """Its first paragraph is the work where its second is about the problems."""
    first = "我管渡口的船。全年往来旅客十二万人次，新建码头三处，发放救生衣四百件。"
    report = kinds(first, "工作中也存在不少薄弱环节，夜班人手不足。", "下一步，我将增加夜班。", "以上述职，请予审查。")
    assert report == [("work",), ("problems",), ("plans",), ("closing",)]


def test_a_further_demand_or_who_sees_to_a_plan_is_no_closing() -> None:
    """What goes on planning at the end is plans."""
    plan = ("一、做法", PROSE[0], "二、下步打算", "1.修船。" + PROSE[1], "2.护岸。" + PROSE[2])
    assert kinds(OPENING, *plan, "以上措施由值班长负责，每两个月在船头贴一次进展。")[-1] == ("plans",)
    assert kinds(OPENING, *plan, "同时，把渡口的各项规矩梳理一遍，请船工们一起签字。", "述职完毕，请评议。")[-2] == ("plans",)


@pytest.mark.parametrize("signed", ["剖析人：高山青", "竞聘人：高山青", "联系人：高山青，电话00000000"])
def test_who_signs_is_no_closing(signed: str) -> None:
    """A name with its label at the end belongs to no section."""
    found = kinds(OPENING, "一、履职情况", PROSE[0], "二、下步打算", PROSE[1], "以上报告，请评议。", signed)
    assert found[-2:] == [("closing",), ("other",)]


def test_the_names_of_annexes_are_no_heading() -> None:
    """附件：1.… names what came with a text; nothing of it follows."""
    plan = ("渡口站防汛工作方案", "为守住渡口，制定本方案。", "一、任务", PROSE[0])
    report = one(*plan, "附件：1.值班表", "2.船只清单", "渡口站", "2024年5月1日")
    assert [p.sections for p in report.paragraphs[-4:]] == [("other",)] * 4
    assert [h.text for h in report.headings] == ["一、任务"]


def test_an_annex_that_follows_keeps_its_heading() -> None:
    """附件：… above the annex itself is its heading."""
    report = one("渡口站防汛工作方案", "为守住渡口，制定本方案。", "一、任务", PROSE[0], "附件：值班表", PROSE[1])
    assert [h.text for h in report.headings] == ["一、任务", "附件：值班表"]
    assert report.paragraphs[-1].sections == ("other",)


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("二、还存在哪些难点", "problems"),
        ("二、难点从何而来", "causes"),
        ("二、摸清底数，把问题“晒”出来", "work"),
        ("二、关于船期的问题", "work"),
    ],
)
def test_a_question_or_an_object_in_a_heading(heading: str, section: str) -> None:
    """难点 is a fault, where it comes from its cause; a fault that is dealt with or asked about is none."""
    assert kinds(OPENING, "一、做法", PROSE[0], heading, PROSE[1], "三、修船", PROSE[2])[2] == (section,)


def test_a_sentence_about_a_problem_is_no_heading() -> None:
    """Between its siblings it is one measure of several."""
    plan = ("（一）修好船，每月一条。", "（二）强化值守，3月底前解决缆绳老化问题。", "（三）守住夜班，灯不灭。")
    report = one(TITLE, OPENING, "一、做法", PROSE[0], "二、下步打算", *plan)
    assert [p.sections for p in report.paragraphs[2:]] == [("plans",)] * 3
