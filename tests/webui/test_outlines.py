"""Outlines side by side: the page, the ways to it from results, reports and the library, the JSON."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer.language.tokenizer import Tokenizer
from tests.reference_engine.engine import MemoryEngine
from tests.webui import repeating
from tests.webui.reading import links, page, words
from webui import create_app
from webui.state.outlines_state import OutlinesState, comparing
from webui.state.search_state import SearchState


def rows(html: str) -> dict[str, list[str]]:
    """Section → what each report has of it."""
    table = BeautifulSoup(html, "html.parser").select_one("table.outlines")
    assert table is not None
    return {
        row.select("th")[0].get_text(strip=True): [" ".join(cell.get_text(" ", strip=True).split()) for cell in row.select("td")]
        for row in table.select("tbody tr")
    }


@pytest.fixture
def yearly(tokenizer: Tokenizer) -> FlaskClient:
    """The same office, year after year."""
    engine = MemoryEngine(tokenizer)
    repeating.fill(engine, *range(2010, 2018))
    return create_app(engine).test_client()


def test_sections_are_rows_in_their_usual_order_and_reports_columns(client: FlaskClient) -> None:
    html = page(client, "/outlines?id=police&id=women")
    found = rows(html)
    assert list(found) == ["开头", "做法成效", "存在问题", "原因分析", "下步打算"]
    assert found["做法成效"][0].endswith("没有这一部分")
    assert "2 段 ·" in found["做法成效"][1]
    assert "一、主要做法 2 段 （一）绣坊里办夜校 （二）渔港码头开例会" in found["做法成效"][1]
    assert found["下步打算"][0].endswith("三、明年怎么干 2 段")
    to = links(html)
    assert to["三、明年怎么干"] == "/reports/police#h-1" and to["（二）渔港码头开例会"] == "/reports/women#p-2"
    assert to["去掉"] in ("/outlines?id=police", "/outlines?id=women")


def test_the_search_that_was_left_is_a_click_away_with_what_is_chosen(client: FlaskClient) -> None:
    html = page(client, "/outlines?id=women&q=党建&year=2018")
    assert links(html)["← 回到搜索结果"] == links(html)["再选一份"] == "/?q=党建&year=2018&compare=women"
    html = page(client, "/?q=党建&compare=women&compare=police")
    tray = BeautifulSoup(html, "html.parser").select_one(".tray")
    assert tray is not None and "2018年度党建工作述职报告" in tray.get_text()
    to = links(str(tray))
    assert to["并排看这 2 份"] == "/outlines?id=women&id=police&q=党建"
    assert to["清空"] == "/?q=党建" and to["✕"] == "/?q=党建&compare=women"
    assert '<input type="hidden" name="compare" value="women">' in html  # the next question keeps them
    assert "compare=women" in page(client, "/?compare=women")  # so does the start page
    assert "tray" not in page(client, "/?q=党建")


def test_a_report_joins_what_is_chosen(client: FlaskClient) -> None:
    assert links(page(client, "/reports/women"))["比提纲"] == "/outlines?id=women"
    assert links(page(client, "/reports/women?q=党建&compare=police"))["加进去比提纲"] == "/outlines?id=police&id=women&q=党建"


def test_one_units_years_are_proposed_and_compared_with_one_click(yearly: FlaskClient, client: FlaskClient) -> None:
    html = page(yearly, "/reports/water2014")
    strip = BeautifulSoup(html, "html.parser").select_one(".unit-years")
    assert strip is not None and strip.get_text(" ", strip=True) == "这个单位的各年 2013 2014 2015 2016 2017 并排看提纲"
    url = links(str(strip))["并排看提纲"]
    assert url == "/outlines?id=water2013&id=water2014&id=water2015&id=water2016"
    assert len(rows(page(yearly, url))["做法成效"]) == 4
    assert "这个单位的各年" not in page(client, "/reports/women")


def test_what_is_too_much_or_gone_is_said_and_the_rest_shown(client: FlaskClient) -> None:
    said = words(page(client, "/outlines?id=women&id=gone&id=police&id=nameless&id=more&id=women"))
    assert "另有 1 份没有列出" in said and "1 份已不在资料库里" in said
    assert "最多四份" in words(page(client, "/outlines"))


@pytest.mark.parametrize("path", ["/?q=党建", "/?q=党建&view=headings", "/?fold=0"])
def test_a_chosen_report_that_was_deleted_is_neither_shown_nor_counted(client: FlaskClient, path: str) -> None:
    html = page(client, f"{path}&compare=gone&compare=women&compare=gone2&compare=police")
    tray = BeautifulSoup(html, "html.parser").select_one(".tray")
    assert tray is not None and tray["data-reports"] == "women police" and len(tray.select(".chosen")) == 2
    assert "并排看这 2 份" in links(html) and "gone" not in html
    assert "tray" not in page(client, f"{path}&compare=gone")


def test_a_chosen_report_says_its_year_and_unit_beside_a_title_that_may_be_cut(yearly: FlaskClient) -> None:
    tray = BeautifulSoup(page(yearly, "/?q=党建&compare=water2013&compare=water2014"), "html.parser").select_one(".tray")
    assert tray is not None
    assert [about.get_text() for about in tray.select(".chosen .whose")] == ["2013年 机关", "2014年 机关"]


def test_four_chosen_reports_are_all_that_a_further_one_can_be_compared_with(yearly: FlaskClient) -> None:
    full = "&".join(f"compare=water{year}" for year in range(2010, 2014))
    to = links(page(yearly, f"/reports/water2016?{full}"))
    assert to["并排看选好的提纲"] == "/outlines?id=water2010&id=water2011&id=water2012&id=water2013"
    to = links(page(yearly, f"/reports/water2016?{full.replace('water2010', 'gone')}"))
    assert to["加进去比提纲"] == "/outlines?id=water2011&id=water2012&id=water2013&id=water2016"


def test_the_form_of_the_library_leads_to_the_plain_address(client: FlaskClient) -> None:
    answer = client.get("/outlines?id=women&year=&unit_type=&id=police&from=library")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/outlines?id=women&id=police&from=library")


def test_the_library_adds_to_what_is_chosen(client: FlaskClient) -> None:
    assert links(page(client, "/outlines?id=women&id=police"))["到资料库里选"] == "/library?compare=women&compare=police"
    answer = client.get("/outlines?compare=women&year=&id=police&id=women&from=library")
    assert answer.headers["Location"] == "/outlines?id=women&id=police&from=library"
    to = links(page(client, answer.headers["Location"]))
    assert to["← 回到资料库"] == to["到资料库里选"] == "/library?compare=women&compare=police"
    assert to["去掉"] in ("/outlines?id=women&from=library", "/outlines?id=police&from=library")


def test_the_state_keeps_the_order_and_drops_doubles() -> None:
    state = comparing(SearchState(q="党建", compare=("b", "a")), "b", "c")
    assert state.ids == ("b", "a", "c") and state.url == "/outlines?id=b&id=a&id=c&q=党建"
    assert state.without("a").ids == ("b", "c") and OutlinesState().url == "/outlines"


def test_the_api_gives_the_same(client: FlaskClient) -> None:
    data = client.get("/api/v1/outlines?id=women&id=police").get_json()
    assert data["sections"] == ["opening", "work", "problems", "causes", "plans"]
    women = data["reports"][0]
    assert tuple(women) == ("id", "title", "year", "unit_type", "genre", "file", "sections")
    assert women["sections"][1]["headings"][0] == {
        "text": "一、主要做法", "level": 1, "paragraphs": 2, "run_in": False, "paragraph_id": "women-1",
    }  # fmt: skip
    assert women["sections"][1]["headings"][2] == {
        "text": "（二）渔港码头开例会。", "level": 2, "paragraphs": 1, "run_in": True, "paragraph_id": "women-2",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "status"), [("", 400), ("id=a&id=b&id=c&id=d&id=e", 400), ("id=gone", 404), ("ids=women", 400)]
)
def test_the_api_refuses_what_cannot_be_compared(client: FlaskClient, query: str, status: int) -> None:
    answer = client.get(f"/api/v1/outlines?{query}")
    assert answer.status_code == status and answer.get_json()["error"]
