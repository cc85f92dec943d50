"""Masked figures and names are found as spans, and real letters and figures are not taken for them."""

from __future__ import annotations

import pytest

from indexer.parsing.placeholders import find_placeholders, has_rewritten_figures
from indexer.parsing.rulebook import default_rulebook
from tests.parsing.builders import PROSE, one

RULES = default_rulebook()


def marked(text: str, rewritten: bool = False) -> list[str]:
    return [text[start:end] for start, end in find_placeholders(text, RULES.placeholders, rewritten)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("召开会议X次，走访XX余户", ["X", "XX"]),
        ("到20XX年底，比202x年多", ["20XX", "202x"]),
        ("投入X.X万元，增长X%", ["X.X", "X"]),
        ("××同志在×××镇", ["××", "×××"]),
        ("开展培训**次，投资*亿元", ["**", "*"]),
        ("新建##处，种树____亩", ["##", "____"]),
        ("○○县和某市、某某镇", ["○○", "某市", "某某镇"]),
        ("总产值达亿元，同比增长%", ["达亿元", "同比增长%"]),
        ("慰问1XX户，发展党员（）名", ["1XX", "（）"]),
        ("xxx局", ["xxx"]),
    ],
)
def test_what_was_taken_out_is_marked(text: str, expected: list[str]) -> None:
    """Each way in which real files mask a figure, a year or a name."""
    assert marked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "购置X光机和CT机",
        "试点1+X证书",
        "花池3×4米",
        "二〇〇八年到二○○九年",
        "某些环节、某个方面、某一时段",
        "办公软件用EXCEL，对标APEX标准，装了Xbox",
        "5*8小时值守",
        "发展党员(12)名",
        "2023年新建23处",
    ],
)
def test_real_letters_and_figures_are_not_marked(text: str) -> None:
    """What looks like a mask and is not one."""
    assert marked(text) == []


def test_rewritten_figures_are_marked_only_where_nearly_all_are() -> None:
    """Figures rewritten to 10 or 1 count as masks in a report where hardly any other stands."""
    masked = "举办培训10场，受众10人，走访1户，修路10条，开会10次，评星10户，发书10份，办班1期。"
    counted = "举办培训10场，受众320人，走访45户，修路6条，开会24次，评星10户，发书800份，办班3期。"
    assert has_rewritten_figures(masked, RULES)
    assert not has_rewritten_figures(counted, RULES)
    assert marked("举办培训10场", rewritten=True) == ["10"]
    assert marked("举办培训10场") == []


def test_a_report_counts_the_placeholders_of_each_paragraph() -> None:
    """The spans lie in the paragraph's own text."""
    report = one("述职报告", PROSE[0], "召开例会X次，走访某村XX户。" + PROSE[1])
    assert [len(p.placeholders) for p in report.paragraphs] == [0, 3]
    second = report.paragraphs[1]
    assert [second.text[a:b] for a, b in second.placeholders] == ["X", "某村", "XX"]
