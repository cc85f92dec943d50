"""The points of a paragraph are spans of it: shown and copied alone, never cut off from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.parsing.points import find_points


def points(text: str) -> list[str]:
    return [text[start:end] for start, end in find_points(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("做了三件事：一是修路；二是种树；三是开渠。", ["一是修路；", "二是种树；", "三是开渠。"]),
        ("一是修路，八里；二是种树；三是开渠。全年无事故。", ["一是修路，八里；", "二是种树；", "三是开渠。"]),
        ("一是修路。八里长。二是种树。活了九成。", ["一是修路。八里长。", "二是种树。活了九成。"]),
        ("二是种树。活了九成。", ["二是种树。活了九成。"]),
        ("第一，修路。第二，种树。", ["第一，修路。", "第二，种树。"]),
        ("其一，修路。其二，种树。", ["其一，修路。", "其二，种树。"]),
        ("首先，修路。其次，种树。最后，开渠。", ["首先，修路。", "其次，种树。最后，开渠。"]),
        ("①修路；②种树。", ["①修路；", "②种树。"]),
        ("1.修路；2.种树，占3.5亩。", ["1.修路；", "2.种树，占3.5亩。"]),
    ],
)
def test_points_are_found_where_they_are_counted(text: str, expected: list[str]) -> None:
    """Every habit of counting; the last point ends where its kind of point ends."""
    assert points(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "一一是修路，十十是种树。", "这一是修路，那二是种树。", "统一是前提。", "修路八里，种树三千。",
        "问题之一是水少。", "一要求二是否",
    ],
)
def test_what_only_looks_like_a_point_is_none(text: str) -> None:
    """A number inside a word, or one that is not counted on from, begins no point."""
    assert points(text) == []


_PARTS = ["一", "二是", "三是", "第一，", "第", "十", "（1", "）", "甲。", "乙；", "丙，", "1.", "2.", "②", "其次，"]


@given(st.lists(st.sampled_from(_PARTS)))
def test_points_are_ordered_and_disjoint(parts: list[str]) -> None:
    """Whatever the text, points follow one another inside it."""
    text = "".join(parts)
    spans = find_points(text)
    ends = [0, *(edge for span in spans for edge in span), len(text)]
    assert ends == sorted(ends)
    assert all(start < end for start, end in spans)
