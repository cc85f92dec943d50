"""``bigan headings``, ``bigan similar``, ``bigan suggest``: shapes, what people read, what is refused in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.runner import Bigan

FILTERS = ("section", "unit", "year", "genre", "folder", "placeholders", "confidence")
COMMANDS = [("headings",), ("similar", "--text", "走访群众"), ("suggest", "qz")]


OF_SETS = ("form", "parallel", "members", "first_word")


def first_id(indexed: Bigan, *question: str) -> str:
    return str(indexed("search", *question, "--json").data["hits"][0]["id"])


# --- headings --------------------------------------------------------------------------------


def test_headings_json_has_its_shape(indexed: Bigan) -> None:
    ran = indexed("headings", "做法", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert tuple(ran.data) == (
        *("query", "understood_as", "total", "took_ms", "page", "pages", "size", "notices", "headings"),
    )
    assert tuple(ran.data["query"]) == ("q", *FILTERS, "shortest", "longest", "clauses", *OF_SETS, "order", "page", "size")
    (heading,) = ran.data["headings"]
    example = heading.pop("example")
    assert heading == {
        "text": "主要做法和成效",
        "paragraphs": 4,
        "reports": 4,
        "characters": 7,
        "clauses": 1,
        "sections": ["work"],
        "unit_types": ["妇联", "公安"],
        "first_year": 2018,
        "last_year": 2020,
        "form": "7",
        "stock": True,
        "set": heading["set"],
    }
    assert tuple(heading["set"]) == ("report_id", "parallel", "form", "but_one", "first_word", "members")
    assert [member["text"] for member in heading["set"]["members"]] == ["主要做法和成效", "存在的问题", "下一步打算"]
    assert heading["set"]["parallel"] is False and heading["set"]["members"][0]["id"].startswith(heading["set"]["report_id"])
    assert indexed("search", "走访", "--json").data["total"] == 4
    assert example in {hit["id"] for hit in indexed("search", "走访", "--json").data["hits"]}


def test_a_set_is_listed_once_for_people(indexed: Bigan) -> None:
    """Its other headings point at the first."""
    lines = [line.strip() for line in indexed("headings").out.splitlines() if "同组" in line]
    assert lines == ["同组 3 个：一、主要做法和成效；二、存在的问题；三、下一步打算", *["同组 3 个：见第 1 个"] * 2]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), ["存在的问题", "下一步打算", "主要做法和成效"]),
        (("--order", "long"), ["主要做法和成效", "下一步打算", "存在的问题"]),
        (("--order", "short", "--limit", "1", "--page", "2"), ["存在的问题"]),
        (("--shortest", "6"), ["主要做法和成效"]),
        (("--longest", "5", "-打算"), ["存在的问题"]),
        (("--clauses", "2"), []),
        (("--members", "3", "--form", "5"), ["存在的问题", "下一步打算"]),
        (("--members", "2"), []),
        (("--parallel",), []),
        (("--first-word", "抓"), []),
        (("--section", "plans"), ["下一步打算"]),
        (("问题", "--unit", "公安"), ["存在的问题"]),
        (("问题", "--year", "2011"), []),
        (("白鹭湖",), []),
    ],
)
def test_headings_are_chosen_and_ordered(indexed: Bigan, arguments: tuple[str, ...], expected: list[str]) -> None:
    """Also with exclusions after options; words of the texts below do not count."""
    ran = indexed("headings", *arguments, "--json")
    assert sorted(h["text"] for h in ran.data["headings"]) == sorted(expected)
    if "--order" in arguments:
        lengths = [h["characters"] for h in ran.data["headings"]]
        assert lengths == sorted(lengths, reverse="long" in arguments)


def test_headings_for_people(indexed: Bigan) -> None:
    ran = indexed("headings", "做法")
    assert "1 个小标题" in ran.out and "1. 主要做法和成效" in ran.out
    assert "4 段，4 份报告 · 7 字 1 句 · 2018年—2020年 · 妇联、公安 · 做法成效" in ran.out
    assert "没有找到" in indexed("headings", "火星").out
    assert "只有 1 页" in indexed("headings", "--page", "7").out


# --- similar ---------------------------------------------------------------------------------


def test_similar_json_has_its_shape(indexed: Bigan) -> None:
    """A paragraph of the archive is given by its id; neither it nor its near-duplicates come back."""
    identity = first_id(indexed, "白鹭湖 走访")
    ran = indexed("similar", identity, "--json", "--limit", "5")
    assert (ran.code, ran.err) == (0, "")
    assert tuple(ran.data) == ("query", "took_ms", "hits")
    assert tuple(ran.data["query"]) == ("id", "text", *FILTERS, "size")
    assert ran.data["query"]["id"] == identity and "白鹭湖" in ran.data["query"]["text"]
    assert 0 < len(ran.data["hits"]) <= 5 and identity not in {hit["id"] for hit in ran.data["hits"]}
    assert all(0 < hit["score"] <= 1 for hit in ran.data["hits"])


def test_similar_takes_a_text_or_a_file(indexed: Bigan, home: Path) -> None:
    """Of any format and encoding that Bigan reads."""
    text = "每月走访，帮助群众解决烦心事，受到一致好评。"
    (home / "稿.txt").write_bytes(text.encode("gb18030"))
    by_text = indexed("similar", "--text", text, "--json").data["hits"]
    by_file = indexed("similar", "--file", "稿.txt", "--json").data["hits"]
    assert by_text == by_file and len(by_text) >= 4
    assert all("走访" in hit["text"] for hit in by_text[:4])
    only = indexed("similar", "--text", text, "--unit", "公安", "--json").data["hits"]
    assert {hit["unit_type"] for hit in only} == {"公安"}


def test_similar_for_people(indexed: Bigan) -> None:
    out = indexed("similar", "--text", "每月走访群众，解决烦心事").out
    assert "最相近的" in out and "相近 " in out and "【走访】" in out
    assert "没有相近的段落" in indexed("similar", "--text", "火星探测器").out


# --- suggest ---------------------------------------------------------------------------------


def test_suggest_json_has_its_shape(indexed: Bigan) -> None:
    ran = indexed("suggest", "qunzh", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert tuple(ran.data) == ("q", "ready", "completions", "did_you_mean")
    assert ran.data["ready"] is True
    first = ran.data["completions"][0]
    assert tuple(first) == ("text", "count", "kind", "how") and first["text"] == "群众"
    assert first["count"] == indexed("search", "群众", "--json").data["total"]


def test_suggest_for_people(indexed: Bigan) -> None:
    assert "群众（" in indexed("suggest", "qunzhong").out
    meant = indexed("suggest", "群重")
    assert "您是不是要找：群众（" in meant.out
    assert "没有可提示" in indexed("suggest", "火星").out


# --- refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("headings", "--order", "random"), "short"),
        (("headings", "--longest", "-1"), "200"),
        (("headings", "--clauses", "x"), "--clauses"),
        (("headings", "--form", "六"), "6+6"),
        (("headings", "--members", "300"), "members"),
        (("headings", "--limit", "0"), "100"),
        (("headings", "--unit", "火星站"), "妇联"),
        (("headings", "。。"), "标点"),
        (("headings", "--phrase", "x"), "--phrase"),
        (("similar",), "--text"),
        (("similar", "x-0"), "x-0"),
        (("similar", "x-0", "--text", "走访"), "--file"),
        (("similar", "--text", "，。"), "文字"),
        (("similar", "--text", "好" * 5001), "5000"),
        (("similar", "--file", "没有.txt"), "没有.txt"),
        (("similar", "--file", ""), "没有给出文件名"),
        (("similar", "--text", "走访", "--limit", "101"), "100"),
        (("similar", "a-0", "b-0"), "b-0"),
        (("suggest",), "TEXT"),
        (("suggest", "，。"), "标点"),
    ],
)
def test_what_cannot_be_used_is_one_line_that_names_what_is_allowed(
    indexed: Bigan, arguments: tuple[str, ...], named: str
) -> None:
    ran = indexed(*arguments)
    assert named in ran.error_line and ran.out == ""


@pytest.mark.parametrize("arguments", COMMANDS)
def test_an_empty_index_says_what_to_run(bigan: Bigan, arguments: tuple[str, ...]) -> None:
    assert "bigan index" in bigan(*arguments).error_line
    ran = bigan(*arguments, "--json")
    assert ran.code == 2 and tuple(ran.data) == ("error", "allowed")


def test_search_gives_the_most_words_and_says_so(indexed: Bigan) -> None:
    """No paragraph names both a lake and a lane of other reports."""
    ran = indexed("search", "白鹭湖", "青石巷", "走访", "--json")
    assert ran.data["relaxed"] is True and ran.data["total"] == 2
    assert ran.data["notices"] == ["没有同时包含全部 3 个词的段落，以下包含其中至少 2 个"]
    assert "提示：没有同时包含全部 3 个词" in indexed("search", "白鹭湖", "青石巷", "走访").out
    assert indexed("search", "白鹭湖", "--json").data["relaxed"] is False
