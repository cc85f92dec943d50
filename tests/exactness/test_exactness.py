"""A short run of ``python -m tests.exactness``: what occurs is found, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.engines import ArchiveEngine
from indexer.engines.whoosh import WhooshEngine
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import StoredParagraph
from tests.engines.corpus import fill, report
from tests.eval.shared import ROOT, shared_folder
from tests.exactness.__main__ import SEED, main
from tests.exactness.asking import all_paragraphs, compare, indexed
from tests.exactness.drawing import LONGEST, Counts, draw
from tests.exactness.grep import Grep

FEW = Counts(fragments=100, words=25, gaps=25, near=25)


@pytest.fixture(scope="module")
def samples(tokenizer: Tokenizer) -> Iterator[ArchiveEngine]:
    """The archive that ships with Bigan, indexed."""
    with indexed([ROOT / "archive"], tokenizer) as engine:
        yield engine


def test_the_samples_are_searched_exactly(samples: ArchiveEngine) -> None:
    """Fragments, words, gaps and proximities; most of them find something."""
    paragraphs = all_paragraphs(samples)
    outcome = compare(samples, paragraphs, draw(paragraphs, samples.tokenizer, FEW, SEED))
    assert outcome.differing == []
    assert {row.kind: row.asked for row in outcome.rows} == {"fragment": 100, "word": 25, "gap": 25, "near": 25}
    assert all(row.hits > row.asked - row.without > row.asked / 2 for row in outcome.rows)
    assert outcome.with_signs > 50 and outcome.across_sentences > 10


@pytest.mark.parametrize("name", ["seeds", "corpora"])
def test_real_texts_are_searched_exactly(name: str, tokenizer: Tokenizer) -> None:
    """The seeds, and the first of the collections; all of them take the command a minute."""
    folder = shared_folder(name)
    folders = [folder] if name == "seeds" else [path for path in sorted(folder.iterdir()) if path.is_dir()][:1]
    with indexed(folders, tokenizer) as engine:
        paragraphs = all_paragraphs(engine)
        assert paragraphs
        outcome = compare(engine, paragraphs, draw(paragraphs, tokenizer, FEW, SEED))
    assert outcome.differing == []


# --- the comparison itself ------------------------------------------------------------------


def test_the_same_seed_draws_the_same_questions(samples: ArchiveEngine) -> None:
    """And another one others; every fragment holds something to look for."""
    paragraphs = all_paragraphs(samples)

    def typed(seed: int) -> list[str]:
        return [question.typed for question in draw(paragraphs, samples.tokenizer, FEW, seed)]

    assert typed(1) == typed(1) != typed(2)
    assert all(1 <= len(fragment) <= LONGEST for fragment in typed(1)[: FEW.fragments])


@pytest.mark.parametrize("lost", ["甲乙", "丙丁"])
def test_a_paragraph_that_is_not_found_is_reported(lost: str, tmp_path: Path, tokenizer: Tokenizer) -> None:
    """What looking finds and the index does not, and the other way round."""
    engine = WhooshEngine(tmp_path / "index", tokenizer)
    fill(engine, {"r": report("甲乙", "丙丁")})
    try:
        paragraphs: list[StoredParagraph] = all_paragraphs(engine)
        questions = list(draw(paragraphs, tokenizer, Counts(20, 0, 0, 0), 5))
        assert compare(engine, paragraphs, questions).differing == []
        fill(engine, {"r": report(*(text for text in ("甲乙", "丙丁") if text != lost))})
        outcome = compare(engine, paragraphs, questions)
        assert outcome.differing and all("missing ['r-" in line or "too much ['r-" in line for line in outcome.differing)
    finally:
        engine.close()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("甲一乙", "甲\n乙"), ("甲" + "一" * 20 + "乙", "甲" + "一" * 21 + "乙"), ("丙甲一乙", "乙一甲")],
)
def test_looking_for_a_gap_is_looking_in_sentences(right: str, wrong: str) -> None:
    grep = Grep({"right": right, "wrong": wrong, "fields": "甲\x00乙"})
    assert grep.gap(["甲", "乙"]) == {"right"}
    assert grep.near(["乙", "甲"], 20) == ({"right", "wrong"} if wrong == "乙一甲" else {"right"})


def test_the_command_says_what_it_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tokenizer: Tokenizer
) -> None:
    """A table with a line for each kind; code 0 where all agree."""
    monkeypatch.setattr("tests.exactness.asking.Tokenizer", lambda *_: tokenizer)
    text = "2018年度工作总结\n\n一、主要做法\n\n我们走遍了七个村子，听了四十户人家的话。记下来的事，一件件办。\n"
    (tmp_path / "甲.txt").write_text(text, encoding="utf-8")
    few = [f"--{kind}=3" for kind in ("fragments", "words", "gaps", "near")]
    assert main([str(tmp_path), *few]) == 0
    said = capsys.readouterr().out
    assert [line.split()[:4] for line in said.splitlines()[2:6]] == [
        [kind, "3", "3", "0"] for kind in ("fragment", "word", "gap", "near")
    ]
