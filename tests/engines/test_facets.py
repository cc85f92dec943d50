"""Counts become facets: OR inside a group, AND across groups, nothing selected ever vanishes."""

from __future__ import annotations

import pytest

from indexer.engines.facets import FacetCounts, build_facets
from indexer.model.reports import (
    GROUP_OF_UNIT,
    SECTIONS,
    UNIT_GROUPS,
    UNIT_TYPES,
    FacetValue,
    Filters,
    YearRange,
)


def values(
    field: str,
    sections: dict[str, int] | None = None,
    units: dict[str | None, int] | None = None,
    years: dict[int | None, int] | None = None,
    filters: Filters | None = None,
    folders: dict[str, int] | None = None,
    placeholders: dict[bool, int] | None = None,
) -> tuple[FacetValue, ...]:
    facets = build_facets(
        FacetCounts(sections or {}, units or {}, years or {}, folders or {}, placeholders or {}), filters or Filters()
    )
    return next(f.values for f in facets if f.field == field)


def test_there_are_five_facets_with_chinese_labels() -> None:
    assert [(f.field, f.label) for f in build_facets(FacetCounts({}, {}, {}, {}, {}), Filters())] == [
        ("section", "章节"),
        ("unit", "单位类型"),
        ("year", "年份"),
        ("folder", "文件夹"),
        ("placeholders", "占位符"),
    ]


def test_values_that_count_nothing_are_left_out() -> None:
    assert not any(f.values for f in build_facets(
        FacetCounts({"work": 0}, {"妇联": 0, None: 0}, {2018: 0}, {"甲": 0}, {True: 0}), Filters()
    ))


def test_sections_stand_in_reading_order_with_their_words() -> None:
    counts = dict.fromkeys(reversed(tuple(SECTIONS)), 1)
    assert [(v.value, v.label) for v in values("section", sections=counts)] == list(SECTIONS.items())


def test_unit_types_stand_by_group_and_name_it() -> None:
    counts: dict[str | None, int] = dict.fromkeys(reversed(UNIT_TYPES), 2)
    shown = values("unit", units=counts)
    assert [v.value for v in shown] == [unit for group in UNIT_GROUPS.values() for unit in group]
    assert all(v.group == GROUP_OF_UNIT[v.value] and v.count == 2 for v in shown)


def test_years_ascend_and_未知_stands_last() -> None:
    shown = values("year", years={None: 3, 2021: 1, 2018: 2, 1999: 5})
    assert [(v.value, v.label, v.count) for v in shown] == [
        ("1999", "1999年", 5),
        ("2018", "2018年", 2),
        ("2021", "2021年", 1),
        ("unknown", "未知", 3),
    ]


def test_an_unknown_unit_stands_last_and_in_no_group() -> None:
    shown = values("unit", units={None: 4, "其他": 1})
    assert [(v.value, v.label, v.group) for v in shown] == [("其他", "其他", "其他"), ("unknown", "未知", "")]


@pytest.mark.parametrize(
    ("field", "filters", "selected"),
    [
        ("section", Filters(sections=frozenset({"problems", "plans"})), ["problems", "plans"]),
        ("unit", Filters(units=frozenset({"妇联", "unknown"})), ["妇联", "unknown"]),
        ("year", Filters(years=(YearRange(2018, 2018),)), ["2018"]),
        ("year", Filters(years=(YearRange(2018, 2021),), unknown_year=True), ["2018", "2021", "unknown"]),
    ],
)
def test_what_is_selected_is_shown_although_it_counts_nothing(
    field: str, filters: Filters, selected: list[str]
) -> None:
    """Else it could not be taken off again. A range shows its two ends."""
    shown = values(field, filters=filters)
    assert [v.value for v in shown] == selected
    assert all(v.selected and v.count == 0 for v in shown)


def test_only_what_is_selected_is_marked() -> None:
    filters = Filters(frozenset({"work"}), frozenset({"工会"}), (YearRange(2018, 2020),))
    counts: dict[int | None, int] = {2017: 1, 2018: 1, 2019: 1, 2021: 1, None: 1}
    marked = {v.value for v in values("year", years=counts, filters=filters) if v.selected}
    assert marked == {"2018", "2019", "2020"}
    assert [v.selected for v in values("unit", units={"妇联": 1, "工会": 1, None: 1}, filters=filters)] == [
        False,
        True,
        False,
    ]
    shown = values("section", sections={"work": 1, "plans": 1}, filters=filters)
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
    filters = Filters(
        sections=frozenset({"work", "problems"}),
        units=frozenset({"妇联", "工会"}),
        years=(YearRange(2018, 2020),),
        unknown_year=True,
    )
    passed = filters.allows_sections(sections), filters.allows_unit(unit), filters.allows_year(year)
    assert all(passed) is allowed


def test_no_filter_allows_everything_and_unknown_must_be_asked_for() -> None:
    assert Filters().allows_sections(()) and Filters().allows_unit(None) and Filters().allows_year(None)
    assert not Filters(years=(YearRange(2018, 2018),)).allows_year(None)
    assert not Filters(unknown_year=True).allows_year(2018)
    assert Filters(units=frozenset({"unknown"})).allows_unit(None)


def test_folders_stand_by_name_and_the_outermost_has_a_word() -> None:
    """Also one that is selected and counts nothing any more."""
    found = values("folder", folders={"乙": 1, ".": 2}, filters=Filters(folders=frozenset({"丙"})))
    assert [(v.value, v.label, v.count, v.selected) for v in found] == [
        (".", "最外层", 2, False),
        ("丙", "丙", 0, True),
        ("乙", "乙", 1, False),
    ]


def test_placeholders_are_asked_for_by_yes_and_no() -> None:
    found = values("placeholders", placeholders={True: 3}, filters=Filters(placeholders=False))
    assert [(v.value, v.count, v.selected) for v in found] == [("no", 0, True), ("yes", 3, False)]
