"""Reports in traditional characters are understood like simplified ones and given back as written."""

from __future__ import annotations

from indexer.language.simplified import simplified
from indexer.model.reports import Evidence
from tests.parsing.builders import PROSE, one, parsed

TITLE = "2019年度黨建工作述職報告（公安局）"
LINES = (
    TITLE,
    "現將一年來的黨建工作匯報如下。",
    "一、主要做法",
    "（一）抓學習。黨員們把書讀薄了，把路走寬了，訪民眾XX戶，辦實事。" * 2,
    "二、存在的問題",
    "記錄補得多，討論開得少，幾個黨員沒有發過言，書記沒有談過話。" * 2,
)


def test_a_traditional_report_is_understood() -> None:
    """Title, year, unit, headings and sections are told as from its simplified twin."""
    report = one(*LINES)
    assert (report.title, report.year, report.unit_type) == (TITLE, 2019, "公安")
    assert [h.text for h in report.headings] == ["一、主要做法", "二、存在的問題"]
    assert [p.sections for p in report.paragraphs] == [("opening",), ("work",), ("problems",)]


def test_nothing_is_rewritten() -> None:
    """What is shown, matched and copied is what was written: paragraphs, headings, evidence, spans."""
    report = one(*LINES)
    assert [p.text for p in report.paragraphs] == [LINES[1], LINES[3], LINES[5]]
    assert report.title_lines == (TITLE,)
    assert report.paragraphs[1].heading_path == ("一、主要做法", "（一）抓學習")
    assert report.unit_evidence == Evidence("公安局", "title")
    assert report.year_evidence is not None and "黨建" in report.year_evidence.words
    start, end = report.paragraphs[1].placeholders[0]
    assert report.paragraphs[1].text[start:end] == "XX"


def test_noise_between_traditional_characters_is_told() -> None:
    """Injected readings and site lines go, with their text as it stood."""
    (report,) = parsed(TITLE, "更多範文請登錄青瓦寫作網", "書(shū)記們把黨員的賬記清楚，把羣眾的話聽進去，辦實事。" * 3)
    assert [piece.text for piece in report.removed if not piece.inline] == ["更多範文請登錄青瓦寫作網"]
    assert report.paragraphs[0].text.startswith("書記們把黨員")


def test_simplified_text_is_left_alone() -> None:
    """A few characters that both scripts share do not make a text traditional; lengths never change."""
    assert simplified(PROSE[0] + "乾坤、名著、瞭望") is None
    twin = simplified("".join(LINES))
    assert twin is not None and len(twin) == len("".join(LINES))
