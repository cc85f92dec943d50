"""One whole report: outline, paragraphs with their sections, what was removed; and correcting it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from indexer.engines import Engine
from indexer.engines.records import paragraph_id
from indexer.errors import CorrectionError, QueryError
from indexer.library.library import Library
from indexer.model.reports import GENRES, SECTIONS, UNIT_GROUPS, UNKNOWN_LABEL, StoredParagraph, StoredReport
from indexer.model.unread import unread_line
from indexer.output.citation import Citing
from indexer.querying.tree import Term, terms_of
from webui import messages, security
from webui.presenters.corrections import (
    REPORT_FIELDS,
    SECTION_FIELD,
    Corrector,
    RejectedForm,
    changed_sections,
    changed_values,
    view_corrections,
)
from webui.presenters.dated import Dated, undated
from webui.presenters.evidence import because
from webui.presenters.formatting import paragraph_anchor
from webui.presenters.originals import view_originals
from webui.presenters.outlines import view_years
from webui.presenters.report import view_report
from webui.presenters.tray import still_there
from webui.routes.errors import NoSuchThing
from webui.routes.lookup import shown_paragraph, shown_report
from webui.state.outlines_state import comparing
from webui.state.parameters import scrub
from webui.state.search_state import SearchState

#: The page of a report, with what a form held that was refused.
Show = Callable[..., str]


def blueprint(
    engine: Engine, corrector: Corrector | None = None, library: Library | None = None, dated: Dated = undated
) -> Blueprint:
    """Page ``/reports/ID``; with a corrector also what its forms are sent to, with a library the ways to its files."""
    pages = Blueprint("report", __name__)
    cite = Citing(engine)

    @pages.get("/reports/<report_id>")
    def report(report_id: str) -> str:
        return show(shown_report(engine, report_id))

    @pages.get("/paragraphs/<paragraph_id>")
    def paragraph(paragraph_id: str) -> Response:
        """Whoever shortens the address of a page about a paragraph comes to its place in the report."""
        stored = shown_paragraph(engine, paragraph_id)
        return redirect(SearchState.from_args(request.args).report_url(stored.report_id, stored.ordinal, text=stored.text))

    def show(stored: StoredReport, typed: RejectedForm | None = None) -> str:
        return _page(engine, cite, corrector, library, dated, stored, typed)

    if corrector is not None:
        _add_corrections(pages, engine, corrector, show)
    return pages


def _add_corrections(pages: Blueprint, engine: Engine, corrector: Corrector, show: Show) -> None:
    @pages.get("/reports/<report_id>/corrections")
    def corrections(report_id: str) -> Response:
        """Whoever reloads a form that was refused comes back to the report."""
        return redirect(SearchState.from_args(request.args).report_url(report_id), 303)

    @pages.post("/reports/<report_id>/corrections")
    def correct(report_id: str) -> Response | tuple[str, int]:
        stored = shown_report(engine, report_id)
        paragraph = _asked_paragraph(engine, report_id)
        typed = _typed(paragraph)
        try:
            values = _values(stored, paragraph, typed)
            if values:
                corrector.correct(paragraph.id if paragraph else report_id, values)
        except CorrectionError as error:
            refused = RejectedForm(str(error), typed.values, typed.ordinal, typed.sections)
            # The report may have gone meanwhile, with its file: what went wrong is told all the same.
            return show(engine.report(report_id) or stored, refused), 400
        return redirect(_back(report_id, paragraph, values), 303)


def _page(
    engine: Engine,
    cite: Citing,
    corrector: Corrector | None,
    library: Library | None,
    dated: Dated,
    stored: StoredReport,
    typed: RejectedForm | None = None,
) -> str:
    local = security.is_loopback(request.remote_addr)
    state = SearchState.from_args(request.args)
    state = state.with_compare(*still_there(engine, state.compare))
    paragraphs = engine.paragraphs_of(stored.id)
    correcting = None
    if corrector is not None and local:
        action = state.report_url(stored.id, below="corrections")
        correcting = view_corrections(corrector, stored, paragraphs, action, typed)
    return render_template(
        "report.html",
        state=state,
        report=view_report(stored, paragraphs, _terms(state), dated, cite.whose(stored)),
        unit_years=view_years(engine, stored, state),
        outlines=comparing(state, stored.id),
        because=because(stored),
        originals=view_originals(library, stored, local) if library else [],
        unread=unread_line(stored.unread),
        correcting=correcting,
        saved=_notice() if correcting and not typed else None,
        changed=messages.REPORT_CHANGED if request.args.get("changed") == "1" else "",
        saved_at=request.args.get("paragraph"),
        unit_groups=UNIT_GROUPS,
        genre_names=GENRES,
        section_names=SECTIONS,
        unknown=UNKNOWN_LABEL,
    )


def _asked_paragraph(engine: Engine, report_id: str) -> StoredParagraph | None:
    """The paragraph a form is about, ``None`` where it is about the report."""
    asked = request.form.get("paragraph")
    if asked is None:
        return None
    identity = f"{report_id}-{scrub(asked)[:20]}"
    paragraph = engine.paragraph(identity)
    if paragraph is None or paragraph.id != paragraph_id(report_id, paragraph.ordinal):
        raise NoSuchThing(messages.NO_SUCH_PARAGRAPH.format(id=identity[:80]))
    return paragraph


def _typed(paragraph: StoredParagraph | None) -> RejectedForm:
    form = request.form
    values = {name: scrub(form[name]).strip() for name in REPORT_FIELDS if name in form}
    kinds = tuple(filter(None, map(scrub, form.getlist("section"))))
    return RejectedForm("", values, paragraph.ordinal if paragraph else None, kinds)


def _values(stored: StoredReport, paragraph: StoredParagraph | None, typed: RejectedForm) -> dict[str, str]:
    """What is to be corrected, or with an empty value taken back. Raises ``CorrectionError``."""
    undo = request.form.get("undo")
    if undo is not None:
        if undo not in ((SECTION_FIELD,) if paragraph else REPORT_FIELDS):
            raise CorrectionError(messages.NOTHING_TO_UNDO)
        return {undo: ""}
    return changed_sections(paragraph, typed.sections) if paragraph else changed_values(stored, typed.values)


def _back(report_id: str, paragraph: StoredParagraph | None, values: Mapping[str, str]) -> str:
    """The report's page with the notice, at the paragraph that was corrected."""
    url = SearchState.from_args(request.args).report_url(report_id)
    saved = "0" if not values else "1" if any(values.values()) else "undone"
    url += f"{'&' if '?' in url else '?'}saved={saved}"
    return f"{url}&paragraph={paragraph.ordinal}#{paragraph_anchor(paragraph.ordinal)}" if paragraph else url


def _notice() -> str | None:
    return messages.SAVED_NOTICES.get(request.args.get("saved", ""))


def _terms(state: SearchState) -> list[Term]:
    """The words of the search that led here; a report is shown whatever was asked."""
    try:
        return terms_of(SearchState(q=state.q, phrases=state.phrases).to_request(size=1).query)
    except QueryError:
        return []
