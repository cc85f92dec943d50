"""The engines under test. A new one is one line in ``FACTORIES``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer.engines import Engine
from indexer.language.tokenizer import Tokenizer
from tests.engines.corpus import fill_in_parts, random_reports
from tests.reference_engine.engine import MemoryEngine

if TYPE_CHECKING:
    from indexer.engines.opensearch import Cluster

Factory = Callable[[Path, Tokenizer], Engine]
Maker = Callable[[], Engine]


def _memory(folder: Path, tokenizer: Tokenizer) -> Engine:
    return MemoryEngine(tokenizer)


def _whoosh(folder: Path, tokenizer: Tokenizer) -> Engine:
    from indexer.engines.whoosh import WhooshEngine

    return WhooshEngine(folder, tokenizer)


#: Names the address of a node for tests (``python -m tools.opensearch start FOLDER`` prints one), or those of several with
#: commas: then everything is kept twice.
NODE = "BIGAN_TEST_OPENSEARCH"


def _prefix(folder: Path) -> str:
    """What stands for a folder in a cluster."""
    return "test" + blake2b(str(folder).encode(), digest_size=8).hexdigest()


def cluster_for_tests(prefix: str) -> Cluster:
    """The cluster for tests, which must be there."""
    from indexer.engines.opensearch import Cluster

    hosts = tuple(os.environ[NODE].split(","))
    several = len(hosts) > 1
    return Cluster(hosts=hosts, prefix=prefix, shards=2 if several else 1, replicas=int(several))


def _opensearch(folder: Path, tokenizer: Tokenizer) -> Engine:
    from indexer.engines.opensearch import OpenSearchEngine

    return OpenSearchEngine(cluster_for_tests(_prefix(folder)), tokenizer)


def need_node(kind: str) -> None:
    """Skips the tests of an engine whose cluster is not there."""
    if kind == "opensearch" and not os.environ.get(NODE):
        pytest.skip(f"no OpenSearch here: {NODE} names no node (python -m tools.opensearch start FOLDER starts one)")


def discard(kind: str, folder: Path) -> None:
    """Takes away what outlives the folder: a node holds a limited number of indexes."""
    if kind == "opensearch":
        discard_prefix(_prefix(folder))


def discard_prefix(prefix: str) -> None:
    """Takes an index away from the cluster for tests."""
    from indexer.engines.opensearch import Client

    client = Client(cluster_for_tests(prefix))
    client.ask("DELETE", f"/{prefix}-*")
    client.close()


#: Name → how to open it over a folder.
FACTORIES: dict[str, Factory] = {"memory": _memory, "whoosh": _whoosh, "opensearch": _opensearch}

#: Those that lose everything when closed.
FLEETING = {"memory"}


@pytest.fixture(scope="session")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    """Loaded once: it takes a second."""
    return Tokenizer(tmp_path_factory.mktemp("jieba"))


@pytest.fixture(scope="session", params=FACTORIES)
def kind(request: pytest.FixtureRequest) -> str:
    need_node(request.param)
    return str(request.param)


@pytest.fixture
def engine(kind: str, tmp_path: Path, tokenizer: Tokenizer) -> Iterator[Engine]:
    """A new, empty engine."""
    made = FACTORIES[kind](tmp_path / "index", tokenizer)
    yield made
    made.close()
    discard(kind, tmp_path / "index")


@pytest.fixture(scope="module")
def shared(kind: str, tmp_path_factory: pytest.TempPathFactory, tokenizer: Tokenizer) -> Iterator[Engine]:
    """A new, empty engine that a module fills once, for tests that only read."""
    folder = tmp_path_factory.mktemp(f"{kind}-shared")
    made = FACTORIES[kind](folder, tokenizer)
    yield made
    made.close()
    discard(kind, folder)


@pytest.fixture
def reopen(kind: str, tmp_path: Path, tokenizer: Tokenizer) -> Iterator[Maker]:
    """Opens engines over one folder, as one process after another would."""
    if kind in FLEETING:
        pytest.skip("lives with its object")
    opened: list[Engine] = []

    def make() -> Engine:
        opened.append(FACTORIES[kind](tmp_path / "index", tokenizer))
        return opened[-1]

    yield make
    for made in opened:
        made.close()
    discard(kind, tmp_path / "index")


@pytest.fixture(scope="session")
def filled(kind: str, tmp_path_factory: pytest.TempPathFactory, tokenizer: Tokenizer) -> Iterator[Engine]:
    """An engine over ``random_reports()``, written in several transactions. Only for reading."""
    folder = tmp_path_factory.mktemp(kind)
    made = FACTORIES[kind](folder, tokenizer)
    fill_in_parts(made, random_reports())
    yield made
    made.close()
    discard(kind, folder)


@pytest.fixture(scope="session")
def scratch(kind: str, tmp_path_factory: pytest.TempPathFactory, tokenizer: Tokenizer) -> Iterator[Engine]:
    """An engine that is written again and again by generated examples."""
    folder = tmp_path_factory.mktemp(f"{kind}-scratch")
    made = FACTORIES[kind](folder, tokenizer)
    yield made
    made.close()
    discard(kind, folder)
