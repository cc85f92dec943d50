"""A line is cut by its clean text and every piece still points to the source."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.language.normalize import clean_text, positions
from indexer.parsing.lines import SourceLine, cut_line, text_of

_RAW = st.text(st.sampled_from("甲乙 \u3000\u200bａ1，。⼀ab\t"), min_size=1, max_size=40)


@given(_RAW)
def test_each_clean_character_has_its_place(raw: str) -> None:
    """In order, and cleaning that one place gives the character."""
    clean = clean_text(raw)
    found = positions(raw, clean)
    assert len(found) == len(clean)
    assert found == sorted(set(found))
    assert all(clean_text(raw[at]) in (char, "") or char == " " for at, char in zip(found, clean, strict=True))


@given(st.lists(_RAW, min_size=1, max_size=4), st.lists(st.integers(0, 60), max_size=4))
def test_a_cut_line_loses_nothing(pieces: list[str], cuts: list[int]) -> None:
    """Whatever was cut out of it before: the pieces are disjoint, in order, and hold all of its spans."""
    source = "×".join(pieces)
    spans, at = [], 0
    for piece in pieces:
        spans.append((at, at + len(piece)))
        at += len(piece) + 1
    line = SourceLine(text_of(source, spans), tuple(spans))
    parts = cut_line(source, line, sorted(set(cuts)))
    kept = [offset for part in parts for start, end in part.spans for offset in range(start, end)]
    assert kept == [offset for start, end in spans for offset in range(start, end)]
    assert "".join(part.text for part in parts).replace(" ", "") == line.text.replace(" ", "")


def test_a_line_is_cut_where_its_clean_text_says() -> None:
    """Spaces that cleaning drops do not move the border."""
    source = "述 职 报 告　　一年来，工作照常。"
    first, second = cut_line(source, SourceLine(text_of(source, [(0, len(source))]), ((0, len(source)),)), [4])
    assert (first.text, second.text) == ("述职报告", "一年来，工作照常。")
