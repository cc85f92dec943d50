"""Headings as results, as the page shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.engines.records import occurrences, split_paragraph_id
from indexer.language.headings import form_of
from indexer.model.results import HeadingHit, HeadingMember
from indexer.output.text_headings import common_label
from indexer.querying.tree import Term
from webui.presenters.highlighting import Piece, cut_pieces
from webui.state.query_edits import under_heading
from webui.state.search_state import DEFAULT_PAGE, SearchState

#: More headings of a set are not listed with each of them.
MOST_OF_A_SET = 40


@dataclass(frozen=True, slots=True)
class MemberView:
    """A heading of a set; ``example`` is the id of the first paragraph under it, where ``url`` leads."""

    text: str
    whole: str
    example: str
    url: str | None
    is_this: bool


@dataclass(frozen=True, slots=True)
class SetView:
    """The headings beside one: ``count`` of them, ``members`` the first; ``common`` says what makes them parallel. ``is_open``
    where they are listed from the start: parallel sets were asked for, and this heading is the page's first of its set."""

    count: int
    common: str
    members: tuple[MemberView, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class HeadingView:
    """``url`` leads to ``example``, the id of a paragraph under it, in its report; ``paragraphs_url`` to all paragraphs under
    it (``None``: it cannot be asked). ``form`` has the lengths of its clauses, where there are several."""

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
    form: str
    siblings: SetView | None


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One thing that chooses headings, in words; ``url`` asks without it, which finds ``total`` headings."""

    label: str
    url: str
    total: int


def view_choices(state: SearchState, count: Callable[[SearchState], int]) -> list[ChoiceView]:
    """What chooses headings, in the order of the form; ``count`` gives the total of a state."""
    found = []
    for label, without in _choices(state):
        without = replace(without, page=DEFAULT_PAGE)
        found.append(ChoiceView(label, without.url, count(without)))
    return found


def _choices(state: SearchState) -> Iterator[tuple[str, SearchState]]:
    """What is chosen, in words, and the state without it."""
    if state.shortest or state.longest:
        yield _lengths(state.shortest, state.longest), replace(state, shortest="", longest="")
    if state.clauses:
        yield f"正好 {state.clauses} 句", replace(state, clauses="")
    if state.form:
        yield f"每句字数 {state.form}", replace(state, form="")
    if state.parallel:
        yield "对仗", replace(state, parallel=False)
    if state.members:
        yield f"同组 {state.members} 个", replace(state, members="")
    if state.first_word:
        yield f"都以“{state.first_word}”起头", replace(state, first_word="")


def _lengths(shortest: str, longest: str) -> str:
    if not (shortest and longest):
        return f"至少 {shortest} 字" if shortest else f"至多 {longest} 字"
    return f"正好 {shortest} 字" if shortest == longest else f"{shortest} 到 {longest} 字"


def view_headings(hits: Iterable[HeadingHit], terms: Sequence[Term], state: SearchState) -> list[HeadingView]:
    """The headings of a page; ``terms`` are marked."""
    views, seen = [], set()
    for hit in hits:
        views.append(_view_heading(hit, terms, state, is_open=state.parallel and hit.siblings not in seen))
        seen.add(hit.siblings)
    return views


def _view_heading(hit: HeadingHit, terms: Sequence[Term], state: SearchState, is_open: bool) -> HeadingView:
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
        form=form_of(hit.lengths) if hit.clauses > 1 else "",
        siblings=_view_set(hit, state, is_open),
    )


def _view_set(hit: HeadingHit, state: SearchState, is_open: bool) -> SetView | None:
    found = hit.siblings
    if found is None:
        return None
    members = tuple(_view_member(member, hit, state) for member in found.members[:MOST_OF_A_SET])
    return SetView(len(found.members), common_label(found.parallel), members, is_open)


def _view_member(member: HeadingMember, hit: HeadingHit, state: SearchState) -> MemberView:
    place = split_paragraph_id(member.paragraph_id)
    url = state.report_url(*place) if place else None
    return MemberView(member.text, member.whole, member.paragraph_id, url, member.text == hit.text)


def _years(hit: HeadingHit) -> str:
    if hit.first_year is None:
        return ""
    return f"{hit.first_year}年" if hit.first_year == hit.last_year else f"{hit.first_year}—{hit.last_year}年"
