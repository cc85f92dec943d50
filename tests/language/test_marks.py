"""What is marked in a text is exactly what its search key matched."""

from __future__ import annotations

import re
import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from indexer.language.folding import fold, ideograph_forms
from indexer.language.marks import positions_of
from indexer.language.normalize import HAN, KeyMap, clean_text, query_key

TEXTS = st.text(st.sampled_from("党建带一〇○零aA1.-，。“” \n…㎡㋀月學学習習Ⅲ\u200b"), max_size=14).map(clean_text)


@given(TEXTS, TEXTS)
def test_positions_are_those_of_the_texts_own_key(text: str, asked: str) -> None:
    """Also where dropped signs are inside a match, and where matches overlap."""
    key = query_key(asked)
    if not key:
        return
    mapped = KeyMap(text)
    starts = [at for at in range(len(mapped.key)) if mapped.key.startswith(key, at)]
    assert positions_of(key, text) == [mapped.span(at, at + len(key)) for at in starts]


def test_signs_inside_a_match_belong_to_it() -> None:
    assert positions_of("党建带", "抓“党建”，带") == [(2, 7)]
    assert positions_of("党党", "党党，党") == [(0, 2), (1, 4)]


def test_a_match_is_marked_as_the_text_writes_it() -> None:
    """Traditional characters and characters that become several keep their own offsets."""
    assert positions_of("专题学习", "開展專題·學習") == [(2, 7)]
    assert positions_of("绿地", "25㎡綠地") == [(3, 5)]
    assert positions_of("m2绿", "25㎡綠地") == [(2, 4)]


def test_every_form_of_an_ideograph_is_known() -> None:
    """All of Unicode folded one by one: no character that becomes an ideograph is missing, so none goes unmarked."""
    single, compound = ideograph_forms()
    for char in (c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) != "Cn"):
        for key_char in fold(char):
            if key_char != char and re.fullmatch(f"[{HAN}]", key_char):
                assert char in (single if len(fold(char)) == 1 else compound)[key_char]
