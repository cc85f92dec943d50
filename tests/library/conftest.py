"""A library over an index of its own and the folders of a home."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.library.home import SECONDS, Home
from tests.workbench import Workbench


@pytest.fixture
def home(bench: Workbench) -> Iterator[Home]:
    made = Home(bench)
    yield made
    assert made.library.job.wait(SECONDS)
