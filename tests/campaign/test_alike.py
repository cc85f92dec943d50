"""``bench.alike`` tells indexes apart that answer differently, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.alike import differences
from indexer.language.tokenizer import Tokenizer
from tests.engines.corpus import fill, random_reports
from tests.reference_engine.engine import MemoryEngine


@pytest.fixture
def tokenizer(tmp_path: Path) -> Tokenizer:
    return Tokenizer(tmp_path)


def made(tokenizer: Tokenizer, *left_out: str) -> MemoryEngine:
    engine = MemoryEngine(tokenizer)
    fill(engine, {rid: report for rid, report in random_reports(12).items() if rid not in left_out})
    return engine


def test_the_same_reports_answer_alike(tokenizer: Tokenizer) -> None:
    assert set(differences(made(tokenizer), made(tokenizer)).values()) == {0}


def test_a_report_that_is_not_there_is_told(tokenizer: Tokenizer) -> None:
    missing = sorted(random_reports(12))[3]
    assert all(differences(made(tokenizer), made(tokenizer, missing)).values())
