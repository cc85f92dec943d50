"""``bigan add`` and ``bigan remove``: one line instead of an ini file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.runner import Bigan
from tests.cli.test_cli import INDEX_KEYS
from tests.workbench import letter


def config(home: Path) -> str:
    return (home / "config.ini").read_text(encoding="utf-8")


@pytest.fixture
def other(home: Path) -> Path:
    """A folder that config.ini does not name, with a report."""
    folder = home / "我的 材料"
    folder.mkdir()
    (folder / "c.txt").write_text(letter("黄花渡"), encoding="utf-8")
    return folder


def test_a_folder_is_added_to_the_file_and_indexed_at_once(indexed: Bigan, home: Path, other: Path) -> None:
    ran = indexed("add", str(other))
    assert ran.code == 0 and str(other) in ran.out and "新增 1" in ran.out
    assert config(home) == f"[archive]\nfolders = archive\n    {other}\n"
    assert indexed("search", "黄花渡", "--json").data["total"] == 4
    assert "没有变化" in indexed("index").out


@pytest.mark.parametrize("quotes", ['"{}"', "'{}'", "“{}”", ' "{}" ', "{}/"])
def test_a_path_may_come_as_it_is_copied(indexed: Bigan, home: Path, other: Path, quotes: str) -> None:
    """Windows copies a path with its quotes."""
    assert indexed("add", quotes.format(other)).code == 0
    assert config(home).splitlines()[-1] == f"    {other}"


def test_where_there_is_no_folder_the_way_to_one_is_said(bigan: Bigan, home: Path) -> None:
    (home / "config.ini").write_text("[archive]\nfolders =\n", encoding="utf-8")
    ran = bigan("index")
    assert ran.code == 0 and ran.out.startswith("没有读到文件：请用 bigan add 文件夹")


def test_add_json_has_its_shape(indexed: Bigan, home: Path, other: Path) -> None:
    ran = indexed("add", "我的 材料", "--json")
    assert tuple(ran.data) == ("folder", "config", "changed", "note", "index")
    assert (ran.data["folder"], ran.data["config"]) == (str(other), str(home / "config.ini"))
    assert (ran.data["changed"], ran.data["note"]) == (True, "")
    assert tuple(ran.data["index"]) == INDEX_KEYS and ran.data["index"]["added"] == 1


def test_a_folder_that_is_there_already_is_said_and_read_all_the_same(indexed: Bigan, home: Path) -> None:
    before = config(home)
    (home / "archive/里面").mkdir()
    (home / "archive/里面/d.txt").write_text(letter("黑石滩"), encoding="utf-8")
    inside = indexed("add", str(home / "archive/里面"))
    assert inside.code == 0 and f"在已加的文件夹 {home / 'archive'} 里面" in inside.out and "新增 1" in inside.out
    again = indexed("add", "archive")
    assert again.code == 0 and "已经在资料库里" in again.out
    assert config(home) == before


@pytest.mark.parametrize(
    ("typed", "said"),
    [("没有的", "找不到文件夹"), ("archive/a.txt", "是文件，不是文件夹"), ("''", "没有写文件夹"), ("甲\n乙", "只能是一行")],
)
def test_what_is_no_folder_is_a_line_and_changes_nothing(indexed: Bigan, home: Path, typed: str, said: str) -> None:
    before = config(home)
    assert said in indexed("add", typed).error_line
    assert config(home) == before


def test_a_folder_is_removed_from_the_file_and_its_reports_forgotten(indexed: Bigan, home: Path, other: Path) -> None:
    indexed("add", str(other))
    ran = indexed("remove", f'"{other}"')
    assert ran.code == 0 and "1 个文件、1 份报告将查不到；原文件不动" in ran.out
    assert config(home) == "[archive]\nfolders = archive\n"
    assert indexed("search", "黄花渡", "--json").data["total"] == 0
    assert indexed("stats", "--json").data["roots"] == [str(home / "archive")]
    assert (other / "c.txt").is_file() and "没有变化" in indexed("index").out


def test_the_last_folder_can_go_too(indexed: Bigan, home: Path) -> None:
    ran = indexed("remove", "archive", "--json")
    assert ran.code == 0 and tuple(ran.data) == ("folder", "config", "files", "reports", "index")
    assert (ran.data["files"], ran.data["reports"]) == (3, 4)
    assert config(home) == "[archive]\nfolders =\n"
    assert indexed("index").code == 0
    assert indexed("stats", "--json").data["reports"] == 0
    assert indexed("add", "archive").code == 0
    assert indexed("stats", "--json").data["reports"] == 4


def test_a_report_that_lies_in_another_folder_too_stays(indexed: Bigan, home: Path, other: Path) -> None:
    (other / "a.txt").write_text(letter("白鹭湖"), encoding="utf-8")
    indexed("add", str(other))
    assert "2 个文件、1 份报告" in indexed("remove", str(other)).out
    assert indexed("search", "白鹭湖", "--json").data["total"] == 4


def test_a_folder_inside_another_one_leaves_its_files_to_it(indexed: Bigan, home: Path) -> None:
    inside = home / "archive/里面"
    inside.mkdir()
    (inside / "d.txt").write_text(letter("黑石滩"), encoding="utf-8")
    (home / "config.ini").write_text("[archive]\nfolders = archive/里面\n  archive\n", encoding="utf-8")
    indexed("index")
    assert indexed("remove", str(inside)).code == 0
    assert indexed("search", "黑石滩", "--json").data["total"] == 4
    assert indexed("stats", "--json").data["roots"] == [str(home / "archive")]


def test_a_folder_that_a_disk_took_along_can_be_removed(indexed: Bigan, home: Path, other: Path) -> None:
    indexed("add", str(other))
    (other / "c.txt").unlink()
    other.rmdir()
    assert indexed("remove", str(other)).code == 0
    assert indexed("search", "黄花渡", "--json").data["total"] == 0


def test_one_that_only_a_command_line_added_can_be_removed(indexed: Bigan, home: Path, other: Path) -> None:
    indexed("index", str(other))
    before = config(home)
    assert indexed("remove", str(other)).code == 0
    assert config(home) == before
    assert indexed("stats", "--json").data["roots"] == [str(home / "archive")]


def test_what_is_not_in_the_archive_cannot_be_removed(indexed: Bigan, home: Path, other: Path) -> None:
    assert f"现有的是 {home / 'archive'}" in indexed("remove", str(other)).error_line
    (home / "archive/里面").mkdir()
    assert "不能单独去掉" in indexed("remove", "archive/里面").error_line
