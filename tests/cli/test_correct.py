"""``bigan correct``: every form of it, what it prints, and with which code it ends."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from indexer.engines.whoosh import WhooshEngine
from indexer.language.tokenizer import Tokenizer
from tests.cli.runner import Bigan
from tests.workbench import letter

KEYS = ("field", "label", "value", "file", "title", "quote", "made_at")


def paragraph_of(bigan: Bigan, phrase: str) -> str:
    """The id of the paragraph with a phrase."""
    (hit,) = bigan("search", "--phrase", phrase, "--json").data["hits"]
    return str(hit["id"])


def report_of(bigan: Bigan, place: str) -> str:
    return str(bigan("search", place, "--json").data["hits"][0]["report_id"])


def found(bigan: Bigan, place: str, *filters: str) -> int:
    return int(bigan("search", place, *filters, "--json").data["total"])


def test_a_report_is_corrected_by_its_id(indexed: Bigan, home: Path) -> None:
    """Title, year and unit type in one line; the next search goes by them."""
    identity = report_of(indexed, "白鹭湖")
    ran = indexed("correct", identity, "--year", "2015年", "--unit", "工会", "--title", "旧稿")
    assert (ran.code, ran.err) == (0, "")
    said = ran.out.splitlines()
    assert len(said) == 4 and all(line.startswith("已更正：a.txt《") for line in said[:3])
    assert str(home / "更正.csv") in said[3] and "索引已更新" in said[3]
    assert found(indexed, "白鹭湖", "--year", "2015", "--unit", "工会") == 4
    assert report_of(indexed, "白鹭湖") == identity
    assert (home / "更正.csv").read_text(encoding="utf-8-sig").count("\n") == 4


def test_a_paragraph_is_corrected_by_its_id(indexed: Bigan) -> None:
    """One section or two, in Chinese or by key."""
    identity = paragraph_of(indexed, "白鹭湖的调查研究")
    assert indexed("correct", identity, "--section", "存在问题、causes").code == 0
    assert found(indexed, "白鹭湖", "--section", "causes") == 1
    assert indexed("correct", identity, "--section", "其他").code == 0
    assert (found(indexed, "白鹭湖", "--section", "causes"), found(indexed, "白鹭湖", "--section", "其他")) == (0, 1)
    indexed("correct", identity, "--section", "")
    assert found(indexed, "白鹭湖", "--section", "problems") == 1


def test_an_empty_value_takes_a_correction_back(indexed: Bigan) -> None:
    """Only the field named; the others stay corrected."""
    identity = report_of(indexed, "白鹭湖")
    indexed("correct", identity, "--year", "未知", "--unit", "工会")
    assert found(indexed, "白鹭湖", "--year", "unknown") == 4
    ran = indexed("correct", identity, "--year", "")
    assert ran.code == 0 and ran.out.startswith("已撤销年份的更正\n")
    assert found(indexed, "白鹭湖", "--year", "2018", "--unit", "工会") == 4


def test_a_correction_is_taken_back_of_one_report_alone(indexed: Bigan, home: Path) -> None:
    """Another one has most of its paragraphs, as reports do that are copied year after year: its correction stays."""
    (home / "archive/今年.txt").write_text(letter("白鹭湖", 2019), encoding="utf-8")
    indexed("index")
    (last,) = {hit["report_id"] for hit in indexed("search", "白鹭湖", "--year", "2018", "--json").data["hits"]}
    (this,) = {hit["report_id"] for hit in indexed("search", "白鹭湖", "--year", "2019", "--json").data["hits"]}
    indexed("correct", last, "--year", "2001")
    indexed("correct", this, "--year", "2002")
    assert indexed("correct", this, "--year", "").out.startswith("已撤销年份的更正\n")
    assert (found(indexed, "白鹭湖", "--year", "2001"), found(indexed, "白鹭湖", "--year", "2019")) == (4, 4)
    said = indexed("correct").out.splitlines()
    assert len(said) == 2 and "1 条有效）" in said[0] and said[1].endswith("的年份更正为“2001”")


def test_what_was_not_corrected_cannot_be_taken_back(indexed: Bigan, home: Path) -> None:
    """Code 2, one line, and no row; also where another field was corrected, or it was taken back before."""
    identity, paragraph = report_of(indexed, "白鹭湖"), paragraph_of(indexed, "白鹭湖的调查研究")
    assert "没有这样的更正：这份报告的年份" in indexed("correct", identity, "--year", "").error_line
    assert "没有这样的更正：这一段的章节" in indexed("correct", paragraph, "--section", "").error_line
    assert not (home / "更正.csv").exists()
    indexed("correct", identity, "--unit", "工会")
    written = (home / "更正.csv").read_bytes()
    assert "没有这样的更正" in indexed("correct", identity, "--year", "", "--unit", "").error_line
    assert (home / "更正.csv").read_bytes() == written
    assert indexed("correct", identity, "--unit", "").code == 0
    assert "没有这样的更正" in indexed("correct", identity, "--unit", "").error_line


def test_a_correction_that_waits_for_the_index_can_be_taken_back(
    indexed: Bigan, home: Path, tokenizer: Tokenizer
) -> None:
    """It is written down, though nothing was applied yet."""
    identity = report_of(indexed, "白鹭湖")
    other = WhooshEngine(home / ".bigan", tokenizer)
    with other.writer():
        assert "已记下" in indexed("correct", identity, "--year", "2015").error_line
    other.close()
    assert indexed("correct", identity, "--year", "").code == 0
    assert found(indexed, "白鹭湖", "--year", "2018") == 4


def test_the_list_tells_which_corrections_have_no_report(indexed: Bigan, home: Path) -> None:
    """The file has gone: its line says so and it is not counted as in force."""
    indexed("correct", report_of(indexed, "白鹭湖"), "--year", "2015")
    indexed("correct", report_of(indexed, "青石巷"), "--year", "2016")
    (home / "archive/a.txt").unlink()
    assert "2 条有效）" in indexed("correct").out
    indexed("index")
    first, gone, there = indexed("correct").out.splitlines()
    assert "1 条有效，1 条暂不生效）" in first
    assert gone.endswith("“2015”（暂不生效：没有找到报告）") and there.endswith("“2016”")


def test_the_list_needs_no_index_and_makes_none(indexed: Bigan, home: Path) -> None:
    """Damaged or deleted, it cannot say what has no report; the list is there all the same."""
    indexed("correct", report_of(indexed, "白鹭湖"), "--year", "2015")
    for path in (home / ".bigan").rglob("catalogue-*.json"):
        path.unlink()
    assert "1 条有效）" in indexed("correct").out
    shutil.rmtree(home / ".bigan")
    assert "1 条有效）" in indexed("correct").out
    assert not (home / ".bigan").exists()


def test_json_says_what_was_corrected_and_what_is_in_force(indexed: Bigan) -> None:
    """The documented shape, for making and for listing."""
    identity = report_of(indexed, "青石巷")
    made = indexed("correct", identity, "--year", "2015", "--json")
    assert (made.code, made.err) == (0, "")
    ((row,), problems) = made.data["corrections"], made.data["problems"]
    assert tuple(row) == KEYS and problems == []
    assert (row["field"], row["label"], row["value"], row["file"]) == ("year", "年份", "2015", "b.txt")
    assert indexed("correct", "--json").data == made.data
    indexed("correct", identity, "--year", "")
    assert indexed("correct", "--json").data == {"corrections": [], "problems": []}


def test_the_list_names_corrections_and_bad_rows(indexed: Bigan, home: Path) -> None:
    """Without arguments; a row somebody spoiled is named by its number and ends with 1."""
    empty = indexed("correct")
    assert empty.code == 0 and "0 条有效" in empty.out and str(home / "更正.csv") in empty.out
    indexed("correct", report_of(indexed, "白鹭湖"), "--year", "2015")
    ran = indexed("correct")
    assert ran.code == 0 and "1 条有效" in ran.out and "年份更正为“2015”" in ran.out
    with (home / "更正.csv").open("a", encoding="utf-8") as file:
        file.write('年份,去年,,,,,p1,\r\n年份,"没有收住的引号\r\n')
    ran = indexed("correct")
    assert ran.code == 1 and "1 条有效" in ran.out
    assert [line[:8] for line in ran.out.splitlines() if line.startswith("有误")] == ["有误：第 3 行", "有误：第 4 行"]
    data = indexed("correct", "--json").data
    assert (len(data["corrections"]), len(data["problems"])) == (1, 2)


def test_index_warns_of_bad_rows_and_applies_the_good_ones(indexed: Bigan, home: Path) -> None:
    """Exit code 1, the row named, nothing lost: rows before and after it count."""
    indexed("correct", report_of(indexed, "白鹭湖"), "--year", "2015")
    with (home / "更正.csv").open("a", encoding="utf-8") as file:
        file.write('年份,去年,,,,,p1,\r\n年份,"没有收住的引号\r\n')
    assert indexed("correct", report_of(indexed, "青石巷"), "--year", "2016").code == 0
    ran = indexed("index")
    warned = [line for line in ran.out.splitlines() if line.startswith("注意：更正文件")]
    assert ran.code == 1 and len(warned) == 2 and "第 3 行" in warned[0] and "第 4 行" in warned[1]
    assert len(indexed("index", "--json").data["warnings"]) == 2
    assert (found(indexed, "白鹭湖", "--year", "2015"), found(indexed, "青石巷", "--year", "2016")) == (4, 4)


def test_index_notes_a_correction_whose_file_has_gone(indexed: Bigan, home: Path) -> None:
    """On every run, with code 0: the user may have meant it."""
    indexed("correct", report_of(indexed, "白鹭湖"), "--year", "2015")
    (home / "archive/a.txt").unlink()
    for _ in range(2):
        ran = indexed("index")
        assert ran.code == 0 and "暂不生效" in ran.out
        assert "a.txt" in indexed("index", "--json").data["notes"][0]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("没有这个", "--year", "2018"), "没有报告或段落"),
        (("REPORT", "--year", "去年"), "去年"),
        (("REPORT", "--year", "1066"), "1900"),
        (("REPORT", "--unit", "妇女会"), "妇女会"),
        (("PARAGRAPH", "--section", "做法"), "做法成效"),
        (("PARAGRAPH", "--year", "2018"), "整份报告"),
        (("REPORT", "--section", "开头"), "一段"),
        (("PARAGRAPH", "--section", "开头", "--year", "2018"), "整份报告"),
        (("REPORT",), "--title"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_in_one_line_and_changes_nothing(
    indexed: Bigan, home: Path, arguments: tuple[str, ...], says: str
) -> None:
    """Unknown ids, bad values, the wrong kind of id, nothing to correct: code 2 and no file."""
    ids = {"REPORT": report_of(indexed, "白鹭湖"), "PARAGRAPH": paragraph_of(indexed, "白鹭湖的调查研究")}
    before = indexed("stats", "--json").data["generation"]
    assert says in indexed("correct", *(ids.get(a, a) for a in arguments)).error_line
    assert not (home / "更正.csv").exists()
    assert indexed("stats", "--json").data["generation"] == before


def test_an_error_is_json_too(indexed: Bigan) -> None:
    """The same object that other commands give."""
    ran = indexed("correct", "没有这个", "--year", "2018", "--json")
    assert ran.code == 2 and set(ran.data) == {"error", "allowed"}


def test_a_file_that_cannot_be_read_stops_the_run_with_a_word(indexed: Bigan, home: Path) -> None:
    """Indexing without the corrections would silently take them back."""
    (home / "更正.csv").mkdir()
    assert "打不开" in indexed("index").error_line
    assert "打不开" in indexed("correct").error_line


def test_a_correction_made_while_another_process_indexes_is_kept(
    indexed: Bigan, home: Path, tokenizer: Tokenizer
) -> None:
    """Code 2 with a line that says it is written down; the next run applies it."""
    identity = report_of(indexed, "白鹭湖")
    other = WhooshEngine(home / ".bigan", tokenizer)
    with other.writer():
        assert "已记下" in indexed("correct", identity, "--year", "2015").error_line
    other.close()
    assert found(indexed, "白鹭湖", "--year", "2015") == 0
    assert indexed("index").code == 0
    assert found(indexed, "白鹭湖", "--year", "2015") == 4


def test_the_file_of_corrections_lies_where_the_settings_say(indexed: Bigan, home: Path) -> None:
    """A shared folder, for instance."""
    (home / "config.ini").write_text("[archive]\nfolders = archive\ncorrections = 共用/改.csv\n", encoding="utf-8")
    assert indexed("correct", report_of(indexed, "白鹭湖"), "--year", "2015").code == 0
    assert (home / "共用/改.csv").is_file() and not (home / "更正.csv").exists()
