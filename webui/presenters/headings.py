"""Headings as results, as the page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.engines.records import occurrences, split_paragraph_id
from indexer.model.results import HeadingHit
from indexer.querying.tree import Term
from webui.presenters.highlighting import Piece, cut_pieces
from webui.state.query_edits import under_heading
from webui.state.search_state import SearchState


@dataclass(frozen=True, slots=True)
class HeadingView:
    """``url`` leads to ``example``, the id of a paragraph under it, in its report; ``paragraphs_url`` to all paragraphs under
    it (``None``: it cannot be asked)."""

    text: str
    example: str
    pieces: tuple[Piece, ...]
    paragraphs: int
    reports: int
    clauses: int
    years: str
    sections: tuple[str, ...]
    unit_types: tuple[str, ...]
    url: str | None
    paragraphs_url: str | None


def view_heading(hit: HeadingHit, terms: Sequence[Term], state: SearchState) -> HeadingView:
    """``terms`` are marked."""
    example = split_paragraph_id(hit.example)
    under = under_heading(state, hit.text)
    return HeadingView(
        text=hit.text,
        example=hit.example,
        pieces=cut_pieces(hit.text, occurrences(hit.text, terms)),
        paragraphs=hit.paragraphs,
        reports=hit.reports,
        clauses=hit.clauses,
        years=_years(hit),
        sections=hit.sections,
        unit_types=hit.unit_types,
        url=state.report_url(*example) if example else None,
        paragraphs_url=under.url if under else None,
    )


def _years(hit: HeadingHit) -> str:
    if hit.first_year is None:
        return ""
    return f"{hit.first_year}年" if hit.first_year == hit.last_year else f"{hit.first_year}—{hit.last_year}年"
