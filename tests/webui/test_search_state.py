"""The URL as an object: what it reads, what it writes, and that changes make new states."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from werkzeug.datastructures import MultiDict

from indexer.errors import QueryError
from webui.state.search_state import SearchState


def read(query: str) -> SearchState:
    return SearchState.from_args(MultiDict(parse_qsl(query, keep_blank_values=True)))


def test_url_survives_reading_and_writing() -> None:
    """Sharing a link must share everything."""
    query = (
        "q=党建 夜校&phrase=两个&section=work&section=problems&unit=妇联"
        "&year=2018-2021&year=unknown&folder=甲/乙&folder=.&placeholders=no&sort=oldest&fold=0&per_report=1&group=unit"
        "&view=headings&order=short&shortest=4&longest=20&clauses=2"
        "&form=6%2B6&parallel=1&members=4&first_word=抓&page=3"
    )
    state = read(query)
    assert read(state.to_query_string().removeprefix("?")) == state
    assert state.to_pairs() == parse_qsl(query)


def test_defaults_are_left_out_of_the_url() -> None:
    """A plain search has a plain address."""
    plain = "sort=relevance&page=1&section=&year=&folder=&placeholders=&fold=1&view=paragraphs&order=&clauses=0"
    assert read(f"q=党建&{plain}").to_query_string() == "?q=党建"
    assert SearchState().url == "/"


def test_chinese_labels_and_groups_become_what_the_facets_use() -> None:
    """A hand-written address selects the same values a click does."""
    state = read("section=存在问题&unit=群团&year=2018年至2021年&unit=未知")
    assert state.values("section") == ("problems",)
    assert state.values("unit") == ("妇联", "工会", "团委", "unknown")
    assert state.values("year") == ("2018-2021",)


def test_every_change_starts_on_the_first_page_and_leaves_the_old_state_alone() -> None:
    """Page 7 of another question shows nothing."""
    state = read("q=党建&unit=妇联&page=7")
    changed = [
        state.with_filter("section", "work"),
        state.without_filter("unit", "妇联"),
        state.toggle("year", "2018"),
        state.without_filters(),
        state.with_query("夜校"),
        state.with_sort("newest"),
        state.with_fold(False),
        state.with_per_report(True),
        state.with_group("unit"),
        state.with_view("lines"),
        state.with_order("left"),
    ]
    assert [s.page for s in changed] == ["1"] * len(changed)
    assert state == read("q=党建&unit=妇联&page=7")


def test_toggle_twice_is_the_same_search() -> None:
    """A facet value that was clicked by mistake is undone by clicking it again."""
    state = read("q=党建&section=work")
    assert state.toggle("section", "problems").toggle("section", "problems") == state
    assert state.toggle("section", "work").values("section") == ()


@pytest.mark.parametrize(
    "query", ["", "q=党建&page=3", "q=a b&phrase=甲&year=2018-2021&unit=妇联&folder=甲/乙&sort=newest&compare=r"]
)
@pytest.mark.parametrize(
    ("name", "value"), [("year", "2019"), ("unit", "妇联"), ("section", "work"), ("placeholders", "no"), ("folder", "甲/乙")]
)
def test_the_addresses_of_many_values_are_those_of_their_states(query: str, name: str, value: str) -> None:
    """A page writes dozens of them; they are put together from parts, and must be what each state would write."""
    state = read(query)
    assert state.filter_url(name, state.toggled(name, value)) == state.toggle(name, value).url
    assert state.filter_url(name, state.selecting(name, value)) == state.with_filter(name, value).url
    assert state.filter_url(name, ()) == state.without_filter(name).url


def test_of_placeholders_yes_and_no_the_last_one_clicked_counts() -> None:
    """Both together would ask for everything."""
    state = read("q=党建&placeholders=有")
    assert state.values("placeholders") == ("yes",)
    assert state.toggle("placeholders", "no").values("placeholders") == ("no",)
    assert state.toggle("placeholders", "yes").values("placeholders") == ()


def test_another_view_keeps_what_is_asked_and_drops_what_only_the_old_one_knows() -> None:
    """An order of headings means nothing to lines."""
    state = read("q=党建&folder=甲&sort=newest&fold=0&view=headings&order=short&clauses=2&form=6&parallel=1&members=3&page=4")
    assert state.with_view("lines") == read("q=党建&folder=甲&sort=newest&fold=0&view=lines")


def test_a_view_without_words_is_not_the_start_page() -> None:
    """All headings can be looked through."""
    assert read("").is_start and not read("view=headings").is_start and not read("folder=甲").is_start


def test_a_year_is_cut_out_of_its_range() -> None:
    """Unticking one year of a range keeps the others."""
    state = read("year=2018-2021")
    assert state.has("year", "2019")
    assert state.toggle("year", "2019").values("year") == ("2018", "2020-2021")
    assert state.toggle("year", "2018").values("year") == ("2019-2021",)
    assert state.without_filter("year", "2018-2021").values("year") == ()
    assert read("year=2018-").toggle("year", "2020").values("year") == ("2018-2019", "2021-")
    assert read("year=二〇一八年以前").toggle("year", "2018").values("year") == ("-2017",)


def test_report_link_keeps_the_search_and_points_at_the_paragraph() -> None:
    """From a report one must get back to the same results."""
    state = read("q=党建&page=2")
    assert state.report_url("a/b", 4) == "/reports/a%2Fb?q=党建&page=2#p-4"


def test_nul_and_lone_surrogates_can_be_written_again() -> None:
    """Broken bytes in an address must not break the links derived from it."""
    state = SearchState.from_args(MultiDict([("q", "党\0建\ud800"), ("section", "\ud800"), ("page", "\0")]))
    assert state.to_query_string().startswith("?q=党建")


@pytest.mark.parametrize(
    "query", ["year=18", "section=xx", "unit=猫", "sort=up", "placeholders=maybe", "page=0", "page=二", "q=，，"]
)
def test_nonsense_is_kept_and_named_when_asked(query: str) -> None:
    """A bad value is reported, not silently dropped."""
    with pytest.raises(QueryError):
        read(query).to_request(10)
