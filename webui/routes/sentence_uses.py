"""In how many reports and unit types the sentences of a paragraph stand: a page, its part in place, and JSON."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from indexer.engines import Engine
from indexer.language.sentences import sentence_spans
from indexer.model.reports import Hit
from indexer.output.citation import Citing
from indexer.output.json_check import sentence_uses_to_dict
from webui.presenters.hits import view_hit
from webui.presenters.sentence_uses import view_sentence_uses
from webui.routes.api import check_parameters
from webui.routes.errors import json_response
from webui.routes.lookup import shown_paragraph, told_paragraph
from webui.state.search_state import SearchState

#: So many sentences are counted at once: a paragraph may be a whole file.
MOST_SENTENCES = 50


def blueprint(engine: Engine) -> Blueprint:
    """Page ``/paragraphs/ID/uses`` and ``GET /api/v1/paragraphs/ID/uses``."""
    pages = Blueprint("sentence_uses", __name__)
    cite = Citing(engine)

    @pages.get("/paragraphs/<paragraph_id>/uses")
    def uses(paragraph_id: str) -> str:
        state = SearchState.from_args(request.args)
        paragraph = shown_paragraph(engine, paragraph_id)
        found = list(sentence_spans(paragraph.text))[:MOST_SENTENCES]
        counted = engine.phrase_uses([key for _, key in found])
        in_place = request.args.get("part") == "1"
        return render_template(
            "_partials/sentence_uses.html" if in_place else "sentence_uses.html",
            state=state,
            shown=view_hit(Hit(paragraph), state, cite),
            uses=list(view_sentence_uses(paragraph, [span for span, _ in found], counted)),
            most=MOST_SENTENCES if len(found) == MOST_SENTENCES else 0,
        )

    @pages.get("/api/v1/paragraphs/<paragraph_id>/uses")
    def uses_api(paragraph_id: str) -> Response:
        check_parameters(request.args, ())
        paragraph = told_paragraph(engine, paragraph_id)
        found = list(sentence_spans(paragraph.text))[:MOST_SENTENCES]
        counted = engine.phrase_uses([key for _, key in found])
        return json_response(sentence_uses_to_dict(paragraph, [span for span, _ in found], counted))

    return pages
