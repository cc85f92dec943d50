"""The Whoosh index as it grows: merged, cleaned up, and read meanwhile."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.engines.whoosh import WhooshEngine, segment_columns, snapshot
from indexer.engines.whoosh.builder import SegmentColumnsBuilder
from indexer.language.tokenizer import Tokenizer
from indexer.querying.request import build_request
from tests.engines.corpus import change, fill, origin_of, random_reports, report
from tests.engines.storage import EVERYTHING, segment_files, texts


@pytest.fixture
def engine(tmp_path: Path, tokenizer: Tokenizer) -> Iterator[WhooshEngine]:
    made = WhooshEngine(tmp_path / "index", tokenizer)
    yield made
    made.close()


def test_many_small_additions_are_merged_and_answer_like_a_new_index(
    engine: WhooshEngine, tmp_path: Path, tokenizer: Tokenizer
) -> None:
    """One report a day for a month: few segments, the same hits, scores, order and facets."""
    reports = dict(list(random_reports().items())[:30])
    added: dict[str, Any] = {}
    for identity, one in reports.items():
        added[identity] = one
        change(engine, {identity: one}, sources={rid: origin_of(rid) for rid in added})
    assert len(segment_files(engine, ".trm")) <= 9
    assert len(segment_files(engine, ".side")) == len(segment_files(engine, ".trm"))
    fresh = WhooshEngine(tmp_path / "fresh", tokenizer)
    fill(fresh, reports)
    try:
        for question in ("", "党建", "妇联 责任", '"两个维护"', "-问题", "3.5"):
            for sort in ("relevance", "newest", "oldest"):
                request = build_request(question, sort=sort, size=100)
                merged, new = engine.search(request), fresh.search(request)
                assert merged.hits == new.hits
                assert (merged.facets, merged.title_hits) == (new.facets, new.title_hits)
                assert (merged.total, merged.report_total) == (new.total, new.report_total)
        for identity in reports:
            assert engine.report(identity) == fresh.report(identity)
            assert engine.paragraphs_of(identity) == fresh.paragraphs_of(identity)
    finally:
        fresh.close()


def test_worn_segments_are_written_anew(engine: WhooshEngine) -> None:
    """A report replaced every day must not make the index grow without end."""
    fill(engine, {"old": report("旧", "共同的话")})
    sizes = []
    for number in range(20):
        fill(engine, {"old": report("旧"), "a": report(f"第{number}号", "共同的话")})
        sizes.append(sum(path.stat().st_size for path in engine.folder.iterdir()))
    assert max(sizes[10:]) <= 2 * max(sizes[:5])
    assert texts(engine) == ["共同的话", "旧", "第19号"]


def test_files_of_old_generations_are_cleaned_up(engine: WhooshEngine) -> None:
    for number in range(15):
        fill(engine, {"a": report(f"第{number}号")})
    names = os.listdir(engine.folder)
    assert len([n for n in names if n.startswith("catalogue-")]) <= 2
    assert len([n for n in names if n.endswith(".toc")]) == 1
    assert len(segment_files(engine, ".*")) == len(segment_files(engine, ".arrays")) == 1
    assert not [n for n in names if n.endswith(".tmp")]


def test_deleting_everything_leaves_an_empty_index_without_segments(engine: WhooshEngine) -> None:
    fill(engine, {"a": report("甲"), "b": report("乙")})
    change(engine, delete=["a", "b"])
    assert engine.search(EVERYTHING).total == 0 and engine.stats().reports == 0
    assert segment_files(engine, ".*") == []
    fill(engine, {"c": report("丙")})
    assert texts(engine) == ["丙"]


# --- reading meanwhile --------------------------------------------------------------------


@pytest.mark.parametrize("shared", [True, False], ids=["one engine", "two engines"])
def test_reading_goes_on_during_updates_and_sees_whole_generations(
    engine: WhooshEngine, shared: bool
) -> None:
    """Four reports always change together: hits, whole reports, manifest and counts must agree."""
    reader = engine if shared else WhooshEngine(engine.folder.parent, engine.tokenizer)

    def publish(number: int) -> None:
        change(engine, {r: report(f"第{number}代", f"第{number}代") for r in "abcd"}, manifest={"n": number})

    publish(0)
    done = threading.Event()
    seen: list[set[str]] = []
    failures: list[BaseException] = []

    def read() -> None:
        try:
            while not done.is_set():
                page = reader.search(EVERYTHING)
                assert page.total == 8
                seen.append({hit.paragraph.text for hit in page.hits})
                assert len(reader.paragraphs_of("a")) == 2
                assert reader.stats().reports == 4
                assert "n" in reader.manifest()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        for number in range(1, 16):
            publish(number)
    finally:
        done.set()
        for thread in threads:
            thread.join()
        if not shared:
            reader.close()
    assert not failures
    assert all(len(generation) == 1 for generation in seen)
    assert len({text for generation in seen for text in generation}) > 3


def test_a_generation_in_use_stays_readable_after_many_more(engine: WhooshEngine) -> None:
    """A slow reader keeps its files, although the folder has moved on."""
    fill(engine, {f"r{n}": report(f"第{n}号") for n in range(5)})
    old = engine.snapshot()
    for number in range(12):
        fill(engine, {f"r{number % 5}": report(f"改{number}")})
    page = old.pages.search(EVERYTHING)
    assert sorted(hit.paragraph.text for hit in page.hits) == [f"第{n}号" for n in range(5)]
    assert old.records.report("r0") is not None
    assert all(text.startswith("改") for text in texts(engine))


def test_segments_that_stay_are_not_opened_again(engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """They never change: a server that sees a new generation opens what is new."""
    fill(engine, {f"r{n}": report(f"第{n}号") for n in range(5)})
    before = engine.snapshot()
    opened: list[Path] = []

    def load(path: Path) -> segment_columns.SegmentColumns:
        opened.append(path)
        return segment_columns.load(path)

    monkeypatch.setattr(snapshot, "load", load)
    change(engine, {"new": report("新来")}, delete=["r0"])
    now = engine.snapshot()
    assert now.segments[0].columns is before.segments[0].columns
    assert [path.name for path in opened] == [name for name in now.files if name not in before.files]
    assert len(opened) == 1 and texts(engine) == ["新来", *(f"第{n}号" for n in range(1, 5))]


def test_segment_columns_keep_every_character(tmp_path: Path) -> None:
    """Rare characters, lone surrogates and odd words come back as they went in."""
    builder = SegmentColumnsBuilder()
    row = segment_columns.ReportRow("r", "题\ud800", "题", "题", None, None, {"unit": ("unknown",)})
    words = {"words": ["𠮷", "a b", "词", "𠮷", "\ud800"], "heading_words": ["词"], "title_words": ["词", "𠮷"]}
    numbers = {name: builder.words.number(own) for name, own in words.items()}
    builder.add_report(row, numbers["title_words"], "题\ud800".encode("utf-8", "surrogatepass"))
    values = {"section": ("work",)}
    builder.add_paragraph(b"[]", 0, ("work",), 3, 2, "𠮷\ud800字", ("一、\ud800", "甲"), numbers, values)
    segment_columns.save(builder.build(), tmp_path / "a.arrays")
    loaded = segment_columns.load(tmp_path / "a.arrays")
    assert [loaded.key(row) for row in range(len(loaded))] == ["𠮷\ud800字"]
    assert loaded.reports == (row,)
    assert (loaded.record(0), loaded.report_record(0)) == ("[]", "题\ud800")
    facets = list(loaded.facets)
    assert [facets[n] for n in loaded.combinations] == [values]
    assert (loaded.headings.texts, loaded.headings.numbers.tolist()) == (("一、\ud800", "甲"), [0, 1])
    assert {loaded.words[number] for number in range(len(loaded.words))} == {"𠮷", "a b", "词", "\ud800"}
    for name, own in words.items():
        postings = loaded.postings[name]
        assert postings.lengths.tolist() == [len(own)]
        for word in ("𠮷", "a b", "词", "\ud800", "无"):
            documents, counts = postings.of(loaded.words.find(word))
            found = dict(zip(documents.tolist(), counts.tolist(), strict=True))
            assert found == ({0: own.count(word)} if word in own else {})
