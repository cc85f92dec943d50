"""The years among the words of a question are found wherever they stand, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from indexer.language.normalize import query_key
from indexer.language.tokenizer import Tokenizer
from indexer.suggest.years_in_questions import with_ranges, without_years, year_as_said, year_named


@pytest.mark.parametrize(
    ("text", "years", "rest"),
    [
        ("2018年草原", ("2018",), "草原"),
        ("2018年的草原", ("2018",), "草原"),
        ("２０１８年度的草原", ("2018",), "草原"),
        ("2018草原", ("2018",), "草原"),
        ("草原2018年", ("2018",), "草原"),
        ("草原2018", ("2018",), "草原"),
        ("草原2018年管护", ("2018",), "草原管护"),
        ("二〇一八年草原", ("2018",), "草原"),
        ("2018年以来的草原", ("2018-",), "草原"),
        ("自2018年以来草原", ("2018-",), "草原"),
        ("2016年至2018年草原", ("2016-2018",), "草原"),
        ("2016—2018年草原", ("2016-2018",), "草原"),
        ("2016年—2018年草原", ("2016-2018",), "草原"),
        ("2016年和2018年的草原", ("2016", "2018"), "草原"),
        ("2018年3月草原", ("2018",), "3月草原"),
        ("2018年底草原", ("2018",), "年底草原"),
        ("2018年", ("2018",), ""),
    ],
)
def test_years_are_taken_out(tokenizer: Tokenizer, text: str, years: tuple[str, ...], rest: str) -> None:
    assert without_years(query_key(with_ranges(text)), tokenizer.words) == (years, rest)


@pytest.mark.parametrize(
    "text",
    [
        "到2018年草原",
        "截至2018年底草原",
        "投入2000万元草原",
        "2000万元草原",
        "2000户牧民",
        "今年的草原",
        "十四五草原",
        "18年草原",
        "",
    ],
)
def test_aims_and_amounts_are_no_years(tokenizer: Tokenizer, text: str) -> None:
    """What is to be reached by a year stands in reports of others; a year without its century may be a span."""
    assert without_years(query_key(with_ranges(text)), tokenizer.words) == ((), query_key(text))


@pytest.mark.parametrize(
    ("key", "value"), [("2018", "2018"), ("2018年度", "2018"), ("2016-2018年", "2016-2018"), ("二0一八年", "2018")]
)
def test_a_word_that_is_a_year_names_it(key: str, value: str) -> None:
    assert year_named(key) == value


@pytest.mark.parametrize("key", ["到2018年", "2018年底", "201", "20180", "3月", "草原"])
def test_another_word_names_none(key: str) -> None:
    assert year_named(key) is None


def test_a_range_is_shown_as_one_says_it() -> None:
    assert [year_as_said(value) for value in ("2018", "2016-2018", "2018-", "-2018")] == [
        "2018年",
        "2016-2018年",
        "2018年以来",
        "2018年以前",
    ]
