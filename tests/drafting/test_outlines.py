"""Outlines by section, to be set side by side."""

from __future__ import annotations

import pytest

from indexer.drafting.outlines import OutlineHeading, ReportOutline, chosen_ids, outline_of, sections_of_all
from indexer.engines.records import stored_paragraph, stored_report
from indexer.errors import QueryError
from indexer.model.reports import Heading, Paragraph, Report


def outline(*paragraphs: Paragraph, headings: tuple[Heading, ...] = ()) -> ReportOutline:
    made = Report(0, "总结", 2019, None, "机关", paragraphs, headings)
    report = stored_report("lake", made)
    return outline_of(report, [stored_paragraph(report, one, 1) for one in paragraphs])


def paragraph(ordinal: int, *sections: str, path: tuple[str, ...] = (), run_in: bool = False, text: str = "修渠。") -> Paragraph:
    return Paragraph(ordinal, text, sections, (), path, (0, 2) if run_in else None)


def test_each_heading_counts_the_paragraphs_of_its_section_below_it() -> None:
    work, money = "一、做法", "（一）钱从哪来"
    made = outline(
        paragraph(0, "opening"),
        paragraph(1, "work", path=(work,)),
        paragraph(2, "work", path=(work, money)),
        paragraph(3, "work", path=(work, money, "1.借"), run_in=True),
        paragraph(4, "plans", path=(work,)),
        headings=(Heading(work, 1, 1, ()), Heading(money, 2, 2, ())),
    )
    assert made.sections["work"].headings == (
        OutlineHeading(work, 1, 1, 3, 0),
        OutlineHeading(money, 2, 2, 2, 1),
        OutlineHeading("1.借", 3, 3, 1, None),
    )
    assert made.sections["plans"].headings == (OutlineHeading(work, 1, 4, 1, 0),)
    opening = made.sections["opening"]
    assert (opening.paragraphs, opening.characters, opening.bare, opening.ordinal, opening.headings) == (1, 3, 1, 0, ())


def test_headings_of_the_same_words_at_two_places_are_two() -> None:
    head = "主要做法"
    made = outline(
        paragraph(0, "work", path=(head,)),
        paragraph(1, "work", path=(head,)),
        paragraph(2, "work", path=("一是讲",), run_in=True),
        paragraph(3, "work", path=("一是讲",), run_in=True),
        headings=(Heading(head, 1, 0, ()), Heading(head, 1, 1, ())),
    )
    assert [(one.number, one.ordinal, one.paragraphs) for one in made.sections["work"].headings] == [
        (0, 0, 1), (1, 1, 1), (None, 2, 1), (None, 3, 1),
    ]  # fmt: skip


def test_a_paragraph_of_two_sections_counts_in_both_and_one_of_none_elsewhere() -> None:
    made = outline(paragraph(0, "problems", "causes", path=("二、不足",)), paragraph(1))
    assert [name for name in made.sections] == ["problems", "causes", "other"]
    assert {len(one.headings) for one in made.sections.values()} == {0, 1}


def test_the_rows_are_the_sections_that_any_has_in_their_usual_order() -> None:
    backwards = outline(paragraph(0, "plans"), paragraph(1, "work"))
    assert sections_of_all([backwards, outline(paragraph(0, "problems"))]) == ("work", "problems", "plans")
    assert sections_of_all([]) == ()


def test_one_to_four_different_reports_can_be_compared() -> None:
    assert chosen_ids(["a", "b", "a", ""]) == ("a", "b")
    for wrong in ([], [""], list("abcde")):
        with pytest.raises(QueryError, match="1 到 4 份"):
            chosen_ids(wrong)
