"""Up to four reports' outlines side by side: page and JSON."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from indexer.drafting.outlines import ReportOutline, chosen_ids, outline_of
from indexer.engines import Engine
from indexer.output.json_outlines import outlines_to_dict
from webui import messages
from webui.presenters.outlines import view_columns, view_rows, view_years
from webui.routes.api import check_parameters
from webui.routes.errors import NoSuchThing, json_response
from webui.routes.lookup import report_now
from webui.state.outlines_state import OutlinesState
from webui.state.parameters import scrub


def blueprint(engine: Engine) -> Blueprint:
    """Page ``/outlines`` and ``GET /api/v1/outlines``."""
    pages = Blueprint("outlines", __name__)

    @pages.get("/outlines")
    def outlines() -> str | AnyResponse:
        state = OutlinesState.from_args(request.args)
        sent_by_a_form = "from" in request.args and set(request.args) - {"id", "from"}
        if sent_by_a_form and not state.more:
            return redirect(state.url, 302)
        return _page(engine, state)

    @pages.get("/api/v1/outlines")
    def outlines_api() -> AnyResponse:
        check_parameters(request.args, (), ("id",))
        found = [(_outline(engine, one), one) for one in chosen_ids([scrub(each) for each in request.args.getlist("id")])]
        missing = next((one for outline, one in found if outline is None), None)
        if missing is not None:
            raise NoSuchThing(messages.NO_SUCH_REPORT.format(id=missing[:80]))
        return json_response(outlines_to_dict([outline for outline, _ in found if outline]))

    return pages


def _page(engine: Engine, state: OutlinesState) -> str:
    found = [report_now(engine, report_id) for report_id in state.ids]
    there = {stored.id: stored for stored in found if stored}
    outlines = [outline_of(stored, engine.paragraphs_of(stored.id)) for stored in there.values()]
    shown = state.of([outline.report.id for outline in outlines])
    return render_template(
        "outlines.html",
        state=state.search,
        shown=shown,
        more=state.more,
        gone=found.count(None),
        columns=view_columns(outlines, shown),
        rows=view_rows(outlines, shown),
        years=[years for outline in outlines[:1] if (years := view_years(engine, outline.report, state.search))],
    )


def _outline(engine: Engine, report_id: str) -> ReportOutline | None:
    """``None`` where there is no such report."""
    report = engine.report(report_id)
    return outline_of(report, engine.paragraphs_of(report_id)) if report else None
