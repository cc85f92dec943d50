"""When nothing holds all the words, what holds the most of them is given, and it is said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.engines import Engine
from indexer.engines.relaxed_search import answer
from indexer.model.reports import Filters
from indexer.querying.request import build_request
from indexer.querying.tree import And, AtLeast, Not, SearchRequest, Term
from tests.engines import corpus
from tests.engines.corpus import fill, report


@pytest.fixture
def small(engine: Engine) -> Engine:
    fill(
        engine,
        {
            "a": report("党建带妇建", "妇联与工会", title="妇联总结"),
            "b": report("党建引领", "工会帮扶", unit="公安", title="公安总结"),
        },
    )
    return engine


def ids(engine: Engine, q: str) -> list[str]:
    return sorted(hit.paragraph.id for hit in answer(engine, build_request(q)).hits)


def test_as_many_words_as_any_paragraph_holds(small: Engine) -> None:
    """Two of three first; one of them only where none has two."""
    page = answer(small, build_request("党建 妇建 工会"))
    assert [hit.paragraph.id for hit in page.hits] == ["a-0"] and page.relaxed
    assert page.notices == ("没有同时包含全部 3 个词的段落，以下包含其中至少 2 个",)
    assert page.understood_as == "全部词 党建 妇建 工会"
    assert ids(small, "引领 帮扶") == ["b-0", "b-1"]


def test_what_is_found_whole_is_not_relaxed(small: Engine) -> None:
    request = build_request("党建 妇建")
    page = answer(small, request)
    assert (page.total, page.relaxed, page.notices) == (1, False, ())
    assert replace(page, took_ms=0) == replace(small.search(request), took_ms=0)


@pytest.mark.parametrize("q", ["火星", "火星 木星", "", "-党建 -工会 -妇联", "火星 | 木星", "火星 单位:公安", "党建 -党建"])
def test_a_question_without_parts_to_leave_out_is_answered_as_it_is(small: Engine, q: str) -> None:
    page = answer(small, build_request(q))
    assert (page.total, page.relaxed) == (4 if q == "" else 0, False)


def test_exclusions_fields_and_filters_stay_required(small: Engine) -> None:
    """Who rules something out never gets it."""
    assert ids(small, "引领 帮扶 -工会") == ["b-0"]
    assert ids(small, "党建 帮扶 单位:妇联") == ["a-0"]
    assert ids(small, "党建 帮扶 标题:公安") == ["b-0", "b-1"]
    filtered = answer(small, build_request("党建 帮扶", units=["公安"], sort="oldest"))
    assert [hit.paragraph.id for hit in filtered.hits] == ["b-0", "b-1"]


def test_phrases_and_groups_are_parts(small: Engine) -> None:
    page = answer(small, build_request('"妇联与" (火星 | 帮扶)'))
    assert page.total == 2 and page.notices == ("没有同时包含全部 2 个部分的段落，以下包含其中至少 1 个",)


def test_titles_that_hold_all_the_words_are_kept(small: Engine) -> None:
    """The title held them all, though no paragraph does."""
    page = answer(small, build_request("妇联 总结"))
    assert page.relaxed and [hit.report_id for hit in page.title_hits] == ["a"]


_words = st.lists(corpus.words | corpus.phrases, min_size=1, max_size=4).map(tuple)


@given(parts=_words, excluded=st.lists(corpus.words, max_size=1), filters=st.just(Filters()) | corpus.filters)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_the_most_words_that_any_paragraph_holds(
    filled: Engine, parts: tuple[Term, ...], excluded: list[Term], filters: Filters
) -> None:
    """Equal to asking for every number of them, from all down to one."""
    ruled_out = tuple(Not(word) for word in excluded)
    request = SearchRequest(And((*parts, *ruled_out)), filters=filters, size=100)
    page = answer(filled, request)
    several = range(len(parts), 0, -1)
    found = [filled.search(replace(request, query=And((AtLeast(n, parts), *ruled_out)))) for n in several]
    best = next((one for one in found if one.total), None)
    assert page.total == (best.total if best else 0)
    if page.total <= request.size:  # else the order decides which are seen, and that minds how they were asked for
        assert {h.paragraph.id for h in page.hits} == ({h.paragraph.id for h in best.hits} if best else set())
    assert page.relaxed is (best is not None and best is not found[0])
