"""Answers as tables: every row, the exact total, and a word about what is not listed."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import Hit, ResultPage, StoredParagraph
from indexer.model.results import (
    Concordance,
    HeadingHit,
    HeadingMember,
    HeadingPage,
    HeadingSet,
    KwicLine,
    Parallel,
    Trend,
    TrendCell,
)
from indexer.output import csv_concordance, csv_headings, csv_search
from indexer.output.csv_head import listed_line
from indexer.querying.filters import build_filters, leave_out
from indexer.querying.heading_request import HeadingRequest
from indexer.querying.request import build_request
from tests.reference_engine.engine import MemoryEngine
from tests.webui.invented import fill

PARAGRAPH = StoredParagraph(
    id="women-1",
    report_id="women",
    ordinal=1,
    text="=绣坊里办夜校，开班XX次。",
    sections=("work", "plans"),
    headings_above=("一、主要做法",),
    heading_path=("一、主要做法", "（一）绣坊"),
    run_in=None,
    title="2018年度党建工作述职报告",
    year=2018,
    unit_type=None,
    files=("妇联/a.txt", "b.txt"),
    placeholders=((10, 12),),
)


def table(data: bytes) -> tuple[list[str], list[dict[str, str]]]:
    """The lines before the table, and its rows by the names of the columns."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    gap = rows.index([])
    header = rows[gap + 1]
    return [row[0] for row in rows[:gap]], [dict(zip(header, row, strict=True)) for row in rows[gap + 2 :]]


def test_paragraphs_with_all_that_is_known_of_them() -> None:
    request = build_request("夜校", filters={"section": ["work"], "year": ["2018-2021"]})
    page = ResultPage(
        5, 2, 1, 1, 20_000, (Hit(PARAGRAPH, near_duplicates=1), Hit(PARAGRAPH)), (), folded=3,
        understood_as="全部词 夜校", notices=("夜校 当作一个词",), asked_instead="绣坊 夜校",
    )
    head, rows = table(csv_search.search_to_csv(request, page))
    assert head == [
        "笔杆查找结果：段落",
        "查找：全部词 夜校",
        "筛选：做法成效、2018—2021年",
        "不含：新闻",
        "提示：夜校 当作一个词",
        "改为查找：绣坊 夜校",
        "共 5 段，来自 2 份报告，其中 3 段与列出的某一段近似，收在那一段里，全部列出",
    ]
    assert [row["序号"] for row in rows] == ["1", "2"]
    assert [row["本份另有段数"] for row in rows] == ["", ""]
    first = rows[0]
    assert first["文字"] == "'=绣坊里办夜校，开班XX次。"
    assert (first["章节"], first["所在小标题"], first["单位类型"]) == ("做法成效、下步打算", "一、主要做法 > （一）绣坊", "")
    assert (first["待填"], first["近似段数"], first["文件"], first["段落编号"]) == ("XX", "1", "妇联/a.txt", "women-1")


def test_a_table_of_one_paragraph_a_report_says_so() -> None:
    page = ResultPage(5, 2, 1, 1, 20_000, (Hit(PARAGRAPH, more_in_report=3), Hit(PARAGRAPH)), ())
    head, rows = table(csv_search.search_to_csv(build_request("夜校", per_report=True), page))
    assert head[-1] == "共 5 段，来自 2 份报告，每份列一段，全部列出"
    assert [row["本份另有段数"] for row in rows] == ["3", ""]


@pytest.mark.parametrize(
    ("there", "first", "shown", "said"),
    [
        (0, 1, 0, "共，全部列出"),
        (12, 1, 12, "共，全部列出"),
        (30_000, 1, 20_000, "共，这里只列出第 1–20000 段，其余 10000 段没有列出"),
        (25, 21, 5, "共，这里只列出第 21–25 段，其余 20 段没有列出"),
        (25, 41, 0, "共，这里没有列出：没有这一页"),
    ],
)
def test_nothing_is_cut_in_silence(there: int, first: int, shown: int, said: str) -> None:
    assert listed_line("共", "段", there, first, shown) == said


def test_lines_trends_and_headings_have_their_columns() -> None:
    request = build_request("夜校")
    line = KwicLine(PARAGRAPH, "绣坊里办", "夜校", "，开班", 5, in_heading=True)
    head, rows = table(csv_concordance.concordance_to_csv(request, Concordance(9, 4, 2, 5, 2, (line, line))))
    assert head[-1] == "共 9 处，在 4 段中，这里只列出第 3–4 处，其余 7 处没有列出"
    assert [(row["序号"], row["前文"], row["查到的字"], row["后文"], row["在小标题里"]) for row in rows] == [
        ("3", "绣坊里办", "夜校", "，开班", "是"),
        ("4", "绣坊里办", "夜校", "，开班", "是"),
    ]
    cells = (TrendCell(2018, "妇联", 2, 1, 50), TrendCell(None, None, 1, 1, 10))
    years = tuple(replace(cell, unit_type=None) for cell in cells)
    units = tuple(replace(cell, year=None) for cell in cells)
    head, rows = table(csv_concordance.trend_to_csv(request, Trend(cells, years, units, 3, 2, 2018, 2018)))
    assert head[2:4] == ["不含：新闻", "共 3 处，在 2 段中，全部列出"]
    assert [tuple(row.values()) for row in rows] == [
        ("按年份", "2018", "全部", "2", "1", "50", "400.0"),
        ("按年份", "未知", "全部", "1", "1", "10", "1000.0"),
        ("按单位类型", "全部", "妇联", "2", "1", "50", "400.0"),
        ("按单位类型", "全部", "未知", "1", "1", "10", "1000.0"),
        ("按年份和单位类型", "2018", "妇联", "2", "1", "50", "400.0"),
        ("按年份和单位类型", "未知", "未知", "1", "1", "10", "1000.0"),
    ]
    hit_text = "白天飞针，晚上识字"
    asked = HeadingRequest("夜校", leave_out(build_filters({})), shortest=4, clauses=2, form=(4, 4), parallel=True)
    members = (HeadingMember(hit_text, f"（一）{hit_text}", "women-1"), HeadingMember("丙", "（二）丙", "women-2"))
    siblings = HeadingSet("women", members, Parallel((4, 4), but_one=True))
    hit = HeadingHit(hit_text, 3, 2, 2, "women-1", ("work",), ("妇联", "公安"), 2018, 2020, (4, 4), siblings=siblings)
    head, rows = table(csv_headings.headings_to_csv(asked, HeadingPage(1, 1, 1, 20_000, (hit,))))
    assert "挑选：至少 4 字、正好 2 句、每句字数 4+4、只列对仗的" in head and head[-1] == "共 1 个不同的小标题，全部列出"
    assert list(rows[0].values())[1:7] == ["白天飞针，晚上识字", "3", "2", "9", "2", "做法成效"]
    assert list(rows[0].values())[7:11] == ["妇联、公安", "2018", "2020", "women-1"]
    assert list(rows[0].values())[11:] == ["4+4", "2", "（一）白天飞针，晚上识字\n（二）丙", "对仗 4+4，一个除外"]


def test_a_table_of_a_real_answer_holds_every_paragraph_once(tokenizer: Tokenizer) -> None:
    engine = MemoryEngine(tokenizer)
    fill(engine, "women", "police", "nameless")
    request = replace(build_request("党建"), size=20_000)
    page = engine.search(request)
    head, rows = table(csv_search.search_to_csv(request, page))
    assert [row["段落编号"] for row in rows] == [hit.paragraph.id for hit in page.hits]
    assert len(rows) == page.total > 1 and head[-1].startswith(f"共 {page.total} 段") and head[-1].endswith("全部列出")
