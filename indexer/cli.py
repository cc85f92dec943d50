"""The command ``bigan``: one function per command. Errors of the user's are one line on stderr."""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from tqdm import tqdm

from indexer import answer_shapes, heading_commands, line_terminal, shapes, terminal
from indexer.arguments import USAGE, parse_arguments
from indexer.checking import check
from indexer.command_shapes import corrections_to_dict, index_to_dict, stats_to_dict
from indexer.comparison import IndexReport, Reading
from indexer.config import Settings, load_settings
from indexer.correcting import Corrector, without_effect
from indexer.correction_file import load_corrections
from indexer.corrections import Correction, CorrectionFile
from indexer.engines.whoosh import WhooshEngine
from indexer.errors import BiganError, CorrectionError, IndexUnavailable, QueryError, UnreadableFile
from indexer.language.tokenizer import Tokenizer
from indexer.manifest import manifest_from_dict
from indexer.parsing.own_rules import rulebook_with
from indexer.pipeline import update
from indexer.querying.occurring import LINES_ON_A_PAGE, parse_line_order, parse_width
from indexer.querying.request import build_request
from indexer.querying.tree import SearchRequest
from indexer.reading import find_soffice
from indexer.searching.fallback import answer
from indexer.understanding import parse_file

OK, PROBLEMS = 0, 1

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
        return OK


# --- commands ------------------------------------------------------------------------------


def index(settings: Settings, arguments: argparse.Namespace) -> int:
    """``bigan index``: brings the index up to date."""
    with closing(open_engine(settings)) as engine:
        outcome = run_update(engine, settings, arguments.folders, arguments.prune, quiet=arguments.json)
        counts = engine.stats()
    if arguments.json:
        _print_json(index_to_dict(outcome, counts))
    else:
        _print_lines(terminal.index_lines(outcome))
    return OK if outcome.ok else PROBLEMS


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
        _print_json(shapes.search_to_dict(request, page))
    else:
        _print_lines(terminal.result_lines(page, colour=sys.stdout.isatty()))
    return OK


def kwic(settings: Settings, arguments: argparse.Namespace) -> int:
    """``bigan kwic``: every occurrence on a line of its own."""
    size = LINES_ON_A_PAGE if arguments.limit is None else arguments.limit
    request = question_asked(arguments, page=arguments.page, size=size)
    order, width = parse_line_order(arguments.order), parse_width(arguments.width)
    with closing(open_engine(settings)) as engine:
        found = engine.concordance(request, order, width)
        refuse_empty(engine)
    if arguments.json:
        _print_json(answer_shapes.concordance_to_dict(request, order, width, found))
    else:
        _print_lines(line_terminal.concordance_lines(found, width, colour=sys.stdout.isatty()))
    return OK


def trend(settings: Settings, arguments: argparse.Namespace) -> int:
    """``bigan trend``: how often something is said, by year and unit type."""
    request = question_asked(arguments)
    with closing(open_engine(settings)) as engine:
        found = engine.trend(request)
        refuse_empty(engine)
    if arguments.json:
        _print_json(answer_shapes.trend_to_dict(request, found))
    else:
        _print_lines(line_terminal.trend_lines(found))
    return OK


def headings(settings: Settings, arguments: argparse.Namespace) -> int:
    """``bigan headings``: finds headings."""
    return _told(settings, arguments, heading_commands.headings)


def similar(settings: Settings, arguments: argparse.Namespace) -> int:
    """``bigan similar``: finds paragraphs like another, or like a text."""
    return _told(settings, arguments, heading_commands.similar)


def suggest(settings: Settings, arguments: argparse.Namespace) -> int:
    """``bigan suggest``: what something typed may become."""
    return _told(settings, arguments, heading_commands.suggest)


def _told(
    settings: Settings,
    arguments: argparse.Namespace,
    ask: Callable[[WhooshEngine, argparse.Namespace, bool], heading_commands.Told],
) -> int:
    """Asks the index and prints the answer."""
    with closing(open_engine(settings)) as engine:
        refuse_empty(engine)
        shape, lines = ask(engine, arguments, sys.stdout.isatty())
    if arguments.json:
        _print_json(shape)
    else:
        _print_lines(lines)
    return OK


def parse_files(settings: Settings, arguments: argparse.Namespace) -> int:
    """``bigan parse``: shows how files are understood, without indexing."""
    failed, rules = False, rulebook_with(settings.own_rules)
    soffice = find_soffice(settings.libreoffice)
    for file in arguments.files:
        for shown, reports in parse_file(Path(file), rules, max_bytes(settings), soffice):
            if isinstance(reports, UnreadableFile):
                failed = True
                print(f"{shown}：{reports}", file=sys.stderr)
            elif arguments.json:
                for report in reports:
                    _print_json(shapes.parsed_to_dict(shown, report), indent=None)
            else:
                _print_lines(terminal.parsed_lines(shown, reports))
    return PROBLEMS if failed else OK


def correct(settings: Settings, arguments: argparse.Namespace) -> int:
    """``bigan correct``: corrects what was understood wrongly, or lists what has been corrected."""
    if arguments.id is None:
        found = load_corrections(settings.corrections)
        if arguments.json:
            _print_json(corrections_to_dict(found.corrections, found.problems))
        else:
            _print_lines(terminal.correction_lines(found, idle_corrections(settings, found), settings.corrections))
        return PROBLEMS if found.problems else OK
    with closing(open_engine(settings)) as engine:
        made = corrector(engine, settings).correct(arguments.id, corrections_asked(arguments))
    if arguments.json:
        _print_json(corrections_to_dict(made))
    else:
        _print_lines(terminal.corrected_lines(made, settings.corrections))
    return OK


def serve(settings: Settings, arguments: argparse.Namespace) -> int:
    """``bigan serve``: updates the index, then serves the pages until stopped."""
    from webui.server import Server

    with closing(open_engine(settings)) as engine:
        try:
            _print_lines(terminal.index_lines(run_update(engine, settings, [], False, quiet=False)))
        except BiganError as error:
            print(f"索引这次没有更新：{error}", file=sys.stderr)
        server = Server(
            engine,
            host=arguments.host or settings.host,
            port=arguments.port or settings.port,
            page_size=settings.page_size,
            problems=lambda: archive_problems(engine),
            corrector=corrector(engine, settings),
        )
        threading.Thread(target=engine.tokenizer.warm, daemon=True).start()
        _print_lines(terminal.serving_lines(server.url, server.other_urls()))
        sys.stdout.flush()
        if arguments.open:
            server.open_browser()
        server.run()
    return OK


def stats(settings: Settings, arguments: argparse.Namespace) -> int:
    """``bigan stats``: what the index holds."""
    with closing(open_engine(settings)) as engine:
        counts, roots = engine.stats(), manifest_from_dict(engine.manifest()).roots
    if arguments.json:
        _print_json(stats_to_dict(counts, settings, roots))
    else:
        _print_lines(terminal.stats_lines(counts, str(settings.index_folder), roots))
    return OK


def check_index(settings: Settings, arguments: argparse.Namespace) -> int:
    """``bigan check``: compares index and archive."""
    with closing(open_engine(settings)) as engine:
        outcome = check(engine, settings.archive_roots, max_bytes(settings))
    if arguments.json:
        _print_json({"ok": outcome.ok, **vars(outcome)})
    else:
        _print_lines(terminal.check_lines(outcome))
    return OK if outcome.ok else PROBLEMS


# --- shared by commands -----------------------------------------------------------------------


def open_engine(settings: Settings) -> WhooshEngine:
    """The index of these settings; created empty when there is none."""
    tokenizer = Tokenizer(settings.index_folder / "cache", settings.extra_words)
    return WhooshEngine(settings.index_folder, tokenizer)


def question_asked(
    arguments: argparse.Namespace, sort: str = "relevance", page: int = 1, size: int = 10
) -> SearchRequest:
    """The question and filters of a command line. Raises ``QueryError``."""
    return build_request(
        q=" ".join(arguments.query),
        phrases=arguments.phrase,
        sections=arguments.section,
        units=arguments.unit,
        years=arguments.year,
        folders=arguments.folder,
        placeholders=arguments.placeholders,
        sort=sort,
        page=page,
        size=size,
    )


def refuse_empty(engine: WhooshEngine) -> None:
    """Raises ``BiganError`` where nothing has been indexed yet."""
    if engine.stats().generation == 0:
        raise BiganError("索引还是空的：请先运行 bigan index（或 bigan serve）")


def run_update(
    engine: WhooshEngine, settings: Settings, folders: Iterable[str], prune: bool, quiet: bool
) -> IndexReport:
    """Updates the index with a progress bar on stderr, unless ``quiet``."""
    with tqdm(
        desc="更新索引", unit="个文件", disable=quiet or not sys.stderr.isatty(), leave=False
    ) as bar:

        def progress(done: int, total: int, name: str) -> None:
            bar.total = total
            bar.set_postfix_str(name[-30:], refresh=False)
            bar.update(done - bar.n)

        problems: list[str] = []

        def corrections() -> Sequence[Correction]:
            found = load_corrections(settings.corrections)
            problems.extend(found.problems)
            return found.corrections

        how = Reading(
            rules=rulebook_with(settings.own_rules),
            corrections=corrections,
            max_bytes=max_bytes(settings),
            soffice=find_soffice(settings.libreoffice),
        )
        outcome = update(
            engine,
            settings.archive_roots,
            how,
            engine.tokenizer.fingerprint,
            only=[Path(folder) for folder in folders],
            prune=prune,
            progress=progress,
        )
    outcome.warnings += [f"更正文件 {settings.corrections} {problem}" for problem in problems]
    return outcome


def corrector(engine: WhooshEngine, settings: Settings) -> Corrector:
    """Corrects the reports of an engine and has it read them again."""
    return Corrector(
        engine,
        settings.corrections,
        lambda folders: run_update(engine, settings, map(str, folders), prune=False, quiet=True),
    )


def idle_corrections(settings: Settings, found: CorrectionFile) -> frozenset[Correction]:
    """The corrections that have no report in the index now; none where there is no index to ask."""
    if not (found.corrections and settings.index_folder.is_dir()):
        return frozenset()
    try:
        with closing(open_engine(settings)) as engine:
            return without_effect(found.corrections, manifest_from_dict(engine.manifest()))
    except IndexUnavailable:
        return frozenset()


def corrections_asked(arguments: argparse.Namespace) -> dict[str, str]:
    """The values a command line gives for the fields of a report; empty ones are taken back."""
    given = {
        "title": arguments.title,
        "year": arguments.year,
        "unit_type": arguments.unit,
        "sections": arguments.section,
    }
    values = {field: value for field, value in given.items() if value is not None}
    if not values:
        raise CorrectionError("没有说更正什么：请用 --title、--year、--unit 或 --section 给出（给空值 \"\" 是撤销）")
    return values


def max_bytes(settings: Settings) -> int:
    """The size of the largest file that is read."""
    return settings.max_file_mb * 1024 * 1024


def archive_problems(engine: WhooshEngine) -> list[str]:
    """One line for each file that could not be read when the index was made."""
    files = manifest_from_dict(engine.manifest()).files.values()
    return [f"{entry.shown}：{entry.reason}" for entry in files if entry.status != "ok"]


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _print_json(data: dict[str, Any], indent: int | None = 2) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=indent))


def _report_error(error: BiganError, as_json: bool) -> None:
    print(str(error), file=sys.stderr)
    if as_json:
        allowed = error.allowed if isinstance(error, QueryError) else []
        _print_json({"error": str(error), "allowed": allowed})


def _prepare_output(as_json: bool) -> None:
    """UTF-8 where another program reads; on a terminal nothing it cannot show stops us."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding=None if stream.isatty() and not as_json else "utf-8", errors="replace")


COMMANDS: dict[str, Command] = {
    "index": index,
    "search": search,
    "kwic": kwic,
    "trend": trend,
    "headings": headings,
    "similar": similar,
    "suggest": suggest,
    "parse": parse_files,
    "serve": serve,
    "correct": correct,
    "stats": stats,
    "check": check_index,
}
