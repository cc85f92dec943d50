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
from indexer.querying.request import GROUP, SIZE_OF_COLUMNS
from indexer.querying.tree import SearchRequest
from indexer.suggest.answer_ladder import AnswerLadder

if TYPE_CHECKING:
    from indexer.model.reports import ResultPage
    from indexer.model.results import SideBySide
    from indexer.suggest.completion import Suggestion
    from indexer.suggest.suggester import Suggester


def search(settings: Settings, arguments: Arguments) -> int:
    """``bigan search``: finds paragraphs."""
    request = _request(settings, arguments)
    with closing(open_engine(settings)) as engine:
        engine.tokenizer.warm()
        ladder = AnswerLadder(engine, partial(_by_sound, engine), mended=partial(_mended, engine))
        columns = ladder.side_by_side(request) if request.group and arguments.csv is None else None
        page = columns.whole if columns else ladder.answer(_whole(request) if arguments.csv is not None else request)
        refuse_empty(engine)
        meant = _meant(engine, " ".join(arguments.query)) if page.step == "most" else None
    if meant is not None and arguments.csv is None and not arguments.json:
        print_lines([f"您是不是要找：{meant.text}（{meant.count} 段）"])
    _print(arguments, request, page, columns)
    return OK


def _print(arguments: Arguments, request: SearchRequest, page: ResultPage, columns: SideBySide | None) -> None:
    """Loads the one form that is asked for."""
    if arguments.csv is not None:
        from indexer.output.csv_search import search_to_csv

        write_table(arguments, search_to_csv(request, page))
    elif arguments.json:
        from indexer.output import json_search

        print_json(json_search.columns_to_dict(request, columns) if columns else json_search.search_to_dict(request, page))
    else:
        from indexer.output import text_search

        colour = sys.stdout.isatty()
        print_lines(text_search.column_lines(columns, colour) if columns else text_search.result_lines(page, colour))


def _whole(request: SearchRequest) -> SearchRequest:
    """What is to be asked for a table."""
    from indexer.output.csv_search import request_for_csv

    return request_for_csv(request)


def _request(settings: Settings, arguments: Arguments) -> SearchRequest:
    """What is asked, and of which form. Raises ``QueryError``."""
    group = GROUP.parse(arguments.group) if arguments.group else ""
    usual = SIZE_OF_COLUMNS if group and arguments.csv is None else settings.page_size
    request = question_asked(arguments, arguments.sort, arguments.page, usual if arguments.limit is None else arguments.limit)
    one_each = arguments.per_report or bool(group)
    request = replace(request, fold=arguments.fold, explain=arguments.explain, per_report=one_each, group=group)
    return for_table(arguments, request)


def _by_sound(engine: Engine, typed: str) -> str | None:
    """What ``typed`` may mean by its sound; loads the vocabulary, which takes a second for a large archive."""
    return _suggester(engine).by_sound(typed)


def _mended(engine: Engine, typed: str) -> str | None:
    """``typed`` with wrong characters put right; loads the vocabulary too."""
    return _suggester(engine).mended(typed)


def _suggester(engine: Engine) -> Suggester:
    from indexer.suggest.suggester import Suggester

    made = Suggester(engine)
    made.refresh()
    return made


def _meant(engine: Engine, typed: str) -> Suggestion | None:
    """What ``typed`` may be a slip for. Takes a second for a large archive: asked only where nothing fits."""
    return _suggester(engine).suggest(typed).meant
