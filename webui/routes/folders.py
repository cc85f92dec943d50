"""Folders that are added and taken out on a page, and runs of the index that can be watched."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from indexer.engines import Engine
from indexer.errors import BiganError
from indexer.library.job import State
from indexer.library.library import Library
from indexer.library.proposals import proposals
from webui import messages, security
from webui.presenters.runs import cards, news, outcome_lines, skipped_files
from webui.routes.errors import json_response
from webui.state.parameters import scrub
from webui.state.search_state import SearchState

#: So many pages may follow a run at once: each holds a thread of the server. The others ask now and then.
MOST_FOLLOWING = 2

#: So long a page waits for the file in hand before it says that reading is about to end.
STOPPING_SECONDS = 3.0


def blueprint(engine: Engine, library: Library) -> Blueprint:
    """What is sent to ``/library/folders``, ``/library/samples``, ``/library/update`` and ``/library/stop``; page
    ``/library/run`` and what its script asks."""
    pages = Blueprint("folders", __name__)
    following = threading.Semaphore(MOST_FOLLOWING)

    @pages.post("/library/folders")
    def change() -> AnyResponse | tuple[str, int]:
        folder = scrub(request.form.get("folder", ""))
        if request.form.get("action") == "remove":
            return _begin(library, lambda: library.remove(folder), folder)
        return _begin(library, lambda: library.add(folder), folder)

    @pages.post("/library/samples")
    def samples() -> AnyResponse | tuple[str, int]:
        return _begin(library, library.add_samples)

    @pages.post("/library/update")
    def update() -> AnyResponse:
        library.refresh()
        return redirect("/library/run", 303)

    @pages.post("/library/stop")
    def stop() -> AnyResponse:
        library.stop()
        library.job.wait(STOPPING_SECONDS)
        return redirect("/library/run", 303)

    @pages.get("/library/folders")
    @pages.get("/library/samples")
    @pages.get("/library/stop")
    @pages.get("/library/update")
    def nothing_here() -> AnyResponse:
        """Whoever reloads a form that was refused comes back to the folders."""
        return redirect("/library?tab=folders", 303)

    @pages.get("/library/run")
    def run() -> str | AnyResponse:
        return _run_page(engine, library)

    @pages.get("/library/state")
    def state() -> Response:
        return json_response(state_to_dict(engine, library.job.state))

    @pages.get("/library/news")
    def what_is_new() -> Response:
        since = request.args.get("since", "0")
        number = int(since) if since.isascii() and since.isdigit() and len(since) < 9 else 0
        return json_response({"run": library.job.state.number, "message": news(library.job.ended_since(number))})

    @pages.get("/library/events")
    def events() -> Response:
        if not following.acquire(blocking=False):
            return Response(status=204)  # a browser then gives up, and the page asks for the state instead
        return Response(_events(engine, library, following), content_type="text/event-stream; charset=utf-8")

    return pages


def _begin(library: Library, begin: Callable[[], object], typed: str = "") -> AnyResponse | tuple[str, int]:
    """Begins what was asked for and shows how far it is; what is wrong is told beside the form."""
    try:
        begin()
    except BiganError as error:
        return adding_page(library, str(error), typed), 400
    return redirect("/library/run", 303)


def adding_page(library: Library, problem: str = "", typed: str = "") -> str:
    """The page on which folders are added."""
    folders = library.folders()
    local = security.is_loopback(request.remote_addr)
    return render_template(
        "add_folder.html",
        state=SearchState(),
        folders=folders,
        proposals=proposals(library.places, [folder.path for folder in folders]) if local else [],
        local=local,
        problem=problem,
        typed=typed,
    )


def _run_page(engine: Engine, library: Library) -> str | AnyResponse:
    state = library.job.state
    if not state.number and not state.running:
        return redirect("/library", 303)
    return render_template(
        "run.html",
        state=SearchState(),
        run=state,
        stats=engine.stats(),
        lines=outcome_lines(state),
        skipped=skipped_files(state),
        cards=[] if state.running else cards(engine, library, state),
        local=security.is_loopback(request.remote_addr),
    )


def state_to_dict(engine: Engine, state: State) -> dict[str, Any]:
    """How far a run is, for the script of its page."""
    stats = engine.stats()
    return {
        "run": state.number,
        "running": state.running,
        "done": state.done,
        "total": state.total,
        "name": state.name,
        "reports": stats.reports,
        "paragraphs": stats.paragraphs,
        "message": "" if state.running else "；".join(outcome_lines(state)[:1]) or messages.RUN_ENDED,
    }


def _events(engine: Engine, library: Library, following: threading.Semaphore) -> Iterator[str]:
    """The state of the run as events; ends with it."""
    try:
        for state in library.job.follow():
            yield f"data: {json.dumps(state_to_dict(engine, state), ensure_ascii=False)}\n\n"
    finally:
        following.release()
