"""``/api/v1/concordance`` and ``/api/v1/trends``: their documented shape, and what they refuse."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient


def get(client: FlaskClient, url: str, status: int = 200) -> Any:
    answer = client.get("/api/v1/" + url)
    assert answer.status_code == status, answer.get_data(as_text=True)
    assert answer.content_type == "application/json; charset=utf-8"
    return answer.get_json()


def test_a_concordance_has_the_documented_keys_in_order(client: FlaskClient) -> None:
    """Programs are written against this shape."""
    data = get(client, "concordance?q=夜校&order=left&width=4")
    assert list(data) == [
        "query", "understood_as", "total", "paragraph_total", "took_ms", "page", "pages", "size", "notices",
        "lines", "before", "after",
    ]  # fmt: skip
    assert list(data["lines"][0]) == [
        "left", "match", "right", "start", "in_heading", "id", "sections", "unit_type", "year", "title",
        "report_id", "file",
    ]  # fmt: skip
    assert {key: data["query"][key] for key in ("q", "order", "width", "page", "size")} == {
        "q": "夜校", "order": "left", "width": 4, "page": 1, "size": 20,
    }  # fmt: skip
    assert "sort" not in data["query"]
    assert [(line["left"], line["match"], line["right"]) for line in data["lines"]] == [
        ("", "夜校", "的桌椅还"),
        ("绣坊里办", "夜校", "。白天飞"),
        ("党建牌，", "夜校", "门口也要"),
    ]
    assert ["办", 1] in data["before"] and ["的", 1] in data["after"]


def test_a_place_in_a_line_leads_back_to_its_paragraph(client: FlaskClient) -> None:
    """``start`` counts code points of the text that the id gives."""
    lines = get(client, "concordance?q=党建")["lines"]
    assert len(lines) > 1
    for line in lines:
        text = get(client, f"paragraphs/{line['id']}")["text"]
        assert text[line["start"] :].startswith(line["match"]) and line["match"] == "党建"


def test_lines_are_filtered_and_paged(client: FlaskClient) -> None:
    assert get(client, "concordance?q=夜校&unit=公安")["total"] == 1
    assert get(client, "concordance?phrase=夜校&section=problems&section=plans")["total"] == 2
    one, two = (get(client, f"concordance?q=夜校&size=2&page={n}") for n in (1, 2))
    assert (len(one["lines"]), len(two["lines"]), one["pages"]) == (2, 1, 2)
    heading = get(client, "concordance?q=主要做法")["lines"]
    assert [(line["in_heading"], line["left"]) for line in heading] == [(True, "一、")]


def test_a_trend_has_the_documented_keys_in_order(client: FlaskClient) -> None:
    data = get(client, "trends?q=夜校")
    assert list(data) == [
        "query", "understood_as", "total", "paragraph_total", "took_ms", "first_year", "last_year", "notices",
        "years", "units", "cells",
    ]  # fmt: skip
    assert (data["total"], data["first_year"], data["last_year"]) == (3, 2018, 2021)
    assert data["cells"] == [
        {"year": 2018, "unit_type": "妇联", "occurrences": 2, "paragraphs": 2, "all_paragraphs": 5, "per_10000": 4000},
        {"year": 2021, "unit_type": "公安", "occurrences": 1, "paragraphs": 1, "all_paragraphs": 2, "per_10000": 5000},
        {"year": None, "unit_type": None, "occurrences": 0, "paragraphs": 0, "all_paragraphs": 12, "per_10000": 0},
    ]
    assert [year["year"] for year in data["years"]] == [2018, 2021, None]
    assert [unit["unit_type"] for unit in data["units"]] == ["妇联", "公安", None]
    assert get(client, "trends?q=夜校&section=plans")["cells"][0]["all_paragraphs"] == 2


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("concordance?q=夜校&order=up", "place"),
        ("concordance?q=夜校&width=0", "1–100"),
        ("concordance?q=夜校&width=x", "1–100"),
        ("concordance?q=夜校&size=101", "1–100"),
        ("concordance?q=夜校&sort=newest", "order"),
        ("concordance?q=夜校&q=党建", "section"),
        ("concordance?q=夜校&width=5&width=6", "section"),
        ("trends?q=夜校&page=1", "q"),
        ("trends?q=夜校&unit=猫", "妇联"),
    ],
)
def test_bad_parameter_gets_400_and_what_is_allowed(client: FlaskClient, url: str, named: str) -> None:
    """One Chinese line, and the values that would do."""
    data = get(client, url, 400)
    assert list(data) == ["error", "allowed"]
    assert named in data["allowed"] and "\n" not in data["error"]


@pytest.mark.parametrize("url", ["concordance", "concordance?q=-夜校", "trends", "trends?unit=公安"])
def test_without_a_word_to_look_for_there_is_advice(client: FlaskClient, url: str) -> None:
    assert "请至少写一个" in get(client, url, 400)["error"]
