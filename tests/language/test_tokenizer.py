"""Words for ranking: stable, lower case, from a dictionary and never invented."""

from __future__ import annotations

import errno
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.language.normalize import clean_text
from indexer.language.tokenizer import Tokenizer, lexicon
from indexer.reading import read_file
from tests.profiles import examples


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("jieba") / "not yet there"


@pytest.fixture(scope="module", params=["jieba", "rjieba"])
def tokenizer(cache: Path, request: pytest.FixtureRequest) -> Tokenizer:
    """jieba and rjieba, its port to Rust: every promise holds for both."""
    pytest.importorskip(request.param, reason="there is no wheel of it for this system")
    loaded = Tokenizer(cache, fast=request.param == "rjieba")
    loaded.words("党建")
    return loaded


def test_words_stand_in_order_and_are_repeated(tokenizer: Tokenizer) -> None:
    assert tokenizer.words("妇联工作，妇联干部。") == ["妇联", "工作", "妇联", "干部"]


def test_words_are_the_same_however_wide_or_large_they_are_written(tokenizer: Tokenizer) -> None:
    assert tokenizer.words("ＡＰＰ２０１８ 政 府") == tokenizer.words("app2018 政府")


@pytest.mark.parametrize("text", ["", "，。！？“”—— …", "\n\n", "★※"])
def test_signs_are_no_words(tokenizer: Tokenizer, text: str) -> None:
    assert tokenizer.words(text) == []


def test_words_are_not_invented(tokenizer: Tokenizer) -> None:
    """With its hidden Markov model jieba joins characters into words no dictionary holds
    (杭研 in its own example), and differently from sentence to sentence."""
    assert "杭研" not in tokenizer.words("他来到了网易杭研大厦")


@pytest.mark.parametrize("word", lexicon()[::25])
def test_a_word_of_the_lexicon_stays_whole(tokenizer: Tokenizer, word: str) -> None:
    assert "".join(tokenizer.words(word)) == clean_text(word).lower()
    assert len(tokenizer.words(word)) == 1


def test_extra_words_are_known_and_change_the_fingerprint(cache: Path, tokenizer: Tokenizer) -> None:
    """An index made with other words must be told apart from this one."""
    taught = Tokenizer(cache, extra_words=["薪火巷议事厅"])
    assert "薪火巷议事厅" in taught.words("走进薪火巷议事厅")
    assert "薪火巷议事厅" not in tokenizer.words("走进薪火巷议事厅")
    assert taught.fingerprint != tokenizer.fingerprint == Tokenizer(cache).fingerprint


@settings(max_examples=examples(60))
@given(st.text(st.sampled_from("党建工作带妇联两个维护2018年aBＣ，。 \n“”.%★𠮷"), max_size=30))
def test_words_cut_the_text_and_add_nothing(tokenizer: Tokenizer, text: str) -> None:
    """Every word stands in the text, after the one before it; no letter or ideograph is lost."""
    clean, at = clean_text(text).lower(), 0
    for word in tokenizer.words(text):
        at = clean.index(word, at) + len(word)
    counted = [c for c in "".join(tokenizer.words(text)) if c.isalnum()]
    assert counted == [c for c in clean if c.isalnum()]


def test_the_prepared_dictionary_lies_in_its_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two users of one machine must not share, or spoil, a file in the temp folder."""
    shared = tmp_path / "shared"
    shared.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(shared))
    Tokenizer(tmp_path / "own", fast=False).words("党建")
    assert not list(shared.iterdir())
    assert list((tmp_path / "own").iterdir())


@pytest.mark.parametrize("fast", [True, False], ids=["rjieba", "jieba"])
def test_loading_leaves_logging_alone_and_says_nothing(tmp_path: Path, fast: bool) -> None:
    """jieba reports its dictionary on stderr and sets handlers; that is the program's business. In a process of its
    own, as loggers are shared by all tests."""
    script = (
        "import logging, sys; from pathlib import Path; from indexer.language.tokenizer import Tokenizer\n"
        f"Tokenizer(Path(sys.argv[1]), fast={fast}).words('党建')\n"
        "root = logging.getLogger()\n"
        f"assert ('jieba' in sys.modules) is not {fast}\n"
        "print(root.level == logging.WARNING, root.handlers)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, str(tmp_path)],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("True []\n", "")


def test_making_a_tokenizer_loads_nothing() -> None:
    """Commands that rank nothing must not wait for a dictionary."""
    script = (
        "import sys; from pathlib import Path; from indexer.language.tokenizer import Tokenizer; "
        "Tokenizer(Path('unused'), extra_words=['x']).fingerprint; sys.exit('jieba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False, timeout=60).returncode == 0


# --- rjieba -----------------------------------------------------------------------------------------


def _texts() -> list[str]:
    root = Path(__file__).resolve().parents[1]
    files = [*(root.parent / "archive").rglob("*.txt"), *(root / "eval").rglob("*.txt")]
    return [read_file(path).text for path in files if path.name != "formulas.txt"]


def test_rjieba_gives_the_same_words(cache: Path) -> None:
    """On every text of the project, with the lexicon: so an index made with one serves the other."""
    slow, fast = Tokenizer(cache, ["薪火巷议事厅"], fast=False), Tokenizer(cache, ["薪火巷议事厅"])
    assert slow.fingerprint == fast.fingerprint
    texts = [*_texts(), "走进薪火巷议事厅，APP2.0上线 5G+党建，３０％"]
    assert len(texts) > 100
    for text in texts:
        assert slow.words(text) == fast.words(text)


def test_without_rjieba_jieba_does_it(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no wheel for Windows on ARM."""
    monkeypatch.setitem(sys.modules, "rjieba", None)
    tokenizer = Tokenizer(cache)
    assert tokenizer.words("妇联工作") == ["妇联", "工作"]
    assert isinstance(tokenizer._cut, partial)
    assert tokenizer._cut.func.__module__ == "jieba"


def test_a_full_disk_prints_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The cache only saves time: words are cut without it, and jieba's own complaint is not shown."""

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "mkstemp", full)
    monkeypatch.setattr(Path, "mkdir", full)
    assert Tokenizer(tmp_path / "none", fast=False).words("妇联工作") == ["妇联", "工作"]
    assert capfd.readouterr().err == ""
