"""A run that publishes as it goes ends as one that publishes once, and loses nothing where it is broken off."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.corrections.model import Correction
from indexer.corrections.paragraph_marks import anchors_of
from indexer.engines.whoosh import WhooshEngine
from indexer.errors import IndexUnavailable
from indexer.ingest import changes
from indexer.ingest.changes import Comparison, ReadOptions
from indexer.ingest.options import ReadingStopped
from indexer.ingest.publishing import Publisher
from indexer.ingest.update import update
from indexer.ingest.verify import check
from indexer.language.tokenizer import Tokenizer
from indexer.parsing.rulebook import Rulebook
from indexer.querying.request import build_request
from tests.workbench import Workbench, letter

PLACES = ("白鹭湖", "青石巷", "红枫岭", "黄花渡", "长堤街", "石斛镇", "砚溪村", "向阳里")


def state(bench: Workbench) -> dict[str, Any]:
    """All that a reader can see, but for when it was made."""
    engine = bench.engine
    pages = [engine.search(build_request(q, fold=fold, size=100)) for q in ("", "走访 意见", "群众") for fold in (False, True)]
    manifest = {**engine.manifest(), "built_at": None}
    found = [([(hit.paragraph, hit.score, hit.near_duplicates) for hit in page.hits], page.facets, page.folded) for page in pages]
    files = sorted((key, entry[:8]) for key, entry in manifest["files"].items())  # the ninth says when it was read
    return {"manifest": {**manifest, "files": files}, "found": found}


@pytest.mark.parametrize("publish_after", [1, 300, 2000])
def test_many_generations_end_as_one(tmp_path: Path, tokenizer: Tokenizer, rules: Rulebook, publish_after: int) -> None:
    """Changed, moved, doubled, damaged and removed files among them; ids, order, scores and near-duplicates."""
    states = []
    for name, after in (("一", 5_000_000), ("多", publish_after)):
        (tmp_path / name).mkdir()
        bench = Workbench(tmp_path / name, tokenizer, rules)
        for number, place in enumerate(PLACES):
            bench.write(f"{number}.txt", letter(place, 2015 + number))
        bench.run(publish_after=after)
        bench.write("0.txt", letter("新桥", 2020))  # what it said is now in 9.txt, read much later
        bench.write("9.txt", letter(PLACES[0], 2015))
        bench.write("1b.txt", letter(PLACES[1], 2016) + "\n")
        bench.write("2.txt", b"\0\1\2" * 99)
        (bench.root / "3.txt").unlink()
        generation = bench.generation()
        outcome = bench.run(publish_after=after)
        assert (outcome.added, outcome.changed, outcome.removed, len(outcome.stale)) == (2, 1, 1, 1)
        assert (bench.generation() - generation > 1) == (after < 400)
        damaged = str(bench.root / "2.txt")
        assert check(bench.engine, [bench.root]).differences == [f"{damaged}：{outcome.stale[damaged]}"]
        shown = state(bench)
        for path, entry in shown["manifest"]["files"]:
            entry[0] = Path(path).name
        shown["manifest"].update(files=[entry for _, entry in shown["manifest"]["files"]], roots=[])
        states.append(shown)
        bench.engine.close()
    assert states[0] == states[1]


def test_of_a_large_archive_less_is_published_at_once(tmp_path: Path, tokenizer: Tokenizer, rules: Rulebook) -> None:
    """A run that is killed then has lost a twentieth of it at most; how much is left to be read does not matter."""
    bench = Workbench(tmp_path, tokenizer, rules)
    for number, place in enumerate(PLACES):
        bench.write(f"{number}.txt", letter(place, 2015 + number))
    each = len(letter(PLACES[0]))
    bench.run(publish_after=4 * each)
    small = bench.generation()
    (tmp_path / "large").mkdir()
    bench.engine.close()
    bench = Workbench(tmp_path / "large", tokenizer, rules)
    for number in range(44):
        bench.write(f"{number:02}.txt", letter(PLACES[number % 8] + str(number), 2015))
    bench.run(publish_after=4 * each)
    assert small == 2 and bench.generation() >= 14, "44 letters by threes, not by fours"
    bench.engine.close()


@settings(max_examples=12)
@given(broken_at=st.integers(0, 7), publish_after=st.sampled_from((1, 300, 700)))
def test_a_broken_run_goes_on_where_it_was(
    tmp_path_factory: pytest.TempPathFactory, tokenizer: Tokenizer, rules: Rulebook, broken_at: int, publish_after: int
) -> None:
    """Nothing published is read again, what is there is consistent at once, and the end is that of an undisturbed run."""
    bench = Workbench(tmp_path_factory.mktemp("broken"), tokenizer, rules)
    for number, place in enumerate(PLACES):
        bench.write(f"{number}.txt", letter(place))
    read = Comparison._read_file
    with pytest.MonkeyPatch.context() as patch:

        def breaks(self: Comparison, file: Any) -> None:
            if file.shown == f"{broken_at}.txt":
                raise KeyboardInterrupt
            read(self, file)

        patch.setattr(Comparison, "_read_file", breaks)
        with pytest.raises(KeyboardInterrupt):
            bench.run(publish_after=publish_after)
    done = len(bench.engine.manifest().get("files", {}))
    assert done >= broken_at - 3
    assert all("还没有进索引" in line for line in check(bench.engine, [bench.root]).differences)
    outcome = bench.run(publish_after=publish_after)
    assert (outcome.unchanged, outcome.added) == (done, len(PLACES) - done)
    assert check(bench.engine, [bench.root]).ok and bench.total("走访一次") == len(PLACES)
    bench.engine.close()


@pytest.mark.parametrize("stopped_at", [0, 3, 7])
def test_a_run_that_is_stopped_keeps_what_it_has_read(bench: Workbench, stopped_at: int) -> None:
    """What was indexed before stays too, though it was not looked at again; the next run reads the rest and no more."""
    bench.write("9.txt", letter("石桥"))
    bench.run()
    for number, place in enumerate(PLACES):
        bench.write(f"{number}.txt", letter(place))

    def stop(done: int, total: int, name: str) -> None:
        if done == stopped_at:
            raise ReadingStopped

    outcome = bench.run(progress=stop)
    assert outcome.stopped and outcome.removed == 0
    assert bench.total("走访一次") == stopped_at + 1
    assert all("还没有进索引" in line for line in check(bench.engine, [bench.root]).differences)
    outcome = bench.run()
    assert (outcome.stopped, outcome.added, outcome.unchanged) == (False, len(PLACES) - stopped_at, stopped_at + 1)
    assert check(bench.engine, [bench.root]).ok


def test_what_is_published_is_found_while_the_rest_is_read(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, place in enumerate(PLACES):
        bench.write(f"{number}.txt", letter(place))
    reader = WhooshEngine(bench.home / "index", bench.tokenizer)
    seen: list[int] = []
    read = Comparison._read_file

    def looks(self: Comparison, file: Any) -> None:
        seen.append(reader.stats().reports)
        read(self, file)

    monkeypatch.setattr(Comparison, "_read_file", looks)
    bench.run(publish_after=1)
    assert seen == list(range(len(PLACES)))
    reader.close()


def test_the_first_of_a_long_run_is_published_soon(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a second, then at growing intervals: an archive of years can be searched before it has been read."""
    now = [0.0]
    monkeypatch.setattr(changes, "monotonic", lambda: now[0])
    published: list[float] = []
    publish = Publisher.publish

    def notes(self: Publisher, after: Any, last: bool = False) -> bool:
        published.append(now[0])
        return publish(self, after, last)

    def takes_a_second(done: int, total: int, name: str) -> None:
        now[0] += 1

    monkeypatch.setattr(Publisher, "publish", notes)
    for number in range(200):
        bench.write(f"{number:03}.txt", letter(f"第{number}处"))
    bench.run(first_seconds=ReadOptions(bench.rules).first_seconds, progress=takes_a_second)
    assert published == [2, 11, 76, 197, 201]
    assert len(bench.engine.snapshot().segments) <= 3, "the small ones of the beginning have been merged"
    assert bench.total("走访一次") == 200


def test_corrections_are_applied_in_every_generation(bench: Workbench) -> None:
    for number, place in enumerate(PLACES[:4]):
        bench.write(f"{number}.txt", letter(place))
    bench.run(publish_after=1)
    report = next(iter(bench.reports()))
    texts = [paragraph.text for paragraph in bench.engine.paragraphs_of(report)]
    right = Correction("year", "2011", anchors_of(texts), file=bench.reports()[report][0])
    lost = Correction("year", "2012", ("nothing", "like", "it"), file="没有.txt")
    outcome = bench.run(corrections=[right, lost], publish_after=1)
    stored = bench.engine.report(report)
    assert stored is not None and stored.year == 2011
    assert [note for note in outcome.notes if "更正暂不生效" in note] == [note for note in outcome.notes if "2012" in note]


def test_another_process_that_published_meanwhile_is_not_overwritten(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock is free for a moment between two generations."""
    for number, place in enumerate(PLACES[:3]):
        bench.write(f"{number}.txt", letter(place))
    other = WhooshEngine(bench.home / "index", bench.tokenizer)
    read = Comparison._read_file

    def meddles(self: Comparison, file: Any) -> None:
        if file.shown == "1.txt":
            with other.writer() as writer:
                writer.commit({**other.manifest(), "added": ["别处"]}, {})
        read(self, file)

    with monkeypatch.context() as patch:
        patch.setattr(Comparison, "_read_file", meddles)
        with pytest.raises(IndexUnavailable, match="另一个 bigan"):
            bench.run(publish_after=1)
    assert bench.engine.manifest()["added"] == ["别处"]
    assert bench.run().added == 2
    assert bench.total("走访一次") == 3
    other.close()


def test_the_first_of_a_long_run_can_be_found_while_the_rest_is_read(bench: Workbench) -> None:
    """Whoever watches a folder being read may search at once; later publications are rarer."""
    for number, place in enumerate(PLACES):
        bench.write(f"{number}.txt", letter(place, 2015 + number))
    found: list[tuple[int, int]] = []

    def progress(done: int, total: int, name: str) -> None:
        found.append((done, bench.engine.stats().reports))

    how = ReadOptions(bench.rules, first_seconds=0.0)
    update(bench.engine, [bench.root], how, "tokens-1", progress=progress)
    assert found[1] == (1, 1), "the first file is published before the second is read"
    assert {reports for done, reports in found if 1 <= done < len(PLACES)} == {1}
    assert bench.engine.stats().reports == len(PLACES)
