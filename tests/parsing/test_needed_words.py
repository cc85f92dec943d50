"""Which rules a text may fit is found for all rules at once, and none is ever lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.parsing.needed_words import needed_words

_WORD = st.text("甲乙丙.", min_size=1, max_size=3)
_NEEDS = st.lists(st.lists(_WORD, max_size=3), max_size=5)
_TEXT = st.text("甲乙丙丁.", max_size=12)


@given(_NEEDS, _TEXT)
def test_a_rule_whose_word_stands_in_a_text_is_a_candidate(needs: list[list[str]], text: str) -> None:
    """Also where the word begins inside another one; and a rule that needs nothing always is."""
    found = needed_words(needs).may_fit(text)
    assert found == sorted(set(found))
    for at, words in enumerate(needs):
        if not words or any(word in text for word in words):
            assert at in found


@given(_NEEDS, st.lists(_TEXT, min_size=1, max_size=3))
def test_a_rule_is_named_at_a_place_in_the_line_of_its_word(needs: list[list[str]], lines: list[str]) -> None:
    """So that one search of a whole text serves all its lines."""
    named: list[set[int]] = [set() for _ in lines]
    text = "\n".join(lines)
    for place, ordinals in needed_words(needs).places(text):
        named[text.count("\n", 0, place)] |= ordinals
    for line, found in zip(lines, named, strict=True):
        for at, words in enumerate(needs):
            if any(word in line for word in words):
                assert at in found


def test_a_text_without_any_word_is_left_alone() -> None:
    """Most lines cost one search."""
    assert needed_words([["甲乙"], ["丙"]]).may_fit("丁乙甲") == []
