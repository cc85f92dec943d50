"""Grams say exactly where two characters stand side by side, and in which documents."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.whoosh import grams as module
from indexer.engines.whoosh.grams import build_grams
from indexer.engines.whoosh.key_text import KeyText

FIELD, END = "\x00", "\x01"
ALPHABET = "甲乙a\n𠮷"


def starts_of(documents: list[str]) -> np.ndarray:
    return np.concatenate([[0], np.cumsum([len(d) for d in documents])]).astype(np.int64)


@pytest.mark.parametrize("chunk", [1, 7, 1 << 20])
@given(st.lists(st.text(st.sampled_from(ALPHABET + FIELD), max_size=12), max_size=12))
def test_every_gram_gives_exactly_its_places_and_documents(chunk: int, texts: list[str]) -> None:
    """Whatever the size of the chunks that are counted at once, and across no break."""
    documents = [text + END for text in texts]
    joined = "".join(documents)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_AT_ONCE", chunk)
        built = build_grams(KeyText.of(joined), starts_of(documents), FIELD + END)
    for gram in map("".join, itertools.product(ALPHABET, repeat=2)):
        positions = [at for at in range(len(joined)) if joined.startswith(gram, at)]
        assert built.positions_of(gram).tolist() == positions
        assert built.most(gram) >= len(positions)
        assert built.documents_of(gram).tolist() == [i for i, d in enumerate(documents) if gram in d]
    for char in ALPHABET:
        assert set(built.documents_beginning(char).tolist()) == {i for i, d in enumerate(documents) if char in d}


def test_a_gram_that_stands_nowhere_has_no_documents() -> None:
    """Also one with characters that no document holds, and in an empty index."""
    for documents in ([], ["甲乙丙" + END]):
        built = build_grams(KeyText.of("".join(documents)), starts_of(documents), FIELD + END)
        assert built.documents_of("丁戊").tolist() == []
        assert built.positions_of("丁戊").tolist() == []
        assert built.documents_of("乙甲").tolist() == []
        assert built.documents_beginning("丁").tolist() == []
