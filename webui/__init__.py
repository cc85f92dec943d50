"""The web application: pages and JSON over any ``Engine``.

Every request asks the engine, so a running server shows a new generation at once; the
address bar is the only state.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterable
from pathlib import Path

from flask import Flask, g, request

from indexer.drafting.checking import formulations_of
from indexer.drafting.collecting import Cite, Collector
from indexer.drafting.lengths import UsualLengths
from indexer.drafting.slots.finding import SlotFinder
from indexer.drafting.store import DraftStore
from indexer.engines import Engine
from indexer.errors import DraftError
from indexer.language.equivalents import Equivalents, shipped_groups
from indexer.language.formulations import Formulations
from indexer.library.library import Library
from indexer.model.reports import SECTIONS
from indexer.output.citation import Citing
from indexer.reading import find_soffice
from indexer.suggest.suggester import Suggester
from webui import appearance, security
from webui.presenters import formatting
from webui.presenters.corrections import Corrector
from webui.presenters.dated import dated_notes
from webui.presenters.desk import Desk, by_section, make_desk, shortened, text_of
from webui.presenters.highlighting import html
from webui.routes import (
    api,
    api_drafts,
    api_headings,
    csv_answers,
    draft_check,
    draft_export,
    drafts,
    duplicates,
    errors,
    folders,
    originals,
    outlines,
    report,
    search,
    sentence_uses,
    settings,
)
from webui.routes import library as library_pages

ArchiveProblems = Callable[[], list[str]]


def create_app(
    engine: Engine,
    *,
    page_size: int = 10,
    archive_problems: ArchiveProblems | None = None,
    allowed_hosts: Iterable[str] = (),
    corrector: Corrector | None = None,
    suggester: Suggester | None = None,
    equivalents: Equivalents | None = None,
    library: Library | None = None,
    store: DraftStore | None = None,
    exports: draft_export.Exports | None = None,
    word_template: Path | None = None,
    formulations: Formulations | None = None,
) -> Flask:
    """The application, ready for any WSGI server.

    ``page_size`` is the number of paragraphs on a page; ``archive_problems`` gives one
    Chinese line for each thing that is wrong with the archive now. ``allowed_hosts`` are host
    names answered to beside the loopback ones (see ``security.HostCheck``). With a ``corrector``
    reports can be corrected on their pages, from this machine only. ``suggester`` makes suggestions; by
    default one that begins to read the vocabulary when it is first asked. ``equivalents`` are the other forms
    of words that are offered; by default those that ship with Bigan. With a ``library`` there are pages that show and,
    from this machine only, change what is in the archive; its settings then go before ``page_size``. With a ``store``
    what is found can be collected into drafts, arranged and taken out as files, from this machine only; ``word_template``
    describes the unit's own form of documents, ``exports`` says otherwise where drafts are found.
    ``formulations`` are what drafts are checked for and shown paragraphs noted with; by default those that ship with Bigan.
    """
    _name_static_types()
    app = Flask(__name__)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.jinja_env.filters.update(formatting.FILTERS, html=html, joined=text_of)
    security.install(app, allowed_hosts)
    errors.install(app)
    suggester = suggester or Suggester(engine)
    equivalents = equivalents or Equivalents(shipped_groups())
    appearance.install(app, library)

    formulations = formulations or formulations_of(())
    dated = dated_notes(formulations, lambda: library.settings.formulation_years if library else True)

    def size_now() -> int:
        return library.settings.page_size if library else page_size

    app.register_blueprint(
        search.blueprint(engine, size_now, archive_problems or list, suggester, equivalents, library, dated)
    )
    app.register_blueprint(csv_answers.blueprint(engine, suggester, equivalents))
    app.register_blueprint(duplicates.blueprint(engine))
    app.register_blueprint(report.blueprint(engine, corrector, library, dated))
    app.register_blueprint(outlines.blueprint(engine))
    app.register_blueprint(sentence_uses.blueprint(engine))
    app.register_blueprint(api.blueprint(engine, size_now, suggester))
    app.register_blueprint(api_headings.blueprint(engine, suggester))
    app.register_blueprint(draft_check.blueprint(engine, formulations, store))
    if library is not None:
        app.register_blueprint(library_pages.blueprint(engine, library, corrector))
        app.register_blueprint(folders.blueprint(engine, library))
        app.register_blueprint(settings.blueprint(library))
        app.register_blueprint(originals.blueprint(engine, library))
    if store is not None:
        finder = SlotFinder(engine.tagged)
        _add_drafts(app, engine, store, finder)
        exports = exports or draft_export.exports_of(
            store,
            finder,
            lambda: library.settings.word_template if library else word_template,
            lambda: find_soffice(library.settings.libreoffice if library else None),
        )
    if exports is not None:
        app.register_blueprint(draft_export.blueprint(exports))
    return app


def _add_drafts(app: Flask, engine: Engine, store: DraftStore, finder: SlotFinder) -> None:
    """The pages and the API of drafts, and the basket on all other pages."""
    app.jinja_env.filters["groupby_section"] = by_section
    citing = Citing(engine)
    collector = Collector(engine, store, Cite(citing.paragraph, citing.report))
    usual = UsualLengths(engine)
    app.register_blueprint(drafts.blueprint(store, collector, usual, finder))
    app.register_blueprint(api_drafts.blueprint(store, collector, usual, finder))

    @app.context_processor
    def desk() -> dict[str, object]:
        if "desk" not in g:
            g.desk = _desk(store)
        return {"desk": g.desk, "shortened": shortened, "section_names": SECTIONS}


def _desk(store: DraftStore) -> Desk | None:
    """The basket of a page; none for other machines, and none while the disk refuses: reading goes on all the same."""
    if not security.is_loopback(request.remote_addr):
        return None
    back = request.full_path.rstrip("?") if request.method == "GET" else "/"
    try:
        return make_desk(store, back, request.args.get("desk", ""))
    except DraftError:
        return None


def _name_static_types() -> None:
    """Names the types of what ``static`` holds: Windows takes them from its registry, where a program may
    have called scripts plain text, and a browser then refuses them."""
    for suffix, kind in ((".js", "text/javascript"), (".css", "text/css"), (".svg", "image/svg+xml")):
        mimetypes.add_type(kind, suffix)
