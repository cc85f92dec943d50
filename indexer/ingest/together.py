"""One run of several processes: whoever comes first leads it, the others help, and go on with it where the first is lost."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from indexer import __version__
from indexer.corrections.model import Correction
from indexer.engines import ArchiveEngine
from indexer.engines.sharing import RunSheet, WorkBoard
from indexer.errors import BiganError, IndexBusy
from indexer.ingest.helping import Helped, help_run
from indexer.ingest.options import IndexReport, Progress, ReadOptions
from indexer.ingest.sharing import Sharing, shared_fingerprint
from indexer.ingest.understanding import Understanding
from indexer.ingest.worker import Brief

#: Seconds between two tries to get the lead.
_TRY_EVERY_S = 1.0
#: Seconds for which the lock of a writer that died may still be held when its run is taken over.
_PATIENCE_S = 90.0

_BUSY = "索引正由另一个 bigan 更新：请等它结束后再试"
_WAITING = "等另一个 bigan"
_HELPED = "另一个 bigan 正在更新这个索引，这里帮它读了 {files} 个文件"
_OTHER = (
    "帮不上忙：正在更新的那台电脑的笔杆版本、规则、词典、更正或 max_file_mb 与这台不同："
    "请改成一致，或等它结束后再运行 bigan index"
)

#: One run with these options, as ``update`` makes it.
Update = Callable[[ReadOptions], IndexReport]


def scope_of(roots: Sequence[Path], only: Sequence[Path], forget: Sequence[Path], prune: bool) -> str:
    """What a run looks at, for ``Sharing``."""
    return json.dumps([sorted(map(str, roots)), sorted(map(str, only)), sorted(map(str, forget)), prune])


def update_alone(engine: ArchiveEngine, how: ReadOptions, scope: str, update: Update) -> IndexReport:
    """A run that leads, so that others may help, or does not take place: raises ``IndexBusy`` where another leads."""
    with _board_of(engine) as board:
        if board is None:
            return update(how)
        if not board.lead():
            raise IndexBusy(_BUSY)
        return _led(board, how, scope, update)


def update_together(
    engine: ArchiveEngine,
    how: ReadOptions,
    scope: str,
    roots: Sequence[Path],
    update: Update,
    progress: Progress | None = None,
) -> IndexReport:
    """A run that leads, or helps the one that does until there is nothing left to do for it; files outside of ``roots`` are
    not read for others."""
    with _board_of(engine) as board:
        if board is None:
            return update(how)
        began, files, same = time.monotonic(), 0, False
        while not board.lead():
            sheet = board.run()
            if sheet is None:
                if progress is not None:
                    progress(0, 1, _WAITING)
                time.sleep(_TRY_EVERY_S)
                continue
            helped = _help(engine, board, sheet, roots, how, progress)
            files, same = files + helped.files, sheet.scope == scope
            if not helped.leads:
                time.sleep(_TRY_EVERY_S)
        if same and board.run() is None:
            board.leave(finished=True)
            outcome = IndexReport(seconds=time.monotonic() - began)
            counts = engine.stats()
            outcome.reports, outcome.paragraphs = counts.reports, counts.paragraphs
        else:
            outcome = _led(board, how, scope, update)
        if files:
            outcome.notes.append(_HELPED.format(files=files))
        return outcome


def fingerprint_of(engine: ArchiveEngine, how: ReadOptions, corrections: Sequence[Correction]) -> str:
    """Names all that decides here what the bytes of a file become."""
    fingerprint = f"{__version__}/{how.rules.fingerprint}/{engine.tokenizer.fingerprint}"
    return shared_fingerprint(fingerprint, corrections, how.max_bytes)


@contextmanager
def _board_of(engine: ArchiveEngine) -> Iterator[WorkBoard | None]:
    board = engine.board()
    if board is None:
        yield None
        return
    with closing(board):
        yield board


def _led(board: WorkBoard, how: ReadOptions, scope: str, update: Update) -> IndexReport:
    finished = False
    until = time.monotonic() + _PATIENCE_S
    try:
        while True:
            try:
                outcome = update(replace(how, sharing=Sharing(board, scope)))
                break
            except IndexBusy:
                if time.monotonic() > until:
                    raise
                # The one who led before may have died as a writer.
                time.sleep(_TRY_EVERY_S)
        finished = True
        return outcome
    finally:
        board.leave(finished)


def _help(
    engine: ArchiveEngine,
    board: WorkBoard,
    sheet: RunSheet,
    roots: Sequence[Path],
    how: ReadOptions,
    progress: Progress | None,
) -> Helped:
    """Helps a run. Raises ``BiganError`` where that is impossible."""
    corrections = how.corrections()
    if fingerprint_of(engine, how, corrections) != sheet.fingerprint:
        raise BiganError(_OTHER)
    understanding = Understanding(how.rules, engine.preparation(), corrections)
    limits = how.limits
    brief = Brief(understanding, how.max_bytes, frozenset(), limits.seconds, limits.megabytes)

    def told(files: int, name: str) -> None:
        if progress is not None:
            progress(files, sheet.files, name)

    return help_run(board, sheet, roots, brief, limits.workers, told)
