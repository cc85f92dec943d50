"""A found paragraph as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.model.reports import Hit, ReportHit
from indexer.output.citation import Citing, display_title
from webui.presenters.dated import Dated, undated
from webui.presenters.highlighting import (
    IN_A_LIST,
    Excerpt,
    Piece,
    Room,
    clip,
    cut_excerpt,
    cut_pieces,
)
from webui.state.search_state import SearchState


@dataclass(frozen=True, slots=True)
class HitView:
    """``headings`` lead down to the paragraph; ``run_in`` is its own heading, part of the text
    and shown above it only while the part that is shown begins elsewhere. ``left_out`` counts the characters that are too
    many for a page, ``blanks`` what is to be filled in; ``near_duplicates`` other found paragraphs nearly repeat it and are
    not shown, nor are ``more_in_report`` others of its report. ``whose``: its unit's name, where the
    title does not say it; ``is_untitled``: the title is what the file is called. ``dated`` is said of formulations of another
    time."""

    id: str
    headings: tuple[tuple[Piece, ...], ...]
    run_in: tuple[Piece, ...]
    pieces: tuple[Piece, ...]
    left_out: int
    excerpt: Excerpt | None
    length: int
    blanks: int
    sections: tuple[str, ...]
    unit_type: str | None
    year: int | None
    plan_year: int | None
    is_unsure: bool
    title: str | None
    whose: str
    is_untitled: bool
    file: str | None
    more_files: tuple[str, ...]
    url: str
    source: str
    near_duplicates: int
    more_in_report: int
    near_duplicates_url: str
    similar_url: str
    uses_url: str
    original_url: str
    dated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TitleView:
    """A report whose title matches."""

    pieces: tuple[Piece, ...]
    whose: str
    year: int | None
    unit_type: str | None
    url: str


def view_hit(
    hit: Hit, state: SearchState, cite: Citing, dated: Dated = undated, room: Room = IN_A_LIST
) -> HitView:
    paragraph = hit.paragraph
    notes = dated(paragraph.text)
    excerpt = cut_excerpt(paragraph.text, hit.highlights, paragraph.run_in, paragraph.placeholders, notes, room)
    run_in = _run_in_pieces(hit) if excerpt and excerpt.before else ()
    pieces = excerpt.whole if excerpt else cut_pieces(
        paragraph.text, hit.highlights, paragraph.run_in, paragraph.placeholders, notes
    )
    return HitView(
        id=paragraph.id,
        headings=_headings(hit),
        run_in=run_in,
        pieces=pieces,
        left_out=excerpt.left_out if excerpt else 0,
        excerpt=excerpt,
        length=len(paragraph.text),
        blanks=len(paragraph.placeholders),
        sections=paragraph.sections,
        unit_type=paragraph.unit_type,
        year=paragraph.year,
        plan_year=paragraph.plan_year,
        is_unsure=paragraph.section_confidence == "low",
        title=display_title(paragraph.title, paragraph.files),
        whose=cite.whose(paragraph),
        is_untitled=paragraph.title is None,
        file=paragraph.files[0] if paragraph.files else None,
        more_files=paragraph.files[1:],
        url=state.report_url(paragraph.report_id, paragraph.ordinal, text=paragraph.text),
        source=cite.paragraph(paragraph),
        near_duplicates=hit.near_duplicates,
        more_in_report=hit.more_in_report,
        near_duplicates_url=state.paragraph_url(paragraph.id, "near"),
        similar_url=state.paragraph_url(paragraph.id, "similar"),
        uses_url=state.paragraph_url(paragraph.id, "uses"),
        original_url=f"/reports/{paragraph.report_id}/original",
        dated=tuple(dict.fromkeys(said for _, said in notes)),
    )


def view_title(hit: ReportHit, state: SearchState, cite: Citing) -> TitleView:
    pieces, url = cut_pieces(hit.title, hit.highlights), state.report_url(hit.report_id)
    return TitleView(pieces, cite.whose_report(hit.report_id, hit.title), hit.year, hit.unit_type, url)


def _headings(hit: Hit) -> tuple[tuple[Piece, ...], ...]:
    """The stand-alone headings from the top down; those directly above carry their marks."""
    paragraph = hit.paragraph
    marks = dict(zip(paragraph.headings_above, hit.heading_highlights, strict=False))
    path = list(paragraph.heading_path[:-1] if paragraph.run_in else paragraph.heading_path)
    path += [heading for heading in paragraph.headings_above if heading not in path]
    return tuple(cut_pieces(heading, marks.get(heading, ())) for heading in path)


def _run_in_pieces(hit: Hit) -> tuple[Piece, ...]:
    if hit.paragraph.run_in is None:
        return ()
    start, end = hit.paragraph.run_in
    inside = clip(hit.highlights, start, end)
    return cut_pieces(hit.paragraph.text[start:end], inside, blanks=clip(hit.paragraph.placeholders, start, end))
