"""Known-item search draws other questions by the same rule, and tells of several seeds."""

from __future__ import annotations

import pytest

from bench.corpus import ARCHIVE
from bench.known_items import Memory, known_items, main
from bench.parsed import rows_in
from indexer.language.normalize import search_key
from indexer.language.tokenizer import Tokenizer

FOLDER = ARCHIVE / "妇联"


def test_other_questions_follow_the_same_rule(tokenizer: Tokenizer) -> None:
    """One word, four words, words of the heading above; shuffled they are the same words of the same paragraph."""
    rows = list(rows_in([FOLDER], tokenizer))
    memory = Memory.of(rows, tokenizer)
    assert memory.items(9, 7) == known_items(rows, 9, 7, tokenizer)
    for asking, sizes in (("one", {1}), ("four", {4}), ("heading", {2, 3})):
        items = memory.items(9, 7, asking)
        assert items and {len(item.words) for item in items} <= sizes
    above = {search_key(row.text[row.begins :]): search_key(row.text[: row.begins]) for row in rows}
    assert all(word in above[item.key] for item in memory.items(9, 7, "heading") for word in item.words)
    (plain,), (shuffled,) = memory.items(1, 7, "four"), memory.items(1, 7, "four", shuffled=True)
    assert plain.key == shuffled.key and sorted(plain.words) == sorted(shuffled.words)


def test_several_seeds_give_a_line_each_and_the_mean(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--short", "--count", "3", "--seed", "1", "2", "--", str(FOLDER)])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("|")[1].strip() for line in lines[2:]] == ["seed", "---", "1", "2", "mean", "Bigan's lead"]
    first, second, mean = ([float(cell) for cell in line.split("|")[2:-1]] for line in lines[4:7])
    assert mean == pytest.approx([(a + b) / 2 for a, b in zip(first, second, strict=True)], abs=1e-4)
