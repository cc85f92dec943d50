"""The JSON API keeps its documented shape and refuses what it does not understand."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

HIT_KEYS = [
    "id", "text", "highlights", "headings_above", "heading_highlights", "heading_path",
    "placeholders", "sections", "section_confidence", "unit_type", "year", "plan_year", "genre",
    "title", "report_id", "file", "files", "score",
    "near", "more_in_report",
]  # fmt: skip
SEARCH_KEYS = [
    "query", "understood_as", "relaxed", "step", "asked_instead", "total", "report_total", "folded", "took_ms", "page", "pages",
    "size", "notices",
    "hits", "title_hits", "facets", "left_out",
]  # fmt: skip


def get(client: FlaskClient, url: str, status: int = 200) -> Any:
    answer = client.get("/api/v1/" + url)
    assert answer.status_code == status, answer.get_data(as_text=True)
    assert answer.content_type == "application/json; charset=utf-8"
    return answer.get_json()


def test_search_has_the_documented_keys_in_order(client: FlaskClient) -> None:
    """Programs are written against this shape."""
    data = get(client, "search?q=夜校")
    assert list(data) == SEARCH_KEYS
    assert list(data["hits"][0]) == HIT_KEYS
    assert [f["field"] for f in data["facets"]] == ["section", "unit", "year", "genre", "folder", "placeholders", "confidence"]
    assert list(data["facets"][0]["values"][0]) == ["value", "label", "count", "selected", "group"]


def test_chinese_is_readable_in_the_body(client: FlaskClient) -> None:
    """UTF-8, not escapes."""
    assert "夜校" in client.get("/api/v1/search?q=夜校").get_data(as_text=True)


def test_highlights_are_code_points_of_the_text(client: FlaskClient) -> None:
    """Every marked place is the word that was asked for."""
    hits = get(client, "search?q=夜校")["hits"]
    assert len(hits) == 3
    for hit in hits:
        assert {hit["text"][start:end] for start, end in hit["highlights"]} == {"夜校"}


def test_headings_are_marked_beside_their_paragraph(client: FlaskClient) -> None:
    """One list of spans for each heading above."""
    (hit,) = get(client, "search?phrase=主要做法")["hits"]
    assert hit["headings_above"] == ["一、主要做法"] and hit["heading_highlights"] == [[[2, 6]]]
    assert hit["highlights"] == []


def test_parameters_are_given_back_as_understood(client: FlaskClient) -> None:
    """A caller can see what was made of the request, and ask it again."""
    url = (
        "search?q=党建 -春联&phrase=夜校&section=存在问题&section=work&unit=群团"
        "&year=2021-2018&year=未知&sort=newest&size=5"
    )
    query = get(client, url)["query"]
    assert query == {
        "q": '党建 -春联 "夜校"',
        "words": ["党建"],
        "phrases": ["夜校"],
        "excluded": ["春联"],
        "section": ["problems", "work"],
        "unit": ["团委", "妇联", "工会"],
        "year": ["2018-2021", "unknown"],
        "genre": [],
        "folder": [],
        "placeholders": "",
        "confidence": "",
        "fold": False,
        "explain": False,
        "per_report": False,
        "group": "",
        "sort": "newest",
        "page": 1,
        "size": 5,
    }
    again = client.get("/api/v1/search", query_string={k: query[k] for k in ("q", "section", "unit", "year")})
    assert again.get_json()["total"] == get(client, url)["total"]


def test_one_paragraph_of_each_report(client: FlaskClient) -> None:
    """The totals and facets stay; each hit says how many more its report has."""
    whole, one_each = get(client, "search?q=党建&size=50"), get(client, "search?q=党建&size=50&per_report=1")
    for key in ("total", "report_total", "facets", "left_out"):
        assert one_each[key] == whole[key], key
    reports = [hit["report_id"] for hit in one_each["hits"]]
    assert len(reports) == len(set(reports)) == whole["report_total"] < whole["total"]
    assert sum(1 + hit["more_in_report"] for hit in one_each["hits"]) == whole["total"]
    assert one_each["query"]["per_report"] is True


def test_unit_types_side_by_side(client: FlaskClient) -> None:
    """The whole's totals, and for each unit type what a search with this filter counts; given back it asks the same."""
    whole, found = get(client, "search?q=党建"), get(client, "search?q=党建&group=unit&size=1")
    for key in ("total", "report_total", "facets", "left_out", "notices", "understood_as"):
        assert found[key] == whole[key], key
    assert (found["query"]["group"], found["query"]["per_report"], found["hits"]) == ("unit", True, [])
    assert (found["page"], found["pages"], found["size"]) == (1, 1, 1)
    assert len(found["columns"]) > 1
    for column, value in zip(found["columns"], found["column_values"], strict=True):
        of_unit = get(client, f"search?q=党建&unit={column['value']}&per_report=1")
        assert (column["total"], column["report_total"]) == (of_unit["total"], of_unit["report_total"])
        assert [hit["id"] for hit in column["hits"]] == [hit["id"] for hit in of_unit["hits"]][:1]
        assert {key: column[key] for key in ("value", "label", "total")} == value
    assert get(client, "search?q=党建&group=unit")["size"] == 3
    beyond = get(client, "search?q=党建&group=unit&page=2")
    assert (beyond["columns"], beyond["pages"]) == ([], 1)
    bad = client.get("/api/v1/search?q=党建&group=year")
    assert bad.status_code == 400 and bad.json is not None and bad.json["allowed"] == ["unit"]


def test_repeated_filters_are_joined_by_or(client: FlaskClient) -> None:
    """Two sections find the paragraphs of either."""
    one = get(client, "search?section=plans")["total"]
    two = get(client, "search?section=opening")["total"]
    assert get(client, "search?section=plans&section=opening")["total"] == one + two == 3


def test_unknown_is_null_and_can_be_asked_for(client: FlaskClient) -> None:
    """Where the text does not say, the shape does not either."""
    data = get(client, "search?unit=unknown&year=unknown&size=1&page=2")
    assert (data["total"], data["pages"], data["page"], data["size"]) == (12, 12, 2, 1)
    hit = data["hits"][0]
    assert hit["unit_type"] is None and hit["year"] is None and hit["title"] is None
    assert hit["file"] == "水利/闸门检修.txt"


def test_title_hits_name_their_report(client: FlaskClient) -> None:
    """Reports found by title lead to the report."""
    (hit,) = get(client, "search?q=派出所")["title_hits"]
    assert list(hit) == ["report_id", "title", "highlights", "unit_type", "year"]
    assert hit["report_id"] == "police" and hit["highlights"] == [[5, 8]]


def test_report_and_paragraph_by_id(client: FlaskClient) -> None:
    """The ids of a hit lead to the whole report and to the paragraph alone."""
    hit = get(client, "search?q=绣坊")["hits"][0]
    report = get(client, f"reports/{hit['report_id']}")
    assert report["title"] == "2018年度党建工作述职报告" and len(report["paragraphs"]) == 5
    assert report["headings"][0] == {"text": "一、主要做法", "level": 1, "before": 1}
    assert report["removed"][0]["reason"] == "网站声明"
    alone = get(client, f"paragraphs/{hit['id']}")
    assert alone["text"] == hit["text"] and alone["run_in"] == [0, 10]
    assert alone["files"] == ["妇联/2018述职.docx", "备份/2018述职.docx"]


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("search?section=xx", "problems"),
        ("search?unit=猫", "妇联"),
        ("search?year=18", "2018-2021"),
        ("search?sort=up", "newest"),
        ("search?page=0", "1–1000000"),
        ("search?page=x", "1–1000000"),
        ("search?size=101", "1–100"),
        ("search?size=", "1–100"),
        ("search?query=党建", "q"),
        ("search?q=a&q=b", "section"),
    ],
)
def test_bad_parameter_gets_400_and_what_is_allowed(client: FlaskClient, url: str, named: str) -> None:
    """One Chinese line, and the values that would do."""
    data = get(client, url, 400)
    assert list(data) == ["error", "allowed"]
    assert named in data["allowed"] and "\n" not in data["error"]


def test_question_that_cannot_be_asked_gets_400(client: FlaskClient) -> None:
    """Too long, or punctuation only."""
    assert "太长" in get(client, "search?q=" + "党" * 5000, 400)["error"]
    assert "标点" in get(client, "search?q=，。", 400)["error"]


@pytest.mark.parametrize(
    "url", ["reports/gone", "paragraphs/gone-1", "paragraphs/women-99", "paragraphs/x", "none"]
)
def test_what_is_not_there_gets_404_as_json(client: FlaskClient, url: str) -> None:
    """A program must not get an HTML page."""
    assert list(get(client, url, 404)) == ["error", "allowed"]


def test_other_methods_get_405_as_json(client: FlaskClient) -> None:
    """The API only reads."""
    answer = client.post("/api/v1/search")
    assert answer.status_code == 405 and "allowed" in answer.get_json()


def test_broken_bytes_are_read_as_text(client: FlaskClient) -> None:
    """NUL and half a surrogate pair are no reason to fail."""
    assert get(client, "search?q=夜%00校")["total"] == 3
    assert get(client, "search?q=%ED%A0%80夜校")["step"] != "all"


def test_folder_placeholders_fold_and_explain_are_asked_for(client: FlaskClient) -> None:
    """The page's own filters work for programs too."""
    everything = get(client, "search")
    folder = next(f for f in everything["facets"] if f["field"] == "folder")["values"][0]
    assert get(client, f"search?folder={folder['value']}")["total"] == folder["count"]
    for facet in everything["facets"]:
        if facet["field"] == "placeholders":
            for value in facet["values"]:
                assert get(client, f"search?placeholders={value['value']}")["total"] == value["count"]
    hit = get(client, "search?q=党建&explain=1&fold=1")["hits"][0]
    words = hit["explanation"]["words"]
    assert hit["explanation"]["bm25f"] == pytest.approx(sum(word["part"] for word in words)) and words
    assert "explanation" not in get(client, "search?q=党建")["hits"][0]


@pytest.mark.parametrize("url", ["search?fold=yes", "search?explain=2", "search?per_report=no", "search?placeholders=maybe"])
def test_a_switch_is_on_or_off(client: FlaskClient, url: str) -> None:
    assert get(client, url, 400)["allowed"]
