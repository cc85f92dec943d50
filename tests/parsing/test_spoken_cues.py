"""How people say it who speak: headings that ask, faults that somebody cannot sleep over, what he has set himself."""

from __future__ import annotations

import pytest

from tests.parsing.builders import PROSE, one, sections_of


def test_a_speech_under_headings_that_ask() -> None:
    """怎么看 looks back, and its paragraphs say for themselves what is wrong and why."""
    speech = one(
        "在全站年中大会上的讲话",
        "同志们：",
        "刚才几个班组的发言都很实在。下面，我讲两句话。",
        "第一句话，怎么看这半年",
        "要说成绩，摆得上桌面的有三样。新船下水四条，缆桩换了六十根，码头的灯全亮了，船工们一身汗干出来的。",
        "可也有让人坐不住的事。夜班窗口没人应，老人白跑两趟，有的船晚点从不解释。",
        "病在哪里？我看是怕担责任、图省事，把岗位当成了位子。",
        "第二句话，下半年怎么干",
        "缆桩必须在汛前全部过一遍，谁的码头谁去盯，九月底前要见底。",
        "一靠规矩。考勤、值班一律上墙，谁违反通报谁。",
    )
    kinds = [p.sections[0] for p in speech.paragraphs[2:]]
    assert kinds == ["work", "problems", "causes", "plans", "plans"]


@pytest.mark.parametrize(
    ("said", "section"),
    [
        ("可是我们也要看到，眼下有几件事让人揪心：有的船桩锈了没人换，有的人家把网晒在路上。", "problems"),
        ("不过，也有几件事叫人睡不着：老码头的路灯坏了半年，孩子们摸黑过桥。", "problems"),
        ("眼下谷子收完了，老船工说今年的风比往年小，河里的鱼也肥。", "opening"),
    ],
)
def test_a_letter_admits_what_keeps_its_writer_awake(said: str, section: str) -> None:
    """Between thanks and advice; what a letter tells of good is judged as before."""
    greeting = ("亲爱的乡亲们：", "大家好！秋收的时节，道一声辛苦了！", PROSE[0], PROSE[1])
    advice = ("一、莫乱晒网。自家的网晒在自家门前。", "二、莫摸黑过桥。天黑以后走新桥。")
    letter = one("致青瓦村全体村民的一封信", *greeting, said, *advice, "祝大家安康！")
    assert sections_of(letter, said[:6]) == (section,)


@pytest.mark.parametrize(
    "said",
    ["返岗后，我想做三件事：守好夜班；教会徒弟；把台账补齐。", "回到单位，我给自己定了三条：每周下一次船坞，每月写一篇札记。"],
)
def test_what_somebody_sets_himself_after_a_course(said: str) -> None:
    """A reflection tells stories, and ends in plans."""
    text = one("船工培训心得体会", "十月的码头，银杏正黄，我参加了二十天的培训。", "老师讲起一条老船，全场都静了下来。", said)
    assert sections_of(text, said[:6]) == ("plans",)


def test_a_question_for_what_was_not_done_asks_for_causes() -> None:
    """为什么没做好 names no faults of its own."""
    report = one(
        "青瓦渡口站2023年工作总结",
        "2023年，我站坚持便民守渡，现将主要工作总结如下：",
        "还有哪些事没做好",
        "少儿阅览区太小，数字资源更新慢，早晚两头没有班船，上班的人等得着急。",
        "为什么没做好",
        "经费安排总是靠后，站里对新技术钻研不深，遇到难处先想着等一等再说。",
    )
    assert [p.sections[-1] for p in report.paragraphs[1:]] == ["problems", "causes"]
