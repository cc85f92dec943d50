"""Requests to a cluster: who is asked again, what is refused, and the one line that says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from indexer.engines.opensearch import client as requests
from indexer.engines.opensearch import trouble
from indexer.engines.opensearch.client import BULK_BYTES, TRIES, Client
from indexer.engines.opensearch.cluster import Cluster
from indexer.engines.opensearch.transport import Answer, HttpTransport, Lost
from indexer.errors import IndexUnavailable
from tests.engines.opensearch.fake import HELLO, answer, client, error, page

GONE = Lost("没有应答", sent=False)


def responses(*pages: dict[str, Any]) -> Answer:
    return answer(200, {"responses": list(pages)})


# --- who is asked again ----------------------------------------------------------------------


def test_a_read_is_asked_again_once_on_500() -> None:
    """What a cluster answers while it loses a node."""
    asking, transport, _ = client(error(500, "node_disconnected"), answer(200, {"a": 1}))
    assert asking.ask("GET", "/x") == {"a": 1}
    asking, transport, _ = client(error(500, "broken"), error(500, "broken"), answer())
    with pytest.raises(trouble.Refused, match="500"):
        asking.ask("GET", "/x")
    assert len(transport.asked) == 2


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_cluster_is_asked_again_after_longer_and_longer_pauses(status: int) -> None:
    asking, _, pauses = client(*[error(status, "busy")] * 3, answer(200, {"a": 1}))
    assert asking.ask("GET", "/x") == {"a": 1}
    assert len(pauses) == 3 and pauses == sorted(set(pauses))


def test_a_cluster_that_stays_busy_is_given_up() -> None:
    asking, transport, _ = client(*[error(429, "busy")] * TRIES)
    with pytest.raises(IndexUnavailable, match="太忙"):
        asking.ask("GET", "/x")
    assert len(transport.asked) == TRIES


def test_what_must_not_be_done_twice_is_not_asked_again() -> None:
    """A switch whose answer was lost may have been made."""
    for said in (error(500, "broken"), error(503, "broken"), Lost("等得太久", sent=True)):
        asking, transport, _ = client(said, answer(), hosts=("http://one", "http://two"))
        with pytest.raises(IndexUnavailable):
            asking.ask("POST", "/_aliases", {}, repeatable=False)
        assert len(transport.asked) == 1


def test_another_host_is_asked_where_one_does_not_answer_and_stays_the_first() -> None:
    asking, transport, _ = client(GONE, answer(), answer(), hosts=("http://one", "http://two"))
    asking.ask("GET", "/x")
    asking.ask("GET", "/y")
    assert [asked[0] for asked in transport.asked] == ["http://one", "http://two", "http://two"]


def test_a_partial_answer_is_asked_for_again_and_then_refused() -> None:
    """Otherwise it would be shown as a total."""
    shards = {"total": 3, "successful": 2, "skipped": 0, "failed": 0}
    asking, transport, _ = client(responses(page(_shards=shards)), responses(page(total=7)))
    assert asking.search("i", {})["hits"]["total"]["value"] == 7
    assert json.loads(transport.asked[0][3].splitlines()[0])["allow_partial_search_results"] is False
    for partial in ({"_shards": shards}, {"timed_out": True}, {"_shards": {**shards, "successful": 3, "failed": 1}}):
        asking, _, _ = client(*[responses(page(**partial))] * 2)
        with pytest.raises(trouble.Incomplete, match="只答了一部分"):
            asking.search("i", {})


def test_an_error_inside_several_searches_is_an_error() -> None:
    failed = json.loads(error(400, "parsing_exception", "no").body)
    asking, _, _ = client(responses(page(), failed))
    with pytest.raises(trouble.Refused, match="parsing_exception"):
        asking.searches("i", [{}, {}])


def test_a_search_that_fails_with_500_inside_is_asked_again_once() -> None:
    failed = json.loads(error(500, "node_disconnected").body)
    asking, _, _ = client(responses(failed), responses(page(total=3)))
    assert asking.search("i", {})["hits"]["total"]["value"] == 3


# --- writing many ----------------------------------------------------------------------------


def items(*statuses: int) -> Answer:
    errors = [{"error": {"type": "kind", "reason": "why"}} if status >= 300 else {} for status in statuses]
    return answer(200, {"items": [{"index": {"status": s, **e}} for s, e in zip(statuses, errors, strict=True)]})


def buckets(*names: str) -> Answer:
    told = {"buckets": [{"key": {"a": name}} for name in names], "after_key": {"a": names[-1] if names else None}}
    return responses(page(aggregations={"all": told}))


def test_buckets_are_asked_for_until_there_are_fewer_than_there_could_be() -> None:
    """A cluster says after which bucket to go on also where none comes, and asking goes through all paragraphs once more."""
    asking, transport, _ = client(buckets("a", "b"), buckets("c"))
    assert [one["key"]["a"] for one in asking.buckets("x", {}, [{"a": {}}], size=2)] == ["a", "b", "c"]
    asked = [json.loads(body.splitlines()[1])["aggs"]["all"]["composite"] for *_, body in transport.asked]
    assert [one.get("after") for one in asked] == [None, {"a": "b"}]
    asking, transport, _ = client(buckets("a", "b"), buckets())
    assert len(list(asking.buckets("x", {}, [{"a": {}}], size=2))) == 2 and len(transport.asked) == 2


def test_several_lists_of_buckets_are_one_request_and_long_ones_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "BUCKETS", 2)
    first = responses(*(json.loads(one.body)["responses"][0] for one in (buckets("a"), buckets("b", "c"))))
    asking, _, _ = client(first, buckets("b", "c"), buckets("d"))
    lists = asking.bucket_lists("x", [{"a": {}}], [({}, None), ({}, {"n": {}})])
    assert [[one["key"]["a"] for one in found] for found in lists] == [["a"], ["b", "c", "d"]]


def test_bulk_requests_are_cut_before_they_are_too_large() -> None:
    text = "字" * (BULK_BYTES // 8)
    asking, transport, _ = client(items(201, 201), items(201, 201), items(201))
    asking.bulk("i", ((f"d{n}", {"t": text}) for n in range(5)))
    assert [len(asked[3]) <= BULK_BYTES for asked in transport.asked] == [True, True, True]
    sent = b"".join(asked[3] for asked in transport.asked)
    assert [json.loads(line)["index"]["_id"] for line in sent.splitlines()[::2]] == [f"d{n}" for n in range(5)]


def test_only_what_was_turned_away_is_sent_again() -> None:
    asking, transport, pauses = client(items(201, 429, 201, 429), items(201, 201))
    asking.bulk("i", [(f"d{n}", {"t": n}) for n in range(4)])
    assert [json.loads(line)["index"]["_id"] for line in transport.asked[1][3].splitlines()[::2]] == ["d1", "d3"]
    assert len(pauses) == 1


def test_one_document_that_is_refused_is_not_passed_over() -> None:
    """The request as a whole says 200."""
    asking, _, _ = client(items(201, 400))
    with pytest.raises(trouble.Refused, match=r"400（kind：why）"):
        asking.bulk("i", [("a", {}), ("b", {})])


def test_deleting_what_is_not_there_is_no_error() -> None:
    asking, _, _ = client(answer(200, {"items": [{"delete": {"status": 404}}]}))
    asking.bulk("i", [("a", None)])


# --- what the user is told -------------------------------------------------------------------

CASES: dict[str, tuple[Callable[[], tuple[Client, Any, Any]], str]] = {
    "nobody there": (lambda: client(GONE, hosts=("http://one",), hello=None), r"连不上（没有应答）.*\[opensearch\] hosts"),
    "certificate": (lambda: client(Lost("x", sent=False, is_certificate=True)), r"证书不受信任.*ca_file"),
    "password": (lambda: client(error(401, ""), user="李"), r"不接受用户 李的登录.*BIGAN_OPENSEARCH_PASSWORD"),
    "no user": (lambda: client(answer(401, b"Unauthorized")), r"没有用户名的访问.*BIGAN_OPENSEARCH_USER"),
    "permission": (
        lambda: client(error(403, "security_exception", "no permissions for [indices:admin/create]"), user="李"),
        r"不许用户 李 这样做（no permissions for \[indices:admin/create\]）.*bigan 开头的索引的权限",
    ),
    "full disk": (
        lambda: client(error(403, "cluster_block_exception", "index [i] blocked by: [FORBIDDEN/12/read-only]")),
        r"现在只读.*磁盘快满了.*bigan index",
    ),
    "another program": (lambda: client(hello=answer(200, b"<html>")), r"答的不是 OpenSearch"),
    "another product": (
        lambda: client(hello=answer(200, {"version": {"number": "8.1.0"}})),
        r"答的不是 OpenSearch",
    ),
    "old version": (
        lambda: client(hello=answer(200, {"version": {**HELLO["version"], "number": "1.3.2"}})),
        r"版本是 1\.3\.2，只能用 2\.19",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_trouble_is_one_line_that_says_what_to_do(case: str) -> None:
    make, said = CASES[case]
    asking, _, _ = make()
    with pytest.raises(IndexUnavailable, match=said) as caught:
        asking.ask("GET", "/x")
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("number", ["2.19.0", "2.19.6", "3.0.0", "3.8.0"])
def test_the_versions_that_are_allowed(number: str) -> None:
    asking, _, _ = client(answer(200, {"a": 1}), hello=answer(200, {"version": {"distribution": "opensearch", "number": number}}))
    assert asking.ask("GET", "/x") == {"a": 1}


def test_a_password_is_not_in_what_is_printed() -> None:
    assert "geheim" not in repr(Cluster(user="u", password="geheim"))


def test_a_port_where_nobody_listens_is_told(tmp_path: Path) -> None:
    """Through the real library: its own errors must not come through."""
    asking = Client(Cluster(hosts=("http://127.0.0.1:9",), timeout=2.0))
    with pytest.raises(trouble.Unreachable, match="连不上"):
        asking.ask("GET", "/x")
    asking.close()


def test_a_host_that_does_not_exist_is_told() -> None:
    transport = HttpTransport(Cluster(hosts=("http://nowhere.invalid:9200",), timeout=2.0))
    with pytest.raises(Lost):
        transport.send("http://nowhere.invalid:9200", "GET", "/", None, "application/json")
    transport.close()
