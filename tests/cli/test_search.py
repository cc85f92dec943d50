"""``bigan search``: what it understands, what it prints, and what it refuses in one line."""

from __future__ import annotations

import pytest

from tests.cli.runner import Bigan, Ran

SEARCH_KEYS = (
    *("query", "understood_as", "relaxed", "step", "asked_instead", "total", "report_total", "folded", "took_ms"),
    *("page", "pages", "size"),
    *("notices", "hits", "title_hits", "facets", "left_out"),
)
#: What the shape promised from the beginning; more may be added.
PROMISED_OF_HIT = {
    *("id", "text", "highlights", "headings_above", "heading_path", "sections", "unit_type"),
    *("year", "title", "report_id", "file"),
}


def test_search_json_has_its_shape(indexed: Bigan) -> None:
    ran = indexed("search", "白鹭湖", "群众", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert tuple(ran.data) == SEARCH_KEYS
    assert (ran.data["total"], ran.data["page"], ran.data["pages"], ran.data["size"]) == (3, 1, 1, 10)
    for hit in ran.data["hits"]:
        assert set(hit) >= PROMISED_OF_HIT
        assert {hit["text"][a:b] for a, b in hit["highlights"]} == {"白鹭湖", "群众"}
        assert (hit["year"], hit["unit_type"], hit["file"]) == (2018, "妇联", "a.txt")
    for facet in ran.data["facets"]:
        assert {"field", "values"} <= set(facet)
        assert all({"value", "label", "count", "selected"} <= set(value) for value in facet["values"])
    assert [facet["field"] for facet in ran.data["facets"]] == [
        *("section", "unit", "year", "genre", "folder", "placeholders", "confidence")
    ]


def test_one_paragraph_of_each_report(indexed: Bigan) -> None:
    ran = indexed("search", "白鹭湖", "--per-report", "--json")
    assert (ran.data["total"], ran.data["report_total"], ran.data["pages"]) == (4, 1, 1)
    assert [hit["more_in_report"] for hit in ran.data["hits"]] == [3]
    assert "本份另有 3 段" in indexed("search", "白鹭湖", "--per-report").out
    assert "本份另有" not in indexed("search", "白鹭湖").out


def test_unit_types_side_by_side(indexed: Bigan) -> None:
    ran = indexed("search", "--group", "unit", "--limit", "1", "--json")
    assert tuple(ran.data) == (*SEARCH_KEYS, "columns", "column_values")
    totals = {column["value"]: column["total"] for column in ran.data["columns"]}
    assert totals == {value["value"]: value["total"] for value in ran.data["column_values"]}
    assert sum(totals.values()) == ran.data["total"] == 16
    assert [len(column["hits"]) for column in ran.data["columns"]] == [1] * len(totals)
    lines = indexed("search", "--group", "unit").out.splitlines()
    assert [line for line in lines if line.startswith("── 公安：8 段，来自 ")]
    assert "只有 1 页" in indexed("search", "--group", "unit", "--page", "2").out
    assert "按单位类型" in indexed("search", "--group", "year").error_line


def test_search_for_people_marks_what_was_found(indexed: Bigan) -> None:
    ran = indexed("search", "白鹭湖")
    assert "4 段，来自 1 份报告" in ran.out and "【白鹭湖】" in ran.out and "a.txt" in ran.out
    nothing = indexed("search", "火星探测")
    assert nothing.code == 0 and "没有找到" in nothing.out


def total(ran: Ran) -> int:
    assert ran.code == 0, ran.err
    return int(ran.data["total"])


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), 16),
        (("白鹭湖",), 4),
        (("白鹭湖 -群众",), 1),
        (("白鹭湖", "-群众"), 1),
        (("-白鹭湖",), 12),
        (("--section", "problems", "白鹭湖"), 1),
        (("白鹭湖", "--section", "problems", "群众"), 1),
        (("--section", "problems", "--section", "plans"), 8),
        (("--section", "存在问题"), 4),
        (("--unit", "公安"), 8),
        (("--unit", "政法", "--year", "2020"), 4),
        (("--year", "2018"), 12),
        (("--year", "2019-2021"), 4),
        (("--year", "unknown"), 0),
        (("--year", "2020", "--year", "未知"), 4),
        (("--phrase", "解决了十七件"), 4),
        (("--phrase", "解决了", "--phrase", "白鹭湖"), 1),
        (("--phrase", "十七件 -烦心事"), 4),
        (("--phrase", '"十七件"烦心事'), 4),
        (("--phrase=-白鹭湖",), 4),
        (("“十七件烦心事",), 4),
        (("「十七件」",), 4),
    ],
)
def test_search_understands_words_phrases_exclusions_and_filters(
    indexed: Bigan, arguments: tuple[str, ...], expected: int
) -> None:
    """Also what argparse alone would refuse: words after options, exclusions by themselves."""
    assert total(indexed("search", *arguments, "--json")) == expected


def test_search_orders_and_pages(indexed: Bigan) -> None:
    def years(*more: str) -> list[int]:
        return [hit["year"] for hit in indexed("search", "--json", "--limit", "100", *more).data["hits"]]

    assert years("--sort", "newest") == [2020] * 4 + [2018] * 12
    assert years("--sort", "oldest") == [2018] * 12 + [2020] * 4
    pages = [indexed("search", "--json", "--limit", "3", "--page", str(n)).data for n in range(1, 8)]
    ids = [hit["id"] for page in pages for hit in page["hits"]]
    assert len(ids) == len(set(ids)) == 16
    assert [len(page["hits"]) for page in pages] == [3, 3, 3, 3, 3, 1, 0]
    assert {(page["total"], page["pages"]) for page in pages} == {(16, 6)}


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--section", "问题吧"), "problems"),
        (("--unit", "火星站"), "妇联"),
        (("--year", "去年"), "2018-2021"),
        (("--year", "20182021"), "2018-2021"),
        (("--sort", "random"), "newest"),
        (("--limit", "0"), "100"),
        (("--limit", "101"), "100"),
        (("--limit", "-1"), "100"),
        (("--page", "0"), "1"),
        (("--page", "x"), "--page"),
        (("好" * 5000,), "1000"),
        (("--phrase", "好" * 5000), "1000"),
        (("，。！？……",), "标点"),
        (('""',), "标点"),
        (("--phrase", "。。"), "标点"),
        (("--sections", "work"), "--sections"),
        (("-x",), "-x"),
    ],
)
def test_a_question_that_cannot_be_used_is_one_line_that_names_what_is_allowed(
    indexed: Bigan, arguments: tuple[str, ...], named: str
) -> None:
    ran = indexed("search", *arguments)
    assert named in ran.error_line
    assert ran.out == ""


def test_a_refused_question_is_json_too(indexed: Bigan) -> None:
    ran = indexed("search", "--section", "问题吧", "--json")
    assert ran.code == 2 and len(ran.err.splitlines()) == 1
    assert tuple(ran.data) == ("error", "allowed")
    assert "problems" in ran.data["allowed"]


@pytest.mark.parametrize("query", ['"', "“白鹭湖", '白鹭湖"', "白鹭湖 “", "((", "-", "--", "\x00", "\ud800"])
def test_unbalanced_and_odd_questions_never_break(indexed: Bigan, query: str) -> None:
    ran = indexed("search", query)
    assert ran.code in (0, 2) and "Traceback" not in ran.err
    assert len(ran.err.splitlines()) == (1 if ran.code else 0)


def test_search_on_an_empty_index_says_what_to_run(bigan: Bigan) -> None:
    said = bigan("search", "白鹭湖").error_line
    assert "bigan index" in said and "bigan add 文件夹" in said
    ran = bigan("search", "白鹭湖", "--json")
    assert ran.code == 2 and tuple(ran.data) == ("error", "allowed")


def test_a_slip_is_told_where_nothing_is_found(indexed: Bigan) -> None:
    """走防 for 走访: the word that is there is asked for at once, and the answer says so."""
    ran = indexed("search", "走防")
    assert ran.code == 0 and "没有找到“走防”，以下是“走访”的结果" in ran.out and "走访" in ran.out.partition("1. ")[2]
