"""What each operation does to a draft, and what it refuses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.drafting import operations as ops
from indexer.drafting.arrangement import section_of
from indexer.drafting.model import Draft
from indexer.errors import DraftError, NoSuchDraft
from tests.drafting.making import collected, draft, written

FULL = draft(
    written("a", "opening", "开场"),
    collected("b", "work", "修船坞"),
    collected("c", "work", "换灯芯"),
    collected("d", "plans", "添新灯"),
)


def order(made: Draft) -> str:
    return "".join(block.id for block in made.blocks)


def test_a_collected_paragraph_drops_behind_the_last_of_its_section() -> None:
    assert order(ops.collect(FULL, collected("x", "work", "补渔网"))) == "abcxd"
    assert order(ops.collect(FULL, collected("x", "problems", "网破了"))) == "abcxd"
    assert order(ops.collect(FULL, collected("x", "other", "附表"))) == "abcdx"
    assert section_of(("problems", "causes")) == "problems"
    assert section_of(()) == "other"


def test_the_same_paragraph_is_collected_once_and_a_point_of_it_besides() -> None:
    again = replace(collected("x", "work", "修船坞"), source=FULL.blocks[1].source)
    assert ops.collect(FULL, again) is FULL
    assert order(ops.collect(FULL, collected("x", "work", "船坞", "lake2019-b"))) == "abcxd"


def test_steps_go_through_a_section_and_over_its_border() -> None:
    assert order(ops.step(FULL, "c", -1)) == "acbd"
    assert order(ops.step(FULL, "b", 1)) == "acbd"
    up = ops.step(FULL, "b", -1)
    assert (order(up), up.blocks[1].section) == ("abcd", "opening")
    down = ops.step(FULL, "c", 1)
    assert (order(down), down.blocks[2].section) == ("abcd", "problems")
    assert ops.step(FULL, "a", -1) is FULL


def test_a_block_moves_behind_another_and_takes_its_section() -> None:
    moved = ops.move(FULL, "d", after="b")
    assert (order(moved), moved.blocks[2].section) == ("abdc", "work")
    assert order(ops.move(FULL, "c", section="work", after="")) == "acbd"
    assert ops.move(FULL, "c", after="c") is FULL


def test_a_paragraph_is_put_to_the_one_before_and_stands_among_what_was_taken_out() -> None:
    """With its source; asked twice, as when the first answer was lost, it is done once."""
    joined = ops.join(FULL, "c", "b")
    assert (order(joined), joined.blocks[1].text, joined.blocks[1].source) == ("abd", "修船坞换灯芯", FULL.blocks[1].source)
    assert joined.blocks[1].revision == FULL.revision + 1 and joined.removed[0].block == FULL.blocks[2]
    assert ops.join(joined, "c", "b") is joined and ops.join(FULL, "c") == joined
    assert ops.edit(ops.restore(joined, "c"), "b", "修船坞", joined.blocks[1].revision).blocks[1].text == "修船坞"


@pytest.mark.parametrize(("block", "to"), [("b", ""), ("d", ""), ("c", "a"), ("c", "c")])
def test_what_has_nothing_before_it_is_put_to_nothing(block: str, to: str) -> None:
    """The first of a section, and one that another paragraph stands before now."""
    with pytest.raises(DraftError, match="没有可以并到一起"):
        ops.join(FULL, block, to)


def test_headings_and_what_grows_too_long_are_not_joined() -> None:
    with pytest.raises(DraftError, match="小标题不并"):
        ops.join(ops.reshape(FULL, "b", "heading", 1), "c")
    with pytest.raises(DraftError, match="最多 20000 字"):
        ops.join(ops.edit(FULL, "b", "长" * 19_999, 99), "c")


def test_what_is_removed_comes_back_to_its_place() -> None:
    gone = ops.remove(FULL, "b")
    assert order(gone) == "acd"
    assert order(ops.restore(gone, "b")) == "abcd"
    assert order(ops.restore(ops.remove(FULL, "c"), "c")) == "abcd"
    assert ops.restore(FULL, "b") is FULL
    assert ops.remove(gone, "b") is gone
    with pytest.raises(NoSuchDraft):
        ops.restore(FULL, "z")


def test_an_edit_on_an_older_text_is_a_conflict_and_changes_nothing() -> None:
    once = ops.advanced(FULL, ops.edit(FULL, "b", "修好船坞", 0), "")
    with pytest.raises(ops.EditConflict) as conflict:
        ops.edit(once, "b", "拆掉船坞", 0)
    assert (conflict.value.block.text, conflict.value.yours) == ("修好船坞", "拆掉船坞")
    assert ops.edit(once, "b", "修好船坞", 0) is once
    assert ops.edit(once, "b", "拆掉船坞", once.revision).blocks[1].text == "拆掉船坞"


def test_a_move_and_a_number_that_follows_it_are_no_conflict() -> None:
    """Only the writer's own words can be overwritten."""
    numbered = draft(written("a", "work", "一是修。"), written("b", "work", "二是换。"))
    moved = ops.advanced(numbered, ops.step(numbered, "b", -1), "")
    assert [b.text for b in moved.blocks] == ["一是换。", "二是修。"]
    assert ops.edit(moved, "a", "一是修好。", 0).blocks[1].text == "一是修好。"


def test_lines_become_paragraphs_and_only_what_was_collected_keeps_its_source() -> None:
    long = draft(collected("a", "work", "全年修好船坞三座，新添码头一处"))
    parted = ops.edit(long, "a", "全年修好船坞三座，\n新添码头一处\n我加的一句话，资料里没有", 0)
    assert [b.text for b in parted.blocks] == ["全年修好船坞三座，", "新添码头一处", "我加的一句话，资料里没有"]
    assert [b.source is not None for b in parted.blocks] == [True, True, False]


def test_something_new_is_written_between() -> None:
    made = ops.insert(FULL, "过渡句", block_id="n", after="b")
    assert (order(made), made.blocks[2].section) == ("abncd", "work")
    assert ops.insert(made, "过渡句", block_id="n", after="b") is made
    head = ops.insert(FULL, "一、做法", block_id="n", kind="heading", level=1, section="work", after="")
    assert (order(head), head.blocks[1].level) == ("anbcd", 1)


def test_places_are_replaced_together_and_only_where_they_hold_what_was_seen() -> None:
    two = draft(written("a", "work", "湖畔站、湖畔村"), written("b", "work", "在湖畔"))
    places = [ops.Place("a", 0, 2), ops.Place("a", 4, 6), ops.Place("b", 1, 3)]
    made = ops.replace_places(two, places, "湖畔", "江边的")
    assert [b.text for b in made.blocks] == ["江边的站、江边的村", "在江边的"]
    with pytest.raises(DraftError):
        ops.replace_places(two, [ops.Place("b", 0, 2)], "湖畔", "江边")


def test_going_back_is_a_change_like_any_other() -> None:
    """A block that says the same keeps its revision, so that nobody who edits it meets a conflict."""
    changed = ops.advanced(FULL, ops.edit(FULL, "b", "拆掉", 0), "later")
    back = ops.advanced(changed, ops.go_back(changed, FULL), "last")
    assert [(b.text, b.revision) for b in back.blocks[:3]] == [("开场", 0), ("修船坞", 2), ("换灯芯", 0)]
    assert back.revision == 2


@pytest.mark.parametrize(
    "operation",
    [
        lambda d: ops.edit(d, "z", "无此段", 0),
        lambda d: ops.edit(d, "a", "长" * 20_001, 0),
        lambda d: ops.move(d, "a", section="nowhere"),
        lambda d: ops.rename(d, " \n "),
        lambda d: ops.set_about(d, title="", unit="", year=99, genre=None),
        lambda d: ops.set_about(d, title="", unit="", year=None, genre="小说"),
        lambda d: ops.advanced(d, replace(d, blocks=tuple(written(str(n), "work", "字") for n in range(2001))), ""),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(operation: ops.Operation) -> None:
    with pytest.raises(DraftError) as refused:
        operation(FULL)
    assert "\n" not in str(refused.value)
    assert "：" in str(refused.value)


def test_control_signs_and_lone_line_ends_do_not_get_into_a_text() -> None:
    assert ops.edit(FULL, "b", " 修\x00船\ufeff坞\r\n", 0).blocks[1].text == "修船坞"
    assert ops.edit(FULL, "b", " \n ", 0).blocks[1].text == ""
