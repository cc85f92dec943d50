"""Vocabulary: the archive's words and headings with exact counts of living paragraphs."""

from __future__ import annotations

from collections import Counter

import pytest

from indexer.engines import Engine
from indexer.engines.headings import bare, is_vocabulary
from indexer.language.tokenizer import Tokenizer
from indexer.model.results import Vocabulary
from tests.engines.corpus import change, fill, paragraph, random_reports, report


@pytest.mark.parametrize(
    ("word", "expected"),
    [("党建", True), ("app", True), ("3.5万", True), ("5g", True), ("党", False), ("2018", False), ("3.5", False)],
)
def test_a_word_has_two_characters_and_a_letter_among_them(word: str, expected: bool) -> None:
    assert is_vocabulary(word) is expected


def test_words_and_headings_are_counted_by_paragraph(engine: Engine) -> None:
    """Not by occurrence; a heading's words are no words of the texts below it."""
    change(
        engine,
        {
            "a": report(paragraph(0, "党建，党建，2018", above=("一、抓好工会",)), paragraph(1, "党建 妇联")),
            "b": report(paragraph(0, "妇联", above=("（二）抓好工会。",))),
        },
    )
    assert engine.vocabulary() == Vocabulary((("党建", 2), ("妇联", 2)), (("抓好工会", 2),))


def test_what_is_deleted_or_replaced_does_not_count(engine: Engine) -> None:
    fill(engine, {"a": report("党建"), "b": report("党建 妇联"), "c": report("工会")})
    change(engine, {"b": report("妇联")}, delete=["c"])
    assert engine.vocabulary() == Vocabulary((("党建", 1), ("妇联", 1)), ())


def test_an_empty_index_has_no_words(engine: Engine) -> None:
    assert engine.vocabulary() == Vocabulary((), ())


def test_counts_equal_a_look_at_every_paragraph(filled: Engine, tokenizer: Tokenizer) -> None:
    """Over several segments, with what was written twice."""
    words: Counter[str] = Counter()
    headings: Counter[str] = Counter()
    for each in random_reports().values():
        for p in each.paragraphs:
            words.update(w for w in set(tokenizer.words(p.text)) if len(w) > 1 and any(c.isalpha() for c in w))
            headings.update({bare(h) for h in p.heading_path} - {""})
    found = filled.vocabulary()
    assert dict(found.words) == words and dict(found.headings) == headings
    assert list(found.words) == sorted(found.words, key=lambda entry: (-entry[1], entry[0]))
    assert list(found.headings) == sorted(found.headings, key=lambda entry: (-entry[1], entry[0]))
