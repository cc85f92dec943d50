"""Postings that are merged from segments are those of one segment with the same documents."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.whoosh.postings import FieldCollector, Postings, WordCollector, Words

Documents = list[list[str]]

_documents = st.lists(st.lists(st.sampled_from(("党建", "责任", "A", "𠮷", "党")), max_size=6), max_size=6)


def built(documents: Documents) -> tuple[Words, Postings]:
    collector, field = WordCollector(), FieldCollector()
    for own in documents:
        field.add(collector.number(own))
    words, order_of = collector.sorted()
    return words, field.build(order_of)


def merged(before: Documents, segments: list[tuple[Documents, list[bool]]], after: Documents) -> tuple[Words, Postings]:
    """Documents added one by one, then the kept ones of some segments, then more documents."""
    collector, field = WordCollector(), FieldCollector()
    for own in before:
        field.add(collector.number(own))
    for documents, kept in segments:
        theirs, postings = built(documents)
        numbers = np.array(collector.number(theirs[at] for at in range(len(theirs))), dtype=np.int32)
        field.add_all(postings, numbers, np.array(kept, dtype=bool))
    for own in after:
        field.add(collector.number(own))
    words, order_of = collector.sorted()
    return words, field.build(order_of)


def readable(words: Words, postings: Postings) -> tuple[dict[str, list[tuple[int, int]]], list[int]]:
    """Word → documents and counts, without words that occur nowhere; and the lengths."""
    found = {words[at]: list(zip(*(part.tolist() for part in postings.of(at)), strict=True)) for at in range(len(words))}
    return {word: own for word, own in found.items() if own}, postings.lengths.tolist()


_segments = st.lists(
    _documents.flatmap(lambda d: st.tuples(st.just(d), st.lists(st.booleans(), min_size=len(d), max_size=len(d)))),
    max_size=3,
)


@given(before=_documents, segments=_segments, after=_documents)
def test_merging_is_building_from_what_is_left(
    before: Documents, segments: list[tuple[Documents, list[bool]]], after: Documents
) -> None:
    kept = [words for documents, live in segments for words, alive in zip(documents, live, strict=True) if alive]
    assert readable(*merged(before, segments, after)) == readable(*built([*before, *kept, *after]))


def test_a_word_may_occur_more_often_than_a_count_can_say() -> None:
    """A file that repeats one word 70 000 times in a paragraph: the count stops at 65 535, the length is exact, and the
    segment can still be merged."""
    long = ["甲"] * 70_000 + ["乙"]
    expected = {"甲": [(0, 65_535)], "乙": [(0, 1), (1, 1)]}, [70_001, 1]
    assert readable(*built([long, ["乙"]])) == expected
    assert readable(*merged([], [([long, ["乙"]], [True, True])], [])) == expected
