"""Writing: all or nothing, one writer at a time, seen at once by whoever reads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engines import Engine, Source
from indexer.errors import IndexUnavailable
from indexer.model.reports import Report
from indexer.querying.request import build_request
from indexer.querying.tree import SearchRequest
from tests.engines.brute import all_hits, expected_counts, found_places
from tests.engines.corpus import change, fill, random_reports, report
from tests.profiles import examples

EVERYTHING = SearchRequest(size=100)
Maker = Callable[[], Engine]


def texts(engine: Engine) -> list[str]:
    return sorted(hit.paragraph.text for hit in all_hits(engine, EVERYTHING))


def test_added_reports_are_found_replaced_and_deleted(engine: Engine) -> None:
    change(engine, {"a": report("甲一", "甲二"), "b": report("乙")})
    assert texts(engine) == ["乙", "甲一", "甲二"]
    change(engine, {"a": report("甲三", year=2020)})
    assert texts(engine) == ["乙", "甲三"]
    assert engine.search(build_request("甲一")).total == 0
    change(engine, delete=["b", "never there"])
    assert texts(engine) == ["甲三"]
    assert engine.report("b") is None and engine.paragraphs_of("b") == () and engine.paragraph("b-0") is None
    change(engine, {"b": report("乙又")})
    assert texts(engine) == ["乙又", "甲三"]


def test_the_last_word_inside_a_transaction_counts(engine: Engine) -> None:
    fill(engine, {"a": report("甲"), "b": report("乙")})
    with engine.writer() as writer:
        writer.add("a", report("甲新"))
        writer.add("a", report("甲最新"))
        writer.delete("b")
        writer.add("b", report("乙新"))
        writer.add("c", report("丙"))
        writer.delete("c")
        writer.commit({}, {})
    assert texts(engine) == ["乙新", "甲最新"]


def test_nothing_is_seen_before_commit(engine: Engine) -> None:
    fill(engine, {"a": report("甲")})
    with engine.writer() as writer:
        writer.add("b", report("乙"))
        writer.delete("a")
        assert texts(engine) == ["甲"]
        assert engine.report("b") is None and engine.report("a") is not None
        writer.commit({}, {})
        assert texts(engine) == ["乙"]


@pytest.mark.parametrize("by", ["leaving", "exception"])
def test_a_transaction_that_is_not_committed_changes_nothing(engine: Engine, by: str) -> None:
    change(engine, {"a": report("甲")}, sources={"a": Source(("甲.txt",))}, manifest={"n": 1})
    before = engine.stats()
    if by == "leaving":
        with engine.writer() as writer:
            writer.add("b", report("乙"))
            writer.delete("a")
    else:
        with pytest.raises(ZeroDivisionError), engine.writer() as writer:
            writer.add("a", report("甲坏"))
            raise ZeroDivisionError
    assert texts(engine) == ["甲"]
    assert engine.stats() == before
    assert dict(engine.manifest()) == {"n": 1}
    change(engine, {"c": report("丙")})
    assert texts(engine) == ["丙", "甲"]


def test_a_commit_that_fails_changes_nothing(engine: Engine) -> None:
    """A manifest that cannot be stored must not leave half a generation, nor a lock."""

    class Unreadable:
        unread = ()

        @property
        def files(self) -> tuple[str, ...]:
            raise ZeroDivisionError

    fill(engine, {"a": report("甲")})
    with pytest.raises(ZeroDivisionError), engine.writer() as writer:
        writer.add("a", report("甲坏"))
        writer.add("b", report("乙"))
        writer.commit({}, {"a": cast(Source, Unreadable())})
    assert texts(engine) == ["甲"]
    change(engine, {"c": report("丙")})
    assert texts(engine) == ["丙", "甲"]


def test_a_second_writer_is_refused_while_one_is_open(engine: Engine) -> None:
    with engine.writer() as writer:
        with pytest.raises(IndexUnavailable) as caught:
            engine.writer()
        assert len(str(caught.value).splitlines()) == 1
        writer.add("a", report("甲"))
        writer.commit({}, {})
    with engine.writer():
        pass
    fill(engine, {"b": report("乙")})
    assert texts(engine) == ["乙", "甲"]


def test_the_manifest_comes_back_as_it_was_given(engine: Engine) -> None:
    manifest = {
        "built_at": "2026-01-02T03:04:05",
        "roots": {"文件夹": {"报告/一.txt": {"hash": "0f", "reports": ["a", "b"]}}},
        "version": 3,
        "nothing": None,
        "flags": [True, 1.5, "“引号”\n"],
    }
    assert dict(engine.manifest()) == {}
    change(engine, {"a": report("甲")}, manifest=manifest)
    assert dict(engine.manifest()) == manifest
    assert engine.stats().built_at == "2026-01-02T03:04:05"
    change(engine, manifest={"version": 4})
    assert dict(engine.manifest()) == {"version": 4}


def test_new_files_and_reasons_are_shown_without_writing_the_report_again(engine: Engine) -> None:
    """A renamed file, a second copy, a file that cannot be read any more."""
    change(engine, {"a": report("甲")}, sources={"a": Source(("旧名.txt",))})
    (before,) = all_hits(engine, EVERYTHING)
    reason = "文件打不开，显示的是上次读到的内容"
    change(engine, sources={"a": Source(("新名.txt", "副本/新名.txt"), reason)})
    (hit,) = all_hits(engine, EVERYTHING)
    assert hit.paragraph.id == before.paragraph.id
    assert hit.paragraph.files == ("新名.txt", "副本/新名.txt")
    assert engine.paragraph(hit.paragraph.id) == engine.paragraphs_of("a")[0] == hit.paragraph
    stored = engine.report("a")
    assert stored is not None
    assert (stored.files, stored.stale_reason) == (("新名.txt", "副本/新名.txt"), reason)
    assert engine.stats().files == 2


def test_each_commit_is_one_more_generation(engine: Engine) -> None:
    numbers = [engine.stats().generation]
    for text in ("甲", "乙", "丙"):
        change(engine, {"a": report(text)})
        numbers.append(engine.stats().generation)
        assert texts(engine) == [text]
    assert numbers == sorted(set(numbers))


@settings(max_examples=examples(12))
@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 59) | st.none()), max_size=5),
        min_size=1,
        max_size=5,
    )
)
def test_any_history_of_changes_ends_like_a_new_index(
    scratch: Engine, history: list[list[tuple[str, int | None]]]
) -> None:
    """Whatever was added, replaced and deleted in whatever steps, answers and counts are those
    of the reports that are left."""
    pool = list(random_reports().values())
    change(scratch, delete=list("abcdef"))
    left: dict[str, Report] = {}
    for step in history:
        with scratch.writer() as writer:
            for report_id, chosen in step:
                left.pop(report_id, None)
                if chosen is None:
                    writer.delete(report_id)
                else:
                    left[report_id] = pool[chosen]
                    writer.add(report_id, pool[chosen])
            writer.commit({}, {rid: Source((f"{rid}.txt",)) for rid in left})
    assert found_places(scratch, EVERYTHING) == {
        (i, p.ordinal) for i, r in left.items() for p in r.paragraphs
    }
    page = scratch.search(EVERYTHING)
    counted = {f.field: {v.value: v.count for v in f.values} for f in page.facets}
    assert counted == {field: dict(c) for field, c in expected_counts(left, EVERYTHING).items()}
    stats = scratch.stats()
    assert stats.reports == stats.files == len(left)
    assert stats.paragraphs == page.total
    assert stats.characters == sum(len(p.text) for r in left.values() for p in r.paragraphs)


def test_many_small_updates_keep_everything(engine: Engine) -> None:
    """A folder that grows by a file a day: old segments are merged, nothing is lost on the way."""
    for number in range(25):
        change(engine, {f"r{number}": report(f"第{number}号", "共同的话")})
        if number % 5 == 4:
            change(engine, delete=[f"r{number - 4}"])
    assert engine.search(build_request("共同的话")).total == 20
    assert [engine.search(build_request(phrases=[f"第{n}号"])).total for n in range(25)] == [
        int(n % 5 != 0) for n in range(25)
    ]


def test_readers_see_whole_generations_while_one_writes(engine: Engine) -> None:
    """Every page comes from one generation: four paragraphs that all bear the same number."""
    change(engine, {r: report("第0代", "第0代") for r in "ab"})
    done = threading.Event()
    wrong: list[object] = []

    def read() -> None:
        while not done.is_set():
            page = engine.search(SearchRequest())
            if page.total != 4 or len({hit.paragraph.text for hit in page.hits}) != 1:
                wrong.append(page)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        for number in range(1, 9):
            change(engine, {r: report(f"第{number}代", f"第{number}代") for r in "ab"})
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert not wrong
    assert set(texts(engine)) == {"第8代"}


# --- engines that outlive their process -----------------------------------------------------


def test_a_closed_index_opens_as_it_was(reopen: Maker) -> None:
    first = reopen()
    change(first, {"a": report("甲", "乙")}, sources={"a": Source(("甲.txt",))}, manifest={"n": 1})
    seen, stats = all_hits(first, EVERYTHING), first.stats()
    first.close()
    second = reopen()
    assert all_hits(second, EVERYTHING) == seen
    assert second.stats() == stats
    assert dict(second.manifest()) == {"n": 1}


def test_a_running_engine_sees_what_another_process_commits(reopen: Maker) -> None:
    """``bigan index`` beside a running ``bigan serve``."""
    running, other = reopen(), reopen()
    assert texts(running) == []
    fill(other, {"a": report("甲")})
    assert texts(running) == ["甲"]
    change(other, {"b": report("乙")}, delete=["a"], manifest={"n": 2})
    assert texts(running) == ["乙"]
    assert running.report("a") is None and dict(running.manifest()) == {"n": 2}


def test_a_writer_of_another_process_is_waited_for(reopen: Maker) -> None:
    one, other = reopen(), reopen()
    with one.writer() as writer:
        with pytest.raises(IndexUnavailable):
            other.writer()
        writer.add("a", report("甲"))
        writer.commit({}, {})
    change(other, {"b": report("乙")})
    assert texts(one) == texts(other) == ["乙", "甲"]


def test_changes_of_two_processes_in_turn_add_up(reopen: Maker) -> None:
    one, other = reopen(), reopen()
    for number in range(4):
        change((one, other)[number % 2], {f"r{number}": report(f"第{number}")})
    assert texts(one) == texts(other) == ["第0", "第1", "第2", "第3"]
