"""The engines under test. A new one is one line in ``FACTORIES``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer.engines import Engine
from indexer.language.tokenizer import Tokenizer
from tests.engines.corpus import fill_in_parts, random_reports
from tests.reference_engine.engine import MemoryEngine

Factory = Callable[[Path, Tokenizer], Engine]
Maker = Callable[[], Engine]


def _memory(folder: Path, tokenizer: Tokenizer) -> Engine:
    return MemoryEngine(tokenizer)


def _whoosh(folder: Path, tokenizer: Tokenizer) -> Engine:
    from indexer.engines.whoosh import WhooshEngine

    return WhooshEngine(folder, tokenizer)


#: Name → how to open it over a folder.
FACTORIES: dict[str, Factory] = {"memory": _memory, "whoosh": _whoosh}

#: Those that lose everything when closed.
FLEETING = {"memory"}


@pytest.fixture(scope="session")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    """Loaded once: it takes a second."""
    return Tokenizer(tmp_path_factory.mktemp("jieba"))


@pytest.fixture(scope="session", params=FACTORIES)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def engine(kind: str, tmp_path: Path, tokenizer: Tokenizer) -> Iterator[Engine]:
    """A new, empty engine."""
    made = FACTORIES[kind](tmp_path / "index", tokenizer)
    yield made
    made.close()


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


@pytest.fixture(scope="session")
def filled(kind: str, tmp_path_factory: pytest.TempPathFactory, tokenizer: Tokenizer) -> Iterator[Engine]:
    """An engine over ``random_reports()``, written in several transactions. Only for reading."""
    made = FACTORIES[kind](tmp_path_factory.mktemp(kind), tokenizer)
    fill_in_parts(made, random_reports())
    yield made
    made.close()


@pytest.fixture(scope="session")
def scratch(kind: str, tmp_path_factory: pytest.TempPathFactory, tokenizer: Tokenizer) -> Iterator[Engine]:
    """An engine that is written again and again by generated examples."""
    made = FACTORIES[kind](tmp_path_factory.mktemp(f"{kind}-scratch"), tokenizer)
    yield made
    made.close()
