"""Commands that keep the archive and its index: index, parse, correct, stats, check."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import click

from indexer.cli.arguments import Arguments
from indexer.cli.commands import open_engine, print_json, print_lines
from indexer.cli.exit_codes import OK, PROBLEMS
from indexer.config import Settings
from indexer.corrections.model import Correction, CorrectionFile
from indexer.corrections.store import load_corrections
from indexer.engines import ArchiveEngine
from indexer.errors import CorrectionError, IndexUnavailable
from indexer.ingest.analysis import FailedDocument, parse_file
from indexer.ingest.changes import IndexReport, Progress, ReadOptions
from indexer.ingest.corrector import Corrector, without_effect
from indexer.ingest.manifest import Manifest, manifest_from_dict
from indexer.ingest.reader import Limits, died_before
from indexer.ingest.together import scope_of, update_alone, update_together
from indexer.ingest.update import update
from indexer.ingest.verify import check
from indexer.library.job import Run
from indexer.output import json_search, text_commands
from indexer.output.json_commands import check_to_dict, corrections_to_dict, index_to_dict, stats_to_dict
from indexer.parsing.own_rules import rulebook_with
from indexer.reading import find_soffice


def index(settings: Settings, arguments: Arguments) -> int:
    """``bigan index``: brings the index up to date."""
    with closing(open_engine(settings)) as engine:
        outcome = run_update(engine, settings, arguments.folders, arguments.prune, quiet=arguments.json, together=True)
        counts = engine.stats()
    if arguments.json:
        print_json(index_to_dict(outcome, counts))
    else:
        print_lines(text_commands.index_lines(outcome))
    return OK if outcome.ok else PROBLEMS


def parse_files(settings: Settings, arguments: Arguments) -> int:
    """``bigan parse``: shows how files are understood, without indexing."""
    failed, rules = False, rulebook_with(settings.own_rules)
    soffice = find_soffice(settings.libreoffice)
    for file in arguments.files:
        for parsed in parse_file(Path(file), rules, max_bytes(settings), soffice):
            if isinstance(parsed, FailedDocument):
                failed = True
                print(f"{parsed.shown}：{parsed.error}", file=sys.stderr)
            elif arguments.json:
                for report in parsed.reports:
                    print_json(
                        json_search.parsed_to_dict(parsed.shown, report, parsed.unread, parsed.notes),
                        indent=None,
                    )
            else:
                print_lines(
                    text_commands.parsed_lines(parsed.shown, parsed.reports, parsed.unread, parsed.notes)
                )
    return PROBLEMS if failed else OK


def correct(settings: Settings, arguments: Arguments) -> int:
    """``bigan correct``: corrects what was understood wrongly, or lists what has been corrected."""
    if arguments.id is None:
        found = load_corrections(settings.corrections)
        if arguments.json:
            print_json(corrections_to_dict(found.corrections, found.problems))
        else:
            print_lines(
                text_commands.correction_lines(found, idle_corrections(settings, found), settings.corrections)
            )
        return PROBLEMS if found.problems else OK
    with closing(open_engine(settings)) as engine:
        made = corrector(engine, settings).correct(arguments.id, corrections_asked(arguments))
    if arguments.json:
        print_json(corrections_to_dict(made))
    else:
        print_lines(text_commands.corrected_lines(made, settings.corrections))
    return OK


def stats(settings: Settings, arguments: Arguments) -> int:
    """``bigan stats``: what the index holds."""
    with closing(open_engine(settings)) as engine:
        counts, manifest = engine.stats(), manifest_from_dict(engine.manifest())
    unread = [entry.unread for entry in manifest.files.values() if entry.unread]
    if arguments.json:
        print_json(stats_to_dict(counts, settings, manifest.roots, unread))
    else:
        print_lines(text_commands.stats_lines(counts, settings.index_place, manifest.roots, unread))
    return OK


def check_index(settings: Settings, arguments: Arguments) -> int:
    """``bigan check``: compares index and archive."""
    with closing(open_engine(settings)) as engine:
        engine.verify()
        outcome = check(engine, settings.archive_roots, max_bytes(settings))
    if arguments.json:
        print_json(check_to_dict(outcome))
    else:
        print_lines(text_commands.check_lines(outcome))
    return OK if outcome.ok else PROBLEMS


def run_update(
    engine: ArchiveEngine,
    settings: Settings,
    folders: Iterable[str],
    prune: bool,
    quiet: bool,
    forget: Sequence[Path] = (),
    together: bool = False,
) -> IndexReport:
    """Updates the index with a progress bar on stderr, unless ``quiet``; ``together`` as for ``update_with``."""
    hidden = quiet or not sys.stderr.isatty()
    with click.progressbar(
        length=0, label="更新索引", hidden=hidden, show_pos=True, item_show_func=_end_of_name, file=sys.stderr
    ) as bar:

        def progress(done: int, total: int, name: str) -> None:
            bar.length = total
            bar.update(done - bar.pos, name)

        only = [Path(folder) for folder in folders]
        return update_with(engine, settings, Run(only=only, forget=tuple(forget), prune=prune), progress, together)


def update_with(
    engine: ArchiveEngine, settings: Settings, run: Run, progress: Progress | None = None, together: bool = False
) -> IndexReport:
    """One run as the settings say, with what there is to say of corrections and older indexes. ``together``: where another
    updates the same index on a cluster, this one helps it."""
    problems: list[str] = []
    previous, unreadable = previous_index(engine)

    def corrections() -> Sequence[Correction]:
        found = load_corrections(settings.corrections)
        problems.extend(found.problems)
        return found.corrections

    with died_before(settings.index_folder) as died:
        how = ReadOptions(
            rules=rulebook_with(settings.own_rules),
            corrections=corrections,
            max_bytes=max_bytes(settings),
            soffice=find_soffice(settings.libreoffice),
            first_seconds=run.first_seconds,
            publish_seconds=run.publish_seconds,
            limits=limits(settings, careful=died),
        )

        def once(how: ReadOptions) -> IndexReport:
            return update(
                engine,
                settings.archive_roots,
                how,
                engine.tokenizer.fingerprint,
                only=run.only,
                prune=run.prune,
                progress=progress,
                previous=previous,
                forget=run.forget,
                touched=run.touched,
            )

        scope = scope_of(settings.archive_roots, run.only, run.forget, run.prune)
        if together:
            roots = (*settings.archive_roots, *run.only)
            outcome = update_together(engine, how, scope, roots, once, progress)
        else:
            outcome = update_alone(engine, how, scope, once)
    outcome.notes += upgrade_notes(engine, previous, unreadable)
    outcome.warnings += [f"更正文件 {settings.corrections} {problem}" for problem in problems]
    return outcome


def _end_of_name(name: str | None) -> str:
    return (name or "")[-30:]


def previous_index(engine: ArchiveEngine) -> tuple[Manifest | None, list[str]]:
    """The manifest of the index that an older version of Bigan left, where the present one is still empty and takes its
    folders over, and what is wrong with it."""
    if not engine.outdated() or engine.stats().generation:
        return None, []
    try:
        return manifest_from_dict(engine.previous_manifest()), []
    except IndexUnavailable as error:
        return None, [str(error)]


def upgrade_notes(engine: ArchiveEngine, previous: Manifest | None, problems: Sequence[str]) -> list[str]:
    """A line on each index of an older version: what was taken over from it, or what has to be done, and that it may be
    deleted."""
    outdated = engine.outdated()
    notes = [f"{folder} 是旧版本的索引，已不再使用，可以删除" for folder in outdated]
    if problems:
        notes[0] = problems[0]
    elif previous is not None and previous.roots:
        now = manifest_from_dict(engine.manifest()).files
        lost = [path for path, entry in previous.files.items() if entry.reports and not (path in now and now[path].reports)]
        gone = f"有 {len(lost)} 个文件现在读不到，没有带过来（如 {lost[0]}），找回后请再运行 bigan index；" if lost else ""
        notes[0] = f"旧版本的索引 {outdated[0]} 收过的 {len(previous.roots)} 个文件夹已重新索引；{gone}旧索引可以删除"
    return notes


def corrector(engine: ArchiveEngine, settings: Settings) -> Corrector:
    """Corrects the reports of an engine and has it read them again."""
    return Corrector(
        engine,
        settings.corrections,
        lambda folders: run_update(engine, settings, map(str, folders), prune=False, quiet=True),
    )


def idle_corrections(settings: Settings, found: CorrectionFile) -> frozenset[Correction]:
    """The corrections that have no report in the index now; none where there is no index to ask."""
    if not (found.corrections and (settings.engine == "opensearch" or settings.index_folder.is_dir())):
        return frozenset()
    try:
        with closing(open_engine(settings)) as engine:
            return without_effect(found.corrections, manifest_from_dict(engine.manifest()))
    except IndexUnavailable:
        return frozenset()


def corrections_asked(arguments: Arguments) -> dict[str, str]:
    """The values a command line gives for the fields of a report; empty ones are taken back."""
    given = {
        "title": arguments.title,
        "year": arguments.year,
        "unit_type": arguments.unit,
        "genre": arguments.genre,
        "sections": arguments.section,
    }
    values = {field: value for field, value in given.items() if value is not None}
    if not values:
        raise CorrectionError(
            '没有说更正什么：请用 --title、--year、--unit、--genre 或 --section 给出（给空值 "" 是撤销）'
        )
    return values


def max_bytes(settings: Settings) -> int:
    """The size of the largest file that is read."""
    return settings.max_file_mb * 1024 * 1024


def limits(settings: Settings, careful: bool) -> Limits:
    """What worker processes may do; ``careful``: they are to read whatever there is, since the last run died."""
    found = Limits(settings.workers, settings.file_seconds, settings.worker_mb)
    return replace(found, start_after=0) if careful else found
