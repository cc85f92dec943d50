"""Names of filters are recognised among words, and short forms know their full forms; both are only offered."""

from __future__ import annotations

import pytest

from indexer.language.equivalents import Equivalents, read_groups, shipped_groups
from indexer.language.normalize import query_key
from indexer.querying.formatting import query_text
from indexer.querying.syntax import parse_query
from indexer.querying.tree import Word
from indexer.suggest.other_readings import filter_reading, other_forms, run_on_reading


@pytest.mark.parametrize(
    ("q", "units", "sections", "rest"),
    [
        ("公安 存在问题", ("公安",), ("problems",), ""),
        ("公安局存在的问题", ("公安",), ("problems",), ""),
        ("公安局的存在问题", ("公安",), ("problems",), ""),
        ("妇联 下步打算 培训", ("妇联",), ("plans",), "培训"),
        ("银行原因分析", ("银行",), ("causes",), ""),
        ("原因分析 不足", (), ("causes", "problems"), ""),
        ("党建 公安", ("公安",), (), "党建"),
    ],
)
def test_names_of_filters_are_recognised(q: str, units: tuple[str, ...], sections: tuple[str, ...], rest: str) -> None:
    reading = filter_reading(parse_query(q).tree)
    assert reading is not None
    assert (reading.units, reading.sections, query_text(reading.rest)) == (units, sections, rest)


@pytest.mark.parametrize("q", ["", "公安", "党建", "党建 业务", "公安民警", "存在问题", "-公安 党建", "公安 | 法院", "其他 党建"])
def test_plain_words_are_no_filters(q: str) -> None:
    """One name alone is a word; so is a name inside a longer word, and what is excluded or an alternative."""
    assert filter_reading(parse_query(q).tree) is None


def cut(text: str) -> list[str]:
    """The words of the questions below, as the tokenizer cuts them."""
    known = ("2018", "2016", "年", "和", "工会工作", "银行业", "党建", "监管", "问题", "导向", "坚持", "队伍", "建设", "夜校")
    words: list[str] = []
    while text:
        word = next((word for word in known if text.startswith(word)), text[0])
        words, text = [*words, word], text[len(word) :]
    return words


@pytest.mark.parametrize(
    ("q", "names", "topic"),
    [
        ("银行党建的原因分析", ("银行", "原因分析"), ["党建"]),
        ("2018年公安党建问题", ("2018年", "公安", "存在问题"), ["党建"]),
        ("公安局2020年存在问题", ("2020年", "公安", "存在问题"), []),
        ("检察院下步打算怎么写", ("检察院", "下步打算"), []),
        ("怎么写存在的问题", ("存在问题",), []),
        ("夜校队伍建设的短板", ("存在问题",), ["夜校", "队伍", "建设"]),
        ("2018年党建", ("2018年",), ["党建"]),
        ("2018年的党建队伍", ("2018年",), ["党建", "队伍"]),
        ("夜校2016年和2018年", ("2016年", "2018年"), ["夜校"]),
        ("2018年怎么写", ("2018年",), []),
    ],
)
def test_a_question_typed_in_one_is_read_as_it_is_said(q: str, names: tuple[str, ...], topic: list[str]) -> None:
    """A year, whose it is, what it is about, which section; what one would ask a colleague besides."""
    reading = run_on_reading(q, cut)
    assert reading is not None and reading.names == names
    assert [part.text for part in reading.rest.parts if isinstance(part, Word)] == topic


@pytest.mark.parametrize("q", ["公安", "存在问题", "2018年", "坚持问题导向", "银行业监管", "夜校党建", ""])
def test_what_names_nothing_or_has_nothing_beside_is_left_alone(q: str) -> None:
    """A name in the middle of a text, or in front of half a word, names nothing."""
    assert run_on_reading(q, cut) is None


def test_other_forms_are_offered_with_their_counts() -> None:
    """Only those that find something; the rest of the question stays."""
    counts = {'"党的建设" 业务': 23}
    found = other_forms(
        parse_query("党建 业务").tree, Equivalents([("党建", "党的建设", "党务")]), lambda q: counts.get(query_text(q), 0)
    )
    assert [(one.form, one.count, query_text(one.query)) for one in found] == [("党的建设", 23, '"党的建设" 业务')]


def test_forms_are_compared_as_questions_are() -> None:
    """Width and signs do not matter; a form is never its own other form."""
    table = Equivalents(read_groups(["ＡI 人工智能  # 说明", "", "# 说明", "孤词", "人工智能 智能化"]))
    assert table.of("ai") == ("人工智能",)
    assert table.of("人工智能") == ("ＡI", "智能化")
    assert table.of("孤词") == () == table.of("党建")


def test_the_shipped_table_is_sound() -> None:
    """Every line has two different forms; no form stands in two lines, or one line would hide the other."""
    groups = shipped_groups()
    keys = [query_key(form) for group in groups for form in group]
    assert len(groups) >= 40 and all(keys)
    assert sorted(keys) == sorted(set(keys))
