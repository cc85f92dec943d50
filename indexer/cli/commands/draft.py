"""Commands about a draft: check-draft."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from time import perf_counter

from indexer.cli.arguments import Arguments
from indexer.cli.commands import open_engine, print_json, print_lines
from indexer.cli.commands.draft_files import load_draft, refuse_no_file
from indexer.cli.exit_codes import OK
from indexer.config import Settings
from indexer.drafting.checking import check_draft as check
from indexer.drafting.checking import checked_length, draft_of_text, formulations_of, read_draft, read_stored
from indexer.drafting.checking.draft_text import DraftText
from indexer.errors import QueryError, UnreadableFile
from indexer.output.json_check import checked_to_dict
from indexer.output.text_check import checked_lines
from indexer.parsing.own_rules import rulebook_with
from indexer.reading import find_soffice, read_file

#: What stands for the text that is piped in.
_PIPED = "-"


def check_draft(settings: Settings, arguments: Arguments) -> int:
    """``bigan check-draft``: what to look at in a draft. Nothing of it is kept. An empty archive is no hindrance: what could
    not be compared is told."""
    formulations = formulations_of(settings.formulations)
    with closing(open_engine(settings)) as engine:
        draft = _draft(settings, arguments.file)
        began = perf_counter()
        checked = check(draft, engine, formulations, date.today().year)
        took_ms = (perf_counter() - began) * 1000
    if arguments.json:
        print_json(checked_to_dict(checked, took_ms))
    else:
        print_lines(checked_lines(checked))
    return OK


def _draft(settings: Settings, file: str) -> DraftText:
    """Raises ``QueryError`` where the file cannot be read or holds no draft."""
    if file == _PIPED:
        return draft_of_text(sys.stdin.read())
    refuse_no_file(Path(file), "稿子", "如 .docx、.txt、.pdf")
    rules = rulebook_with(settings.own_rules)
    if Path(file).suffix.lower() == ".json":
        return checked_length(read_stored(load_draft(Path(file)), rules))
    try:
        source = read_file(Path(file), find_soffice(settings.libreoffice))
    except UnreadableFile as error:
        raise QueryError(str(error)) from error
    return checked_length(read_draft(source, rules))
