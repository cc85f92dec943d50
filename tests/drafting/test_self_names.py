"""How units call themselves: told where it does not fit the draft's own kind, and never of words that only look like it."""

from __future__ import annotations

import pytest

from indexer.drafting.slots.self_names import SelfName, from_elsewhere, own_of, self_names

WOMEN = "沙洲县妇女联合会"


def elsewhere(text: str, unit: str = WOMEN, source: frozenset[str] = frozenset()) -> list[str]:
    own = own_of(unit)
    assert own is not None
    return [text[slice(*one.span)] for one in from_elsewhere(text, own, source)]


@pytest.mark.parametrize("rule", self_names(), ids=lambda rule: rule.house)
def test_every_rule_catches_its_examples_and_spares_the_rest(rule: SelfName) -> None:
    patterns = (*rule.self, *rule.bare)
    assert rule.examples and rule.spare and rule.fits.pattern
    for line in rule.examples:
        assert any(pattern.search(line) for pattern in patterns), line
    for line in rule.spare:
        assert not any(pattern.search(line) for pattern in patterns), line


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("我行坚持客户至上，全行员工走村入户。", ["我行", "全行"]),
        ("加强全局队伍正规化建设，我局民警下沉一线。", ["全局", "我局"]),
        ("我校师生都来听课。", ["我校"]),
        ("我院受理案件，全院干警加班办结。", ["我院", "全院"]),
        ("我司坚持把安全放在前面，本公司员工人人过关。", ["我司", "本公司"]),
        ("我镇地处山口。", ["我镇"]),
    ],
)
def test_another_kind_of_unit_is_told_by_how_it_calls_itself(text: str, told: list[str]) -> None:
    assert elsewhere(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "全行业推广，各行各业都来，健全行政复议。",
        "事关全局性的工作要树立全局观念，服务全局工作。",
        "稿子由我校对，学校食堂改好了，健全学校家庭社会协同机制。",
        "推进集团化办学，学习公司法，公司来了三家。",
        "我会继续努力，今后我会把活干细。",
        "我县的夜校办到了渡口，我会干部天天都在。",
        "走进石斛中学，为全校师生讲了一课。",
        "老秦说：“我厂的灯亮了，我们公司的人都来。”",
    ],
)
def test_common_words_and_what_is_quoted_or_named_before_are_left_alone(text: str) -> None:
    assert elsewhere(text) == []


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        ("云岫农商银行", "我行坚持客户至上，全行员工走村入户。"),
        ("沙洲县公安局", "我局民警下沉一线，全局队伍整齐。"),
        ("石斛中学", "我校师生、全校上下。"),
        ("沙洲县人民法院", "我院受理案件，全院干警加班。"),
        ("青澜职业技术学院", "我院师生、我校师生。"),
        ("县妇联", "我会干部、我县妇女。"),
        ("湖畔水务集团", "我司员工、我厂职工、全集团。"),
        ("石斛镇", "我镇地处山口。"),
    ],
)
def test_what_fits_the_drafts_own_kind_is_its_own(unit: str, text: str) -> None:
    assert elsewhere(text, unit) == []


def test_bare_words_are_told_where_they_came_from_such_a_unit() -> None:
    text = "作为集团的党委书记我带头讲课，各分公司联动，办出具有公司特色的夜校。"
    assert elsewhere(text) == []
    assert elsewhere(text, source=frozenset({"公司"})) == ["集团", "各分公司", "公司"]
    assert elsewhere("石斛中学旁，全校师生都来。", source=frozenset({"校"})) == ["全校"]


@pytest.mark.parametrize(
    ("unit", "titles", "name"),
    [
        (WOMEN, ("2024年工作总结",), WOMEN),
        ("", ("沙洲县妇女联合会2024年工作总结",), WOMEN),
        ("", ("2026年砚溪区政府工作报告",), "砚溪区"),
        ("", ("砚溪区2026年水利工作总结",), None),
        ("财务科", ("2024年工作总结",), None),
        ("机关工会", ("2024年工作总结",), None),
        ("", ("2019年度抓党建工作述职报告",), None),
        ("", (), None),
    ],
)
def test_a_draft_whose_own_kind_is_not_known_is_told_nothing(unit: str, titles: tuple[str, ...], name: str | None) -> None:
    own = own_of(unit, titles)
    assert (own.name if own else None) == name
