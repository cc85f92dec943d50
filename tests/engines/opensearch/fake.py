"""A cluster that answers what it was told to, and remembers what it was asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from indexer.engines.opensearch.client import Client
from indexer.engines.opensearch.cluster import Cluster
from indexer.engines.opensearch.transport import Answer, Lost

#: What a node that we can use says of itself.
HELLO = {"version": {"distribution": "opensearch", "number": "2.19.6"}}

Said = Answer | Lost


def answer(status: int = 200, body: Any = None) -> Answer:
    """An answer with a body of JSON; bytes as they are."""
    return Answer(status, body if isinstance(body, bytes) else json.dumps({} if body is None else body).encode())


def error(status: int, kind: str, reason: str = "…") -> Answer:
    """An error as the cluster writes it."""
    cause = {"type": kind, "reason": reason}
    return answer(status, {"error": {**cause, "root_cause": [cause]}, "status": status})


def page(hits: Sequence[Any] = (), total: int = 0, **more: Any) -> dict[str, Any]:
    """One answer to a search, whole unless ``more`` says otherwise."""
    shards = {"total": 3, "successful": 3, "skipped": 0, "failed": 0}
    return {"timed_out": False, "_shards": shards, "hits": {"total": {"value": total}, "hits": list(hits)}, "status": 200, **more}


@dataclass
class FakeTransport:
    """Gives ``said`` one after the other; ``asked`` are host, method, path and body of each request but the first, which
    asks for the version."""

    said: list[Said]
    hello: Answer = field(default_factory=lambda: answer(200, HELLO))
    asked: list[tuple[str, str, str, bytes]] = field(default_factory=list)

    def send(self, host: str, method: str, path: str, body: bytes | None, kind: str) -> Answer:
        if (method, path) == ("GET", "/"):
            return self.hello
        self.asked.append((host, method, path, body or b""))
        said = self.said.pop(0)
        if isinstance(said, Lost):
            raise said
        return said

    def close(self) -> None:
        return


def client(*said: Said, hosts: tuple[str, ...] = ("http://one:9200",), hello: Answer | None = None, **settings: Any) -> tuple[
    Client, FakeTransport, list[float]
]:
    """A client of such a cluster; and the seconds that it paused."""
    pauses: list[float] = []
    transport = FakeTransport(list(said))
    if hello is not None:
        transport.hello = hello
    pause: Callable[[float], None] = pauses.append
    return Client(Cluster(hosts=hosts, **settings), transport, pause), transport, pauses
