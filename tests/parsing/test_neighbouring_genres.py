"""Neighbouring genres in words of their own: whose a text is, what a heading asks, how a text of no report's shape goes on.

Each kind stands beside one that only looks like it.
"""

from __future__ import annotations

import pytest

from tests.parsing.builders import PROSE, one, parsed, titles

LOOKED = "为摸清渡口的底数，我们走访了四个镇，问了一百多位船工，现将情况报告如下。"
SURVEY = "关于全县渡口管护的调研报告"
DONE = "先后修船30条，走访船工百人，办结来信十二件。"


def kinds(*lines: str) -> list[str]:
    """The sections of the paragraphs of a report of these lines, below its title."""
    return ["+".join(p.sections) for p in one(*lines).paragraphs]


@pytest.mark.parametrize(
    ("title", "first", "unit"),
    [
        ("关于渡口企业用工情况的调研报告", "近期，青瓦县水利局会同有关部门，走访了三家船厂。", "机关"),
        ("关于渡口企业用工情况的调研报告", "最近，县委组织部派出三个调研组，走访了三家船厂。", "机关"),
        ("关于渡口小学晚托的调查与思考", "按照县人大常委会工作安排，五月份走访了三所小学。", "机关"),
        ("关于渡口企业用工情况的调研报告", "外地客商多起来以后，三家船厂都说招不到人。", None),
        ("把灯留到最后一班船", "天黑得早，船工回家晚。青瓦街道在渡口设灯十二盏，灯一直亮到末班。", "街道乡镇"),
        ("修船的手艺留下来", "老师傅要走了，手艺怎么办？青瓦银行坚守支农的本分，给船工放贷三十笔。", "银行"),
        ("把灯留到最后一班船", "走进青瓦县水利局服务大厅，灯还亮着，船工在等末班。", "机关"),
        ("把灯留到最后一班船", "天黑得早，船工回家晚。说起水利局，大家都竖起拇指，灯一直亮到末班。", None),
    ],
)
def test_who_acts_in_the_first_sentence_says_whose_a_text_is(title: str, first: str, unit: str | None) -> None:
    """What a survey or a slogan is about may name others; who is only spoken of acts in none."""
    assert one(title, first + PROSE[0], PROSE[1], PROSE[2]).unit_type == unit


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("在全镇村“两委”干部培训会上的讲话", "街道乡镇"),
        ("在全校安全工作会议上的讲话", "学校"),
        ("在2025届毕业典礼上的讲话", "学校"),
        ("村委会主任述职报告", "社区村"),
        ("加油站站长述职报告", "企业"),
        ("县图书馆工作总结", "机关"),
        ("关于加强渡口干部队伍建设的报告", None),
        ("在集中学习研讨会上的发言", None),
    ],
)
def test_a_title_says_whose_a_text_is(title: str, unit: str | None) -> None:
    """干部队伍 is no 部队, 集中学习 no 中学, and whom a speech is held before is the speaker's own."""
    assert one(title, PROSE[0], PROSE[1], PROSE[2]).unit_type == unit


def test_of_several_units_that_sign_together_the_first_one_issues() -> None:
    """A joint notice is filed under whoever leads it."""
    signed = ("青瓦县文化和旅游局", "青瓦县公安局", "青瓦县消防救援大队", "2025年5月28日")
    body = ("各镇政府：", "为守住古渡口，决定开展检查，现将事项通知如下。", f"一、范围。{PROSE[0]}")
    report = one("关于检查古渡口的通知", *body, *signed)
    assert report.unit_type == "机关"


@pytest.mark.parametrize(
    ("heading", "text", "kind"),
    [
        ("二、渡口难在哪里", "缆桩不牢，值守的人少。", "problems"),
        ("二、为什么留不住人", "一年的收入不如进厂一季。", "causes"),
        ("二、毛病出在哪里", "心思不在船上。", "causes"),
        ("二、怎样破解", "把船工的工钱按月发到手里。", "plans"),
        ("二、药方怎么开", "把船工的工钱按月发到手里。", "plans"),
        ("二、几点建议", "把船工的工钱按月发到手里。", "plans"),
        ("二、渡口建在哪里", "沿河七个村各有一处，都是老码头。", "work"),
        ("二、码头怎么样了", "沿河七个村各有一处，都是老码头。", "work"),
    ],
)
def test_a_heading_may_ask(heading: str, text: str, kind: str) -> None:
    """What is wrong, why, and what to do; another question is about how things stand."""
    assert kinds(SURVEY, LOOKED, "一、渡口现状", PROSE[0], heading, text)[-1] == kind


def test_how_a_survey_came_about_is_its_introduction() -> None:
    """调查的缘起 opens, 调查发现 tells."""
    got = kinds(SURVEY, "一、调查的缘起与方法", PROSE[0], "二、调查发现", PROSE[1], "三、存在的问题", "缆桩不牢，台账不规范。")
    assert got == ["opening", "work", "problems"]


@pytest.mark.parametrize(
    ("title", "first", "year"),
    [
        (SURVEY, "2024年8月至10月，我们走访了四个镇，问了船工。", 2024),
        (SURVEY, "自2021年6月起，渡口归镇里管，我们走访了四个镇。", None),
        ("青瓦渡口的灯", "渡口有灯以来，没有人摸黑过河。", None),
    ],
)
def test_a_survey_is_of_the_year_it_was_made_in(title: str, first: str, year: int | None) -> None:
    """When something began is no such year, and what an account tells further on is none either."""
    assert one(title, first + PROSE[0], f"2018年，老船工回来了。{PROSE[1]}", PROSE[2], PROSE[3]).year == year


def test_a_slogan_without_another_word_is_the_title_of_an_account() -> None:
    """Its parts are work, what was learnt too; a speech under a slogan with its subtitle stays one."""
    learnt = "回过头看，我们最深的体会是：守渡没有捷径，唯有用心。"
    report = one("把灯留到最后一班船", PROSE[0], "起初，有的船工嫌麻烦。后来灯亮了，大家都说好。" + PROSE[1], PROSE[2], learnt)
    assert (report.genre, [p.sections[0] for p in report.paragraphs][1:]) == ("经验材料", ["work"] * 3)
    assert one("把灯留到最后一班船", "——在渡口工作会上的讲话", "同志们：", PROSE[0], PROSE[1]).genre == "讲话"
    assert one("渡口管护中的问题", PROSE[0], PROSE[1], PROSE[2], PROSE[3]).genre is None


def test_what_became_of_problems_found_before_is_work() -> None:
    """上年度查摆的问题已整改 confesses nothing; a problem that is still there does."""
    lines = ("个人对照检查材料", "按照安排，现将对照检查情况报告如下。")
    handled = "上年度我查摆问题6条，制定措施11项，目前已整改到位5条，1条长期坚持。"
    faults = "学习方面不够系统，满足于跟着走，笔记抄得多、想得少。"
    assert kinds(*lines, handled, faults)[1:] == ["work", "problems"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("可我今天更想说问题。上个礼拜缆绳断了一回，值守的人不在岗。", "problems"),
        ("遗憾也是明摆着的：听的时候多，动手的时候少。", "problems"),
        ("这两年，大家有的下船学艺，有的上岸开店，先后带出徒弟三十名。", "work"),
        ("为什么老问题反复出现？根子在于有人不上心。", "causes"),
    ],
)
def test_a_speech_turns_in_words_of_its_own(text: str, kind: str) -> None:
    """有的…有的 alone is no admission."""
    lines = ("在渡口工作会上的讲话", "同志们：", "今天开会，就说渡口的事。", "过去一年，先后修船30条，成绩值得肯定。")
    before = ("可话说回来，毛病也有，缆绳断过两回。",) if kind == "causes" else ()
    assert kinds(*lines, *before, text, "第一，要把缆绳换新。", "让我们一起把渡口守好！")[4 + len(before) - 1] == kind


def test_a_letter_to_everybody_gives_advice_piece_by_piece() -> None:
    """Neither what there is nor what is asked of its readers is work or a plan; the wish at the end closes it."""
    pieces = ("家门口有新船。码头今年新增渡船十二条，末班开到九点。", "学手艺不花钱。修船、驾船免费教，还管饭。")
    greeted = ("亲爱的船工朋友：", f"年关将近，你们辛苦了！{PROSE[0]}")
    got = kinds("致全县船工的一封信", *greeted, *pieces, "水长流，情不断。祝大家平安喜乐！")
    assert got == ["opening", "opening", "other", "other", "closing"]


def test_a_resolution_asks_after_it_has_found_fault() -> None:
    """会议要求 with figures is a demand, also where work could resume."""
    title = ("青瓦船运公司", "第六届职工代表大会第三次会议", "关于总经理工作报告的决议")
    faults = "会议指出，公司仍面临不少困难，缆绳老化，值守的人不足。"
    asked = "会议要求，2026年要完成三项任务：一是换缆绳120根，二是修船30条，三是招船工不少于12名。"
    report = one(*title, "公司第六届职工代表大会第三次会议听取了报告。", "会议充分肯定公司的工作，修船30条。", faults, asked)
    assert (report.title, report.genre) == ("".join(title), "通知")
    assert report.paragraphs[-1].sections == ("plans",)


def test_a_list_of_one_surveys_divisions_names_no_texts() -> None:
    """目录 with dots and pages above headings that count on; a list of titles is a compilation's."""
    heads = ("一、渡口现状", "二、存在的问题", "三、对策建议")
    listed = [f"{head}…………{page}" for page, head in enumerate(heads, 1)]
    body = [line for head, text in zip(heads, PROSE, strict=False) for line in (head, text)]
    assert titles(parsed("渡口情况调查", "青瓦县水利局", "目　录", *listed, *body)) == ["渡口情况调查"]
    texts = ("守住一条河", "修好一条船")
    both = [line for at, text in enumerate(texts) for line in (text, "青瓦县水利局", PROSE[2 * at], PROSE[2 * at + 1])]
    listed = [f"★{text}　…………　青瓦县水利局（{at}）" for at, text in enumerate(texts, 1)]
    assert titles(parsed("青瓦工作交流", "第9期（总第143期）", "本期目录", *listed, *both)) == list(texts)


def test_cases_count_texts_only_where_a_file_begins_with_one() -> None:
    """案例一 inside a text counts its sections."""
    parts = ("案例一　守住一条河", PROSE[0], PROSE[1], "案例二　修好一条船", PROSE[2], PROSE[3])
    assert titles(parsed("渡口典型案例", *parts)) == ["守住一条河", "修好一条船"]
    assert len(parsed("渡口管护工作总结", PROSE[4], "一、主要做法", PROSE[5], *parts)) == 1


def test_a_speech_may_follow_another_without_a_mark() -> None:
    """A title, who speaks and an address, below the end of a text."""
    first = ("在渡口工作会上的讲话", "县长　高山青", "同志们：", PROSE[0], PROSE[1], "让我们一起把渡口守好！")
    second = ("在茶园开园节上的致辞", "县委书记　佟水生", "各位来宾：", PROSE[2], PROSE[3], "谢谢大家！")
    assert titles(parsed(*first, *second)) == ["在渡口工作会上的讲话", "在茶园开园节上的致辞"]
