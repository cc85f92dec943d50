"""What can be typed after ``bigan``: every mistake is one line of Chinese that says what to do, help is Chinese."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from indexer.cli.arguments import COMMAND_LINES, CommandLine, Parameters
from tests.cli.runner import Bigan

#: Words of click's own messages and help pages.
ENGLISH = re.compile(
    "usage|option[s ]|error|missing|no such|unexpected|invalid|requires|does not|try |show this|did you mean|command",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "缺少 命令"),
        ("serch 党建", "没有 'serch' 这个命令，是不是 search"),
        ("火星", "没有 '火星' 这个命令"),
        ("--sections", "不认识 --sections"),
        ("search --sections work", "不认识 --sections，是不是 --section"),
        ("search --火星", "不认识 --火星"),
        ("search -x", "不认识 -x；要排除这个词，请写在 -- 后面"),
        ("stats -x", "不认识 -x）"),
        ("search --limit", "--limit 后面要跟一个值"),
        ("search --year --json", "--year 后面要跟一个值"),
        ("search --phrase -- 党建", "--phrase 后面要跟一个值"),
        ("search --json=3", "--json 后面不能跟值"),
        ("search --page 二", "--page：应是整数，收到 '二'"),
        ("search --limit -一", "--limit：应是整数，收到 '-一'"),
        ("serve --port 99999", "--port：端口应是 1 到 65535 的整数"),
        ("parse", "缺少 FILES"),
        ("stats 甲 乙", "不认识 甲 乙"),
        ("stats -甲", "不认识 -甲"),
        ("--config", "--config 后面要跟一个值"),
    ],
)
def test_a_wrong_line_is_told_in_chinese_with_what_to_do(bigan: Bigan, line: str, said: str) -> None:
    ran = bigan(*line.split())
    assert said in ran.error_line and "--help 看用法" in ran.error_line and ran.out == ""
    assert not ENGLISH.search(ran.err.replace("--help", "").replace("--option", ""))


def test_the_help_to_look_at_is_that_of_the_command(bigan: Bigan) -> None:
    assert "运行 bigan kwic --help 看用法" in bigan("kwic", "--火星").error_line
    assert "运行 bigan --help 看用法" in bigan("--火星").error_line


@pytest.mark.parametrize("command", ["", *COMMAND_LINES])
def test_help_is_chinese(bigan: Bigan, command: str) -> None:
    for name in ("-h", "--help"):
        ran = bigan(*filter(None, [command, name]))
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith(f"用法：bigan {command}".strip()) and "选项：\n" in ran.out
        assert not ENGLISH.search(ran.out)


def test_help_lists_positional_arguments_too(bigan: Bigan) -> None:
    said = bigan("similar", "--help").out
    assert "参数：\n    [PARAGRAPH_ID]  段落的编号\n" in said
    assert "更正记在 config.ini 里" in bigan("correct", "--help").out


@pytest.mark.parametrize(
    ("words", "q"),
    [
        (("--", "-白鹭湖"), "-白鹭湖"),
        (("群众", "--", "-x", "--json"), "群众 -x -json"),
        (("群众", "-白鹭湖", "--limit", "3", "-h意"), ""),
        (("-2018", "群众"), "群众 -2018"),
        (("-白h湖", "群众"), "群众 -白h湖"),
        (("--phrase", "-白鹭湖", "群众"), "群众 -白鹭湖"),
        (("-", "群众"), "群众"),
    ],
)
def test_words_that_begin_with_a_minus_belong_to_the_question(indexed: Bigan, words: tuple[str, ...], q: str) -> None:
    """Only ``-h`` and what begins with two are options; behind ``--`` nothing is."""
    ran = indexed("search", "--json", *words)
    if not q:
        assert "-h意" in ran.error_line
        return
    asked = ran.data["query"]
    typed = {*(asked["words"]), *asked["phrases"], *(f"-{word}" for word in asked["excluded"])}
    assert ran.code == 0
    assert typed == set(q.split())


def test_only_what_is_asked_for_is_loaded(monkeypatch: pytest.MonkeyPatch, bigan: Bigan) -> None:
    """Help and mistakes need no command's module, and a command's parameters are made for it alone."""
    made: list[str] = []
    whole = CommandLine.all_parameters

    def noted(line: CommandLine) -> Parameters:
        made.append(line.about)
        return whole(line)

    monkeypatch.setattr(CommandLine, "all_parameters", noted)
    assert bigan("--help").code == 0 and made == []
    assert bigan("stats").code == 0 and made == [COMMAND_LINES["stats"].about]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_only(bigan: Bigan, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    assert bigan("index").code == 0
    said = terminal.getvalue()
    assert "更新索引" in said and "3/3" in said and "合集.txt" in said and not ENGLISH.search(said)
    (home / "archive/c.txt").write_text((home / "archive/a.txt").read_text(encoding="utf-8") + "又一段。", encoding="utf-8")
    terminal.truncate(0)
    assert bigan("index", "--json").code == 0
    assert terminal.getvalue() == ""
