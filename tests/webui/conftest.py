"""The application over an invented archive in memory."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from indexer.language.tokenizer import Tokenizer
from tests.reference_engine.engine import MemoryEngine
from tests.webui.correcting import FakeCorrector
from tests.webui.invented import fill
from webui import create_app


@pytest.fixture(scope="session")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    """One for all tests: loading its dictionary takes most of a second."""
    return Tokenizer(tmp_path_factory.mktemp("jieba"))


@pytest.fixture
def empty_engine(tokenizer: Tokenizer) -> MemoryEngine:
    return MemoryEngine(tokenizer)


@pytest.fixture
def engine(tokenizer: Tokenizer) -> MemoryEngine:
    made = MemoryEngine(tokenizer)
    fill(made, "women", "police", "nameless")
    return made


@pytest.fixture
def client(engine: MemoryEngine) -> FlaskClient:
    return create_app(engine).test_client()


@pytest.fixture
def corrector() -> FakeCorrector:
    return FakeCorrector()


@pytest.fixture
def correcting_client(engine: MemoryEngine, corrector: FakeCorrector) -> FlaskClient:
    return create_app(engine, corrector=corrector).test_client()
