"""Trees as queries of the cluster: what is sent, and between which bounds the answer lies."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.opensearch import encoding
from indexer.engines.opensearch.documents import (
    Entry,
    Print,
    fingerprints_of,
    paragraph_document,
    paragraph_from,
    paragraphs_of,
    print_from,
    prints_of,
    report_document,
    report_from,
)
from indexer.engines.opensearch.documents import new_report as as_stored
from indexer.engines.opensearch.neighbours import cluster_names
from indexer.engines.opensearch.queries import (
    ALL,
    MOST_LEAVES,
    NONE,
    Bounds,
    Lookups,
    Translator,
    bounds_of,
    leaves,
    phrase,
)
from indexer.language.tokenizer import Tokenizer
from indexer.querying.filters import Filters
from indexer.querying.tree import (
    And,
    AtLeast,
    FieldTerm,
    FilterClause,
    GappedPhrase,
    Not,
    Or,
    Phrase,
    Proximity,
    Query,
    Word,
)
from tests.engines.corpus import origin_of, random_reports

SELECTED: dict[str, Any] = {"term": {"selected": True}}
LOOKUPS = Lookups(lambda filters: SELECTED)


def bounds(query: Query) -> Bounds:
    return Translator(LOOKUPS).bounds(query)


def word(text: str) -> Word:
    return Word(text, text)


# --- texts as terms --------------------------------------------------------------------------


@given(st.text(max_size=30))
def test_every_character_is_one_token_and_comes_back(text: str) -> None:
    """Whatever the server takes for white space: its own list is a part of Unicode's."""
    tokens = encoding.characters(text).split(" ") if text else []
    assert len(tokens) == len(text)
    assert "".join(map(encoding.restored, tokens)) == text
    assert not any(sign.isspace() or "\x1c" <= sign <= "\x1f" for token in tokens for sign in token)
    "".join(tokens).encode()


@given(st.text(max_size=40))
def test_a_keyword_comes_back_as_it_was(text: str) -> None:
    stored = encoding.storable(text)
    assert encoding.restored(stored) == text
    stored.encode()


def test_long_words_are_one_token_too() -> None:
    """The server cuts tokens of more than 255 characters."""
    one, other = "a" * 5000, "a" * 5001
    assert len(encoding.word(one)) < 100 and encoding.word(one) != encoding.word(other)
    assert encoding.words(["甲 乙", "丙"]).split(" ") == ["甲\\000020乙", "丙"]


# --- trees -----------------------------------------------------------------------------------


def test_words_are_phrases_of_characters() -> None:
    assert phrase("党") == {"term": {"chars": "党"}}
    assert phrase("党\n建") == {"match_phrase": {"chars": {"query": "党 \\00000a 建", "analyzer": "whitespace"}}}
    assert phrase("") is ALL
    scoped = bounds(FieldTerm("heading", Phrase("党建", "党建")))
    assert scoped.is_exact and scoped.up["match_phrase"]["heading_chars"]["query"] == "党 建"


def test_combinations_are_exact_where_their_parts_are() -> None:
    one, other = phrase("甲"), phrase("乙")
    assert bounds(And((word("甲"), word("乙")))).up == {"bool": {"filter": [one, other]}}
    assert bounds(And(())).up is ALL
    assert bounds(Or(())).up is NONE
    assert bounds(AtLeast(2, (word("甲"), word("乙")))).up["bool"]["minimum_should_match"] == 2
    assert bounds(AtLeast(0, ())).up is ALL and bounds(AtLeast(1, ())).up is NONE
    assert bounds(Not(word("甲"))).up == {"bool": {"must_not": [one]}}
    assert bounds(FilterClause("unit", "公安", Filters({"unit": ["公安"]}))).up is SELECTED


def test_two_parts_are_exact_and_three_lie_between_bounds() -> None:
    assert bounds(GappedPhrase("甲*乙", ("甲", "乙"))).is_exact
    assert bounds(Proximity("甲 乙", ("甲", "乙"), 5)).is_exact
    three = bounds(GappedPhrase("甲*乙*丙", ("甲", "乙", "丙")))
    assert not three.is_exact
    assert not bounds(GappedPhrase("甲*乙", ("甲", "乙\n丙"))).is_exact, "a part over the end of a sentence"


def test_equal_parts_are_looked_at() -> None:
    """Of these the cluster makes one repeated interval, that may lie over itself: 党建党建党建 is not 党建党建 twice."""
    for query in (GappedPhrase("甲*甲", ("甲", "甲")), Proximity("甲 甲", ("甲", "甲"), 3)):
        assert bounds(query) == Bounds(NONE, phrase("甲"))


def test_what_has_too_many_clauses_is_asked_more_widely() -> None:
    """A cluster takes 1 024; the parts of a chain count by their characters, in each order."""
    keys = tuple(start * 12 for start in "甲乙丙丁")
    many = And((Proximity("", keys, 9), word("戊")))
    narrow, wide = bounds(many), bounds_of(many, LOOKUPS)
    assert leaves(narrow.low) > MOST_LEAVES > leaves(wide.low) + leaves(wide.up)
    assert wide.up == {"bool": {"filter": [{"bool": {"filter": [phrase(key) for key in sorted(keys)]}}, phrase("戊")]}}
    few = Proximity("", ("甲", "乙", "丙"), 9)
    assert bounds_of(few, LOOKUPS) == bounds(few)


def test_not_exchanges_the_bounds() -> None:
    three = GappedPhrase("甲*乙*丙", ("甲", "乙", "丙"))
    inner, outer = bounds(three), bounds(Not(three))
    assert outer.low == {"bool": {"must_not": [inner.up]}} and outer.up == {"bool": {"must_not": [inner.low]}}
    assert not bounds(And((word("丁"), Not(three)))).is_exact


def test_proximity_asks_for_each_order_once() -> None:
    orders = bounds(Proximity("甲 乙 丙", ("甲", "乙", "丙"), 3)).low["bool"]["filter"][-1]["bool"]["should"]
    assert len(orders) == 6


# --- documents -------------------------------------------------------------------------------


@pytest.mark.parametrize("report_id", list(random_reports(8)))
def test_what_is_stored_comes_back_from_the_body(report_id: str, tokenizer: Tokenizer) -> None:
    report, source = random_reports(8)[report_id], origin_of(report_id)
    stored = as_stored(report_id, report, source)
    assert report_from(report_document(stored, 7)["body"]) == stored
    paragraphs = paragraphs_of(report_id, report, source)
    for paragraph, own in zip(paragraphs, prints_of([p.text for p in paragraphs]), strict=True):
        document = paragraph_document(Entry(paragraph, "题目", own, "c1"), 7, tokenizer)
        assert paragraph_from(document["body"]) == paragraph
        assert print_from(document["body"]) == own
        assert (document["cluster"], document["report_number"]) == ("c1", 7)


def test_fingerprints_become_arrays_again() -> None:
    long = "一、狠抓落实，全面推进各项重点任务，切实把责任扛在肩上。"
    prints = prints_of([long, "短", "特此报告如上所述者"])
    arrays = fingerprints_of(prints)
    assert [bool(one) for one in arrays.masked.tolist()] == [True, False, False]
    assert len(prints[0].bands) == 24 and prints[1] == Print(0) and prints[2].bands == []


def test_clusters_are_named_by_what_they_hold_not_by_who_comes_first() -> None:
    names = cluster_names([5, 7, 5, 9], [(5, 7)])
    assert names == ["5", "5", "5", ""]
    assert cluster_names([9, 7, 5], [(5, 7)]) == ["", "5", "5"]
    assert cluster_names([], []) == []
