"""The JSON API of headings, like paragraphs, near-duplicates and suggestions: shape and strictness."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from indexer.suggest.suggester import Suggester
from tests.engines.corpus import change, report
from tests.reference_engine.engine import MemoryEngine
from webui import create_app

FILTERS = ["section", "unit", "year", "genre", "folder", "placeholders", "confidence"]


def get(client: FlaskClient, url: str, status: int = 200) -> Any:
    answer = client.get("/api/v1/" + url)
    assert answer.status_code == status, answer.get_data(as_text=True)
    assert answer.content_type == "application/json; charset=utf-8"
    return answer.get_json()


OF_SETS = ("form", "parallel", "members", "first_word")


@pytest.fixture
def suggesting(engine: MemoryEngine) -> FlaskClient:
    """An app whose vocabulary is there."""
    suggester = Suggester(engine)
    suggester.refresh()
    return create_app(engine, suggester=suggester).test_client()


def test_headings_have_the_documented_keys_in_order(client: FlaskClient) -> None:
    """Programs are written against this shape."""
    data = get(client, "headings?q=做法&unit=妇联")
    assert list(data) == [
        "query", "understood_as", "total", "took_ms", "page", "pages", "size", "notices", "headings",
    ]  # fmt: skip
    assert list(data["query"]) == ["q", *FILTERS, "shortest", "longest", "clauses", *OF_SETS, "order", "page", "size"]
    assert data["query"]["unit"] == ["妇联"]
    (heading,) = data["headings"]
    assert list(heading) == [
        "text", "paragraphs", "reports", "characters", "clauses", "sections", "unit_types", "first_year", "last_year",
        "example", "form", "stock", "set",
    ]  # fmt: skip
    assert (heading["text"], heading["paragraphs"], heading["example"]) == ("主要做法", 2, "women-1")


def test_headings_are_chosen_by_their_sets(client: FlaskClient) -> None:
    """A + in an address is a space; both mean the same, and what is asked comes back."""
    data = get(client, "headings?form=4&members=2&parallel=0")
    assert {key: data["query"][key] for key in OF_SETS} == {"form": "4", "parallel": False, "members": 2, "first_word": ""}
    assert [heading["text"] for heading in data["headings"]] == ["主要做法", "存在问题"]
    whole = data["headings"][0]["set"]
    assert [member["whole"] for member in whole["members"]] == ["一、主要做法", "二、存在问题"]
    assert get(client, f"paragraphs/{whole['members'][1]['id']}")["heading_path"][0] == "二、存在问题"
    for form in ("6+6", "6%2B6", "6，6"):
        assert get(client, f"headings?form={form}")["query"]["form"] == "6+6"
    assert get(client, "headings?parallel=1")["total"] == 0
    for wrong in ("parallel=yes", "form=x", "form=-6", "form=6%2B", "form=%2B", "form=+", "members=-1", "first_word=" + "长" * 9):
        assert client.get(f"/api/v1/headings?{wrong}").status_code == 400


def test_headings_are_chosen_by_form_and_filters(client: FlaskClient) -> None:
    def texts(question: str) -> list[str]:
        return [heading["text"] for heading in get(client, "headings?" + question)["headings"]]

    assert texts("order=short&longest=4") == ["主要做法", "存在问题"]
    assert texts("year=2021") == ["明年怎么干"]
    assert texts("section=causes") == ["存在问题"]
    assert texts("clauses=2") == []
    assert texts("folder=公安&size=1&page=1") == ["明年怎么干"]
    assert texts("placeholders=yes") == []


def test_like_paragraphs_of_a_text_and_of_a_paragraph(client: FlaskClient) -> None:
    data = get(client, "similar?text=姐妹们在夜校听课&size=2")
    assert list(data) == ["query", "took_ms", "hits"]
    assert list(data["query"]) == ["id", "text", *FILTERS, "size"] and data["query"]["id"] is None
    assert data["hits"][0]["id"] == "women-3" and len(data["hits"]) == 2
    assert 0 < data["hits"][0]["score"] <= 1
    own = get(client, "paragraphs/women-3/similar?unit=公安")
    assert own["query"]["id"] == "women-3" and "夜校" in own["query"]["text"]
    assert [hit["id"] for hit in own["hits"]] == ["police-0"]


def test_a_pasted_page_fits_into_the_address(client: FlaskClient) -> None:
    """So that it can be gone back to."""
    assert get(client, "similar?text=" + "夜校的桌椅还不够。" * 500)["hits"]


def test_near_duplicates_are_given_whole(client: FlaskClient, engine: MemoryEngine) -> None:
    """Last year's paragraph with other figures."""
    text = "全年走访渔村{}个，收集意见{}条，办结率百分之九十六，群众送来锦旗一面。"
    change(engine, {"old": report(text.format(12, 83), year=2019), "new": report(text.format(15, 97), year=2020)})
    data = get(client, "paragraphs/old-0/near")
    assert list(data) == ["id", "total", "paragraphs"] and data["total"] == 1
    assert data["paragraphs"] == [get(client, "paragraphs/new-0")]
    assert get(client, "paragraphs/women-1/near") == {"id": "women-1", "total": 0, "paragraphs": []}


def test_suggestions_have_the_documented_keys_in_order(suggesting: FlaskClient) -> None:
    data = get(suggesting, "suggest?q=dj")
    assert list(data) == ["q", "ready", "completions", "did_you_mean"] and data["ready"] is True
    assert data["completions"][0] == {"text": "党建", "count": 3, "kind": "word", "how": "initials"}
    assert get(suggesting, "suggest?q=党健")["did_you_mean"] == {
        "text": "党建", "count": 3, "kind": "word", "how": "pinyin",
    }  # fmt: skip
    assert get(suggesting, "suggest?q=dj&unit=公安")["completions"][0]["count"] == 1
    assert get(suggesting, "suggest")["completions"] == []


def test_suggestions_come_when_the_vocabulary_has_been_read(engine: MemoryEngine) -> None:
    """Nobody waits for it; a new generation is read after it was asked about."""
    suggester = Suggester(engine)
    client = create_app(engine, suggester=suggester).test_client()
    assert get(client, "suggest?q=dj")["ready"] in (True, False)
    suggester.refresh()
    assert get(client, "suggest?q=dj")["completions"]
    change(engine, {"new": report("渔港码头")}, delete=["women", "police"])
    get(client, "suggest?q=yg")
    suggester.refresh()
    assert [s["text"] for s in get(client, "suggest?q=yg")["completions"]] == ["渔港"]


def test_search_says_when_it_gave_less(client: FlaskClient) -> None:
    data = get(client, "search?q=夜校 闸门 桌椅")
    assert data["relaxed"] is True and data["total"] == 1 and data["understood_as"] == "全部词 夜校 闸门 桌椅"
    assert data["notices"] == ["没有同时包含全部 3 个词的段落，以下包含其中至少 2 个"]


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("headings?order=up", "short"),
        ("headings?longest=x", "0–200"),
        ("headings?clauses=-1", "0–200"),
        ("headings?page=0", "1–1000000"),
        ("headings?size=101", "1–100"),
        ("headings?phrase=x", "q"),
        ("headings?q=a&q=b", "section"),
        ("headings?unit=猫", "妇联"),
        ("similar?text=。", "1–5000 字"),
        ("similar", "1–5000 字"),
        ("similar?q=党建", "text"),
        ("similar?text=党建&size=0", "1–100"),
        ("paragraphs/women-1/similar?text=x", "size"),
        ("suggest?word=x", "q"),
        ("suggest?q=" + "x" * 1001, "0–1000"),
    ],
)
def test_bad_parameter_gets_400_and_what_is_allowed(client: FlaskClient, url: str, named: str) -> None:
    data = get(client, url, 400)
    assert list(data) == ["error", "allowed"] and named in data["allowed"] and "\n" not in data["error"]


@pytest.mark.parametrize("url", ["paragraphs/gone-1/similar", "paragraphs/women-99/near"])
def test_what_is_not_there_gets_404_as_json(client: FlaskClient, url: str) -> None:
    assert list(get(client, url, 404)) == ["error", "allowed"]
