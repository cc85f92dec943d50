"""Numbers follow every move, in the form they had, and nothing else of a text changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.drafting.numbering import chinese, level_of, renumbered
from tests.drafting.making import texts, written


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("三、抓船坞", "五、抓灯塔"), ["一、抓船坞", "二、抓灯塔"]),
        (("（三）抓船坞。先修", "(七)抓灯塔"), ["（一）抓船坞。先修", "(二)抓灯塔"]),
        (("3.抓船坞", "9．抓灯塔", "4、抓码头"), ["1.抓船坞", "2．抓灯塔", "3、抓码头"]),
        (
            ("二、船坞", "（四）修缮", "（九）清淤", "六、灯塔", "（三）换灯"),
            ["一、船坞", "（一）修缮", "（二）清淤", "二、灯塔", "（一）换灯"],
        ),
        (("三是修船坞。", "二是换灯芯。"), ["一是修船坞。", "二是换灯芯。"]),
        (("一是修船坞。二是换灯芯。", "五是补渔网。"), ["一是修船坞。二是换灯芯。", "三是补渔网。"]),
        (("二是修船坞；三是换灯芯。",), ["一是修船坞；二是换灯芯。"]),
        (("一是修。二是换。", "一是补。二是晒。"), ["一是修。二是换。", "一是补。二是晒。"]),
        (("三是修船坞。", "船坞修好了。", "二是换灯芯。"), ["一是修船坞。", "船坞修好了。", "二是换灯芯。"]),
        (("一是修船坞。", "另说一件。", "一是换灯。", "四是补网。"), ["一是修船坞。", "另说一件。", "一是换灯。", "二是补网。"]),
        (("先说一件。", "四是换灯芯。"), ["先说一件。", "一是换灯芯。"]),
        (("三是修，统一是好事，四是换。",), ["一是修，统一是好事，二是换。"]),
        (("2.5万米缆绳换新", "十五个码头"), ["2.5万米缆绳换新", "十五个码头"]),
        (("没有编号的段落", "另一段"), ["没有编号的段落", "另一段"]),
    ],
)
def test_numbers_count_on(before: tuple[str, ...], after: list[str]) -> None:
    assert texts(*before) == after


def test_points_and_lower_headings_begin_again_in_each_section_and_under_each_heading() -> None:
    """The highest numbers count through the whole report."""
    blocks = [
        written("a", "work", "四、做法", 1),
        written("b", "work", "（二）修缮"),
        written("c", "work", "二是修船坞。"),
        written("d", "problems", "七、问题", 1),
        written("e", "problems", "（二）缆绳旧"),
        written("f", "causes", "（五）舍不得换"),
        written("g", "causes", "三是怕花钱。"),
        written("h", "causes", "又及", 2),
        written("i", "causes", "三是怕麻烦。"),
    ]
    assert [b.text for b in renumbered(blocks)] == [
        "一、做法", "（一）修缮", "一是修船坞。", "二、问题", "（一）缆绳旧", "（一）舍不得换",
        "一是怕花钱。", "又及", "一是怕麻烦。",
    ]  # fmt: skip


def test_numbers_as_they_are_written() -> None:
    assert [chinese(n) for n in (1, 10, 11, 20, 99)] == ["一", "十", "十一", "二十", "九十九"]
    assert [chinese(n) for n in (100, 101, 110, 119, 220)] == ["一百", "一百零一", "一百一十", "一百一十九", "二百二十"]
    assert [level_of(text) for text in ("一、甲", "（二）乙", "3.丙", "（4）丁", "戊")] == [1, 2, 3, 4, 0]


def test_more_points_than_a_hundred_are_counted_too() -> None:
    counted = texts(*["一是再修一处。"] * 130)
    assert (counted[99], counted[100], counted[129]) == ("一百是再修一处。", "一百零一是再修一处。", "一百三十是再修一处。")
    assert texts(*counted) == counted


#: Texts as they come: numbered, with points, with neither.
LINES = st.lists(
    st.tuples(
        st.sampled_from(["", "二、", "（三）", "4.", "（5）", "六是", "一是"]),
        st.text("船坞灯塔。；是一二（）、0123", max_size=12),
        st.sampled_from(["work", "problems", "plans"]),
    ),
    max_size=12,
)


@given(LINES)
def test_counting_twice_is_counting_once(lines: list[tuple[str, str, str]]) -> None:
    """What is counted stays, whatever it is; and only numbers change."""
    blocks = [written(str(n), section, head + text) for n, (head, text, section) in enumerate(sorted(lines, key=lambda x: x[2]))]
    once = renumbered(blocks)
    assert renumbered(once) == once
    numbers = str.maketrans("", "", "一二三四五六七八九十0123456789")
    assert [b.text.translate(numbers) for b in once] == [b.text.translate(numbers) for b in blocks]
