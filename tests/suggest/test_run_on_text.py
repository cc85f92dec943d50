"""A text typed in one is cut into words and dates."""

from __future__ import annotations

import pytest

from indexer.language.tokenizer import Tokenizer
from indexer.suggest.run_on_text import pieces_of


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("2018年的草原", ["2018年", "的", "草原"]),
        ("2018年3月草原", ["2018年", "3月", "草原"]),
        ("2018年度草原", ["2018年度", "草原"]),
        ("2018年底草原", ["2018", "年底", "草原"]),
        ("草原二〇一八年管护", ["草原", "二〇一八年", "管护"]),
        ("今年的草原", ["今年", "的", "草原"]),
        ("5户牧民", ["5", "户", "牧民"]),
    ],
)
def test_a_date_is_one_piece(tokenizer: Tokenizer, text: str, pieces: list[str]) -> None:
    """年 alone stands in any paragraph; 年底 is a word of its own."""
    assert pieces_of(text, tokenizer.words) == pieces
