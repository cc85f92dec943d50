"""Three nodes with one replica, and what can be done to them.

They take two gigabytes and half a minute to start, so only where ``BIGAN_TEST_THREE_NODES`` names a folder for them that anybody
may enter. They are started once: what a test has killed is started again for the next, which gets a new index.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from indexer.engines import Source
from indexer.engines.opensearch import Cluster, OpenSearchEngine
from indexer.errors import IndexUnavailable
from indexer.language.tokenizer import Tokenizer
from tests.engines.corpus import change, random_reports
from tests.eval.shared import ROOT

VARIABLE = "BIGAN_TEST_THREE_NODES"

#: The marks of what needs them.
NEEDS_THREE = [
    pytest.mark.slow,
    pytest.mark.skipif(not os.environ.get(VARIABLE), reason=f"{VARIABLE} names no folder for three nodes"),
]

REPORTS = random_reports(40)
QUESTIONS = ("党建", "责任", '"两个维护"', "问题 | 35", "")


def nodes(*arguments: str) -> list[str]:
    """Starts or stops nodes, in a process of its own: they outlive the one that starts them."""
    command = [sys.executable, "-m", "tools.opensearch", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


class Three:
    """The cluster and an engine on it, with one replica."""

    def __init__(self, folder: Path, tokenizer: Tokenizer) -> None:
        self.folder = folder
        self._tokenizer = tokenizer
        self.hosts = tuple(nodes("start", "--nodes", "3", str(folder)))
        self.engine = self._opened()

    def _opened(self) -> OpenSearchEngine:
        return OpenSearchEngine(Cluster(self.hosts, "three", shards=2, replicas=1, timeout=20.0), self._tokenizer)

    def refill(self) -> None:
        """All nodes and nothing but the reports, whatever has been done before."""
        nodes("again", str(self.folder))
        self.engine.client.ask("DELETE", "/three-*")
        self.engine.close()
        self.engine = self._opened()
        change(self.engine, REPORTS, sources={rid: Source((f"{rid}.txt",)) for rid in REPORTS})
        self.wait()

    def wait(self, count: int = 3, status: str = "green") -> None:
        """Until there are so many nodes, and everything is where it belongs."""
        path = f"/_cluster/health?wait_for_status={status}&wait_for_nodes={count}&timeout=15s"
        for _ in range(16):
            try:
                self.engine.client.ask("GET", path)
                return
            except IndexUnavailable as error:
                last = str(error)
        raise AssertionError(f"not {status} with {count} nodes: {last}")

    def signal(self, number: int, which: signal.Signals) -> None:
        """Sends a signal to a node."""
        os.kill(int((self.folder / f"node-{number}" / "pid").read_text(encoding="utf-8")), which)

    def kill(self, number: int) -> None:
        """Takes a node away without a word."""
        self.signal(number, signal.SIGKILL)


@contextmanager
def three_nodes(tokenizer: Tokenizer) -> Iterator[Three]:
    """The cluster, taken away afterwards."""
    folder = Path(os.environ[VARIABLE])
    try:
        made = Three(folder, tokenizer)
        yield made
        made.engine.close()
    finally:
        nodes("stop", str(folder))
        for node in folder.glob("node-*"):
            shutil.rmtree(node)
