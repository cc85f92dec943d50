"""A draft and what became of it in Word: every sentence is accounted for, and called what it is."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.drafting.export.comparison import Comparison, compare, draft_sentences
from indexer.drafting.export.content import SOURCE_PLACES, SourcePlace, content_of
from indexer.drafting.export.forms import FORMS, Options
from indexer.drafting.export.reading_back import compare_document
from indexer.drafting.export.word import to_docx
from indexer.drafting.model import Draft
from indexer.errors import UnreadableFile
from tests.drafting.export.drafts import SMALL, heading, long_draft, written
from tests.profiles import examples

ONE = "全年把例会搬到码头开了二十六次。"
TWO = "由船老大先说难处，再由值班委员当场认领！"
THREE = "办结七十九件，剩下四件写在红榜上。"
FOUR = "绣坊里办起夜校，白天飞针，晚上识字。"


def draft(*texts: str) -> Draft:
    return Draft("d", "稿", blocks=tuple(written(f"b{at}", text) for at, text in enumerate(texts)))


def against(document: str, *texts: str) -> Comparison:
    return compare(content_of(draft(*texts)), document)


def told(found: Comparison) -> list[tuple[str, str | None, str | None]]:
    return [
        (each.change, each.before.text if each.before else None, each.after.text if each.after else None)
        for each in found.sentences
    ]


def test_what_only_bears_the_name_of_a_word_file_is_refused() -> None:
    for name, said in (("a.docx", "里面不是 Word 文件"), ("a.doc", "里面不是 Word 文件"), ("a.csv", "不能与稿件比对")):
        with pytest.raises(UnreadableFile, match=said):
            compare_document(draft(ONE), b"a,b\r\n1,2\r\n", name)


def test_a_sentence_ends_with_its_closing_signs() -> None:
    content = content_of(draft("甲说：“好！”乙走了。第一……第二", "没有句号"))
    assert [each.text for each in draft_sentences(content)] == ["甲说：“好！”", "乙走了。", "第一……", "第二", "没有句号"]
    assert [each.block_id for each in draft_sentences(content)] == ["b0"] * 4 + ["b1"]


def test_what_was_not_touched_is_the_same() -> None:
    found = against(f"{ONE}{TWO}\n{THREE}", ONE + TWO, THREE)
    assert found.counts == {"same": 3, "changed": 0, "moved": 0, "new": 0, "gone": 0}
    assert all(not each.spans for each in found.sentences)


def test_a_changed_sentence_shows_the_change() -> None:
    changed = ONE.replace("二十六", "三十")
    found = against(f"{changed}{TWO}", ONE + TWO)
    assert told(found) == [("changed", ONE, changed), ("same", TWO, TWO)]
    spans = [(span.kind, span.text) for span in found.sentences[0].spans if span.kind != "same"]
    assert spans == [("only_here", "二十六"), ("only_there", "三十")]


def test_new_and_gone_sentences_stand_where_they_are_or_were() -> None:
    found = against(f"{ONE}新写的一句话，别处没有。\n{THREE}", ONE + TWO, THREE)
    assert told(found) == [
        ("same", ONE, ONE),
        ("gone", TWO, None),
        ("new", None, "新写的一句话，别处没有。"),
        ("same", THREE, THREE),
    ]
    assert [each.after.paragraph for each in found.sentences if each.after] == [0, 0, 1]


def test_a_moved_sentence_is_moved_even_where_it_was_changed_too() -> None:
    assert told(against(f"{TWO}\n{THREE}\n{ONE}", ONE, TWO, THREE)) == [
        ("same", TWO, TWO), ("same", THREE, THREE), ("moved", ONE, ONE),
    ]
    changed = ONE.replace("二十六", "三十")
    found = against(f"{TWO}\n{THREE}\n{changed}", ONE, TWO, THREE)
    assert told(found)[-1] == ("moved", ONE, changed)
    assert [span.text for span in found.sentences[-1].spans if span.kind == "only_there"] == ["三十"]


def test_a_section_that_was_moved_is_moved_whole() -> None:
    texts = ["一、主要做法", ONE, TWO, "二、存在问题", THREE, FOUR, "三、下步打算", "明年接着办好码头例会。"]
    found = against("\n".join([*texts[3:], *texts[:3]]), *texts)
    assert found.counts == {"same": 5, "changed": 0, "moved": 3, "new": 0, "gone": 0}


def test_a_heading_that_got_another_number_was_changed() -> None:
    content = content_of(Draft("d", "", blocks=(heading("a", "（二）码头开例会", 2), written("b", ONE))))
    assert told(compare(content, f"（三）码头开例会\n{ONE}"))[0] == ("changed", "（二）码头开例会", "（三）码头开例会")


def test_sentences_with_little_in_common_are_not_called_changed() -> None:
    found = against(f"{FOUR}\n{THREE}", ONE, THREE)
    assert [each.change for each in found.sentences] == ["gone", "new", "same"]


@pytest.mark.parametrize("places", SOURCE_PLACES)
@pytest.mark.parametrize("form", ["docx", "txt"])
def test_an_untouched_export_is_the_same_whatever_was_added_to_it(form: str, places: SourcePlace) -> None:
    """Sources, the statement, page numbers and comments are no part of the draft."""
    for each in (SMALL, long_draft(), replace(SMALL, title="望川镇党委书记2025年度抓基层党建工作述职报告")):
        data = FORMS[form].make(each, Options(sources=places, stated=True))
        counts = compare_document(each, data, f"a.{form}").counts
        assert counts["same"] > 10 and sum(counts.values()) == counts["same"], counts


def test_a_document_edited_in_word_is_read_back() -> None:
    """As Word leaves it: runs cut anywhere, a paragraph deleted, one added, one changed, one dragged to the end."""
    document = docx.Document(BytesIO(to_docx(SMALL)))
    by_text = {each.text: each for each in document.paragraphs}
    changed = next(each for each in document.paragraphs if each.text.startswith("八十三件"))
    changed.runs[0].text = "八十五件实"
    changed.add_run("事，办结七十九件。")
    opening = by_text["现将我会一年来的工作报告如下。"]
    body = opening._p.getparent()
    assert body is not None
    body.remove(opening._p)
    night = next(each for each in document.paragraphs if each.text.startswith("白天飞针"))
    body.insert(len(body) - 1, night._p)
    document.add_paragraph("明年再添两间绣坊。")
    saved = BytesIO()
    document.save(saved)
    found = compare_document(SMALL, saved.getvalue(), "改过.docx")
    assert found.counts | {"same": 0} == {"same": 0, "changed": 1, "moved": 1, "new": 1, "gone": 1}
    assert {each.change: (each.before or each.after).text for each in found.sentences if each.change != "same"} == {  # type: ignore[union-attr]
        "gone": "现将我会一年来的工作报告如下。",
        "changed": "八十三件实事，办结七十九件。",
        "moved": SMALL.blocks[3].text,
        "new": "明年再添两间绣坊。",
    }


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"\x00" * 64])
def test_what_cannot_be_read_is_told(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        compare_document(SMALL, data, "a.docx")


SENTENCES = st.lists(st.sampled_from([ONE, TWO, THREE, FOUR, ONE.replace("二十六", "十"), "好。"]), max_size=8)


@settings(max_examples=examples(80))
@given(SENTENCES, SENTENCES)
def test_every_sentence_of_both_is_told_once(here: list[str], there: list[str]) -> None:
    found = against("\n".join(there), *here)
    assert sorted(each.before.text for each in found.sentences if each.before) == sorted(here)
    assert [each.after.text for each in found.sentences if each.after] == there
    for each in found.sentences:
        if each.spans:
            assert each.before is not None and each.after is not None
            assert "".join(span.text for span in each.spans if span.kind != "only_there") == each.before.text
            assert "".join(span.text for span in each.spans if span.kind != "only_here") == each.after.text
        assert (each.change == "new") == (each.before is None) and (each.change == "gone") == (each.after is None)
    if here == there:
        assert found.counts["same"] == len(here)
