"""``check`` finds every way in which index and archive can differ, and changes nothing."""

from __future__ import annotations

import pytest

from indexer.engines.whoosh.record_store import RecordStore
from indexer.ingest.verify import CheckReport, check
from tests.workbench import Workbench, compilation, letter


def checked(bench: Workbench) -> CheckReport:
    return check(bench.engine, [bench.root])


@pytest.fixture
def indexed(bench: Workbench) -> Workbench:
    bench.write("a.txt", letter("白鹭湖"))
    bench.write("合集.txt", compilation("青石巷", "红枫岭"))
    bench.run()
    return bench


def test_an_index_of_its_archive_has_no_differences(indexed: Workbench) -> None:
    generation = indexed.generation()
    outcome = checked(indexed)
    assert outcome.ok and outcome.differences == []
    assert (outcome.files, outcome.reports, outcome.paragraphs) == (2, 3, 12)
    assert indexed.generation() == generation


def test_an_empty_index_of_an_empty_archive_is_in_order(bench: Workbench) -> None:
    assert checked(bench).ok


@pytest.mark.parametrize(
    ("change", "said"),
    [("change", "内容已改"), ("delete", "文件已不在"), ("add", "还没有进索引")],
)
def test_what_the_next_run_would_do_is_said(indexed: Workbench, change: str, said: str) -> None:
    if change == "delete":
        (indexed.root / "a.txt").unlink()
    else:
        indexed.write("a.txt" if change == "change" else "新.txt", letter("黄花渡"))
    outcome = checked(indexed)
    (line,) = outcome.differences
    assert said in line and "bigan index" in line and len(line.splitlines()) == 1
    indexed.run()
    assert checked(indexed).ok


def test_a_new_file_in_a_folder_indexed_before_is_found_too(indexed: Workbench) -> None:
    other = indexed.home / "另一处"
    indexed.write("b.txt", letter("长堤街"), other)
    indexed.run(only=[other])
    indexed.write("c.txt", letter("黄花渡"), other)
    (line,) = checked(indexed).differences
    assert line.startswith(str(other / "c.txt"))


@pytest.mark.parametrize("had_reports", [True, False])
def test_files_that_could_not_be_read_are_differences(indexed: Workbench, had_reports: bool) -> None:
    path = indexed.write("a.txt" if had_reports else "坏.txt", b"")
    indexed.run()
    (line,) = checked(indexed).differences
    assert line.startswith(str(path)) and "空文件" in line


def test_a_report_missing_from_the_index_is_found(
    indexed: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = next(iter(indexed.reports()))
    monkeypatch.setattr(
        RecordStore,
        "documents_of",
        lambda self, rid, original=RecordStore.documents_of: [] if rid == lost else original(self, rid),
    )
    assert [line for line in checked(indexed).differences if lost in line]


def test_a_paragraph_missing_from_the_index_is_found(
    indexed: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        RecordStore,
        "documents_of",
        lambda self, rid, original=RecordStore.documents_of: original(self, rid)[:-1],
    )
    lines = checked(indexed).differences
    assert len(lines) == 3
    assert all("应有 4 段，索引里有 3 段" in line for line in lines)
