"""A ``bigan index`` in a process of its own, which can be killed: ``python -m tests.engines.opensearch.indexing HOSTS PREFIX
ARCHIVE CACHE LEASE``. It reads slowly, so that others have a share, and says how far it is."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from indexer.engines.opensearch import Cluster, OpenSearchEngine
from indexer.errors import UnreadableFile
from indexer.ingest import changes, together
from indexer.ingest.options import IndexReport, ReadOptions
from indexer.ingest.reader import Limits
from indexer.ingest.together import scope_of, update_together
from indexer.ingest.understanding import OldDocument, Understanding, Understood
from indexer.ingest.update import update
from indexer.language.tokenizer import Tokenizer
from indexer.parsing.rulebook import default_rulebook

#: Names the seconds that reading a document takes at least, for this process and its workers, and a file that ends this when
#: it is there.
SLOW, HURRY = "BIGAN_TEST_SECONDS_A_FILE", "BIGAN_TEST_HURRY"


@dataclass(frozen=True, slots=True)
class Slow(Understanding):
    """Takes its time."""

    def of_bytes(self, data: bytes, name: str) -> Understood | OldDocument | UnreadableFile:
        until = time.monotonic() + float(os.environ[SLOW])
        while time.monotonic() < until and not os.path.exists(os.environ[HURRY]):
            time.sleep(0.02)
        return Understanding.of_bytes(self, data, name)


def main() -> None:
    hosts, prefix, archive, cache, lease = sys.argv[1:]
    changes.Understanding = together.Understanding = Slow  # type: ignore[attr-defined]
    several = "," in hosts
    cluster = Cluster(tuple(hosts.split(",")), prefix, 1 + several, int(several), lease=float(lease), timeout=20.0)
    engine = OpenSearchEngine(cluster, Tokenizer(Path(cache)))
    roots = [Path(archive)]
    how = ReadOptions(default_rulebook(), publish_after=3000, limits=Limits(2, start_after=0))

    def once(how: ReadOptions) -> IndexReport:
        print("leads", flush=True)
        return update(engine, roots, how, engine.tokenizer.fingerprint, progress=told)

    def told(done: int, total: int, name: str) -> None:
        print("read", done, flush=True)

    outcome = update_together(engine, how, scope_of(roots, (), (), False), roots, once, told)
    print("end", outcome.added, outcome.unchanged, *outcome.notes, flush=True)
    engine.close()


if __name__ == "__main__":
    main()
