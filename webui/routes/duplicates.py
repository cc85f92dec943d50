"""What is like a paragraph: those that nearly repeat it, those that speak of the same; and what is like a pasted text."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, render_template, request

from indexer.engines import Engine
from indexer.errors import QueryError
from indexer.model.reports import Hit
from indexer.output.citation import Citing
from indexer.querying.facets import FACETS
from indexer.querying.filters import NO_FILTERS
from indexer.querying.heading_request import MAX_TEXT, check_text
from webui.presenters.duplicates import view_near_duplicate
from webui.presenters.hits import HitView, view_hit
from webui.routes.lookup import shown_paragraph
from webui.state.parameters import scrub
from webui.state.search_state import SearchState

#: So many are listed on a page of their own, and so many in place.
MOST_NEAR, MOST_IN_PLACE = 100, 10
MOST_SIMILAR = 20


def blueprint(engine: Engine) -> Blueprint:
    """Pages ``/paragraphs/ID/near_duplicates``, ``/paragraphs/ID/similar`` and ``/similar``."""
    pages = Blueprint("alike", __name__)
    cite = Citing(engine)

    @pages.get("/paragraphs/<paragraph_id>/near")
    def near_duplicates(paragraph_id: str) -> str:
        state = SearchState.from_args(request.args)
        shown = shown_paragraph(engine, paragraph_id)
        found = engine.near_duplicates(paragraph_id)
        in_place = request.args.get("part") == "1"
        listed = found[: MOST_IN_PLACE if in_place else MOST_NEAR]
        return render_template(
            "_partials/near_duplicate_list.html" if in_place else "near_duplicates.html",
            state=state,
            in_place=in_place,
            shown=view_hit(Hit(shown), state, cite),
            near_duplicates=[view_near_duplicate(shown, other, state, cite) for other in listed],
            total=len(found),
            page_url=state.paragraph_url(paragraph_id, "near"),
        )

    @pages.get("/paragraphs/<paragraph_id>/similar")
    def similar(paragraph_id: str) -> str | tuple[str, int]:
        state = SearchState.from_args(request.args)
        shown = shown_paragraph(engine, paragraph_id)
        try:
            filters = state.to_count().filters
        except QueryError as error:
            return render_template("bad_question.html", state=state, error=error), 400
        found = engine.similar(shown.text, filters, MOST_SIMILAR, paragraph_id)
        return render_template(
            "similar.html",
            state=state,
            shown=view_hit(Hit(shown), state, cite),
            hits=_views(found, state, cite),
            only=_filter_names(state),
            everywhere=state.without_filters().paragraph_url(paragraph_id, "similar"),
        )

    @pages.get("/similar")
    def paste() -> str:
        return _pasted_page("")

    @pages.post("/similar")
    def pasted() -> str | tuple[str, int]:
        """A draft is sent in the body: an address would keep it in the browser's history."""
        text = scrub(request.form.get("text", "")).strip()
        if not text:
            return _pasted_page("")
        try:
            found = engine.similar(check_text(text), NO_FILTERS, MOST_SIMILAR)
        except QueryError as error:
            return _pasted_page(text, error=error), 400
        return _pasted_page(text, hits=_views(found, SearchState(), cite))

    return pages


def _pasted_page(
    text: str, hits: list[tuple[HitView, int]] | None = None, error: QueryError | None = None
) -> str:
    return render_template(
        "pasted.html", state=SearchState(), pasted=text, hits=hits, error=error, most=MAX_TEXT
    )


def _views(hits: Iterable[Hit], state: SearchState, cite: Citing) -> list[tuple[HitView, int]]:
    """The hits, each with how much it is alike, in percent."""
    return [(view_hit(hit, state, cite), round(100 * hit.score)) for hit in hits]


def _filter_names(state: SearchState) -> str:
    return "、".join(facet.mention_of(value) for name, facet in FACETS.items() for value in state.values(name))
