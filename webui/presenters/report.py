"""A report as its page shows it: blocks in reading order and the outline that leads to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.engines.records import occurrences
from indexer.model.reports import SECTIONS, Heading, StoredParagraph, StoredReport
from indexer.output.citation import display_title, source_line
from indexer.querying.tree import Term
from webui.presenters.answers import AnswerGroup, view_answers
from webui.presenters.dated import Dated, undated
from webui.presenters.formatting import circled, paragraph_anchor
from webui.presenters.highlighting import Piece, beginning, cut_pieces
from webui.state.places import place_in_link

#: Deeper headings look like these.
DEEPEST = 4

#: Fewer points than these are the paragraph itself.
FEWEST_POINTS = 2

#: An outline shows so much of a heading; some authors write a whole sentence.
OUTLINE_LENGTH = 36


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """A line of the outline and the anchor it leads to."""

    text: str
    level: int
    anchor: str


@dataclass(frozen=True, slots=True)
class HeadingBlock:
    """A stand-alone heading; ``above`` is the id of the first paragraph under it."""

    anchor: str
    above: str
    text: str
    level: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a paragraph (一是…), to be copied alone: ``start`` and ``end`` count code points."""

    number: int
    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class ParagraphBlock:
    """A paragraph. ``begins_section`` says that the one before is of another kind; ``blanks``
    counts what is to be filled in; ``answers`` lead from a problem to what answers it, and back; ``dated`` is said of
    formulations of another time, ``place`` finds it again in a link."""

    id: str
    ordinal: int
    anchor: str
    pieces: tuple[Piece, ...]
    left_out: int
    sections: tuple[str, ...]
    is_unsure: bool
    begins_section: bool
    number: int
    marks: int
    blanks: int
    points: tuple[Point, ...]
    source: str
    place: str
    answers: tuple[AnswerGroup, ...] = ()
    dated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportView:
    """Everything the page shows; ``marked`` are the paragraphs that hold what was searched for.
    ``title_note`` says of the title that it is only what the file is called; empty where it is not."""

    stored: StoredReport
    title: str
    title_note: str
    subtitles: tuple[str, ...]
    section_counts: tuple[tuple[str, int], ...]
    characters: int
    outline: tuple[OutlineItem, ...]
    blocks: tuple[HeadingBlock | ParagraphBlock, ...]
    marked: tuple[ParagraphBlock, ...]


def view_report(
    stored: StoredReport, paragraphs: Sequence[StoredParagraph], terms: Sequence[Term], dated: Dated = undated, unit: str = ""
) -> ReportView:
    """``terms`` are marked wherever they stand, ``dated`` tells formulations of another time, ``unit`` is named
    in sources where the title does not say whose the report is."""
    blocks = tuple(_blocks(stored.headings, paragraphs, terms, dated, unit))
    counts = Counter(section for p in paragraphs for section in p.sections)
    return ReportView(
        stored=stored,
        title=display_title(stored.title, stored.files) or "无题报告",
        title_note="" if stored.title else "（无标题，文件名）" if stored.files else "（无标题）",
        subtitles=tuple(line for line in stored.title_lines if line != stored.title),
        section_counts=tuple((key, counts[key]) for key in SECTIONS if counts[key]),
        characters=sum(len(p.text) for p in paragraphs),
        outline=tuple(_outline(stored.headings, paragraphs)),
        blocks=blocks,
        marked=tuple(b for b in blocks if isinstance(b, ParagraphBlock) and b.marks),
    )


def heading_anchor(number: int) -> str:
    """The anchor of a stand-alone heading, counted from 0."""
    return f"h-{number + 1}"


def _blocks(
    headings: Sequence[Heading], paragraphs: Sequence[StoredParagraph], terms: Sequence[Term], dated: Dated, unit: str
) -> Iterator[HeadingBlock | ParagraphBlock]:
    waiting = list(enumerate(headings))
    before: tuple[str, ...] = ()
    answers = view_answers(paragraphs)
    for number, paragraph in enumerate(paragraphs, 1):
        while waiting and waiting[0][1].before <= paragraph.ordinal:
            yield _heading_block(*waiting.pop(0), terms, paragraph.id)
        marks = occurrences(paragraph.text, terms)
        notes = dated(paragraph.text)
        pieces, left_out = beginning(paragraph.text, marks, paragraph.run_in, paragraph.placeholders, notes)
        yield ParagraphBlock(
            id=paragraph.id,
            ordinal=paragraph.ordinal,
            anchor=paragraph_anchor(paragraph.ordinal),
            pieces=pieces,
            left_out=left_out,
            sections=paragraph.sections,
            is_unsure=paragraph.section_confidence == "low",
            begins_section=paragraph.sections != before,
            number=number,
            marks=len(marks),
            blanks=len(paragraph.placeholders),
            points=_points(paragraph),
            source=source_line(paragraph, unit),
            place=place_in_link(paragraph.ordinal, paragraph.text),
            answers=answers.get(paragraph.ordinal, ()),
            dated=tuple(dict.fromkeys(said for _, said in notes)),
        )
        before = paragraph.sections
    for number, heading in waiting:
        yield _heading_block(number, heading, terms, paragraphs[-1].id if paragraphs else "")


def _points(paragraph: StoredParagraph) -> tuple[Point, ...]:
    if len(paragraph.points) < FEWEST_POINTS:
        return ()
    return tuple(
        Point(number, start, end, circled(number)) for number, (start, end) in enumerate(paragraph.points, 1)
    )


def _heading_block(number: int, heading: Heading, terms: Sequence[Term], above: str) -> HeadingBlock:
    pieces = cut_pieces(heading.text, occurrences(heading.text, terms))
    return HeadingBlock(heading_anchor(number), above, heading.text, min(heading.level, DEEPEST), pieces)


def _outline(headings: Sequence[Heading], paragraphs: Sequence[StoredParagraph]) -> Iterator[OutlineItem]:
    """Stand-alone headings and run-in ones, as they follow one another."""
    waiting = list(enumerate(headings))
    for paragraph in paragraphs:
        while waiting and waiting[0][1].before <= paragraph.ordinal:
            number, heading = waiting.pop(0)
            yield _item(heading.text, heading.level, heading_anchor(number))
        if paragraph.run_in:
            start, end = paragraph.run_in
            level = max(len(paragraph.heading_path), 1)
            yield _item(paragraph.text[start:end], level, paragraph_anchor(paragraph.ordinal))
    for number, heading in waiting:
        yield _item(heading.text, heading.level, heading_anchor(number))


def _item(text: str, level: int, anchor: str) -> OutlineItem:
    text = text.rstrip("。：:")
    shown = text if len(text) <= OUTLINE_LENGTH else text[:OUTLINE_LENGTH] + "…"
    return OutlineItem(shown, min(level, DEEPEST), anchor)
