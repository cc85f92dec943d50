"""What the heads of neighbouring genres say: titles over two lines and under slogans, bulletins, selections, and what kind of
text it is, whose, and of which year."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.parsing.builders import PROSE, one, parsed, removed_texts, titles

BODY = (PROSE[0], PROSE[1], PROSE[2])


def bare(lines: Sequence[str]) -> list[str]:
    """Lines without the gaps that they are set with."""
    return ["".join(line.split()) for line in lines]


@pytest.mark.parametrize(
    ("slogan", "subtitle"),
    [
        ("小渡口也能办大事", "——在全县渡口工作推进会上的交流发言"),
        ("写在开渡以后", "——一个驻村干部给局党组的汇报信"),
        ("把灯留到最后", "——青瓦船闸管理所下半年工作安排"),
        ("守一条河", "——青瓦镇深入推进渡口共治"),
    ],
)
def test_a_subtitle_that_says_what_the_text_is_belongs_to_the_slogan(slogan: str, subtitle: str) -> None:
    """Whatever it calls the text: a talk, a letter, an arrangement, or what a place has done."""
    assert one(slogan, subtitle, *BODY).title == slogan + subtitle


@pytest.mark.parametrize("below", ["——青瓦县水利局", "——2024年3月8日在全县渡口工作会议上", "——把缆绳系紧。" + PROSE[0]])
def test_who_signs_and_where_it_was_spoken_is_no_subtitle(below: str) -> None:
    """A dash sets off a unit's name, a meeting and a paragraph as well."""
    assert "——" not in (one("小渡口也能办大事", below, *BODY).title or "")


def test_a_bare_kind_goes_with_the_slogan_above_it() -> None:
    """倡议书 alone says of which text it is only with the line above; who calls stands below."""
    assert one("文明乘船 共守渡口", "倡 议 书", "全体船工朋友们：", *BODY).title == "文明乘船共守渡口倡议书"
    report = one("“文明乘船从我做起”", "致全县船工的倡议书", "全体船工朋友们：", *BODY)
    assert report.title == "“文明乘船从我做起”致全县船工的倡议书"


def test_the_years_below_a_title_belong_to_it() -> None:
    """A plan of three years is made for the first of them; one of many years that does not count them for none."""
    report = one("青瓦县中医医院", "三年发展规划", "（2023—2025年）", "为了把医院办好，特制定本规划。" + PROSE[0], PROSE[1])
    assert (report.title, report.plan_year) == ("青瓦县中医医院三年发展规划（2023—2025年）", 2023)
    assert one("青瓦县渡口管护行动计划（2024—2026年）", *BODY).plan_year == 2024
    assert one("青瓦县渡口管护规划（2024—2029年）", *BODY).plan_year is None


def test_thoughts_may_be_named_before_a_colon() -> None:
    """The line below says who had them, not what they are."""
    report = one("跟班心得：慢下来，听船工把话说完", "青瓦区第二实验小学 语文组 沈小舟", *BODY)
    assert (report.title, report.genre, report.unit_type) == ("跟班心得：慢下来，听船工把话说完", "其他", "学校")


def test_a_bulletin_has_its_own_headline() -> None:
    """Below name, number and editor stands a title that may name no kind of text, over one line or two."""
    head = ("青瓦县中级人民法院", "工作简报", "第37期（总第512期）", "青瓦县中级人民法院办公室编　　2022年11月8日")
    report = one(*head, "全县渡口“百日清障”专项行动取得阶段性成效", *BODY)
    assert (report.title, report.genre) == ("全县渡口“百日清障”专项行动取得阶段性成效", "新闻")
    assert set(bare(removed_texts(report))) == set(bare(head))
    special = ("内部资料　注意保存", "信 息 专 报", "〔2023〕第19期", "青瓦县水利局办公室　　2023年6月12日")
    assert one(*special, "我县渡口“桃花汛”受损情况", "及应对工作建议", *BODY).title == "我县渡口“桃花汛”受损情况及应对工作建议"


@pytest.mark.parametrize("mark", ["（讨论稿）", "（汇报材料，会后收回）", "青瓦县船闸管理局办公室编　　第17期（总第206期）"])
def test_what_stands_above_a_title_by_itself_goes(mark: str) -> None:
    """That a text is a draft, who may keep it, and in which issue it is printed."""
    report = one(mark, "青瓦县渡口管理局班子2018年度民主生活会", "对照检查材料", *BODY)
    assert report.title == "青瓦县渡口管理局班子2018年度民主生活会对照检查材料"
    assert bare(removed_texts(report)) == bare([mark])


def test_a_selection_says_what_its_texts_are() -> None:
    """Each is of the kind that its name says, and the lines that name it belong to none of them."""
    head = ("观看渡口安全警示片心得体会汇编", "青瓦县水利局办公室 2024年5月")
    reports = parsed(*head, "之一", "守住底线", *BODY, "之二", "莫让“人情”成“险情”", PROSE[3], PROSE[4])
    assert titles(reports) == ["守住底线", "莫让“人情”成“险情”"]
    assert {report.genre for report in reports} == {"其他"}
    assert bare(removed_texts(*reports)) == bare([*head, "之一", "之二"])


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("青瓦市人民政府关于同意《渡口保护规划》的批复", "其他"),
        ("关于渡口停航有关情况的说明", "其他"),
        ("关于青瓦局2023年工作情况的说明", "工作总结"),
        ("青瓦县纪委公开通报4起违反渡口管理规定典型问题", "通知"),
        ("关于全县渡口整治情况的督查报告", "调研报告"),
        ("青瓦县支持渡口改造若干措施", "工作计划"),
        ("让渡口亮起来——青瓦镇推行“一船一灯”的实践与体会", "经验材料"),
        ("给全县船工的回信", "其他"),
    ],
)
def test_the_last_noun_of_a_title_names_the_genre(title: str, genre: str) -> None:
    """What answers, explains, finds fault or sets out measures reports on no work."""
    assert one(title, *BODY).genre == genre


@pytest.mark.parametrize(
    ("head", "first", "unit"),
    [
        (("在省委党校青年班的学习体会", "青瓦县税务局 沈小舟"), PROSE[0], "机关"),
        (("渡口法治培训心得",), "按照院里的安排，我和执行局的同事赴青石干部学院参加了轮训。" + PROSE[0], "法院"),
        (("关于船闸资金审计整改的报告", "县审计局局长 沈小舟"), "受县人民政府委托，我向大会报告整改。" + PROSE[0], "政府"),
        (("青瓦县十七届人民政府第32次常务会议纪要",), "县教育局汇报了学校修缮情况，会议同意学校方案。" + PROSE[0], "政府"),
        (("渡口救生衣质量调查报告", "青瓦市消费者权益保护委员会"), PROSE[0], "其他"),
        (("青瓦市妇女第九次代表大会关于执行委员会报告的决议",), PROSE[0], "妇联"),
        (("守住底线方能守住渡口", "青瓦县公安局水警大队 陈小舟"), "局党委组织我们看了警示片。" + PROSE[0], "公安"),
    ],
)
def test_whose_a_text_is(head: tuple[str, ...], first: str, unit: str) -> None:
    """Not that of the school where somebody learnt, the bureau that speaks for the government, or what was talked about."""
    assert one(*head, first, PROSE[1], PROSE[2]).unit_type == unit


def test_a_governments_office_signs_for_the_place_that_the_title_names() -> None:
    """What the tables of a plan name is what it is about."""
    title, signed = "青瓦县2026年民生实事项目推进计划", ("青瓦县人民政府办公室", "2026年2月4日")
    assert one(title, "县医院儿科扩建病房，住院患者优先。" + PROSE[0], PROSE[1], *signed).unit_type == "政府"


EXAMINED = "主题教育专题民主生活会个人对照检查材料"


@pytest.mark.parametrize(
    ("title", "lines", "year"),
    [
        (EXAMINED, ("按照2023年度专题民主生活会要求，我作如下检查。" + PROSE[0],), 2023),
        (EXAMINED, (PROSE[0], "2022年度民主生活会后，我对照问题制定了整改措施。" + PROSE[1]), 2023),
        ("党史学习教育专题民主生活会对照检查材料", ("（2022年1月11日）", PROSE[0]), 2021),
        ("青瓦局领导班子对照检查材料", ("（2025年1月）", PROSE[0]), None),
    ],
)
def test_the_year_that_somebody_examines_himself_for(title: str, lines: tuple[str, ...], year: int | None) -> None:
    """That of the meeting, the one after a meeting whose findings were mended, or that of a campaign's meeting in January."""
    assert one(title, *lines, PROSE[2], PROSE[3]).year == year


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (("在全县渡口工作会议上的讲话", "（2024年6月24日）", "同志们：", "2016年，有人送来两条烟。" + PROSE[0]), None),
        (("一碗水端平——给全体船工讲的党课", "同志们：", "1958年，老船工们修了这个渡口。" + PROSE[0]), None),
        (("在工会全委会上的讲话", "（2021年2月26日）", "同志们：", "总结2020年工作，部署2021年任务。" + PROSE[0]), 2020),
        (("新春慰问信", "全县船工：", "值此2025年新春之际，向大家问好。", "过去的一年，" + PROSE[0], "", "2025年1月22日"), 2024),
        (("致全体学生家长的一封信", "（2023年寒假）", "家长朋友：", PROSE[0], "", "2023年1月5日"), None),
        (("写在开渡以后——给局党组的年终汇报信", "2023年12月30日于青瓦渡口", PROSE[0]), 2023),
        (("关于2023年度渡口资金审计整改情况的报告", "——2024年11月26日在县人民代表大会常务委员会会议上", PROSE[0]), 2023),
        (("关于农村渡口情况的调研报告", "青瓦县水利局　2019年11月15日", "11月4日至12日，我们走访了四个渡口。" + PROSE[0]), 2019),
        (("夜渡为什么没有人坐——青瓦渡口情况调研", "2022年4月，夜渡开张，头一个月天天排队。" + PROSE[0]), None),
    ],
)
def test_a_year_named_in_passing_is_not_reported_on(lines: tuple[str, ...], year: int | None) -> None:
    """An example of long ago, a feast, the date of a meeting and the start of something are none; what a text looks back on is,
    and a survey's own date where it says in which months it was made."""
    own, signed = (lines[:-2], lines[-1:]) if "" in lines else (lines, ())
    assert one(*own, PROSE[1], PROSE[2], *signed).year == year


def test_a_talk_may_follow_another_under_a_slogan() -> None:
    """Who speaks stands below its title, above those addressed, and the talk before it has ended."""
    first = ("双向奔赴 共守渡口——在全县渡口座谈会上的发言", "青瓦机电公司副总经理 沈小舟", "尊敬的各位领导：", *BODY)
    second = ("敞开渡口办教育 对准河湾育人才", "青瓦职业学院党委副书记、院长 陈小舟", "各位领导、同志们：", PROSE[3], PROSE[4])
    assert titles(parsed(*first, *second)) == ["双向奔赴共守渡口——在全县渡口座谈会上的发言", "敞开渡口办教育对准河湾育人才"]
    assert len(parsed(*first, second[0], PROSE[3], PROSE[4])) == 1


@pytest.mark.parametrize(
    ("head", "unit", "genre"),
    [
        (("政务信息", "第23期", "青瓦县人民政府办公室　2024年7月12日", "青瓦镇“三个强化”扎实推进渡口禁捕"), "街道乡镇", "新闻"),
        (("赴青石干部学院培训心得", "青瓦县委组织部 赵小舟"), "机关", "其他"),
        (("凝心聚力守渡口——在县工商联年会上的致辞", "青瓦县副县长 沈小舟"), "政府", "讲话"),
        (("全区渡口整治工作推进情况通报",), None, "通知"),
        (("学习渡口管护条例的几点体会",), None, "其他"),
        (("渡口安全座谈会纪要",), None, "其他"),
    ],
)
def test_heads_of_many_kinds(head: tuple[str, ...], unit: str | None, genre: str) -> None:
    """Whose account a bulletin prints, who learnt, who spoke, and what a text is called."""
    report = one(*head, *BODY)
    assert (report.unit_type, report.genre) == (unit, genre)
