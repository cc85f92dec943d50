"""What the terms of a question mean, by trying every place: what all engines are held to."""

from __future__ import annotations

import re
import tracemalloc
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.normalize import BARRIER
from indexer.model.reports import Span
from indexer.querying.filters import Filters
from indexer.querying.matching import FIELD_BREAK, SearchFields, holds, matches, occurrences
from indexer.querying.tree import (
    MOST_GAP,
    And,
    AtLeast,
    ExactPhrase,
    FieldTerm,
    FilterClause,
    GappedPhrase,
    Not,
    Or,
    Phrase,
    Proximity,
    Query,
    Term,
    Word,
    keys_of,
)

keys = st.text(st.sampled_from("甲甲乙乙丙aa1" + BARRIER + FIELD_BREAK), max_size=40)
long_keys = st.lists(st.sampled_from(["甲", "乙", "甲乙", "丙" * 19, BARRIER]), max_size=8).map("".join)
parts = st.text(st.sampled_from("甲乙a"), min_size=1, max_size=2)

plain = st.builds(Word, parts, parts).map(lambda word: Word(word.key, word.key))
gaps = st.lists(parts, min_size=2, max_size=3).map(lambda own: GappedPhrase("*".join(own), tuple(own)))
proximities = st.builds(
    lambda own, distance: Proximity(" ".join(own), tuple(own), distance),
    st.lists(parts, min_size=2, max_size=4),
    st.integers(1, 6),
)
leaf_of_any_kind: st.SearchStrategy[Term] = plain | gaps | proximities


def key_for(term: Term) -> st.SearchStrategy[str]:
    """Keys made of the term's own parts and what may be between them, besides any key: few of those hold it."""
    own = keys_of(term)
    fillers = st.sampled_from(["", "", "丙", "甲", "丙" * 19, "丙" * 20, BARRIER, FIELD_BREAK])
    pieces = st.lists(st.tuples(st.sampled_from(own), fillers).map("".join), max_size=6)
    in_order = st.lists(fillers, min_size=len(own), max_size=len(own)).map(
        lambda between: "".join(part + filler for part, filler in zip(own, between, strict=True))
    )
    return in_order | pieces.map("".join) | st.tuples(in_order, pieces.map("".join)).map("".join) | keys | long_keys


terms_and_keys = leaf_of_any_kind.flatmap(lambda term: st.tuples(st.just(term), key_for(term)))


def starts(part: str, key: str) -> list[int]:
    return [at for at in range(len(key)) if key.startswith(part, at)]


def every_chain(order: Sequence[str], key: str, most: int) -> Iterator[tuple[Span, ...]]:
    """All ways in which parts follow each other within a sentence, by trying all places of all parts."""
    for places in product(*(starts(part, key) for part in order)):
        spans = tuple((at, at + len(part)) for at, part in zip(places, order, strict=True))
        between = [key[end:start] for (_, end), (start, _) in pairwise(spans) if end <= start]
        if len(between) == len(spans) - 1 and all(
            len(gap) <= most and not {BARRIER, FIELD_BREAK} & set(gap) for gap in between
        ):
            yield spans


def chains(term: Term, key: str) -> set[tuple[Span, ...]]:
    orders = permutations(term.keys) if isinstance(term, Proximity) else [keys_of(term)]
    most = term.distance if isinstance(term, Proximity) else MOST_GAP
    return {chain for order in orders for chain in every_chain(order, key, most)}


@given(terms_and_keys)
def test_occurrences_are_places_that_hold_all_parts(term_and_key: tuple[Term, str]) -> None:
    """Each is one that trying everything finds, none is told twice, and their ends ascend."""
    term, key = term_and_key
    found = list(occurrences(term, key))
    assert set(found) <= chains(term, key)
    assert len(found) == len(set(found))
    ends = [chain[-1][1] for chain in found]
    assert ends == sorted(ends)


@given(terms_and_keys)
def test_wherever_a_match_ends_one_is_told(term_and_key: tuple[Term, str]) -> None:
    """Of several that end at one place the nearest is told: it marks what a reader would point at."""
    term, key = term_and_key
    right = chains(term, key)
    found = list(occurrences(term, key))
    assert {chain[-1] for chain in found} == {chain[-1] for chain in right}
    if isinstance(term, GappedPhrase):
        for chain in found:
            assert chain[0][0] == max(other[0][0] for other in right if other[-1] == chain[-1])
    elif not isinstance(term, Proximity):
        assert set(found) == right


@given(terms_and_keys)
def test_holding_equals_a_regular_expression(term_and_key: tuple[Term, str]) -> None:
    term, key = term_and_key
    orders = permutations(term.keys) if isinstance(term, Proximity) else [keys_of(term)]
    most = term.distance if isinstance(term, Proximity) else MOST_GAP
    between = f"[^{BARRIER}{FIELD_BREAK}]{{0,{most}}}"
    pattern = "|".join(between.join(map(re.escape, order)) for order in orders)
    assert holds(term, key) == (re.search(pattern, key) is not None)
    assert holds(term, key) == (next(occurrences(term, key), None) is not None)


@pytest.mark.parametrize(
    ("term", "key", "spans"),
    [
        (Word("甲甲", "甲甲"), "甲甲甲", [((0, 2),), ((1, 3),)]),
        (GappedPhrase("甲*乙", ("甲", "乙")), "甲甲丙乙乙", [((1, 2), (3, 4)), ((1, 2), (4, 5))]),
        (Proximity("甲 乙", ("甲", "乙"), 1), "乙丙甲丙乙", [((0, 1), (2, 3)), ((2, 3), (4, 5))]),
        (Proximity("甲 乙", ("甲", "乙"), 9), "甲\n乙", []),
        (Proximity("责任 任务", ("责任", "任务"), 9), "责任务", []),
        (Word("", ""), "甲", []),
    ],
)
def test_where_leaves_stand(term: Term, key: str, spans: list[tuple[Span, ...]]) -> None:
    assert list(occurrences(term, key)) == spans


def test_a_page_of_the_same_character_is_done_in_a_moment() -> None:
    """Every character is a place of every part: what grows with their product would never end."""
    key = "甲" * 5000
    assert holds(Proximity("甲 甲 甲 甲", ("甲",) * 4, 200), key)
    assert len(list(occurrences(GappedPhrase("甲*甲*甲", ("甲",) * 3), key))) == 4998


FIELDS = SearchFields(
    key="党建引领" + FIELD_BREAK + "责任落实\n业务",
    text="“党建”引领" + FIELD_BREAK + "责任落实。业务",
    title="述职报告",
    headings=("主要做法", "党建引领"),
    files=("甲/2018txt",),
    facets={"section": ("work", "problems"), "unit": ("公安",), "year": ("unknown",)},
    report=("党建引领" + FIELD_BREAK + "责任落实\n业务", "责任在别段"),
)


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        (And(()), True),
        (Or(()), False),
        (AtLeast(0, ()), True),
        (Word("领责", "领责"), False),
        (Phrase("实。业", "实\n业"), True),
        (GappedPhrase("党建*责任", ("党建", "责任")), False),
        (GappedPhrase("责任*业务", ("责任", "业务")), False),
        (GappedPhrase("责任*实", ("责任", "实")), True),
        (Proximity("领 责任", ("领", "责任"), 20), False),
        (ExactPhrase("党建引领", "党建引领"), False),
        (ExactPhrase("“党建”", "党建"), True),
        (FieldTerm("title", Word("述职", "述职")), True),
        (FieldTerm("title", Word("党建", "党建")), False),
        (FieldTerm("heading", Phrase("做法", "做法")), True),
        (FieldTerm("heading", GappedPhrase("做法*党建", ("做法", "党建"))), False),
        (FieldTerm("file", Word("2018", "2018")), True),
        (FieldTerm("report", Word("别段", "别段")), True),
        (FieldTerm("report", Word("述职", "述职")), True),
        (FieldTerm("report", GappedPhrase("业务*别段", ("业务", "别段"))), False),
        (FilterClause("section", "问题", Filters({"section": {"problems"}})), True),
        (FilterClause("unit", "妇联", Filters({"unit": {"妇联"}})), False),
        (FilterClause("year", "2018", Filters({"year": ["2018"]})), False),
        (FilterClause("year", "未知", Filters({"year": ["unknown"]})), True),
        (Not(Word("责任", "责任")), False),
        (AtLeast(2, (Word("责", "责"), Word("无", "无"), Word("业", "业"))), True),
        (AtLeast(3, (Word("责", "责"), Word("无", "无"), Word("业", "业"))), False),
    ],
)
def test_a_paragraph_answers_a_tree_or_does_not(query: Query, answer: bool) -> None:
    assert matches(query, FIELDS) is answer
    assert matches(Not(query), FIELDS) is not answer
    assert matches(And((query, query)), FIELDS) is matches(Or((query,)), FIELDS) is answer


@pytest.mark.parametrize(
    "term",
    [GappedPhrase("1*1", ("1", "1")), Proximity("1~5", ("1", "1"), 5), Proximity("1~5", ("1", "11"), 5), Word("1", "1")],
)
def test_occurrences_are_read_no_further_than_they_are_asked_for(term: Term) -> None:
    """A file may hold a line of five million figures: the first thousand occurrences must not cost the memory of all."""
    key = "1" * 300_000
    tracemalloc.start()
    try:
        first = list(islice(occurrences(term, key), 1000))
        assert len(first) == 1000
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()
