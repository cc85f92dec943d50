"""Files that come, change and go while a server runs: read once they hold still, one run at a time."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from indexer.errors import IndexUnavailable
from indexer.library import watching
from indexer.library.job import Run
from indexer.library.watching import Watcher
from tests.ingest.zip_files import zipped
from tests.library.home import SECONDS, Home
from tests.workbench import letter


@pytest.fixture
def watcher(home: Home) -> Watcher:
    """Has seen an archive of two files that are indexed."""
    home.bench.write("a.txt", letter("白鹭湖"))
    home.bench.write("b.txt", letter("青石巷"))
    home.refresh()
    made = Watcher(home.library)
    made.look()
    home.runs.clear()
    return made


def looks(home: Home, watcher: Watcher, times: int = 2) -> None:
    for _ in range(times):
        watcher.look()
        assert home.library.job.wait(SECONDS)


def test_nothing_is_run_while_nothing_changes(home: Home, watcher: Watcher) -> None:
    looks(home, watcher, 4)
    assert home.runs == []


def test_a_new_file_is_read_when_it_was_the_same_twice(home: Home, watcher: Watcher) -> None:
    path = home.bench.write("下/c.txt", letter("红枫岭"))
    looks(home, watcher, 1)
    assert home.runs == []
    path.write_text(letter("红枫岭") + "又写了一段。", encoding="utf-8")
    looks(home, watcher, 1)
    assert home.runs == []
    looks(home, watcher, 1)
    assert home.runs == [Run(touched=frozenset([str(path)]), watched=True)]
    assert home.total("红枫岭") == 4
    looks(home, watcher, 3)
    assert len(home.runs) == 1


def test_changed_and_deleted_files_are_followed_and_no_other_is_read(
    home: Home, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    whole = Path.read_bytes

    def noted(path: Path) -> bytes:
        read.append(path.name)
        return whole(path)

    home.bench.write("a.txt", letter("黄花渡"))
    (home.bench.root / "b.txt").unlink()
    home.bench.write("c.txt", letter("红枫岭"))
    monkeypatch.setattr(Path, "read_bytes", noted)
    looks(home, watcher)
    assert {name for name in read if name.endswith(".txt")} == {"a.txt", "c.txt"}
    assert [home.total(name) for name in ("白鹭湖", "青石巷", "黄花渡", "红枫岭")] == [0, 0, 4, 4]
    outcome = home.library.job.state.outcome
    assert outcome is not None and (outcome.added, outcome.changed, outcome.removed) == (1, 1, 1)


def test_a_rename_is_one_run(home: Home, watcher: Watcher) -> None:
    (home.bench.root / "a.txt").rename(home.bench.root / "新名.txt")
    looks(home, watcher)
    assert len(home.runs) == 1 and home.total("白鹭湖") == 4


def test_an_archive_that_changed_is_read_and_the_others_keep_their_members(home: Home, watcher: Watcher) -> None:
    home.bench.write("一.zip", zipped(("x.txt", letter("黑石滩"))))
    home.bench.write("二.zip", zipped(("y.txt", letter("长堤街"))))
    looks(home, watcher)
    home.bench.write("一.zip", zipped(("z.txt", letter("新桥镇"))))
    looks(home, watcher)
    assert [home.total(name) for name in ("黑石滩", "长堤街", "新桥镇", "白鹭湖")] == [0, 4, 4, 4]


def test_the_last_file_of_a_folder_that_is_deleted_is_not_lost_by_mistake(home: Home, watcher: Watcher) -> None:
    """A folder that is suddenly empty keeps what it had, as in any run."""
    for path in list(home.bench.root.iterdir()):
        path.unlink()
    looks(home, watcher)
    assert home.total("白鹭湖") == 4
    state = home.library.job.state
    assert state.outcome is not None and "原有索引已保留" in state.outcome.warnings[0]


def test_a_drive_that_is_away_changes_nothing_and_comes_back_unread(home: Home, watcher: Watcher) -> None:
    away = home.bench.root.with_name("拔了")
    home.bench.root.rename(away)
    looks(home, watcher, 3)
    assert home.runs == [] and home.total("白鹭湖") == 4
    away.rename(home.bench.root)
    looks(home, watcher, 3)
    assert home.runs == []


def test_what_another_process_kept_from_being_read_is_read_later(home: Home, watcher: Watcher) -> None:
    home.problems.append(IndexUnavailable("索引正由另一个 bigan 更新"))
    home.bench.write("c.txt", letter("红枫岭"))
    (home.bench.root / "b.txt").unlink()
    looks(home, watcher)
    assert home.total("红枫岭") == 0
    looks(home, watcher, 3)
    assert home.total("红枫岭") == 4 and home.total("青石巷") == 0


def test_a_folder_that_is_added_is_not_read_twice(home: Home, watcher: Watcher) -> None:
    other = home.bench.home / "另一处"
    home.bench.write("d.txt", letter("黄花渡"), other)
    home.library.add(str(other))
    assert home.library.job.wait(SECONDS)
    looks(home, watcher, 3)
    assert len(home.runs) == 1
    home.library.remove(str(other))
    assert home.library.job.wait(SECONDS)
    looks(home, watcher, 3)
    assert len(home.runs) == 2 and home.total("黄花渡") == 0


def test_who_switched_it_off_is_left_alone(home: Home, watcher: Watcher) -> None:
    home.library.change({("archive", "watch"): "no"})
    home.bench.write("c.txt", letter("红枫岭"))
    looks(home, watcher, 3)
    assert home.runs == []
    home.library.change({("archive", "watch"): "yes"})
    looks(home, watcher, 3)
    assert len(home.runs) == 1 and home.total("红枫岭") == 4


def test_an_index_that_cannot_be_read_just_now_does_not_end_the_watch(
    home: Home, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []

    def look(_: Watcher) -> None:
        looked.append("")
        if len(looked) > 2:
            watcher.stop()
        raise IndexUnavailable("索引文件夹打不开了")

    monkeypatch.setattr(Watcher, "look", look)
    monkeypatch.setattr("indexer.library.watching._SECONDS", 0.0)
    watcher._watch()
    assert len(looked) == 3


def test_what_nobody_reads_is_not_watched(home: Home, watcher: Watcher) -> None:
    home.bench.write("~$a.docx", b"x")
    home.bench.write("表.xlsx", b"x")
    home.bench.write(".藏/e.txt", letter("红枫岭"))
    looks(home, watcher, 3)
    assert home.runs == []


def test_a_file_with_another_time_and_the_same_bytes_costs_a_reading_and_changes_nothing(home: Home, watcher: Watcher) -> None:
    generation = home.bench.generation()
    os.utime(home.bench.root / "a.txt", ns=(1, 1))
    looks(home, watcher, 3)
    assert len(home.runs) == 1 and home.bench.generation() == generation


def test_watching_goes_on_where_the_index_cannot_be_used(
    home: Home, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A damaged index is told by the pages; once it is mended, files are read again without a new start."""
    looked, seen = threading.Event(), []

    def look(_: Watcher) -> None:
        seen.append(1)
        if len(seen) == 1:
            raise IndexUnavailable("索引已损坏")
        looked.set()

    monkeypatch.setattr(Watcher, "look", look)
    monkeypatch.setattr(watching, "_SECONDS", 0.01)
    watcher.start()
    assert looked.wait(SECONDS)
    watcher.stop()
