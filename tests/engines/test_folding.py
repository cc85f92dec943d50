"""Near-duplicates take one place among the hits, on every engine alike."""

from __future__ import annotations

import pytest

from indexer.engines import Engine
from indexer.querying.request import build_request
from tests.engines.brute import all_hits, place_of
from tests.engines.corpus import change, fill, report

LETTER = (
    "全年组织党员干部走访困难群众{figure}户，收集意见建议{figure}条，逐条列出清单，明确责任人和完成时限，"
    "办结一件、回访一件，群众满意度明显提高，工作经验在全县推广。"
)
OTHER = "今年以来，支部坚持每月召开一次学习会，结合岗位实际讨论制度怎样落地，先后修订了值班、采购和档案三项办法。"


def filled_repeating(engine: Engine) -> Engine:
    """Three versions of one paragraph in three reports, and another paragraph; written one by one."""
    for year, figure in ((2018, 12), (2019, 30), (2021, 7)):
        texts = [LETTER.format(figure=figure)] + ([OTHER] if year == 2019 else [])
        change(engine, {f"r{year}": report(*texts, year=year)})
    return engine


@pytest.fixture(scope="module")
def repeating(shared: Engine) -> Engine:
    return filled_repeating(shared)


def test_hits_that_nearly_repeat_one_shown_are_counted_there(repeating: Engine) -> None:
    """The total still counts them all, and so do the facets."""
    page = repeating.search(build_request("群众", fold=True))
    assert (page.total, page.folded, page.pages, len(page.hits)) == (3, 2, 1, 1)
    assert page.hits[0].near_duplicates == 2
    assert sum(value.count for value in page.facets[2].values) == 3
    unfolded = repeating.search(build_request("群众"))
    assert (unfolded.total, unfolded.folded, [h.near_duplicates for h in unfolded.hits]) == (3, 0, [0, 0, 0])


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_the_best_of_a_cluster_keeps_its_place(repeating: Engine, sort: str) -> None:
    """Every page of the folded list is the unfolded list without what repeats an earlier one."""
    whole = [place_of(hit) for hit in all_hits(repeating, build_request(sort=sort, size=1))]
    folded = [place_of(hit) for hit in all_hits(repeating, build_request(sort=sort, size=1, fold=True))]
    first = next(place for place in whole if place[1] == 0)
    assert folded == [place for place in whole if place == first or place[1] == 1]


def test_only_what_was_found_counts_as_near(repeating: Engine) -> None:
    page = repeating.search(build_request("群众", filters={"year": ["2018-2019"]}, fold=True))
    assert (page.total, page.folded, page.hits[0].near_duplicates) == (2, 1, 1)
    assert page.hits[0].near_duplicates == 1


def test_near_paragraphs_are_listed_newest_first(repeating: Engine) -> None:
    """All of the archive's, the asked one left out; none for what is unlike all others or unknown."""
    assert [p.report_id for p in repeating.near_duplicates("r2019-0")] == ["r2021", "r2018"]
    assert repeating.near_duplicates("r2019-1") == ()
    for unknown in ("nothing-0", "r2019-7", "no id"):
        assert repeating.near_duplicates(unknown) == ()


def test_what_is_deleted_or_rewritten_is_near_no_more(engine: Engine) -> None:
    repeating = filled_repeating(engine)
    change(repeating, {"r2018": report(OTHER + "又补充一段。", year=2018)}, delete=["r2021"])
    assert repeating.near_duplicates("r2019-0") == ()
    assert [p.id for p in repeating.near_duplicates("r2019-1")] == ["r2018-0"]


def test_nothing_is_folded_in_an_empty_index(engine: Engine) -> None:
    fill(engine, {})
    assert engine.search(build_request(fold=True)).folded == 0
