"""``bigan search``, alone: its first answer need not wait for what the other commands load."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from indexer.cli.arguments import Arguments
from indexer.cli.commands import open_engine, print_json, print_lines, question_asked, refuse_empty
from indexer.cli.commands.tables import for_table, write_table
from indexer.cli.exit_codes import OK
from indexer.config import Settings
from indexer.engines import Engine
from indexer.suggest.answer_ladder import AnswerLadder

if TYPE_CHECKING:
    from indexer.model.reports import ResultPage
    from indexer.querying.tree import SearchRequest
    from indexer.suggest.completion import Suggestion


def search(settings: Settings, arguments: Arguments) -> int:
    """``bigan search``: finds paragraphs."""
    size = settings.page_size if arguments.limit is None else arguments.limit
    request = question_asked(arguments, arguments.sort, arguments.page, size)
    request = replace(request, fold=arguments.fold, explain=arguments.explain, per_report=arguments.per_report)
    request = for_table(arguments, request)
    with closing(open_engine(settings)) as engine:
        engine.tokenizer.warm()
        page = AnswerLadder(engine, partial(_by_sound, engine)).answer(request)
        refuse_empty(engine)
        meant = _meant(engine, " ".join(arguments.query)) if page.step == "most" else None
    if meant is not None and arguments.csv is None and not arguments.json:
        print_lines([f"您是不是要找：{meant.text}（{meant.count} 段）"])
    _print(arguments, request, page)
    return OK


def _print(arguments: Arguments, request: SearchRequest, page: ResultPage) -> None:
    """Loads the one form that is asked for."""
    if arguments.csv is not None:
        from indexer.output.csv_search import search_to_csv

        write_table(arguments, search_to_csv(request, page))
    elif arguments.json:
        from indexer.output.json_search import search_to_dict

        print_json(search_to_dict(request, page))
    else:
        from indexer.output.text_search import result_lines

        print_lines(result_lines(page, colour=sys.stdout.isatty()))


def _by_sound(engine: Engine, typed: str) -> str | None:
    """What ``typed`` may mean by its sound; loads the vocabulary, which takes a second for a large archive."""
    from indexer.suggest.suggester import Suggester

    suggester = Suggester(engine)
    suggester.refresh()
    return suggester.by_sound(typed)


def _meant(engine: Engine, typed: str) -> Suggestion | None:
    """What ``typed`` may be a slip for. Takes a second for a large archive: asked only where nothing fits."""
    from indexer.suggest.suggester import Suggester

    suggester = Suggester(engine)
    suggester.refresh()
    return suggester.suggest(typed).meant
