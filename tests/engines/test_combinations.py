"""Combinations of facet values come back as they were given, from one segment or from several side by side."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.whoosh.combinations import Combinations, FacetValues, joined_combinations

_VALUES = st.lists(st.sampled_from(["a", "b", "c"]), max_size=2, unique=True).map(tuple)
_COMBINATIONS = st.lists(st.dictionaries(st.sampled_from(["genre", "unit", "year"]), _VALUES), max_size=6)


def _said(values: FacetValues) -> FacetValues:
    """Values without the facets of which nothing is said."""
    return {name: own for name, own in values.items() if own}


@given(_COMBINATIONS)
def test_combinations_come_back_in_order(given_ones: list[FacetValues]) -> None:
    """A facet that only some of them name has no values in the others."""
    kept = Combinations.of(given_ones)
    assert len(kept) == len(given_ones)
    assert list(map(_said, kept)) == list(map(_said, given_ones))
    assert kept.holding("genre", "a").tolist() == [at for at, own in enumerate(given_ones) if "a" in own.get("genre", ())]


@given(st.lists(_COMBINATIONS, max_size=3))
def test_each_combination_of_several_segments_is_there_once(segments: list[list[FacetValues]]) -> None:
    """And every one of a segment has the number of its like."""
    together, numbers = joined_combinations(list(map(Combinations.of, segments)))
    all_of_them = list(map(_said, together))
    assert len({tuple(sorted(own.items())) for own in all_of_them}) == len(all_of_them)
    for segment, own in zip(segments, numbers, strict=True):
        if together.sets:
            assert [all_of_them[number] for number in own.tolist()] == list(map(_said, segment))
