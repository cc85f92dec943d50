"""The commands, run in this process: what they print, in which shape, with which exit code."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from indexer.cli import main
from indexer.engines.whoosh.schema import FORMAT_VERSION
from tests.cli.runner import Bigan
from tests.reading.word_files import docx, paragraph
from tests.workbench import OLE2, letter

ROOT = Path(__file__).resolve().parents[2]

COMMANDS = (
    *("index", "add", "remove", "search", "kwic", "headings", "similar", "trend", "suggest", "outline"),
    *("parse", "correct", "collect", "drafts", "serve", "stats", "template"),
    *("export-draft", "compare-draft", "check-draft", "check"),
)


# --- index --------------------------------------------------------------------------------

INDEX_KEYS = (
    *("files", "reports", "paragraphs", "added", "changed", "removed", "unchanged"),
    *("failed", "stale", "skipped", "unread", "warnings", "notes", "committed", "generation", "seconds"),
)


def test_index_json_has_its_shape(bigan: Bigan, home: Path) -> None:
    (home / "archive/旧.rar").write_bytes(b"x")
    (home / "archive/空.txt").write_bytes(b"")
    ran = bigan("index", "--json")
    assert ran.code == 1 and ran.err == ""
    assert tuple(ran.data) == INDEX_KEYS
    assert (ran.data["files"], ran.data["reports"], ran.data["paragraphs"]) == (4, 4, 16)
    (failed,), (skipped,) = ran.data["failed"], ran.data["skipped"]
    assert tuple(failed) == tuple(skipped) == ("file", "reason")
    assert failed["file"] == str(home / "archive/空.txt")
    assert skipped["file"] == str(home / "archive/旧.rar")


def test_index_says_what_it_did_and_then_that_nothing_changed(bigan: Bigan) -> None:
    first, second = bigan("index"), bigan("index")
    assert (first.code, second.code) == (0, 0)
    assert "新增 3" in first.out and "4 份报告，16 段" in first.out
    assert "没有变化" in second.out and "4 份报告，16 段" in second.out
    assert bigan("index", "--json").data["committed"] is False


def test_index_ends_with_1_and_names_the_file_while_the_rest_is_indexed(bigan: Bigan, home: Path) -> None:
    (home / "archive/锁.docx").write_bytes(OLE2)
    ran = bigan("index")
    assert ran.code == 1
    assert str(home / "archive/锁.docx") in ran.out
    assert bigan("stats", "--json").data["reports"] == 4


def test_index_lists_the_first_files_of_many_and_counts_the_rest(bigan: Bigan, home: Path) -> None:
    """A folder of old scans must not bury what else is said; JSON names them all."""
    for number in range(23):
        (home / f"archive/旧{number:02}.rar").write_bytes(b"x")
        if number < 20:
            (home / f"archive/空{number:02}.txt").write_bytes(b"")
    said = bigan("index").out
    assert "跳过的文件（23 个）：" in said and "读不了的文件（20 个）：" in said
    assert [name for name in ("空19.txt", "旧19.rar", "旧20.rar") if name in said] == ["空19.txt", "旧19.rar"]
    assert said.count("……还有") == 1 and "……还有 3 个（用 bigan index --json 看全部）" in said
    assert len(bigan("index", "--json").data["skipped"]) == 23


def test_index_of_a_folder_that_is_not_there(indexed: Bigan, home: Path) -> None:
    ran = indexed("index", str(home / "没有"))
    assert ran.code == 1 and str(home / "没有") in ran.out
    assert indexed("search", "白鹭湖").code == 0


def test_index_of_a_file_names_its_folder(indexed: Bigan, home: Path) -> None:
    assert str(home / "archive") in indexed("index", str(home / "archive/a.txt")).error_line


def test_index_prunes_only_when_told(indexed: Bigan, home: Path) -> None:
    for path in (home / "archive").iterdir():
        path.unlink()
    ran = indexed("index")
    assert ran.code == 1 and "--prune" in ran.out
    assert indexed("stats", "--json").data["reports"] == 4
    assert indexed("index", "--prune").code == 0
    assert indexed("stats", "--json").data["reports"] == 0


def test_another_folder_is_added_and_remembered(indexed: Bigan, home: Path) -> None:
    (home / "另").mkdir()
    (home / "另/c.txt").write_text(letter("黄花渡"), encoding="utf-8")
    assert indexed("index", "另").code == 0
    data = indexed("stats", "--json").data
    assert data["reports"] == 5
    assert data["roots"] == [str(home / "archive"), str(home / "另")]


# --- parse --------------------------------------------------------------------------------

PARSE_KEYS = {
    "file",
    "index_in_file",
    "title",
    "year",
    "year_estimated",
    "year_evidence",
    "plan_year",
    "genre",
    "genre_evidence",
    "unit_type",
    "unit_evidence",
    "paragraphs",
    "removed",
    "unread",
}
PARSED_PARAGRAPH = (
    *("ordinal", "sections", "section_confidence", "headings_above", "heading_path", "points", "placeholders", "text"),
)


def test_parse_json_is_one_object_a_line_for_each_report(bigan: Bigan, home: Path) -> None:
    files = ["archive/合集.txt", "archive/b.txt"]
    ran = bigan("parse", "--json", *files)
    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert (ran.code, ran.err) == (0, "")
    assert [(line["file"], line["index_in_file"]) for line in lines] == [
        (files[0], 0),
        (files[0], 1),
        (files[1], 0),
    ]
    for line in lines:
        assert set(line) >= PARSE_KEYS
        assert [p["ordinal"] for p in line["paragraphs"]] == [0, 1, 2, 3]
        assert all(tuple(p) == PARSED_PARAGRAPH for p in line["paragraphs"])
    assert (lines[2]["year"], lines[2]["unit_type"], lines[2]["year_estimated"]) == (2020, "公安", None)
    assert not (home / ".bigan").exists()


def test_parse_tells_the_genre_and_the_year_that_a_plan_is_for(bigan: Bigan, home: Path) -> None:
    lines = ("某局2020年工作计划", "一、主要任务", "加强学习，提高认识，确保完成全年任务目标。")
    (home / "计划.txt").write_text("\n".join(lines), encoding="utf-8")
    plan = json.loads(bigan("parse", "--json", "计划.txt").out)
    assert (plan["genre"], plan["plan_year"], plan["year"]) == ("工作计划", 2020, None)
    assert plan["genre_evidence"]["place"] == "title"
    said = bigan("parse", "计划.txt").out
    assert "文种 工作计划" in said and "计划的年份 2020年" in said


def test_parse_for_people_marks_a_section_that_nothing_but_its_position_says(bigan: Bigan, home: Path) -> None:
    lines = ("某局工作总结", "一、窗口建设", "大厅里新添三张椅子。", "二、存在的问题", "学习抓得不紧。")
    (home / "总结.txt").write_text("\n".join(lines), encoding="utf-8")
    said = bigan("parse", "总结.txt").out
    assert "[做法成效?] 大厅里" in said and "[存在问题] 学习" in said


def test_parse_for_people_shows_headings_and_sections(bigan: Bigan) -> None:
    ran = bigan("parse", "archive/a.txt")
    assert ran.code == 0
    for said in ("单位类型 妇联", "2018年", "4 段", "▌二、存在的问题", "[存在问题]"):
        assert said in ran.out


def test_parse_names_what_is_left_unread(bigan: Bigan, home: Path) -> None:
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏起来</w:t></w:r></w:p>"
    body = "".join(map(paragraph, ("2018年工作总结", "一年来，我们认真履行职责，推动工作落实。")))
    (home / "藏.docx").write_bytes(docx(body + hidden))
    assert "未读：隐藏文字 3 字" in bigan("parse", "藏.docx").out
    (line,) = bigan("parse", "--json", "藏.docx").out.splitlines()
    assert json.loads(line)["unread"] == [{"kind": "hidden", "count": 3, "detail": "", "label": "隐藏文字 3 字"}]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("空.txt", b""),
        ("二进制.txt", bytes(range(256)) * 20),
        ("锁.docx", OLE2),
        ("坏.docx", b"PK\x03\x04"),
        ("没有.txt", None),
        ("只有题.txt", "述职报告\n".encode()),
    ],
)
def test_parse_of_bad_files_says_so_and_goes_on(
    bigan: Bigan, home: Path, name: str, content: bytes | None
) -> None:
    if content is not None:
        (home / name).write_bytes(content)
    ran = bigan("parse", "--json", name, "archive/a.txt")
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1 and name in ran.err
    assert [json.loads(line)["file"] for line in ran.out.splitlines()] == ["archive/a.txt"]


# --- stats and check ----------------------------------------------------------------------

STATS_KEYS = (
    *("generation", "built_at", "files", "reports", "paragraphs", "characters"),
    *("sections", "units", "years", "index_folder", "config", "roots", "files_with_unread", "unread"),
)


def test_stats_json_has_its_shape(indexed: Bigan, home: Path) -> None:
    data = indexed("stats", "--json").data
    assert tuple(data) == STATS_KEYS
    assert (data["files"], data["reports"], data["paragraphs"]) == (3, 4, 16)
    assert data["sections"] == {"opening": 4, "work": 4, "problems": 4, "plans": 4}
    assert data["units"] == {"妇联": 2, "公安": 2}
    assert data["years"] == {"2018": 3, "2020": 1}
    assert data["config"] == str(home / "config.ini")
    assert data["index_folder"] == str(home / ".bigan")
    said = indexed("stats").out
    assert "4 份报告，16 段" in said and "公安 2" in said


def test_stats_of_an_empty_index(bigan: Bigan) -> None:
    assert bigan("stats", "--json").data["reports"] == 0
    assert "0 份报告" in bigan("stats").out


def test_check_json_has_its_shape_and_its_exit_code(indexed: Bigan, home: Path) -> None:
    ran = indexed("check", "--json")
    assert (ran.code, ran.data) == (
        0,
        {"ok": True, "files": 3, "reports": 4, "paragraphs": 16, "differences": [], "unread": []},
    )
    assert "一致" in indexed("check").out
    (home / "archive/c.txt").write_text(letter("黄花渡"), encoding="utf-8")
    ran = indexed("check", "--json")
    assert ran.code == 1 and tuple(ran.data) == ("ok", "files", "reports", "paragraphs", "differences", "unread")
    assert ran.data["ok"] is False and str(home / "archive/c.txt") in ran.data["differences"][0]
    assert "不一致" in indexed("check").out


# --- settings and the command line itself --------------------------------------------------


def test_config_is_taken_from_the_option_then_the_variable(
    indexed: Bigan, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        (home / name).mkdir()
        (home / name / "my.ini").write_text("[archive]\nfolders = .\n", encoding="utf-8")
    monkeypatch.setenv("BIGAN_CONFIG", str(home / "one/my.ini"))
    assert indexed("stats", "--json").data["index_folder"] == str(home / "one/.bigan")
    option = indexed("stats", "--json", "--config", str(home / "two/my.ini")).data
    assert option["index_folder"] == str(home / "two/.bigan")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_config_and_names_one_that_is_not_there(bigan: Bigan, command: str) -> None:
    files = {"parse": ["archive/a.txt"], "suggest": ["dj"], "template": ["a.dotx"]}
    files |= {name: ["a.json", "a.docx"] for name in ("export-draft", "compare-draft")} | {"check-draft": ["a.docx"]}
    files |= {"add": ["archive"], "remove": ["archive"], "collect": ["a-1"], "outline": ["a"]}
    assert "没有.ini" in bigan(command, *files.get(command, []), "--config", "没有.ini").error_line


@pytest.mark.parametrize("arguments", [(), ("find",), ("index", "--no"), ("parse",), ("stats", "甲")])
def test_a_wrong_command_line_is_one_line(bigan: Bigan, arguments: tuple[str, ...]) -> None:
    assert "--help" in bigan(*arguments).error_line


@pytest.mark.parametrize("port", ["0", "65536", "-5", "x", "８０", ""])
def test_a_port_that_cannot_be_is_refused(bigan: Bigan, port: str) -> None:
    assert "65535" in bigan("serve", f"--port={port}").error_line


def test_a_programming_mistake_still_shows_itself(bigan: Bigan, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setitem(main.COMMANDS, "stats", broken)
    with pytest.raises(ZeroDivisionError):
        bigan("stats")


def test_help_and_version(bigan: Bigan) -> None:
    assert bigan("--version").out.startswith("bigan ")
    ran = bigan("--help")
    assert ran.code == 0 and "search" in ran.out


# --- documents ----------------------------------------------------------------------------


def commands_and_options(bigan: Bigan) -> dict[str, set[str]]:
    """Every command and its long options, read from ``--help``."""
    names = re.findall(r"^    ([a-z][a-z-]*) ", bigan("--help").out, re.MULTILINE)
    return {n: set(re.findall(r"--[a-z]+", bigan(n, "--help").out)) - {"--help"} for n in names}


@pytest.mark.parametrize("document", ["README.md", "docs/使用手册.md"])
def test_every_command_and_option_is_documented(bigan: Bigan, document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    known = commands_and_options(bigan)
    assert set(known) == set(COMMANDS)
    assert len(set().union(*known.values())) >= 12
    missing = [f"bigan {name}" for name in known if f"bigan {name}" not in text]
    missing += [f"{name} {o}" for name, options in known.items() for o in options if o not in text]
    assert missing == []


@pytest.mark.parametrize("place", ["before", "after"])
def test_the_config_may_stand_before_or_after_the_command(tmp_path: Path, place: str) -> None:
    """Both are natural; neither may be forgotten silently."""
    missing = ["--config", str(tmp_path / "没有.ini")]
    line = [*missing, "stats"] if place == "before" else ["stats", *missing]
    assert main.main(line) == 2


def test_an_index_of_an_older_version_is_named_and_rebuilt_in_one_run(bigan: Bigan, home: Path) -> None:
    """With the folder that was once added on the command line; one line says what may be deleted, and nothing is."""
    added = home / "另一处"
    added.mkdir()
    (added / "c.txt").write_text(letter("黄花渡"), encoding="utf-8")
    old = home / ".bigan" / "whoosh-10"
    old.mkdir(parents=True)
    gone, kept = (str(home / "archive" / name) for name in ("拿走了.txt", "a.txt"))
    entry = [str(home / "archive"), "x.txt", "c0ffee", "rules", ["0123456789abcdef"], "ok", None]
    files = {gone: entry, kept: entry}
    manifest = {"roots": [str(home / "archive"), str(added)], "added": [str(added)], "built_at": "", "files": files}
    data = {"tokenizer": "", "built_at": "", "sources": {}, "manifest": json.dumps(manifest)}
    (old / "catalogue-1.json").write_text(json.dumps(data), encoding="utf-8")
    assert "whoosh-10 是旧版本的索引" in bigan("search", "党建").error_line
    ran = bigan("index")
    assert ran.code == 0
    (line,) = [line for line in ran.out.splitlines() if str(old) in line]
    assert "2 个文件夹" in line and "可以删除" in line
    assert "1 个文件现在读不到" in line and gone in line and kept not in line
    assert bigan("search", "黄花渡", "--json").data["total"] == 4
    (line,) = [line for line in bigan("index").out.splitlines() if str(old) in line]
    assert "可以删除" in line and [path.name for path in old.iterdir()] == ["catalogue-1.json"]
    (old / "catalogue-1.json").write_text("{", encoding="utf-8")
    shutil.rmtree(home / ".bigan" / f"whoosh-{FORMAT_VERSION}")
    (line,) = [line for line in bigan("index").out.splitlines() if str(old) in line]
    assert "bigan index FOLDER" in line
