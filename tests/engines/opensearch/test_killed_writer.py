"""A writer is killed at every step of its commit: readers see the old state or the new one, whole; the next one goes on."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.engines.opensearch import OpenSearchEngine
from indexer.errors import IndexBusy
from indexer.language.tokenizer import Tokenizer
from indexer.querying.request import build_request
from tests.engines.brute import all_hits
from tests.engines.conftest import FACTORIES, discard, need_node
from tests.engines.corpus import change, report
from tests.engines.opensearch.committing import MOMENTS
from tests.eval.shared import ROOT

#: Seconds after which a dead writer loses its lease.
LEASE = 1.0


@pytest.fixture
def engine(tmp_path: Path, tokenizer: Tokenizer) -> Iterator[OpenSearchEngine]:
    need_node("opensearch")
    made = FACTORIES["opensearch"](tmp_path / "index", tokenizer)
    assert isinstance(made, OpenSearchEngine)
    made.client.cluster = replace(made.cluster, lease=LEASE)
    change(made, {"old": report("甲甲甲", "甲乙甲"), "kept": report("丁丁丁")})
    yield made
    made.close()
    discard("opensearch", tmp_path / "index")


def texts(engine: OpenSearchEngine) -> set[str]:
    """What is found, each once."""
    hits = all_hits(engine, build_request(""))
    found = {hit.paragraph.text for hit in hits}
    assert len(found) == len(hits) == engine.stats().paragraphs
    return found


def killed_at(engine: OpenSearchEngine, moment: str, cache: Path) -> None:
    cluster = engine.cluster
    command = [sys.executable, "-X", "utf8", "-m", "tests.engines.opensearch.committing", ",".join(cluster.hosts)]
    done = subprocess.run([*command, cluster.prefix, str(cache), str(LEASE), moment], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr


def next_writer(engine: OpenSearchEngine) -> None:
    """Waits for the lease of the dead one, and no longer than it lasts."""
    for _ in range(40):
        try:
            change(engine, {"next": report("戊戊戊")})
            return
        except IndexBusy:
            time.sleep(LEASE / 8)
    raise AssertionError("the lease of a dead writer does not end")


@pytest.mark.slow
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_writer_leaves_one_whole_state(engine: OpenSearchEngine, tmp_path: Path, moment: str) -> None:
    old, new = {"甲甲甲", "甲乙甲", "丁丁丁"}, {"乙乙乙", "乙丙丁", "丁丁丁"}
    killed_at(engine, moment, tmp_path / "jieba")
    if moment == "in switch":
        time.sleep(0.5)  # the cluster may still be at it
    found = texts(engine)
    assert found in (old, new)
    if moment != "in switch":
        assert (found == new) == (moment == "after switch")
    next_writer(engine)
    assert texts(engine) == found | {"戊戊戊"}
    change(engine, {"next": report("己己己")})
    left = engine.client.ask("GET", f"/{engine.alias}-g*/_alias")
    assert len(left) == 4, "two generations with their catalogues, and nothing of the dead"
