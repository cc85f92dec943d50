"""The genre of a text, from its title or its body, and what it means for sections."""

from __future__ import annotations

import pytest

from indexer.errors import ConfigError
from indexer.model.reports import GENRES
from indexer.parsing.genres import genre_of
from indexer.parsing.rule_files import shipped_rules
from indexer.parsing.rulebook import GenreRule, default_rulebook, load_rulebook
from tests.parsing.builders import PROSE, one, sections_of

GENRE_RULES = default_rulebook().genres


def genre(title: str | None, *paragraphs: str) -> str | None:
    return genre_of(title, paragraphs, GENRE_RULES).genre


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("松岭镇党委书记2021年抓党建述职报告", "述职报告"),
        ("茶场场长述职述廉发言稿", "述职报告"),
        ("2020年履职情况报告", "述职报告"),
        ("苗圃2021年工作总结暨2022年工作计划", "工作总结"),
        ("渡口管理站上半年工作情况汇报", "工作总结"),
        ("船厂工会第三次代表大会工作报告", "工作总结"),
        ("果园2023年生产计划", "工作计划"),
        ("松岭镇2024年党建工作要点", "工作计划"),
        ("防汛工作实施方案", "工作计划"),
        ("松岭县2019年政府工作报告", "政府工作报告"),
        ("镇党委班子对照检查材料", "对照检查"),
        ("个人党性分析材料", "对照检查"),
        ("在全县春耕动员大会上的讲话", "讲话"),
        ("镇长在总结表彰会上的讲话（摘要）", "讲话"),
        ("关于渡口安全的调研报告", "调研报告"),
        ("加强林区防火的几点思考", "调研报告"),
        ("茶农互助社经验交流材料", "经验材料"),
        ("先进集体事迹材料", "经验材料"),
        ("关于做好秋收工作的通知", "通知"),
        ("松岭县第五次代表大会关于工作报告的决议", "通知"),
        ("松岭县召开秋收工作推进会", "新闻"),
        ("副县长到青石桥调研防汛工作", "新闻"),
        ("年终总结怎么写", "其他"),
        ("渡口站申报“文明站所”事迹材料", "其他"),
        ("在专题民主生活会上的发言", "对照检查"),
        ("松岭县人大关于渡口建设的审议意见", "通知"),
        ("高山青在全县茶业大会上强调 以茶为媒兴产业", "新闻"),
        ("乡村渡口的生存观察", "调研报告"),
        ("山区供水的现状、问题与对策", "调研报告"),
        ("一座茶山的致富样本", "调研报告"),
        ("青石村抓党建促振兴经验", "经验材料"),
        ("灯火——记渡口守灯人", "经验材料"),
        ("渡口治理的实践与思考", "调研报告"),
        ("浅谈山区小学的晚托服务", "调研报告"),
        ("青瓦镇“板凳议事”的探索", "经验材料"),
        ("联户守渡的实践与启示", "经验材料"),
        ("在迎新春茶话会上的祝酒词", "其他"),
        ("中层岗位竞聘演讲稿", "其他"),
        ("致全县茶农的慰问信", "其他"),
        ("关于修建通村公路的请示", "其他"),
        ("青瓦县首届茶艺大赛圆满落幕", "新闻"),
    ],
)
def test_a_title_says_the_genre(title: str, wanted: str) -> None:
    """One title for each habit of naming a genre, mixed ones included."""
    assert genre(title) == wanted


@pytest.mark.parametrize(
    ("title", "not_this"),
    [
        ("学习重要讲话精神情况总结", "讲话"),
        ("2021年计划执行情况报告", "工作计划"),
        ("在调研座谈会上的讲话", "调研报告"),
        ("计划生育工作总结", "工作计划"),
        ("关于召开总结会的通知", "新闻"),
        ("先进申报工作总结", "其他"),
        ("工作总结样本", "调研报告"),
        ("市场调查工作总结", "调研报告"),
        ("推广先进经验工作总结", "经验材料"),
    ],
)
def test_a_word_of_another_genre_in_a_title_decides_nothing(title: str, not_this: str) -> None:
    """计划, 讲话 and 调研 may be what a text is about."""
    assert genre(title) not in (not_this, None)


@pytest.mark.parametrize(
    ("paragraph", "wanted"),
    [
        ("下面，我讲三点意见。", "讲话"),
        ("现将一年来的履职情况述职如下。", "述职报告"),
        ("为抓好全年工作，特制定如下计划。", "工作计划"),
        ("（供稿：办公室）", "新闻"),
        ("现在，我代表县人民政府，向大会报告工作，请予审议。", "政府工作报告"),
        ("现将全年工作情况报告如下：", "工作总结"),
        ("现将个人检视剖析情况报告如下。", "对照检查"),
    ],
)
def test_without_a_title_the_body_says_the_genre(paragraph: str, wanted: str) -> None:
    """Formulas that only one genre uses; the evidence names the paragraph."""
    found = genre_of(None, [PROSE[0], paragraph], GENRE_RULES)
    assert found.genre == wanted
    assert found.evidence is not None
    assert (found.evidence.place, found.evidence.paragraph) == ("paragraph", 1)


@pytest.mark.parametrize(
    ("lead", "wanted"),
    [
        ("松岭日报讯（田禾）渡口旧仓房近日开馆。", "新闻"),
        ("新华社松岭5月6日电 渡口旧仓房开馆。", "新闻"),
        ("本网记者 田禾 渡口旧仓房近日开馆。", "新闻"),
        ("5月6日上午，县长高山青来到渡口，深入船头了解情况。", "新闻"),
        ("本次调研采取座谈、问卷两种方式，历时十天。", "调研报告"),
        ("为摸清底数，课题组先后走访九个村。", "调研报告"),
    ],
)
def test_the_first_paragraph_of_news_and_surveys_says_what_they_are(lead: str, wanted: str) -> None:
    """A dateline and a method do so at the beginning only: in a report they are something that happened."""
    assert genre("渡口边的旧仓房", lead, PROSE[0]) == wanted
    assert genre("渡口边的旧仓房", PROSE[0], lead) is None
    assert genre("渡口站工作总结", lead, PROSE[0]) == "工作总结"


def test_the_name_of_a_compilation_says_what_silent_titles_do_not() -> None:
    """It gives way to a title, goes before the body, and says nothing where it is about writing."""
    silent = ("守好一条河", [PROSE[0], "现将全年工作情况报告如下："], GENRE_RULES)
    assert genre_of(*silent, "经验交流材料").genre == "经验材料"
    assert genre_of(*silent, "总结怎么写").genre == genre_of(*silent).genre == "工作总结"
    assert genre_of("渡口站工作计划", [], GENRE_RULES, "经验交流材料").genre == "工作计划"


def test_news_report_on_no_year() -> None:
    """The year in the name of a meeting is not the year of a report."""
    report = one("松岭县召开2023年度总结会", PROSE[0], PROSE[1] + "党的二十大")
    assert (report.genre, report.year, report.year_estimated) == ("新闻", None, None)


def test_a_text_without_any_sign_has_no_genre() -> None:
    """Nothing is guessed, and a report without a genre is understood as before."""
    assert genre_of("青石桥边", [PROSE[0], PROSE[1]], GENRE_RULES).genre is None


@pytest.mark.parametrize("rule", GENRE_RULES, ids=lambda rule: rule.genre)
def test_a_genre_rule_keeps_its_promises(rule: GenreRule) -> None:
    """Each genre has titles it catches and titles it leaves alone."""
    assert rule.examples
    assert rule.spare
    assert all(genre(text) == rule.genre for text in rule.examples)
    assert all(genre(text) != rule.genre for text in rule.spare)


def test_every_genre_has_a_rule_and_every_report_its_evidence() -> None:
    """The rules and the model name the same genres; a report keeps the words that decided."""
    assert {rule.genre for rule in GENRE_RULES} == set(GENRES)
    report = one("松岭镇2021年工作总结", PROSE[0])
    assert report.genre == "工作总结"
    assert report.genre_evidence is not None
    assert (report.genre_evidence.place, "工作总结" in report.genre_evidence.words) == ("title", True)


@pytest.mark.parametrize(
    ("text", "said"),
    [("[诗歌]\ntitle = 诗\n", r"不认识文种 \[诗歌\]"), ("[讲话]\nsection = 很多\n", "请写 work、problems、plans 或 other")],
)
def test_a_bad_genre_rule_is_refused(text: str, said: str) -> None:
    """An unknown genre, and a section that does not exist, are named with what to do."""
    with pytest.raises(ConfigError, match=said):
        load_rulebook(shipped_rules(), {"genres": text})


# --- what a genre means for sections ---------------------------------------------------------


@pytest.mark.parametrize(
    "lines",
    [
        ("一、指导思想", "以茶兴镇，团结全镇茶农。", "二、工作措施", "1、每月查园一次。", "2、培育茶苗三万株。"),
        ("一、工作目标", "茶农收入有新提高。", "二、主要工作", "（一）修好茶路", "年内硬化茶路四公里。"),
        ("（一）抓学习", "每季度组织一次茶艺课，全年培训茶农两百人次。", "（二）抓销路", "坚持订单收购，按时结账。"),
    ],
)
def test_everything_in_a_plan_is_planned(lines: tuple[str, ...]) -> None:
    """Headings without a word of plans, figures and 完成 are plans in a plan; the statement before them opens it."""
    report = one("松岭镇2023年茶业工作计划", "为兴茶富民，制定本计划。", *lines)
    assert report.paragraphs[0].sections == ("opening",)
    assert {p.sections for p in report.paragraphs[1:]} == {("plans",)}


def test_a_plan_may_look_back_under_a_heading_that_says_so() -> None:
    """回顾 in a plan is work."""
    report = one("2023年工作计划", "为抓好工作，制定本计划。", "一、上年工作回顾", PROSE[0], "二、今年任务", PROSE[1])
    assert [p.sections for p in report.paragraphs[1:]] == [("work",), ("plans",)]


@pytest.mark.parametrize(
    ("review", "admission", "demand"),
    [
        ("去年，各村共修渠十二公里，受益八百户。", "同时也要看到，还存在薄弱环节：个别渠段漏水。", "要守好渠口，日日有人巡。"),
        ("上半年，全镇完成造林九百亩，成活率达到96%。", "我们也清醒地看到，管护力量不足。", "各村要把管护责任压到人头。"),
        ("一年来，我们先后化解纠纷四十起。", "但是也要看到，工作中还有不少差距，个别人作风松散。", "主要负责同志必须亲自上阵。"),
    ],
)
def test_a_speech_looks_back_and_then_demands(review: str, admission: str, demand: str) -> None:
    """Greeting, review, admission and demands of a speech, none of them under a telling heading."""
    report = one(
        "在全镇水利会议上的讲话", "同志们：", "今天召开全镇水利会议。", review, admission, "下面，我讲两点意见。",
        "一、认清形势，绷紧弦", demand, "二、抓住关键，干到位", "要一个渠口一个渠口地过。",
        "同志们，水利是命脉。让我们一起把渠守好！",
    )  # fmt: skip
    kinds = [p.sections for p in report.paragraphs]
    assert kinds[:2] == [("opening",), ("opening",)]
    found = [sections_of(report, text[:6]) for text in (review, admission, demand)]
    assert found == [("work",), ("problems",), ("plans",)]
    assert kinds[-2:] == [("plans",), ("closing",)]


@pytest.mark.parametrize(
    ("heading", "text", "wanted"),
    [
        ("一、渠道管护面临的形势", "上游来水逐年减少，下游用水逐年增加。", "other"),
        ("一、管护现状", "个别渠长巡渠不勤，有的渠段无人过问，台账不规范。", "problems"),
        ("一、管护现状", "全镇共有渠道四十条，近年来先后修复十二公里。", "work"),
        ("二、几点启示", "渠道要靠人守。", "other"),
        ("三、对策建议", "健全巡渠制度，定期评比。", "plans"),
    ],
)
def test_a_research_report_is_read_by_its_content(heading: str, text: str, wanted: str) -> None:
    """现状 may be work or problems; what is neither is 其他 and no achievement."""
    report = one("关于渠道管护的调研报告", "近期我们走访了九个村，现将情况报告如下。", heading, text, "九、别的", PROSE[0])
    assert sections_of(report, text[:8]) == (wanted,)


def test_the_news_of_a_meeting_is_no_report() -> None:
    """What was said at a meeting is neither the writer's work nor his plans."""
    report = one(
        "松岭镇召开年度总结会", "1月9日，松岭镇在渡口旧仓房召开年度总结会，镇上和各村的负责人一共三十二人参加了会议。",
        "会上，各村汇报了一年来的工作，分析了存在的问题，提出了下一步的打算。", "与会人员表示，将把任务落到实处。",
    )  # fmt: skip
    assert report.genre == "新闻"
    assert {p.sections for p in report.paragraphs} == {("other",)}


def test_a_notice_has_its_title_and_is_no_achievement() -> None:
    """关于…的通知 is a title only as a first line; what it says is 其他."""
    lines = ("各村、各单位：", "定于1月9日开会。", "一、会议时间", "九点。", "二、参会人员", "各村书记。")
    report = one("关于召开2024年总结会议的通知", *lines)
    assert (report.title, report.genre) == ("关于召开2024年总结会议的通知", "通知")
    assert [p.sections for p in report.paragraphs[2:]] == [("other",), ("other",)]


def test_a_pledge_is_planned() -> None:
    """A short speech without headings that looks back on nothing."""
    report = one("在全镇春耕动员会上的表态发言", "各位领导：", "我代表青石村作表态发言。", "一是早动手。", "二是要备足种子。")
    assert [p.sections for p in report.paragraphs] == [("opening",), ("opening",), ("plans",), ("plans",)]


@pytest.mark.parametrize(
    "lead",
    [
        "1月9日下午，青瓦县茶业大会在县文化馆隆重举行，各乡镇负责人参加。",
        "近日，青瓦镇组织茶农走进炒茶工坊，观摩新到的机器。",
        "为把渡口管得更好，3月5日上午，青瓦县召开渡口安全推进会。",
    ],
)
def test_the_first_sentence_of_news_tells_it(lead: str) -> None:
    """A title that says nothing leaves it to the first paragraph: when, who, what."""
    assert genre("春茶飘香", lead, *PROSE[:2]) == "新闻"


def test_signs_of_news_in_the_body_tell_it() -> None:
    """会上, and who took the pictures, stand in news only."""
    assert genre("春茶飘香", PROSE[0], "会上，炒茶师傅介绍了经验。") == "新闻"
    assert genre("春茶飘香", PROSE[0], PROSE[1], "（文/高山青　图/柳如烟）") == "新闻"


def test_a_self_examination_without_a_title_tells_itself() -> None:
    """The opening says what follows."""
    assert genre(None, "根据支部通知，我认真作了反思。下面，我作个人检视剖析，请大家提意见。") == "对照检查"


def test_a_notice_has_no_year_but_that_of_its_title() -> None:
    """The date of the meeting that passed a resolution is no year reported on."""
    title, passed = "青瓦县第五届人民代表大会第一次会议关于县人民政府工作报告的决议", "（2026年1月9日通过）"
    report = one(title, passed, "会议充分肯定县人民政府2025年的工作，决定批准这个报告。" + PROSE[0], PROSE[1])
    assert (report.genre, report.year) == ("通知", None)


def test_what_a_notice_orders_is_plans() -> None:
    """Its opening says why, its closing that it is one."""
    report = one(
        "关于做好渡口防汛的通知", "各渡口站：", "近期我县先后出现两次暴雨。现将有关事项通知如下：",
        "一、备足缆绳", "各站要清点缆绳，5月1日前补齐。", "二、守住夜班", "值班长要每晚巡船两趟，做到灯不灭、人不离。",
        "请各站于5月10日前报送值班表。", "特此通知。", "青瓦县渡口办公室", "2024年4月20日",
    )  # fmt: skip
    wanted = ["opening", "opening", "plans", "plans", "plans", "closing", "other", "other"]
    assert [p.sections for p in report.paragraphs] == [(kind,) for kind in wanted]


def test_a_resolution_looks_back_admits_and_demands() -> None:
    """What a meeting says is told by how it says it."""
    report = one(
        "青瓦县第五届人民代表大会第一次会议关于县人民政府工作报告的决议", "会议听取和审议了县长作的报告，决定批准这个报告。",
        "会议认为，过去的一年，县人民政府修通了渡口，建成码头三处。", "会议指出，渡口的短板依然突出，夜班人手不足。",
        "会议要求，县人民政府要把护岸抓紧抓实，要办好渡口夜校。", "会议号召，全县人民团结一心，把渡口守好！",
    )  # fmt: skip
    wanted = ["opening", "work", "problems", "plans", "closing"]
    assert [p.sections for p in report.paragraphs] == [(kind,) for kind in wanted]


def test_the_profile_of_a_place_is_no_plan() -> None:
    """基本概况 in a plan, where the text reports and plans nothing; in a survey it is how things stand."""
    profile = "全镇渡口七处、渡船十九条，船工四十一名，平均年龄五十二岁。"
    plan = one("渡口站防汛工作方案", "为守住渡口，制定本方案。", "一、基本概况", profile, "二、工作任务", "各站要清点缆绳。")
    work = ("二、主要做法", "修船九条，建成码头三处。")
    survey = one("渡口现状调研报告", "为摸清底数，我们走访了七处渡口。", "一、基本情况", profile, *work)
    assert [p.sections[0] for p in plan.paragraphs] == ["opening", "other", "plans"]
    assert [p.sections[0] for p in survey.paragraphs] == ["opening", "work", "work"]


@pytest.mark.parametrize("heading", ["启示与体会", "几点体会", "四、几点启示"])
def test_what_was_learnt_is_part_of_an_account_of_experience(heading: str) -> None:
    """Under a heading of its own, numbered or not, it ends the text and belongs to what was done."""
    lines = ("一、修船", PROSE[0], "二、守渡", PROSE[1], "三、护岸", PROSE[2], heading, "守水要靠众人，众人要有本账。" + PROSE[3])
    report = one("青瓦镇守渡的经验做法", PROSE[4], *lines)
    assert report.paragraphs[-1].sections == ("work",)


def test_what_is_demanded_after_its_causes_is_plans_in_a_self_examination() -> None:
    """逐条抓好整改 announces nothing by its words; what stands under it does."""
    report = one(
        "个人对照检查材料", "按照安排，检视剖析如下。", "一、存在的问题", "学习不够深入。", "二、剖析思想根源", "群众观念不牢。",
        "三、逐条抓好整改", "石阶的问题，月底前由我凿平。", "账目的问题，每月初一贴出来。",
    )  # fmt: skip
    assert [p.sections[0] for p in report.paragraphs] == ["opening", "problems", "causes", "plans", "plans"]


def test_a_toast_ends_with_its_wishes() -> None:
    """From the words that raise the glass to the last one."""
    wishes = ("现在，我提议，让我们共同举杯：", "为渡口的明天，", "为各位的健康，", "干杯！")
    lines = ("新的一年，我们将修好码头，把船开得更稳。", *wishes)
    report = one("在渡口新春茶话会上的祝酒词", "尊敬的各位来宾：", "晚上好！", "刚刚过去的一年，我们修船九条。", *lines)
    assert [p.sections[0] for p in report.paragraphs] == ["opening"] * 2 + ["work", "plans"] + ["closing"] * 4


def test_a_speech_says_how_things_stand() -> None:
    """认清形势 heads what was done and what was not; only what is demanded is plans."""
    report = one(
        "在渡口安全警示大会上的讲话", "同志们：", "刚才通报了三起事故。下面，我讲两点意见。",
        "一、保持清醒，认清当前形势", "应当说，这几年渡口总体平稳，突出的隐患得到有效遏制。",
        "然而，成绩不能掩盖问题。有的船期不准，有的台账偏粗。",
        "二、深挖根源，汲取教训", "这些事故之所以发生，首先是值班的人松了劲。", "三、严明纪律", "值班长要每晚巡船两趟。",
    )  # fmt: skip
    wanted = ["opening", "opening", "work", "problems", "causes", "plans"]
    assert [p.sections[0] for p in report.paragraphs] == wanted


@pytest.mark.parametrize(
    ("title", "body", "wanted"),
    [
        ("小渡口跑出加速度", "三年来，青瓦镇走出了一条以渡兴村的新路子。", "经验材料"),
        ("小渡口跑出加速度", "“灯亮了！”船工告诉记者，夜里也能过河。", "新闻"),
        ("致全县船工的一封信", "你们辛苦了。", "其他"),
        ("渡口夜航的难点与对策", "夜里风大。", "调研报告"),
        ("渡口站上半年工作情况和下半年工作安排", "修船九条。", "工作总结"),
    ],
)
def test_slogans_letters_and_mixed_titles_have_a_genre(title: str, body: str, wanted: str) -> None:
    """What the title leaves open the body says; what was done comes before what is planned."""
    assert genre(title, PROSE[0], body) == wanted


def test_a_plan_below_its_notice_is_a_plan() -> None:
    """《…》已经县政府同意，现印发给你们 is a cover as 现将《…》印发 is."""
    said = "《渡口站防汛工作方案》已经县政府同意，现印发给你们。"
    cover = ("关于印发《渡口站防汛工作方案》的通知", "各渡口站：", said, "2024年5月1日")
    report = one(*cover, "渡口站防汛工作方案", "为守住渡口，制定本方案。", "一、任务", "各站要清点缆绳。")
    assert (report.title, report.genre) == ("渡口站防汛工作方案", "工作计划")
