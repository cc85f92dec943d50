"""Locks as documents that say who holds them, and until when by the cluster's clock. A process that dies does not renew them
and so loses them."""

from __future__ import annotations

import secrets
import threading

from indexer.engines.opensearch import trouble
from indexer.engines.opensearch.client import Client, Dsl
from indexer.errors import IndexBusy, IndexUnavailable

#: A lease is renewed so many times while it lasts.
RENEWALS = 4

#: Takes or renews a lease; ``free`` says what else must hold.
TAKE = (
    "if ({free}ctx._source.owner == params.me || {free}ctx._source.owner == '' || {free}ctx._now > ctx._source.until)"
    " {{ ctx._source.owner = params.me; ctx._source.until = ctx._now + params.lease }} else {{ ctx.op = 'none' }}"
)
RELEASE = "if (ctx._source.owner == params.me) { ctx._source.owner = '' } else { ctx.op = 'none' }"
FREE = {"owner": "", "until": 0}


def change(script: str, me: str, seconds: float, free: Dsl | None = None) -> Dsl:
    """The body that has a lease taken or released."""
    params = {"me": me, "lease": int(seconds * 1000)}
    return {"scripted_upsert": True, "upsert": free or FREE, "script": {"source": script, "params": params}}


class LeaseDocument:
    """One lease among those of an index of Bigan's: taken and given back by ``me``."""

    def __init__(self, client: Client, alias: str, name: str, me: str) -> None:
        self._client = client
        self._index = f"{alias}-lease"
        self._name = name
        self._me = me

    def take(self) -> bool:
        """Takes it, or keeps it for longer; whether it is ours."""
        return self._update(TAKE.format(free="")) != "noop"

    def release(self) -> None:
        """Lets the next one in; does nothing where it is not ours any more."""
        self._update(RELEASE)

    def _update(self, script: str) -> str:
        body = change(script, self._me, self._client.cluster.lease)
        path = f"/{self._index}/_update/{self._name}?retry_on_conflict=5&require_alias=false"
        try:
            return str(self._client.ask("POST", path, body)["result"])
        except trouble.Refused as problem:
            if problem.status != 404 or problem.kind != "index_not_found_exception":
                raise
        self._make()
        return str(self._client.ask("POST", path, body)["result"])

    def _make(self) -> None:
        """The index of leases, where the cluster does not make it by itself."""
        settings = {"number_of_shards": 1, "number_of_replicas": self._client.cluster.replicas}
        ensure_index(self._client, self._index, {"settings": settings})


class Lease:
    """The lock of writers, held from the moment it is made until it is released. Raises ``IndexBusy`` where another
    holds it."""

    def __init__(self, client: Client, alias: str, renewed: float | None = None) -> None:
        self._document = LeaseDocument(client, alias, "writer", secrets.token_hex(8))
        self._done = threading.Event()
        every = client.cluster.lease / RENEWALS if renewed is None else renewed
        self._renewing = threading.Thread(target=self._renew, args=(every,), name="bigan-lease", daemon=True)
        if not self._document.take():
            raise IndexBusy("索引正由另一个 bigan 更新：请等它结束后再试")
        self._renewing.start()

    def check(self) -> None:
        """Raises ``IndexUnavailable`` where the lease was lost: this process slept longer than it lasts."""
        if not self._document.take():
            raise IndexUnavailable("更新停顿太久，索引已由另一个 bigan 接手更新：请再运行一次 bigan index")

    def release(self) -> None:
        """Lets the next writer in."""
        self._done.set()
        self._renewing.join()
        try:
            self._document.release()
        except IndexUnavailable:
            return  # It ends by itself; what went wrong before is what the user must hear.

    def _renew(self, every: float) -> None:
        while not self._done.wait(every):
            try:
                if not self._document.take():
                    return
            except IndexUnavailable:
                continue  # Tried again; whether it is still held is checked before publishing.


def ensure_index(client: Client, index: str, body: object) -> None:
    """Makes an index unless it is there."""
    try:
        client.ask("PUT", f"/{index}", body)
    except trouble.Refused as problem:
        if problem.kind != "resource_already_exists_exception":
            raise
