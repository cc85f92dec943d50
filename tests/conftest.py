"""What tests of several layers share. Engines have their own in ``engines/conftest.py``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.cli import commands, main
from indexer.language.tokenizer import Tokenizer
from indexer.parsing.rulebook import Rulebook, default_rulebook
from tests import profiles
from tests.cli.runner import Bigan, Ran
from tests.workbench import Workbench, compilation, letter

profiles.register()


@pytest.fixture(scope="session")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    """Loaded once: it takes a second."""
    return Tokenizer(tmp_path_factory.mktemp("jieba"))


@pytest.fixture(scope="session")
def rules() -> Rulebook:
    return default_rulebook()


@pytest.fixture
def bench(tmp_path: Path, tokenizer: Tokenizer, rules: Rulebook) -> Iterator[Workbench]:
    """An empty archive folder and an empty index."""
    made = Workbench(tmp_path, tokenizer, rules)
    yield made
    made.engine.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with config.ini and an archive of three files."""
    archive = tmp_path / "archive"
    archive.mkdir()
    (tmp_path / "config.ini").write_text("[archive]\nfolders = archive\n", encoding="utf-8")
    (archive / "a.txt").write_text(letter("白鹭湖"), encoding="utf-8")
    (archive / "b.txt").write_bytes(letter("青石巷", 2020, "公安局").encode("gb18030"))
    (archive / "合集.txt").write_text(compilation("红枫岭", "长堤街"), encoding="utf-8")
    return tmp_path


@pytest.fixture
def bigan(
    home: Path, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Bigan:
    """Runs a command in ``home``; the dictionary is loaded once for all tests."""
    monkeypatch.chdir(home)
    monkeypatch.delenv("BIGAN_CONFIG", raising=False)
    monkeypatch.setattr(commands, "Tokenizer", lambda *_: tokenizer)

    def run(*arguments: str) -> Ran:
        try:
            code = main.main(arguments)
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run


@pytest.fixture
def indexed(bigan: Bigan) -> Bigan:
    assert bigan("index").code == 0
    return bigan
