"""The example in docs/ARCHITECTURE.md: a process that imports Whoosh alone searches an index of Bigan's."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.engines.ranking import FIELD_WEIGHTS, prior
from indexer.engines.whoosh import WhooshEngine
from indexer.language.tokenizer import Tokenizer
from indexer.querying.tree import SearchRequest, Word
from tests.engines.brute import all_hits
from tests.engines.corpus import change, paragraph, report

ROOT = Path(__file__).resolve().parents[3]
_BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)

#: What is asked, and the paragraphs that answer.
QUESTIONS = {
    "党建": {"a-0", "a-1", "d-0"},
    "section:problems AND unit_type:公安": {"a-0"},
    "党*": {"a-0", "a-1", "d-0", "d-1"},
    "year:[2018 TO 2020]": {"a-0", "a-1", "b-0"},
}

#: A word in all fields by their weights, as Bigan scores it.
EVERYWHERE = " OR ".join(f"{name}:党建^{weight}" for name, weight in FIELD_WEIGHTS.items())

REPORTS = {
    "a": report(paragraph(0, "党建责任压实。", ("problems",)), "党建引领党建。", year=2018, unit="公安", title="党建述职"),
    "b": report(paragraph(0, "妇联工作。", ("problems", "causes"), ("党建",)), year=2020, unit="妇联", title=None),
    "d": report("党建，团建，党建。", "党员带头。", year=2021, unit="团委", title="团委总结"),
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, tokenizer: Tokenizer) -> Iterator[WhooshEngine]:
    """Two segments."""
    made = WhooshEngine(tmp_path_factory.mktemp("index"), tokenizer)
    change(made, {rid: REPORTS[rid] for rid in "ab"})
    change(made, {"d": REPORTS["d"]})
    yield made
    made.close()


@pytest.fixture(scope="module")
def printed(engine: WhooshEngine) -> dict[str, dict[str, float]]:
    """What the example prints: question → id → score."""
    blocks = _BLOCK.findall((ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8"))
    (example,) = [block for block in blocks if "from whoosh" in block]
    assert "indexer" not in re.sub("#.*", "", example)
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", example, str(engine.folder), *QUESTIONS, EVERYWHERE],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    found: dict[str, dict[str, float]] = {}
    for line in ran.stdout.splitlines():
        asked, identity, score = line.split("\t")
        found.setdefault(asked, {})[identity] = float(score)
    return found


@pytest.mark.parametrize("asked", QUESTIONS)
def test_words_filters_prefixes_and_ranges_find(printed: dict[str, dict[str, float]], asked: str) -> None:
    assert set(printed[asked]) == QUESTIONS[asked]


def test_scores_are_bigans_own(printed: dict[str, dict[str, float]], engine: WhooshEngine) -> None:
    """To nine decimals, but for the prior of a paragraph, of which Whoosh knows nothing. Sorted by year: proximity adds
    nothing."""
    hits = all_hits(engine, SearchRequest(Word("党建", "党建"), sort="newest", size=100))
    assert {hit.paragraph.id for hit in hits} == set(printed[EVERYWHERE])
    for hit in hits:
        right = printed[EVERYWHERE][hit.paragraph.id] * prior(len(hit.paragraph.text), 0)
        assert hit.score == pytest.approx(right, abs=1.1e-9)
