"""Patterns that are compiled to be searched fast find what the plain ones find, no more and no less."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.parsing.alternatives import alternatives_of, joined
from indexer.parsing.rule_files import lines_of, read_rules, shipped_rules

_SIGNS = "甲乙丙-]^&，12"
_SIGN = st.sampled_from(["甲", "乙", "丙", "-", r"\]", r"\^", "，", r"\d", "."])
_CLASS = st.sampled_from(
    ["[甲乙]", "[^甲]", "[]甲]", "[-乙]", "[丙-]", "[1-2]", "[^]乙]", r"[\d，]", "[甲|乙]", "[&甲]", "[甲&]", r"[乙\]]"]
)
_QUANTIFIER = st.sampled_from(["", "", "", "?", "*", "+", "{2}", "{0,2}", "{,2}", "{0}", "*?"])
_ANCHORS = st.sampled_from(["", "", "", "", "^", "(?<!甲)", "(?<=乙)", "(?!丙)", "(?=甲|1)"])


def _sequences(items: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    quantified = st.tuples(items, _QUANTIFIER).map("".join)
    return st.tuples(_ANCHORS, st.lists(quantified, min_size=1, max_size=3).map("".join)).map("".join)


_PATTERN = st.recursive(
    st.one_of(_SIGN, _CLASS),
    lambda inner: st.lists(_sequences(inner), min_size=1, max_size=3).map("|".join).map(lambda p: f"(?:{p})"),
    max_leaves=8,
).map(lambda pattern: pattern[3:-1] if pattern.startswith("(?:") else pattern)
_PATTERNS = st.lists(_PATTERN, min_size=1, max_size=4)
_TEXT = st.text(_SIGNS, max_size=8)


def _plain(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


@given(_PATTERNS, _TEXT)
def test_a_joined_pattern_matches_what_its_parts_match(patterns: list[str], text: str) -> None:
    """The same spans, in the same order, as where the patterns stand one beside the other."""
    expected = _plain(patterns)
    assert [m.span() for m in joined(patterns).finditer(text)] == [m.span() for m in expected.finditer(text)]
    assert (joined(patterns).fullmatch(text) is None) == (expected.fullmatch(text) is None)


@given(_PATTERNS, _TEXT)
def test_alternatives_fit_where_one_of_the_patterns_is_found(patterns: list[str], text: str) -> None:
    """Whether they begin with an anchor, a sign, a class or a group."""
    assert alternatives_of(patterns).fit(text) == (_plain(patterns).search(text) is not None)


@pytest.mark.parametrize("name", sorted(read_rules(shipped_rules())["sections"].sections()))
def test_a_shipped_rule_fits_the_same_texts_either_way(name: str) -> None:
    """On all examples of all rules: what is searched fast is what the rule file says."""
    rules = read_rules(shipped_rules())["sections"]
    patterns = list(lines_of(rules[name]["pattern"]))
    texts = [text for rule in rules.sections() for key in ("example", "spare") for text in lines_of(rules[rule].get(key, ""))]
    found = alternatives_of(patterns)
    assert [found.fit(text) for text in texts] == [_plain(patterns).search(text) is not None for text in texts]


def test_what_may_begin_a_match_is_asked_first() -> None:
    """A pattern of several lines that do not begin plainly is guarded; one that the engine skips by itself is not."""
    assert joined(["[甲-]乙", "(?:丙|丁)戊"]).pattern.startswith("(?=[")
    assert joined(["甲乙", "丙丁"]).pattern == "甲乙|丙丁"
    assert joined(["[^甲]乙", "(?:丙|丁)戊"]).pattern == "[^甲]乙|(?:丙|丁)戊"
