"""Files read by worker processes: nothing tells from the index that they were, and a file that harms its reader loses only
itself."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from indexer.corrections.model import Correction
from indexer.corrections.paragraph_marks import anchors_of
from indexer.ingest import changes, memory, reader, workers
from indexer.ingest.changes import IndexReport
from indexer.ingest.reader import Limits, died_before
from indexer.ingest.verify import check
from indexer.ingest.worker_process import start_worker
from indexer.language.tokenizer import Tokenizer
from indexer.parsing.rulebook import Rulebook
from tests.ingest.faulty import CRASHES, CRASHES_ONCE, GROWS, HANGS, Faulty
from tests.ingest.test_publishing import PLACES, state
from tests.ingest.zip_files import zipped
from tests.workbench import OLE2, Workbench, as_docx, compilation, letter

ROOT = Path(__file__).resolve().parents[2]

#: Two processes, whatever there is to read.
TWO = Limits(workers=2, start_after=0)

#: What a worker loads for these tests; the last must not be followed by much.
LOADED = ("indexer.engines.whoosh.prepared", "indexer.ingest.worker", "tests.ingest.faulty", "tests.ingest.loaded")


@pytest.fixture
def quickly_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers are copies of a process that has loaded what they need, where there is such a thing: a new one loads for a second
    or two, and these tests start dozens. What becomes of them is the same; others start them as the program does."""
    if sys.platform != "linux":
        return
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*LOADED])
    monkeypatch.setattr(multiprocessing, "get_context", lambda method: context)


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "Understanding", Faulty)


def told(outcome: IndexReport, root: Path) -> dict[str, Any]:
    """What a run says, without where it was and how long it took."""
    said = asdict(outcome)
    said.pop("seconds")
    return {key: eval(repr(value).replace(str(root), "")) for key, value in said.items()}


def whole_state(bench: Workbench) -> dict[str, Any]:
    shown = state(bench)
    manifest = shown["manifest"]
    return {
        **shown,
        "manifest": eval(repr({**manifest, "files": sorted(manifest["files"])}).replace(str(bench.root), "")),
        "ids": [list(bench.engine.snapshot().columns.numbers)],
    }


def packed_files(files: Mapping[str, bytes | str]) -> bytes:
    return zipped(*files.items())


@cache
def document() -> bytes:
    """Not twice: it holds the time at which it was made."""
    return as_docx(letter("新桥"))


def first_archive(bench: Workbench) -> None:
    """Good, broken, old, doubled and packed files."""
    for number, place in enumerate(PLACES):
        bench.write(f"{number}.txt", letter(place, 2015 + number))
    bench.write("再/0 副本.txt", letter(PLACES[0], 2015))
    bench.write("文档.docx", document())
    bench.write("合集.txt", compilation("红星", "长安").encode("gb18030"))
    bench.write("坏.txt", b"\0\1\2" * 99)
    bench.write("空.txt", b"")
    bench.write("旧.doc", OLE2)
    bench.write("旧.rtf", b"{\\rtf1\\ansi " + b"x" * 99 + b"}")
    packed = {f"{n}.txt": letter(f"包里{n}号") for n in range(4)}
    bench.write("包.zip", packed_files({**packed, "坏.docx": "PK 不是", "里/又.zip": packed_files({"深.txt": letter("深处")})}))
    bench.write("断.zip", packed_files({"一.txt": letter("断了")})[:-30])


def second_archive(bench: Workbench) -> None:
    """Changed, moved, damaged, removed; what one file said another one says, much later."""
    bench.write("0.txt", letter("改了", 2020))
    bench.write("9.txt", letter(PLACES[0], 2015))
    bench.write("2.txt", b"\0\1\2" * 99)
    (bench.root / "3.txt").rename(bench.root / "再" / "三.txt")
    (bench.root / "4.txt").unlink()
    bench.write("包.zip", packed_files({"0.txt": letter("包里0号"), "1.txt": letter("包里换了"), "2.txt": b"\0\1" * 99}))


@pytest.mark.slow
@pytest.mark.parametrize("publish_after", [5_000_000, 500])
def test_read_by_workers_or_not_is_the_same(
    tmp_path: Path,
    tokenizer: Tokenizer,
    rules: Rulebook,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    publish_after: int,
) -> None:
    """Ids, order, near-duplicates, notes, errors, corrections, stale reports, generation by generation; with room for what
    waits or with hardly any; with workers as the program starts them and with copies."""
    if publish_after == 500:
        request.getfixturevalue("quickly_started")
    monkeypatch.setattr(workers, "_MOST_WAITING", 64 * 1024 * 1024 if publish_after > 500 else 1)
    seen = []
    for name, limits in (("一", Limits()), ("二", TWO)):
        (tmp_path / name).mkdir()
        bench = Workbench(tmp_path / name, tokenizer, rules)
        first_archive(bench)
        said = [told(bench.run(publish_after=publish_after, limits=limits), bench.root)]
        states = [whole_state(bench)]
        second_archive(bench)
        report = next(iter(bench.reports()))
        texts = [paragraph.text for paragraph in bench.engine.paragraphs_of(report)]
        right = Correction("year", "2011", anchors_of(texts), file=bench.reports()[report][0])
        for corrections in ([right], [right], []):
            outcome = bench.run(publish_after=publish_after, limits=limits, corrections=corrections)
            said.append(told(outcome, bench.root))
            states.append(whole_state(bench))
        seen.append((said, states))
        bench.engine.close()
    for one, other in zip(*(said + states for said, states in seen), strict=True):
        for key in one:
            assert (key, one[key]) == (key, other[key])
    assert seen[0][0][0]["failed"] and seen[0][0][1]["stale"] and multiprocessing.active_children() == []


@pytest.mark.slow
@pytest.mark.usefixtures("faulty", "quickly_started")
def test_a_file_that_harms_its_reader_loses_only_itself(bench: Workbench) -> None:
    """Crashed, stuck or grown: named with one line and what to do, what it held is kept as stale, a member of an archive
    alone; all others are there. It is not tried again before it changes, or the limits do."""
    limits = Limits(workers=2, seconds=3, megabytes=300, start_after=0)
    for number, place in enumerate(PLACES):
        bench.write(f"{number}.txt", letter(place))
    bench.run()
    harm = {"0.txt": CRASHES, "3.txt": HANGS, "7.txt": GROWS}
    for name, word in harm.items():
        bench.write(name, letter(word))
    bench.write("新.txt", letter(CRASHES))
    bench.write("包.zip", packed_files({"一.txt": letter("先"), "二.txt": letter(CRASHES), "三.txt": letter("后")}))
    outcome = bench.run(limits=limits)
    said = {Path(path).name: reason for path, reason in (*outcome.stale.items(), *outcome.failed.items())}
    assert [Path(path).name for path in outcome.stale] == list(harm)
    assert [Path(path).name for path in outcome.failed] == ["二.txt", "新.txt"]
    assert "崩溃" in said["0.txt"] and "file_seconds" in said["3.txt"] and "worker_mb" in said["7.txt"]
    assert all(f"「{name}」" in line and len(line.splitlines()) == 1 for name, line in said.items())
    assert bench.total("走访一次") == len(PLACES) + 2
    assert len(check(bench.engine, [bench.root]).differences) == 5
    generation = bench.generation()
    again = bench.run(limits=limits)
    assert (again.stale, again.failed, bench.generation()) == (outcome.stale, outcome.failed, generation)
    (bench.root / "7.txt").unlink()
    (bench.root / "3.txt").unlink()
    patient = bench.run(limits=Limits(workers=2, seconds=4, megabytes=300))
    assert [Path(path).name for path in patient.stale] == ["0.txt"], "read elsewhere, however few there are"
    bench.write("0.txt", letter(PLACES[0]))
    assert bench.run(limits=limits).stale == {}


@pytest.mark.usefixtures("faulty", "quickly_started")
def test_one_crash_may_be_bad_luck(bench: Workbench) -> None:
    """A process may be ended from outside: the file has another try."""
    bench.write("0.txt", letter(f"{CRASHES_ONCE}{bench.home / 'mark'}\n"))
    bench.write("1.txt", letter("青石巷"))
    outcome = bench.run(limits=TWO)
    assert outcome.ok and outcome.added == 2 and (bench.home / "mark").exists()


@pytest.mark.usefixtures("quickly_started")
def test_workers_that_are_killed_are_replaced(bench: Workbench) -> None:
    for number in range(60):
        bench.write(f"{number}.txt", letter(f"第{number}处"))
    chance = random.Random(3)

    def kills(done: int, total: int, name: str) -> None:
        if done % 20 == 10:
            for process in multiprocessing.active_children():
                if chance.random() < 0.5:
                    process.kill()

    outcome = bench.run(limits=TWO, progress=kills)
    assert outcome.ok and outcome.added == 60


@pytest.mark.usefixtures("quickly_started")
def test_a_few_files_start_no_process(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are there already do not count, however many they are; those met on the way do."""

    def refuses(*_: object) -> None:
        raise AssertionError

    size = len(letter(PLACES[0]).encode())
    for number, place in enumerate(PLACES):
        bench.write(f"{number}.txt", letter(place))
    bench.run(limits=Limits(2, start_after=9 * size))
    with monkeypatch.context() as patch:
        patch.setattr(reader, "WorkerPool", refuses)
        for number in range(3):
            bench.write(f"{number}.txt", letter("改了", 2010 + number))
        assert bench.run(limits=Limits(2, start_after=4 * size)).changed == 3
        for number in range(8):
            bench.write(f"{number}.txt", letter("又改了", 2010 + number))
        with pytest.raises(AssertionError):
            bench.run(limits=Limits(2, start_after=4 * size))
    assert bench.run(limits=Limits(2, start_after=4 * size)).changed == 8


@pytest.mark.usefixtures("quickly_started")
@pytest.mark.parametrize("when", ["at first", "later"])
def test_where_no_process_can_be_started_this_one_reads(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    calls: list[int] = []

    def fails() -> Any:
        calls.append(1)
        if when == "later" and len(calls) < 3:
            return start_worker()
        raise OSError(11, "Resource temporarily unavailable")

    def kills(done: int, total: int, name: str) -> None:
        if done == 10:
            for process in multiprocessing.active_children():
                process.kill()

    monkeypatch.setattr(workers, "start_worker", fails)
    for number in range(200):
        bench.write(f"{number}.txt", letter(f"第{number}处"))
    bench.write("包.zip", packed_files({f"{n}.txt": letter(f"包里{n}号") for n in range(9)}))
    outcome = bench.run(limits=TWO, progress=kills)
    assert outcome.added == 209 and [note for note in outcome.notes if "workers = 1" in note]


@pytest.mark.usefixtures("quickly_started")
def test_an_interrupted_run_leaves_no_process(bench: Workbench) -> None:
    for number in range(30):
        bench.write(f"{number}.txt", letter(f"第{number}处"))

    def interrupts(done: int, total: int, name: str) -> None:
        if done == 12:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bench.run(limits=TWO, progress=interrupts, publish_after=1)
    assert multiprocessing.active_children() == []
    assert bench.run(limits=TWO).added == 30 - 12


# --- whole processes ------------------------------------------------------------------------

#: Updates an index as ``Workbench`` does, and says when it is done.
_RUN = """
import sys
from pathlib import Path
from indexer.engines.whoosh import WhooshEngine
from indexer.ingest.changes import ReadOptions
from indexer.ingest.reader import Limits
from indexer.ingest.update import update
from indexer.language.tokenizer import Tokenizer
from indexer.parsing.rulebook import default_rulebook
from tests.ingest.faulty import Faulty
from indexer.ingest import changes

if __name__ == "__main__":
    changes.Understanding = Faulty
    home, cache = map(Path, sys.argv[1:3])
    engine = WhooshEngine(home / "index", Tokenizer(cache))
    how = ReadOptions(default_rulebook(), publish_after=3000, limits=Limits(2, start_after=0))
    update(engine, [home / "报告"], how, "tokens-1", progress=lambda done, total, name: print(done, flush=True))
    print("done", flush=True)
"""


@pytest.fixture
def run_elsewhere(bench: Workbench, tmp_path: Path) -> Iterator[Any]:
    script = tmp_path / "run.py"
    script.write_text(_RUN, encoding="utf-8")
    started: list[subprocess.Popen[str]] = []

    def run() -> subprocess.Popen[str]:
        command = [sys.executable, "-X", "utf8", str(script), str(bench.home), str(tmp_path / "jieba")]
        started.append(
            subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                start_new_session=True,
            )
        )
        return started[-1]

    yield run
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_killed_again_and_again_it_ends_as_if_undisturbed(
    bench: Workbench, tmp_path: Path, tokenizer: Tokenizer, rules: Rulebook, run_elsewhere: Any
) -> None:
    """Nothing published is read twice."""
    (tmp_path / "ruhig").mkdir()
    undisturbed = Workbench(tmp_path / "ruhig", tokenizer, rules)
    for one in (bench, undisturbed):
        for number in range(60):
            one.write(f"{number:03}.txt", letter(f"第{number}处", 2000 + number % 20))
    undisturbed.run()
    chance = random.Random(11)
    for _ in range(3):
        process, until = run_elsewhere(), chance.randrange(1, 55)
        for line in process.stdout:
            if line.strip() == "done" or int(line) >= until:
                break
        time.sleep(chance.random() / 20)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    last = run_elsewhere()
    out, errors = last.communicate(timeout=120)
    assert out.splitlines()[-1] == "done" and errors == ""
    bench.reopen()
    ours, theirs = whole_state(bench), whole_state(undisturbed)
    undisturbed.engine.close()
    assert {**ours, "ids": sorted(ours["ids"][0])} == {**theirs, "ids": sorted(theirs["ids"][0])}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_no_process_outlives_its_run(bench: Workbench, run_elsewhere: Any, how: signal.Signals) -> None:
    """Not even one that is reading (a killed run cannot end it); Ctrl+C goes to all of them and is told once."""
    for number in range(20):
        bench.write(f"{number:03}.txt", letter(f"第{number}处"))
    process = run_elsewhere()
    for line in process.stdout:
        if int(line) >= 10:
            break
    children = [int(pid) for pid in _children(process.pid)]
    assert len(children) >= 2
    if how == signal.SIGINT:
        os.killpg(process.pid, how)
    else:
        os.kill(process.pid, how)
    errors = process.communicate(timeout=60)[1]
    assert errors.count("Traceback") == (how == signal.SIGINT)
    for _ in range(300):
        if not any(map(_is_running, children)):
            break
        time.sleep(0.1)
    assert not [pid for pid in children if _is_running(pid)]


def _children(pid: int) -> list[str]:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [child for task in tasks for child in (task / "children").read_text().split()]


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


# --- parts ----------------------------------------------------------------------------------


def test_a_run_that_died_is_remembered_by_the_next(tmp_path: Path) -> None:
    """A few files are read without workers: if one of them ended the run, the next run should be careful."""
    with died_before(tmp_path) as died:
        assert not died
    with pytest.raises(ZeroDivisionError), died_before(tmp_path) as died:
        assert not died
        raise ZeroDivisionError
    with pytest.raises(KeyboardInterrupt), died_before(tmp_path) as died:
        assert not died
        raise KeyboardInterrupt
    with died_before(tmp_path) as died:
        assert died
    with died_before(tmp_path) as died:
        assert not died


def test_memory_is_looked_at_where_the_system_sets_no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is held is more than what was asked for; the process says so and ends."""
    held = bytearray(64 * 1024 * 1024)
    assert memory.memory_in_use() > len(held)
    ended: list[object] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    memory.watch(100, lambda: ended.append("told"), iter((50, 90, 101)).__next__)
    assert ended == ["told", 1]
