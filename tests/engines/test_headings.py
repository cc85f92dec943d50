"""Headings as results: the same on every engine as by looking at every paragraph's headings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engines import Engine
from indexer.engines.headings import bare, clauses
from indexer.model.orders import HEADING_ORDERS, HeadingOrder
from indexer.model.reports import Paragraph, Report
from indexer.model.results import HeadingHit, HeadingPage
from indexer.querying.filters import Filters
from indexer.querying.formatting import query_text
from indexer.querying.heading_request import HeadingRequest
from indexer.querying.syntax import parse_query
from tests import oracle
from tests.engines import brute, corpus
from tests.engines.brute import Seen
from tests.engines.corpus import change, fill, random_reports
from tests.profiles import examples

many = settings(max_examples=examples(60))


def under(*path: str, ordinal: int = 0, text: str = "正文。", sections: tuple[str, ...] = ("work",)) -> Paragraph:
    return Paragraph(ordinal, text, sections, (), path)


def report(*paragraphs: Paragraph, year: int | None = 2018, unit: str | None = "妇联", title: str = "述职报告") -> Report:
    placed = tuple(replace(p, ordinal=at) for at, p in enumerate(paragraphs))
    return Report(0, title, year, None, unit, placed)


def texts(engine: Engine, q: str = "", **more: object) -> list[str]:
    return [hit.text for hit in engine.headings(HeadingRequest(q, **more)).hits]  # type: ignore[arg-type]


# --- what a heading is ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("一、强化意识，落实责任", "强化意识，落实责任"),
        ("（二）抓队伍。", "抓队伍"),
        ("3.主要做法：", "主要做法"),
        ("一是强基础；", "强基础"),
        ("第一部分 回顾", "回顾"),
        ("①建章立制", "建章立制"),
        ("强化担当", "强化担当"),
        ("2018年工作回顾", "2018年工作回顾"),
        ("一、。", ""),
        ("……", ""),
    ],
)
def test_a_heading_is_shown_without_its_number_and_closing_sign(heading: str, expected: str) -> None:
    """A writer takes over the words, never the number."""
    assert bare(heading) == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        *(("强化意识", 1), ("强化意识，落实责任", 2)),
        *(("强意识、抓责任；重实效 求突破", 3), ("强意识、抓责任", 1), ("投入1,200元", 1), ("强意识,抓责任", 2), ("“一，二”", 2)),
    ],
)
def test_clauses_are_the_parts_between_commas(heading: str, expected: int) -> None:
    """、 joins what one clause lists; a comma in a figure parts nothing."""
    assert clauses(heading) == expected


# --- counted by hand --------------------------------------------------------------------------


def filled_small(engine: Engine) -> Engine:
    fill(
        engine,
        {
            "a": report(
                under("一、强化党建意识，落实责任"),
                under("一、强化党建意识，落实责任", "（一）抓学习"),
                under("二、存在问题", sections=("problems",)),
                year=2016,
            ),
            "b": report(
                under("三、强化党建意识，落实责任"),
                under("（一）抓学习。", "1.抓学习"),
                unit="公安",
                year=2020,
                title="派出所总结",
            ),
            "c": report(under("抓学习"), year=None, unit=None),
        },
    )
    return engine


@pytest.fixture(scope="module")
def small(shared: Engine) -> Engine:
    return filled_small(shared)


def test_headings_of_different_numbers_are_one(small: Engine) -> None:
    """一、 in one report and 三、 in another: the same words to take over; one paragraph counts once."""
    page = small.headings(HeadingRequest())
    assert tuple(replace(hit, siblings=None) for hit in page.hits) == (
        HeadingHit("抓学习", 3, 3, 1, "b-1", ("work",), ("妇联", "公安"), 2016, 2020, (3,)),
        HeadingHit("强化党建意识，落实责任", 3, 2, 2, "b-0", ("work",), ("妇联", "公安"), 2016, 2020, (6, 4)),
        HeadingHit("存在问题", 1, 1, 1, "a-2", ("problems",), ("妇联",), 2016, 2016, (4,), stock=True),
    )
    assert (page.total, page.page, page.pages, page.size) == (3, 1, 1, 20)


def test_orders_length_and_clauses(small: Engine) -> None:
    """What only says the kind of a division stands last in every order."""
    assert texts(small, order="short") == ["抓学习", "强化党建意识，落实责任", "存在问题"]
    assert texts(small, order="long") == ["强化党建意识，落实责任", "抓学习", "存在问题"]
    assert texts(small, longest=4) == ["抓学习", "存在问题"]
    assert texts(small, shortest=4, longest=4) == ["存在问题"]
    assert texts(small, clauses=2) == ["强化党建意识，落实责任"]
    assert texts(small, clauses=3) == []
    assert texts(small, form=(6, 4)) == ["强化党建意识，落实责任"] and texts(small, form=(4,)) == ["存在问题"]
    assert texts(small, form=(4, 6)) == []


def test_words_are_asked_of_the_heading_and_the_rest_of_its_paragraphs(small: Engine) -> None:
    """党建 in the text below, or in a title, is no heading; 单位: and 标题: say whose headings."""
    assert texts(small, "党建 责任") == ["强化党建意识，落实责任"]
    assert texts(small, '"强化*责任"') == ["强化党建意识，落实责任"]
    assert texts(small, "正文") == []
    assert texts(small, "-责任") == ["抓学习", "存在问题"]
    assert texts(small, "单位:公安") == ["抓学习", "强化党建意识，落实责任"]
    assert texts(small, "标题:派出所 责任") == ["强化党建意识，落实责任"]
    assert texts(small, "小标题:学习") == ["抓学习"]
    assert texts(small, "strict:意识，落实") == ["强化党建意识，落实责任"]
    assert texts(small, "存在 | 单位:公安") == ["抓学习", "强化党建意识，落实责任", "存在问题"]


def test_counts_are_of_paragraphs_that_the_filters_let_through(small: Engine) -> None:
    page = small.headings(HeadingRequest(filters=Filters({"unit": {"公安"}})))
    assert [(hit.text, hit.paragraphs, hit.reports, hit.unit_types) for hit in page.hits] == [
        ("抓学习", 1, 1, ("公安",)),
        ("强化党建意识，落实责任", 1, 1, ("公安",)),
    ]


def test_an_example_of_no_known_year_comes_last_and_years_are_of_those_known(small: Engine) -> None:
    (hit,) = small.headings(HeadingRequest(filters=Filters({"year": ["unknown"]}))).hits
    assert (hit.text, hit.example, hit.first_year, hit.last_year, hit.unit_types) == ("抓学习", "c-0", None, None, ())


def test_headings_go_with_their_reports(engine: Engine) -> None:
    """A deleted report's heading is not offered; a new one's is."""
    small = filled_small(engine)
    change(small, {"d": report(under("四、新的打算"))}, delete=["a", "b"])
    assert texts(small) == ["抓学习", "新的打算"]


def test_what_was_asked_is_said(small: Engine) -> None:
    page = small.headings(HeadingRequest("党建 。"))
    assert page.understood_as == "词 党建" and page.notices == ("已忽略只有标点的部分：。",)


def test_an_empty_index_has_none(engine: Engine) -> None:
    page = engine.headings(HeadingRequest("党建"))
    assert (page.total, page.pages, page.hits) == (0, 0, ())


# --- against every paragraph ------------------------------------------------------------------


reports_of = lru_cache(maxsize=1)(random_reports)


def about(heading: str, seen: Seen) -> Seen:
    """A heading in the place of its paragraph: what words are asked of."""
    paragraph = replace(seen.paragraph, text=heading, headings_above=(), heading_path=(heading,))
    return replace(seen, paragraph=paragraph)


def expected(request: HeadingRequest) -> dict[str, set[brute.Place]]:
    """Heading → the paragraphs counted, by looking at each with regular expressions."""
    found: dict[str, set[brute.Place]] = {}
    tree = parse_query(request.q).tree
    for seen in brute.paragraphs(reports_of()):
        for heading in filter(None, map(bare, seen.paragraph.heading_path)):
            of_form = request.shortest <= len(heading) <= (request.longest or 10**6)
            of_form &= request.clauses in (0, clauses(heading))
            if of_form and brute.allowed(seen, request.filters) and brute.answers(tree, about(heading, seen)):
                found.setdefault(heading, set()).add(seen.place)
    return found


def all_pages(engine: Engine, request: HeadingRequest) -> Iterator[HeadingPage]:
    page = engine.headings(request)
    yield page
    for number in range(2, page.pages + 1):
        yield engine.headings(replace(request, page=number))


def place(order: HeadingOrder, hit: HeadingHit) -> tuple[bool | int | str, ...]:
    size, plain = len(hit.text), hit.siblings is None or not hit.siblings.parallel
    return {
        "count": (hit.stock, -hit.reports, -hit.paragraphs, plain, size, hit.text),
        "short": (hit.stock, size, plain, -hit.paragraphs, hit.text),
        "long": (hit.stock, -size, plain, -hit.paragraphs, hit.text),
    }[order]


requests = st.builds(
    HeadingRequest,
    q=corpus.queries.map(query_text).filter(lambda q: oracle.clean_text(q) == q),
    filters=st.just(Filters()) | corpus.filters,
    shortest=st.integers(0, 4),
    longest=st.sampled_from((0, 0, 4, 8)),
    clauses=st.sampled_from((0, 0, 1, 2)),
    order=st.sampled_from(tuple(HEADING_ORDERS)),
    size=st.sampled_from((11, 100)),
)


@given(request=requests)
@many
def test_headings_equal_what_a_look_at_every_paragraph_gives(filled: Engine, request: HeadingRequest) -> None:
    """Set, counts, totals, order and paging, for any question and filters, over segments with deletes."""
    counted = expected(request)
    pages = list(all_pages(filled, request))
    hits = [hit for page in pages for hit in page.hits]
    assert {hit.text: hit.paragraphs for hit in hits} == {text: len(positions) for text, positions in counted.items()}
    assert {page.total for page in pages} == {len(counted)} and len(hits) == len(counted)
    assert hits == sorted(hits, key=lambda hit: place(request.order, hit))
    for hit in hits:
        positions = counted[hit.text]
        reports = [reports_of()[rid] for rid, _ in positions]
        assert hit.reports == len({rid for rid, _ in positions})
        assert hit.example in {f"{rid}-{ordinal}" for rid, ordinal in positions}
        years = {r.year for r in reports} - {None}
        assert {hit.first_year, hit.last_year} == ({min(years), max(years)} if years else {None})  # type: ignore[type-var]
        assert set(hit.unit_types) == {r.unit_type for r in reports} - {None}
