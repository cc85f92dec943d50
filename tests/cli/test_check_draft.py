"""``bigan check-draft``: what people read, its JSON, what is refused in one line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from indexer.drafting.files import draft_bytes
from tests.cli.runner import Bigan
from tests.drafting.making import draft, written

DRAFT = "柳河县妇联2024年工作总结\n一、做法\n慰问困难家庭XX户，人人都来。\n三、打算\n继续开展“三严三实”专题教育。\n"


def test_a_draft_is_checked_for_people_and_for_programs(indexed: Bigan, tmp_path: Path) -> None:
    file = tmp_path / "稿子.txt"
    file.write_text(DRAFT, encoding="utf-8")
    ran = indexed("check-draft", str(file))
    assert (ran.code, ran.err) == (0, "")
    assert "要看的有 3 处：待填 1、序号 1、提法年份 1。稿子没有留存" in ran.out
    assert "第 4 段　“一、”之后是“三、”，缺“二、”　〔标准：GB/T 9704" in ran.out
    data = indexed("check-draft", str(file), "--json").data
    assert "这几项没有查" not in ran.out and data["compared"] is True
    assert data["counts"] == {"placeholder": 1, "numbering": 1, "dated": 1}
    assert [line["text"] for line in data["lines"]] == DRAFT.splitlines()


def test_text_shared_with_the_archive_is_shown_with_its_difference(indexed: Bigan, tmp_path: Path) -> None:
    hit = indexed("search", "白鹭湖", "--json").data["hits"][0]
    file = tmp_path / "稿子.txt"
    longest = max((h["text"] for h in indexed("search", "白鹭湖", "--json").data["hits"]), key=len)
    file.write_text("2024年工作总结\n" + longest + "另外还修了一座桥。\n", encoding="utf-8")
    ran = indexed("check-draft", str(file))
    assert "【共同文字】1 处" in ran.out and f"段落 {hit['report_id']}-" in ran.out and "〔资料库：《" in ran.out


def test_without_an_index_what_needs_none_is_checked_and_the_rest_is_named(bigan: Bigan, tmp_path: Path) -> None:
    file = tmp_path / "稿子.txt"
    file.write_text(DRAFT, encoding="utf-8")
    ran = bigan("check-draft", str(file))
    assert (ran.code, ran.err) == (0, "")
    assert "要看的有 3 处：待填 1、序号 1、提法年份 1。" in ran.out
    assert "资料库还是空的，这几项没有查：" in ran.out and "请先运行 bigan index" in ran.out
    data = bigan("check-draft", str(file), "--json").data
    assert (data["compared"], data["counts"]) == (False, {"placeholder": 1, "numbering": 1, "dated": 1})


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("没有.txt", "找不到稿子“没有.txt”：请检查文件名"),
        (".", "“.”是文件夹，不是稿子：请给出里面的一个文件（如 .docx、.txt、.pdf）"),
    ],
)
def test_what_is_no_file_is_refused_in_the_words_of_drafts(indexed: Bigan, name: str, said: str) -> None:
    told = indexed("check-draft", name).error_line
    assert said in told and "索引" not in told


def test_a_stored_draft_is_checked_by_its_file(indexed: Bigan, tmp_path: Path) -> None:
    file = tmp_path / "稿件.json"
    blocks = (written("aa", "work", "慰问困难家庭XX户，人人都来。"),)
    file.write_bytes(draft_bytes(replace(draft(*blocks), title="柳河县妇联2024年工作总结")))
    data = indexed("check-draft", str(file), "--json").data
    assert data["counts"] == {"placeholder": 1} and [line["block"] for line in data["lines"]] == [None, "aa"]
    file.write_text("{}", encoding="utf-8")
    assert "不能当作稿件读" in indexed("check-draft", str(file)).error_line
