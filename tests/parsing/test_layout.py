"""Paragraphs are as their authors wrote them: hard line breaks joined, one-line documents cut."""

from __future__ import annotations

import pytest

from indexer.model.reports import Report, SourceText
from indexer.parsing import parse

LINES = [
    "2019年度档案局党建工作述职报告",
    "现将我局一年来抓党建的情况报告如下，请予评议，讲得不到的地方请同志们随时打断补充。",
    "一、主要做法",
    "（一）把库房当课堂。每月第一个星期五，党员围着修复台讲一件馆藏背后的人和事，全年讲了十一回，旁听的群众坐到了走廊里。",
    "（二）把窗口当阵地。查档大厅排出党员值班表，材料不全的先受理后补交，全年办结查询三千四百件，没有一件拖过当天。",
    "二、存在的问题",
    "年轻党员讲得少、听得多，十一回里有九回是老同志主讲，备课的本事没有传下去，库房里懂修复的只剩两个人。",
    "三、下一步打算",
    "明年起每回课由一老一少搭班，讲稿留档，年底评出三篇好讲稿送到社区去讲，让查档的人也听得到。",
]


def read(text: str) -> Report:
    (report,) = parse(SourceText(text, "txt", "utf-8"))
    return report


def texts(report: Report) -> list[str]:
    return [paragraph.text for paragraph in report.paragraphs]


@pytest.mark.parametrize("indent", ["　　", ""])
def test_hard_line_breaks_are_joined(indent: str) -> None:
    """A text wrapped every 25 characters gives the paragraphs of the unwrapped one."""
    wrapped = []
    for line in LINES:
        line = indent + line if len(line) > 30 else line
        wrapped += [line[at : at + 25] for at in range(0, len(line), 25)]
    whole, joined = read("\n".join(LINES)), read("\n".join(wrapped))
    assert texts(joined) == texts(whole)
    assert [p.sections for p in joined.paragraphs] == [p.sections for p in whole.paragraphs]


def test_short_paragraphs_are_not_joined() -> None:
    """Lines that end their sentences are paragraphs, even if all are about equally long."""
    lines = [f"第{n}件事是把村口那段路修好，让老人出门不再绕远。" for n in "一二三四五六七八九十"]
    assert texts(read("\n".join(lines))) == lines


@pytest.mark.parametrize("between", [" ", "　　"])
def test_a_document_on_one_line_is_cut_at_its_headings(between: str) -> None:
    """Numbers that count on from one another begin headings."""
    body = [*LINES[:3], LINES[3] * 6, LINES[4] * 6, *LINES[5:]]
    report = read(between.join(body))
    assert report.title == LINES[0]
    assert [p.sections for p in report.paragraphs] == [
        ("opening",),
        ("work",),
        ("work",),
        ("problems",),
        ("plans",),
    ]
    assert report.paragraphs[1].headings_above == ("一、主要做法",)


def test_a_number_in_a_sentence_does_not_cut() -> None:
    """（三） that follows nothing is a citation, and so is 五、 out of turn."""
    text = "这一年照着条例第（三）项和五、六两条办事，" + "把账本一页一页翻给群众看，" * 60
    assert len(read(text).paragraphs) == 1


def test_lines_broken_anywhere_are_joined() -> None:
    """A text copied from a PDF may be broken at no width at all; headings stay on their own lines."""
    ragged = []
    for line in LINES:
        at, widths = 0, iter([19, 30, 24, 41, 16, 35, 28, 22] * 3)
        while at < len(line):
            step = len(line) if len(line) < 15 or line == LINES[0] else next(widths)
            ragged.append(line[at : at + step])
            at += step
    assert texts(read("\n".join(ragged))) == texts(read("\n".join(LINES)))


def test_short_headings_over_short_paragraphs_are_not_joined() -> None:
    """Nothing is joined in a report whose lines are short because its paragraphs are."""
    lines = ["2019年度档案局党建工作述职报告", "我局全年抓了三件事，件件有人管。"]
    for word in ("库房", "窗口", "讲台", "账本"):
        lines += [f"把{word}当课堂", f"党员围着{word}讲一件事，全年讲了十一回，旁听的群众坐到了走廊里。"]
    report = read("\n".join(lines))
    assert [line for line in lines[1:] if line not in texts(report)] == [h.text for h in report.headings]


def test_what_was_broken_off_goes_back() -> None:
    """No paragraph begins with a comma; a subscript alone on its line belongs to the sentence around it."""
    body = [
        "库房的灯换过一遍，窗子朝南，除湿机日夜开着，每天记两回数，空气里的PM",
        "2.5",
        "年均浓度降到三十微克，老档案不再返潮",
        "，查档的人也愿意多坐一会儿。",
    ]
    report = read("\n".join([LINES[0], LINES[3] * 4, *body, LINES[4] * 4]))
    assert texts(report)[1] == "".join(body)


def test_words_printed_bold_go_back_into_their_sentence() -> None:
    """A page that sets a word apart by its type may break the line around it."""
    body = [
        "7.“双向揭榜挂帅”：库房找技术、手艺找市场“双向",
        "揭榜",
        "挂帅”的简称，其中库房出题，由懂修复的老手艺人带着年轻馆员一页一页地试，成了的当场",
        "揭榜",
        "；没成的明年再来。",
    ]
    aims = ["今后一个时期馆里工作的", "主要目标", "是：库房不潮，窗口不堵，讲台不空，三年之内让每个村都有一本自己的账。"]
    report = read("\n".join([*LINES[:3], LINES[3] * 4, *body, *aims, LINES[4] * 4]))
    assert texts(report)[2:4] == ["".join(body), "".join(aims)]


@pytest.mark.parametrize("size", [26, 28, 30])
def test_a_numbered_item_goes_on_below_its_first_line(size: int) -> None:
    """Where paragraphs are indented, the next line of an item is not, however its first line ends."""
    items = [
        "1.由镇里牵头组一支守渡队，老船工带头，青年跟着，一条船一本账，月月有人看。",
        "2.调整值守的办法，从每班里匀出一个人，专门看缆，允许临时顶班，不留空当。",
        "3.鼓励合伙修船，由船厂先垫料钱，大家按月还，解决一次拿不出和修完没人管的难处。",
    ]
    prose = "渡口二十六个，船工三百人，大多干了半辈子，手上的老茧比缆绳还硬，嘴上从不叫苦，只盼着船稳人安。"
    wrapped: list[str] = []
    for paragraph in [prose, *items]:
        indented = f"    {paragraph}"
        wrapped += [indented[at : at + size] for at in range(0, len(indented), size)]
    report = read("\n".join(["        守渡情况的调查", "", *wrapped]))
    assert texts(report)[-3:] == items
