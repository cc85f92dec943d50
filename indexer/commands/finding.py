"""``bigan search``, alone: its first answer need not wait for what the other commands load."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from dataclasses import replace

from indexer import shapes, terminal
from indexer.commands import OK, open_engine, print_json, print_lines, question_asked, refuse_empty
from indexer.config import Settings
from indexer.searching.fallback import answer


def search(settings: Settings, arguments: argparse.Namespace) -> int:
    """``bigan search``: finds paragraphs."""
    size = settings.page_size if arguments.limit is None else arguments.limit
    request = question_asked(arguments, arguments.sort, arguments.page, size)
    request = replace(request, fold=arguments.fold, explain=arguments.explain)
    with closing(open_engine(settings)) as engine:
        engine.tokenizer.warm()
        page = answer(engine, request)
        refuse_empty(engine)
    if arguments.json:
        print_json(shapes.search_to_dict(request, page))
    else:
        print_lines(terminal.result_lines(page, colour=sys.stdout.isatty()))
    return OK
