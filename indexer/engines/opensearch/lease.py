"""The lock of writers: a document that says who writes, and until when by the cluster's clock. A writer that dies does
not renew it and so loses it."""

from __future__ import annotations

import secrets
import threading

from indexer.engines.opensearch import trouble
from indexer.engines.opensearch.client import Client
from indexer.errors import IndexUnavailable

#: Seconds that a lease lasts, and after which it is renewed.
LEASE, RENEWED = 60.0, 15.0

_TAKE = (
    "if (ctx._source.owner == params.me || ctx._source.owner == '' || ctx._now > ctx._source.until)"
    " { ctx._source.owner = params.me; ctx._source.until = ctx._now + params.lease } else { ctx.op = 'none' }"
)
_RELEASE = "if (ctx._source.owner == params.me) { ctx._source.owner = '' } else { ctx.op = 'none' }"
_FREE = {"owner": "", "until": 0}


class Lease:
    """Held from the moment it is made until it is released. Raises ``IndexUnavailable`` where another holds it."""

    def __init__(self, client: Client, alias: str, seconds: float = LEASE, renewed: float = RENEWED) -> None:
        self._client = client
        self._index = f"{alias}-lease"
        self._me = secrets.token_hex(8)
        self._milliseconds = int(seconds * 1000)
        self._done = threading.Event()
        self._renewing = threading.Thread(target=self._renew, args=(renewed,), name="bigan-lease", daemon=True)
        if not self._take():
            raise IndexUnavailable("索引正由另一个 bigan 更新：请等它结束后再试")
        self._renewing.start()

    def check(self) -> None:
        """Raises ``IndexUnavailable`` where the lease was lost: this process slept longer than it lasts."""
        if not self._take():
            raise IndexUnavailable("更新停顿太久，索引已由另一个 bigan 接手更新：请再运行一次 bigan index")

    def release(self) -> None:
        """Lets the next writer in."""
        self._done.set()
        self._renewing.join()
        try:
            self._update(_RELEASE)
        except IndexUnavailable:
            return  # It ends by itself; what went wrong before is what the user must hear.

    def _renew(self, every: float) -> None:
        while not self._done.wait(every):
            try:
                if not self._take():
                    return
            except IndexUnavailable:
                continue  # Tried again; whether it is still held is checked before publishing.

    def _take(self) -> bool:
        return self._update(_TAKE) != "noop"

    def _update(self, script: str) -> str:
        params = {"me": self._me, "lease": self._milliseconds}
        body = {"scripted_upsert": True, "upsert": _FREE, "script": {"source": script, "params": params}}
        path = f"/{self._index}/_update/writer?retry_on_conflict=5&require_alias=false"
        try:
            return str(self._client.ask("POST", path, body)["result"])
        except trouble.Refused as problem:
            if problem.status != 404 or problem.kind != "index_not_found_exception":
                raise
        self._make()
        return str(self._client.ask("POST", path, body)["result"])

    def _make(self) -> None:
        """The index of the lease, where the cluster does not make it by itself."""
        settings = {"number_of_shards": 1, "number_of_replicas": self._client.cluster.replicas}
        ensure_index(self._client, self._index, {"settings": settings})


def ensure_index(client: Client, index: str, body: object) -> None:
    """Makes an index unless it is there."""
    try:
        client.ask("PUT", f"/{index}", body)
    except trouble.Refused as problem:
        if problem.kind != "resource_already_exists_exception":
            raise
