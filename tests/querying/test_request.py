"""From the values of a URL or a command line to a checked request."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import QueryError
from indexer.model.orders import SORTS
from indexer.model.reports import SECTIONS, UNIT_GROUPS, UNIT_TYPES
from indexer.querying.filters import NO_FILTERS, Filters, build_filters
from indexer.querying.heading_request import build_heading_request
from indexer.querying.request import MAX_PAGE, MAX_QUERY, MAX_SIZE, build_request
from indexer.querying.tree import EVERYTHING, And, Phrase, Word
from indexer.querying.years import NEWEST_YEAR, OLDEST_YEAR, YearRange, parse_year


def refused(**values: object) -> QueryError:
    with pytest.raises(QueryError) as caught:
        build_request(**values)  # type: ignore[arg-type]
    message = str(caught.value)
    assert len(message.splitlines()) == 1
    message.encode("utf-8")
    return caught.value


def test_nothing_asked_lists_everything() -> None:
    request = build_request()
    assert request.query == EVERYTHING
    assert request.filters == Filters({}, ["genre"]) and list(request.filters) == ["genre"]
    assert (request.sort, request.page, request.size) == ("relevance", 1, 10)
    assert request.understood_as == "" and request.notices == ()


@pytest.mark.parametrize("asked", [{"filters": {"genre": ["新闻"]}}, {"q": "会 文种:新闻"}, {"q": "会 -文种:新闻稿"}])
def test_news_is_left_out_unless_the_question_names_a_genre(asked: dict[str, Any]) -> None:
    assert not build_request(**asked).filters.left_out
    assert build_request("会", filters={"unit": ["公安"]}).filters.left_out == {"genre": ("新闻",)}


def test_query_phrases_and_what_was_understood_are_carried() -> None:
    request = build_request("党建", ["两个“维护”"])
    assert request.query == And((Word("党建", "党建"), Phrase("两个“维护”", "两个维护")))
    assert request.understood_as == "词 党建 + 短语 “两个“维护””"
    assert build_request("“党建").notices


@pytest.mark.parametrize("q", ["，。", "“”", "……", "、。！", "\u200b"])
def test_a_query_of_punctuation_only_is_refused(q: str) -> None:
    """It must not quietly list everything, nor find nothing without a word."""
    assert "标点" in str(refused(q=q))
    assert "标点" in str(refused(phrases=[q]))


def test_blank_is_no_query() -> None:
    assert build_request(" 　\n", [""]).query == EVERYTHING


@pytest.mark.parametrize("length", [MAX_QUERY + 1, 5000, 100_000])
def test_a_query_that_is_too_long_is_refused(length: int) -> None:
    for error in (refused(q="党" * length), refused(phrases=["短", "党" * length])):
        assert str(length) in str(error) and str(MAX_QUERY) in str(error)
        assert error.allowed


def test_the_longest_query_is_answered() -> None:
    assert build_request("党" * MAX_QUERY).query != EVERYTHING


# --- filters ------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "label"), SECTIONS.items())
def test_a_section_is_given_by_key_or_by_its_word(key: str, label: str) -> None:
    assert (
        build_filters({"section": [key]}) == build_filters({"section": [label]}) == Filters({"section": {key}})
    )


@pytest.mark.parametrize("unit", UNIT_TYPES)
def test_a_unit_type_is_given_by_name(unit: str) -> None:
    assert build_filters({"unit": [unit]}).values("unit") == (unit,)


@pytest.mark.parametrize(("group", "units"), UNIT_GROUPS.items())
def test_a_group_means_all_its_unit_types(group: str, units: tuple[str, ...]) -> None:
    assert set(build_filters({"unit": [group]}).values("unit")) == set(units)


@pytest.mark.parametrize("value", ["unknown", "未知"])
def test_unknown_can_be_asked_for(value: str) -> None:
    assert set(build_filters({"unit": ["妇联", value]}).values("unit")) == {"妇联", "unknown"}
    assert build_filters({"year": [value]}) == Filters({"year": ["unknown"]})
    assert build_filters({"year": [value, "2018"]}) == Filters({"year": ["2018", "unknown"]})


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2018", 2018, 2018),
        (" 2018年 ", 2018, 2018),
        ("２０１８", 2018, 2018),
        ("2018-2021", 2018, 2021),
        ("2018—2021", 2018, 2021),
        ("2018－2021年", 2018, 2021),
        ("2018年至2021年", 2018, 2021),
        ("2018 ~ 2021", 2018, 2021),
        ("2021-2018", 2018, 2021),
        ("1999-2000", 1999, 2000),
        ("2018年度", 2018, 2018),
        ("二〇一八年", 2018, 2018),
        ("二零一八—二O二一年", 2018, 2021),
        ("二◯一八", 2018, 2018),
        ("一九九八年度", 1998, 1998),
        ("2018——2021", 2018, 2021),
        ("从2018年到2021年", 2018, 2021),
        ("２０１８～２０２１年度", 2018, 2021),
        ("2018-", 2018, 2099),
        ("二〇一八—", 2018, 2099),
        ("2018年以来", 2018, 2099),
        ("2018年至今", 2018, 2099),
        ("自2018年起", 2018, 2099),
        ("-2018", 1900, 2018),
        ("—２０１８年", 1900, 2018),
        ("2018年及以前", 1900, 2018),
        ("截至2018年", 1900, 2018),
    ],
)
def test_years_and_ranges_are_read_as_people_type_them(value: str, first: int, last: int) -> None:
    assert parse_year(value) == YearRange(first, last)


@given(st.integers(OLDEST_YEAR, NEWEST_YEAR), st.integers(OLDEST_YEAR, NEWEST_YEAR))
def test_a_range_of_years_is_read_as_it_is_written(one: int, other: int) -> None:
    """A range in a URL or an answer can be asked again; an open one too."""
    years = YearRange(min(one, other), max(one, other))
    assert parse_year(str(years)) == years


@pytest.mark.parametrize(
    "value",
    [
        "18",
        "20180",
        "1817",
        "-",
        "-2018-",
        "2018-2019-2020",
        "二〇一",
        "二十一年",
        "2018,2019",
        "x",
        "９",
        "2018\n2019",
    ],
)
def test_a_year_that_cannot_be_read_is_refused_with_examples(value: str) -> None:
    error = refused(filters={"year": [value]})
    assert "年份" in str(error)
    assert error.allowed == ["2018", "2018-2021", "2018-", "-2021", "unknown"]


@pytest.mark.parametrize("value", ["problem", "存在", "x" * 500, "a\nb", "\ud800", "\x00"])
def test_an_unknown_section_or_unit_is_refused_with_what_is_allowed(value: str) -> None:
    assert refused(filters={"section": [value]}).allowed == list(SECTIONS)
    assert refused(filters={"unit": [value]}).allowed == [*UNIT_TYPES, "unknown"]
    assert len(str(refused(filters={"unit": [value]}))) < 250


def test_empty_filter_values_are_no_filters() -> None:
    """A form sends a field that was left empty."""
    assert build_filters({"section": [""], "unit": ["", ""], "year": [""]}) == Filters()


# --- order and page -----------------------------------------------------------------------


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_is_accepted(sort: str) -> None:
    assert build_request(sort=sort).sort == sort


@pytest.mark.parametrize("sort", ["", "date", "Newest", "新→旧", "\ud800\n"])
def test_another_order_is_refused_with_what_is_allowed(sort: str) -> None:
    assert refused(sort=sort).allowed == list(SORTS)


@pytest.mark.parametrize(("name", "most"), [("page", MAX_PAGE), ("size", MAX_SIZE)])
def test_page_and_size_stay_within_bounds(name: str, most: int) -> None:
    for good in (1, "1", most, str(most)):
        assert getattr(build_request(**{name: good}), name) == int(good)  # type: ignore[arg-type]
    for bad in (0, -1, most + 1, "", "x", "1.5", "1e3", "9" * 5000, "\ud800", "1\n2"):
        error = refused(**{name: bad})
        assert name in str(error)
        assert error.allowed == [f"1–{most}"]


anything = st.text() | st.sampled_from(
    ["党建", "“", "2018", "unknown", "problems", "妇联", "群团", "relevance", "3", ""]
)


@given(
    anything,
    st.lists(anything, max_size=2),
    st.lists(anything, max_size=2),
    st.lists(anything, max_size=2),
    st.lists(anything, max_size=2),
    anything,
    anything | st.integers(),
    anything | st.integers(),
)
def test_any_input_is_a_request_or_a_query_error(
    q: str,
    phrases: list[str],
    sections: list[str],
    units: list[str],
    years: list[str],
    sort: str,
    page: str | int,
    size: str | int,
) -> None:
    """Nothing a URL can hold ends in a traceback; every refusal is one printable line."""
    try:
        request = build_request(
            q, phrases, {"section": sections, "unit": units, "year": years}, sort=sort, page=page, size=size
        )
    except QueryError as error:
        assert len(str(error).splitlines()) == 1
        str(error).encode("utf-8")
        assert all(isinstance(value, str) for value in error.allowed)
    else:
        assert 1 <= request.page <= MAX_PAGE and 1 <= request.size <= MAX_SIZE


@given(
    st.text("党建 “”|-()标题:", max_size=12),
    st.lists(st.sampled_from(list(SECTIONS)), max_size=3),
    st.lists(st.sampled_from(["2018", "2016-2019", "unknown"]), max_size=3),
    st.sampled_from(list(SORTS)),
    st.integers(1, MAX_PAGE),
    st.integers(1, MAX_SIZE),
)
def test_what_is_allowed_is_a_request(
    q: str, sections: list[str], years: list[str], sort: str, page: int, size: int
) -> None:
    """In any combination; the property above is almost always refused."""
    request = build_request(q, ["短语"], {"section": sections, "year": years}, sort=sort, page=str(page), size=size)
    assert (request.page, request.size, request.sort) == (page, size, sort)
    assert set(request.filters.values("section")) == set(sections)


@pytest.mark.parametrize(
    "parameters",
    [
        {"phrases": [f"句{n}" for n in range(60)]},
        {"filters": {"year": [str(1950 + n) for n in range(60)]}},
        {"q": " ".join(chr(0x4E00 + n) for n in range(60))},
    ],
)
def test_more_terms_and_values_than_a_person_gives_are_refused(parameters: dict[str, Any]) -> None:
    """Every chip carries a link with all the others: a page of thousands would be gigabytes."""
    with pytest.raises(QueryError, match="50"):
        build_request(**parameters)


def test_values_given_twice_count_once() -> None:
    assert build_filters({"year": ["2018"] * 80}).values("year") == ("2018",)


def test_bounds_the_wrong_way_round_are_named() -> None:
    """Nothing would be found, and nobody would know why."""
    with pytest.raises(QueryError, match="从 20 到 5"):
        build_heading_request("", NO_FILTERS, shortest=20, longest=5)
    assert build_heading_request("", NO_FILTERS, shortest=20).longest == 0
