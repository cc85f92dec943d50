"""Protects that the files of a zip archive keep their names, whatever system packed them."""

from __future__ import annotations

import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.reading.archive_names import member_names

_SIMPLIFIED = ("述职报告.txt", "2021年工作总结/妇联.docx", "党建/公安局 抓党建述职.txt", "附件1：名单.txt", "目录.txt")
_TRADITIONAL = ("年度總結報告.txt", "黨建/述職報告.txt", "會議紀錄.txt", "許功蓋.txt")
_JAPANESE = ("活動報告書.txt", "お知らせ/まとめ.txt", "テスト.txt")
_WESTERN = ("Müller.txt", "résumé/été.txt")


def entries(names: tuple[str, ...], codec: str) -> list[zipfile.ZipInfo]:
    """Entries as zipfile gives them for names without the UTF-8 flag."""
    return [zipfile.ZipInfo(name.encode(codec).decode("cp437")) for name in names]


@pytest.mark.parametrize(
    ("names", "codec"),
    [
        (_SIMPLIFIED, "utf-8"),
        (_SIMPLIFIED, "gbk"),
        (_TRADITIONAL, "big5"),
        (_TRADITIONAL, "gbk"),
        (_TRADITIONAL, "utf-8"),
        (_JAPANESE, "shift-jis"),
        (_JAPANESE, "utf-8"),
        (_WESTERN, "cp437"),
        (_WESTERN, "utf-8"),
    ],
)
def test_the_names_of_an_archive_are_decided_together(names: tuple[str, ...], codec: str) -> None:
    assert member_names(entries(names, codec)) == list(names)


@pytest.mark.parametrize("name", ["總結.txt", "述職報告.txt", "工作.txt"])
def test_a_short_name_follows_the_others(name: str) -> None:
    """Alone it may be right in two encodings."""
    assert member_names(entries((*_TRADITIONAL, name), "big5"))[-1] == name


@pytest.mark.parametrize("name", [*_SIMPLIFIED, "总结.txt", "党.txt", "联通.txt", "1.五月.txt"])
def test_one_name_in_gbk_is_read_alone_too(name: str) -> None:
    assert member_names(entries((name,), "gbk")) == [name]


def test_a_flagged_name_is_not_judged() -> None:
    """It is UTF-8, and says nothing about the names beside it."""
    flagged = zipfile.ZipInfo("Ŀ¼.txt")
    flagged.flag_bits |= 0x800
    assert member_names([flagged, *entries(_SIMPLIFIED, "gbk")]) == ["Ŀ¼.txt", *_SIMPLIFIED]


@given(st.lists(st.binary(max_size=20), max_size=5))
def test_any_bytes_are_some_name(names: list[bytes]) -> None:
    made = [zipfile.ZipInfo(name.decode("cp437")) for name in names]
    assert len(member_names(made)) == len(made)
