"""Does an installed Bigan work from somewhere else? Run as: check_install.py VENV.

Starts the commands of the virtual environment in an empty folder, with a home of its own:
help, index, search, index again, and the server, asked over HTTP. Ends with status 1 and the
command's output when anything is not as it should be.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

SECONDS = 180
if sys.platform == "win32":
    INTERRUPT, NEW_GROUP = signal.CTRL_BREAK_EVENT, subprocess.CREATE_NEW_PROCESS_GROUP
else:
    INTERRUPT, NEW_GROUP = signal.SIGINT, 0
QUERY = "党建"


def main(venv: Path) -> None:
    scripts = venv / ("Scripts" if os.name == "nt" else "bin")
    with tempfile.TemporaryDirectory() as folder:
        check = Check(scripts, Path(folder))
        check.say("--help")
        check.say("--help", command=[str(scripts / "python"), "-m", "indexer"])
        indexed = check.json("index")
        found = check.json("search", QUERY)
        check.that(found.get("total", 0) > 0, f"{QUERY} should be found", found)
        check.that(bool(found.get("hits")), "there should be hits", found)
        check.that(
            QUERY in json.dumps(found["hits"], ensure_ascii=False),
            "the hits should hold what was asked",
            found,
        )
        check.json("index")
        check.serve()
    print(f"ok: {venv.name}: {found['total']} paragraphs found; index said {json.dumps(indexed)[:120]}")


class Check:
    """Runs commands in ``folder`` as a user who has nothing but this installation."""

    def __init__(self, scripts: Path, folder: Path) -> None:
        self._bigan = [str(scripts / "bigan")]
        self._elsewhere = folder / "elsewhere"
        self._elsewhere.mkdir()
        home = folder / "home"
        home.mkdir()
        dropped = ("BIGAN_CONFIG", "PYTHONPATH", "VIRTUAL_ENV")
        self._environ = {k: v for k, v in os.environ.items() if k not in dropped}
        for name in ("HOME", "USERPROFILE", "XDG_DATA_HOME", "LOCALAPPDATA"):
            self._environ[name] = str(home)

    def say(self, *arguments: str, command: list[str] | None = None) -> str:
        """What the command prints; it must end well and complain of nothing."""
        done = subprocess.run(
            [*(command or self._bigan), *arguments],
            cwd=self._elsewhere,
            env=self._environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=SECONDS,
            check=False,
        )
        output = done.stdout + done.stderr
        self.that(done.returncode == 0, f"{arguments} ended with {done.returncode}", output)
        self.that("Traceback" not in output and "Warning:" not in output, f"{arguments} complained", output)
        return done.stdout

    def json(self, *arguments: str) -> dict[str, Any]:
        """What the command answers with ``--json``."""
        answer = json.loads(self.say(*arguments, "--json"))
        self.that(isinstance(answer, dict), f"{arguments} should answer one JSON object", answer)
        return dict(answer)

    def serve(self) -> None:
        """Pages and API answer; an interrupt ends the server quietly."""
        port = free_port()
        log = self._elsewhere / "serve.log"
        with log.open("wb") as out:
            server = subprocess.Popen(
                [*self._bigan, "serve", "--port", str(port)],
                cwd=self._elsewhere,
                env=self._environ,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                creationflags=NEW_GROUP,
            )
        try:
            for path in ("/", "/api/v1/search?q=%E5%85%9A%E5%BB%BA"):
                status = self._ask(server, f"http://127.0.0.1:{port}{path}")
                self.that(status == 200, f"{path} answered {status}", log.read_text("utf-8", "replace"))
            server.send_signal(INTERRUPT)
            server.wait(timeout=30)
        finally:
            if server.poll() is None:
                server.kill()
                server.wait()
        output = log.read_text("utf-8", "replace")
        self.that("Traceback" not in output, "serve complained", output)
        self.that(str(port) in output, "serve should print its address", output)

    def _ask(self, server: subprocess.Popen[bytes], url: str) -> int:
        """The status of ``url``, waiting until the server listens; 0 when it never does."""
        until = time.monotonic() + SECONDS
        while time.monotonic() < until and server.poll() is None:
            try:
                with urllib.request.urlopen(url, timeout=30) as answer:
                    return int(answer.status)
            except urllib.error.HTTPError as error:
                return error.code
            except OSError:
                time.sleep(0.2)
        return 0

    def that(self, holds: bool, what: str, seen: object) -> None:
        if not holds:
            raise SystemExit(f"check_install: {self._bigan[0]}: {what}\n{seen}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
