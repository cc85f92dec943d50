"""What is measured in a process of its own, so that nothing else's memory and warmth is in the figure."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from statistics import median

from bench.apart import Failed
from bench.memory import Memory, memory_of, watched
from bench.parsed import rows_in
from bench.peers import PEERS, Question, Source, make, size_on_disk
from bench.peers.bigan import Bigan
from bench.rows import write_rows
from indexer.errors import IndexUnavailable
from indexer.ingest.changes import ReadOptions
from indexer.ingest.update import update
from indexer.language.tokenizer import Tokenizer
from indexer.parsing.rulebook import default_rulebook

ROOT = Path(__file__).resolve().parents[1]

#: Seconds until a started command is given up, and between two looks at a server.
_COMMAND_SECONDS = 120
_LOOK = 0.002
_COLD_ROUNDS = 5


# --- building -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Built:
    """``peak`` is in megabytes; ``None`` where that cannot be told."""

    seconds: float
    peak: float | None
    bytes: int


def prepare(folders: Sequence[Path], rows: Path, cache: Path) -> int:
    """Parses and cuts the paragraphs for the peers; gives how many there are."""
    return write_rows(rows_in(folders, Tokenizer(cache)), rows)


def build(name: str, place: Path, source: Source) -> Built:
    """Builds a peer's index; dictionaries that it loads for that are in the time."""
    peer = make(name, place)
    with watched() as peak:
        began = time.perf_counter()
        peer.build(source)
        seconds = time.perf_counter() - began
    peer.close()
    return Built(seconds, peak.megabytes, size_on_disk(place / (PEERS[name].index_of or name)))


# --- asking -------------------------------------------------------------------------------------


def memory_after(name: str, place: Path, questions: Sequence[Question]) -> Memory | None:
    """The memory a fresh process holds after it has answered these questions."""
    told = json.loads(_ask_once(name, place, questions))
    return Memory(**told) if told else None


def first_answer(name: str, place: Path, words: Sequence[str]) -> float:
    """Seconds from starting Python to the end of a process that opens the index and answers once; median over the
    words. The files are in the system's cache."""
    took = []
    for word in list(words)[:_COLD_ROUNDS]:
        began = time.perf_counter()
        _ask_once(name, place, [Question((word,))])
        took.append(time.perf_counter() - began)
    return median(took)


def _ask_once(name: str, place: Path, questions: Sequence[Question]) -> str:
    """What ``bench.once`` prints of these questions. Raises ``Failed``."""
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder) / "questions.json"
        asked.write_text(json.dumps([asdict(question) for question in questions], ensure_ascii=False), encoding="utf-8")
        command = [sys.executable, "-m", "bench.once", name, str(place), str(asked)]
        return _output(command, dict(os.environ))


def _output(command: Sequence[str], environment: dict[str, str]) -> str:
    try:
        ran = subprocess.run(
            command, cwd=ROOT, env=environment, timeout=_COMMAND_SECONDS, capture_output=True, encoding="utf-8"
        )
    except subprocess.TimeoutExpired:
        raise Failed(f"{' '.join(command[1:4])}: not done after {_COMMAND_SECONDS} s") from None
    if ran.returncode:
        raise Failed(f"{' '.join(command[1:4])}: {ran.stderr.strip()[-300:]}")
    return ran.stdout


# --- Bigan's own commands -------------------------------------------------------------------------


def bigan_search(place: Path, words: Sequence[str], *, with_rjieba: bool) -> float:
    """Seconds that ``bigan search WORD`` takes as a process; median over the words. Without its twin in Rust, jieba
    reads its own prepared dictionary; the first round, which prepares it, does not count."""
    took = []
    words, environment = list(words)[: _COLD_ROUNDS + 1], _environment(place, with_rjieba)
    for word in words:
        began = time.perf_counter()
        _output([sys.executable, "-m", "indexer", "search", word, "--json"], environment)
        took.append(time.perf_counter() - began)
    return median(took[1:] or took)


def _environment(place: Path, with_rjieba: bool) -> dict[str, str]:
    environment = {**os.environ, "BIGAN_CONFIG": str(place / "bigan" / "config.ini")}
    if not with_rjieba:
        blocked = place / "without-rjieba"
        blocked.mkdir(exist_ok=True)
        (blocked / "rjieba.py").write_text("raise ImportError('left out for this measurement')\n", encoding="utf-8")
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(blocked), os.environ.get("PYTHONPATH", "")]))
    return environment


@contextmanager
def serving(place: Path) -> Iterator[tuple[int, str]]:
    """A running ``bigan serve``: its process and address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "indexer", "serve", "--port", str(port)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=_environment(place, with_rjieba=True),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    lines = iter(process.stdout.readline, "")
    drain = threading.Thread(target=_drain, args=(lines,), daemon=True)
    watchdog = threading.Timer(_COMMAND_SECONDS, process.kill)
    watchdog.start()
    try:
        address = next((m[0] for line in lines if (m := re.search(r"http://\S+?:\d+/", line))), "")
        if not address:
            raise Failed("bigan serve printed no address")
        watchdog.cancel()
        drain.start()
        yield process.pid, address
    finally:
        watchdog.cancel()
        process.kill()
        process.wait()
        if drain.is_alive():
            drain.join()
        process.stdout.close()


def _drain(lines: Iterator[str]) -> None:
    for _ in lines:
        pass


def asked(address: str, question: Question) -> int:
    """The total that a server gives; filters are left out. Raises ``OSError``."""
    named = [("phrase", question.phrase)] if question.phrase else [("q", " ".join(question.words))]
    path = f"api/v1/search?{urllib.parse.urlencode(named)}"
    with urllib.request.urlopen(address + path, timeout=_COMMAND_SECONDS) as answer:
        total: int = json.load(answer)["total"]
    return total


def serve_memory(place: Path, questions: Sequence[Question]) -> Memory | None:
    """The memory of ``bigan serve`` after it has answered these questions."""
    with serving(place) as (process, address):
        for question in questions:
            if question.terms:
                asked(address, question)
        return memory_of(process)


# --- adding ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Added:
    """Seconds from calling ``update`` until a running server finds the new report: each by ``bigan index FOLDER``'s
    way of looking at one folder only, and one time by looking at the whole archive. ``segments`` after each."""

    only: tuple[float, ...]
    whole: float
    segments: tuple[int, ...]


def additions(place: Path, archive: Path, count: int) -> Added:
    """Adds ``count`` reports of some twenty paragraphs to the archive and its index, one at a time. They are taken
    away again, and the index forgets them, so that it can be measured again."""
    new = archive / "added"
    peer = Bigan(place / "bigan")
    reading, fingerprint = ReadOptions(default_rulebook()), peer.engine.tokenizer.fingerprint
    peer.open()
    took: list[float] = []
    segments: list[int] = []
    with serving(place) as (_, address):
        asked(address, Question(("准备",)))
        for number in range(count + 1):
            mark = f"新增标记{number:05}号"
            (new / f"{number}").mkdir(parents=True)
            (new / f"{number}" / f"{number}.txt").write_text(_letter(mark, number), encoding="utf-8")
            only = [] if number == count else [new / f"{number}"]
            began = _when_free(partial(update, peer.engine, [archive], reading, fingerprint, only=only))
            while not asked(address, Question((mark,))):
                if time.perf_counter() - began > _COMMAND_SECONDS:
                    raise Failed("an added report was not found")
                time.sleep(_LOOK)
            took.append(time.perf_counter() - began)
            segments.append(len(peer.engine.snapshot().segments))
    shutil.rmtree(new)
    _when_free(partial(update, peer.engine, [archive], reading, fingerprint))
    peer.close()
    return Added(tuple(took[:-1]), took[-1], tuple(segments))


def _when_free(update_once: Callable[[], object]) -> float:
    """Does a run as soon as the server's own, which compares files after its first answer, has ended; when it began."""
    until = time.perf_counter() + _COMMAND_SECONDS
    while True:
        began = time.perf_counter()
        try:
            update_once()
        except IndexUnavailable:
            if began > until:
                raise
            time.sleep(_LOOK)
        else:
            return began


def _letter(mark: str, number: int) -> str:
    """A report of twenty paragraphs that says ``mark``."""
    work = (f"围绕第{number}批第{at}项任务，我们逐户走访{at * 3}个小组，把{mark}登记的困难一件一件解决。" * 4 for at in range(9))
    plans = (f"下一步，我们将把{mark}的第{at}项工作做得更细，继续走访{at + 5}个小组，听取大家的意见。" * 4 for at in range(9))
    head = f"河湄镇党委2023年度工作总结\n2023年，我们认真履行职责，现将{mark}有关情况报告如下。\n"
    return head + "一、主要工作及成效\n" + "\n".join(work) + "\n二、下一步工作打算\n" + "\n".join(plans) + "\n"

