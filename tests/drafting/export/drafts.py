"""Invented drafts, made by hand: no store is needed to export one."""

from __future__ import annotations

from indexer.drafting.model import Block, BlockSource, Draft

CITATION = "〔《2018年度党建工作述职报告》，妇联，“一、主要做法”第2段〕"


def source(text: str, paragraph: str = "r1-2", citation: str = CITATION) -> BlockSource:
    report, _, _ = paragraph.rpartition("-")
    return BlockSource(paragraph, report, citation, text, "2018年度党建工作述职报告", "妇联", 2018, "妇联/2018.txt")


def heading(identity: str, text: str, level: int = 1, section: str = "work") -> Block:
    return Block(identity, "heading", section, text, level)


def written(identity: str, text: str, section: str = "work", note: str = "") -> Block:
    return Block(identity, "paragraph", section, text, note=note)


def collected(identity: str, text: str, paragraph: str = "r1-2", was: str | None = None) -> Block:
    return Block(identity, "paragraph", "work", text, source=source(text if was is None else was, paragraph))


SMALL = Draft(
    id="d1",
    name="年终述职",
    title="2025年度抓党建工作述职报告",
    unit="云岫县妇女联合会",
    year=2025,
    blocks=(
        written("b1", "现将我会一年来的工作报告如下。", "opening"),
        heading("b2", "一、主要做法"),
        heading("b3", "（一）绣坊里办夜校", 2),
        collected("b4", "白天飞针，晚上识字，党建带妇建从一间绣坊起步，开班XX次，“绣娘夜校”到了某镇。"),
        collected("b5", "（二）码头开例会。全年开了26次——船老大先说难处……", "r2-7", was="（二）码头开例会。全年开了二十六次。"),
        heading("b6", "1.记在红榜上", 3),
        heading("b7", "（1）谁经手", 3),
        written("b8", "八十三件实事，办结七十九件。", note="数字要再核"),
        heading("b9", "二、存在问题", section="problems"),
        written("b10", "夜校的桌椅还不够，<b>有的</b>姐妹站着听课 & 记笔记。", "problems"),
    ),
    revision=12,
    changed_at="2025-12-01T08:30:00",
)

_THEMES = (
    ("强化政治引领，把牢正确方向", "绣坊夜校", "潮汐表", "渔贷"),
    ("夯实基层基础，建强战斗堡垒", "码头议事桌", "红榜", "校车"),
    ("聚焦主责主业，服务发展大局", "修船棚", "缆绳", "船票"),
)


def long_draft(characters: int = 6_000) -> Draft:
    """A draft as long as a real one: three levels of headings, collected and written paragraphs, open slots."""
    blocks = [written("o", "按照会议安排，现将我镇一年来抓基层党建工作的情况报告如下，请予评议。", "opening")]
    size, number = 0, 0
    tops = ("一、履职工作特色和亮点", "二、抓基层党建工作综合情况", "三、存在的主要问题及原因", "四、下一步工作思路和主要措施")
    while size < characters:
        top = tops[number // 3] if number % 3 == 0 and number // 3 < len(tops) else None
        if top:
            blocks.append(heading(f"t{number}", top))
        theme, *words = _THEMES[number % 3]
        blocks.append(heading(f"h{number}", f"（{'一二三'[number % 3]}）{theme}", 2))
        for at in range(3):
            text = (
                f"{'一二三'[at]}是{words[at]}摆上议事日程。全年围绕“{words[at]}”召开专题会议{12 + number}次，"
                f"解决群众反映的{words[(at + 1) % 3]}、{words[(at + 2) % 3]}等问题XX件，办结率达到98.6%——"
                f"其中{words[at]}一项，由党员干部包到户、领到人，做到“件件有着落、事事有回音”……"
                f"同时，坚持把{words[at]}与{words[(at + 1) % 3]}同部署、同检查、同考核，形成了上下贯通、执行有力的工作格局。"
            )
            blocks.append(collected(f"p{number}-{at}", text, f"r{number}-{at}"))
            size += len(text)
        if number % 2:
            blocks.append(heading(f"n{number}", "1.小处着手，把账算在明处", 3))
            text = "（三）账本晒在墙上。每季度把收支贴上码头的外墙，谁经手、谁审核、何时付，一笔一笔写清楚，群众看得明白。"
            blocks.append(written(f"w{number}", text))
            size += len(text)
        number += 1
    return Draft("long", "长稿", "望川镇党委书记2025年度抓基层党建工作述职报告", "望川镇", 2025, blocks=tuple(blocks), revision=3)
