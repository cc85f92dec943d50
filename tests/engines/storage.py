"""Looking at a Whoosh index from outside: what is found in it, which files it is made of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from indexer.engines.whoosh import WhooshEngine
from indexer.model.reports import Hit
from indexer.querying.tree import SearchRequest
from tests.engines.brute import all_hits

EVERYTHING = SearchRequest(size=100)


def reopened(engine: WhooshEngine) -> WhooshEngine:
    engine.close()
    return WhooshEngine(engine.folder.parent, engine.tokenizer)


def state(engine: WhooshEngine) -> tuple[list[Hit], object, dict[str, Any]]:
    return all_hits(engine, EVERYTHING), engine.stats(), dict(engine.manifest())


def texts(engine: WhooshEngine) -> list[str]:
    return sorted(hit.paragraph.text for hit in all_hits(engine, EVERYTHING))


def segment_files(engine: WhooshEngine, suffix: str) -> list[Path]:
    return sorted(engine.folder.glob(f"MAIN_*{suffix}"))
