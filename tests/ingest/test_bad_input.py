"""Bad input is named, and nothing that was indexed is lost by it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from indexer.errors import BiganError
from indexer.model.reports import StoredReport
from indexer.querying.tree import SearchRequest
from tests.workbench import OLE2, Workbench, as_docx, letter


def only_report(bench: Workbench) -> StoredReport:
    (identity,) = bench.reports()
    found = bench.engine.report(identity)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("a.txt", b""),
        ("a.txt", b"\0" * 500),
        ("a.txt", OLE2),
        ("a.docx", as_docx(letter("白鹭湖"))[:300]),
        ("a.docx", OLE2),
    ],
    ids=["emptied", "zeroed", "encrypted", "cut off", "encrypted docx"],
)
def test_a_file_that_cannot_be_read_any_more_keeps_its_reports_marked(
    bench: Workbench, name: str, damage: bytes
) -> None:
    good = as_docx(letter("白鹭湖")) if name.endswith("docx") else letter("白鹭湖").encode()
    path = bench.write(name, good)
    bench.run()
    before = bench.paragraphs()
    path.write_bytes(damage)
    outcome = bench.run()
    assert list(outcome.stale) == [str(path)] and not outcome.failed and not outcome.ok
    assert len(outcome.stale[str(path)].splitlines()) == 1
    assert bench.paragraphs() == before
    assert only_report(bench).stale_reason == outcome.stale[str(path)]
    again = bench.run()
    assert again.stale == outcome.stale and not again.committed
    path.write_bytes(good)
    healed = bench.run()
    assert healed.ok and healed.changed == 1
    assert only_report(bench).stale_reason is None
    assert bench.paragraphs() == before


def test_a_file_that_may_not_be_opened_keeps_its_reports(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Word that locks it, a permission: simulated, since an administrator may read all."""
    path = bench.write("a.txt", letter("白鹭湖"))
    bench.write("b.txt", letter("青石巷"))
    bench.run()
    original = Path.read_bytes

    def locked(self: Path) -> bytes:
        if self == path:
            raise PermissionError(13, "Permission denied")
        return original(self)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", locked)
        outcome = bench.run()
        assert list(outcome.stale) == [str(path)]
        assert "权限" in outcome.stale[str(path)]
        assert not bench.run().committed
    assert bench.total("白鹭湖") == 4
    assert bench.run().ok


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="this user may read everything")
def test_a_file_without_permission_keeps_its_reports(bench: Workbench) -> None:
    path = bench.write("a.txt", letter("白鹭湖"))
    bench.run()
    path.chmod(0)
    try:
        assert list(bench.run().stale) == [str(path)]
    finally:
        path.chmod(0o600)
    assert bench.total("白鹭湖") == 4


@pytest.mark.parametrize("prune", [False, True])
def test_a_folder_that_cannot_be_listed_loses_nothing(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch, prune: bool
) -> None:
    """It is there, only closed to us for a while: its files are not gone."""
    closed = bench.write("闭/a.txt", letter("白鹭湖")).parent
    bench.write("b.txt", letter("青石巷"))
    bench.run()
    original = os.scandir

    def refusing(path: str) -> object:
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return original(path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", refusing)
        outcome = bench.run(prune=prune)
    assert outcome.removed == 0
    assert list(outcome.skipped) == [str(closed)] and outcome.stale == {}
    assert bench.total("白鹭湖") == 4
    # Open again it is named no more; nothing is read again.
    again = bench.run()
    assert (again.unchanged, again.added, again.changed, again.skipped) == (2, 0, 0, {}) and not bench.run().committed


def test_a_file_that_never_could_be_read_fails_alone(bench: Workbench) -> None:
    bench.write("a.txt", letter("白鹭湖"))
    bad = bench.write("坏.docx", b"PK\x03\x04 not a document")
    empty = bench.write("空.txt", b"")
    outcome = bench.run()
    assert set(outcome.failed) == {str(bad), str(empty)}
    assert (outcome.reports, outcome.ok) == (1, False)
    assert all(len(reason.splitlines()) == 1 for reason in outcome.failed.values())
    again = bench.run()
    assert again.failed == outcome.failed and not again.committed
    bad.unlink()
    empty.write_text(letter("青石巷"), encoding="utf-8")
    healed = bench.run()
    assert healed.ok and healed.reports == 2


def test_one_good_copy_keeps_a_report_fresh(bench: Workbench) -> None:
    """Stale is said of a report only where no file of it can be read; the good one is shown first."""
    bench.write("a.txt", letter("白鹭湖"))
    bench.write("b.txt", letter("白鹭湖"))
    bench.run()
    bench.write("a.txt", b"")
    bench.run()
    report = only_report(bench)
    assert report.stale_reason is None
    assert report.files == ("b.txt", "a.txt")


def test_a_stale_file_that_is_deleted_is_gone(bench: Workbench) -> None:
    path = bench.write("a.txt", letter("白鹭湖"))
    bench.write("b.txt", letter("青石巷"))
    bench.run()
    path.write_bytes(b"")
    bench.run()
    path.unlink()
    bench.run()
    assert bench.total("白鹭湖") == 0


def test_a_file_grown_too_large_is_skipped_and_keeps_its_reports(bench: Workbench) -> None:
    path = bench.write("a.txt", letter("白鹭湖"))
    bench.write("b.txt", letter("青石巷"))
    bench.run()
    path.write_text(letter("白鹭湖") + "　" * 5000, encoding="utf-8")
    outcome = bench.run(max_bytes=10_000)
    assert list(outcome.stale) == list(outcome.skipped) == [str(path)]
    assert "max_file_mb" in outcome.skipped[str(path)]
    assert bench.total("白鹭湖") == 4
    assert not bench.run(max_bytes=10_000).committed
    healed = bench.run()
    assert healed.ok and bench.total("白鹭湖") == 4


def test_a_limit_set_too_low_and_raised_again_leaves_no_mark(bench: Workbench) -> None:
    """The file itself never changed: it must not stay marked for ever."""
    path = bench.write("a.txt", letter("白鹭湖"))
    bench.run()
    assert list(bench.run(max_bytes=10).stale) == [str(path)]
    assert only_report(bench).stale_reason
    healed = bench.run()
    assert healed.ok and healed.committed
    assert only_report(bench).stale_reason is None


def test_a_file_of_noise_only_is_named(bench: Workbench) -> None:
    path = bench.write("a.txt", "述职报告\n")
    outcome = bench.run()
    assert "没有找到报告正文" in outcome.failed[str(path)]
    assert bench.engine.search(SearchRequest()).total == 0


def test_a_file_instead_of_a_folder_is_refused_with_the_folder_to_give(bench: Workbench) -> None:
    path = bench.write("a.txt", letter("白鹭湖"))
    with pytest.raises(BiganError) as caught:
        bench.run(only=[path])
    assert str(path.parent) in str(caught.value) and len(str(caught.value).splitlines()) == 1
    assert bench.run().ok


def test_names_that_are_no_text_are_indexed_all_the_same(bench: Workbench) -> None:
    """Archives unpacked on Linux leave names in GB18030 bytes."""
    raw = os.fsencode(bench.root) + b"/" + "白鹭湖报告.txt".encode("gb18030")
    try:
        Path(os.fsdecode(raw)).write_text(letter("白鹭湖"), encoding="utf-8")
        bad = Path(os.fsdecode(raw.replace(b".txt", b".docx")))
        bad.write_bytes(b"")
    except (OSError, UnicodeError):
        pytest.skip("this system allows no such names")
    if os.path.basename(os.fsdecode(raw)).isprintable():
        pytest.skip("this system reads such names as text")
    outcome = bench.run()
    assert (outcome.reports, len(outcome.failed)) == (1, 1)
    ((files),) = bench.reports().values()
    for text in (*files, *outcome.failed.values()):
        text.encode("utf-8")
    assert not bench.run().committed
