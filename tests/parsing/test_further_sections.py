"""Sections where headings say little: surveys, speeches, notices, letters, resolutions, and the ends of texts."""

from __future__ import annotations

import pytest

from tests.parsing.builders import PROSE, one

SURVEY = "关于全县渡口管护的调研报告"
LOOKED = "为摸清渡口管护的底数，调研组走访了四个镇，问了一百多位船工，现将情况报告如下。"
NOTICE = "关于开展渡口安全检查的通知"
ORDERED = "为守住水上安全底线，经研究，决定开展渡口安全检查，现将有关事项通知如下。"
SPEECH = "在全县水上安全工作会议上的讲话"
GREETED = "今天召开这次会议，主要任务是把水上安全再部署、再落实。"


def kinds(*lines: str) -> list[str]:
    """The sections of the paragraphs of a report of these lines, below its title."""
    return ["+".join(p.sections) for p in one(*lines).paragraphs]


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("一、基本情况", "我县是水网县，现有渡口二十六个，登记船只九十条，其中大船三十条。"),
        ("一、渡口现状", "截至8月底，四个镇登记船工312人，平均年龄57岁，持证的占41%，年客流38万人次。"),
        ("一、船工队伍的基本特征", "从年龄看，50岁以上的占六成；从收入看，月均不足三千元，兼业的达到187人。"),
    ],
)
def test_how_things_stand_in_a_survey_is_work(heading: str, text: str) -> None:
    """What there is, before what is wrong: one part of a survey with what was done."""
    assert (
        kinds(SURVEY, LOOKED, heading, text, "二、存在的问题", "缆桩不够牢，台账不规范，值守的人也偏少。")[1]
        == "work"
    )


def test_what_was_done_stays_work_under_the_same_heading() -> None:
    """基本情况 may tell what somebody built."""
    text = "近三年先后投入资金40万元，改造渡口九座，新建候船亭12处。"
    assert (
        kinds(SURVEY, LOOKED, "一、基本情况", text, "二、存在的问题", "缆桩不够牢，台账不规范。")[1] == "work"
    )


@pytest.mark.parametrize("heading", ["三、对策建议", "三、几点建议", "三、对策与思考"])
def test_what_a_survey_advises_is_plans_whatever_figures_it_names(heading: str) -> None:
    """一是… of advice reads like a result where it says how much would be built."""
    advice = (
        "一是建标准。在五个渡口建设共用码头，三年新增泊位120个。",
        "二是补短腿。采取先建后补，支持船工换船40条。",
    )
    got = kinds(
        SURVEY,
        LOOKED,
        "一、主要做法",
        "先后走访船工百人，修船30条。",
        "二、存在的问题",
        "缆桩不够牢，台账不规范。",
        heading,
        *advice,
    )
    assert got[3:] == ["plans", "plans"]


@pytest.mark.parametrize(
    ("heading", "back", "but"),
    [
        (
            "一、认清形势，增强紧迫感",
            "去年以来，全县排查船只310条，整改隐患86处，没有出过一回事故。",
            "但也要看到，渡口基础依然薄弱，无证船屡禁不止。",
        ),
        (
            "一、肯定成绩，正视不足",
            "今年以来，各镇修缮码头12座，培训船工200人。",
            "但平稳不等于安全。近期仍有个别船工不穿救生衣，夜里偷渡时有发生。",
        ),
        (
            "一、清醒认识当前形势",
            "过去一年，累计投入资金90万元，新建候船亭8处。",
            "同时也要清醒地看到，值守的人偏少，台账不规范，应付检查的现象仍然存在。",
        ),
    ],
)
def test_a_speech_says_first_how_things_stand(heading: str, back: str, but: str) -> None:
    """Results, then what is wrong, then what is asked: none is plans only because speeches ask."""
    asked = "因此，各镇必须把安全摆在第一位，要盯住每一条船、每一个渡口。"
    demands = ("二、突出重点，抓好排查", "要对全县渡口逐个检查，对不听劝的要公开曝光、严肃问责。")
    got = kinds(SPEECH, "同志们：", GREETED, heading, back, but, asked, *demands)
    assert got[2:] == ["work", "problems", "plans", "plans"]


@pytest.mark.parametrize(
    "demand",
    [
        "要坚持谁管船谁负责。对敷衍应付、弄虚作假、责任不落实的，要严肃问责。",
        "要把责任压到人头。对值守不到位、台账不规范的，必须限期改正。",
        "各镇要每月检查一次，对走过场、搞形式的要通报批评。",
    ],
)
def test_what_a_demand_forbids_is_no_confession(demand: str) -> None:
    """Words of problems inside a demand name what will be punished; the call at the end still closes."""
    call = "同志们，安全没有终点。让我们携手守好每一个渡口！"
    got = kinds(
        SPEECH,
        "同志们：",
        GREETED,
        "一、突出重点，抓好排查",
        "要对全县渡口逐个检查。",
        "二、压实责任，确保实效",
        demand,
        call,
    )
    assert got[3:] == ["plans", "closing"]


@pytest.mark.parametrize(
    ("heading", "items"),
    [
        ("一、检查范围", ["截至2025年3月31日，全县登记在册的所有渡口、码头和船只。"]),
        (
            "二、评选条件",
            ["（一）连续行船满8年，没有出过事故；", "（二）近三年获得县级以上表彰2次的，优先推荐。"],
        ),
        (
            "三、时间安排",
            [
                "（一）自查阶段（3月1日至3月20日）。各镇逐船登记。",
                "（二）抽查阶段（4月1日至4月20日）。县里逐镇核对。",
            ],
        ),
    ],
)
def test_what_a_notice_lays_down_is_plans(heading: str, items: list[str]) -> None:
    """Terms and stages are to be heeded, however they are worded."""
    got = kinds(
        NOTICE, "各镇：", ORDERED, heading, *items, "四、有关要求", "各镇要高度重视，明确专人负责，按时报送。"
    )
    assert set(got[2:]) == {"plans"}


def test_when_and_where_a_meeting_is_stays_a_fact() -> None:
    """A day and a place ask for nothing."""
    got = kinds(
        "关于召开渡口工作会的通知",
        "各镇：",
        ORDERED,
        "一、会议时间",
        "2025年3月20日上午九点，会期半天。",
        "二、有关要求",
        "请各镇按时参会，不得缺席。",
    )
    assert got[2:] == ["other", "plans"]


@pytest.mark.parametrize(
    "praise",
    [
        "大会充分肯定了船厂过去五年的工作，认为各项任务圆满完成。",
        "全会高度评价一年来渡口取得的成绩。",
        "会议充分肯定了理事会的工作。",
    ],
)
def test_praise_in_a_resolution_is_work(praise: str) -> None:
    """What a congress praises was done; what it demands follows."""
    got = kinds(
        "船厂工会第三次代表大会关于委员会工作报告的决议",
        "大会听取并批准了委员会所作的报告。",
        praise,
        "大会强调，要把船工的事放在心上，守好每一个渡口。",
    )
    assert got[1:3] == ["work", "plans"]


@pytest.mark.parametrize(
    "month",
    [
        "六月：修整码头，评选好船工，整理全年资料。",
        "12月份：清点缆绳，总结归档。",
        "11—12月：冬季检修，慰问老船工。",
    ],
)
def test_the_last_month_of_a_plan_is_no_closing(month: str) -> None:
    """It is the last item of a list, though without a number."""
    got = kinds(
        "2025年渡口工作计划",
        "为做好全年工作，制定本计划。",
        "一、每月安排",
        "三月：查船登记，培训船工。",
        "四月：修缮候船亭。",
        month,
    )
    assert got[-1] == "plans"


@pytest.mark.parametrize(
    "words", ["我的发言完了，谢谢大家！", "发言到此，请大家指正。", "我的介绍就到这里，谢谢！"]
)
def test_the_end_of_a_speech_closes(words: str) -> None:
    """However it is called."""
    assert kinds("渡口站经验交流材料", "各位同志：", *PROSE[:3], words)[-1] == "closing"


@pytest.mark.parametrize(
    "plan",
    [
        "在新的一年里，我会常到船上坐坐，把缆桩换新。",
        "在今后的工作中，我将每月走一遍渡口。",
        "在下一步工作中，我要把台账补齐。",
    ],
)
def test_plans_may_follow_problems_without_a_heading(plan: str) -> None:
    """在新的一年里 turns as 新的一年 does."""
    got = kinds(
        "2021年度述职报告",
        "一、主要工作",
        PROSE[0],
        "二、反思不足",
        "一是读书少，讲课不够生动；二是台账不规范。",
        plan,
    )
    assert got[-1] == "plans"


@pytest.mark.parametrize(
    "cause",
    [
        "分析以上问题，从主观上看，是我对渡口研究不深。",
        "反思这些问题，主要是我下船少、听得少。",
        "剖析上述不足，既有人手紧的因素，也有我抓得不紧的责任。",
    ],
)
def test_what_is_analysed_are_causes(cause: str) -> None:
    """The problems were named above; here only their causes are."""
    got = kinds(
        "2021年度述职报告",
        "一、主要工作",
        PROSE[0],
        "二、存在问题及原因",
        "一是读书少，讲课不够生动；二是台账不规范。",
        cause,
    )
    assert got[-1] == "causes"


@pytest.mark.parametrize(
    "demand",
    [
        "希望受表彰的船工珍惜荣誉，再接再厉。",
        "全站职工要向他们看齐，守好每一条船。",
        "各站要把好做法推广开来。",
    ],
)
def test_what_a_commendation_asks_for_is_plans(demand: str) -> None:
    """After what was done and who is praised."""
    got = kinds(
        "关于表彰2023年度先进船工的决定",
        "各渡口站：",
        "2023年，全县船工守岸护船，累计摆渡38万人次，没有出过一回事故。",
        "经研究，决定授予高山青等12名同志“先进船工”称号。",
        demand,
        "联系电话另行通知，报送材料一式两份，装订成册，逾期不再受理，由各站汇总以后统一交到县渡口管理站办公室。",
        "青瓦县渡口管理站",
        "2024年1月3日",
    )
    assert got[1:4] == ["work", "work", "plans"]


def test_when_something_began_is_not_the_year_of_a_survey() -> None:
    """2021年以来 in its second part says nothing of the year of the survey."""
    done = "2021年以来，累计投入资金2.3亿元，新建码头4座。"
    assert (
        one(
            SURVEY,
            "6月中旬，调研组走访了四个镇，现将情况报告如下。",
            "一、主要成效",
            done,
            "二、问题",
            PROSE[0],
        ).year
        is None
    )


@pytest.mark.parametrize(
    "demand",
    [
        "一要抓源头。坚持关口前移，每月排查船只一次。",
        "第一，要抓检修。每季度检修船只12条。",
        "首先要抓培训。每年培训船工两次，考核一次。",
    ],
)
def test_what_a_speech_counts_as_demanded_is_no_result(demand: str) -> None:
    """How often something is to be done reads like how often it was."""
    got = kinds(
        SPEECH,
        "同志们：",
        GREETED,
        "一、突出重点，狠抓落实",
        demand,
        "二、加强领导",
        "各镇要把水上安全摆上日程，亲自抓。",
    )
    assert got[2:] == ["plans", "plans"]


@pytest.mark.parametrize(
    "ahead",
    [
        "2025年，我们将锚定目标，把渡口修好。",
        "新的一年，我们要把民生放在心上。",
        "今后，希望大家常回来看看。",
    ],
)
def test_an_address_turns_to_what_is_ahead_within_its_first_paragraphs(ahead: str) -> None:
    """A toast is short: what it wishes to do is no greeting."""
    greeting = "值此新春佳节之际，我谨代表渡口管理站，向为水上安全辛勤付出的各位船工和家属致以节日的问候和美好的祝愿。"
    got = kinds(
        "在春节团拜会上的致辞", "同志们、朋友们：", greeting, ahead, "最后，祝大家新春快乐、阖家幸福！"
    )
    assert got[1:] == ["opening", "plans", "closing"]


@pytest.mark.parametrize("heading", ["四、思考与建议", "四、启示和建议", "四、几点体会与建议"])
def test_advice_below_what_was_thought_is_planned(heading: str) -> None:
    """A survey's advice begins 要把…, whatever is thought beside it."""
    advice = ["要把船工的保险办在前面。从最年长的办起，让他们先放心。", "要把缆桩的账记起来。一桩一卡，谁管谁签字。"]
    assert kinds(SURVEY, LOOKED, "三、存在的问题", "缆桩不够牢，台账不规范。", heading, *advice)[2:] == ["plans", "plans"]


@pytest.mark.parametrize("begin", ["这几年，我县水上安全有起色。", "近年来，全县渡口变了样。", "去年，渡口的日子好过了一些。"])
def test_a_speech_says_how_things_stand_before_it_demands(begin: str) -> None:
    """What went well, however it is told, and then what did not."""
    well = f"{begin}渡工的口碑拿到了省里，这些都是大家一桨一桨划出来的。"
    but = "但也要看到，我们的短板还很明显。有的渡口无人值守，有的台账不规范，个别镇整改不到位。"
    demand = "一要把渡船修好。各镇3月底前要把任务分解到船，县里要一条一条查。"
    first, second = "第一，看清形势，增强守渡的紧迫感", "第二，突出重点，把几件大事办好"
    found = kinds(SPEECH, "同志们：", GREETED, first, well, but, second, demand)
    assert found[2:] == ["work", "problems", "plans"]


@pytest.mark.parametrize("begin", ["我们的体会是", "我们深切体会到", "从守渡的实践看，我们的体会是"])
def test_what_an_experience_taught_is_no_admission(begin: str) -> None:
    """Though it says what must not be done, and what would not work otherwise."""
    learnt = f"{begin}，守渡不能“两张皮”。只有跟船工的难处合拍，大家才不会各顾各，渡口才不会没人管。"
    lines = ["把值守办在船上", PROSE[0], f"（一）修船。{PROSE[1]}", f"（二）值守。{PROSE[2]}", learnt]
    assert "problems" not in kinds("水上安全经验交流材料", *lines)[-1]


def test_what_the_work_has_shown_may_go_over_to_plans() -> None:
    """A last paragraph that says what comes next is no mere closing."""
    end = "实践证明，守渡不是一家的事，只有大家搭手，渡船才能稳当。下一步，该站将把值守延伸到支流。"
    lines = ["水上安全经验交流材料", PROSE[0], f"（一）修船。{PROSE[1]}", f"（二）值守。{PROSE[2]}"]
    assert kinds(*lines, end)[-1] == "work+plans"
    assert kinds(*lines, end.split("下一步")[0])[-1] == "work"
    assert kinds("水上安全工作总结", *lines[1:], end.split("下一步")[0])[-1] == "closing"


def test_plans_stay_plans_though_they_ask_to_be_watched() -> None:
    """What somebody means to do in the new year, above the words that end the report."""
    plan = "新的学年，我想做好三件事：把船课排进课表；给每个孩子配一件救生衣；自己每月写一篇随笔，请大家监督。"
    lines = [PROSE[0], "一、教书育人", PROSE[1], PROSE[2], plan, "我的述职完毕，谢谢大家。"]
    assert kinds("青瓦县第二小学校长述职报告", *lines)[-2:] == ["plans", "closing"]


def test_results_that_problems_follow_in_one_paragraph_admit_them() -> None:
    """但我们也看到 behind thanks turns the paragraph."""
    turn = "成绩离不开船工的支持。但我们也看到，渡口底子薄弱，各段发展不平衡，管护水平不高，需要在今后认真解决。"
    lines = [PROSE[0], "一、工作回顾", PROSE[1], PROSE[2], turn, "二、2026年安排", PROSE[3]]
    assert kinds("青瓦镇2025年工作总结", *lines)[3] == "problems"
