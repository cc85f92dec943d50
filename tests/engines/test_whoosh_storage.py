"""The files of the Whoosh engine: killed, damaged, locked by another process."""

from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.writing import SegmentWriter

from indexer.engines import Source
from indexer.engines.whoosh import WhooshEngine, catalogue
from indexer.engines.whoosh import writer as writing
from indexer.engines.whoosh.builder import SegmentColumnsBuilder
from indexer.engines.whoosh.codec import writing as codec_writing
from indexer.engines.whoosh.prepared import PreparedReport
from indexer.engines.whoosh.schema import FORMAT_VERSION
from indexer.errors import IndexUnavailable, system_reason
from indexer.language.tokenizer import Tokenizer
from indexer.querying.request import build_request
from tests.engines.corpus import change, fill, paragraph, report
from tests.engines.storage import EVERYTHING, reopened, segment_files, state, texts

ROOT = Path(__file__).resolve().parents[2]


class Crash(RuntimeError):
    """Stands for the end of the process."""


@pytest.fixture
def engine(tmp_path: Path, tokenizer: Tokenizer) -> Iterator[WhooshEngine]:
    made = WhooshEngine(tmp_path / "index", tokenizer)
    yield made
    made.close()


def crash(*_: object, **__: object) -> None:
    raise Crash


def crash_after(original: Callable[..., Any]) -> Callable[..., None]:
    def call(*arguments: object, **named: object) -> None:
        original(*arguments, **named)
        raise Crash

    return call


# --- crashes ------------------------------------------------------------------------------

#: Where a commit may end: what is replaced, and by what.
CRASHES: dict[str, tuple[Any, str, Callable[[Any], Any]]] = {
    "while a document is written": (PreparedReport, "add_to", lambda _: crash),
    "before the catalogue": (catalogue, "save", lambda _: crash),
    "after the catalogue": (catalogue, "save", crash_after),
    "while segments are merged": (SegmentColumnsBuilder, "add_segment", crash_after),
    "before the segment columns": (codec_writing, "save", lambda _: crash),
    "after the segment columns": (codec_writing, "save", crash_after),
    "while the segment is written": (SegmentWriter, "_flush_segment", crash_after),
    "before the table of contents": (SegmentWriter, "_commit_toc", lambda _: crash),
    "before it gets its name": (FileStorage, "rename_file", lambda _: crash),
}


@pytest.mark.parametrize("point", CRASHES)
def test_a_commit_that_ends_early_leaves_the_old_generation(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    """Readable, equal, not locked; the next run succeeds and nothing of the failure is left."""
    for number in range(8):
        change(engine, {f"r{number}": report(f"第{number}号", "共同的话")}, manifest={"n": number})
    before = state(engine)
    where, name, replacement = CRASHES[point]
    with monkeypatch.context() as patch:
        patch.setattr(where, name, replacement(getattr(where, name)))
        patch.setattr(writing, "_MOST_SEGMENTS", 3)  # so that this commit also merges
        with pytest.raises(Crash), engine.writer() as writer:
            writer.delete("r0")
            writer.add("r1", report("坏"))
            writer.commit({"n": -1}, {"r1": Source(("报告.txt",))})
    assert state(engine) == before
    again = reopened(engine)
    try:
        assert state(again) == before
        change(again, {"new": report("新来")}, delete=["r0"], manifest={"n": 9})
        assert texts(again) == sorted([f"第{n}号" for n in range(1, 8)] + ["共同的话"] * 7 + ["新来"])
        assert dict(again.manifest()) == {"n": 9}
        assert not list(again.folder.glob("*.tmp*")), "a random segment name may hold these letters, but no dot"
        assert len(segment_files(again, ".arrays")) == len(again.snapshot().segments)
    finally:
        again.close()


def test_a_failure_after_publishing_loses_nothing(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new generation counts, although its writer ended in an error."""
    fill(engine, {"a": report("甲")})
    with monkeypatch.context() as patch:
        patch.setattr(SegmentWriter, "_commit_toc", crash_after(SegmentWriter._commit_toc))
        with pytest.raises(Crash), engine.writer() as writer:
            writer.add("b", report("乙"))
            writer.commit({}, {})
    assert texts(engine) == ["乙", "甲"]
    fill(engine, {"c": report("丙")})
    assert texts(engine) == ["丙", "乙", "甲"]


@pytest.mark.parametrize("what", ["catalogue", "segment columns", "segment"])
def test_a_full_disk_is_one_line_and_changes_nothing(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    fill(engine, {"a": report("甲")})
    where: dict[str, tuple[Any, str]] = {
        "catalogue": (catalogue, "save"),
        "segment columns": (codec_writing, "save"),
        "segment": (SegmentWriter, "_commit_toc"),
    }
    with monkeypatch.context() as patch:
        patch.setattr(*where[what], full)
        with pytest.raises(IndexUnavailable) as caught, engine.writer() as writer:
            writer.add("b", report("乙"))
            writer.commit({}, {})
    assert "磁盘已满" in str(caught.value) and len(str(caught.value).splitlines()) == 1
    assert texts(engine) == ["甲"]
    fill(engine, {"c": report("丙")})
    assert texts(engine) == ["丙", "甲"]


@pytest.mark.parametrize(("second", "left"), [(4, [9]), (2, [5, 2]), (6, [5, 6])])
def test_two_segments_that_fill_one_are_merged_at_once(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch, second: int, left: list[int]
) -> None:
    """A large archive is published in halves of a segment; one that has room for more, or for less, is left alone."""
    monkeypatch.setattr(writing, "_MOST_MERGED", 10)
    for name, count in (("a", 5), ("b", second)):
        change(engine, add={name: report(*(paragraph(at, f"第{at}段走访{name}") for at in range(count)))})
    assert sorted(map(len, (segment.columns for segment in engine.snapshot().segments))) == sorted(left)
    assert engine.count(build_request("走访")) == 5 + second


def test_runs_that_change_nothing_leave_no_files_behind(engine: WhooshEngine) -> None:
    fill(engine, {"a": report("甲")})
    before = sorted(os.listdir(engine.folder))
    for _ in range(3):
        with engine.writer():
            pass
    assert sorted(os.listdir(engine.folder)) == before


# --- other processes ----------------------------------------------------------------------

#: Opens a writer on the index given, adds a report, says so, and then does as it is told.
_CHILD = """
import os, sys, time
from pathlib import Path
from indexer.engines.whoosh import WhooshEngine, catalogue
from indexer.engines.whoosh import writer as writing
from indexer.engines.whoosh.builder import SegmentColumnsBuilder
from indexer.engines.whoosh.codec import writing as codec_writing
from indexer.language.tokenizer import Tokenizer
from indexer.querying.request import build_request
from tests.engines.corpus import report
from whoosh.writing import SegmentWriter

folder, cache, then = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
engine = WhooshEngine(folder, Tokenizer(cache))

def end(*_, **__):
    os._exit(7)

where = {"catalogue": (catalogue, "save"), "segment columns": (codec_writing, "save"), "contents": (SegmentWriter, "_commit_toc")}
with engine.writer() as writer:
    writer.add("child", report("孩子"))
    if then == "wait":
        print("open", flush=True)
        time.sleep(60)
    setattr(*where[then], end)
    writer.commit({"n": 2}, {})
"""


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dictionary prepared for the child processes."""
    folder = tmp_path_factory.mktemp("child-jieba")
    Tokenizer(folder).words("准备")
    return folder


def child(engine: WhooshEngine, cache: Path, then: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", _CHILD, str(engine.folder.parent), str(cache), then],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def test_a_lock_ends_with_the_process_that_held_it(engine: WhooshEngine, cache: Path) -> None:
    """While it lives a second update is refused in one line; killed, it blocks nobody."""
    fill(engine, {"a": report("甲")})
    with child(engine, cache, "wait") as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "open"
        with pytest.raises(IndexUnavailable) as caught:
            engine.writer()
        assert "另一个 bigan" in str(caught.value) and len(str(caught.value).splitlines()) == 1
        assert texts(engine) == ["甲"]
        process.kill()
        process.wait(20)
    assert texts(engine) == ["甲"]
    fill(engine, {"b": report("乙")})
    assert texts(engine) == ["乙", "甲"]


@pytest.mark.parametrize("point", ["catalogue", "segment columns", "contents"])
def test_a_process_that_dies_in_its_commit_leaves_the_old_generation(
    engine: WhooshEngine, cache: Path, point: str
) -> None:
    change(engine, {"a": report("甲")}, sources={"a": Source(("报告.txt",))}, manifest={"n": 1})
    before = state(engine)
    with child(engine, cache, point) as process:
        assert process.wait(30) == 7
    assert state(engine) == before
    again = reopened(engine)
    try:
        assert state(again) == before
        change(again, {"b": report("乙")}, manifest={"n": 3})
        assert texts(again) == ["乙", "甲"]
        assert len(segment_files(again, ".arrays")) == 2
    finally:
        again.close()


def test_two_processes_may_make_a_new_index_at_once(tmp_path: Path, tokenizer: Tokenizer) -> None:
    """The later one must not take away what the earlier one has already published."""
    made: list[WhooshEngine] = []
    threads = [
        threading.Thread(target=lambda: made.append(WhooshEngine(tmp_path / "index", tokenizer)))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 6
    fill(made[0], {"a": report("甲")})
    assert all(texts(engine) == ["甲"] for engine in made)
    for engine in made:
        engine.close()


# --- damage -------------------------------------------------------------------------------


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _scramble(path: Path) -> None:
    path.write_bytes(bytes(255 - byte for byte in path.read_bytes()))


@pytest.fixture
def left_open(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whoosh leaves broken files open when it gives up on them: that is not our concern. Nor is
    the patience with which a damaged index is tried again."""
    monkeypatch.setattr("indexer.engines.whoosh._OPEN_PAUSE_SECONDS", 0)
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def no_space(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


#: What writes the bytes that do not fit any more.
FULL_DISK = {
    "arrays": ("indexer.engines.whoosh.arrays._write", no_space),
    "flushing": ("os.fsync", no_space),
    "table of contents": ("whoosh.filedb.filestore.FileStorage.rename_file", no_space),
}


@pytest.mark.usefixtures("left_open")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("what", FULL_DISK)
def test_giving_up_on_a_full_disk_hides_no_error_and_keeps_no_lock(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Whoosh closes its files once more when it gives up: still one line, and the next run succeeds."""
    fill(engine, {"a": report("甲")})
    with monkeypatch.context() as patch:
        patch.setattr(*FULL_DISK[what])
        with pytest.raises(IndexUnavailable, match="磁盘已满"), engine.writer() as writer:
            writer.add("b", report("乙"))
            writer.commit({}, {})
    assert texts(engine) == ["甲"]
    fill(engine, {"c": report("丙")})
    assert texts(engine) == ["丙", "甲"]


@pytest.mark.usefixtures("left_open")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("how", [Path.unlink, _cut, _empty, _scramble])
@pytest.mark.parametrize("pattern", ["*.arrays", "catalogue-*.json", "_MAIN_*.toc"])
def test_damage_is_one_line_and_nothing_is_wiped(
    engine: WhooshEngine, pattern: str, how: Callable[[Path], None]
) -> None:
    change(engine, {"a": report("甲")}, sources={"a": Source(("报告.txt",))}, manifest={"n": 1})
    engine.close()
    (path,) = engine.folder.glob(pattern)
    how(path)
    left = {p.name: p.read_bytes() for p in engine.folder.iterdir()}
    for ask in (WhooshEngine.stats, WhooshEngine.manifest, lambda e: e.search(EVERYTHING)):
        with pytest.raises(IndexUnavailable) as caught:
            opened = WhooshEngine(engine.folder.parent, engine.tokenizer)
            ask(opened)
        assert len(str(caught.value).splitlines()) == 1
        assert "bigan index" in str(caught.value)
    assert {p.name: p.read_bytes() for p in engine.folder.iterdir()} == left


@pytest.mark.usefixtures("left_open")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_table_of_contents_cut_anywhere_is_told(engine: WhooshEngine) -> None:
    fill(engine, {"a": report("甲")})
    engine.close()
    (path,) = engine.folder.glob("_MAIN_*.toc")
    whole = path.read_bytes()
    for size in range(0, len(whole), 37):
        path.write_bytes(whole[:size])
        with pytest.raises(IndexUnavailable):
            WhooshEngine(engine.folder.parent, engine.tokenizer).stats()


def test_an_index_deleted_under_a_running_server_is_told_and_its_successor_seen(
    engine: WhooshEngine,
) -> None:
    """As our own message advises: delete the folder, run bigan index."""
    fill(engine, {"a": report("甲")})
    assert texts(engine) == ["甲"]
    if sys.platform == "win32":
        pytest.skip("files in use cannot be deleted there")
    shutil.rmtree(engine.folder)
    with pytest.raises(IndexUnavailable) as caught:
        engine.search(EVERYTHING)
    assert len(str(caught.value).splitlines()) == 1
    rebuilt = WhooshEngine(engine.folder.parent, engine.tokenizer)
    fill(rebuilt, {"b": report("乙")})
    rebuilt.close()
    assert texts(engine) == ["乙"]


@pytest.mark.parametrize("blocked", ["folder", "lock"])
def test_an_index_that_cannot_be_written_is_one_line(
    tmp_path: Path, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch, blocked: str
) -> None:
    """A file where the folder should be; a folder that is read-only (simulated)."""
    if blocked == "folder":
        (tmp_path / "index").write_text("", encoding="utf-8")
        with pytest.raises(IndexUnavailable) as caught:
            WhooshEngine(tmp_path / "index", tokenizer)
    else:
        engine = WhooshEngine(tmp_path / "index", tokenizer)

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(FileStorage, "lock", refuse)
        with pytest.raises(IndexUnavailable) as caught:
            engine.writer()
    assert str(tmp_path / "index") in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_a_write_that_numpy_cut_short_is_told_as_a_full_disk() -> None:
    """numpy gives no number of the error, only how much it wrote."""
    assert system_reason(OSError("4096 requested and 1000 written")) == "磁盘已满"
    assert system_reason(OSError(13, "Permission denied")) == "没有权限"


def test_indexes_of_older_versions_are_named_not_read(tmp_path: Path, tokenizer: Tokenizer) -> None:
    """An upgrade makes a new index beside the old one; somebody should be told that it may go. One of a newer version
    is none of our business."""
    for name in ("whoosh-9", "whoosh-10", f"whoosh-{FORMAT_VERSION + 1}", "whoosh-x", "cache"):
        (tmp_path / name).mkdir()
    engine = WhooshEngine(tmp_path, tokenizer)
    assert engine.outdated() == [tmp_path / "whoosh-10", tmp_path / "whoosh-9"]
    engine.close()


def test_the_manifest_of_an_older_index_is_read(tmp_path: Path, tokenizer: Tokenizer) -> None:
    """So that a new index takes over its folders; what cannot be read is one line, and nothing is changed."""
    engine = WhooshEngine(tmp_path, tokenizer)
    assert engine.previous_manifest() == {}
    old = tmp_path / "whoosh-10"
    old.mkdir()
    assert engine.previous_manifest() == {}, "an older index that was never filled"
    for number in (9, 10):
        (old / f"_MAIN_{number}.toc").write_bytes(b"...")
        (old / f"catalogue-{number}.json").write_text(
            json.dumps({"tokenizer": "", "built_at": "", "sources": {}, "manifest": json.dumps({"n": number})}),
            encoding="utf-8",
        )
    assert engine.previous_manifest() == {"n": 10}
    for damage in ("", "{}", "[]", '{"manifest": {"n": 1}}', '{"manifest": "[]", "sources": {}}'):
        (old / "catalogue-10.json").write_text(damage, encoding="utf-8")
        with pytest.raises(IndexUnavailable, match="bigan index FOLDER") as caught:
            engine.previous_manifest()
        assert len(str(caught.value).splitlines()) == 1 and str(old) in str(caught.value)
        assert (old / "catalogue-10.json").read_text(encoding="utf-8") == damage
    engine.close()
