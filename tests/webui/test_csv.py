"""CSV from the pages and the API: what the view shows, all of it."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.output.test_csv import table
from tests.webui.correcting import html_of

VIEWS = {"paragraphs": "段落", "lines": "逐行", "headings": "小标题", "trends": "走势"}


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_links_to_its_table(client: FlaskClient, view: str) -> None:
    word = "" if view == "headings" else "党建"
    page = client.get(f"/?q={word}&view={view}&year=2018").get_data(as_text=True)
    (address,) = re.findall(r'<a class="csv" href="([^"]+)"', page)
    answer = client.get(unescape(address))
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert quote(f"笔杆 {VIEWS[view]}") in answer.headers["Content-Disposition"]
    head, rows = table(answer.data)
    assert head[0] == f"笔杆查找结果：{VIEWS[view]}" and "筛选：2018年" in head and rows
    total = re.search(r"<strong>(\d+)</strong>", page)
    assert total is not None and f"共 {total[1]} " in "".join(head)


def test_a_later_page_s_link_gives_all(client: FlaskClient) -> None:
    """There are more paragraphs than one page holds."""
    _, rows = table(client.get("/csv?section=work&page=2&fold=0").data)
    total = client.get("/api/v1/search?section=work").json
    assert total is not None and len(rows) == total["total"]


def test_near_duplicates_are_folded_as_on_the_page(client: FlaskClient) -> None:
    folded, whole = (table(client.get(f"/csv?q=党建{fold}").data)[1] for fold in ("", "&fold=0"))
    assert 0 < len(folded) <= len(whole)


@pytest.mark.parametrize("path", ["search", "concordance", "trends", "headings"])
def test_the_api_gives_a_table_of_all_or_of_the_page_that_is_named(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/api/v1/{path}?q=党建&format=csv")
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    head, rows = table(answer.data)
    as_json = client.get(f"/api/v1/{path}?q=党建").json
    assert as_json is not None and f"共 {as_json['total']} " in "".join(head)
    named = client.get(f"/api/v1/{path}?q=党建&format=json").json
    assert named is not None and named | {"took_ms": 0} == as_json | {"took_ms": 0}
    if path in ("search", "concordance"):
        head, one = table(client.get(f"/api/v1/{path}?q=党建&format=csv&size=1&page=2").data)
        assert len(one) == 1 and one[0]["序号"] == "2" and "这里只列出第 2–2 " in head[-1] and rows[1] == one[0]


def test_what_stands_side_by_side_stands_together_in_the_table(client: FlaskClient) -> None:
    """One of each report, unit type after unit type, from the page and the API alike."""
    for address in ("/csv?q=党建&group=unit", "/api/v1/search?q=党建&group=unit&format=csv"):
        head, rows = table(client.get(address).data)
        units = [row["单位类型"] for row in rows]
        assert len(set(units)) > 1 and units == sorted(units, key=units.index)
        assert "每份列一段，按单位类型排在一起，全部列出" in head[-1]


def test_a_part_of_what_stands_together_is_the_beginning_of_the_whole(client: FlaskClient) -> None:
    """The best two overall may be of two unit types; the first two of the table are not."""
    address = "/api/v1/search?group=unit&sort=newest&format=csv"
    ungrouped = table(client.get(address.replace("group=unit&", "")).data)[1]
    every = [list(row.values()) for row in table(client.get(address).data)[1]]
    assert {row["段落编号"] for row in ungrouped[:3]} - {cell for row in every[:3] for cell in row}
    for size in (1, 2):
        pages = [table(client.get(f"{address}&size={size}&page={page}").data) for page in range(1, -(-len(every) // size) + 1)]
        assert [list(row.values()) for _, rows in pages for row in rows] == every
        assert f"这里只列出第 1–{size} 段" in pages[0][0][-1]
    assert "没有这一页" in table(client.get(f"{address}&size=50&page=99").data)[0][-1]


def test_what_cannot_be_a_table_is_told(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=党建&format=xls")
    assert answer.status_code == 400 and answer.json is not None and answer.json["allowed"] == ["json", "csv"]
    for address in ("/csv?q=党建&view=maps", "/csv?year=abc", "/csv?view=lines&year=2018"):
        assert client.get(address).status_code == 400, address
    assert "没有可逐处查找的词" in html_of(client.get("/csv?view=trends"))
    assert table(client.get("/csv?q=没有写过的话&view=lines").data)[0][-1] == "共 0 处，在 0 段中，全部列出"
