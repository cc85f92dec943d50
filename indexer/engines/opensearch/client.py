"""Requests to a cluster: who is asked again, and when; partial answers are refused.

Reads are asked again once on a status 500, since a node that is just being lost answers so; 429 and 5xx of a cluster
that is busy or electing are waited for. A write is sent again only where doing it twice is doing it once.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from indexer.engines.opensearch import trouble
from indexer.engines.opensearch.cluster import Cluster
from indexer.engines.opensearch.transport import Answer, HttpTransport, Lost, Transport

Dsl = dict[str, Any]
Sources = Sequence[Mapping[str, Dsl]]

#: Bulk requests of more bytes are turned away by a node with a small heap when several come at once.
BULK_BYTES = 4_000_000
#: How often a busy cluster is asked again, and seconds before the first time; each time twice as long.
TRIES, PAUSE = 6, 0.2
#: Buckets fetched at once: a cluster gives 65 535, and works through all of them for every page.
BUCKETS = 60_000
#: Documents fetched at once by ``scan``.
PAGE = 2_000

_JSON, _LINES = "application/json", "application/x-ndjson"
_BUSY = (429, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Asked:
    """A search in an index; ``everywhere``: words are as rare as they are in all shards together."""

    index: str
    body: Dsl
    everywhere: bool = False


class Client:
    """A cluster. ``pause`` waits; another one for tests."""

    def __init__(self, cluster: Cluster, transport: Transport | None = None, pause: Callable[[float], None] = time.sleep) -> None:
        self.cluster = cluster
        self._transport = transport or HttpTransport(cluster)
        self._pause = pause
        self._first = 0
        self._lock = threading.Lock()
        self._known = False

    def close(self) -> None:
        """Closes all connections."""
        self._transport.close()

    # --- one request -----------------------------------------------------------------------------

    def ask(self, method: str, path: str, body: Any = None, *, repeatable: bool = True) -> Any:
        """The answer to a request. ``repeatable``: doing it twice is doing it once. Raises ``IndexUnavailable``."""
        if not self._known:
            self._check_version()
        data = None if body is None else json.dumps(body).encode()
        return self._answer(method, path, data, _JSON, repeatable)

    def _answer(self, method: str, path: str, data: bytes | None, kind: str, repeatable: bool) -> Any:
        failed_once = False
        for attempt in range(TRIES):
            answer = self._exchange(method, path, data, kind, repeatable)
            if answer.status < 300:
                return _parsed(answer, self.cluster)
            problem = trouble.refused(self.cluster, answer.status, answer.body)
            again = answer.status in _BUSY and (repeatable or answer.status == 429)
            if answer.status == 500 and repeatable and not failed_once:
                failed_once = again = True
            if not again or attempt + 1 == TRIES:
                raise problem
            self._pause(PAUSE * 2**attempt)
        raise AssertionError("the last attempt returns or raises")

    def _exchange(self, method: str, path: str, data: bytes | None, kind: str, repeatable: bool) -> Answer:
        """Asks the hosts in turn, the one that answered last first. Raises ``Unreachable``."""
        hosts = self.cluster.hosts
        lost: Lost | None = None
        for step in range(len(hosts)):
            at = (self._first + step) % len(hosts)
            try:
                answer = self._transport.send(hosts[at], method, path, data, kind)
            except Lost as error:
                lost = error
                if error.sent and not repeatable:
                    break
                continue
            self._first = at
            return answer
        if lost is not None and lost.is_certificate:
            raise (trouble.other_name if lost.is_other_name else trouble.untrusted)(self.cluster) from lost
        raise trouble.unreachable(self.cluster, lost.why if lost else "没有写地址") from lost

    def _check_version(self) -> None:
        """Once: that it is an OpenSearch whose answers have been tried."""
        with self._lock:
            if self._known:
                return
            told = self._answer("GET", "/", None, _JSON, True)
            version = told.get("version") if isinstance(told, dict) else None
            if not isinstance(version, dict) or version.get("distribution") != "opensearch":
                raise trouble.not_opensearch(self.cluster)
            number = str(version.get("number", ""))
            parts = [int(part) for part in number.split(".")[:2] if part.isdigit()]
            if not (parts[:1] == [3] or (parts[:1] == [2] and parts[1:] >= [19])):
                raise trouble.wrong_version(self.cluster, number)
            self._known = True

    # --- questions -------------------------------------------------------------------------------

    def search(self, index: str, body: Dsl) -> Dsl:
        """One search; a partial answer is refused."""
        return self.searches(index, [body])[0]

    def searches(self, index: str, bodies: Sequence[Dsl], filter_path: str = "", everywhere: bool = False) -> list[Dsl]:
        """Several searches in one request, answered by the same index, see ``Asked``. Raises ``Incomplete`` for a partial
        answer."""
        return self.several([Asked(index, body, everywhere) for body in bodies], filter_path)

    def several(self, asked: Sequence[Asked], filter_path: str = "") -> list[Dsl]:
        """Searches in one request, each in an index of its own, see ``searches``."""
        for again in (True, False):
            try:
                return self._searches(asked, filter_path)
            except trouble.Incomplete:
                if not again:
                    raise
            except trouble.Refused as problem:
                if not again or problem.status not in (500, *_BUSY):
                    raise
            self._pause(PAUSE)
        raise AssertionError("the second time returns or raises")

    def _searches(self, asked: Sequence[Asked], filter_path: str) -> list[Dsl]:
        if not self._known:
            self._check_version()
        data = "".join(f"{json.dumps(_head(one))}\n{json.dumps(one.body)}\n" for one in asked).encode()
        path = "/_msearch" + (f"?filter_path={filter_path}" if filter_path else "")
        found: list[Dsl] = self._answer("POST", path, data, _LINES, True)["responses"]
        for answer in found:
            self._check_whole(answer)
        return found

    def _check_whole(self, answer: Dsl) -> None:
        if "error" in answer:
            raise trouble.refused(self.cluster, int(answer.get("status", 500)), json.dumps(answer).encode())
        shards = answer["_shards"]
        if answer["timed_out"]:
            raise trouble.incomplete(self.cluster, "超时")
        if shards["successful"] != shards["total"] or shards.get("failed"):
            raise trouble.incomplete(self.cluster, f"{shards['total']} 个分片只有 {shards['successful']} 个应答")

    def scan(
        self, index: str, query: Dsl, source: Any = True, fields: Sequence[str] = (), sort: Sequence[Any] = ()
    ) -> Iterator[Dsl]:
        """All hits of a query, a few thousand at a time, in order of ``sort`` (whose values must tell all hits apart)."""
        after: list[Any] | None = None
        body: Dsl = {"query": query, "size": PAGE, "_source": source, "sort": list(sort) or ["report", "ordinal"]}
        if fields:
            body["docvalue_fields"] = list(fields)
        while True:
            page = self.search(index, body if after is None else {**body, "search_after": after})["hits"]["hits"]
            yield from page
            if len(page) < PAGE:
                return
            after = page[-1]["sort"]

    def buckets(
        self, index: str, query: Dsl, sources: Sources, aggs: Dsl | None = None, size: int = BUCKETS
    ) -> Iterator[Dsl]:
        """All buckets of a composite aggregation, ``size`` at a time: exact however many there are."""
        after: Dsl = {}
        while True:
            found = self.search(index, _composite(query, sources, aggs, size, after))["aggregations"]["all"]
            yield from found["buckets"]
            if len(found["buckets"]) < size:
                return
            after = {"after": found["after_key"]}

    def bucket_lists(self, index: str, sources: Sources, asked: Sequence[tuple[Dsl, Dsl | None]]) -> list[list[Dsl]]:
        """The buckets of several queries, each with its sub-aggregations, in one request where they are not very many."""
        answers = self.searches(index, [_composite(query, sources, aggs, BUCKETS, {}) for query, aggs in asked])
        first = [answer["aggregations"]["all"]["buckets"] for answer in answers]
        return [
            buckets if len(buckets) < BUCKETS else list(self.buckets(index, query, sources, aggs, BUCKETS))
            for buckets, (query, aggs) in zip(first, asked, strict=True)
        ]

    def documents(self, index: str, ids: Sequence[str], source: Any = True) -> list[Dsl | None]:
        """The sources of documents by id, ``None`` where there is none."""
        found: list[Dsl | None] = []
        for at in range(0, len(ids), 1000):
            asked = {"docs": [{"_id": one, **({} if source is True else {"_source": source})} for one in ids[at : at + 1000]]}
            for one in self.ask("POST", f"/{index}/_mget", asked)["docs"]:
                if "error" in one:
                    raise trouble.refused(self.cluster, 404, json.dumps(one).encode())
                found.append(one["_source"] if one.get("found") else None)
        return found

    # --- writing ---------------------------------------------------------------------------------

    def bulk(self, index: str, actions: Iterable[tuple[str, Dsl | None]], require_alias: bool = False) -> None:
        """Writes documents by id, and deletes those without any; every one is looked at. ``require_alias``: nothing is made
        where ``index`` is no alias. While the cluster takes some in, the next are made. Raises ``IndexUnavailable``."""
        if not self._known:
            self._check_version()
        with ThreadPoolExecutor(1, "bigan-bulk") as sender:
            sent: Future[None] | None = None
            for batch in _batches(_action(identity, document) for identity, document in actions):
                if sent is not None:
                    sent.result()
                sent = sender.submit(self._send_bulk, index, batch, require_alias)
            if sent is not None:
                sent.result()

    def updates(self, index: str, bodies: Sequence[tuple[str, Dsl]]) -> list[str]:
        """Changes documents of an alias by id, each alone: ``created``, ``updated``, or ``noop`` where its script did nothing
        or somebody else was faster."""
        if not self._known:
            self._check_version()
        actions = [{"update": {"_id": identity, "retry_on_conflict": 3}} for identity, _ in bodies]
        lines = [f"{json.dumps(action)}\n{json.dumps(body)}\n" for action, (_, body) in zip(actions, bodies, strict=True)]
        path, data = f"/{index}/_bulk?require_alias=true", "".join(lines).encode()
        results = []
        for item in self._answer("POST", path, data, _LINES, True)["items"]:
            result = item["update"]
            if result["status"] not in (409, *_BUSY) and result["status"] >= 300:
                raise trouble.refused(self.cluster, result["status"], json.dumps({"error": result["error"]}).encode())
            results.append(str(result.get("result", "noop")))
        return results

    def _send_bulk(self, index: str, batch: list[bytes], require_alias: bool) -> None:
        path = f"/{index}/_bulk" + ("?require_alias=true" if require_alias else "")
        for attempt in range(TRIES):
            told = self._answer("POST", path, b"".join(batch), _LINES, True)
            batch = self._turned_away(batch, told["items"])
            if not batch:
                return
            self._pause(PAUSE * 2**attempt)
        raise trouble.refused(self.cluster, 429, b"{}")

    def _turned_away(self, batch: Sequence[bytes], items: Sequence[Dsl]) -> list[bytes]:
        """Those of a batch that must be sent again. Raises ``Refused`` for what will not go at all."""
        again = []
        for line, item in zip(batch, items, strict=True):
            ((action, result),) = item.items()
            status = int(result["status"])
            if status in _BUSY:
                again.append(line)
            elif status >= 300 and not (action == "delete" and status == 404):
                raise trouble.refused(self.cluster, status, json.dumps({"error": result.get("error", {})}).encode())
        return again


def _composite(query: Dsl, sources: Sources, aggs: Dsl | None, size: int, after: Dsl) -> Dsl:
    """Asks for the buckets of a composite aggregation, those after some."""
    composite: Dsl = {"composite": {"size": size, "sources": list(sources), **after}, **({"aggs": aggs} if aggs else {})}
    return {"query": query, "size": 0, "track_total_hits": False, "aggs": {"all": composite}}


def _head(asked: Asked) -> Dsl:
    kind = {"search_type": "dfs_query_then_fetch"} if asked.everywhere else {}
    return {"index": asked.index, "allow_partial_search_results": False, **kind}


def _batches(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Lines in requests of a bearable size."""
    batch: list[bytes] = []
    size = 0
    for line in lines:
        if batch and size + len(line) > BULK_BYTES:
            yield batch
            batch, size = [], 0
        batch.append(line)
        size += len(line)
    if batch:
        yield batch


def _action(identity: str, document: Dsl | None) -> bytes:
    if document is None:
        return json.dumps({"delete": {"_id": identity}}).encode() + b"\n"
    # Lone surrogates have been escaped before; real characters are half as long as their escapes.
    text = json.dumps(document, ensure_ascii=False)
    return b"".join((json.dumps({"index": {"_id": identity}}).encode(), b"\n", text.encode(), b"\n"))


def _parsed(answer: Answer, cluster: Cluster) -> Any:
    if not answer.body:
        return {}
    try:
        return json.loads(answer.body)
    except ValueError as error:
        raise trouble.not_opensearch(cluster) from error
