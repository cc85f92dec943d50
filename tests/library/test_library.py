"""Folders that come and go while a server runs, and the way back to their files."""

from __future__ import annotations

import threading

import pytest

from indexer.errors import BiganError, IndexUnavailable
from indexer.library import library as library_module
from indexer.library.originals import content_of, folder_command, original_of
from tests.ingest.zip_files import zipped
from tests.library.home import SECONDS, Home
from tests.workbench import letter


def test_a_folder_is_read_in_the_background_and_forgotten_again(home: Home) -> None:
    other = home.bench.home / "另一处"
    home.bench.write("a.txt", letter("白鹭湖"), other)
    assert home.library.add(f'"{other}"').changed
    assert home.library.job.wait(SECONDS)
    assert home.total("白鹭湖") == 4 and home.is_root(other)
    assert "# 我的" in home.config.read_text(encoding="utf-8")
    own = next(folder for folder in home.library.folders() if folder.path == other)
    assert (own.configured, own.there, own.files, own.reports, own.only_here) == (True, True, 1, 1, 1)
    home.library.remove(str(other))
    assert home.library.job.wait(SECONDS)
    assert home.total("白鹭湖") == 0 and not home.is_root(other)


def test_folders_that_a_command_line_adds_meanwhile_count_here_too(home: Home) -> None:
    """``bigan add`` while a server runs; while the file cannot be read the folders stay as they were."""
    other = home.bench.home / "另一处"
    home.bench.write("a.txt", letter("白鹭湖"), other)
    home.config.write_text("[archive]\nfolders = 报告\n  另一处\n", encoding="utf-8")
    assert [(f.path.name, f.configured) for f in home.library.folders()] == [("报告", True), ("另一处", True)]
    home.refresh()
    assert home.total("白鹭湖") == 4
    home.config.write_text("[archive]\nfoldrs = 报告\n", encoding="utf-8")
    assert [f.path.name for f in home.library.folders()] == ["报告", "另一处"]
    home.config.write_text("[archive]\nfolders = 报告\n# 另一处没有了\n", encoding="utf-8")
    assert home.library.settings.archive_roots == (home.bench.home / "报告",)


@pytest.mark.parametrize("everything", [False, True])
def test_a_folder_that_is_taken_out_while_it_is_read_is_read_no_further(home: Home, everything: bool) -> None:
    """What other folders had left to be read is read after it."""
    other = home.bench.home / "另一处"
    for number, place in enumerate(("白鹭湖", "青石巷", "红枫岭")):
        home.bench.write(f"{number}.txt", letter(place), other)
    home.bench.write("z.txt", letter("向阳里"))
    held, go_on, read = threading.Event(), threading.Event(), list[str]()

    def on_file(name: str) -> None:
        read.append(name)
        if name.endswith("1.txt"):
            held.set()
            assert go_on.wait(SECONDS)

    home.on_file = on_file
    home.library.add(str(other))
    if everything:
        home.library.refresh()
    assert held.wait(SECONDS)
    home.library.remove(str(other))
    go_on.set()
    assert home.library.job.wait(SECONDS)
    assert not any(name.endswith("2.txt") for name in read)
    assert home.total("白鹭湖") == 0 and str(other) not in home.library.manifest().roots
    assert home.total("向阳里") == (4 if everything else 0)


def test_a_wrong_folder_begins_no_run(home: Home) -> None:
    for wrong in ("没有的", "", "甲\n乙"):
        with pytest.raises(BiganError):
            home.library.add(wrong)
    assert home.runs == [] and not home.library.job.busy


def test_what_was_read_last_comes_first(home: Home) -> None:
    home.bench.write("a.txt", letter("白鹭湖"))
    home.refresh()
    home.bench.write("b.txt", letter("青石巷"))
    home.refresh()
    assert {entry.shown for entry in home.library.newest(9)} == {"a.txt", "b.txt"}
    times = [entry.read_at for entry in home.library.newest(9)]
    assert times == sorted(times, reverse=True) and len(home.library.newest(1)) == 1
    before = home.library.manifest().files[str(home.bench.root / "a.txt")].read_at
    home.refresh()
    assert home.library.manifest().files[str(home.bench.root / "a.txt")].read_at == before


def test_a_correction_waits_for_a_run_and_is_done_after_a_long_one(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_module, "PATIENCE", 0.01)
    home.bench.write("a.txt", letter("白鹭湖"))
    with home.library.job.alone, pytest.raises(IndexUnavailable, match="读完就会用上"):
        home.library.at_once([home.bench.root])
    assert home.library.job.wait(SECONDS)
    assert home.total("白鹭湖") == 4
    assert home.library.at_once([home.bench.root]).unchanged == 1


# --- originals -------------------------------------------------------------------------------


def test_only_files_that_the_index_names_are_found(home: Home) -> None:
    path = home.bench.write("甲/a.txt", letter("白鹭湖"))
    copy = home.bench.write("乙.txt", letter("白鹭湖"))
    home.refresh()
    manifest = home.library.manifest()
    (identity,) = manifest.report_ids
    stored = home.bench.engine.report(identity)
    assert stored is not None
    found = [original_of(manifest, identity, number) for number in (-1, 0, 1, 2)]
    assert [original.path if original else None for original in found] == [None, copy, path, None]
    assert [original.path.name for original in found[1:3] if original] == [name.rpartition("/")[2] for name in stored.files]
    assert original_of(manifest, "../config", 0) is None


def test_a_document_in_an_archive_is_taken_out_of_it(home: Home) -> None:
    data = letter("白鹭湖").encode()
    path = home.bench.write("材料.zip", zipped(("报送/里.zip", zipped(("a.txt", data))), ("b.txt", letter("青石巷"))))
    home.refresh()
    manifest = home.library.manifest()
    originals = {o.member: o for i in manifest.report_ids if (o := original_of(manifest, i))}
    assert set(originals) == {"报送/里.zip/a.txt", "b.txt"}
    inner = originals["报送/里.zip/a.txt"]
    assert (inner.path, inner.name, content_of(inner, 10_000)) == (path, "a.txt", data)
    home.bench.write("材料.zip", zipped(("c.txt", b"x")))
    with pytest.raises(BiganError, match=r"里现在没有 b\.txt"):
        content_of(originals["b.txt"], 10_000)


def test_showing_a_folder_is_a_list_of_arguments_on_every_system(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """No shell reads a name; where there is no file manager, that is said with the path."""
    path = home.bench.write("a b; $(rm) .txt", "x")
    assert folder_command(path, "darwin") == ["/usr/bin/open", "-R", str(path)]
    windows = folder_command(path, "win32")
    assert windows[0].endswith("explorer.exe") and windows[1:] == ["/select,", str(path)]
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}" if name == "xdg-open" else None)
    assert folder_command(path, "linux") == ["/usr/bin/xdg-open", str(path.parent)]
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}" if name == "gio" else None)
    assert folder_command(path, "linux") == ["/usr/bin/gio", "open", str(path.parent)]
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(BiganError, match="可以复制路径"):
        folder_command(path, "linux")
