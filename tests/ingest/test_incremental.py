"""A run reads what changed and nothing else; what is gone from the archive goes from the index."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.ingest import update
from indexer.ingest.changes import ReadOptions
from tests.workbench import Workbench, as_docx, compilation, letter


def test_a_second_run_does_nothing(bench: Workbench, parsed: list[str]) -> None:
    bench.write("a.txt", letter("白鹭湖"))
    bench.write("合集/b.txt", compilation("青石巷", "红枫岭"))
    first = bench.run()
    assert (first.added, first.files, first.reports, first.paragraphs) == (2, 2, 3, 12)
    assert first.committed and first.ok
    generation, files, read = bench.generation(), bench.index_files(), len(parsed)
    second = bench.run()
    assert (second.unchanged, second.added, second.changed, second.removed) == (2, 0, 0, 0)
    assert not second.committed and second.ok
    assert (bench.generation(), bench.index_files(), len(parsed)) == (generation, files, read)


def test_a_new_date_alone_is_no_change(bench: Workbench, parsed: list[str]) -> None:
    """Copying a folder or syncing it touches every file."""
    path = bench.write("a.txt", letter("白鹭湖"))
    bench.run()
    os.utime(path, (1_000_000_000, 1_000_000_000))
    assert not bench.run().committed
    assert len(parsed) == 1


def test_changed_content_replaces_what_was_read_of_it(bench: Workbench) -> None:
    bench.write("a.txt", letter("白鹭湖"))
    bench.write("b.txt", letter("青石巷"))
    bench.run()
    bench.write("a.txt", letter("黄花渡"))
    outcome = bench.run()
    assert (outcome.changed, outcome.added, outcome.unchanged) == (1, 0, 1)
    assert (bench.total("白鹭湖"), bench.total("黄花渡"), bench.total("青石巷")) == (0, 4, 4)


@pytest.mark.parametrize("what", ["rules", "tokens", "version"])
def test_a_change_of_what_understands_files_reads_them_all_again(
    bench: Workbench, parsed: list[str], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """The rules, the lexicon or the program changed: content alone does not tell."""
    bench.write("a.txt", letter("白鹭湖"))
    bench.write("b.txt", letter("青石巷"))
    bench.run()
    if what == "version":
        monkeypatch.setattr(update, "__version__", "99.9")
    rules = replace(bench.rules, fingerprint="other rules") if what == "rules" else None
    tokens = "tokens-2" if what == "tokens" else "tokens-1"
    before = bench.paragraphs()
    again = bench.run(rules=rules, tokens=tokens)
    assert (again.changed, again.unchanged, len(parsed)) == (2, 0, 4)
    assert bench.paragraphs() == before
    assert not bench.run(rules=rules, tokens=tokens).committed


def test_a_changed_compilation_replaces_exactly_its_own_reports(bench: Workbench) -> None:
    """The reports that did not change keep their ids, whoever else is in the file."""
    bench.write("合集.txt", compilation("白鹭湖", "青石巷", "红枫岭"))
    bench.write("别的.txt", letter("长堤街"))
    bench.run()
    before = set(bench.reports())
    bench.write("合集.txt", compilation("白鹭湖", "黄花渡", "红枫岭"))
    bench.run()
    after = set(bench.reports())
    assert len(before) == len(after) == 4
    assert len(before & after) == 3
    assert (bench.total("青石巷"), bench.total("黄花渡")) == (0, 4)
    bench.write("合集.txt", compilation("白鹭湖"))
    bench.run()
    assert bench.engine.stats().reports == 2
    assert set(bench.reports()) < before


def test_a_deleted_file_is_gone_after_the_next_run(bench: Workbench) -> None:
    bench.write("a.txt", letter("白鹭湖"))
    gone = bench.write("深/处/b.txt", letter("青石巷"))
    bench.run()
    gone.unlink()
    outcome = bench.run()
    assert (outcome.removed, outcome.reports, outcome.ok) == (1, 1, True)
    assert bench.total("青石巷") == 0
    assert bench.total("白鹭湖") == 4


def test_a_renamed_file_keeps_its_ids_and_is_not_read_again(bench: Workbench, parsed: list[str]) -> None:
    path = bench.write("旧名.txt", letter("白鹭湖"))
    bench.write("b.txt", letter("青石巷"))
    bench.run()
    before, read = bench.paragraphs(), len(parsed)
    path.rename(bench.root / "新名.txt")
    outcome = bench.run()
    assert (outcome.added, outcome.removed, len(parsed)) == (1, 1, read)
    assert bench.paragraphs() == before
    assert set(bench.reports().values()) == {("新名.txt",), ("b.txt",)}


def test_files_that_swap_names_swap_only_names(bench: Workbench, parsed: list[str]) -> None:
    """Each takes the other's content: nothing to read, nothing to lose."""
    a, b = bench.write("a.txt", letter("白鹭湖")), bench.write("b.txt", letter("青石巷"))
    bench.run()
    before, read = bench.paragraphs(), len(parsed)
    spare = a.with_name("c.txt")
    a.rename(spare)
    b.rename(a)
    spare.rename(b)
    bench.run()
    assert (bench.paragraphs(), len(parsed)) == (before, read)
    (hit,) = [r for r in bench.reports() if "青石巷" in bench.engine.paragraphs_of(r)[0].text]
    assert bench.reports()[hit] == ("a.txt",)


def test_a_name_taken_over_by_other_content_keeps_the_moved_report(bench: Workbench) -> None:
    """The old a.txt now lies elsewhere, and another report bears its name."""
    path = bench.write("a.txt", letter("白鹭湖"))
    bench.run()
    path.rename(bench.root / "z.txt")
    bench.write("a.txt", letter("青石巷"))
    bench.run()
    assert (bench.total("白鹭湖"), bench.total("青石巷")) == (4, 4)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("副本.txt", letter("白鹭湖").encode()),
        ("副本.txt", letter("白鹭湖").encode("gb18030")),
        ("副本.txt", letter("白鹭湖").encode("utf-16")),
        ("副本.docx", as_docx(letter("白鹭湖"))),
    ],
    ids=["same bytes", "GB18030", "UTF-16", "docx"],
)
@pytest.mark.parametrize("together", [True, False], ids=["one run", "two runs"])
def test_copies_are_indexed_once_under_both_paths(
    bench: Workbench, name: str, content: bytes, together: bool
) -> None:
    """Deleting one copy keeps the report under the other."""
    original = bench.write("原件.txt", letter("白鹭湖"))
    if not together:
        bench.run()
    copy = bench.write(f"备份/{name}", content)
    outcome = bench.run()
    assert (outcome.files, outcome.reports, outcome.paragraphs) == (2, 1, 4)
    ((identity, files),) = bench.reports().items()
    assert set(files) == {"原件.txt", f"备份/{name}"}
    original.unlink()
    assert bench.run().removed == 1
    assert bench.reports() == {identity: (f"备份/{name}",)}
    copy.unlink()
    bench.write("别的.txt", letter("青石巷"))
    bench.run()
    assert identity not in bench.reports()


def test_a_copy_that_changes_leaves_the_other(bench: Workbench) -> None:
    bench.write("a.txt", letter("白鹭湖"))
    bench.write("b.txt", letter("白鹭湖"))
    bench.run()
    bench.write("b.txt", letter("青石巷"))
    bench.run()
    assert sorted(bench.reports().values()) == [("a.txt",), ("b.txt",)]


def test_a_report_converted_to_another_format_keeps_its_ids(bench: Workbench) -> None:
    path = bench.write("a.txt", letter("白鹭湖"))
    bench.run()
    before = bench.paragraphs()
    path.unlink()
    bench.write("a.docx", as_docx(letter("白鹭湖")))
    bench.run()
    assert bench.paragraphs() == before


def test_progress_names_every_file_and_ends_full(bench: Workbench) -> None:
    bench.write("a.txt", letter("白鹭湖"))
    bench.write("b.txt", letter("青石巷"))
    seen: list[tuple[int, int, str]] = []
    update.update(bench.engine, [bench.root], ReadOptions(bench.rules), "t", progress=lambda *step: seen.append(step))
    assert seen == [(0, 2, "a.txt"), (1, 2, "b.txt"), (2, 2, "")]


def test_relative_roots_are_the_same_files_as_absolute_ones(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``bigan index ../报告`` must not index the folder a second time under another name."""
    bench.write("下/a.txt", letter("白鹭湖"))
    bench.run()
    monkeypatch.chdir(bench.root / "下")
    outcome = bench.run(only=[Path("../../报告")])
    assert (outcome.unchanged, outcome.added, outcome.committed) == (1, 0, False)
