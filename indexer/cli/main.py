"""The command ``bigan``: finds the command that is asked for and runs it. An error of the user's is one line on stderr."""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import click

from indexer import __version__
from indexer.cli.arguments import COMMAND_LINES, Arguments, config_option
from indexer.cli.chinese import Command, LazyGroup, shown_option, usage_line
from indexer.cli.exit_codes import PROBLEMS, USAGE
from indexer.config import Settings, load_settings
from indexer.errors import BiganError, QueryError

RunCommand = Callable[[Settings, Arguments], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command. Returns 0; 1 where a file, folder or check has a problem; 2 for a command line, question or
    setting that cannot be used."""
    words = list(sys.argv[1:] if argv is None else argv)
    _prepare_output("--json" in words)
    try:
        status: int = _bigan().main(words, prog_name="bigan", standalone_mode=False)
        return status
    except click.UsageError as error:
        print(usage_line(error), file=sys.stderr)
        return USAGE


def _bigan() -> LazyGroup:
    options = [
        shown_option(["--version"], "显示版本", lambda _: f"bigan {__version__}"),
        config_option("用这个 config.ini（也可写在命令后面）"),
    ]
    abouts = {name: line.about for name, line in COMMAND_LINES.items()}
    return LazyGroup("笔杆：在历年工作报告里找段落", options, abouts, _command)


def _command(name: str) -> Command:
    line = COMMAND_LINES[name]

    def run(**given: Any) -> int:
        config = given.pop("config") or click.get_current_context().find_root().params["config"]
        return _run(name, config, Arguments(**given))

    return Command(name, line.about, line.all_parameters(), line.epilog, callback=run)


def _run(name: str, config: str | None, arguments: Arguments) -> int:
    """Runs a command; its exit code."""
    try:
        status = COMMANDS[name](load_settings(config), arguments)
        sys.stdout.flush()
        return status
    except BiganError as error:
        _report_error(error, getattr(arguments, "json", False))
        return USAGE
    except KeyboardInterrupt:
        print("已停止", file=sys.stderr)
        return PROBLEMS
    except BrokenPipeError:
        # The reader of our output (less, head) has ended: nothing more can be written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _report_error(error: BiganError, as_json: bool) -> None:
    print(str(error), file=sys.stderr)
    if as_json:
        allowed = error.allowed if isinstance(error, QueryError) else []
        print(json.dumps({"error": str(error), "allowed": allowed}, ensure_ascii=False, indent=2))


def _prepare_output(as_json: bool) -> None:
    """UTF-8 where another program reads; on a terminal nothing it cannot show stops us."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding=None if stream.isatty() and not as_json else "utf-8", errors="replace")


def _late(module: str, name: str, settings: Settings, arguments: Arguments) -> int:
    """Loads a command's module when it is run: an answer need not wait for what reads files."""
    command: RunCommand = getattr(importlib.import_module(f"indexer.cli.commands.{module}"), name)
    return command(settings, arguments)


#: Name → what runs it.
COMMANDS: dict[str, RunCommand] = {
    "index": partial(_late, "manage", "index"),
    "add": partial(_late, "folders", "add"),
    "remove": partial(_late, "folders", "remove"),
    "search": partial(_late, "search", "search"),
    "kwic": partial(_late, "explore", "kwic"),
    "headings": partial(_late, "explore", "headings"),
    "similar": partial(_late, "explore", "similar"),
    "trend": partial(_late, "explore", "trend"),
    "suggest": partial(_late, "explore", "suggest"),
    "outline": partial(_late, "outline", "outline"),
    "check-draft": partial(_late, "draft", "check_draft"),
    "parse": partial(_late, "manage", "parse_files"),
    "serve": partial(_late, "serve", "serve"),
    "correct": partial(_late, "manage", "correct"),
    "collect": partial(_late, "drafting", "collect"),
    "drafts": partial(_late, "drafting", "drafts"),
    "stats": partial(_late, "manage", "stats"),
    "export-draft": partial(_late, "export", "export_draft"),
    "compare-draft": partial(_late, "export", "compare_draft"),
    "template": partial(_late, "export", "template"),
    "check": partial(_late, "manage", "check_index"),
}
