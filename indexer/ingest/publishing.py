"""Publishes what a run has read, generation by generation, while it goes on reading.

Each generation is one transaction with a manifest that is true of it: what has been read so far, and of everything else
what was indexed before. So memory holds only what was read since the last one, what is done can be searched, and a run that
is broken off leaves nothing to be read twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import TracebackType
from typing import Any

from indexer.engines import Engine, Writer
from indexer.errors import IndexUnavailable
from indexer.ingest.manifest import MOST_GONE, Manifest, manifest_from_dict, manifest_to_dict, titles_gone
from indexer.ingest.sources import sources

_OTHER_RUN = "索引在这次更新的中途被另一个 bigan 更新过：请再运行 bigan index，已读过的文件不会重读"


class Publisher:
    """Writes to the index between ``__enter__``, which takes the lock, and ``__exit__``, which drops what was not
    published. ``manifest`` is that of the newest generation. ``remembers``: the titles of reports that go are kept, for links to
    them. Raises ``IndexUnavailable`` while another process updates the same index."""

    def __init__(self, engine: Engine, remembers: bool = True) -> None:
        self._engine = engine
        self._remembers = remembers
        self._published = 0
        self._has_reports = False

    def __enter__(self) -> Publisher:
        self._writer: Writer | None = self._engine.writer().__enter__()
        self.manifest = manifest_from_dict(self._engine.manifest())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._writer is not None:
            self._writer.__exit__(kind, error, trace)

    def add(self, identity: str, prepared: Any) -> None:
        """Adds a report, prepared, to what is published next. Raises ``IndexUnavailable`` where another process has
        published meanwhile."""
        self._opened().add_prepared(identity, prepared)
        self._has_reports = True

    def publish(self, after: Manifest, last: bool = False) -> bool:
        """Publishes what was added and the manifest ``after``, without the reports that no file of it holds; whether there
        was anything to publish. With the ``last`` ones of several the index is made compact. Raises ``IndexUnavailable``
        where another process has published meanwhile."""
        compact = last and self._published > 0
        if not self._has_reports and after.same_content(self.manifest) and not (compact and self._published > 1):
            return False
        dropped = sorted(self.manifest.report_ids - after.report_ids)
        titles = self._titles(dropped) if self._remembers else {}
        after = replace(after, gone=titles_gone(self.manifest.gone, titles, after.report_ids))
        writer = self._opened()
        for identity in dropped:
            writer.delete(identity)
        writer.commit(manifest_to_dict(after), sources(after), compact=compact)
        self._published += 1
        self._generation = self._engine.stats().generation
        self.manifest, self._writer, self._has_reports = after, None, False
        return True

    def _titles(self, identities: Sequence[str]) -> dict[str, str]:
        """The titles of reports that are still there, as far as they have one; of many only of as many as are remembered."""
        reports = [self._engine.report(identity) for identity in identities[:MOST_GONE]]
        return {stored.id: stored.title for stored in reports if stored and stored.title}

    def _opened(self) -> Writer:
        if self._writer is None:
            self._writer = self._next_writer()
        return self._writer

    def _next_writer(self) -> Writer:
        """The lock is free between two generations: whoever took it must not have changed anything."""
        writer = self._engine.writer().__enter__()
        if self._engine.stats().generation != self._generation:
            writer.__exit__(None, None, None)
            raise IndexUnavailable(_OTHER_RUN)
        return writer
