"""Several processes index one archive: each file is read by one of them, and whoever is lost loses nothing for the others."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer.engines.opensearch import OpenSearchEngine
from indexer.engines.opensearch.board import OpenSearchBoard
from indexer.engines.sharing import RunOver, RunSheet
from indexer.errors import BiganError, IndexBusy
from indexer.ingest import together
from indexer.ingest.discovery import FoundFile
from indexer.ingest.options import IndexReport, ReadOptions
from indexer.ingest.sharing import state_of
from indexer.ingest.together import scope_of, update_alone, update_together
from indexer.ingest.update import update
from indexer.language.tokenizer import Tokenizer
from indexer.parsing.rulebook import default_rulebook
from indexer.querying.request import build_request
from tests.engines.conftest import FACTORIES, discard, need_node
from tests.engines.corpus import fill, report
from tests.engines.opensearch.indexing import HURRY, SLOW
from tests.eval.shared import ROOT
from tests.ingest.zip_files import zipped
from tests.workbench import OLE2, as_docx, compilation, letter

#: Seconds after which a dead process loses what it holds.
LEASE = 3.0
FILES = 30
SHEET = RunSheet("1", "f", "s", 2)


def filled(archive: Path) -> Path:
    """Good, broken, old, doubled, nearly equal and packed files."""
    for number in range(FILES):
        name = f"{number:02}.txt" if number % 5 else f"里/{number:02}.docx"
        (archive / name).parent.mkdir(exist_ok=True)
        text = letter(f"第{number // 2}处", 2015 + number % 4)
        (archive / name).write_bytes(text.encode() if number % 5 else as_docx(text))
    (archive / "03 副本.txt").write_bytes((archive / "03.txt").read_bytes())
    (archive / "合集.txt").write_bytes(compilation("红星", "长安").encode("gb18030"))
    (archive / "坏.txt").write_bytes(b"\0\1\2" * 99)
    (archive / "旧.doc").write_bytes(OLE2)
    packed = {f"{n}.txt": letter(f"包里{n}号") for n in range(4)}
    (archive / "包.zip").write_bytes(zipped(*packed.items(), ("坏.docx", "PK 不是")))
    return archive


class Home:
    """An archive, its own unless one is given, and an index of it on the node."""

    def __init__(self, folder: Path, tokenizer: Tokenizer, archive: Path | None = None) -> None:
        self.folder = folder
        self.archive = archive or folder / "报告"
        for place in (self.folder, self.archive):
            place.mkdir(parents=True, exist_ok=True)
        made = FACTORIES["opensearch"](folder / "index", tokenizer)
        assert isinstance(made, OpenSearchEngine)
        self.engine = made
        self.engine.client.cluster = replace(made.cluster, lease=LEASE)
        self._started: list[subprocess.Popen[str]] = []

    def hurry(self) -> None:
        """No process reads slowly any more."""
        (self.folder / "hurry").touch()

    def index_elsewhere(self, seconds_a_file: float = 2.0) -> subprocess.Popen[str]:
        cluster = self.engine.cluster
        command = [sys.executable, "-X", "utf8", "-m", "tests.engines.opensearch.indexing", ",".join(cluster.hosts)]
        self._started.append(
            subprocess.Popen(
                [*command, cluster.prefix, str(self.archive), str(self.folder / "jieba"), str(LEASE)],
                cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", start_new_session=True,
                env={**os.environ, SLOW: str(seconds_a_file), HURRY: str(self.folder / "hurry")},
            )
        )  # fmt: skip
        return self._started[-1]

    def index_here(self) -> IndexReport:
        """One process, nobody else."""
        how = ReadOptions(default_rulebook(), publish_after=3000)
        return update(self.engine, [self.archive], how, self.engine.tokenizer.fingerprint)

    def end(self) -> None:
        for process in self._started:
            process.kill()
            process.communicate()
        self.engine.close()
        discard("opensearch", self.folder / "index")


@pytest.fixture
def home(tmp_path: Path, tokenizer: Tokenizer) -> Iterator[Home]:
    need_node("opensearch")
    made = Home(tmp_path / "家", tokenizer)
    yield made
    made.end()


def state(home: Home) -> dict[str, Any]:
    """All that a reader can see, but for when it was made."""
    engine = home.engine
    asked = [build_request(q, fold=fold, size=100) for q in ("", "走访 意见", "群众") for fold in (False, True)]
    pages = [engine.search(request) for request in asked]
    found = [([(hit.paragraph, hit.score, hit.near_duplicates) for hit in page.hits], page.facets, page.folded) for page in pages]
    heads = engine.reports()
    texts = [engine.paragraphs_of(head.id) for head in heads]
    near = [[one.id for one in engine.near_duplicates(text.id)] for some in texts for text in some]
    files = sorted((Path(key).name, *entry[1:8]) for key, entry in engine.manifest()["files"].items())
    return {"files": files, "found": found, "heads": heads, "texts": texts, "near": near}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("报告"))


@pytest.fixture(scope="module")
def undisturbed(archive: Path, tmp_path_factory: pytest.TempPathFactory, tokenizer: Tokenizer) -> dict[str, Any]:
    """The state of one process's index over the same files."""
    need_node("opensearch")
    alone = Home(tmp_path_factory.mktemp("独"), tokenizer, archive)
    outcome = alone.index_here()
    assert outcome.added > FILES and len(outcome.failed) == 2
    seen = state(alone)
    alone.end()
    return seen


@pytest.fixture
def home_of_all(tmp_path: Path, tokenizer: Tokenizer, archive: Path) -> Iterator[Home]:
    """An empty index of the same files."""
    need_node("opensearch")
    made = Home(tmp_path / "家", tokenizer, archive)
    yield made
    made.end()


def wait_for(process: subprocess.Popen[str], *lines: str) -> None:
    """Reads what a process says until it has said all of these."""
    missing = set(lines)
    assert process.stdout is not None
    for line in process.stdout:
        missing.discard(line.strip())
        if not missing:
            return
    raise AssertionError((missing, process.communicate()))


def end_of(process: subprocess.Popen[str]) -> list[str]:
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return [line for line in output.splitlines() if line.startswith("end")]


# --- whole processes -------------------------------------------------------------------------


@pytest.mark.slow
def test_two_processes_end_as_one(home_of_all: Home, undisturbed: dict[str, Any]) -> None:
    """Ids, order, near-duplicates, what is wrong with which file; and both have had a share."""
    first = home_of_all.index_elsewhere()
    wait_for(first, "read 1")
    second = home_of_all.index_elsewhere(0.3)
    wait_for(second, "read 5")
    home_of_all.hurry()
    (told,) = end_of(first)
    (helped,) = end_of(second)
    assert told.split()[1:3] == [str(FILES + 7), "0"], "the leader answers for all files"
    files = int(helped.partition("帮它读了 ")[2].split()[0])
    assert 5 <= files < FILES
    assert state(home_of_all) == undisturbed
    assert home_of_all.engine.board().run() is None, "nothing is left on the board"


@pytest.mark.slow
@pytest.mark.parametrize("killed", ["the helper", "the leader at once", "the leader after a commit"])
def test_who_is_lost_is_taken_over(home_of_all: Home, undisturbed: dict[str, Any], killed: str) -> None:
    """SIGKILL of one of two: the other ends with all paragraphs, each once, as if it had been alone."""
    leader = home_of_all.index_elsewhere()
    wait_for(leader, "read 1")
    helper = home_of_all.index_elsewhere()
    wait_for(helper, "read 2")
    if killed == "the leader after a commit":
        while not home_of_all.engine.stats().paragraphs:
            time.sleep(0.05)
    victim, other = (helper, leader) if killed == "the helper" else (leader, helper)
    os.killpg(victim.pid, signal.SIGKILL)
    victim.communicate()
    home_of_all.hurry()
    (told,) = end_of(other)
    if killed == "the leader after a commit":
        assert int(told.split()[2]) > 0, "what was published is not read again"
    assert state(home_of_all) == undisturbed
    assert home_of_all.engine.board().run() is None


# --- the board -------------------------------------------------------------------------------


def board(home: Home) -> OpenSearchBoard:
    return OpenSearchBoard(home.engine.client, home.engine.alias)


def test_a_file_is_claimed_by_one(home: Home) -> None:
    one, other = board(home), board(home)
    assert one.lead() and not other.lead()
    one.announce(SHEET, ["a", "b"])
    assert other.run() == SHEET and (other.jobs(0), other.jobs(1), other.jobs(2)) == (["a", "b"], ["b"], [])
    assert one.claim(["a"]) == [True] and other.claim(["a", "b"]) == [False, True]
    other.release(["b"])
    assert one.claim(["b"]) == [True]
    one.give("a", b"x" * 3_500_000)
    assert other.given(["a", "b"]) == [True, False] and other.taken("a") == b"x" * 3_500_000
    assert other.claim(["a"]) == [False], "what has been read need not be read again"
    one.reach(1)
    assert other.run() == replace(SHEET, reached=1)
    one.leave(finished=True)
    assert other.run() is None and other.lead()
    for asked in (lambda: other.claim(["a"]), lambda: other.give("a", b""), lambda: other.given(["a"]), lambda: other.jobs(0)):
        with pytest.raises(RunOver):
            asked()
    one.close()
    other.close()
    assert home.engine.client.ask("GET", f"/{home.engine.alias}-work*/_alias") == {}, "nothing was made anew"


def test_who_gives_no_sign_of_life_loses_lead_and_claims(home: Home) -> None:
    dead, living = board(home), board(home)
    assert dead.lead()
    dead.announce(SHEET, ["a", "b"])
    assert dead.claim(["a"]) == [True] and living.claim(["b"]) == [True]
    dead._done.set()  # it renews nothing any more
    time.sleep(LEASE + 1)
    third = board(home)
    assert third.claim(["a", "b"]) == [True, False], "a claim of the living is kept"
    assert third.lead()
    dead._claimed.clear()
    for one in (dead, living, third):
        one.close()


def test_what_was_read_for_a_lost_run_is_still_good(home: Home) -> None:
    """And nothing is where program or rules have changed since."""
    lost, next_one = board(home), board(home)
    assert lost.lead()
    lost.announce(SHEET, ["a", "b"])
    assert lost.claim(["a"]) == [True]
    lost.give("a", b"read")
    lost.leave(finished=False)
    assert next_one.lead()
    next_one.announce(replace(SHEET, id="2"), ["a", "b"])
    assert next_one.given(["a"]) == [True]
    next_one.announce(replace(SHEET, id="3", fingerprint="g"), ["a", "b"])
    assert next_one.given(["a"]) == [False]
    next_one.leave(finished=True)
    lost.close()
    next_one.close()


# --- what is said ----------------------------------------------------------------------------


def no_run(how: ReadOptions) -> IndexReport:
    raise AssertionError("another leads")


def test_a_server_does_not_wait_for_another(home: Home) -> None:
    leader = board(home)
    assert leader.lead()
    with pytest.raises(IndexBusy, match="另一个 bigan"):
        update_alone(home.engine, ReadOptions(default_rulebook()), "s", no_run)
    leader.leave(finished=True)
    leader.close()


@pytest.mark.parametrize(
    ("fingerprint", "folder", "line"),
    [("of another program", "/nowhere", "不同"), ("", "/nowhere", "同一个路径"), ("", "", "同一个路径")],
)
def test_who_cannot_help_says_why(home: Home, fingerprint: str, folder: str, line: str) -> None:
    """Another version or other rules; an archive that lies elsewhere here; files that are here and none of the archive's: who may
    write to the board must not have other files read."""
    for n in range(99):
        (home.folder / f"{n}.txt").write_text(letter("甲"), encoding="utf-8")
    size, modified = state_of(FoundFile(home.folder / "0.txt", home.folder, ""))
    leader, how = board(home), ReadOptions(default_rulebook())
    assert leader.lead()
    same = together.fingerprint_of(home.engine, how, ())
    place = folder or str(home.folder)
    jobs = [json.dumps([f"{place}/{n}.txt", place, f"{n}.txt", {}, size, modified]) for n in range(99)]
    leader.announce(replace(SHEET, fingerprint=fingerprint or same, files=99), jobs)
    with pytest.raises(BiganError, match=line) as caught:
        update_together(home.engine, how, "s", [home.archive], no_run)
    assert len(str(caught.value).splitlines()) == 1
    leader.leave(finished=True)
    leader.close()


def test_a_run_that_fails_leaves_the_lead_to_others(home: Home) -> None:
    def fails(how: ReadOptions) -> IndexReport:
        raise BiganError("…")

    with pytest.raises(BiganError):
        update_together(home.engine, ReadOptions(default_rulebook()), "s", [], fails)
    (home.archive / "a.txt").write_text(letter("新桥"), encoding="utf-8")
    scope = scope_of([home.archive], (), (), False)

    def once(how: ReadOptions) -> IndexReport:
        return update(home.engine, [home.archive], how, "t")

    assert update_together(home.engine, ReadOptions(default_rulebook()), scope, [home.archive], once).added == 1
    fill(home.engine, {"a": report("甲")})  # and the writers' lock is free


