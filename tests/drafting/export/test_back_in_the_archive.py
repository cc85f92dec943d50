"""An exported draft put back into the archive is the report alone: where its paragraphs came from is no text of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.drafting.export.word import to_docx
from indexer.parsing import parse
from indexer.reading import read
from indexer.reading.word.own_additions import REASON, is_own_source, own_end
from tests.drafting.export.drafts import CITATION, SMALL, collected
from tests.drafting.export.packages import changed


def test_source_comments_are_left_out_with_their_reason() -> None:
    source = read(to_docx(SMALL), "a.docx")
    left_out = [source.text[start:end] for (start, end), why in source.reasons.items() if why == REASON]
    assert left_out == [f"批注：{CITATION}", f"批注：{CITATION}（收后改过）"]
    texts = [paragraph.text for report in parse(source) for paragraph in report.paragraphs]
    assert not [text for text in texts if "〔《" in text]
    assert "批注：笔记：数字要再核" in texts  # the writer's own word


def test_a_list_of_sources_and_a_statement_at_the_end_are_left_out_too() -> None:
    source = read(to_docx(SMALL, sources="end", stated=True), "a.docx")
    left_out = [source.text[start:end] for (start, end), why in sorted(source.reasons.items()) if why == REASON]
    assert left_out[0] == "素材出处" and left_out[1].startswith("1. “白天飞针") and left_out[-1].startswith("草稿《")
    texts = [paragraph.text for report in parse(source) for paragraph in report.paragraphs]
    assert texts[-1].startswith("夜校的桌椅还不够")


def test_only_the_end_of_a_document_is_bigan_s_own() -> None:
    assert own_end(["甲。", "素材出处", "乙。"]) == 3
    assert own_end(["甲。", "素材出处", "1. “甲”：〔《某稿》〕", ""]) == 1
    assert own_end(["甲。", "1. 出处要写清。"]) == 2


def test_a_note_stays_without_the_source_above_it() -> None:
    draft = replace(SMALL, blocks=(replace(collected("a", "绣坊里办夜校，人人都来。"), note="要核"),))
    texts = [paragraph.text for report in parse(read(to_docx(draft), "a.docx")) for paragraph in report.paragraphs]
    assert texts[-1] == "批注：笔记：要核" and not [text for text in texts if "〔" in text]


def test_somebody_else_s_comment_is_read_whatever_it_says() -> None:
    data = changed(to_docx(SMALL), "word/comments.xml", lambda xml: xml.replace('w:author="笔杆"', 'w:author="老秦"'))
    source = read(data, "a.docx")
    assert REASON not in source.reasons.values()
    assert f"批注：{CITATION}" in [source.text[slice(*span)] for span in source.asides]


@pytest.mark.parametrize(
    ("author", "line", "own"),
    [("笔杆", CITATION, True), ("笔杆", f"{CITATION} 这句要改", False), ("笔杆", "数字要再核", False), (None, CITATION, False)],
)
def test_only_a_source_and_nothing_more_is_bigan_s_own(author: str | None, line: str, own: bool) -> None:
    assert is_own_source(author, line) is own
