"""What tests of the pipeline share."""

from __future__ import annotations

import pytest

from indexer.ingest import analysis
from indexer.model.reports import Report, SourceText
from indexer.parsing import parse
from indexer.parsing.rulebook import Rulebook


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are understood from now on."""
    texts: list[str] = []
    original = parse

    def counting(source: SourceText, rules: Rulebook | None = None) -> tuple[Report, ...]:
        texts.append(source.text)
        return original(source, rules)

    monkeypatch.setattr(analysis, "parse", counting)
    return texts
