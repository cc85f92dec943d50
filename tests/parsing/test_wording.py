"""Wording tells a kind only where it clearly leads, and only where nothing else has said it."""

from __future__ import annotations

import pytest

from indexer.parsing.rulebook import default_rulebook
from indexer.parsing.wording import KINDS, scores, suggested_kind
from tests.parsing.builders import PROSE, one

WORDING = default_rulebook().wording
DEFICIENT = "苗圃台账单一，个别管护员巡查不够细，滴灌管老化，有的地块仍然缺水，调度不及时。"
INTENDING = "明年力争再换两百亩滴灌，每季度组织一次巡查，确保年底前全部换完，进一步健全台账。"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (DEFICIENT, "problems"),
        (INTENDING, "plans"),
        ("究其原因，主观上是满足于过得去，思想上有惯性，碍于情面，重种轻管。", "causes"),
        ("全年换滴灌80亩，走访320户，召开例会12次，先后培训400人次，完成了改造。", "work"),
        ("青石桥边有一片苗圃。", None),
    ],
)
def test_the_leading_kind_is_suggested(text: str, kind: str | None) -> None:
    """Words of one kind, thick enough, suggest it; a text without any suggests nothing."""
    assert suggested_kind(text, WORDING) == kind


def test_a_mixed_text_suggests_nothing() -> None:
    """Half problems, half plans: none leads clearly."""
    assert suggested_kind(DEFICIENT + INTENDING, WORDING) is None


def test_scores_are_for_each_hundred_characters() -> None:
    """The same words in twice the text count half."""
    short, long = scores(DEFICIENT * 2, WORDING), scores(DEFICIENT * 2 + "的" * len(DEFICIENT) * 2, WORDING)
    assert set(short) == set(KINDS)
    assert long["problems"] == pytest.approx(short["problems"] / 2, rel=0.35)


def test_a_heading_that_says_nothing_is_told_by_what_stands_under_it() -> None:
    """三、自我检讨 names no problem; its text does. The first division is never judged so."""
    report = one("述职报告", "一、河湾", PROSE[0], "二、渡口", DEFICIENT, "三、山口", INTENDING)
    assert [p.sections for p in report.paragraphs] == [("work",), ("problems",), ("plans",)]


def test_work_under_its_own_heading_is_not_judged_by_wording() -> None:
    """A heading that says work is believed, however the work is told."""
    report = one("述职报告", "一、主要做法和成效", PROSE[0], DEFICIENT, "二、下步打算", PROSE[1])
    assert [p.sections for p in report.paragraphs] == [("work",), ("work",), ("plans",)]


def test_the_end_of_a_report_without_further_headings_may_admit_problems_by_wording() -> None:
    """Where no heading announces plans, what comes last under 主要做法 need not be work."""
    report = one("述职报告", "一、主要做法和成效", PROSE[0], PROSE[1], DEFICIENT, "明年，我将把滴灌管换一遍。")
    assert [p.sections[0] for p in report.paragraphs] == ["work", "work", "problems", "plans"]


def test_a_report_without_headings_goes_on_by_wording() -> None:
    """Opening, work, problems, plans, though no sentence announces any."""
    report = one("述职报告", PROSE[0], PROSE[1], PROSE[2], DEFICIENT, INTENDING)
    assert [p.sections for p in report.paragraphs] == [
        ("opening",), ("work",), ("work",), ("problems",), ("plans",)
    ]  # fmt: skip
