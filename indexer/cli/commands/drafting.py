"""Commands that keep drafts: collect, drafts."""

from __future__ import annotations

from contextlib import closing

from indexer.cli.arguments import Arguments
from indexer.cli.commands import open_engine, print_json, print_lines, refuse_empty
from indexer.cli.exit_codes import OK, PROBLEMS
from indexer.config import Settings
from indexer.drafting.collecting import Cite, Collector
from indexer.drafting.store import DraftStore
from indexer.output.citation import Citing
from indexer.output.json_drafts import collected_to_dict, drafts_to_dict
from indexer.output.text_drafts import collected_lines, draft_lines


def collect(settings: Settings, arguments: Arguments) -> int:
    """``bigan collect``: collects a paragraph into a draft."""
    store = DraftStore(settings.drafts)
    with closing(open_engine(settings)) as engine:
        refuse_empty(engine)
        citing = Citing(engine)
        collector = Collector(engine, store, Cite(citing.paragraph, citing.report))
        found = collector.paragraph(arguments.id, draft_id=_draft_asked(store, arguments.draft))
    if arguments.json:
        print_json(collected_to_dict(found))
    else:
        print_lines(collected_lines(found))
    return OK


def drafts(settings: Settings, arguments: Arguments) -> int:
    """``bigan drafts``: what drafts there are."""
    store = DraftStore(settings.drafts)
    found, current, problems = store.drafts(), store.current(), store.problems()
    if arguments.json:
        print_json(drafts_to_dict(found, current, problems))
    else:
        print_lines(draft_lines(found, current, problems, settings.drafts))
    return PROBLEMS if problems else OK


def _draft_asked(store: DraftStore, name: str | None) -> str | None:
    """The id of the draft that is named, made where there is none; ``None``: the current one. The pages go on with the draft
    they were on: a command in another window is no choice of theirs."""
    if name is None:
        return None
    current = store.current()
    found = store.find(name.strip()) or store.create(name, current)
    if current is not None:
        store.choose(current.id)
    return found.id
