"""Sections that a text tells in the words of its genre: minutes, requests, appeals, rectification reports, talks, surveys.

Each kind stands beside one that only looks like it.
"""

from __future__ import annotations

import pytest

from tests.parsing.builders import PROSE, one

DONE = "先后修船30条，走访船工百人，办结来信十二件。"
LACKS = "缆桩不牢，台账不规范，值守的人手不够。"


def kinds(*lines: str) -> list[str]:
    """The sections of the paragraphs of a text of these lines, below its title."""
    return ["+".join(p.sections) for p in one(*lines).paragraphs]


MINUTES = (
    "青瓦县渡口管理站第3次站务会议纪要",
    "2024年3月6日，站长石磊主持召开站务会议，研究渡口管护等事项。现将议定事项纪要如下。",
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("会议听取了安全科关于缆绳更换情况的汇报。截至2月底，全站更换缆绳120根，十二处渡口全部上墙公示。", "work"),
        ("安全科汇报了渡口排查情况，十二处渡口全部看过一遍。", "work"),
        ("会议指出，当前仍有三处渡口无人值守，缆桩锈蚀，台账不规范，船工意见较大。", "problems"),
        ("会议认为，方案符合渡口实际，前期工作扎实，布局合理。", "work"),
        ("会议强调，渡口安全没有回旋余地，各班组逐处核实，发现一处、登记一处。", "plans"),
        ("会议还研究了渡口命名等事项，由综合科按程序办理。", "plans"),
        ("会议听取了船队关于新船选型的汇报，三家船厂已来站洽谈。会议同意与青瓦船厂签订合同，六月底前交船。", "work+plans"),
    ],
)
def test_minutes_say_what_was_heard_found_and_settled(text: str, kind: str) -> None:
    """Whatever stands before: a matter takes up anything, and what it is called announces nothing."""
    matter = "一、关于渡口薄弱环节改善项目"
    assert kinds(*MINUTES, matter, text, "会议议定：由安全科牵头，四月底前换缆绳。")[1] == kind


REQUEST = ("青瓦县渡口站关于解决缆桩加固资金的请示", "县人民政府：", "青瓦渡口在县城以西，全长三百米，沿河两岸有村民两千人。")


def test_a_request_tells_need_causes_deeds_and_wishes() -> None:
    """The place comes first, though with figures; what the office has done so far is work, what it asks for plans."""
    got = kinds(
        *REQUEST,
        "受洪水冲刷，十二处缆桩开裂，存在较大安全隐患，船工反映强烈。",
        "造成险情的原因，一是缆桩年头长，二是多年未作加固。",
        "险情发生后，我站投入资金8万元，组织抛石300方，安排专人值守。",
        "为此，恳请县政府安排专项资金40万元，用于缆桩加固。",
        "妥否，请批示。",
        "青瓦县渡口站",
        "2024年8月16日",
    )
    assert got == ["opening", "opening", "problems", "causes", "work", "plans", "closing", "other", "other"]


def test_an_appeal_asks_its_readers() -> None:
    """What follows 发出如下倡议 is asked for, whatever it says; a report that mentions an appeal goes on."""
    got = kinds(
        "文明乘船倡议书",
        "青瓦街道沿河各村的全体村民朋友们：",
        "渡船是许多人家的伙伴，送孩子上学，送老人赶集。",
        "但是，抢上抢下、乱扔果皮的现象也时有发生，上个月还有人落了水，令人痛心。",
        "为了大家平平安安，渡口站向沿河村民发出如下倡议：",
        "一、排好“一条队”。先下后上，老人孩子走在前头。",
        "二、系好“一件衣”。上船穿救生衣，靠岸再脱。",
        "一条河，连着千家万户。让我们从今天做起，做文明的乘船人！",
        "青瓦街道渡口站",
        "2024年5月6日",
        "服务热线：0000-88621（工作日8:30—17:30）",
    )
    assert got == ["opening", "opening", "problems", "opening", "plans", "plans", "closing", "other", "other", "other"]
    report = ("青瓦街道2023年渡口工作总结", "一、主要做法", f"面向沿河村民发出倡议如下：文明乘船。{DONE}", PROSE[1])
    assert kinds(*report) == ["work", "work"]


def test_each_problem_stands_above_its_remedy() -> None:
    """What inspectors found is a problem in a report on what became of it; 整改情况 goes back to work."""
    got = kinds(
        "青瓦县渡口站党支部关于巡察整改进展情况的报告",
        "根据统一部署，巡察组对渡口站进行了巡察，现将整改情况报告如下。",
        "一、整改工作开展情况",
        f"成立专班，{DONE}",
        "二、反馈问题整改落实情况",
        "1.关于“管护不严，以会代查”的问题。巡察指出，渡口台账有5次漏记，缆绳检查流于形式。",
        "整改情况：制定检查计划，更换缆绳30根，补记台账5次。",
        "三、需长期坚持及未完成整改事项",
        "截至6月底，12项措施已完成10项，两处缆桩加固因资金未落实，尚未完成。",
        "四、下一步打算",
        "适时回头看，防止反弹。",
        "以上报告，请审议。",
    )
    assert got == ["opening", "work", "problems", "work", "problems", "plans", "closing"]


def test_a_talk_tells_before_it_asks() -> None:
    """A story out of the past is work, a case that warns a problem; what counts the questions announces no problems."""
    title = ("守好一条河", "——给全站党员讲的一堂党课")
    opened = "各位老船工、各位党员：今天把大家叫到船上，就不讲大道理了。"
    told = "先说说渡口的老辈人。1958年修码头那会儿，没有一台机器，老站长带着十七个人抬了两个冬天的石头。"
    blamed = "可是也有不像话的地方，今天当面说。值夜班的时候，有人躲在舱里打牌。"
    why = "为啥会这样？有的同志觉得自己年纪大了，干好干坏一个样。"
    asked = "往后咋办？我提三句话。头一句，上岗在前，凡是涨水的日子党员先到。"
    got = kinds(*title, opened, told, blamed, why, asked, "第二句，有话当面说。")
    assert got[:5] == ["opening", "work", "problems", "causes", "plans"]
    case = "第一个案例，船队原副队长齐某。他从船工干起，拿过站里的奖状，后来不收现金，只让妻弟合伙，挪用公款12万元，被判了三年。"
    why = "首先是思想上的堤先塌了，几年不读书、不参加组织生活，把纪律当成墙上的标语，一步错、步步错。"
    roots = ("第一个问题：他们是怎样滑下去的", case, "第二个问题：根子到底出在哪里", why)
    asks = ("第三个问题：我们应当怎样做", "一要管好自己，逐条学纪律，把别人的处分变成自己的提醒，夜里睡得着觉，走得直脚下的路。")
    assert kinds("在警示教育党课上的讲稿", "同志们：", PROSE[0], *roots, *asks)[2:] == ["problems", "causes", "plans"]


def test_a_counted_demand_gives_no_causes() -> None:
    """二要深挖根源 asks; 二是根源在于… gives them."""
    notice = ("关于上半年渡口检查情况的通报", "各渡口：", "现将检查情况通报如下。", "一、发现的问题", LACKS, "二、工作要求")
    asked = ("一要对照整改，七月底前完成。", "二要深挖根源。弄清制度为何失灵。", "三要举一反三，逐处核对。")
    assert kinds(*notice, *asked)[-3:] == ["plans"] * 3


def test_what_is_done_each_time_is_no_result() -> None:
    """发现一起、查处一起 and 每半年通报一次 report nothing."""
    order = ("关于加强渡口管护的实施意见", "各镇人民政府：", PROSE[0], "一、总体要求", "要把渡口管好。", "二、组织领导")
    text = "各镇是责任主体，县渡口站每半年通报一次进展；对弄虚作假的，发现一起、查处一起。"
    assert kinds(*order, text, "要按时报送情况。")[-2] == "plans"


@pytest.mark.parametrize(
    ("heading", "text", "kind"),
    [
        ("二、停渡的船卡在了哪里", "缆桩不牢，值守的人少。", "problems"),
        ("二、对策：让船工留得住", "改流程。对老船工设立专门通道，每季度举办一次讲堂。", "plans"),
        ("二、渡口短板改造", DONE, "work"),
    ],
)
def test_headings_of_surveys(heading: str, text: str, kind: str) -> None:
    """A question may ask with 了, a slogan may stand behind 对策, and what was mended is no confession."""
    lines = ("关于全县渡口管护的调研报告", "我们走访了四个镇，现将情况报告如下。", "一、渡口现状", PROSE[0])
    assert kinds(*lines, heading, text)[-1] == kind


def test_a_survey_finds_fault_below_how_things_stand() -> None:
    """但问到… and 走访中还发现 turn below 现状."""
    lines = ("关于全县渡口管护的调研报告", "我们走访了四个镇，现将情况报告如下。", "一、渡口现状", DONE)
    asked = "但问到“夜里有没有船”，回答“不一定”的占六成。"
    found = "走访中还发现，一些渡口无人值守，缆桩锈蚀。"
    assert kinds(*lines, asked, found, "二、对策建议", "把船工的工钱按月发到手里。")[-3:-1] == ["problems", "problems"]


def test_a_plan_stands_on_what_there_is_and_what_it_lacks() -> None:
    """现状与短板 begins with what there is; a table opens no plan."""
    plan = ("青瓦渡口三年行动计划（2024—2026年）", "结合渡口实际，制定本计划。", "1 现状与短板")
    there = "全站现有渡船32条，近三年累计投入改造资金210万元。"
    assert kinds(*plan, there, f"但老船仍占四成，{LACKS}", "2 重点任务", "分三年更新渡船12条。")[1:3] == ["work", "problems"]
    rows = ("序号 | 项目 | 完成时限", "1 | 更换缆绳120根 | 8月底")
    lead = "根据票决结果，现将2026年渡口实事推进计划公布如下，请社会各界监督。"
    got = kinds("青瓦县2026年渡口实事推进计划", lead, *rows, "项目推进实行专班制，每月28日前报送进度。")
    assert got == ["opening", "plans", "plans", "plans"]


def test_plans_may_begin_with_an_admission() -> None:
    """Where no heading announces problems."""
    lines = ("小渡口也有大作为——青瓦渡口经验交流材料", PROSE[0], "一、勤走动", DONE, "二、今后的打算")
    got = kinds(*lines, "当然，我们也有不足，年轻船工偏少。", "今年我们打算办两期讲堂。", "谢谢大家！")
    assert got[-3:-1] == ["problems", "plans"]


@pytest.mark.parametrize(
    ("last", "kind"),
    [
        ("对此给船工和乡亲带来的不便，我们深表歉意。", "closing"),
        ("新的一年，愿大家船里有鱼、碗里有肉！谢谢大家！", "closing"),
        ("☑ 带头到夜班船值守。", "plans"),
        ("各渡口要把任务变成一件件看得见的事。", "plans"),
    ],
)
def test_the_last_paragraph_of_plans(last: str, kind: str) -> None:
    """Apologies and wishes close; an item of a list and a demand do not."""
    lines = ("在渡口工作会上的讲话", "同志们：", DONE, "一、下一步工作", "☑ 明年要换缆绳120根。", "☑ 明年要修船30条。")
    assert kinds(*lines, last)[-1] == kind


def test_a_record_ends_in_what_signs_it() -> None:
    """Who speaks says why, and sums up; the call and the office below are no speeches."""
    got = kinds(
        "渡口协会座谈会纪要",
        "3月20日，渡口协会召开座谈会，五家船队负责人参加，现将主要意见整理如下。",
        "康立（会长）：去年协会组织修船30条，调解纠纷7起，大家都出了力。",
        "沈福（南坡船队）：现在最头疼的是没人愿意来学船，年轻人都进了城。",
        "范河（北坡船队）：说到底还是活太苦，一年的收入不如进厂一季。",
        "罗水（下湾船队）：我们去年把修船棚腾出来给三家小队合用，一家一年省了两千块。",
        "康立（会长）：综合大家意见，定三条：工钱按月发，学徒包吃住，修船棚合用。",
        "会议号召，全体船队守住手艺，让渡口越来越旺。",
        "渡口协会秘书处",
        "2025年3月22日整理",
    )
    assert got == ["opening", "work", "problems", "causes", "work", "plans", "closing", "other", "other"]


@pytest.mark.parametrize(
    ("last", "kind"),
    [
        ("没有轰轰烈烈，只有日复一日。老船工把日子写在河上，用平凡的坚守赢得了乡亲们的信赖。", "closing"),
        ("灯光不必很亮，能照见船靠岸的路就好。", "closing"),
        ("回头看，我们最深的体会是：守渡没有捷径，唯有用心。", "work"),
        ("去年入冬，他又带着徒弟修好了两条老船。", "work"),
    ],
)
def test_an_account_ends_in_praise(last: str, kind: str) -> None:
    """What was learnt and what was done go on with it."""
    assert kinds("灯塔——记渡口守灯人", PROSE[0], PROSE[1], PROSE[2], last)[-1] == kind


def test_a_letter_ends_in_its_greeting_and_name() -> None:
    """Below 敬礼 stands who wrote it."""
    lines = ("致全站船工的慰问信", "全站船工：", "年关将近，你们辛苦了！", DONE, "明年，我们将把末班船开到九点。")
    end = ("感谢大家这一年的辛苦，祝大家平安！", "此致", "敬礼！", "青瓦渡口老站长")
    assert kinds(*lines, *end)[-4:] == ["closing", "closing", "closing", "other"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("对于这些问题，大家分析认为，主要是只重建船、轻管船，缺少牵头单位。", "causes"),
        ("石磊要求，各班组对问题逐条登记，一个月后再听一次回音。", "plans"),
        ("会议最后强调，班组长靠前指挥，谁分管的渡口谁负责。", "plans"),
    ],
)
def test_the_last_word_of_minutes_closes_nothing(text: str, kind: str) -> None:
    """Who leads the meeting asks by name; what the meeting thinks may be why."""
    assert kinds(*MINUTES, "会议听取了安全科关于缆绳更换情况的汇报，更换缆绳120根。", text)[-1] == kind


def test_an_order_tells_what_happened_first() -> None:
    """A fault and its cause stand before what is ordered; what it announces is all of its opening."""
    got = kinds(
        "关于“5·16”渡船碰撞事故的通报",
        "各渡口站：",
        "5月16日，南坡渡口发生一起渡船碰撞事故，船上两人落水，现将有关情况通报如下：",
        "事故发生时，值班船工不在岗，救生衣未按规定配备，航行记录为事后补记。",
        "初步分析，事故直接原因是违章操作，间接原因是站里管理走过场。",
        "责令该渡口停航整改，对站长予以通报批评。",
        "各渡口站要举一反三，六月十日前把排查情况报县局。",
        "青瓦县渡口管理局",
        "2022年5月19日",
    )
    assert got == ["opening", "opening", "problems", "causes", "plans", "plans", "other", "other"]
    aim = "近年来，一些渡口未批先建、私自载客的问题时有发生。为规范渡口管理，提出如下意见。"
    opinion = ("关于加强渡口管理的意见", "各镇人民政府：", aim, "一、基本原则", "坚持一镇一渡。")
    assert kinds(*opinion, "二、严格管理", "各镇要每周巡查两次。")[1:3] == ["opening", "plans"]


def test_a_talk_turns_with_but() -> None:
    """Also where nothing but the contrast and what is named tells it."""
    lines = ("局长在渡口安全部署会上的讲话", "今天把大家叫到一块，就说一件事：渡口。")
    back = "前三季度咱们干得不赖，船没出过事，大伙连轴转，功劳我记着。"
    but = "可进了十月，形势急转直下。上周两条船带病上路，县里点了我们的名。"
    why = "为啥压不住？一个是有人松了劲，一个是怕得罪人。"
    asked = "往后三个月怎么干？头一条，盯住船，带病的一律停航。"
    assert kinds(*lines, back, but, why, asked, "第二条，盯住人。", "散会。")[1:5] == ["work", "problems", "causes", "plans"]


def test_commitments_follow_why() -> None:
    """A speech goes over from the causes to what is promised."""
    lines = ("在渡口积案化解会上的表态发言", "各位领导：", "县里安排我站表态发言，既是鞭策，也是压力。")
    fault = "上半年，我站交办的12件积案只化解了3件，拖了全县后腿。"
    why = "问题出在下面，根子在我们班子，见了老船工就躲。"
    vow = "我站将知耻后勇，作出三条承诺：第一，12件积案一人一件，国庆前全部见面。"
    assert kinds(*lines, fault, why, vow, "第二，每周三站长接访。", "请各位领导放心！")[2:5] == ["problems", "causes", "plans"]


def test_a_letter_reminds_its_readers() -> None:
    """提醒如下 leads to what they should do; 有几句贴心话 only to what there is."""
    lines = ("致全县船工的一封信", "广大船工朋友：")
    told = "一、不带病开船。开船前先看一遍缆绳。"
    assert kinds(*lines, "汛期将至，现将有关事项提醒如下：", told, "二、不超员。", "祝大家平安！")[2:4] == ["plans", "plans"]
    assert kinds(*lines, "汛期将至，有几句贴心话想对您说。", told, "二、不超员。", "祝大家平安！")[2:4] == ["other", "other"]


def test_months_head_a_plan() -> None:
    """Numbered items below 三月份 are what is planned, to the last one."""
    lines = ("青瓦小学2023年春季学期少先队工作安排", "为丰富课余生活，结合学校实际，特作如下安排：", "三月份")
    march = (
        "1.走进渡口慰问老船工，每中队不少于一次，把打扫过的码头拍下来。",
        "2.举办播音员选拔赛，选出12名小播音员，轮流播报渡口天气。",
    )
    april = (
        "1.祭扫烈士墓，六年级全体队员参加，回来写一篇日记，贴在班级墙上。",
        "2.举办读书节，完成图书角更新，家长带来的书单独编号、按周轮换。",
    )
    report = one(*lines, *march, "四月份", *april, "青瓦小学少先队大队部", "2023年2月10日")
    assert [heading.text for heading in report.headings] == ["三月份", "四月份"]
    assert [p.sections[0] for p in report.paragraphs] == ["opening", *["plans"] * 4, "other", "other"]


def test_slogans_behind_a_word_head_a_survey() -> None:
    """痛点：…, 开方：… stand between paragraphs; their items close nothing."""
    few = "进不来。招聘船工六十人，实际到岗十七人，两处渡口连年无人报名。"
    body = (few, "留不住。去年辞职的船工里，七成去了县城，都嫌工钱少。")
    learn = "推行学徒制。每年拿出二十个名额定向招聘，服务满五年可以流动。"
    ways = (learn, "提高工钱。按摆渡人次发放补助，偏远渡口上浮三成。")
    state = ("家底：一支正在变老的队伍", f"全县现有船工241人，平均年龄56岁。{PROSE[0]}")
    why = ("追问：根在哪里", "身份尴尬。船工没有编制，养老保险断断续续，干了一辈子退休金不到三百元。")
    title = ("船工去哪儿了——关于全县船工队伍的调查", f"我们走访了十一个镇，与126名船工交谈。{PROSE[1]}")
    got = kinds(*title, *state, "痛点：进不来、留不住", *body, *why, "开方：让船工有奔头", *ways)
    assert got == ["opening", "work", "problems", "problems", "causes", "plans", "plans"]


def test_a_short_sentence_over_a_shorter_line_heads_nothing() -> None:
    """The last item of an approval stands above 此复。"""
    first = "一、同意设立南坡渡口，面积十二亩，四至以测绘部门勘测为准。"
    items = (first, "二、不得引进污水多的船坞，配套设施与渡口同步建成，费用自理。")
    last = "三、你镇要履行主体责任，年内完成道路、供水等设施。"
    lines = ("关于同意设立南坡渡口的批复", "云溪镇人民政府：", "你镇的请示收悉，经研究，批复如下：")
    assert kinds(*lines, *items, last, "此复。", "青瓦县人民政府", "2022年5月20日")[2:6] == [*["plans"] * 3, "closing"]


@pytest.mark.parametrize(
    "text",
    [
        "总体要求是：守住底线，把渡口管好，把船修好，让船工安心。",
        "全年力争实现三个突破：换缆绳120根，修船30条，培训船工不少于200人。",
    ],
)
def test_a_plan_sets_out_before_its_first_heading(text: str) -> None:
    """What it is to reach is planned; why it is made opens it."""
    lines = ("青瓦县渡口管理站2025年工作要点", "2025年是渡口改造的第二年，任务重、要求高，现制定如下要点。", text)
    assert kinds(*lines, "一、抓好管护", PROSE[0], "二、抓好培训", PROSE[1])[:2] == ["opening", "plans"]


def test_an_inspection_tells_what_was_found_in_order() -> None:
    """多数 before 仍有少数, and what is done to those."""
    lines = ("关于渡口作风暗访情况的通报", "各渡口站：", "5月22日，县渡口局对15处渡口进行了暗访。现将有关情况通报如下。")
    well = "从暗访情况看，多数渡口能够落实值守制度，船工比较满意。"
    ill = "但仍有少数渡口问题突出。南坡渡口值班室空着，下湾渡口的公示还是三年前的。"
    done = "对南坡、下湾两处渡口予以全县通报批评，责成两站六月十日前报送整改报告。"
    assert kinds(*lines, well, ill, done, "各渡口站要对照检查、立行立改。")[2:] == ["work", "problems", "plans", "plans"]


def test_a_speech_asks_how() -> None:
    """怎么拼？ is answered with demands; a pupil who lags is a fault."""
    lines = ("在渡口百日守汛誓师会上的讲话", "同志们：", "今天离出汛还有一百天，我们在这里誓师。")
    back = "入汛三个月来，大家守了九十个夜，刚刚结束的检查，全站得分创历史新高。"
    but = "但也有同志进入了疲倦期，值班走神、记录拖拉。"
    how = "最后一百天，怎么守？一要记住目标，二要看住缆桩，三要睡足七小时。"
    assert kinds(*lines, back, but, how, "祝同志们平安！")[2:5] == ["work", "problems", "plans"]


def test_thoughts_turn_to_ones_own_faults_and_aims() -> None:
    """Below headings of their own too, where nothing else is asked for."""
    got = kinds(
        "读《渡口志》心得体会",
        f"上个月，我读完了《渡口志》。{PROSE[0]}",
        "一、书里的渡口",
        PROSE[1],
        "二、照见的自己",
        "对照之下，我感到脸红。守渡九年，我习惯了坐在屋里等人，船工有话都不肯来说。",
        "三、我想做的改变",
        "今后，我打算做三件小事。一是每天到船上走一遍，把话听完。",
        "有人说，守渡是慢的活。愿我能真正慢下来，把每一句话听完。",
    )
    assert got == ["opening", "other", "problems", "plans", "closing"]


def test_a_notice_of_cases_names_faults() -> None:
    """Each case says who did what and was punished for it; what was found out in a drive is not one."""
    lines = ("关于3起渡口违纪典型问题的通报", "各渡口站：", "现将近期查处的3起典型问题通报如下：")
    first = "1.南坡渡口原站长齐某违规收受礼金问题。2021年至2023年，齐某先后收受船厂所送购物卡5张，受到党内警告处分。"
    second = "2.下湾渡口会计罗某公款私用问题。2022年10月，罗某挪用公款3万元买船票，受到撤职处分。"
    asked = "全县各渡口站要深刻汲取教训，引以为戒。"
    assert kinds(*lines, first, second, asked, "各站要对照检查。")[2:] == ["problems", "problems", "plans", "plans"]
