"""One whole report: outline, paragraphs with their sections, what was removed."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from indexer.engines import Engine
from indexer.errors import QueryError
from indexer.querying.tree import Phrase, Word, leaves
from webui.report_view import view_report
from webui.search_state import SearchState
from webui.texts import NO_SUCH_REPORT
from webui.views.errors import NoSuchThing


def blueprint(engine: Engine) -> Blueprint:
    """Page ``/reports/ID``."""
    pages = Blueprint("report", __name__)

    @pages.get("/reports/<report_id>")
    def report(report_id: str) -> str:
        stored = engine.report(report_id)
        if stored is None:
            raise NoSuchThing(NO_SUCH_REPORT.format(id=report_id[:80]))
        state = SearchState.from_args(request.args)
        view = view_report(stored, engine.paragraphs_of(report_id), _terms(state))
        return render_template("report.html", state=state, report=view)

    return pages


def _terms(state: SearchState) -> list[Word | Phrase]:
    """The words of the search that led here; a report is shown whatever was asked."""
    try:
        return leaves(SearchState(q=state.q, phrases=state.phrases).to_request(size=1).query)
    except QueryError:
        return []
