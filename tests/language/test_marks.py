"""What is marked in a text is exactly what its search key matched."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.language.marks import places_of
from indexer.language.normalize import KeyMap, clean_text, query_key

TEXTS = st.text(st.sampled_from("党建带一〇○零aA1.，。“” \n…"), max_size=14).map(clean_text)


@given(TEXTS, TEXTS)
def test_places_are_those_of_the_texts_own_key(text: str, asked: str) -> None:
    """Also where dropped signs stand inside a match, and where matches overlap."""
    key = query_key(asked)
    if not key:
        return
    mapped = KeyMap(text)
    starts = [at for at in range(len(mapped.key)) if mapped.key.startswith(key, at)]
    assert places_of(key, text) == [mapped.span(at, at + len(key)) for at in starts]


def test_signs_inside_a_match_belong_to_it() -> None:
    assert places_of("党建带", "抓“党建”，带") == [(2, 7)]
    assert places_of("党党", "党党，党") == [(0, 2), (1, 4)]
