"""What the cluster works out beside what is worked out here: candidates, contexts, counts. On a live node."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer.engines.opensearch import (
    OpenSearchEngine,
    concordance,
    contexts,
    counting,
    ordering,
    rough,
    scoring,
    similarity,
)
from indexer.engines.opensearch.catalogue import known_reports
from indexer.engines.opensearch.transport import Answer
from indexer.language.tokenizer import Tokenizer
from indexer.model.orders import CONCORDANCE_ORDERS, SORTS, ConcordanceOrder, Sort
from indexer.querying.filters import NO_FILTERS, build_filters
from indexer.querying.request import build_request
from tests.engines.conftest import FACTORIES, discard, need_node
from tests.engines.corpus import change, fill_in_parts, random_reports, report
from tests.reference_engine.engine import MemoryEngine


@pytest.fixture
def engine(tmp_path: Path, tokenizer: Tokenizer) -> Iterator[OpenSearchEngine]:
    """A new, empty index on the node."""
    need_node("opensearch")
    made = FACTORIES["opensearch"](tmp_path / "index", tokenizer)
    assert isinstance(made, OpenSearchEngine)
    yield made
    made.close()
    discard("opensearch", tmp_path / "index")


@pytest.fixture(scope="module")
def thinned(tmp_path_factory: pytest.TempPathFactory, tokenizer: Tokenizer) -> Iterator[OpenSearchEngine]:
    """Random reports of which every third is deleted again. Only for reading."""
    need_node("opensearch")
    folder = tmp_path_factory.mktemp("thinned")
    made = FACTORIES["opensearch"](folder, tokenizer)
    assert isinstance(made, OpenSearchEngine)
    fill_in_parts(made, random_reports())
    change(made, delete=sorted(random_reports())[::3])
    yield made
    made.close()
    discard("opensearch", folder)


def test_a_concordance_of_too_much_is_cut_with_a_notice_and_its_totals_are_exact(
    engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words and phrases are counted by the cluster, single characters and longer ones alike."""
    change(engine, random_reports(30))
    for typed in ("党建", "责", '"两个维护"', "党建 责任", "党建 | 问题 | 35"):
        request = build_request(typed)
        whole = engine.concordance(request, "place", 10)
        monkeypatch.setattr(concordance, "MOST_READ", 3)
        cut = engine.concordance(request, "place", 10)
        monkeypatch.undo()
        assert (cut.total, cut.paragraph_total) == (whole.total, whole.paragraph_total), typed
        assert cut.lines == whole.lines[: len(cut.lines)] and cut.lines
        assert "总数是全部的" in cut.notices[-1] and not whole.notices
    monkeypatch.setattr(concordance, "MOST_READ", 3)
    gap = engine.concordance(build_request('"党建" | "党*建"'), "place", 10)
    assert "都只算前 3 段" in gap.notices[-1]


def test_order_is_exact_beyond_what_is_scored_here(engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Further pages take the cluster's order: the same paragraphs, each once."""
    change(engine, random_reports(30))
    request = build_request("党建", size=5)
    exact = [hit.paragraph.id for n in range(1, 6) for hit in engine.search(replace(request, page=n)).hits]
    monkeypatch.setattr(ordering, "EXACT", 3)
    monkeypatch.setattr(ordering, "_MOST_FETCHED", 3)
    rough = [hit.paragraph.id for n in range(1, 6) for hit in engine.search(replace(request, page=n)).hits]
    assert sorted(rough) == sorted(exact) and len(set(rough)) == len(rough)


@pytest.mark.parametrize("typed", ["党建", "党建 责任", "问题 | 35", "党建 | 责任 | 问题", '"两个维护"', "单位:公安 责任"])
def test_what_cannot_come_first_is_left_out_and_nothing_else(
    thinned: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    """Also where much has been deleted: Lucene counts that on until it merges."""
    left: list[int] = []
    possible, seen = ordering.Ordering._possible, ordering.Ordering._seen

    def count(self: ordering.Ordering, found: dict[str, object], rest: dict[str, object], looked_at: int) -> None:
        body = {"size": 0, "track_total_hits": True}
        asked = [{**body, "query": found}, {**body, "query": rest}]
        all_, few = (one["hits"]["total"]["value"] for one in thinned.client.searches(self.now.index, asked, everywhere=True))
        left.append(all_ - few - looked_at)

    def counted(self: ordering.Ordering, found: dict[str, object], needed: int) -> dict[str, object]:
        rest = possible(self, found, needed)
        count(self, found, rest, 0)
        return rest

    def counted_seen(self: ordering.Ordering, found: dict[str, object], needed: int) -> tuple[Any, dict[str, object] | None]:
        looked_at, rest = seen(self, found, needed)
        count(self, found, {"match_none": {}} if rest is None else rest, len(looked_at))
        return looked_at, rest

    monkeypatch.setattr(ordering.Ordering, "_possible", counted)
    monkeypatch.setattr(ordering.Ordering, "_seen", counted_seen)
    requests = [build_request(typed, size=size, page=page, fold=size > 3) for size, page in ((3, 1), (3, 2), (7, 1), (40, 1))]
    exact = [thinned.search(request).hits for request in requests]
    assert not left
    monkeypatch.setattr(ordering, "MANY", 0)
    assert [thinned.search(request).hits for request in requests] == exact
    for looked_at in (0, 1):
        monkeypatch.setattr(ordering, "_LOOKED_AT", looked_at)
        assert [thinned.search(request).hits for request in requests] == exact
    assert min(left) >= 0 and (sum(left) > 0 or thinned.search(requests[0]).total < 48), "of few all can come first"


def test_paragraphs_that_cannot_be_candidates_are_left_out_and_no_others(
    engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside the script over all that share a word, also where much has been deleted and where many are equally good."""
    fill_in_parts(engine, random_reports())
    equal = report(*(f"第{number}项责任落实到位" for number in range(20)))
    change(engine, {"equal": equal}, delete=sorted(random_reports())[::3])
    texts = ["党建责任落实到位，问题整改", "第1项责任落实到位", "问题、责任和任务"]
    monkeypatch.setattr(similarity, "CANDIDATES", 12)
    found = [engine.similar(text, NO_FILTERS, 10) for text in texts]
    monkeypatch.setattr(ordering.Ordering, "_possible", lambda self, found, needed: found)
    assert found == [engine.similar(text, NO_FILTERS, 10) for text in texts]
    monkeypatch.setattr(ordering.Ordering, "best", by_exact_scores)
    assert found == [engine.similar(text, NO_FILTERS, 10) for text in texts]
    assert all(found)


def by_exact_scores(self: ordering.Ordering, found: dict[str, object], needed: int) -> list[dict[str, object]]:
    """All that is found, scored here."""
    hits = list(self.now.client.scan(self.now.index, found))
    return sorted(hits, key=lambda hit: self._scored(hit).place)[:needed]


@pytest.mark.parametrize("order", CONCORDANCE_ORDERS)
def test_what_stands_beside_is_the_same_read_there_and_here(
    engine: OpenSearchEngine, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch, order: ConcordanceOrder
) -> None:
    """Characters of two units in UTF-16, escapes, the ends of sentences and of headings; in order of place counted there as well
    as listed."""
    astral = "".join(map(chr, range(0x20000, 0x2000C)))
    texts = [
        f"{astral}党建{astral}", f"一{astral}党建{astral}一", "甲\\乙党建\\丙", "党建", "前句。党建！后句", "抓党建党建抓",
        "一二三四五六七八九党建一二三四五六七八九",
    ]  # fmt: skip
    reports = {f"r{at}": report(text, text[::-1]) for at, text in enumerate(texts)}
    reference = MemoryEngine(tokenizer)
    for one in (engine, reference):
        change(one, reports)
    for typed in ("党建", "党", "党建 | 建", astral[3:6]):
        for page in (1, 2, 3):
            request = build_request(typed, page=page, size=7)
            expected = replace(reference.concordance(request, order, 10), took_ms=0)
            for fetched in (0, 1_000):
                monkeypatch.setattr(concordance, "_FETCHED", fetched)
                assert replace(engine.concordance(request, order, 10), took_ms=0) == expected, (typed, fetched)
            monkeypatch.setattr(contexts, "_LONGEST", 0)
            assert replace(engine.concordance(request, order, 10), took_ms=0) == expected, typed
            monkeypatch.undo()


def test_the_first_lines_of_too_much_are_those_of_the_newest(engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the cut falls: between years, in a report, among fragments and reports of no known year."""
    change(engine, random_reports(30))
    request = build_request("党建 | 责任", size=100)
    whole = engine.concordance(request, "place", 10)
    ids = list(dict.fromkeys(line.paragraph.id for line in whole.lines))
    for most in (1, 2, 5, len(ids) // 2, len(ids) - 1):
        monkeypatch.setattr(concordance, "MOST_READ", most)
        cut = engine.concordance(request, "place", 10)
        monkeypatch.undo()
        assert cut.lines == tuple(line for line in whole.lines if line.paragraph.id in ids[:most]), most


def test_counts_are_kept_for_further_pages_and_no_longer_than_their_generation(engine: OpenSearchEngine) -> None:
    change(engine, {"a": report("党建一", "党建二")})
    first, second = (engine.search(build_request("党建", page=page, size=1)) for page in (1, 2))
    assert (first.total, second.total) == (2, 2) and first.facets == second.facets
    change(engine, {"b": report("党建三")})
    assert engine.search(build_request("党建", page=3, size=1)).total == 3


@pytest.mark.parametrize("typed", ["", "党建", "党建 责任"])
@pytest.mark.parametrize("sort", SORTS)
def test_the_first_by_year_are_the_same_looked_for_in_the_first_years_only(
    thinned: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch, typed: str, sort: Sort
) -> None:
    """Also where these have too few, and where many are of no known year or fragments."""
    requests = [build_request(typed, sort=sort, size=size, page=page) for size, page in ((2, 1), (5, 2), (40, 1), (40, 3))]
    requests += [replace(requests[0], filters=build_filters(given)) for given in ({"section": ["work"]}, {"year": ["2020-"]})]
    exact = [thinned.search(request).hits for request in requests]
    monkeypatch.setattr(ordering, "MANY", 0)
    monkeypatch.setattr(ordering, "_SLACK", 1)
    assert [thinned.search(request).hits for request in requests] == exact


def test_a_new_question_takes_two_requests(engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the one that asks which generation is the newest: each waits for the one before it."""
    change(engine, random_reports(30))
    engine.search(build_request("责任"))
    asked: list[str] = []
    send = engine.client._transport.send

    def counted(host: str, method: str, path: str, body: bytes | None, kind: str) -> Answer:
        asked.append(path)
        return send(host, method, path, body, kind)

    monkeypatch.setattr(engine.client._transport, "send", counted)
    monkeypatch.setattr(ordering, "MANY", 0)
    for typed in ("党建", "", "问题 1234567"):
        asked.clear()
        engine.search(build_request(typed))
        assert [path.partition("?")[0] for path in asked[1:]] == ["/_msearch"] * len(asked[1:]) and len(asked) <= 3, typed


def test_a_report_keeps_its_number_and_no_other_is_given_it(engine: OpenSearchEngine) -> None:
    """Reports are counted by a bit each: two of the same number would count as one."""
    change(engine, {one: report("党建一", "党建二") for one in "bca"})
    first = {one: was.number for one, was in known_reports(engine.newest()).items()}
    change(engine, {"d": report("党建三"), "a": report("党建四")}, delete=["b"])
    change(engine, {"b": report("党建五")}, delete=["d"])
    second = {one: was.number for one, was in known_reports(engine.newest()).items()}
    assert sorted(first.values()) == [0, 1, 2] and (second["a"], second["c"]) == (first["a"], first["c"])
    assert second["b"] == 4 and engine.newest().numbered == 5
    page = engine.search(build_request("党建"))
    assert (page.total, page.report_total) == (4, 3)


def test_clusters_are_counted_page_by_page_where_there_are_too_many_to_tell(
    engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "全面推进各项重点任务，切实把党建责任扛在肩上，一件事一件事抓落实，确保年底前全部完成"
    change(engine, {f"r{at}": report(long.replace("一件", f"{at}件"), long[::-1], f"党建第{at}句") for at in range(4)})
    for request in (build_request("党建", fold=True), build_request("", fold=True)):
        whole = engine.search(request)
        assert whole.folded > 0
        monkeypatch.setattr(counting, "_MOST_TOLD", 0)
        change(engine, {})
        assert engine.search(request).folded == whole.folded
        monkeypatch.undo()


def test_an_index_made_with_other_constants_is_scored_by_the_script(
    engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its rough scores might be less than ours."""
    change(engine, random_reports(30))
    scorer = scoring.Scorer(engine.newest(), engine.tokenizer, ["党建"])
    assert scorer.rough({"match_all": {}}) is not None
    monkeypatch.setattr(rough, "K1", 2.0)
    assert scorer.rough({"match_all": {}}) is None
