"""Half-width signs mean what full-width ones mean, and are shown as they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model.reports import Report
from indexer.parsing.punctuation import as_written, full_width
from tests.parsing.builders import PROSE, one

_HALF = str.maketrans("，：；！？（）", ",:;!?()")

_LINES = (
    "渡口站2021年述职报告（站长）",
    "各位领导、同志们：",
    "2021年，我站守住了平安，现将情况汇报如下：",
    "一、主要工作",
    "（一）查船：全年查船三百次，加固缆桩三十二根。",
    "（二）查岸。一是白天查；二是夜里查，" + PROSE[0],
    "二、存在问题",
    "一年来，也要看到，还存在薄弱环节：台账偏粗；办法偏少。究其原因，是学得不深。",
    "三、下步打算",
    "（一）健全台账（分船建账），定期评比！",
    "以上汇报，请予审议！",
)


def _understood(report: Report) -> list[object]:
    """What was understood of a report, without its words."""
    paragraphs = [(p.sections, p.section_confidence, p.run_in, p.points) for p in report.paragraphs]
    headings = [(h.level, h.before) for h in report.headings]
    return [report.year, report.unit_type, report.genre, paragraphs, headings]


def test_a_report_with_half_width_signs_is_understood_alike_and_shown_as_written() -> None:
    """Sections, headings, points, year, unit and genre agree; texts and evidence keep their own signs."""
    wide, narrow = one(*_LINES), one(*(line.translate(_HALF) for line in _LINES))
    assert _understood(narrow) == _understood(wide)
    assert [p.text for p in narrow.paragraphs] == [p.text.translate(_HALF) for p in wide.paragraphs]
    assert narrow.title == (wide.title or "").translate(_HALF)
    assert narrow.year_evidence is not None
    assert narrow.year_evidence.words in (narrow.title or "")


@given(st.text(alphabet="一甲，,：:（(）)2a. ", max_size=40))
def test_reading_signs_keeps_every_offset(text: str) -> None:
    """The read text has the length of the written one, and reading it again changes nothing."""
    read = full_width(text)
    assert len(read) == len(text)
    assert full_width(read) == read


@pytest.mark.parametrize("text", ["10:30", "f(x)", "1,234", "a, b", ""])
def test_signs_of_figures_and_letters_stay(text: str) -> None:
    """A time, a formula and a thousands separator are no punctuation of a sentence."""
    assert full_width(text) == text


def test_words_that_are_nowhere_are_given_back() -> None:
    """Evidence made of other words than the text's is shown as it is."""
    assert as_written("无", ["甲，乙"], ["甲,乙"]) == "无"
    assert as_written("甲，乙", ["甲，乙"], ["甲,乙"]) == "甲,乙"
