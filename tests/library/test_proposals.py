"""The folders that are proposed: those with files that can be read, counted within bounds."""

from __future__ import annotations

from pathlib import Path

from indexer.library.proposals import Proposal, proposals, usual_places


def fill(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_bytes(b"x")
    return folder


def test_places_are_named_with_what_they_hold_and_the_fullest_folders_in_them(tmp_path: Path) -> None:
    desk = fill(tmp_path / "桌面", "a.docx", "b.TXT", "c.xlsx", "~$a.docx", ".d.txt")
    fill(desk / "总结/2019", "1.docx", "2.docx", "3.pdf")
    fill(desk / "汇报", "1.docx", "2.md")
    fill(desk / "一份", "1.docx")
    fill(desk / "node_modules/x", "readme.md")
    fill(tmp_path / "下载", "安装.exe")
    found = proposals(usual_places(tmp_path))
    assert found == [
        Proposal(desk, 8),
        Proposal(desk / "总结", 3, False, 1),
        Proposal(desk / "汇报", 2, False, 1),
    ]


def test_what_is_in_the_archive_already_is_not_proposed(tmp_path: Path) -> None:
    desk = fill(tmp_path / "桌面", "a.docx")
    fill(desk / "总结", "1.docx", "2.docx")
    fill(desk / "汇报", "1.docx", "2.docx")
    assert proposals([desk], [desk / "总结"]) == [Proposal(desk, 3), Proposal(desk / "汇报", 2, False, 1)]
    assert proposals([desk / "总结", desk], [desk]) == []


def test_one_folder_under_two_names_is_proposed_once(tmp_path: Path) -> None:
    """A localised name may be a link to the English one."""
    real = fill(tmp_path / "Desktop", "a.docx")
    (tmp_path / "桌面").symlink_to(real, target_is_directory=True)
    assert len(proposals(usual_places(tmp_path))) == 1


def test_looking_ends_in_time_and_says_that_there_is_more(tmp_path: Path) -> None:
    desk = fill(tmp_path / "桌面", "a.docx")
    assert proposals([desk], seconds=0.0) == []
    fill(desk, *(f"{number}.txt" for number in range(5100)))
    (found,) = proposals([desk], seconds=60.0)
    assert found.files >= 5000 and found.more


def test_nothing_is_looked_for_without_end(tmp_path: Path) -> None:
    deep = tmp_path / "桌面"
    for number in range(12):
        deep = deep / str(number)
    fill(deep, "a.docx")
    assert proposals([tmp_path / "桌面"]) == []
    (tmp_path / "桌面/圈").symlink_to(tmp_path / "桌面", target_is_directory=True)
    fill(tmp_path / "桌面", "b.docx")
    assert proposals([tmp_path / "桌面"]) == [Proposal(tmp_path / "桌面", 1)]
