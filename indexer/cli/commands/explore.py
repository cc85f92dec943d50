"""Commands beside search: concordance, trend, headings, similar paragraphs, suggestions."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from time import perf_counter
from typing import Any

from indexer.cli.arguments import Arguments
from indexer.cli.commands import (
    filter_values,
    open_engine,
    print_json,
    print_lines,
    question_asked,
    refuse_empty,
)
from indexer.cli.commands.tables import for_table, write_table
from indexer.cli.exit_codes import OK
from indexer.config import Settings
from indexer.engines import Engine
from indexer.errors import QueryError, UnreadableFile
from indexer.language.normalize import clean_text
from indexer.output import (
    csv_concordance,
    csv_headings,
    json_concordance,
    json_headings,
    text_concordance,
    text_headings,
)
from indexer.querying.concordance_request import LINE_ORDER, LINES_ON_A_PAGE, WIDTH
from indexer.querying.filters import build_filters, leave_out
from indexer.querying.heading_request import (
    HEADINGS_ON_A_PAGE,
    LIKE_PARAGRAPHS,
    build_heading_request,
    check_text,
)
from indexer.querying.printable import short
from indexer.querying.request import SIZE, build_request

#: The output of a command: JSON for programs, lines for people.
CommandOutput = tuple[dict[str, Any], Iterable[str]]


def kwic(settings: Settings, arguments: Arguments) -> int:
    """``bigan kwic``: every occurrence on a line of its own."""
    size = LINES_ON_A_PAGE if arguments.limit is None else arguments.limit
    request = for_table(arguments, question_asked(arguments, page=arguments.page, size=size))
    order, width = LINE_ORDER.parse(arguments.order), WIDTH.parse(arguments.width)
    with closing(open_engine(settings)) as engine:
        found = engine.concordance(request, order, width)
        refuse_empty(engine)
    if arguments.csv is not None:
        write_table(arguments, csv_concordance.concordance_to_csv(request, found))
    elif arguments.json:
        print_json(json_concordance.concordance_to_dict(request, order, width, found))
    else:
        print_lines(text_concordance.concordance_lines(found, width, colour=sys.stdout.isatty()))
    return OK


def trend(settings: Settings, arguments: Arguments) -> int:
    """``bigan trend``: how often the searched terms occur, by year and unit type."""
    request = for_table(arguments, question_asked(arguments))
    with closing(open_engine(settings)) as engine:
        found = engine.trend(request)
        refuse_empty(engine)
    if arguments.csv is not None:
        write_table(arguments, csv_concordance.trend_to_csv(request, found))
    elif arguments.json:
        print_json(json_concordance.trend_to_dict(request, found))
    else:
        print_lines(text_concordance.trend_lines(found))
    return OK


def headings(settings: Settings, arguments: Arguments) -> int:
    """``bigan headings``: finds headings."""
    request = build_heading_request(
        " ".join(arguments.query),
        leave_out(build_filters(filter_values(arguments))),
        shortest=arguments.shortest,
        longest=arguments.longest,
        clauses=arguments.clauses,
        form=arguments.form,
        parallel=arguments.parallel,
        members=arguments.members,
        first_word=arguments.first_word,
        order=arguments.order,
        page=arguments.page,
        size=HEADINGS_ON_A_PAGE if arguments.limit is None else arguments.limit,
    )
    request = for_table(arguments, request)
    with closing(open_engine(settings)) as engine:
        refuse_empty(engine)
        page = engine.headings(request)
    if arguments.csv is not None:
        write_table(arguments, csv_headings.headings_to_csv(request, page))
        return OK
    return _print(arguments, (json_headings.headings_to_dict(request, page), text_headings.heading_lines(page)))


def similar(settings: Settings, arguments: Arguments) -> int:
    """``bigan similar``: finds paragraphs like another, or like a text."""
    filters = leave_out(build_filters(filter_values(arguments)))
    size = SIZE.parse(LIKE_PARAGRAPHS if arguments.limit is None else arguments.limit)
    with closing(open_engine(settings)) as engine:
        refuse_empty(engine)
        text = _text(engine, arguments)
        began = perf_counter()
        hits = engine.similar(text, filters, size, arguments.id or "")
        took_ms = (perf_counter() - began) * 1000
    shape = json_headings.similar_to_dict(text, arguments.id, filters, size, hits, took_ms)
    return _print(arguments, (shape, text_headings.similar_lines(hits, took_ms, sys.stdout.isatty())))


def suggest(settings: Settings, arguments: Arguments) -> int:
    """``bigan suggest``: what something typed may become."""
    from indexer.suggest.suggester import Suggester

    typed = " ".join(arguments.text)
    build_request(typed)
    with closing(open_engine(settings)) as engine:
        refuse_empty(engine)
        suggester = Suggester(engine)
        suggester.refresh()
        found = suggester.suggest(typed)
    return _print(arguments, (json_headings.suggestions_to_dict(typed, found), text_headings.suggestion_lines(found)))


def _print(arguments: Arguments, output: CommandOutput) -> int:
    shape, lines = output
    if arguments.json:
        print_json(shape)
    else:
        print_lines(lines)
    return OK


def _text(engine: Engine, arguments: Arguments) -> str:
    given = [value for value in (arguments.id, arguments.text, arguments.file) if value is not None]
    if len(given) != 1:
        raise QueryError("请给出一样要比较的：段落的编号、--text 或 --file", ["ID", "--text", "--file"])
    if arguments.text is not None:
        return check_text(arguments.text)
    if arguments.file is not None:
        return check_text(_text_of_file(Path(arguments.file)))
    stored = engine.paragraph(arguments.id)
    if stored is None:
        raise QueryError(f"没有编号为“{short(arguments.id)}”的段落：编号见 bigan search 的结果")
    return stored.text


def _text_of_file(path: Path) -> str:
    """The text of a file of any format. Raises ``QueryError`` where it cannot be read."""
    from indexer.reading import check_readable, read_file

    if not path.name:
        raise QueryError("--file 没有给出文件名：请写上要比的文件")
    try:
        check_readable(path)
        return clean_text(read_file(path).text)
    except UnreadableFile as error:
        raise QueryError(str(error)) from error
