"""Three nodes, one of them killed: no wrong answer, nothing lost, nothing twice. See ``three.py``."""

from __future__ import annotations

import threading

import pytest

from indexer.engines import Source
from indexer.errors import IndexUnavailable
from indexer.querying.request import build_request
from indexer.querying.tree import SearchRequest
from tests.engines.brute import all_hits
from tests.engines.corpus import change, report
from tests.engines.opensearch.three import NEEDS_THREE, QUESTIONS, REPORTS, Three

pytestmark = NEEDS_THREE


@pytest.mark.parametrize("number", [1, 2])
def test_searching_goes_on_while_a_node_dies(three: Three, number: int) -> None:
    """Whichever it is: the one that is asked first, too. Errors may be said, totals may never be wrong."""
    requests = [build_request(typed) for typed in QUESTIONS]
    right = [three.engine.search(request).total for request in requests]
    wrong: list[object] = []
    refused: list[str] = []
    asked = threading.Semaphore(0)

    def read() -> None:
        for turn in range(40):
            at = turn % len(requests)
            try:
                total = three.engine.search(requests[at]).total
                if total != right[at]:
                    wrong.append((QUESTIONS[at], total, right[at]))
            except IndexUnavailable as error:
                refused.append(str(error))
            asked.release()

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for _ in range(10):
        asked.acquire()
    three.kill(number)
    for reader in readers:
        reader.join()
    assert wrong == []
    assert all(len(line.splitlines()) == 1 for line in refused)
    assert len(refused) <= 8, refused
    assert [three.engine.search(request).total for request in requests] == right


def test_nothing_is_lost_or_doubled_while_a_node_dies_during_a_commit(three: Three) -> None:
    """A commit either publishes all of it or is told to have failed, and can be made again."""
    more = {f"new-{number}": report(*(f"第{number}号第{at}段党建" for at in range(20))) for number in range(30)}
    sources = {rid: Source((f"{rid}.txt",)) for rid in (*REPORTS, *more)}
    before = len(all_hits(three.engine, SearchRequest(size=100)))
    killing = threading.Timer(0.3, three.kill, [2])
    killing.start()
    for _ in range(5):
        try:
            change(three.engine, more, sources=sources)
            break
        except IndexUnavailable as error:
            assert len(str(error).splitlines()) == 1
            assert three.engine.stats().paragraphs == before, "a commit that failed has changed nothing"
    killing.join()
    hits = all_hits(three.engine, SearchRequest(size=100))
    assert len(hits) == len({hit.paragraph.id for hit in hits}) == before + 600
    assert three.engine.search(build_request("党建")).total >= 600
