"""Headings that an export adds: where the page names a section and the draft does not."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import docx
import pytest

from indexer.drafting.export.forms import FORMS, Options, document_content, to_clipboard
from indexer.drafting.export.headings import added_headings, with_headings
from indexer.drafting.export.reading_back import compare_document
from indexer.drafting.model import Block, Draft
from indexer.model.reports import Span
from tests.drafting.export.drafts import SMALL, heading, written

SECTIONS = ("opening", "work", "problems", "causes", "plans", "closing", "other")
BARE = Draft("d", "稿", "年终述职", blocks=tuple(written(f"p{each}", f"一是{each}写在这里。", each) for each in SECTIONS))


def texts(*blocks: Block) -> list[str]:
    return [block.text for block in with_headings(Draft("d", "稿", blocks=blocks)).blocks]


def test_each_section_that_a_report_names_gets_its_heading_counted_on() -> None:
    assert added_headings(BARE) == ("一、主要工作和成效", "二、存在的问题", "三、原因分析", "四、下一步打算")
    assert [block.text for block in with_headings(BARE).blocks][:4] == [
        "一是opening写在这里。", "一、主要工作和成效", "一是work写在这里。", "二、存在的问题",
    ]  # fmt: skip


def test_what_the_writer_headed_stays_and_numbers_count_on() -> None:
    one, two = written("a", "夜校办了三期。"), written("b", "桌椅不够。", "problems")
    assert texts(heading("h", "一、夜校这一年"), one, two) == ["一、夜校这一年", "夜校办了三期。", "二、存在的问题", "桌椅不够。"]
    assert texts(one, heading("h", "一、难处", 1, "problems"), two)[::2] == ["一、主要工作和成效", "二、难处"]
    assert texts(heading("h", "夜校这一年"), one, two)[2] == "存在的问题"
    assert texts(heading("h", "（一）夜校", 2), one, two)[0] == "一、主要工作和成效"
    assert texts(written("a", "一、夜校。办了三期，人人都来。"), two)[1] == "二、存在的问题"


@pytest.mark.parametrize("sections", [("work",), ("opening", "plans", "closing"), ("opening", "other"), ()])
def test_one_section_alone_needs_no_heading(sections: tuple[str, ...]) -> None:
    draft = Draft("d", "稿", blocks=tuple(written(each, "写在这里。", each) for each in sections))
    assert with_headings(draft) is draft


def test_a_draft_with_headings_of_its_own_is_left_alone() -> None:
    assert with_headings(SMALL) is SMALL


@pytest.mark.parametrize("form", ["md", "txt", "html"])
def test_documents_have_them_unless_they_are_not_wanted(form: str) -> None:
    assert "二、存在的问题" in FORMS[form].make(BARE, Options()).decode()
    assert "存在的问题" not in FORMS[form].make(BARE, Options(headings=False)).decode()
    assert "4 个标题" in to_clipboard(BARE, Options())["statement"]


def test_in_word_they_are_real_headings() -> None:
    document = docx.Document(BytesIO(FORMS["docx"].make(BARE, Options())))
    styled = [each.text for each in document.paragraphs if each.style and each.style.name == "Heading 1"]
    assert styled == list(added_headings(BARE))
    plain = docx.Document(BytesIO(FORMS["docx"].make(BARE, Options(headings=False))))
    assert len(plain.paragraphs) == len(document.paragraphs) - 4


@pytest.mark.parametrize("form", ["csv", "json"])
def test_tables_and_json_are_the_draft_itself(form: str) -> None:
    assert FORMS[form].make(BARE, Options()) == FORMS[form].make(BARE, Options(headings=False))


def test_an_open_place_in_a_heading_stays_open_under_another_number() -> None:
    """What is open is known by the text that the draft's page has."""
    first = tuple(heading(f"h{at}", f"{number}、夜校{at}期") for at, number in enumerate("一二三四五六七八九", 1))
    tenth = heading("t", "十、青石渡的难处", 1, "plans")
    rest = (written("a", "办了。"), written("b", "不够。", "problems"), tenth, written("c", "再办。", "plans"))
    draft = Draft("d", "稿", blocks=(*first, *rest))

    def listed(text: str) -> list[Span]:
        return [(2, 5)] if text == tenth.text else []

    (line,) = [each for each in document_content(draft, Options(open_slots=listed)).lines if each.slots]
    assert (line.text, line.text[slice(*line.slots[0])]) == ("十一、青石渡的难处", "青石渡")


@pytest.mark.parametrize("headings", [True, False])
@pytest.mark.parametrize("form", ["docx", "md", "txt"])
def test_an_exported_file_is_the_same_as_its_draft_with_and_without_them(form: str, headings: bool) -> None:
    numbered = replace(BARE, blocks=(*BARE.blocks[:2], heading("h", "一、难处", 1, "problems"), *BARE.blocks[2:]))
    for draft in (BARE, numbered):
        counts = compare_document(draft, FORMS[form].make(draft, Options(headings=headings)), f"a.{form}").counts
        assert counts["same"] and not any(counts[each] for each in ("changed", "moved", "new", "gone"))
