"""``bigan serve``: the pages, and what a server does beside them."""

from __future__ import annotations

import sys
import threading
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Protocol

from indexer.cli.arguments import Arguments
from indexer.cli.commands import open_engine, print_lines
from indexer.cli.commands.manage import update_with
from indexer.cli.exit_codes import OK
from indexer.config import Settings
from indexer.drafting.checking import formulations_of
from indexer.drafting.store import DraftStore
from indexer.engines import ArchiveEngine
from indexer.errors import BiganError, IndexUnavailable
from indexer.ingest.corrector import Corrector
from indexer.ingest.manifest import manifest_from_dict
from indexer.language.equivalents import Equivalents, read_groups, shipped_groups
from indexer.library.library import Library
from indexer.library.proposals import usual_places
from indexer.library.watching import Watcher
from indexer.model.unread import LOST_TEXT, unread_line
from indexer.output import text_commands

#: So long, in seconds, everything else waits for the first page to be asked for and answered: beside all of it that would take
#: twice as long, while somebody looks at an empty window.
_FIRST_PAGE_S = 3.0
#: Between two pieces of four megabytes: a server that reads its index to check it leaves the disk to others most of the time.
_PAUSE_S = 0.02


class Answering(Protocol):
    """What is known here of a server: its first answer, and what it reads for later ones."""

    has_answered: threading.Event

    def prepare(self) -> None:
        """Begins to read it."""


def serve(settings: Settings, arguments: Arguments) -> int:
    """``bigan serve``: serves the pages until stopped, and brings the index up to date meanwhile."""
    from webui.server import Server

    with closing(open_engine(settings)) as engine:
        library = library_of(engine, settings)
        server = Server(
            engine,
            host=arguments.host or settings.host,
            port=arguments.port or settings.port,
            page_size=settings.page_size,
            problems=lambda: archive_problems(engine),
            corrector=Corrector(engine, settings.corrections, library.at_once),
            library=library,
            equivalents=Equivalents([*shipped_groups(), *read_groups(settings.equivalents)]),
            store=DraftStore(settings.drafts),
            word_template=settings.word_template,
            formulations=formulations_of(settings.formulations),
        )
        print_lines(text_commands.serving_lines(server.url, server.other_urls()))
        sys.stdout.flush()
        threading.Thread(target=work_beside, args=(engine, library, server), name="bigan-beside", daemon=True).start()
        if arguments.open:
            server.open_browser()
        server.run()
    return OK


def work_beside(engine: ArchiveEngine, library: Library, server: Answering) -> None:
    """What a server does beside its answers, behind the first of them. An empty index has nothing to answer with, and does not
    wait."""
    with suppress(IndexUnavailable):
        if engine.stats().reports:
            server.has_answered.wait(_FIRST_PAGE_S)
    _bring_up_to_date(library)
    server.prepare()
    _prepare(engine)


def _bring_up_to_date(library: Library) -> None:
    """Begins to compare the archive with the index, and to watch it."""
    watcher = Watcher(library)
    with suppress(BiganError, OSError):
        watcher.look()  # what comes in during the first run is then seen as new
    library.refresh()
    threading.Thread(target=_tell_first_run, args=(library,), daemon=True).start()
    watcher.start()


def _prepare(engine: ArchiveEngine) -> None:
    """What takes longest: loads the dictionary, and reads the index to see that it is sound (a
    damaged one is told with the next question)."""
    engine.tokenizer.warm()
    with suppress(IndexUnavailable):
        engine.verify(pause=lambda: time.sleep(_PAUSE_S))


def _tell_first_run(library: Library) -> None:
    """Says how the run ended that began with the server."""
    state = next(state for state in library.job.follow() if not state.running)
    if state.outcome is not None:
        print_lines(text_commands.index_lines(state.outcome))
    else:
        print(f"索引这次没有更新：{state.error}", file=sys.stderr)
    sys.stdout.flush()


def library_of(engine: ArchiveEngine, settings: Settings) -> Library:
    """The archive as the pages of a server show and change it."""
    return Library(
        engine,
        settings,
        lambda now, run, progress: update_with(engine, now, run, progress),
        home=Path.home(),
        places=usual_places(Path.home()),
    )


def archive_problems(engine: ArchiveEngine) -> list[str]:
    """One line for each file that could not be read when the index was made, one for each of which text is
    missing, and one for all others of which something is left unread."""
    files = manifest_from_dict(engine.manifest()).files.values()
    failed = [f"{entry.shown}：{entry.reason}" for entry in files if entry.status != "ok"]
    partly = [entry for entry in files if entry.status == "ok" and entry.unread]
    lost = [entry for entry in partly if any(one.kind in LOST_TEXT for one in entry.unread)]
    others = text_commands.unread_lines([entry.unread for entry in partly if entry not in lost])
    return [*failed, *(f"{entry.shown}：{unread_line(entry.unread)}" for entry in lost), *others]
