"""Protects that a typed table of contents is found, and that figures in lines are not taken for one."""

from __future__ import annotations

import pytest

from indexer.reading.contents import find_contents


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in find_contents(text)]


def test_dotted_leaders_make_a_table() -> None:
    """Dots that lead to page numbers need no word above them."""
    lines = ["一、做法……1", "（一）抓学习..........2", "二、问题·····（3）"]
    assert found("总结\n" + "\n".join(lines) + "\n一、做法") == lines


def test_under_its_word_a_tab_is_enough() -> None:
    """Word writes a tab before the page; the word 目录 goes with its lines."""
    text = "目　录\n\n一、做法\t1\n二、问题\t3\n三、打算   5\n正文"
    assert found(text) == ["目　录", "一、做法\t1", "二、问题\t3", "三、打算   5"]


@pytest.mark.parametrize(
    "text",
    [
        "会议\t3\n培训\t5\n调研\t8",
        "目录\n一、做法\t1\n二、问题\t3",
        "一、做法……1\n二、问题……2\n正文",
        "目录\n会议\t9\n培训\t5\n调研\t3",
        "2021年\n2022年\n2023年",
        "目录清单见附件。\n一、做法\n二、问题\n三、打算",
    ],
)
def test_other_lines_with_numbers_stay(text: str) -> None:
    """Too few lines, numbers that go down, or no leader: a report's own lines."""
    assert found(text) == []
