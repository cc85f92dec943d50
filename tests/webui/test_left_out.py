"""News stand beside reports without standing in for them: counted, one click away, never mixed in unasked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from indexer.language.tokenizer import Tokenizer
from tests.engines.corpus import change, paragraph, report
from tests.reference_engine.engine import MemoryEngine
from webui import create_app


@pytest.fixture
def client(tokenizer: Tokenizer) -> FlaskClient:
    engine = MemoryEngine(tokenizer)
    sure = report("灯塔亮了一年。")
    guessed = replace(sure, paragraphs=(replace(paragraph(0, "灯塔边上修了路。"), section_confidence="low"),))
    news = replace(report("镇里到灯塔开会。", "会上讲了灯塔，也讲了渡口。", title="镇党委到灯塔调研"), genre="新闻")
    change(engine, {"a": replace(sure, genre="工作总结"), "b": replace(guessed, year=None, plan_year=2027), "n": news})
    return create_app(engine).test_client()


def html_of(client: FlaskClient, url: str) -> str:
    return client.get(url).get_data(as_text=True)


def test_the_page_counts_them_and_leads_to_them(client: FlaskClient) -> None:
    html = html_of(client, "/?q=灯塔")
    assert "<strong>2</strong> 段，来自 2 份报告" in html and "会上讲了" not in html and "标题相符" not in html
    assert "另有 2 段来自新闻" in html and "genre=新闻" in html
    only = html_of(client, "/?q=灯塔&genre=新闻")
    assert "<strong>2</strong> 段，来自 1 份报告" in only and "会上讲了" in only and "另有 2 段" not in only


def test_a_question_that_only_they_answer_says_so(client: FlaskClient) -> None:
    html = html_of(client, "/?q=渡口")
    assert "另有 1 段来自新闻" in html
    assert "另有" not in html_of(client, "/?q=修了路")


@pytest.mark.parametrize("view", ["lines", "headings", "trends"])
def test_other_views_leave_them_out_too(client: FlaskClient, view: str) -> None:
    assert "镇里到" not in html_of(client, f"/?q=灯塔&view={view}")


@pytest.mark.parametrize("view", ["lines", "trends"])
def test_other_views_say_how_many_they_leave_out(client: FlaskClient, view: str) -> None:
    """Where they find something, and where only the news would."""
    html = html_of(client, f"/?q=灯塔&view={view}")
    assert "另有 2 段来自新闻" in html and f"view={view}" in html
    assert "另有 1 段来自新闻" in html_of(client, f"/?q=渡口&view={view}")


def test_the_api_counts_them_and_a_typed_genre_brings_them(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=灯塔").get_json()
    (left_out,) = answer["left_out"]
    assert (left_out["field"], left_out["values"][0]["value"], left_out["values"][0]["count"]) == ("genre", "新闻", 2)
    assert answer["total"] == 2
    for question in ("灯塔 文种:新闻", "灯塔 -文种:总结"):
        asked = client.get("/api/v1/search", query_string={"q": question}).get_json()
        assert asked["left_out"] == [] and "新闻" in {hit["genre"] for hit in asked["hits"]}


def test_under_a_section_what_only_position_suggests_comes_last(client: FlaskClient) -> None:
    """However much better its words fit; without a section its position says nothing against it."""
    first = [client.get(f"/api/v1/search?q=灯塔边上&{more}").get_json()["hits"][0]["id"] for more in ("", "section=work")]
    assert first == ["b-0", "b-0"]
    ids = [hit["id"] for hit in client.get("/api/v1/search?q=灯塔&section=work").get_json()["hits"]]
    assert ids == ["a-0", "b-0"]
    ids = [hit["id"] for hit in client.get("/api/v1/search?q=灯塔 或 修路 或 边上 章节:做法成效").get_json()["hits"]]
    assert ids == ["a-0", "b-0"]


def test_what_only_position_suggests_is_marked_and_can_be_filtered(client: FlaskClient) -> None:
    assert html_of(client, "/?q=灯塔").count('class="unsure"') == 1
    assert html_of(client, "/reports/b").count('class="unsure"') == 1
    answer = client.get("/api/v1/search", query_string={"q": "灯塔 确信:低"}).get_json()
    assert [(hit["id"], hit["section_confidence"], hit["plan_year"]) for hit in answer["hits"]] == [("b-0", "low", 2027)]
    assert "2027年的计划" in html_of(client, "/reports/b")
