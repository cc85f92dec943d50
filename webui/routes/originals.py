"""The original file of a report: to be opened or downloaded, and shown in its folder on this machine."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from indexer.engines import Engine
from indexer.errors import BiganError, UnreadableFile
from indexer.ingest.sources import successors
from indexer.library.library import Library
from indexer.library.originals import Original, content_of, original_of, show_in_folder
from indexer.reading import read
from webui import messages
from webui.routes.errors import NoSuchThing
from webui.state.parameters import scrub
from webui.state.search_state import SearchState

#: The types under which originals are given; of any other they are only bytes. A page of somebody else's is never
#: shown as a page here: its scripts would be ours.
_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".docm": "application/vnd.ms-word.document.macroEnabled.12",
    ".doc": "application/msword",
    ".wps": "application/vnd.ms-works",
    ".rtf": "application/rtf",
    ".zip": "application/zip",
}
_TEXTS = (".txt", ".md")
#: A browser shows a PDF with means of its own, which our rules for pages would forbid.
_PDF_RULES = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"


def blueprint(engine: Engine, library: Library) -> Blueprint:
    """``/reports/ID/original`` and ``/reports/ID/folder``; ``file`` counts the files that hold the report from 1."""
    pages = Blueprint("originals", __name__)

    @pages.get("/reports/<report_id>/original")
    def original(report_id: str) -> Response:
        return _send(_asked(library, report_id), library)

    @pages.get("/reports/<report_id>/folder")
    def nothing_here(report_id: str) -> AnyResponse:
        """Whoever reloads what was refused comes back to the report."""
        return redirect(SearchState.from_args(request.args).report_url(report_id), 303)

    @pages.post("/reports/<report_id>/folder")
    def folder(report_id: str) -> AnyResponse:
        show_in_folder(_asked(library, report_id).path)
        return redirect(SearchState.from_args(request.args).report_url(report_id), 303)

    return pages


def _asked(library: Library, report_id: str) -> Original:
    """The file that an address names by its number. Raises ``NotFound`` where it is not there."""
    number = scrub(request.values.get("file", "1"))
    count = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0
    manifest = library.manifest()
    # A link of before the file was edited means the file all the same.
    now = next(iter(successors(manifest, report_id)), "")
    found = original_of(manifest, report_id, count - 1) or original_of(manifest, now, count - 1)
    if found is None:
        raise NoSuchThing(messages.NO_SUCH_REPORT.format(id=report_id[:80]))
    if not found.path.is_file():
        raise NoSuchThing(messages.ORIGINAL_GONE.format(file=found.name))
    return found


def _send(original: Original, library: Library) -> Response:
    suffix = original.path.suffix.lower() if not original.member else "." + original.name.rpartition(".")[2].lower()
    largest = library.settings.max_file_mb * 1024 * 1024
    try:
        data = content_of(original, largest) if original.member else original.path.read_bytes()
    except OSError as error:
        raise BiganError(messages.ORIGINAL_LOCKED.format(file=original.name)) from error
    kind, shown = _kind(suffix, original.name, data)
    answer = Response(data, content_type=kind)
    manner = "inline" if shown and "download" not in request.args else "attachment"
    answer.headers["Content-Disposition"] = f"{manner}; filename*=UTF-8''{quote(scrub(original.name), safe='')}"
    if suffix == ".pdf":
        answer.headers["Content-Security-Policy"] = _PDF_RULES
    return answer


def _kind(suffix: str, name: str, data: bytes) -> tuple[str, bool]:
    """The type of a file, and whether a browser may show it."""
    if suffix in _TEXTS:
        encoding = _encoding(data, name)
        return (f"text/plain; charset={encoding}", True) if encoding else ("application/octet-stream", False)
    return _TYPES.get(suffix, "application/octet-stream"), suffix == ".pdf"


def _encoding(data: bytes, name: str) -> str | None:
    """The one encoding of a text, ``None`` where it has several or none."""
    try:
        encoding = read(data, name).encoding
        return encoding if encoding and data.decode(encoding) else None
    except (UnreadableFile, LookupError, UnicodeDecodeError):
        return None
