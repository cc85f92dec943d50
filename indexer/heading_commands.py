"""``bigan headings``, ``bigan similar`` and ``bigan suggest``: what they ask of an engine and how they tell it."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from time import perf_counter
from typing import Any

from indexer import heading_shapes, heading_terminal
from indexer.engines import Engine
from indexer.errors import QueryError, UnreadableFile
from indexer.language.normalize import clean_text
from indexer.models import Filters
from indexer.querying.filters import build_filters, short
from indexer.querying.further import (
    HEADINGS_ON_A_PAGE,
    LIKE_PARAGRAPHS,
    build_heading_request,
    check_text,
    parse_size,
)
from indexer.querying.request import build_request
from indexer.reading import check_readable, read_file
from indexer.searching.suggesting import Suggester

#: What a command has to tell: for programs, and line by line for people (in colour or not).
Told = tuple[dict[str, Any], Iterable[str]]


def headings(engine: Engine, arguments: argparse.Namespace, colour: bool) -> Told:
    """Headings as results."""
    request = build_heading_request(
        " ".join(arguments.query),
        _filters(arguments),
        shortest=arguments.shortest,
        longest=arguments.longest,
        clauses=arguments.clauses,
        order=arguments.order,
        page=arguments.page,
        size=HEADINGS_ON_A_PAGE if arguments.limit is None else arguments.limit,
    )
    page = engine.headings(request)
    return heading_shapes.headings_to_dict(request, page), heading_terminal.heading_lines(page)


def similar(engine: Engine, arguments: argparse.Namespace, colour: bool) -> Told:
    """Paragraphs like one of the archive, or like a text."""
    filters, size = _filters(arguments), parse_size(LIKE_PARAGRAPHS if arguments.limit is None else arguments.limit)
    text = _text(engine, arguments)
    began = perf_counter()
    hits = engine.similar(text, filters, size, arguments.id or "")
    took_ms = (perf_counter() - began) * 1000
    shape = heading_shapes.similar_to_dict(text, arguments.id, filters, size, hits, took_ms)
    return shape, heading_terminal.similar_lines(hits, took_ms, colour)


def suggest(engine: Engine, arguments: argparse.Namespace, colour: bool) -> Told:
    """Completions and corrections of something typed."""
    typed = " ".join(arguments.text)
    build_request(typed)
    suggester = Suggester(engine)
    suggester.refresh()
    found = suggester.suggest(typed)
    return heading_shapes.suggestions_to_dict(typed, found), heading_terminal.suggestion_lines(found)


def _text(engine: Engine, arguments: argparse.Namespace) -> str:
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
    try:
        check_readable(path)
        return clean_text(read_file(path).text)
    except UnreadableFile as error:
        raise QueryError(str(error)) from error


def _filters(arguments: argparse.Namespace) -> Filters:
    return build_filters(
        arguments.section, arguments.unit, arguments.year, arguments.folder, arguments.placeholders
    )
