"""A node that is cut off from the others, and comes back. See ``three.py``.

Four minutes, most of them waiting, so CI leaves it out: ``pytest -n 0`` on this file, with a folder for three nodes.
"""

from __future__ import annotations

import signal
import threading
import time

import pytest

from indexer.engines import Source
from indexer.engines.opensearch import Cluster, OpenSearchEngine
from indexer.errors import IndexUnavailable
from indexer.language.tokenizer import Tokenizer
from indexer.querying.request import build_request
from indexer.querying.tree import SearchRequest
from tests.engines.brute import all_hits
from tests.engines.corpus import change, report
from tests.engines.opensearch.three import NEEDS_THREE, QUESTIONS, REPORTS, Three

pytestmark = NEEDS_THREE

MORE = {f"new-{number}": report(*(f"第{number}号第{at}段党建" for at in range(20))) for number in range(10)}
SOURCES = {rid: Source((f"{rid}.txt",)) for rid in (*REPORTS, *MORE)}
#: Seconds: longer than a cluster takes to find that a node does not answer, which is three times ten, and a little.
CUT_OFF = 45
#: Searches may be refused while a node hangs that is still taken for a member: each waits for its timeout.
REFUSED = 20
#: Questions asked once everybody is back: by then none is refused.
ASKED_THEN = 50


class Asking(threading.Thread):
    """Asks all questions again and again until it is told to stop, and keeps what was wrong and what was refused."""

    def __init__(self, engine: OpenSearchEngine, right: dict[str, set[int]]) -> None:
        super().__init__(daemon=True)
        self.engine, self.right = engine, right
        self.asked = 0
        self.wrong: list[object] = []
        self.refused: list[str] = []
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.is_set():
            for typed, allowed in self.right.items():
                try:
                    total = self.engine.search(build_request(typed)).total
                    self.asked += 1
                    if total not in allowed:
                        self.wrong.append((typed, total, allowed))
                except IndexUnavailable as error:
                    self.refused.append(str(error))


def committed(engine: OpenSearchEngine, until: float) -> bool:
    """Whether the new reports could be published by then."""
    while time.monotonic() < until:
        try:
            change(engine, MORE, sources=SOURCES)
            return True
        except IndexUnavailable as error:
            assert len(str(error).splitlines()) == 1
    return False


@pytest.mark.parametrize("who", ["manager", "another"])
def test_a_node_that_is_cut_off_and_comes_back_costs_nothing(three: Three, tokenizer: Tokenizer, who: str) -> None:
    """A node that is stopped is, to the others, as one behind a network that split: it neither answers nor ends. It misses a
    commit and comes back believing that it still belongs: no answer mixes both states, from it neither."""
    manager = int(three.engine.client.ask("GET", "/_cat/cluster_manager?format=json")[0]["node"].rpartition("-")[2])
    number = manager if who == "manager" else manager % 3 + 1
    before = {typed: three.engine.search(build_request(typed)).total for typed in QUESTIONS}
    after = {typed: before[typed] + (200 if typed in ("", "党建") else 0) for typed in QUESTIONS}
    paragraphs = len(all_hits(three.engine, SearchRequest(size=100)))
    asking = Asking(three.engine, {typed: {before[typed], after[typed]} for typed in QUESTIONS})
    behind = OpenSearchEngine(Cluster((three.hosts[number - 1],), "three", timeout=20.0), tokenizer)
    again = Asking(behind, asking.right)
    three.signal(number, signal.SIGSTOP)
    began = time.monotonic()
    try:
        asking.start()
        published = committed(three.engine, began + CUT_OFF)
        time.sleep(max(0.0, began + CUT_OFF - time.monotonic()))
    finally:
        three.signal(number, signal.SIGCONT)
    again.start()
    try:
        published = published or committed(three.engine, time.monotonic() + 240)
        three.wait()
        refused_on_the_way = len(again.refused)
        until = again.asked + ASKED_THEN
        while again.asked < until and again.is_alive():
            time.sleep(0.1)
    finally:
        for one in (asking, again):
            one.over.set()
            one.join()
    for one in (asking, again):
        assert one.wrong == []
        assert all(len(line.splitlines()) == 1 for line in one.refused)
    assert published and asking.asked > 0
    assert len(asking.refused) <= REFUSED, asking.refused
    # A node that is back may refuse until it has learnt which generation is published, and no longer.
    assert again.refused[refused_on_the_way:] == []
    assert {typed: three.engine.search(build_request(typed)).total for typed in QUESTIONS} == after
    hits = all_hits(three.engine, SearchRequest(size=100))
    assert len(hits) == len({hit.paragraph.id for hit in hits}) == paragraphs + 200
    assert {typed: behind.search(build_request(typed)).total for typed in QUESTIONS} == after
    behind.close()
