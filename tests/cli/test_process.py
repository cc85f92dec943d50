"""The commands as processes of their own: pipes, encodings, signals, ports."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from indexer.language.tokenizer import Tokenizer
from tests.workbench import letter

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "indexer"]
SECONDS = 120


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An indexed archive with its config file. Only for reading."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "archive").mkdir()
    for number, place in enumerate(("白鹭湖", "青石巷", "红枫岭")):
        text = letter(place, 2018 + number)
        (folder / "archive" / f"{place}.txt").write_text(text, encoding="utf-8")
    (folder / "config.ini").write_text("[archive]\nfolders = archive\n", encoding="utf-8")
    Tokenizer(folder / ".bigan" / "cache").words("准备")
    ran = run(folder, "index")
    assert ran.returncode == 0, ran.stderr
    return folder


def environment(home: Path, **more: str) -> dict[str, str]:
    """That of a user: whatever the tests themselves are run with, output is buffered."""
    ours = ("PYTHONUNBUFFERED", "PYTHONIOENCODING", "PYTHONUTF8", "PYTHONWARNINGS")
    inherited = {name: value for name, value in os.environ.items() if name not in ours}
    return {**inherited, "BIGAN_CONFIG": str(home / "config.ini"), **more}


def run(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *arguments], cwd=ROOT, env=environment(home, **more), capture_output=True, timeout=SECONDS
    )


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "cp1252"])
def test_piped_output_is_utf8_whatever_the_system_prefers(home: Path, encoding: str) -> None:
    """Otherwise Chinese Windows would write GBK into pipes, and a C locale nothing at all."""
    ran = run(home, "search", "白鹭湖", "--json", PYTHONIOENCODING=encoding)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert json.loads(ran.stdout.decode("utf-8"))["total"] == 4
    refused = run(home, "search", "--section", "没有", PYTHONIOENCODING=encoding)
    assert refused.returncode == 2 and "做法成效" in refused.stderr.decode("utf-8")


def test_nothing_but_the_answer_is_written(home: Path) -> None:
    """No progress bar, no word of jieba's about its dictionary."""
    ran = run(home, "index")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert "没有变化" in ran.stdout.decode("utf-8")


def test_help_and_mistakes_load_no_engine(home: Path) -> None:
    """They answer at once: reading files, arrays and the index take most of a second to load."""
    code = (
        "import sys; from indexer.cli.main import main; main(sys.argv[1:]); "
        "print(sorted({'numpy', 'whoosh', 'bs4'} & set(sys.modules)))"
    )
    for arguments in (["--help"], ["search", "--help"], ["search", "--火星"]):
        ran = subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, env=environment(home), capture_output=True)
        assert ran.stdout.decode("utf-8").splitlines()[-1] == "[]"


def test_a_question_loads_nothing_that_reads_or_writes_reports(home: Path) -> None:
    """A first answer waits for what it is made of only: the rules of the parser alone take a quarter of a second to load."""
    code = (
        "import sys; from indexer.cli.main import main; main(sys.argv[1:]); "
        "print(sorted({'bs4', 'indexer.parsing', 'indexer.reading', 'indexer.engines.whoosh.writer', "
        "'indexer.engines.whoosh.builder', 'numpy.ma', 'jieba'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code, "search", "白鹭湖"], cwd=ROOT, env=environment(home), capture_output=True)
    printed = ran.stdout.decode("utf-8").splitlines()
    assert printed[0].startswith("理解为") and printed[-1] == "[]"


def test_errors_are_one_line_without_a_traceback(home: Path) -> None:
    ran = run(home, "search", "好" * 5000)
    assert ran.returncode == 2 and ran.stdout == b""
    assert len(ran.stderr.decode("utf-8").splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break otherwise there")
@pytest.mark.parametrize("arguments", [("stats",), ("search", "--json", "--limit", "100")])
def test_a_reader_that_goes_away_is_no_error(home: Path, arguments: tuple[str, ...]) -> None:
    """``bigan search … | head -1``, for output that fits the buffer and for output that does not."""
    read_end, write_end = os.pipe()
    os.close(read_end)
    try:
        ran = subprocess.run(
            [*COMMAND, *arguments],
            cwd=ROOT,
            env=environment(home),
            stdout=write_end,
            stderr=subprocess.PIPE,
            timeout=SECONDS,
        )
    finally:
        os.close(write_end)
    assert (ran.returncode, ran.stderr) == (0, b"")


# --- serve --------------------------------------------------------------------------------


@contextmanager
def serving(home: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running ``bigan serve`` and the address it printed."""
    process = subprocess.Popen(
        [*COMMAND, "serve", *arguments],
        cwd=ROOT,
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )
    watchdog = threading.Timer(SECONDS, process.kill)
    watchdog.start()
    try:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        address = next((m[0] for line in lines if (m := re.search(r"http://\S+?:\d+/", line))), "")
        yield process, address
    finally:
        watchdog.cancel()
        process.kill()
        process.communicate()


def ask(address: str, word: str = "白鹭湖") -> dict[str, object]:
    with urllib.request.urlopen(f"{address}api/v1/search?q={quote(word)}", timeout=SECONDS) as answer:
        assert answer.status == 200
        data: dict[str, object] = json.load(answer)
        return data


def wait_for(address: str, word: str) -> None:
    """Until the server has read a file with this word: it reads while it answers."""
    until = time.monotonic() + SECONDS / 2
    while ask(address, word)["total"] == 0 and time.monotonic() < until:
        time.sleep(0.2)
    assert ask(address, word)["total"] == 4


def test_serve_takes_the_next_port_answers_and_ends_on_ctrl_c(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        with serving(home, "--port", str(port)) as (process, address):
            assert address.startswith("http://127.0.0.1:")
            assert port < int(address.rstrip("/").rpartition(":")[2]) <= port + 50
            assert ask(address)["total"] == 4
            process.send_signal(getattr(signal, "CTRL_BREAK_EVENT", signal.SIGINT))
            _, errors = process.communicate(timeout=SECONDS)
            if sys.platform != "win32":
                assert (process.returncode, errors) == (0, "")


def test_serve_shows_a_new_state_without_restart(tmp_path: Path, home: Path) -> None:
    """``bigan index`` in another process; pages from then on are new."""
    (tmp_path / "archive").mkdir()
    (tmp_path / "config.ini").write_text("[archive]\nfolders = archive\n", encoding="utf-8")
    (tmp_path / "archive/a.txt").write_text(letter("青石巷"), encoding="utf-8")
    with serving(tmp_path, "--port", "18700") as (_, address):
        wait_for(address, "青石巷")
        assert ask(address)["total"] == 0
        (tmp_path / "archive/b.txt").write_text(letter("白鹭湖"), encoding="utf-8")
        until = time.monotonic() + SECONDS / 2
        while run(tmp_path, "index").returncode and time.monotonic() < until:
            time.sleep(0.2)  # the server itself may be writing
        assert ask(address)["total"] == 4


def test_serve_reads_what_comes_into_a_folder_by_itself(tmp_path: Path, home: Path) -> None:
    """Nobody asks for it; the pages know of the run."""
    (tmp_path / "archive").mkdir()
    (tmp_path / "config.ini").write_text("[archive]\nfolders = archive\n", encoding="utf-8")
    (tmp_path / "archive/a.txt").write_text(letter("青石巷"), encoding="utf-8")
    with serving(tmp_path, "--port", "18800") as (_, address):
        wait_for(address, "青石巷")
        (tmp_path / "archive/b.txt").write_text(letter("白鹭湖"), encoding="utf-8")
        wait_for(address, "白鹭湖")
        with urllib.request.urlopen(f"{address}library/news?since=0", timeout=SECONDS) as answer:
            assert json.load(answer)["message"] == "有 1 个新文件，已读入"
