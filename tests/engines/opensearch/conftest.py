"""Three nodes for all tests that need them, see ``three.py``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexer.language.tokenizer import Tokenizer
from tests.engines.opensearch.three import Three, three_nodes


@pytest.fixture(scope="session")
def three_started(tokenizer: Tokenizer) -> Iterator[Three]:
    with three_nodes(tokenizer) as made:
        yield made


@pytest.fixture
def three(three_started: Three) -> Three:
    """All of them there, with one index."""
    three_started.refill()
    return three_started
