"""An index whose files are damaged gives right answers or one line that names it and says what to do, in every command and
page. ``python -m tests.damage`` tries thousands of faults."""

from __future__ import annotations

import gc
import html
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from indexer.engines.whoosh import WhooshEngine
from indexer.engines.whoosh.arrays import damaged_parts, read_arrays, write_arrays
from indexer.errors import IndexUnavailable
from indexer.language.tokenizer import Tokenizer
from indexer.parsing.rulebook import Rulebook
from indexer.querying.request import build_request
from tests.cli.runner import Bigan
from tests.damage.campaign import Campaign, make_index, questions
from tests.profiles import examples
from webui import create_app

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, tokenizer: Tokenizer, rules: Rulebook) -> Path:
    home = tmp_path_factory.mktemp("made")
    make_index(home, tokenizer, rules)
    return home


@pytest.fixture
def place(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy. Whoosh leaves damaged files open, and a damaged index is tried again with patience: neither is of interest."""
    shutil.copytree(made / "index", tmp_path / "index")
    monkeypatch.setattr("indexer.engines.whoosh._OPEN_PAUSE_SECONDS", 0)
    yield tmp_path
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def test_faults_of_every_kind_end_in_right_answers_or_one_line(place: Path, tokenizer: Tokenizer) -> None:
    tally = Campaign(place, tokenizer, seed=7, verified=True).run(examples(120))
    assert tally.bad == []
    assert tally.answers["right"] > 20 and tally.answers["told"] > 20 and tally.answers["committed"] > 3


def test_without_looking_at_checksums_nothing_ends_in_a_traceback(place: Path, tokenizer: Tokenizer) -> None:
    """Where an answer fails, they are looked at; a single command looks at none before."""
    tally = Campaign(place, tokenizer, seed=8, verified=False).run(examples(120))
    assert tally.answers["failed"] == tally.answers["told badly"] == 0 and tally.answers["told"] > 10


def test_every_answer_of_the_engine_is_asked_for(place: Path, tokenizer: Tokenizer) -> None:
    """A new kind of question has to be asked of damaged files, too."""
    engine = WhooshEngine(place / "index", tokenizer)
    others = {"board", "close", "damaged", "explain", "outdated", "preparation", "previous_manifest", "snapshot", "verify"}
    others |= {"writer", "tagged", "words"}  # the last two are asked of the tokenizer
    named = {name for name in vars(WhooshEngine) if not name.startswith("_")} - others
    asked: set[str] = set()

    class Noting:
        def __getattr__(self, name: str) -> object:
            asked.add(name)
            return getattr(engine, name)

    for ask in questions(engine).values():
        ask(cast(WhooshEngine, Noting()))
    engine.close()
    assert asked == named


def test_a_mistake_of_ours_is_not_taken_for_damage(
    place: Path, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = WhooshEngine(place / "index", tokenizer)
    monkeypatch.setattr("indexer.engines.whoosh.paging.PageSearch.search", lambda *_: [][1])
    with pytest.raises(IndexError):
        engine.search(build_request("走访"))
    engine.close()


def test_a_damaged_segment_is_not_merged_into_a_sound_one(place: Path, tokenizer: Tokenizer) -> None:
    """Its damage would have good checksums then."""
    engine = WhooshEngine(place / "index", tokenizer)
    engine.stats()
    path = max(engine.folder.glob("*.arrays"), key=lambda one: one.stat().st_size)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)
    generation = engine.stats().generation
    with pytest.raises(IndexUnavailable, match="bigan index"), engine.writer() as writer:
        for head in engine.reports()[:-9]:
            writer.delete(head.id)
        writer.commit({}, {})
    engine.close()
    again = WhooshEngine(place / "index", tokenizer)
    assert again.snapshot().generation == generation
    again.close()


def test_what_array_is_damaged_is_known(tmp_path: Path) -> None:
    """Files from before there were checksums are taken as they are."""
    path = tmp_path / "some.arrays"
    write_arrays(path, {"a": np.arange(100), "b": np.zeros(0, np.int8), "c": np.arange(30, dtype=np.uint8)})
    assert damaged_parts(path) == []
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 16]) + whole[at + 1 :])
        try:
            arrays = read_arrays(path)
        except ValueError:
            assert at < whole.index(b"\0" * 8, 16)
            continue
        differs = [name for name, array in arrays.items() if array.tobytes() not in whole]
        assert damaged_parts(path) == differs
    path.write_bytes(whole[:-1])
    with pytest.raises(ValueError, match="cut off"):
        damaged_parts(path)


def test_every_command_and_page_says_the_same_line(
    indexed: Bigan, home: Path, tokenizer: Tokenizer
) -> None:
    """Nothing is found at random in a damaged index by ``bigan check`` and by a server that has looked at it."""
    (path,) = (home / ".bigan").rglob("*.arrays")
    engine = WhooshEngine(path.parent.parent, tokenizer)
    client = create_app(engine).test_client()
    report = engine.reports()[0].id
    assert client.get("/?q=走访").status_code == 200
    data = bytearray(path.read_bytes())
    data[-1 - len(data) // 3] ^= 1
    path.write_bytes(data)
    with pytest.raises(IndexUnavailable):
        engine.verify()
    line = str(engine.damaged())
    for address in ("/?q=走访", f"/reports/{report}", f"/paragraphs/{report}-0/near", f"/paragraphs/{report}-0/similar"):
        answer = client.get(address)
        assert answer.status_code == 503 and line in html.unescape(answer.get_data(as_text=True)), address
    single = (f"reports/{report}", f"paragraphs/{report}-0", f"paragraphs/{report}-0/near", "suggest?q=走")
    for name in ("search?q=走访", "concordance?q=走访", "trends?q=走访", "headings?q=做法", "similar?text=走访", *single):
        answer = client.get(f"/api/v1/{name}")
        assert (answer.status_code, answer.get_json()["error"]) == (503, line), name
    engine.close()
    ran = indexed("check")
    assert ran.code == 2 and ran.err.strip() == line
