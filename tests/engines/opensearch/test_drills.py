"""What an administrator goes through: a snapshot restored elsewhere. See ``three.py``."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.engines import Source
from indexer.engines.opensearch import Client, Cluster, OpenSearchEngine
from indexer.language.tokenizer import Tokenizer
from indexer.querying.filters import NO_FILTERS
from indexer.querying.request import build_request
from tests.cli.runner import Bigan
from tests.engines.corpus import change, report
from tests.engines.opensearch.three import NEEDS_THREE, QUESTIONS, REPORTS, Three, nodes

pytestmark = NEEDS_THREE

MORE = {f"new-{number}": report(*(f"第{number}号第{at}段党建" for at in range(20))) for number in range(10)}
SOURCES = {rid: Source((f"{rid}.txt",)) for rid in (*REPORTS, *MORE)}


@pytest.fixture
def elsewhere(three: Three) -> Iterator[str]:
    """The address of an empty node that can read the snapshots of the three."""
    folder = three.folder / "elsewhere"
    folder.mkdir()
    folder.chmod(0o755)
    for program in three.folder.glob("opensearch-*"):
        (folder / program.name).symlink_to(program)
    try:
        (host,) = nodes("start", "--snapshots", str(three.folder / "snapshots"), str(folder))
        yield host
    finally:
        nodes("stop", str(folder))
        shutil.rmtree(folder)
        shutil.rmtree(three.folder / "snapshots")


def answers(engine: OpenSearchEngine) -> list[object]:
    """What the engine says to questions of every kind."""
    requests = [build_request(typed, size=100) for typed in QUESTIONS]
    pages = [engine.search(request) for request in requests]
    lines = [engine.concordance(request, "left", 10) for request in requests[:4]]
    heads, near = engine.reports(), engine.similar("党建责任", NO_FILTERS, 5)
    return [[(page.total, page.hits, page.facets) for page in pages], [(one.total, one.lines) for one in lines], heads, near]


def said(bigan: Bigan, home: Path, hosts: tuple[str, ...]) -> Any:
    """What ``bigan search`` prints."""
    ini = home / "restored.ini"
    listed = "\n    ".join(hosts)
    of_cluster = f"[opensearch]\nprefix = three\nhosts = {listed}\n"
    ini.write_text(f"[archive]\nfolders = archive\n[index]\nengine = opensearch\n{of_cluster}", encoding="utf-8")
    data = json.loads(bigan("--config", str(ini), "search", "党建", "--json").out)
    return {name: value for name, value in data.items() if name != "took_ms"}


def test_a_snapshot_restored_into_an_empty_cluster_answers_the_same(
    three: Three, elsewhere: str, tokenizer: Tokenizer, bigan: Bigan, home: Path
) -> None:
    """As docs/SCALE.md says it is done; what was indexed after the snapshot is not in it, and the copy can be written to."""
    client = three.engine.client
    settings = {"location": str(three.folder / "snapshots")}
    place = {"type": "fs", "settings": settings}
    client.ask("PUT", "/_snapshot/kept", place)
    expected, printed = answers(three.engine), said(bigan, home, three.hosts)
    taken = {"indices": "three-3-g*", "include_global_state": False}
    assert client.ask("PUT", "/_snapshot/kept/one?wait_for_completion=true", taken)["snapshot"]["state"] == "SUCCESS"
    change(three.engine, MORE, sources=SOURCES)
    assert answers(three.engine) != expected

    cluster = Cluster((elsewhere,), "three")
    other = Client(cluster)
    other.ask("PUT", "/_snapshot/kept", {**place, "settings": {**settings, "readonly": True}})
    how = {"include_aliases": True, "include_global_state": False, "index_settings": {"index.number_of_replicas": 0}}
    told = other.ask("POST", "/_snapshot/kept/one/_restore?wait_for_completion=true", {"indices": "three-3-g*", **how})
    assert told["snapshot"]["shards"]["failed"] == 0
    restored = OpenSearchEngine(cluster, tokenizer, other)
    assert answers(restored) == expected
    assert said(bigan, home, (elsewhere,)) == printed
    change(restored, MORE, sources=SOURCES)
    assert answers(restored) == answers(three.engine)
    restored.close()
