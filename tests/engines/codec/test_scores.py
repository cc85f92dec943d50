"""Whoosh's searcher and Bigan's arrays read the same postings: their BM25F is the same number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from whoosh.index import open_dir
from whoosh.query import Or, Term
from whoosh.scoring import BM25F

from indexer.engines.ranking import FIELD_WEIGHTS, K1, B, prior
from indexer.engines.whoosh import WhooshEngine
from indexer.engines.whoosh.codec import BiganCodec
from indexer.language.tokenizer import Tokenizer
from indexer.querying.tree import And, SearchRequest, Word
from tests.engines.brute import all_hits
from tests.engines.corpus import change
from tests.engines.test_bm25f import LENGTH, REPORTS

QUESTIONS = (("党建",), ("扶贫",), ("监督", "述职"), ("档案", "群众", "责任"))


@pytest.fixture
def engine(tmp_path: Path, tokenizer: Tokenizer) -> Iterator[WhooshEngine]:
    """Three segments without deletions."""
    made = WhooshEngine(tmp_path, tokenizer)
    ids = sorted(REPORTS)
    for part in (ids[:10], ids[10:11], ids[11:]):
        change(made, {rid: REPORTS[rid] for rid in part})
    yield made
    made.close()


def by_whoosh(folder: Path, words: tuple[str, ...]) -> dict[str, float]:
    """Every paragraph that holds one of ``words`` in any field, with Whoosh's score."""
    query = Or([Term(name, word, boost=weight) for name, weight in FIELD_WEIGHTS.items() for word in words])
    with open_dir(str(folder)).searcher(weighting=BM25F(B=B, K1=K1)) as searcher:
        return {hit["id"]: hit.score for hit in searcher.search(query, limit=None)}


def check_scores(engine: WhooshEngine, words: tuple[str, ...]) -> None:
    right = by_whoosh(engine.folder, words)
    query = And(tuple(Word(word, word) for word in words))
    hits = all_hits(engine, SearchRequest(query, sort="newest", size=100))
    assert hits
    for hit in hits:
        own = hit.paragraph
        worth = prior(*LENGTH[own.report_id, own.ordinal])
        assert hit.score == pytest.approx(right[own.id] * worth, abs=1e-9), own.id


@pytest.mark.parametrize("words", QUESTIONS)
def test_scores_are_equal(engine: WhooshEngine, words: tuple[str, ...]) -> None:
    """Over several segments, to nine decimals: lengths are exact in both."""
    check_scores(engine, words)


@pytest.mark.parametrize("words", QUESTIONS)
def test_scores_are_equal_after_whoosh_has_optimised(engine: WhooshEngine, words: tuple[str, ...]) -> None:
    """Whoosh counts deleted documents until they are merged away."""
    change(engine, {}, delete=["r003-0000", "r017-0000"])
    open_dir(str(engine.folder)).writer(codec=BiganCodec()).commit(optimize=True)
    check_scores(engine, words)
