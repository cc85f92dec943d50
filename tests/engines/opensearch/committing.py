"""A writer in a process of its own that is killed at a moment of its commit: ``python -m tests.engines.opensearch.committing
HOSTS PREFIX CACHE LEASE MOMENT``."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from indexer.engines.opensearch import Cluster, OpenSearchEngine
from indexer.engines.opensearch.transport import Answer
from indexer.language.tokenizer import Tokenizer
from tests.engines.corpus import change, report

#: What a commit asks for, in order, and the moments it is killed at: before and after each, and while the switch is under way.
STEPS = {
    "clone": "/_clone/", "bulk": "/_bulk", "refresh": "/_refresh", "meta": "/_mapping", "block": "/_settings",
    "switch": "/_aliases",
}  # fmt: skip
MOMENTS = [*(f"{when} {step}" for step in STEPS for when in ("before", "after")), "in switch"]


def die() -> None:
    """No last words."""
    os.kill(os.getpid(), signal.SIGKILL)


def dying(send: Callable[..., Answer], moment: str) -> Callable[..., Answer]:
    """Sends as ever, until the moment."""
    when, _, step = moment.partition(" ")

    def sends(host: str, method: str, path: str, *rest: Any) -> Answer:
        if method == "GET" or STEPS[step] not in path:
            return send(host, method, path, *rest)
        if when == "before":
            die()
        if when == "in":
            threading.Timer(0.002, die).start()
        answer = send(host, method, path, *rest)
        if when == "after":
            die()
        time.sleep(1)
        return answer

    return sends


def main() -> None:
    hosts, prefix, cache, lease, moment = sys.argv[1:]
    several = "," in hosts
    cluster = Cluster(tuple(hosts.split(",")), prefix, 1 + several, int(several), lease=float(lease))
    engine = OpenSearchEngine(cluster, Tokenizer(Path(cache)))
    engine.stats()
    transport = engine.client._transport
    transport.send = dying(transport.send, moment)  # type: ignore[method-assign]
    change(engine, {"new": report("乙乙乙", "乙丙丁")}, delete=["old"])


if __name__ == "__main__":
    main()
