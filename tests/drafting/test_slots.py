"""What came from elsewhere is found, as it was marked by hand; what the writer has typed, or has looked at, is left alone."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from indexer.drafting import operations as ops
from indexer.drafting.model import Draft
from indexer.drafting.slots.finding import SlotFinder, find_slots, year_of
from indexer.drafting.slots.rules import SlotRule, slot_rules
from indexer.drafting.slots.units import unit_of_title
from indexer.language.tokenizer import Tokenizer
from tests.drafting.making import collected, draft, source, written
from tests.drafting.scoring import score

MARKED = Path(__file__).resolve().parents[1] / "eval"
#: What the rules reach on the marked paragraphs, a little below the figures in docs/QUALITY.md.
RECALL, PRECISION = 0.97, 0.96


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    return Tokenizer(tmp_path_factory.mktemp("jieba"))


@pytest.fixture(scope="module")
def finder(tokenizer: Tokenizer) -> SlotFinder:
    return SlotFinder(tokenizer.tagged)


def found(finder: SlotFinder, made: Draft) -> dict[str, str]:
    """Text and proposal of each open group."""
    return {group.text: group.proposal for group in finder.open_slots(made)}


@pytest.mark.parametrize("name", ["slots.json", "slots_further.json"])
def test_the_marked_paragraphs_keep_their_score(tokenizer: Tokenizer, name: str) -> None:
    result = score(MARKED / name, tokenizer.tagged)
    assert result.recall >= RECALL, result.missed
    assert result.precision >= PRECISION, result.wrong


@pytest.mark.parametrize("rule", slot_rules().rules, ids=lambda rule: rule.name)
def test_every_rule_catches_its_examples_and_spares_the_rest(rule: SlotRule) -> None:
    assert rule.examples and rule.spare
    for line in rule.examples:
        assert rule.spans(line), line
    for line in rule.spare:
        assert not rule.spans(line), line


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("云岫县妇女联合会与柳溪镇党委书记王海山同志", ["云岫县妇女联合会", "柳溪镇", "王海山"]),
        ("到青岚社区走访张建国、李秀梅两户", ["青岚社区", "张建国", "李秀梅"]),
        ("霁川县总工会牵头，临沔市人民医院、青澜职业技术学院参加", ["霁川县总工会", "临沔市人民医院", "青澜职业技术学院"]),
        ("走了石斛、枫桥岭两镇", ["石斛", "枫桥岭"]),
        ("松陵社区牵头，松陵的老人都来了", ["松陵社区", "松陵"]),
        ("空壳村、城中村、棚户区、老旧小区、旅游镇、乡镇派出所、农村公路、全县干部、过路人、群众路线", []),
        ("市委组织部与县纪委监委对各镇街道开展督查，满意度上升，家访走到山上", []),
    ],
)
def test_names_are_told_from_words_that_look_like_names(tokenizer: Tokenizer, text: str, names: list[str]) -> None:
    slots = find_slots(text, tokenizer.tagged)
    assert [text[s.start : s.end] for s in slots if s.kind in ("unit", "place", "person")] == names


def test_equal_slots_stand_together_and_the_draft_proposes(finder: SlotFinder) -> None:
    bank = replace(source("云岫农商银行2019年放款26笔，云岫农商银行2020年再放。"), title="云岫农商银行2019年度工作总结")
    made = draft(
        replace(collected("a", "work", bank.text), source=bank), collected("b", "plans", "2019年石斛镇来人。", "lake2019-9")
    )
    made = replace(made, unit="湖畔农商银行", year=2026)
    assert found(finder, made) == {
        "云岫农商银行": "湖畔农商银行", "石斛镇": "", "2019": "2026", "2020": "2027", "26": "",
    }  # fmt: skip
    group = next(g for g in finder.open_slots(made) if g.text == "云岫农商银行")
    assert [(p.block, p.start) for p in group.places] == [("a", 0), ("a", 17)]
    assert finder.open_count(made) == 7


def test_the_drafts_unit_is_proposed_for_the_sources_own_alone(finder: SlotFinder) -> None:
    """Other banks and companies that a report names are nobody's to be renamed."""
    told = replace(source("云岫农商银行与霁川农商银行签了约，临沔集团出资。"), title="云岫农商银行2019年度工作总结")
    made = replace(draft(replace(collected("a", "work", told.text), source=told)), unit="湖畔农商银行")
    proposals = found(finder, made)
    assert proposals["云岫农商银行"] == "湖畔农商银行"
    assert proposals["霁川农商银行"] == ""


def test_how_the_sources_unit_calls_itself_is_to_be_changed_where_it_does_not_fit(finder: SlotFinder) -> None:
    """A bank's 我行 in a report of 妇联; in another bank's it is right, and of whom a draft without a unit is nobody knows."""
    bank = replace(source("我行党委带头，全行员工走村入户，各支行都来。"), title="2019年度工作总结", unit_type="银行")
    made = draft(
        replace(collected("a", "work", bank.text), source=bank),
        replace(collected("b", "work", bank.text), text="我会带头，全行员工走村入户，我局干部都来。", source=bank),
        written("c", "work", "我行党委是写的人自己加的。"),
    )
    women = finder.open_slots(replace(made, unit="沙洲县妇女联合会"))
    assert [(group.kind, group.text, [place.block for place in group.places]) for group in women] == [
        ("unit", "我行", ["a"]), ("unit", "全行", ["a", "b"]), ("unit", "各支行", ["a"]),
    ]  # fmt: skip
    assert set(found(finder, ops.keep(replace(made, unit="沙洲县妇女联合会"), "我行"))) == {"全行", "各支行"}
    assert finder.open_slots(replace(made, unit="湖畔农商银行")) == ()
    assert finder.open_slots(made) == ()


def test_what_the_writer_typed_or_keeps_or_has_right_already_is_not_open(finder: SlotFinder) -> None:
    made = draft(collected("a", "work", "2019年石斛镇修船坞26座。"))
    made = ops.advanced(made, ops.edit(made, "a", "2019年柳溪镇修船坞31座，XX人出工。", 0), "")
    assert set(found(finder, made)) == {"2019", "XX"}
    assert set(found(finder, ops.keep(made, "2019"))) == {"XX"}
    assert set(found(finder, replace(made, year=2019))) == {"XX"}
    own = draft(written("w", "work", "2019年石斛镇修船坞26座，某村出工。"))
    assert set(found(finder, own)) == {"某村"}


def test_replacing_a_group_closes_it(finder: SlotFinder) -> None:
    made = draft(collected("a", "work", "石斛镇修船坞，石斛镇换灯。"))
    group = finder.open_slots(made)[0]
    changed = partial(ops.replace_places, places=group.places, old=group.text, new="柳溪镇")(made)
    assert changed.blocks[0].text == "柳溪镇修船坞，柳溪镇换灯。"
    assert finder.open_slots(changed) == ()


def test_years_in_both_scripts_and_units_in_titles() -> None:
    assert [year_of(text) for text in ("2014", "二○一四", "二〇二〇", "26")] == [2014, 2014, 2020, None]
    assert unit_of_title("云岫农商银行党委2022年度党建工作报告") == "云岫农商银行"
    assert unit_of_title("2026年砚溪区政府工作报告") == "砚溪区"
    assert unit_of_title("2019年度抓党建工作述职报告") == ""
    assert unit_of_title(None) == ""


def test_both_taggers_give_words_that_join_to_the_text(tmp_path: Path) -> None:
    """jieba's own, where rjieba is missing."""
    text = "石斛镇在群山腹地，辖十七个行政村。ＡB"
    for fast in (True, False):
        assert "".join(word for word, _ in Tokenizer(tmp_path, fast=fast).tagged(text)) == text
