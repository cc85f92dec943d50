"""Records of what everybody said: each speaker's own words tell the kind, and what frames them is other."""

from __future__ import annotations

import pytest

from indexer.parsing.kinds import Kinds
from indexer.parsing.records import Block, mark_record
from indexer.parsing.rulebook import default_rulebook
from tests.parsing.builders import PROSE, one, removed_texts

FRAME = ("时间：2024年9月10日上午9:30", "地点：站里三楼会议室", "主持人：路长河　　记录：苗小雨", "列席：各班班长")


def kinds(*lines: str) -> list[str]:
    """The sections of the paragraphs of a record of these lines, below its title."""
    return ["+".join(p.sections) for p in one(*lines).paragraphs]


def test_a_branch_meeting_is_read_speaker_by_speaker() -> None:
    """Whatever was said before: what a speaker reports, complains of or proposes is in his own words."""
    assert kinds(
        "渡口站党支部支委会会议记录",
        *FRAME,
        "路长河：人到齐了，今天的会说三件事。",
        "苗小雨：八月份组织党员值守码头11次，收党费1320元，缆桩更换全部完成。",
        "尹志刚：学习会总是拖到下班前，人坐着心走了；老码头的牌子歪了三个月没人扶。",
        "路长河：下一步，学习会改到周三上午，小雨负责通知；牌子这周扶正，志刚盯着办。",
        "苗小雨：我建议每个季度请老船工讲一次安全课，经费从党费里列支。",
        "表决情况：同意3票，反对0票，弃权0票。",
        "会议于11时20分结束。",
        "记录人签字：",
    ) == [*["other"] * 4, "opening", "work", "problems", "plans", "plans", *["other"] * 3]


def test_villagers_speak_of_lamps_and_accounts() -> None:
    """Other speakers, other words, one paragraph each."""
    assert kinds(
        "南坡村村民代表会议记录",
        "会议时间：2024年5月8日晚8时",
        "应到32人，实到29人",
        "支书：先把去年的账说一说，收入41万元，修渠花了12万，装了路灯六十盏。",
        "代表汪大江：三组的灯又坏了五盏，打了两回电话没人来修，晚上摸黑走路。",
        "代表罗水生：合作社的账贴出来看不懂，分红拖到腊月二十九。",
        "支书：灯的事，后天请电工来换，三天内修好。账目今后用大白话写，每月贴一次。",
        "举手表决：29人同意。",
        "散会时间：晚10时",
    ) == ["other", "other", "work", "problems", "problems", "plans", "other", "other"]


def test_headings_of_a_record_lead_those_who_say_little() -> None:
    """A word without a kind of its own is of the kind that its heading announces, or of the one before."""
    assert kinds(
        "安全生产例会会议记录",
        *FRAME[:2],
        "一、上周工作情况",
        "安全员：上周检查12次，查出隐患9条，塔吊限位器换了新的。",
        "二、存在的问题",
        "电工：配电箱钥匙谁都能拿走，这样总归是个事情。",
        "木工：临边缺口没补，夜里还有人私接电线。",
        "三、下步打算",
        "经理：大家都听清楚了，按刚才说的来，我不多讲了。",
        "安全员：周三组织一次演练，各班必须到齐。",
    ) == ["other", "other", "work", "problems", "problems", "plans", "plans"]


def test_what_speakers_said_is_printed_in_an_issue() -> None:
    """An editor's word opens it; who speaks is named with the office held."""
    assert kinds(
        "“渡口怎么管”座谈会发言摘登",
        "编者按：8月2日，县渡口局请来船工和乘客座谈，现将部分发言摘登如下。",
        "南坡村支书　汪大江：我们村八条船统一编号、统一保险，三年没有出过一起事故，乘客增长了四成。",
        "船工　罗水生：最怕的是涨水没人通知，到了江心才听说上游放水，救生衣也不够数。",
        "局长　佟禾：大家提的都记下了。放水预警由安全股负责，年底前给每条船配足救生衣。",
    ) == ["opening", "work", "problems", "plans"]


def test_a_record_is_of_no_year() -> None:
    """When a meeting was is not what was spoken of, and it stays in the text."""
    speeches = [f"{who}：{text}" for who, text in zip(("佟禾", "汤丽", "罗水"), PROSE[:3], strict=True)]
    report = one("渡口站安全例会会议记录", *FRAME, *speeches)
    assert report.year is None
    assert report.paragraphs[0].text.startswith("时间：2024年9月10日")
    assert removed_texts(report) == []


def test_a_date_of_publication_is_still_a_pages() -> None:
    """Only below the title of a record, or what it says of itself, does a line with a time belong to the text."""
    report = one("渡口站2023年工作总结", "时间：2024-01-09 来源：本站", *PROSE[:3])
    assert "时间：2024-01-09 来源：本站" in removed_texts(report)


@pytest.mark.parametrize(
    "lines",
    [
        ("会议指出：" + PROSE[0], "会议强调：" + PROSE[1], "会议要求：" + PROSE[2]),
        ("佟禾：" + PROSE[0], PROSE[1], PROSE[2]),
        ("佟禾：" + PROSE[0], "佟禾：" + PROSE[1], "佟禾：" + PROSE[2]),
    ],
)
def test_minutes_without_speakers_are_no_record(lines: tuple[str, ...]) -> None:
    """What a meeting said, one speech, or one speaker alone is read as any text."""
    blocks = [Block(text, None) for text in lines]
    assert mark_record(blocks, Kinds(default_rulebook(), None)) is None
