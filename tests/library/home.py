"""A library with its configuration, folders and index in one place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from indexer.config import Settings, load_settings
from indexer.config.changing import same_path
from indexer.corrections.store import load_corrections
from indexer.ingest.changes import IndexReport, Progress, ReadOptions
from indexer.ingest.update import update
from indexer.library.job import Run
from indexer.library.library import Library
from indexer.querying.request import build_request
from tests.workbench import Workbench

SECONDS = 30.0


class Home:
    """A library whose configuration, folders and index lie in one place."""

    def __init__(self, bench: Workbench) -> None:
        self.bench = bench
        self.config = bench.home / "config.ini"
        self.config.write_text("# 我的\n[archive]\nfolders = 报告\n", encoding="utf-8")
        self.problems: list[Exception] = []
        self.runs: list[Run] = []
        self.on_file: Callable[[str], None] = lambda name: None
        self.library = Library(
            bench.engine, load_settings(self.config, environ={}, cwd=bench.home), self._update, home=bench.home
        )

    def _update(self, settings: Settings, run: Run, progress: Progress | None) -> IndexReport:
        self.runs.append(run)
        if self.problems:
            raise self.problems.pop(0)

        def told(done: int, total: int, name: str) -> None:
            self.on_file(name)
            if progress:
                progress(done, total, name)

        return update(
            self.bench.engine,
            settings.archive_roots,
            ReadOptions(self.bench.rules, lambda: load_corrections(settings.corrections).corrections),
            "tokens-1",
            only=run.only,
            forget=run.forget,
            touched=run.touched,
            progress=told,
        )

    def refresh(self) -> None:
        self.library.refresh()
        assert self.library.job.wait(SECONDS)

    def total(self, phrase: str) -> int:
        return self.bench.engine.search(build_request(phrases=[phrase])).total

    def is_root(self, folder: Path) -> bool:
        return any(same_path(root, folder) for root in self.library.settings.archive_roots)
