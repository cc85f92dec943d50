"""Names of filters are recognised among words, and short forms know their full forms; both are only offered."""

from __future__ import annotations

import pytest

from indexer.language.equivalents import Equivalents, read_groups, shipped_groups
from indexer.language.normalize import query_key
from indexer.querying.formatting import query_text
from indexer.querying.syntax import parse_query
from indexer.suggest.other_readings import filter_reading, other_forms


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
