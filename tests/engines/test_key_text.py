"""Joined keys as arrays: every character has one unit and comes back, rare ones too."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.whoosh.key_text import KeyText, KeyTextBuilder

_texts = st.text(st.sampled_from("党建a\x01\ue000\uffff𠮷𫗧\U0010ffff\ud800\udfff"), max_size=30) | st.text(max_size=20)


@given(text=_texts, data=st.data())
def test_a_text_comes_back_in_whole_and_in_part(text: str, data: st.DataObject) -> None:
    kept = KeyText.of(text)
    assert len(kept) == len(text) and kept.units.dtype == np.uint16
    assert kept.part(0, len(text)) == text
    first = data.draw(st.integers(0, len(text)))
    last = data.draw(st.integers(first, len(text)))
    assert kept.part(first, last) == text[first:last]
    assert kept.code_points(kept.units).tolist() == [ord(char) for char in text]


@given(text=_texts, char=st.characters(codec=None) | st.sampled_from("𠮷𫗧\ud800"))
def test_a_unit_stands_for_one_character(text: str, char: str) -> None:
    """Where a unit is, there is its character, and nowhere else."""
    kept = KeyText.of(text)
    unit = kept.unit_of(char)
    where = [] if unit is None else np.flatnonzero(kept.units == unit).tolist()
    assert where == [at for at, own in enumerate(text) if own == char]


def test_one_rare_character_does_not_double_the_size_of_all_others() -> None:
    assert KeyText.of("党建" * 1000 + "𠮷").units.nbytes == 2 * 2001


def test_a_text_of_very_many_rare_characters_is_kept_too() -> None:
    """More than there are units to stand for them."""
    text = "".join(map(chr, range(0x20000, 0x20000 + 3000))) + "党建"
    kept = KeyText.of(text)
    assert kept.part(0, len(text)) == text
    for char in ("党", "\U00020005", "\U00020bb7"):
        assert np.flatnonzero(kept.units == kept.unit_of(char)).tolist() == [text.index(char)]


@given(pieces=st.lists(_texts, max_size=6))
def test_a_text_in_pieces_is_the_same_text(pieces: list[str]) -> None:
    builder = KeyTextBuilder()
    for piece in pieces:
        builder.add(piece)
    built, whole = builder.built(), KeyText.of("".join(pieces))
    assert built.units.tolist() == whole.units.tolist()
    assert built.rare.tolist() == whole.rare.tolist()
