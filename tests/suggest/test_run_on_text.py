"""A text typed in one is cut into words and dates, and a reading by its sound never tears what was right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from indexer.language.tokenizer import Tokenizer
from indexer.suggest.run_on_text import SLIP_FACTOR, pieces_of, puts_right


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


def counting(**paragraphs: int) -> Callable[[str], int]:
    """The paragraphs that have a word; one where nothing else is said."""
    return lambda word: paragraphs.get(word, 1)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["支部", "书机", "抓", "人心"], ["支部书记", "抓", "人心"]),
        (["对", "伍", "建设"], ["队伍", "建设"]),
        (["草原", "生", "台", "保户"], ["草原", "生态", "保护"]),
        (["2018年", "党", "健"], ["2018年", "党建"]),
        (["支部", "书", "机关", "心"], ["支部", "书记", "关心"]),
        (["抓", "dangjian"], ["抓", "党建"]),
    ],
)
def test_what_was_broken_is_put_right(typed: Sequence[str], meant: Sequence[str]) -> None:
    assert puts_right(typed, meant, counting(书机=0, 保户=2, 保护=2 * SLIP_FACTOR))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["2016年", "的", "草原"], ["2016", "年底", "草原"]),
        (["认真", "的", "一年"], ["认真", "第一", "年"]),
        (["保护", "的", "地表水"], ["保护", "地", "地表水"]),
        (["抓", "带头人", "和", "存在"], ["抓", "带头", "任何", "存在"]),
        (["抓", "进位", "和", "阶段"], ["抓紧", "渭河", "阶段"]),
        (["走访", "5", "户", "名册"], ["走访", "5", "护", "名册"]),
        (["草原", "保户"], ["草原", "保护"]),
        (["书机", "抓", "带头人", "和", "存在"], ["书记", "抓", "带头", "任何", "存在"]),
    ],
)
def test_what_was_right_is_left_alone(typed: Sequence[str], meant: Sequence[str]) -> None:
    """A particle is no slip, a number's measure neither, nor a word that is about as frequent as what sounds like it; one right
    repair does not carry a wrong one."""
    assert not puts_right(typed, meant, counting(书机=0, 保户=2, 保护=2 * SLIP_FACTOR - 1))
