"""Unit types side by side: the same columns on every engine as by looking at every paragraph."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engines import Engine
from indexer.engines.side_by_side import COLUMNS_ON_A_PAGE, in_columns, unlike
from indexer.model.reports import Hit, StoredParagraph
from indexer.model.results import SideBySide
from indexer.querying.filters import NO_FILTERS, Filters
from indexer.querying.request import build_request
from indexer.querying.tree import Query, SearchRequest
from indexer.suggest.answer_ladder import AnswerLadder
from tests.engines import corpus
from tests.engines.brute import all_hits, expected_counts, expected_places, place_of
from tests.engines.corpus import change, fill, random_reports, report
from tests.profiles import examples

REASON = "压力传导层层递减，到了支部只剩一张表{n}。"
UNIT_REPORTS = {"公安": 3, "妇联": 2, "企业": 1, "学校": 1, "银行": 1, "医院": 1, None: 4}
TEXTS = (
    "压力传导不够，派出所夜里值班的人说不清自己的责任田。",
    "究其原因，压力传导到基层就断了线，台账替代了走访。",
    "压力传导上，班子成员之间互相等、互相看，谁也不先开口。",
    "根子在压力传导：会上讲得响，会后没人问一句办到了哪一步。",
)


def columns(engine: Engine, request: SearchRequest) -> SideBySide:
    return AnswerLadder(engine).side_by_side(request)


def places(found: SideBySide) -> dict[str, list[str]]:
    return {column.value: [hit.paragraph.id for hit in column.hits] for column in found.columns}


@pytest.fixture(scope="module")
def units(shared: Engine) -> Engine:
    """Reports of six unit types and of none, each with a paragraph about the question and one about something else."""
    for unit, count in UNIT_REPORTS.items():
        change(
            shared,
            {
                f"{unit or '无'}{n}": report(TEXTS[n], "渡口修了三盏夜航灯。", unit=unit, title=f"第{n}号报告", year=2018 + n)
                for n in range(count)
            },
        )
    return shared


def test_columns_stand_by_count_and_the_unknown_last(units: Engine) -> None:
    """Five on a page, the others on the next; every one is named with its count."""
    found = columns(units, build_request("压力传导", group="unit", size=2))
    assert [(value, total) for value, _, total in found.values][:2] == [("公安", 3), ("妇联", 2)]
    assert found.values[-1] == ("unknown", "未知", 4)
    assert (len(found.columns), found.page, found.pages, found.whole.total) == (COLUMNS_ON_A_PAGE, 1, 2, 13)
    rest = columns(units, build_request("压力传导", group="unit", size=2, page=2))
    assert [column.label for column in rest.columns][-1] == "未知" and len(rest.columns) == 2
    shown = [column.value for column in (*found.columns, *rest.columns)]
    assert shown == [value for value, _, _ in found.values]
    assert {column.value: (column.total, column.report_total) for column in found.columns}["公安"] == (3, 3)
    assert all(len(column.hits) == min(2, column.total) for column in found.columns)


def test_selected_unit_types_are_the_only_columns(units: Engine) -> None:
    """Whoever has ticked two wants to compare these two."""
    found = columns(units, build_request("压力传导", filters={"unit": ["妇联", "银行"]}, group="unit"))
    assert [column.value for column in found.columns] == ["妇联", "银行"]


def hit(report_id: str, text: str) -> Hit:
    return Hit(StoredParagraph(f"{report_id}-0", report_id, 0, text, ("work",), (), (), None, "总结", 2018, "妇联"))


def test_a_column_shows_one_paragraph_a_report_and_none_twice() -> None:
    """Yearly reports repeat themselves, and a column of one text in three years compares nothing."""
    first, again = hit("a", REASON.format(n=1)), hit("b", REASON.format(n=2018))
    other, same_report, last = hit("c", TEXTS[0]), hit("c", TEXTS[1]), hit("d", TEXTS[2])
    assert unlike((first, again, other, same_report, last), 3) == (first, other, last)
    assert unlike((first, again, other), 1) == (first,)


def test_paragraphs_of_figures_alone_do_not_repeat_words() -> None:
    """Nothing is left of them once figures are masked: they are like each other and like nothing else."""
    figures, more, words = hit("a", "12。"), hit("b", "345。"), hit("c", "党建")
    assert unlike((figures, more, words), 3) == (figures, words)


def test_a_weaker_reading_is_the_same_in_all_columns(units: Engine) -> None:
    """One notice, one meaning: columns of different readings could not be compared."""
    found = columns(units, build_request("压力传导责任田", group="unit"))
    assert found.whole.step == "segmented" and found.whole.notices[-1].startswith("没有连在一起的")
    assert places(found) == {unit: [f"{unit}0-0"] for unit in ("妇联", "公安", "企业", "银行", "学校")}
    assert sum(total for _, _, total in found.values) == found.whole.total


def test_the_closest_paragraphs_are_put_into_columns_too(units: Engine) -> None:
    """Where only likeness is left, the few paragraphs there are stand under their unit types."""
    ladder = AnswerLadder(units, cut_phrases=True)
    found = ladder.side_by_side(build_request('"压力传递层层断线" | "台账替代走访压力"', group="unit"))
    assert found.whole.step == "similar" and found.columns
    for column in found.columns:
        assert {hit.paragraph.unit_type or "unknown" for hit in column.hits} == {column.value}
    assert sum(column.total for column in found.columns) == found.whole.total


def test_nothing_found_has_no_columns(engine: Engine) -> None:
    fill(engine, {"a": report("党建责任")})
    found = columns(engine, build_request("-党建", group="unit"))
    assert (found.columns, found.values, found.pages, found.whole.total) == ((), (), 0, 0)


def test_a_table_lists_column_after_column(units: Engine) -> None:
    """What is put side by side stays together in a file, each part in its order."""
    page = units.search(build_request("压力传导", group="unit", sort="newest", size=100))
    listed = in_columns("unit", page).hits
    kinds = [hit.paragraph.unit_type for hit in listed]
    assert kinds[:3] == ["公安"] * 3 and kinds[-4:] == [None] * 4
    assert [hit.paragraph.year for hit in listed[:3]] == [2020, 2019, 2018]
    assert {place_of(hit) for hit in listed} == {place_of(hit) for hit in page.hits}


@given(query=corpus.queries, filters=st.just(NO_FILTERS) | corpus.filters, sort=st.sampled_from(("relevance", "newest")))
@settings(max_examples=examples(25))
def test_columns_equal_what_a_look_at_every_paragraph_gives(
    filled: Engine, query: Query, filters: Filters, sort: str
) -> None:
    """Values, totals, reports, and of which paragraphs each column is made, over segments with deletes."""
    request = replace(build_request(sort=sort, group="unit", size=3), query=query, filters=filters)
    asked = filled.search(request)
    found = AnswerLadder(filled).side_by_side(request)
    if not asked.total:
        return
    counted = expected_counts(random_reports(), request)["unit"]
    chosen = filters.values("unit") or tuple(counted)
    assert {value: total for value, _, total in found.values} == {v: counted[v] for v in chosen if counted[v]}
    assert [total for value, _, total in found.values if value != "unknown"] == sorted(
        (total for value, _, total in found.values if value != "unknown"), reverse=True
    )
    for column in found.columns:
        own = replace(request, filters=filters.with_only("unit", column.value), group="", per_report=False)
        expected = expected_places(random_reports(), own)
        assert (column.total, column.report_total) == (len(expected), len({rid for rid, _ in expected}))
        ranked = [place_of(hit) for hit in all_hits(filled, replace(own, size=100))]
        shown = [place_of(hit) for hit in column.hits]
        assert shown and shown[0] == ranked[0] and len({rid for rid, _ in shown}) == len(shown) <= 3
        assert shown == sorted(shown, key=ranked.index)
