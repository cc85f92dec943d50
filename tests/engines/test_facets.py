"""Counts become facets: OR inside a group, AND across groups, nothing selected ever vanishes."""

from __future__ import annotations

import pytest

from indexer.engines.facets import build_facets
from indexer.model.reports import SECTIONS, UNIT_GROUPS, UNIT_TYPES, FacetValue
from indexer.querying.filters import NO_FILTERS, Filters


def values(field: str, counts: dict[str, int] | None = None, filters: Filters = NO_FILTERS) -> tuple[FacetValue, ...]:
    return next(f.values for f in build_facets({field: counts or {}}, filters) if f.field == field)


def test_all_facets_have_chinese_labels() -> None:
    assert [(f.field, f.label) for f in build_facets({}, NO_FILTERS)] == [
        ("section", "章节"),
        ("unit", "单位类型"),
        ("year", "年份"),
        ("genre", "文种"),
        ("folder", "文件夹"),
        ("placeholders", "占位符"),
        ("confidence", "章节把握"),
    ]


def test_values_that_count_nothing_are_left_out() -> None:
    counts = {"section": {"work": 0}, "unit": {"妇联": 0, "unknown": 0}, "year": {"2018": 0}, "folder": {"甲": 0}}
    assert not any(f.values for f in build_facets({**counts, "placeholders": {"yes": 0}}, NO_FILTERS))


def test_sections_stand_in_reading_order_with_their_words() -> None:
    counts = dict.fromkeys(reversed(tuple(SECTIONS)), 1)
    assert [(v.value, v.label) for v in values("section", counts)] == list(SECTIONS.items())


def test_unit_types_stand_by_group_and_name_it() -> None:
    counts = dict.fromkeys(reversed(UNIT_TYPES), 2)
    shown = values("unit", counts)
    assert [v.value for v in shown] == [unit for group in UNIT_GROUPS.values() for unit in group]
    assert all(v.value in UNIT_GROUPS[v.group] and v.count == 2 for v in shown)


def test_years_ascend_and_未知_stands_last() -> None:
    shown = values("year", {"unknown": 3, "2021": 1, "2018": 2, "1999": 5})
    assert [(v.value, v.label, v.count) for v in shown] == [
        ("1999", "1999年", 5),
        ("2018", "2018年", 2),
        ("2021", "2021年", 1),
        ("unknown", "未知", 3),
    ]


def test_an_unknown_unit_stands_last_and_in_no_group() -> None:
    shown = values("unit", {"unknown": 4, "其他": 1})
    assert [(v.value, v.label, v.group) for v in shown] == [("其他", "其他", "其他"), ("unknown", "未知", "")]


@pytest.mark.parametrize(
    ("field", "filters", "selected"),
    [
        ("section", Filters({"section": {"problems", "plans"}}), ["problems", "plans"]),
        ("unit", Filters({"unit": {"妇联", "unknown"}}), ["妇联", "unknown"]),
        ("year", Filters({"year": ["2018"]}), ["2018"]),
        ("year", Filters({"year": ["2018-2021", "unknown"]}), ["2018", "2021", "unknown"]),
        ("year", Filters({"year": ["2018-"]}), ["2018"]),
        ("year", Filters({"year": ["-2021"]}), ["2021"]),
    ],
)
def test_what_is_selected_is_shown_although_it_counts_nothing(
    field: str, filters: Filters, selected: list[str]
) -> None:
    """Else it could not be taken off again. A range shows its ends, save one that is open."""
    shown = values(field, filters=filters)
    assert [v.value for v in shown] == selected
    assert all(v.selected and v.count == 0 for v in shown)


def test_only_what_is_selected_is_marked() -> None:
    filters = Filters({"section": ["work"], "unit": ["工会"], "year": ["2018-2020"]})
    counts = {"2017": 1, "2018": 1, "2019": 1, "2021": 1, "unknown": 1}
    marked = {v.value for v in values("year", counts, filters) if v.selected}
    assert marked == {"2018", "2019", "2020"}
    assert [v.selected for v in values("unit", {"妇联": 1, "工会": 1, "unknown": 1}, filters)] == [
        False,
        True,
        False,
    ]
    shown = values("section", {"work": 1, "plans": 1}, filters)
    assert [v.selected for v in shown] == [True, False]


@pytest.mark.parametrize(
    ("sections", "unit", "year", "allowed"),
    [
        (("work",), "妇联", 2018, True),
        (("problems",), "工会", 2020, True),
        (("problems", "causes"), "妇联", 2019, True),
        (("problems",), "妇联", None, True),
        (("causes",), "妇联", 2018, False),
        ((), "妇联", 2018, False),
        (("work",), "公安", 2018, False),
        (("work",), None, 2018, False),
        (("work",), "妇联", 2021, False),
    ],
)
def test_filters_are_or_inside_a_group_and_and_across(
    sections: tuple[str, ...], unit: str | None, year: int | None, allowed: bool
) -> None:
    filters = Filters({"section": {"work", "problems"}, "unit": {"妇联", "工会"}, "year": ["2018-2020", "unknown"]})
    own = {"section": sections, "unit": (unit or "unknown",), "year": (str(year or "unknown"),)}
    assert filters.allows_all(own) is allowed


def test_no_filter_allows_everything_and_unknown_must_be_asked_for() -> None:
    assert NO_FILTERS.allows_all({"section": (), "unit": ("unknown",), "year": ("unknown",)})
    assert not Filters({"year": ["2018"]}).allows("year", ["unknown"])
    assert not Filters({"year": ["unknown"]}).allows("year", ["2018"])
    assert Filters({"unit": {"unknown"}}).allows("unit", ["unknown"])


def test_folders_stand_by_name_and_the_outermost_has_a_word() -> None:
    """Also one that is selected and counts nothing any more."""
    found = values("folder", {"乙": 1, ".": 2}, Filters({"folder": {"丙"}}))
    assert [(v.value, v.label, v.count, v.selected) for v in found] == [
        (".", "最外层", 2, False),
        ("丙", "丙", 0, True),
        ("乙", "乙", 1, False),
    ]


def test_placeholders_are_asked_for_by_yes_and_no() -> None:
    found = values("placeholders", {"yes": 3}, Filters({"placeholders": ["no"]}))
    assert [(v.value, v.count, v.selected) for v in found] == [("no", 0, True), ("yes", 3, False)]
