"""How long indexing and answering take: ``python -m bench.measure [FOLDER…]`` (default: archive/).

Builds a fresh index in a temporary folder, then asks each class of question with words and
fragments drawn from the indexed paragraphs themselves, none of them twice. Prints one table.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median, quantiles

from indexer.engines.whoosh import WhooshEngine
from indexer.ingest.changes import ReadOptions
from indexer.ingest.update import update
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import StoredParagraph
from indexer.parsing.rulebook import default_rulebook
from indexer.querying.request import build_request
from indexer.querying.tree import SearchRequest

ROOT = Path(__file__).resolve().parents[1]
SEED = 20261121
QUESTIONS = 60


def main(folders: Sequence[Path]) -> None:
    """Prints the table for the reports in ``folders``."""
    with tempfile.TemporaryDirectory() as place:
        tokenizer = Tokenizer(Path(place) / "cache")
        tokenizer.warm()
        engine = WhooshEngine(Path(place), tokenizer)
        outcome = update(engine, folders, ReadOptions(default_rulebook()), tokenizer.fingerprint)
        stats = engine.stats()
        print(f"{outcome.files} files, {stats.paragraphs} paragraphs, {stats.characters} characters")
        print(f"index from nothing: {outcome.seconds:.2f} s, {stats.paragraphs / outcome.seconds:.0f} paragraphs/s")
        again = update(engine, folders, ReadOptions(default_rulebook()), tokenizer.fingerprint)
        print(f"index again, nothing changed: {again.seconds * 1000:.0f} ms")
        paragraphs = [p for report in _reports(engine) for p in engine.paragraphs_of(report)]
        for name, requests in _classes(paragraphs, tokenizer):
            _print_row(name, requests, engine.search)
        engine.close()


def _reports(engine: WhooshEngine) -> list[str]:
    return sorted({rid for entry in engine.manifest()["files"].values() for rid in entry[4]})


def _classes(
    paragraphs: Sequence[StoredParagraph], tokenizer: Tokenizer
) -> Iterable[tuple[str, list[SearchRequest]]]:
    """The classes of questions; within a class no question stands twice."""
    chance = random.Random(SEED)
    counts = Counter(w for p in paragraphs for w in set(tokenizer.words(p.text)) if len(w) > 1)
    ordered = [word for word, _ in counts.most_common()]
    common, rare = ordered[:QUESTIONS], chance.sample([w for w in ordered if counts[w] <= 2], QUESTIONS)
    middle = ordered[QUESTIONS : QUESTIONS * 5]
    texts = [p.text for p in paragraphs if len(p.text) > 40]
    fragments = {t[at : at + chance.randint(4, 12)] for t in texts if (at := chance.randrange(len(t) - 12)) >= 0}
    yield "common word", [build_request(w) for w in common]
    yield "rare word", [build_request(w) for w in rare]
    yield "two words", [build_request(f"{a} {b}") for a, b in zip(common, middle, strict=False)]
    chosen = [f for f in sorted(fragments) if any(c.isalnum() for c in f)]
    yield "phrase", [build_request(phrases=[f]) for f in chance.sample(chosen, min(QUESTIONS, len(chosen)))]
    yield "common word, filtered", [build_request(w, filters={"section": ["problems"], "year": ["2018-2022"]}) for w in common]
    yield "filters alone", [build_request(filters={"section": ["problems"], "year": [str(y)]}) for y in range(2000, 2026)]


def _print_row(name: str, requests: Sequence[SearchRequest], search: Callable[[SearchRequest], object]) -> None:
    """Median and 95th percentile of full requests: match, rank, ten texts with marks, total, facets."""
    took = []
    for request in requests:
        began = time.perf_counter()
        search(request)
        took.append((time.perf_counter() - began) * 1000)
    print(f"{name:24} {len(took):4} questions  median {median(took):7.2f} ms  p95 {quantiles(took, n=20)[-1]:7.2f} ms")


if __name__ == "__main__":
    main([Path(folder) for folder in sys.argv[1:]] or [ROOT / "archive"])
