"""The engine on a cluster beside the one in a folder: ``python -m bench.opensearch HOST ARCHIVE PLACE``.

Both read the same archive with as many workers, one after the other or, in two runs with ``--build``, at the same time. Then
each question is asked of both in turn, so that what else the machine does falls on both alike. What an engine remembers between
questions (how rare words are, what was counted for the last questions) it has after the first round, whose median stands in a
column of its own. There a node that was just started compiles what it runs; so of the cluster each class is asked for the first
time once more, as after a commit, by when the node is warm: the column *anew*. Times are those of a caller, over HTTP.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from indexer.engines import Engine
from indexer.engines.opensearch import Cluster, OpenSearchEngine
from indexer.engines.whoosh import WhooshEngine
from indexer.ingest.options import ReadOptions
from indexer.ingest.reader import Limits
from indexer.ingest.update import update
from indexer.language.tokenizer import Tokenizer
from indexer.parsing.rulebook import default_rulebook
from indexer.querying.heading_request import HeadingRequest
from indexer.querying.request import build_request
from indexer.querying.tree import SearchRequest

PREFIX = "bench"
ROUNDS = 8

Ask = Callable[[Engine], Any]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.opensearch", description=__doc__)
    parser.add_argument("host")
    parser.add_argument("archive", type=Path)
    parser.add_argument("place", type=Path)
    parser.add_argument("--shards", type=int, default=2)
    parser.add_argument("--keep", action="store_true", help="ask what was built before")
    parser.add_argument("--build", choices=("whoosh", "opensearch"), help="build this one and ask nothing")
    given = parser.parse_args(arguments)
    tokenizer = Tokenizer(given.place / "jieba")
    if given.build == "whoosh":
        _build("whoosh", WhooshEngine(given.place / "whoosh", tokenizer), given.archive, tokenizer)
        return
    cluster = OpenSearchEngine(Cluster((given.host,), PREFIX, shards=given.shards, timeout=600.0), tokenizer)
    if given.build:
        _build("opensearch", cluster, given.archive, tokenizer)
        return
    engines: dict[str, Engine] = {"whoosh": WhooshEngine(given.place / "whoosh", tokenizer), "opensearch": cluster}
    if not given.keep:
        for name in engines:
            _build(name, engines[name], given.archive, tokenizer)
    print(f"opensearch: {_bytes_in(cluster) / 1e6:.0f} MB, {cluster.stats().paragraphs} paragraphs", flush=True)
    folder = sum(path.stat().st_size for path in (given.place / "whoosh").rglob("*") if path.is_file())
    print(f"whoosh: {folder / 1e6:.0f} MB", flush=True)
    columns = "".join(f"  {one + ' first':>{len(one) + 7}}{'anew':>7}{'p50':>7}{'p95':>7}" for one in engines)
    print(f"{'class':28}{'hits':>9}{columns}  ms", flush=True)
    for name, asks in _classes(engines["whoosh"]):
        _measure(name, asks, engines)


def _build(name: str, engine: Engine, archive: Path, tokenizer: Tokenizer) -> None:
    began, used = time.perf_counter(), os.times()
    update(engine, [archive], ReadOptions(default_rulebook(), limits=Limits(workers=2)), tokenizer.fingerprint)
    seconds, now = time.perf_counter() - began, os.times()
    own = now.user + now.system - used.user - used.system
    workers = now.children_user + now.children_system - used.children_user - used.children_system
    paragraphs = engine.stats().paragraphs
    print(f"{name}: {paragraphs} paragraphs in {seconds:.0f} s, {paragraphs / seconds:.0f}/s; "
          f"processor {own:.0f} s here, {workers:.0f} s in workers", flush=True)  # fmt: skip


def _bytes_in(engine: OpenSearchEngine) -> int:
    now = engine.newest()
    told = engine.client.ask("GET", f"/{now.index},{now.catalogue}/_stats/store")
    return int(told["_all"]["primaries"]["store"]["size_in_bytes"])


# --- questions -----------------------------------------------------------------------------------


def _classes(engine: Engine) -> Iterator[tuple[str, list[Ask]]]:
    """Words by how many paragraphs hold them, and what else is asked, drawn from the archive's own vocabulary."""
    words = {word: count for word, count in engine.vocabulary().words if len(word) > 1}
    common = sorted(words, key=lambda word: -words[word])
    under = _between(words, common, 5_000, 9_000)
    some = _between(words, common, 1_000, 3_000)
    yield "word, under 10 000 hits", [_search(word) for word in under]
    yield "word, 1 000 to 3 000", [_search(word) for word in some]
    yield "the most common words", [_search(word) for word in common[:6]]
    yield "one character", [_search(character) for character in "的和工"]
    yield "two words", [_search(f"{a} {b}") for a, b in zip(under, some, strict=False)]
    yield "common word, folded", [_search(word, fold=True) for word in common[:4]]
    yield "common word, one a report", [_search(word, per_report=True) for word in common[:4]]
    yield "common word, section chosen", [_search(word, {"section": ["problems"]}) for word in common[:4]]
    yield "gap", [_search(f'"{a}*{b}"') for a, b in pairwise(common[:5])]
    yield "trend", [_of(lambda e, r: e.trend(r), word) for word in under[:4]]
    yield "lines, under 10 000", [_of(lambda e, r: e.concordance(r, "place", 20), word) for word in under[:3]]
    yield "headings", [_headings(word) for word in under[:4]]
    yield "headings, a full page", [_headings("工作"), _headings("建设"), _headings("")]
    yield "similar", [_similar(engine, word) for word in some[:4]]
    yield "everything", [_search("")]


def _between(words: dict[str, int], common: Sequence[str], least: int, most: int) -> list[str]:
    """Six words that so many paragraphs hold; of a small archive some that are rather common."""
    return ([word for word in common if least <= words[word] < most] or list(common[10:40]))[:6]


def _search(typed: str, filters: dict[str, Sequence[str]] | None = None, **more: Any) -> Ask:
    request = replace(build_request(typed, filters=filters or {}), **more)
    return lambda engine: engine.search(request).total


def _of(ask: Callable[[Engine, SearchRequest], Any], typed: str) -> Ask:
    request = build_request(typed)
    return lambda engine: ask(engine, request).total


def _headings(typed: str) -> Ask:
    request = HeadingRequest(typed)
    return lambda engine: engine.headings(request).total


def _similar(engine: Engine, word: str) -> Ask:
    hit = engine.search(build_request(word)).hits[0].paragraph
    return lambda asked: len(asked.similar(hit.text, build_request("").filters, 10, hit.id))


# --- times ---------------------------------------------------------------------------------------


def _measure(name: str, asks: Sequence[Ask], engines: dict[str, Engine]) -> None:
    """A row: the first round, the same once more where nothing is remembered, and ``ROUNDS`` more."""
    first, hits = _round(asks, engines)
    assert len({tuple(found) for found in hits.values()}) == 1, hits
    anew, _ = _round(asks, {one: _forgetful(engine) for one, engine in engines.items()})
    rounds = [_round(asks, engines)[0] for _ in range(ROUNDS)]
    row = f"{name:28}{sum(hits['whoosh']) // len(asks):>9}"
    for one in engines:
        cuts = quantiles([one_time for times in rounds for one_time in times[one]], n=20, method="inclusive")
        row += f"  {median(first[one]):>{len(one) + 7}.1f}{median(anew[one]):>7.1f}{cuts[9]:>7.1f}{cuts[18]:>7.1f}"
    print(row, flush=True)


def _round(asks: Sequence[Ask], engines: dict[str, Engine]) -> tuple[dict[str, list[float]], dict[str, list[int]]]:
    """Each question asked of both engines in turn: how many milliseconds it took, and what was found."""
    times: dict[str, list[float]] = {one: [] for one in engines}
    hits: dict[str, list[int]] = {one: [] for one in engines}
    for ask in asks:
        for one, engine in engines.items():
            began = time.perf_counter()
            found = ask(engine)
            times[one].append((time.perf_counter() - began) * 1000)
            hits[one].append(int(found))
    return times, hits


def _forgetful(engine: Engine) -> Engine:
    """A cluster's engine as after a commit: nothing of the generation is remembered, neither here nor by the node. Another engine
    is as it was."""
    if not isinstance(engine, OpenSearchEngine):
        return engine
    engine.client.ask("POST", f"/{engine.alias}-g*/_cache/clear?request=true&query=true")
    return OpenSearchEngine(engine.cluster, engine.tokenizer)


if __name__ == "__main__":
    main()
