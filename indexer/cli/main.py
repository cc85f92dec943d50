"""The command ``bigan``: finds the command that is asked for and runs it. Errors of the user's are one line on stderr."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial

from indexer.cli.arguments import USAGE, parse_arguments
from indexer.config import Settings, load_settings
from indexer.errors import BiganError, QueryError

PROBLEMS = 1

Command = Callable[[Settings, argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command. Returns 0; 1 where a file, folder or check has a problem; 2 for a
    question or setting that cannot be used."""
    arguments = parse_arguments(argv, COMMANDS)
    _prepare_output(getattr(arguments, "json", False))
    try:
        settings = load_settings(arguments.config)
        command: Command = arguments.command
        status = command(settings, arguments)
        sys.stdout.flush()
        return status
    except BiganError as error:
        _report_error(error, getattr(arguments, "json", False))
        return USAGE
    except KeyboardInterrupt:
        print("已停止", file=sys.stderr)
        return PROBLEMS
    except BrokenPipeError:
        # The reader of our output (less, head) has gone; nothing more can be said to it.
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


def _late(module: str, name: str, settings: Settings, arguments: argparse.Namespace) -> int:
    """Loads a command's module when it is run: an answer need not wait for what reads files."""
    command: Command = getattr(importlib.import_module(f"indexer.cli.commands.{module}"), name)
    return command(settings, arguments)


COMMANDS: dict[str, Command] = {
    "index": partial(_late, "manage", "index"),
    "search": partial(_late, "search", "search"),
    "kwic": partial(_late, "explore", "kwic"),
    "headings": partial(_late, "explore", "headings"),
    "similar": partial(_late, "explore", "similar"),
    "trend": partial(_late, "explore", "trend"),
    "suggest": partial(_late, "explore", "suggest"),
    "parse": partial(_late, "manage", "parse_files"),
    "serve": partial(_late, "manage", "serve"),
    "correct": partial(_late, "manage", "correct"),
    "stats": partial(_late, "manage", "stats"),
    "check": partial(_late, "manage", "check_index"),
}
