"""Sentences as they are counted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.language.normalize import clean_text
from indexer.language.sentences import SHORTEST, sentence_keys, sentence_spans


def test_sentences_end_where_the_search_key_has_a_barrier_and_short_ones_are_left_out() -> None:
    text = "码头上的灯，换成了带罩的“马灯”！修好了。船工们把潮汐表贴在了棚子外墙；一共二十六张潮汐表都换过"
    assert sentence_keys(text) == ("码头上的灯换成了带罩的马灯", "船工们把潮汐表贴在了棚子外墙", "一共二十六张潮汐表都换过")
    assert [text[slice(*span)] for span, _ in sentence_spans(text)] == [
        "码头上的灯，换成了带罩的“马灯”！", "船工们把潮汐表贴在了棚子外墙；", "一共二十六张潮汐表都换过",
    ]  # fmt: skip
    assert sentence_keys("") == sentence_keys("九个字的一句话啊好。") == ()


@given(st.text(st.sampled_from("党建工作十个字以上，、。！？；!?;\n “”12.-")))
def test_places_and_keys_are_of_the_same_sentences(text: str) -> None:
    clean = clean_text(text)
    found = list(sentence_spans(clean))
    assert tuple(key for _, key in found) == sentence_keys(clean)
    assert all(len(key) >= SHORTEST and clean[start:end] for (start, end), key in found)
