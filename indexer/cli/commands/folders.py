"""Commands that change which folders are searched: add, remove."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from indexer.cli.arguments import Arguments
from indexer.cli.commands import open_engine, print_json, print_lines
from indexer.cli.commands.manage import run_update
from indexer.cli.exit_codes import OK, PROBLEMS
from indexer.config import Settings
from indexer.engines import ArchiveEngine
from indexer.errors import BiganError
from indexer.ingest.changes import IndexReport
from indexer.ingest.manifest import manifest_from_dict
from indexer.library import folders
from indexer.output import text_commands
from indexer.output.json_commands import folder_to_dict, index_to_dict

_STILL_INDEXED = "{folder} 已从 config.ini 去掉，索引里还有它（{error}）：请稍后运行 bigan index --prune"


def add(settings: Settings, arguments: Arguments) -> int:
    """``bigan add``: writes a folder into the configuration and indexes it."""
    added = folders.add(settings, folders.typed_folder(arguments.folder, Path.cwd()))
    if not arguments.json:
        print_lines(text_commands.added_lines(added))
        sys.stdout.flush()
    with closing(open_engine(added.settings)) as engine:
        outcome = run_update(engine, added.settings, [str(added.folder)], prune=False, quiet=arguments.json)
        return _end(arguments, folder_to_dict(added), engine, outcome)


def remove(settings: Settings, arguments: Arguments) -> int:
    """``bigan remove``: takes a folder out of the configuration and forgets its reports."""
    folder = folders.typed_folder(arguments.folder, Path.cwd())
    with closing(open_engine(settings)) as engine:
        removed = folders.remove(settings, manifest_from_dict(engine.manifest()), folder)
        if not arguments.json:
            print_lines(text_commands.removed_lines(removed))
            sys.stdout.flush()
        try:
            outcome = run_update(
                engine, removed.settings, [], prune=False, quiet=arguments.json, forget=[removed.folder]
            )
        except BiganError as error:
            raise BiganError(_STILL_INDEXED.format(folder=removed.folder, error=error)) from error
        return _end(arguments, folder_to_dict(removed), engine, outcome)


def _end(arguments: Arguments, about: dict[str, Any], engine: ArchiveEngine, outcome: IndexReport) -> int:
    if arguments.json:
        print_json({**about, "index": index_to_dict(outcome, engine.stats())})
    else:
        print_lines(text_commands.index_lines(outcome))
    return OK if outcome.ok else PROBLEMS
