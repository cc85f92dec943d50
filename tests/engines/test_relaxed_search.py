"""When nothing holds all the words, what holds the most of them is given, and it is said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engines import Engine
from indexer.engines.relaxed_search import ENOUGH, at_least, required_and_optional
from indexer.model.reports import ResultPage
from indexer.querying.filters import Filters
from indexer.querying.request import build_request
from indexer.querying.tree import And, AtLeast, Not, SearchRequest, Term
from tests.engines import corpus
from tests.engines.corpus import fill, report
from tests.profiles import examples


@pytest.fixture(scope="module")
def small(shared: Engine) -> Engine:
    fill(
        shared,
        {
            "a": report("党建带妇建", "妇联与工会", title="妇联总结"),
            "b": report("党建引领", "工会帮扶", unit="公安", title="公安总结"),
        },
    )
    return shared


def answer(engine: Engine, request: SearchRequest) -> tuple[int, ResultPage]:
    optional, required = required_and_optional(request.query)
    return at_least(engine, request, optional, required)[:2]


def ids(engine: Engine, q: str) -> list[str]:
    return sorted(hit.paragraph.id for hit in answer(engine, build_request(q))[1].hits)


def test_as_many_words_as_any_paragraph_holds(small: Engine) -> None:
    """Two of three first; one of them only where none has two."""
    least, page = answer(small, build_request("党建 妇建 工会"))
    assert least == 2 and [hit.paragraph.id for hit in page.hits] == ["a-0"]
    assert page.understood_as == "全部词 党建 妇建 工会"
    assert ids(small, "引领 帮扶") == ["b-0", "b-1"]


def test_exclusions_fields_and_filters_stay_required(small: Engine) -> None:
    """Who rules something out never gets it."""
    assert ids(small, "引领 帮扶 -工会") == ["b-0"]
    assert ids(small, "党建 帮扶 单位:妇联") == ["a-0"]
    assert ids(small, "党建 帮扶 标题:公安") == ["b-0", "b-1"]
    _, filtered = answer(small, build_request("党建 帮扶", filters={"unit": ["公安"]}, sort="oldest"))
    assert [hit.paragraph.id for hit in filtered.hits] == ["b-0", "b-1"]


def test_phrases_and_groups_are_parts(small: Engine) -> None:
    least, page = answer(small, build_request('"妇联与" (火星 | 帮扶)'))
    assert (least, page.total) == (1, 2)


_words = st.lists(corpus.words | corpus.phrases, min_size=2, max_size=4).map(tuple)


@given(parts=_words, excluded=st.lists(corpus.words, max_size=1), filters=st.just(Filters()) | corpus.filters)
@settings(max_examples=examples(60))
def test_the_most_words_that_any_paragraph_holds(
    filled: Engine, parts: tuple[Term, ...], excluded: list[Term], filters: Filters
) -> None:
    """Equal to asking for every number of them, from all but one down to one, until there are enough."""
    ruled_out = tuple(Not(word) for word in excluded)
    request = SearchRequest(And((*parts, *ruled_out)), filters=filters, size=100)
    least, page = answer(filled, request)
    several = range(len(parts) - 1, 0, -1)
    found = [filled.search(replace(request, query=And((AtLeast(n, parts), *ruled_out)))) for n in several]
    best = next((n for n, one in zip(several, found, strict=True) if one.total), 0)
    expected = best
    while expected > 1 and found[several.index(expected)].total < ENOUGH and 2 * (expected - 1) >= len(parts):
        expected -= 1
    assert least == expected
    assert page.total == (found[several.index(expected)].total if expected else 0)
