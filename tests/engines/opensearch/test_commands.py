"""``engine = opensearch`` in config.ini, and nothing else changes: every command says what it says with an index in a folder."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.runner import Bigan, Ran
from tests.engines.conftest import NODE, discard_prefix, need_node
from tests.workbench import letter

PREFIX = f"commands{os.getpid()}"
INI = """[archive]
folders = archive
[index]
engine = {engine}
folder = {folder}
[opensearch]
hosts = {hosts}
prefix = {prefix}
"""
DRAFT = "柳河县妇联2024年工作总结\n一、做法\n{}另外还修了一座桥。\n三、打算\n继续开展“三严三实”专题教育。\n"

QUESTIONS = [
    ("search", "走访", "意见"), ("search", "走访 意见", "--per-report", "--explain"), ("search", "没有的词"),
    ("search", "走访", "--fold", "--sort", "newest"), ("search", "群众", "--year", "2016-", "--section", "problems"),
    ("search", "走访", "--json"), ("kwic", "走访"), ("kwic", "走访", "--json"),
    ("trend", "走访"), ("headings",), ("headings", "打算"), ("similar", "--text", "调查研究还不够深入，听汇报多，到现场少"),
    ("suggest", "zoufang"), ("stats",), ("stats", "--json"), ("check",), ("check-draft", "稿子.txt"),
]  # fmt: skip


@pytest.fixture
def both(home: Path) -> Iterator[Path]:
    """The folder of an archive that is read into an index in a folder and into one on the node."""
    need_node("opensearch")
    (home / "archive" / "坏.txt").write_bytes(b"\0\1\2" * 99)
    (home / "稿子.txt").write_text(DRAFT.format(letter("白鹭湖").splitlines()[6]), encoding="utf-8")
    hosts = "\n    ".join(os.environ[NODE].split(","))
    for engine in ("whoosh", "opensearch"):
        text = INI.format(engine=engine, folder=home / engine, hosts=hosts, prefix=PREFIX)
        (home / f"{engine}.ini").write_text(text, encoding="utf-8")
    yield home
    discard_prefix(PREFIX)


def plain(text: str, home: Path) -> str:
    """Without what tells where the index is and how long anything took."""
    text = re.sub(r'"(took_ms|seconds)": [\d.]+', r'"\1": 0', text)
    text = re.sub(r"[\d.]+ (毫秒|秒)", r"0 \1", text)
    text = re.sub(r"20\d\d-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?", "then", text)
    for engine in ("whoosh", "opensearch"):
        text = text.replace(f"{engine}.ini", "ini")
    for place in (str(home / "whoosh"), f"{'、'.join(os.environ[NODE].split(','))}（{PREFIX}）"):
        text = text.replace(json.dumps(place, ensure_ascii=False)[1:-1], "…").replace(place, "…")
    return text


def test_every_command_says_the_same(both: Path, bigan: Bigan) -> None:
    def said(engine: str, *arguments: str) -> Ran:
        ran = bigan("--config", str(both / f"{engine}.ini"), *arguments)
        return Ran(ran.code, plain(ran.out, both), plain(ran.err, both))

    for engine in ("whoosh", "opensearch"):
        assert said(engine, "index").code == 1, "one file cannot be read"
    for asked in QUESTIONS:
        one, other = (said(engine, *asked) for engine in ("whoosh", "opensearch"))
        if "--json" in asked:
            assert other.data == one.data, asked
        else:
            assert other == one, asked
        assert one.code == (1 if asked[0] == "check" else 0), one
    for engine in ("whoosh", "opensearch"):
        assert said(engine, "search", "走访", "--csv", f"{engine}.csv").code == 0
    rows = [line for line in (both / "whoosh.csv").read_text("utf-8-sig").splitlines() if "走访" in line]
    assert len(rows) > 3 and set(rows) <= set((both / "opensearch.csv").read_text("utf-8-sig").splitlines())
    assert said("opensearch", "index").out.startswith("没有变化")
