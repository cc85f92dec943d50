"""``bigan collect`` and ``bigan drafts`` over a real index."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.cli.main import main
from indexer.drafting.store import DraftStore
from tests.workbench import letter


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "甲.txt").write_text(letter("白鹭湖"), encoding="utf-8")
    (tmp_path / "config.ini").write_text("[archive]\nfolders = archive\n", encoding="utf-8")
    assert bigan(tmp_path, "index") == 0
    capsys.readouterr()
    return tmp_path


def bigan(home: Path, *words: str) -> int:
    return main([*words, "--config", str(home / "config.ini")])


def paragraph_id(home: Path, capsys: pytest.CaptureFixture[str], query: str = "白鹭湖") -> str:
    assert bigan(home, "search", query, "--json") == 0
    return str(json.loads(capsys.readouterr().out)["hits"][0]["id"])


def test_a_paragraph_is_collected_and_listed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    identity = paragraph_id(home, capsys)
    assert bigan(home, "drafts") == 0
    assert "还没有稿件" in capsys.readouterr().out
    assert bigan(home, "collect", identity) == 0
    assert "已收进《第一份稿件》" in capsys.readouterr().out
    assert bigan(home, "collect", identity) == 0
    assert "早已收在《第一份稿件》" in capsys.readouterr().out
    assert bigan(home, "drafts") == 0
    assert "1 段素材" in capsys.readouterr().out
    assert len(list((home / "稿件").glob("*.json"))) == 1


def test_a_draft_is_named_and_made_where_there_is_none(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    identity = paragraph_id(home, capsys)
    assert bigan(home, "collect", identity, "--draft", "年终稿", "--json") == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["draft"]["name"], made["new"]) == ("年终稿", True)
    assert bigan(home, "collect", identity, "--draft", made["draft"]["id"], "--json") == 0
    assert json.loads(capsys.readouterr().out)["new"] is False
    assert bigan(home, "drafts", "--json") == 0
    listed = json.loads(capsys.readouterr().out)
    assert (listed["current"], len(listed["drafts"])) == (made["draft"]["id"], 1)


@pytest.mark.parametrize("is_chosen", [True, False])
def test_collecting_into_a_named_draft_leaves_the_current_one_of_the_pages(
    home: Path, capsys: pytest.CaptureFixture[str], is_chosen: bool
) -> None:
    """A new name and a known one; whether the current draft was chosen or is the last that was changed."""
    identity = paragraph_id(home, capsys)
    store = DraftStore(home / "稿件")
    current = store.create("正在写的")
    if not is_chosen:
        (home / "稿件" / "当前稿件.txt").unlink()
    for _ in range(2):
        assert bigan(home, "collect", identity, "--draft", "年终稿") == 0
        now = store.current()
        assert now is not None and now.id == current.id
    found = store.find("年终稿")
    assert found is not None and len(found.blocks) == 1


def test_what_is_wrong_is_one_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bigan(home, "collect", "nobody-1") == 2
    assert "没有编号为“nobody-1”的段落" in capsys.readouterr().err
    (home / "稿件").mkdir(exist_ok=True)
    (home / "稿件" / "0123abcd.json").write_bytes(b"{")
    assert bigan(home, "drafts") == 1
    assert "损坏" in capsys.readouterr().out
