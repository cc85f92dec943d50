"""Totals, facets, orders and pages: exact in every engine, and the same in all of them."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engines import Engine, Source
from indexer.engines.ranking import MASKED, WINDOW, prior
from indexer.engines.whoosh import WhooshEngine
from indexer.language.tokenizer import Tokenizer
from indexer.model.orders import Sort
from indexer.model.reports import Hit, ResultPage
from indexer.querying.facets import FACETS
from indexer.querying.filters import NO_FILTERS, Filters
from indexer.querying.request import build_request
from indexer.querying.tree import Query, SearchRequest
from tests.engines.brute import all_hits, expected_counts, expected_places, place_of
from tests.engines.corpus import (
    change,
    fill,
    filters,
    paragraph,
    queries,
    random_reports,
    report,
    word_lists,
)
from tests.profiles import examples
from tests.reference_engine.engine import MemoryEngine

REPORTS = random_reports()
SORTS: tuple[Sort, ...] = get_args(Sort)
quick = settings(max_examples=examples(80))


@pytest.fixture(scope="session")
def reference(tokenizer: Tokenizer) -> MemoryEngine:
    """The brute-force engine over the same reports, written at once."""
    made = MemoryEngine(tokenizer)
    fill(made, REPORTS)
    return made


@quick
@given(queries, filters)
def test_totals_and_facets_equal_brute_force(filled: Engine, query: Query, chosen: Filters) -> None:
    """OR inside a group, AND across groups, each facet counted without its own selection."""
    request = SearchRequest(query, chosen, size=1)
    page = filled.search(request)
    right = expected_places(REPORTS, request)
    assert page.total == len(right)
    assert filled.count(request) == len(right)
    assert page.report_total == len({report_id for report_id, _ in right})
    counted = {f.field: {v.value: v.count for v in f.values if v.count} for f in page.facets}
    assert counted == {field: dict(counts) for field, counts in expected_counts(REPORTS, request).items()}


@quick
@given(filters)
def test_selected_values_are_always_shown_and_marked(filled: Engine, chosen: Filters) -> None:
    page = filled.search(replace(build_request("不存在的词"), filters=chosen))
    shown = {f.field: {v.value for v in f.values if v.selected} for f in page.facets}
    assert page.total == 0
    for name in ("section", "unit", "genre", "folder", "placeholders", "confidence"):
        assert shown[name] == set(chosen.values(name))
    assert shown["year"] >= {end for years in chosen.values("year") for end in years.split("-")}
    assert ("unknown" in shown["year"]) == ("unknown" in chosen.values("year"))


def test_a_paragraph_of_two_sections_counts_once_and_in_both(engine: Engine) -> None:
    fill(engine, {"r": report(paragraph(0, "甲", ["problems", "causes"]), paragraph(1, "甲", ["causes"]))})
    page = engine.search(build_request("甲", filters={"section": ["problems", "causes"]}))
    assert page.total == 2
    assert {v.value: v.count for v in page.facets[0].values} == {"problems": 1, "causes": 2}


def test_a_report_in_two_folders_counts_once_and_in_both(engine: Engine) -> None:
    """Two files of it in one folder count once there; a file in no folder lies in the outermost."""
    files = {"a": ("甲/一.txt", "乙/一.txt", "乙/二.txt"), "b": ("三.txt",), "c": ("甲/内/四.txt",)}
    change(
        engine, {name: report("党建") for name in files}, sources={name: Source(own) for name, own in files.items()}
    )
    page = engine.search(build_request("党建", filters={"folder": ["甲", "乙"]}))
    assert (page.total, page.report_total) == (1, 1)
    counted = {v.value: (v.label, v.count, v.selected) for v in page.facets[4].values}
    assert counted == {
        "甲": ("甲", 1, True),
        "乙": ("乙", 1, True),
        ".": ("最外层", 1, False),
        "甲/内": ("甲/内", 1, False),
    }
    assert engine.search(build_request(filters={"folder": ["."]})).hits[0].paragraph.files == ("三.txt",)


def test_a_moved_file_is_counted_in_its_new_folder(engine: Engine) -> None:
    """Folders come from where files are now, not from when their reports were written."""
    change(engine, {"a": report("党建")}, sources={"a": Source(("旧/一.txt",))})
    assert engine.search(build_request(filters={"folder": ["旧"]})).total == 1
    change(engine, sources={"a": Source(("新/一.txt",))})
    assert engine.search(build_request(filters={"folder": ["旧"]})).total == 0
    assert engine.search(build_request("文件:新")).total == 1


@quick
@given(queries, filters, st.sampled_from(SORTS), st.integers(1, 12), st.integers(1, 9), st.booleans(), st.booleans())
def test_every_engine_gives_the_page_that_brute_force_gives(
    filled: Engine,
    reference: MemoryEngine,
    query: Query,
    chosen: Filters,
    sort: Sort,
    size: int,
    number: int,
    fold: bool,
    per_report: bool,
) -> None:
    """The same hits in the same order with the same scores, marks, facets and title hits."""
    asked = SearchRequest(query, chosen, sort, number, size, "so understood", ("a notice",), fold, explain=True)
    request = replace(asked, per_report=per_report)
    got, right = (replace(e.search(request), took_ms=0) for e in (filled, reference))
    assert_same_answer(got, right)


@settings(max_examples=examples(60))
@given(word_lists, filters, st.sampled_from(SORTS), st.sampled_from((1, 7, 50)))
def test_lists_of_words_stand_in_the_same_order_to_the_last_hit(
    filled: Engine, reference: MemoryEngine, query: Query, chosen: Filters, sort: Sort, size: int
) -> None:
    """Verbatim hits first, then by score, the best ordered once more: on every page alike."""
    request = SearchRequest(query, chosen, sort, size=size)
    got, right = (all_hits(e, request) for e in (filled, reference))
    assert [place_of(h) for h in got] == [place_of(h) for h in right]
    assert [h.score for h in got] == pytest.approx([h.score for h in right], abs=1e-8)


def assert_same_answer(got: ResultPage, right: ResultPage) -> None:
    """Scores may differ in their last digit: they are sums in another order."""
    assert [place_of(h) for h in got.hits] == [place_of(h) for h in right.hits]
    assert [h.score for h in got.hits] == pytest.approx([h.score for h in right.hits], abs=1e-8)
    assert without_scores(got.hits) == without_scores(right.hits)
    assert replace(got, hits=()) == replace(right, hits=())


def without_scores(hits: tuple[Hit, ...]) -> list[Hit]:
    return [replace(hit, score=0, explanation=None) for hit in hits]


def test_the_random_reports_are_worth_asking(filled: Engine) -> None:
    """More hits than are reranked; paragraphs of many priors; several segments."""
    page = filled.search(build_request("建 责", size=100))
    assert page.total > WINDOW
    priors = {prior(len(p.text), len(p.placeholders)) for r in REPORTS.values() for p in r.paragraphs}
    assert len(priors) > 6
    if isinstance(filled, WhooshEngine):
        snapshot = filled.snapshot()
        assert len(snapshot.segments) > 1
        assert not all(segment.live.all() for segment in snapshot.segments)


# --- order --------------------------------------------------------------------------------


@pytest.mark.parametrize("q", ["", "党建", "责任 -妇联"])
@pytest.mark.parametrize("sort", SORTS)
def test_orders_are_kept_with_unknown_years_last(filled: Engine, sort: Sort, q: str) -> None:
    """By year, then score, then report and place; or by score, then newest first."""
    hits = all_hits(filled, replace(build_request(q, sort=sort, size=7), filters=NO_FILTERS))
    assert len(hits) > 20

    def rank(hit: Hit) -> tuple[object, ...]:
        shown = hit.paragraph
        year = shown.year
        newest = (year is None, -(year or 0))
        oldest = (year is None, year or 0)
        place = (shown.report_id, shown.ordinal)
        if sort == "relevance":
            return (-hit.score, len(shown.text) < 20, *newest, *place)
        return (*(newest if sort == "newest" else oldest), -hit.score, *place)

    assert hits == sorted(hits, key=rank)
    if sort != "relevance":
        years = [hit.paragraph.year for hit in hits]
        assert None in years
        assert None not in years[: years.index(None)] and set(years[years.index(None) :]) == {None}


def test_what_speaks_more_of_the_word_comes_first(engine: Engine) -> None:
    """Relevance means something: a heading of the word, then more of it, then a passing mention."""
    filler = "本单位认真学习文件，开展活动，加强管理，服务群众，" * 3
    headed = replace(paragraph(2, filler + "家风", above=()), heading_path=("弘扬家风",))
    texts = (filler + "家风。", "家风家风家风。" + filler, headed, filler)
    fill(engine, {"r": report(*texts), "s": report(*["其他的事情"] * 30)})
    hits = engine.search(build_request("家风")).hits
    assert [hit.paragraph.ordinal for hit in hits][-1] == 0
    assert hits[0].score > hits[-1].score > 0


def test_what_holds_all_that_was_typed_comes_before_better_scores(engine: Engine) -> None:
    """Only in the order by relevance, and only where several words were typed."""
    filler = "本单位认真学习文件，开展活动，加强管理，服务群众，" * 3
    scattered = "党建引领。业务融合，" * 4 + filler[:24]
    fill(engine, {"a": report(scattered, filler + "党建、业务。", "与此无关的一段话。" * 4)})
    assert [h.paragraph.ordinal for h in engine.search(build_request("党建 业务")).hits] == [1, 0]
    assert [h.paragraph.ordinal for h in engine.search(build_request("业务 党建")).hits] == [0, 1]


def test_words_in_the_order_of_the_question_come_first(engine: Engine) -> None:
    """Of two paragraphs that hold the same; neither holds the question as typed."""
    fill(engine, {"a": report("夜校办在码头，教渔民识字。", "码头夜校停了，渔民都上了船。")})
    right = {"夜校 码头 渔民": {0: 1.0, 1: 0.5}, "码头 夜校 渔民": {1: 1.0, 0: 0.5}, "夜校 码头": {0: 1.0, 1: 0.0}}
    for asked, orders in right.items():
        hits = engine.search(replace(build_request(asked), explain=True)).hits
        assert [(hit.paragraph.ordinal, hit.explanation.order) for hit in hits if hit.explanation] == list(orders.items())


def test_words_of_the_headings_above_count_as_standing_there(engine: Engine) -> None:
    """A paragraph is about its headings too, but not about a word that only its report's title has."""
    above = paragraph(0, "渔民都来上课，月底考试。", above=["夜校办到船上"])
    within = paragraph(1, "夜校里渔民都来上课，考试合格的发证。")
    fill(engine, {"a": report(above, within, title="夜校总结")})
    found = engine.search(replace(build_request("夜校 渔民"), explain=True)).hits
    assert [hit.explanation.term_coverage for hit in found if hit.explanation] == [1.0, 1.0]


def test_signs_that_are_no_words_come_verbatim_first_too(engine: Engine) -> None:
    """Nothing is scored for them, and still what holds them as typed is the better find."""
    fill(engine, {"a": report("同比＋百分之五，％。", "一％＋"), "b": report("％＋", "＋。％", year=2001)})
    hits = engine.search(build_request("％ ＋")).hits
    assert [place_of(h) for h in hits] == [("a", 1), ("b", 0), ("a", 0), ("b", 1)]


def test_words_close_together_come_before_words_far_apart(engine: Engine) -> None:
    """Of paragraphs that speak as often of both; in different sentences they are not close at all."""
    texts = ["党建工作{}业务工作。", "党建工作业务工作{}。", "业务工作。{}。党建工作。"]
    filler = "认真学习文件开展活动加强管理服务群众"
    fill(engine, {"a": report(*(text.format(filler) for text in texts))})
    hits = engine.search(build_request("党建 业务")).hits
    assert [h.paragraph.ordinal for h in hits] == [1, 0, 2]
    assert hits[0].score > hits[1].score > hits[2].score


def test_complete_paragraphs_come_before_masked_ones_and_fragments(engine: Engine) -> None:
    """Of equal relevance otherwise; a masked one is still before a fragment."""
    whole = "关心困难群众家风建设情况，走访慰问三百多户家庭。"
    masked = replace(paragraph(1, whole), placeholders=((0, 1),))
    fragment = paragraph(2, "家风建设要抓好。")
    fill(engine, {"a": report(fragment, masked, paragraph(3, whole)), "b": report(*["别的事情"] * 20)})
    found = engine.search(build_request("家风")).hits
    scores = {h.paragraph.ordinal: h.score for h in found}
    assert scores[3] * MASKED == pytest.approx(scores[1])


# --- pages --------------------------------------------------------------------------------


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("size", [1, 7, 100])
def test_pages_hold_every_hit_exactly_once(filled: Engine, size: int, sort: Sort) -> None:
    request = build_request("党建", sort=sort, size=size)
    first = filled.search(request)
    hits = [h for n in range(1, first.pages + 1) for h in filled.search(replace(request, page=n)).hits]
    positions = [place_of(hit) for hit in hits]
    assert len(positions) == len(set(positions)) == first.total
    assert set(positions) == expected_places(REPORTS, request)
    assert first.pages == -(-first.total // size)


@pytest.mark.parametrize("number", [2, 1_000_000])
def test_a_page_beyond_the_end_is_empty_but_counted(filled: Engine, number: int) -> None:
    last = filled.search(build_request("党建", size=100)).pages
    page = filled.search(build_request("党建", size=100, page=last - 1 + number))
    assert page.hits == ()
    assert page.total == len(expected_places(REPORTS, build_request("党建")))
    assert page.page == last - 1 + number and page.pages == last


def test_an_empty_index_answers(engine: Engine) -> None:
    """A new user's first search is no error."""
    chosen = Filters(
        {"section": ["work"], "unit": ["妇联"], "year": ["2018", "unknown"], "folder": ["党建"], "placeholders": ["yes"]}
    )
    for query in (build_request(), build_request("党建 -妇联")):
        page = engine.search(query)
        assert (page.total, page.report_total, page.pages, page.hits) == (0, 0, 0, ())
        assert [f.values for f in page.facets] == [()] * len(FACETS)
        shown = engine.search(replace(query, filters=chosen)).facets
        assert [[v.value for v in f.values] for f in shown] == [
            ["work"], ["妇联"], ["2018", "unknown"], [], ["党建"], ["yes"], [],
        ]  # fmt: skip
    assert engine.report("r") is None and engine.paragraph("r-0") is None
    assert engine.paragraphs_of("r") == ()
    assert dict(engine.manifest()) == {}
    stats = engine.stats()
    assert (stats.files, stats.reports, stats.paragraphs, stats.characters) == (0, 0, 0, 0)


def test_titles_are_offered_from_the_chosen_folders_only(engine: Engine) -> None:
    files = {"a": ("甲/一.txt",), "b": ("乙/二.txt", "丙/二.txt")}
    change(engine, {name: report("党建") for name in files}, sources={name: Source(own) for name, own in files.items()})
    assert [hit.report_id for hit in engine.search(build_request("述职", filters={"folder": ["丙"]})).title_hits] == ["b"]
    assert len(engine.search(build_request("述职")).title_hits) == 2
