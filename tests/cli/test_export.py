"""What commands write as files: the form of official documents, and answers as tables."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from indexer.drafting.export.forms import FORMS
from indexer.drafting.export.template import official_text
from indexer.drafting.files import draft_bytes, read_draft
from indexer.drafting.model import Draft
from indexer.drafting.slots.finding import SlotFinder
from indexer.language.tokenizer import Tokenizer
from tests.cli.runner import Bigan
from tests.drafting.export.drafts import SMALL, collected, written
from tests.output.test_csv import table


def test_the_template_is_written_for_word_and_as_text(bigan: Bigan, tmp_path: Path) -> None:
    word, text = tmp_path / "公文.dotx", tmp_path / "格式.ini"
    assert bigan("template", str(word)).out == f"已写出 {word}\n"
    assert zipfile.is_zipfile(word)
    assert bigan("template", str(text)).code == 0
    assert text.read_text(encoding="utf-8") == official_text()


def test_a_file_that_is_there_stays_unless_forced(bigan: Bigan, tmp_path: Path) -> None:
    path = tmp_path / "格式.ini"
    path.write_text("我的", encoding="utf-8")
    assert "已经有了，没有改动它：请换个文件名，或加 --force 覆盖它" in bigan("template", str(path)).error_line
    assert path.read_text(encoding="utf-8") == "我的"
    assert bigan("template", str(path), "--force").code == 0
    assert path.read_text(encoding="utf-8") == official_text()


@pytest.mark.parametrize("name", ["公文.docx", "公文", "没有这个文件夹/公文.dotx"])
def test_what_cannot_be_written_is_told(bigan: Bigan, tmp_path: Path, name: str) -> None:
    assert Path(name).name in bigan("template", str(tmp_path / name)).error_line


# --- tables -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "json_key"),
    [
        (("search", "群众"), "hits"),
        (("search", "--section", "problems"), "hits"),
        (("kwic", "群众"), "lines"),
        (("headings",), "headings"),
        (("trend", "群众"), ""),
    ],
)
def test_answers_are_written_as_tables_with_all_rows(
    indexed: Bigan, tmp_path: Path, arguments: tuple[str, ...], json_key: str
) -> None:
    path = tmp_path / "结果.csv"
    ran = indexed(*arguments, "--csv", str(path))
    assert (ran.code, ran.out) == (0, f"已写出 {path}\n")
    head, rows = table(path.read_bytes())
    answer = indexed(*arguments, "--json").data
    assert f"共 {answer['total']} " in head[-1 if json_key else -2]
    assert len(rows) == (answer["total"] if json_key else sum(len(answer[key]) for key in ("years", "units", "cells")))


def test_a_page_that_is_named_is_all_that_is_listed_and_the_head_says_so(indexed: Bigan, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert indexed("search", "群众", "--limit", "2", "--page", "2", "--csv", str(path)).code == 0
    head, rows = table(path.read_bytes())
    assert [row["序号"] for row in rows] == ["3", "4"] and "这里只列出第 3–4 段，其余 " in head[-1]


def test_a_part_of_what_stands_by_unit_type_is_the_beginning_of_the_whole(indexed: Bigan, tmp_path: Path) -> None:
    def units(name: str, *arguments: str) -> list[str]:
        path = tmp_path / name
        assert indexed("search", "群众", "--group", "unit", *arguments, "--csv", str(path)).code == 0
        return [row["段落编号"] for row in table(path.read_bytes())[1]]

    whole = units("全部.csv")
    assert len(whole) > 2 and units("一部分.csv", "--limit", "2") == whole[:2]
    assert units("第二页.csv", "--limit", "2", "--page", "2") == whole[2:4]


def test_a_table_writes_over_nothing_and_goes_with_no_other_form(indexed: Bigan, tmp_path: Path) -> None:
    path = tmp_path / "更正.csv"
    path.write_text("我的", encoding="utf-8")
    assert "请换个文件名，或先删掉它" in indexed("search", "群众", "--csv", str(path)).error_line
    assert path.read_text(encoding="utf-8") == "我的"
    ran = indexed("search", "群众", "--csv", str(path), "--json")
    assert ran.code == 2 and "只能用一个" in ran.err


def test_a_table_can_go_to_another_program(home: Path) -> None:
    """Byte by byte, with the ends of lines that CSV has, whatever the system."""
    command = [sys.executable, "-m", "indexer"]
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    subprocess.run([*command, "index"], cwd=home, env=environ, check=True, capture_output=True)
    ran = subprocess.run([*command, "search", "群众", "--csv", "-"], cwd=home, env=environ, check=True, capture_output=True)
    head, rows = table(ran.stdout)
    assert head[0] == "笔杆查找结果：段落" and rows and ran.stdout.count(b"\n") == ran.stdout.count(b"\r\n")


# --- drafts -----------------------------------------------------------------------------------


@pytest.fixture
def draft_file(home: Path) -> Path:
    path = home / "稿.json"
    path.write_bytes(draft_bytes(SMALL))
    return path


@pytest.mark.parametrize("suffix", [form.suffix for form in FORMS.values()])
def test_a_draft_s_file_is_exported_by_the_end_of_the_name(bigan: Bigan, draft_file: Path, suffix: str) -> None:
    ran = bigan("export-draft", str(draft_file), f"成稿{suffix}", "--sources", "end", "--stated")
    assert ran.code == 0 and ran.out.startswith(f"已写出 成稿{suffix}。草稿《") and "还有 2 处待改" in ran.out
    assert (draft_file.parent / f"成稿{suffix}").stat().st_size > 200
    assert "已经有了" in bigan("export-draft", str(draft_file), f"成稿{suffix}").error_line


def test_sections_without_a_heading_get_one_unless_it_is_not_wanted(bigan: Bigan, home: Path) -> None:
    draft = Draft("d", "稿", blocks=(written("a", "夜校办了三期。"), written("b", "桌椅不够。", "problems")))
    (home / "稿.json").write_bytes(draft_bytes(draft))
    assert "2 个标题" in bigan("export-draft", "稿.json", "a.txt").out
    assert (home / "a.txt").read_text(encoding="utf-8").splitlines()[::2] == ["一、主要工作和成效", "二、存在的问题"]
    assert "0 个标题" in bigan("export-draft", "稿.json", "b.txt", "--no-headings").out
    assert (home / "b.txt").read_text(encoding="utf-8") == "夜校办了三期。\n桌椅不够。\n"


def test_the_exported_json_is_a_draft_again(bigan: Bigan, draft_file: Path) -> None:
    assert bigan("export-draft", str(draft_file), "a.json").code == 0
    assert read_draft((draft_file.parent / "a.json").read_bytes()) == SMALL
    assert json.loads((draft_file.parent / "a.json").read_text(encoding="utf-8"))["open"] == 2


def test_the_command_counts_what_the_page_lists_as_open(bigan: Bigan, home: Path, tokenizer: Tokenizer) -> None:
    """Figures, years and names that came along, though no placeholder is left; in the line it prints and in the files."""
    text = "2019年石斛镇走访群众1263户，办结实事八十三件。"
    draft = Draft("0123abcd", "半年稿", blocks=(collected("a", text), written("b", "我们自己走访了77户。")), kept=("1263户",))
    (home / "稿.json").write_bytes(draft_bytes(draft))
    count = SlotFinder(tokenizer.tagged).open_count(draft)
    assert count >= 3
    ran = bigan("export-draft", "稿.json", "成稿.txt", "--stated")
    assert f"还有 {count} 处待改" in ran.out
    assert f"还有 {count} 处待改" in (home / "成稿.txt").read_text(encoding="utf-8")
    assert bigan("export-draft", "稿.json", "成稿.json").code == 0
    assert json.loads((home / "成稿.json").read_text(encoding="utf-8"))["open"] == count
    assert bigan("export-draft", "稿.json", "成稿.docx").code == 0
    with zipfile.ZipFile(home / "成稿.docx") as archive:
        assert archive.read("word/document.xml").decode("utf-8").count("<w:highlight") == count


def test_a_draft_is_compared_with_what_became_of_it(bigan: Bigan, draft_file: Path) -> None:
    assert bigan("export-draft", str(draft_file), "a.txt", "--sources", "none").code == 0
    path = draft_file.parent / "a.txt"
    assert bigan("compare-draft", str(draft_file), "a.txt").out == (
        "比对 12 句：相同 12，改动 0，移动 0，新增 0，删去 0；与稿件一致\n"
    )
    path.write_text(path.read_text(encoding="utf-8").replace("八十三件", "八十五件") + "末尾添了一句。\n", encoding="utf-8")
    ran = bigan("compare-draft", str(draft_file), "a.txt")
    assert ran.out.splitlines() == [
        "比对 13 句：相同 11，改动 1，移动 0，新增 1，删去 0",
        "改动（文件第 9 段）：[-八十三-][+八十五+]件实事，办结七十九件。",
        "新增（文件第 12 段）：[+末尾添了一句。+]",
    ]
    data = bigan("compare-draft", str(draft_file), "a.txt", "--json").data
    assert data["counts"] == {"same": 11, "changed": 1, "moved": 0, "new": 1, "gone": 0}
    changed = next(each for each in data["sentences"] if each["change"] == "changed")
    assert (changed["block"], changed["paragraph"]) == ("b8", 9)
    assert tuple(changed) == ("change", "before", "after", "block", "paragraph", "spans")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("export-draft", "没有.json", "a.docx"), "找不到稿件“没有.json”：请检查文件名"),
        (("export-draft", "archive/a.txt", "a.docx"), "不能当作稿件读"),
        (("export-draft", "稿.json", "a.xls"), "不能写成“a.xls”"),
        (("export-draft", "稿.json", "a.docx", "--sources", "margin"), "--sources 不能是“margin”"),
        (("export-draft", "archive", "a.docx"), "“archive”是文件夹，不是稿件：请给出里面的一个文件（.json）"),
        (("compare-draft", "没有.json", "a.docx"), "找不到稿件“没有.json”"),
        (("compare-draft", "稿.json", "没有.docx"), "找不到改过的文件“没有.docx”：请检查文件名"),
        (("compare-draft", "稿.json", "archive"), "“archive”是文件夹，不是改过的文件：请给出里面的一个文件（.docx、"),
        (("compare-draft", "稿.json", "稿.json"), "“稿.json”不能与稿件比对：请给出在 Word 里改过的文件（.docx、"),
    ],
)
def test_what_is_wrong_with_a_draft_s_command_is_told(
    bigan: Bigan, draft_file: Path, arguments: tuple[str, ...], said: str
) -> None:
    told = bigan(*arguments).error_line
    assert said in told and "索引" not in told


def test_a_table_is_not_compared_with_a_draft(bigan: Bigan, draft_file: Path) -> None:
    """Not even one that was exported from it: its rows are no sentences."""
    assert bigan("export-draft", str(draft_file), "a.csv").code == 0
    assert "“a.csv”不能与稿件比对" in bigan("compare-draft", str(draft_file), "a.csv").error_line
