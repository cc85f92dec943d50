"""The table of formulations is well formed, and what it finds is what a reader would."""

from __future__ import annotations

import pytest

from indexer.language.formulations import (
    Formulation,
    Formulations,
    read_formulations,
    shipped_formulations,
)
from indexer.language.normalize import query_key

SHIPPED = shipped_formulations()


def names(text: str) -> list[str]:
    return [one.text for one, _ in Formulations(SHIPPED).find(text)]


def test_the_table_has_a_hundred_entries_each_once() -> None:
    keys = [query_key(one.text) for one in SHIPPED]
    assert len(keys) >= 100
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("one", SHIPPED, ids=lambda one: one.text)
def test_each_entry_is_found_where_it_is_written_and_its_source_can_be_looked_up(one: Formulation) -> None:
    """With its years in words, and a source that names a document, a meeting or a day."""
    text = f"一年来，我们围绕{one.text}做了一些事。"
    assert [(found.text, text[slice(*span)]) for found, span in Formulations(SHIPPED).find(text)] == [(one.text, one.text)]
    assert one.years.endswith("的") and one.source
    assert any(char.isdigit() for char in one.source) or "《" in one.source or "党的" in one.source
    assert not one.is_too_new(one.first or 2000) and not one.is_too_old(one.last or 2026)
    for year in (one.first, one.last):
        assert year is None or 2000 <= year <= 2030


def test_quotes_and_signs_do_not_matter_where_the_table_has_none() -> None:
    assert names("开展“不忘初心、牢记使命”主题教育") == ["不忘初心、牢记使命主题教育"]
    assert names("“两学一做”学习教育常态化制度化") == ["两学一做学习教育常态化制度化"]
    assert names("推进“放、管、服”改革") == ["放管服"]


def test_quotes_matter_where_the_table_has_them() -> None:
    assert names("落实“双减”政策") == ["“双减”"]
    assert names("噪声双减治理") == []


def test_the_longer_of_two_counts_and_numerals_are_not_cut() -> None:
    assert names("“三严三实”专题教育") == ["三严三实专题教育"]
    own = [Formulation("十三五", 2015, 2020, "测试")]
    assert [one.text for one, _ in Formulations([], own).find("第二十三五金厂，十三五规划")] == ["十三五"]


def test_years_beside_its_own_are_nothing_to_speak_of() -> None:
    campaign = Formulation("某专题教育", 2015, 2015, "测试")
    assert [year for year in range(2010, 2020) if campaign.is_too_new(year)] == [2010, 2011, 2012, 2013]
    assert [year for year in range(2010, 2020) if campaign.is_too_old(year)] == [2017, 2018, 2019]
    assert Formulation("x", None, 2018, "").years == "2018年以前的"
    assert Formulation("x", 2015, None, "").years == "2015年起的"
    assert Formulation("x", 2015, 2016, "").years == "2015—2016年的"


def test_an_own_entry_takes_the_place_of_a_shipped_one() -> None:
    own = list(read_formulations(["# 自己的", "", "两学一做 | 2016 | 2019 | 本单位约定 # 说明"]))
    found = Formulations(SHIPPED, own).find("深化两学一做")
    assert [(one.last, one.source) for one, _ in found] == [(2019, "本单位约定")]
    assert len(Formulations(SHIPPED, own)) == len(SHIPPED)


@pytest.mark.parametrize(
    "line",
    ["两学一做 2016 今", "两学一做 | 2016 | 今", " | 2016 | 今 | x", "。 | 2016 | 今 | x", "甲乙 | 16 | 今 | x",
     "甲乙 | 2016 | 至今 | x", "甲乙 | 2019 | 2016 | x"],
)  # fmt: skip
def test_a_line_of_another_form_is_refused_with_what_it_should_be(line: str) -> None:
    with pytest.raises(ValueError, match=r"应写成|年份"):
        list(read_formulations([line]))
