"""One paragraph of each report takes a place among the hits: its best, on every engine alike."""

from __future__ import annotations

import pytest

from indexer.engines import Engine
from indexer.querying.request import build_request
from tests.engines.brute import all_hits, place_of
from tests.engines.corpus import change, fill, report

MEETING = "支部每月开一次村民夜谈会，收集意见{n}条。"
OTHER = "渡口修了三盏夜航灯，船工靠岸不再摸黑。"


def filled_several(engine: Engine) -> Engine:
    """Three reports with three, two and one paragraphs about meetings, and others; written one by one."""
    for year, count in ((2018, 3), (2020, 2), (2021, 1)):
        texts = [MEETING.format(n=n * year) + "会后逐条办。" * n for n in range(1, count + 1)]
        change(engine, {f"r{year}": report(OTHER, *texts, year=year)})
    return engine


@pytest.fixture(scope="module")
def several(shared: Engine) -> Engine:
    return filled_several(shared)


def test_each_report_has_one_place_and_the_totals_stay(several: Engine) -> None:
    whole, page = (several.search(build_request("夜谈会", per_report=per_report)) for per_report in (False, True))
    assert (page.total, page.report_total, page.facets, page.folded) == (6, 3, whole.facets, 0)
    assert (page.pages, len(page.hits)) == (1, 3)
    assert {hit.paragraph.report_id: hit.more_in_report for hit in page.hits} == {"r2018": 2, "r2020": 1, "r2021": 0}
    assert [hit.more_in_report for hit in whole.hits] == [0] * 6


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("words", ["夜谈会", "夜谈会 意见", ""])
def test_the_best_of_a_report_keeps_its_place(several: Engine, words: str, sort: str) -> None:
    """Page by page it is the whole list without what comes from a report that was there before."""
    whole = [place_of(hit) for hit in all_hits(several, build_request(words, sort=sort, size=1))]
    first = {place: None for place in whole if place == next(other for other in whole if other[0] == place[0])}
    shown = [place_of(hit) for hit in all_hits(several, build_request(words, sort=sort, size=1, per_report=True))]
    assert len(shown) == 3 and shown == list(first)


def test_only_what_was_found_counts(several: Engine) -> None:
    page = several.search(build_request("夜谈会", filters={"year": ["2018"]}, per_report=True))
    assert (page.total, page.hits[0].more_in_report) == (3, 2)


def test_near_duplicates_in_other_reports_keep_their_places(several: Engine) -> None:
    """A report does not vanish because another says nearly the same."""
    page = several.search(build_request("夜航灯", fold=True, per_report=True))
    assert (page.total, len(page.hits), page.folded) == (3, 3, 0)
    assert [hit.near_duplicates for hit in page.hits] == [0, 0, 0]


def test_a_deleted_report_leaves_no_place(engine: Engine) -> None:
    several = filled_several(engine)
    change(several, delete=["r2020"])
    page = several.search(build_request("夜谈会", per_report=True))
    assert ({hit.paragraph.report_id for hit in page.hits}, page.pages, page.total) == ({"r2018", "r2021"}, 1, 4)


def test_a_page_beyond_the_last_is_empty(several: Engine) -> None:
    beyond = several.search(build_request("夜谈会", per_report=True, page=4, size=1))
    assert (beyond.hits, beyond.pages, beyond.total) == ((), 3, 6)


def test_nothing_in_an_empty_index(engine: Engine) -> None:
    fill(engine, {})
    page = engine.search(build_request(per_report=True))
    assert (page.hits, page.pages, page.total) == ((), 0, 0)
