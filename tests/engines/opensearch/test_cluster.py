"""What only a live cluster shows: who may write, what is published, what is refused."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.engines.opensearch import (
    Client,
    OpenSearchEngine,
    ordering,
    schema,
    trouble,
)
from indexer.engines.opensearch.lease import Lease
from indexer.engines.opensearch.writer import OpenSearchWriter
from indexer.errors import IndexUnavailable, QueryError
from indexer.language.tokenizer import Tokenizer
from indexer.querying.request import build_request
from tests.engines.conftest import FACTORIES, discard, need_node
from tests.engines.corpus import fill, report


@pytest.fixture
def engine(tmp_path: Path, tokenizer: Tokenizer) -> Iterator[OpenSearchEngine]:
    """A new, empty index on the node."""
    need_node("opensearch")
    made = FACTORIES["opensearch"](tmp_path / "index", tokenizer)
    assert isinstance(made, OpenSearchEngine)
    yield made
    made.client.ask("PUT", f"/{made.alias}-*/_settings", {"index.blocks.read_only_allow_delete": None})
    made.close()
    discard("opensearch", tmp_path / "index")


def indexes(engine: OpenSearchEngine) -> list[str]:
    return sorted(engine.client.ask("GET", f"/{engine.alias}-g*/_alias"))


# --- who may write ---------------------------------------------------------------------------


def test_a_dead_writer_loses_its_lease_and_a_living_one_keeps_it(engine: OpenSearchEngine) -> None:
    engine.client.cluster = replace(engine.cluster, lease=1.0)
    dead = Lease(engine.client, engine.alias, renewed=3600)
    with pytest.raises(IndexUnavailable, match="另一个 bigan"):
        engine.writer()
    time.sleep(1.2)
    living = Lease(engine.client, engine.alias, renewed=0.2)
    time.sleep(1.5)
    with pytest.raises(IndexUnavailable, match="另一个 bigan"):
        engine.writer()
    with pytest.raises(IndexUnavailable, match="接手"):
        dead.check()
    dead.release()
    with pytest.raises(IndexUnavailable, match="另一个 bigan"):
        engine.writer()
    living.release()
    fill(engine, {"a": report("甲")})


def test_a_writer_that_slept_too_long_publishes_nothing(
    engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It holds its clone, but another has taken over and published: the alias must not go back."""
    fill(engine, {"a": report("甲")})
    sleeper = engine.writer()
    sleeper.add("b", report("乙"))
    sleeper._lease.release()
    fill(engine, {"a": report("甲"), "c": report("丙")})
    monkeypatch.setattr(sleeper._lease, "check", lambda: None)
    stale = said_when_overtaken(sleeper, lambda: fill(engine, {"a": report("甲"), "d": report("丁")}))
    assert "请再运行一次 bigan index" in stale
    assert engine.search(build_request("丁")).total == 1 and engine.search(build_request("乙")).total == 0
    fill(engine, {"a": report("甲")})
    assert len(indexes(engine)) == 4, "two generations with their catalogues, and no orphan"


def said_when_overtaken(sleeper: OpenSearchWriter, other: Callable[[], None]) -> str:
    """What a commit says where another one publishes just before its switch."""
    switch = sleeper._switch

    def late(old: str, new: str) -> None:
        other()
        switch(old, new)

    sleeper._switch = late  # type: ignore[method-assign]
    with pytest.raises(IndexUnavailable) as caught, sleeper:
        sleeper.commit({}, {})
    return str(caught.value)


def test_what_a_broken_commit_left_is_cleared_by_the_next(engine: OpenSearchEngine) -> None:
    """A process that is killed can clear nothing itself."""
    fill(engine, {"a": report("甲")})
    orphan = f"{engine.alias}-g999999-dead"
    engine.client.ask("PUT", f"/{orphan}", schema.new_index(engine.cluster, {}))
    assert orphan in indexes(engine)
    fill(engine, {"b": report("乙")})
    assert orphan not in indexes(engine)


def test_a_generation_in_use_outlives_the_next_commit(engine: OpenSearchEngine) -> None:
    fill(engine, {"a": report("甲")})
    held = engine.newest()
    fill(engine, {"b": report("乙")})
    assert held.client.search(held.index, {"query": {"match_all": {}}, "track_total_hits": True})["hits"]["total"]["value"] == 1


# --- what is refused -------------------------------------------------------------------------


def test_a_disk_that_is_full_is_told_and_what_is_there_is_still_found(engine: OpenSearchEngine) -> None:
    """The cluster sets this block by itself when its disk fills up."""
    fill(engine, {"a": report("甲")})
    engine.client.ask("PUT", f"/{engine.alias}-lease/_settings", {"index.blocks.read_only_allow_delete": True})
    with pytest.raises(IndexUnavailable, match=r"只读.*磁盘") as caught:
        engine.writer()
    assert len(str(caught.value).splitlines()) == 1
    assert engine.search(build_request("甲")).total == 1


def test_an_index_of_another_format_is_told(engine: OpenSearchEngine, tokenizer: Tokenizer) -> None:
    now = engine.newest()
    engine.client.ask("PUT", f"/{now.index}/_mapping", {"_meta": {**now.meta, "format": 99}})
    other = OpenSearchEngine(engine.cluster, tokenizer)
    with pytest.raises(IndexUnavailable, match=r"格式 99.*prefix"):
        other.stats()
    engine.client.ask("PUT", f"/{now.index}/_mapping", {"_meta": {"a": 1}})
    with pytest.raises(IndexUnavailable, match="没有笔杆的格式号"):
        other.stats()
    other.close()


def test_a_search_in_what_is_gone_says_so(engine: OpenSearchEngine) -> None:
    with pytest.raises(trouble.Refused) as caught:
        engine.client.search("bigan-not-there", {"query": {"match_all": {}}})
    assert caught.value.status == 404


def test_pages_far_behind_are_refused_not_cut(engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(engine, {"a": report("甲", "甲", "甲")})
    monkeypatch.setattr(ordering, "LAST", 2)
    with pytest.raises(QueryError, match="只能翻到前"):
        engine.search(build_request("甲", page=3, size=1))


def test_two_clients_may_make_the_empty_index_at_once(engine: OpenSearchEngine, tokenizer: Tokenizer) -> None:
    engine.client.ask("DELETE", f"/{engine.alias}-*")
    again = OpenSearchEngine(engine.cluster, tokenizer, Client(engine.cluster))
    assert again.stats().generation == 0 == engine.stats().generation
    again.close()
