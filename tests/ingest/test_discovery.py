"""Which files of a folder are report files, and what is said of the others."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from indexer.ingest.discovery import Discovery, Scope, discover
from indexer.reading import SUFFIXES


def put(root: Path, *names: str, size: int = 10) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"x" * size)


def found_in(root: Path, max_bytes: int = 100) -> Discovery:
    return discover([Scope(root, root)], max_bytes)


def shown(found: Discovery) -> list[str]:
    return [file.shown for file in found.files.values()]


def test_every_format_that_is_read_is_found_at_any_depth(tmp_path: Path) -> None:
    names = [f"甲/乙/丙/a{suffix}" for suffix in sorted(SUFFIXES)] + ["A.TXT", "b.DOCX"]
    put(tmp_path, *names)
    found = found_in(tmp_path)
    assert sorted(shown(found)) == sorted(names)
    assert not found.skipped and not found.missing
    for path, file in found.files.items():
        assert Path(path) == file.path and file.path.is_absolute() and file.root == tmp_path


@pytest.mark.parametrize(
    "name", ["~$报告.docx", ".报告.txt", "._报告.docx", ".git/报告.txt", "甲/.bigan/报告.txt"]
)
def test_hidden_files_and_folders_are_passed_over_in_silence(tmp_path: Path, name: str) -> None:
    """Word's owner files, macOS's shadows, our own index."""
    put(tmp_path, name, "a.txt")
    found = found_in(tmp_path)
    assert shown(found) == ["a.txt"]
    assert not found.skipped


def test_a_root_that_is_itself_hidden_is_read(tmp_path: Path) -> None:
    put(tmp_path, ".归档/a.txt")
    assert shown(found_in(tmp_path / ".归档")) == ["a.txt"]


@pytest.mark.parametrize("name", ["旧.ofd", "旧.RAR", "旧.7z"])
def test_files_that_may_hold_reports_but_are_not_read_are_named(tmp_path: Path, name: str) -> None:
    put(tmp_path, name)
    found = found_in(tmp_path)
    assert not found.files
    (reason,) = found.skipped.values()
    assert list(found.skipped) == [str(tmp_path / name)]
    assert "请" in reason and len(reason.splitlines()) == 1


def test_other_files_are_no_business_of_ours(tmp_path: Path) -> None:
    put(tmp_path, "图.jpg", "表.xlsx", "README.md", "LICENSE.txt", "无后缀")
    found = found_in(tmp_path)
    assert not found.files and not found.skipped


def test_the_limit_of_size_is_the_last_size_read(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", size=100)
    put(tmp_path, "b.txt", size=101)
    found = found_in(tmp_path, max_bytes=100)
    assert shown(found) == ["a.txt"]
    assert list(found.skipped) == [str(tmp_path / "b.txt")]


def test_the_order_is_always_the_same(tmp_path: Path) -> None:
    put(tmp_path, "乙/a.txt", "甲/b.txt", "c.txt", "b.txt")
    assert shown(found_in(tmp_path)) == ["b.txt", "c.txt", "乙/a.txt", "甲/b.txt"]


def test_a_file_under_two_scopes_belongs_to_the_first(tmp_path: Path) -> None:
    put(tmp_path, "内/a.txt", "b.txt")
    inner = tmp_path / "内"
    found = discover([Scope(inner, inner), Scope(tmp_path, tmp_path)], 100)
    assert shown(found) == ["a.txt", "b.txt"]
    assert [file.root for file in found.files.values()] == [inner, tmp_path]


def test_a_scope_inside_a_root_names_files_from_the_root(tmp_path: Path) -> None:
    put(tmp_path, "甲/a.txt", "乙/b.txt")
    found = discover([Scope(tmp_path, tmp_path / "甲")], 100)
    assert shown(found) == ["甲/a.txt"]


@pytest.mark.parametrize("name", ["没有", "a.txt"])
def test_a_scope_that_is_no_folder_is_missing(tmp_path: Path, name: str) -> None:
    put(tmp_path, "a.txt")
    scope = Scope(tmp_path / name, tmp_path / name)
    found = discover([scope], 100)
    assert found.missing == [scope] and not found.files


def test_a_scope_covers_what_lies_in_it_and_not_beside_it(tmp_path: Path) -> None:
    scope = Scope(tmp_path, tmp_path / "甲")
    assert scope.covers(str(tmp_path / "甲" / "没有.txt"))
    assert not scope.covers(str(tmp_path / "甲乙" / "a.txt"))
    assert not scope.covers(str(tmp_path / "a.txt"))


def test_what_was_skipped_or_could_not_be_listed_is_not_gone(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "b.doc")
    found = found_in(tmp_path)
    found.unlisted.append(tmp_path / "闭")
    assert not found.is_gone(str(tmp_path / "a.txt"))
    assert not found.is_gone(str(tmp_path / "b.doc"))
    assert not found.is_gone(str(tmp_path / "闭" / "深" / "c.txt"))
    assert found.is_gone(str(tmp_path / "d.txt"))


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    """A link to a folder above would never end."""
    put(tmp_path, "甲/a.txt")
    (tmp_path / "甲" / "上").symlink_to(tmp_path, target_is_directory=True)
    assert shown(found_in(tmp_path)) == ["甲/a.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_broken_link_is_found_for_reading_to_explain(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "没有.txt")
    assert shown(found_in(tmp_path)) == ["a.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_named_and_not_waited_for(tmp_path: Path) -> None:
    """Reading a pipe would wait for ever, holding the index's lock."""
    os.mkfifo(tmp_path / "管道.txt")
    found = discover([Scope(tmp_path, tmp_path)], 10**6)
    assert not found.files and "普通文件" in found.skipped[str(tmp_path / "管道.txt")]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_a_linked_folder_is_named_unless_it_leads_to_what_is_read_anyway(tmp_path: Path) -> None:
    """What is in it is not read, so its owner must hear of it; a link in a circle is harmless."""
    put(tmp_path, "别处/甲.txt", "档案/乙/乙.txt")
    root = tmp_path / "档案"
    (root / "链接").symlink_to(tmp_path / "别处", target_is_directory=True)
    (root / "乙/回到上面").symlink_to(root, target_is_directory=True)
    found = found_in(root)
    assert shown(found) == ["乙/乙.txt"]
    assert list(found.skipped) == [str(root / "链接")]
    assert str(tmp_path / "别处") in found.skipped[str(root / "链接")]
