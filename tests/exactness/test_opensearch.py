"""The same questions to an OpenSearch cluster, where a node is there: what is found, totals and facets."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.engines import ArchiveEngine
from indexer.engines.facets import build_facets, values_of
from indexer.engines.opensearch import Client, OpenSearchEngine
from indexer.language.tokenizer import Tokenizer
from indexer.querying.facets import FACETS
from indexer.querying.filters import NO_FILTERS
from indexer.querying.request import build_request
from tests.engines.conftest import NODE, cluster_for_tests
from tests.eval.shared import ROOT
from tests.exactness.__main__ import SEED
from tests.exactness.asking import all_paragraphs, compare, indexed
from tests.exactness.drawing import Counts, draw
from tests.exactness.grep import Grep

pytestmark = pytest.mark.skipif(
    not os.environ.get(NODE), reason=f"no OpenSearch here: {NODE} names no node (see tools/opensearch.py)"
)

ASKED = Counts(fragments=500, words=200, gaps=100, near=100)
PREFIX = "exactness"


@pytest.fixture(scope="module")
def samples(tokenizer: Tokenizer) -> Iterator[ArchiveEngine]:
    """The archive that ships with Bigan, in the cluster."""
    cluster = cluster_for_tests(f"{PREFIX}{os.getpid()}")

    def make(folder: Path, tokenizer: Tokenizer) -> ArchiveEngine:
        return OpenSearchEngine(cluster, tokenizer)

    with indexed([ROOT / "archive"], tokenizer, make) as engine:
        yield engine
    client = Client(cluster)
    client.ask("DELETE", f"/{cluster.prefix}-*")
    client.close()


def test_the_samples_are_searched_exactly(samples: ArchiveEngine) -> None:
    paragraphs = all_paragraphs(samples)
    outcome = compare(samples, paragraphs, draw(paragraphs, samples.tokenizer, ASKED, SEED))
    assert outcome.differing == []
    assert {row.kind: row.asked for row in outcome.rows} == {"fragment": 500, "word": 200, "gap": 100, "near": 100}
    assert all(row.hits > row.asked - row.without > row.asked / 2 for row in outcome.rows)
    assert outcome.with_signs > 50 and outcome.across_sentences > 10


def test_facets_and_reports_count_what_looking_finds(samples: ArchiveEngine) -> None:
    paragraphs = all_paragraphs(samples)
    by_id = {paragraph.id: paragraph for paragraph in paragraphs}
    grep = Grep.over(paragraphs)
    for question in draw(paragraphs, samples.tokenizer, Counts(fragments=60, words=60, gaps=20, near=20), SEED + 1):
        request = build_request(phrases=[question.typed]) if question.is_phrase else build_request(question.typed)
        page = samples.search(replace(request, filters=NO_FILTERS))
        right = [by_id[identity] for identity in question.answer(grep)]
        counts = {name: Counter(value for one in right for value in values_of(one)[name]) for name in FACETS}
        assert page.facets == build_facets(counts, NO_FILTERS), question.typed
        assert (page.total, page.report_total) == (len(right), len({one.report_id for one in right})), question.typed
