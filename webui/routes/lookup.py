"""Reports and paragraphs by the ids in an address; where a file was edited since, the way to what it holds now."""

from __future__ import annotations

from collections.abc import Iterable

from flask import abort, redirect, request

from indexer.engines import Engine
from indexer.ingest.manifest import manifest_from_dict
from indexer.ingest.sources import successors
from indexer.model.reports import StoredParagraph, StoredReport
from webui import messages
from webui.routes.errors import NoSuchThing
from webui.state import places
from webui.state.parameters import scrub
from webui.state.search_state import SearchState

#: Where a program finds ids.
ID_SOURCE = "GET /api/v1/search"


def shown_report(engine: Engine, report_id: str) -> StoredReport:
    """A report for a page. Where its file holds another now the browser is sent there, and keeps the place in it (#p-5) on its
    way. Raises ``NoSuchThing`` where there is none, with its title if the index or the link knows it."""
    stored = engine.report(report_id)
    if stored is None:
        _go_to_what_stands_there_now(engine, report_id)
        raise _gone(engine, report_id, messages.NO_SUCH_REPORT.format(id=report_id[:80]))
    return stored


def shown_paragraph(engine: Engine, paragraph_id: str) -> StoredParagraph:
    """A paragraph for a page; in the place of one whose file was edited, the report that stands there now. A part of a page is
    never another page. Raises ``NoSuchThing`` where there is neither."""
    stored = engine.paragraph(paragraph_id)
    if stored is None:
        report_id, _, ordinal = paragraph_id.rpartition("-")
        if request.args.get("part") != "1":
            _go_to_what_stands_there_now(engine, report_id, int(ordinal) if ordinal.isascii() and ordinal.isdigit() else None)
        raise _gone(engine, report_id, messages.NO_SUCH_PARAGRAPH.format(id=paragraph_id[:80]))
    return stored


def report_now(engine: Engine, report_id: str) -> StoredReport | None:
    """A report, or what stands in its file since that was edited; ``None`` where there is neither."""
    stored = engine.report(report_id)
    if stored is None and (now := _stands_there_now(engine, report_id)) is not None:
        return engine.report(now)
    return stored


def told_report(engine: Engine, report_id: str) -> StoredReport:
    """A report for a program; ``NoSuchThing`` says which one stands there now."""
    stored = engine.report(report_id)
    if stored is None:
        raise NoSuchThing(messages.NO_SUCH_REPORT.format(id=report_id[:80]), _sources(engine, report_id))
    return stored


def told_paragraph(engine: Engine, paragraph_id: str) -> StoredParagraph:
    """A paragraph for a program; ``NoSuchThing`` says which report stands in its place now."""
    stored = engine.paragraph(paragraph_id)
    if stored is None:
        sources = _sources(engine, paragraph_id.rpartition("-")[0])
        raise NoSuchThing(messages.NO_SUCH_PARAGRAPH.format(id=paragraph_id[:80]), sources)
    return stored


def _gone(engine: Engine, report_id: str, message: str) -> NoSuchThing:
    """The answer for a report that no file holds any more. A script's part of a page stays as short as it was."""
    title = manifest_from_dict(engine.manifest()).gone.get(report_id, "")
    if title:
        message = messages.REPORT_GONE.format(title=title)
    told = scrub(request.args.get("was", ""))
    return NoSuchThing(message, title=(title or told).replace('"', "").strip()[:80])


def _stands_there_now(engine: Engine, report_id: str) -> str | None:
    """The report in the file of one that is there no more."""
    return next(iter(successors(manifest_from_dict(engine.manifest()), report_id)), None)


def _go_to_what_stands_there_now(engine: Engine, report_id: str, ordinal: int | None = None) -> None:
    if request.method not in ("GET", "HEAD"):
        return  # what a form sent is not saved there: the sender is told
    there = successors(manifest_from_dict(engine.manifest()), report_id)
    if there:
        now = there[0]
        place = places.place_from_link(request.args.get(places.NAME, ""))
        moved = _found_again(engine, place, there) if place else None
        if moved is not None:
            now, ordinal = moved.report_id, moved.ordinal
        address, hash_sign, anchor = SearchState.from_args(request.args).report_url(now, ordinal).partition("#")
        abort(redirect(f"{address}{'&' if '?' in address else '?'}changed=1{hash_sign}{anchor}", 302))


def _found_again(engine: Engine, place: places.Place, reports: Iterable[str]) -> StoredParagraph | None:
    """The paragraph that a link tells by its text, in the first of some reports that has it."""
    found = (places.found_again(place, engine.paragraphs_of(report)) for report in reports)
    return next(filter(None, found), None)


def _sources(engine: Engine, report_id: str) -> list[str]:
    now = _stands_there_now(engine, report_id)
    return [ID_SOURCE] if now is None else [f"GET /api/v1/reports/{now}", ID_SOURCE]
