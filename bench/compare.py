"""Bigan beside other engines: ``python -m bench.compare [--sizes 10000 100000] [--peers bigan tantivy …] [--json FILE]``.

For each size: makes an archive (``corpus.py``), lets every engine index it, each in a process of its own, then asks all
of them the same questions (``questions.py``), one question after the other, the engines taking turns, in one process.
Bigan starts from files; the others get its paragraphs parsed and cut into words, which favours them. Prints Markdown.

Where engines find different totals they have not done the same work: then it says for how many questions the totals are
Bigan's, and the ratio is over these alone. The peers on pairs of characters are exact as Bigan is, so they do
the same work throughout. Nothing asks for a question twice, nothing keeps results. Memory is told on Linux only.
"""

from __future__ import annotations

import argparse
import gc
import json
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from bench.apart import in_child
from bench.children import (
    additions,
    bigan_search,
    build,
    first_answer,
    memory_after,
    prepare,
    serve_memory,
)
from bench.corpus import SEED, write_archive
from bench.peers import PEERS, NotUnderstood, Peer, Question, Source, make, missing
from bench.questions import mixed, question_classes
from bench.rows import read_rows
from bench.tables import BASE, CLOCKS, Answers, Measured, Timed, tables

#: Seconds until a step is given up.
_BUILD_SECONDS, _ASK_SECONDS, _SMALL_SECONDS = 7200.0, 7200.0, 900.0
#: Asked before the clock runs, from another seed; and before memory is looked at.
_WARMING, _BEFORE_MEMORY = 24, 200


# --- measuring ------------------------------------------------------------------------------------

#: So many questions are asked of one engine before it is the next one's turn.
_IN_A_ROW = 10


def measure(size: int, names: Sequence[str], place: Path, questions: int, added: int, seed: int = SEED) -> Measured:
    """Measures the peers over a made archive of so many paragraphs below ``place``."""
    source = Source(place / "archive", place / "rows.jsonl")
    _say(f"making {size} paragraphs")
    write_archive(source.folder, size, seed)
    measured = Measured(in_child(_BUILD_SECONDS, prepare, [source.folder], source.rows, place / "cache"))
    classes = question_classes(read_rows(source.rows), questions, seed)
    _build_all(measured, names, place, source)
    names = [name for name in names if (PEERS[name].index_of or name) in measured.built]
    _say("asking")
    to_come = {question for questions in classes.values() for question in questions}
    others = question_classes(read_rows(source.rows), _WARMING, seed + 1)
    warming = [question for question in mixed(others, 2 * _WARMING) if question not in to_come][:_WARMING]
    answers = measured.attempt(lambda: in_child(_ASK_SECONDS, ask_all, names, place, classes, warming))
    measured.answers = answers or {}
    _alone(measured, names, place, classes)
    if BASE in names:
        _commands(measured, place, source.folder, classes, added)
    return measured


def _build_all(measured: Measured, names: Sequence[str], place: Path, source: Source) -> None:
    for name in names:
        if not PEERS[name].index_of:
            _say(f"building {name}")
            built = measured.attempt(lambda name=name: in_child(_BUILD_SECONDS, build, name, place, source))  # type: ignore[misc]
            if built is not None:
                measured.built[name] = built


def ask_all(
    names: Sequence[str], place: Path, classes: Mapping[str, Sequence[Question]], warming: Sequence[Question]
) -> Answers:
    """Asks every peer every question of its part: some of each class, then the next of each, so that a busy moment of
    the machine falls on all; the engines take turns. One asked before its turn's questions, which is not timed, brings
    an engine's data back into the processor's caches: warm means that it answers one question after the other."""
    peers = {name: make(name, place) for name in names}
    for peer in peers.values():
        peer.open()
        for question in warming:
            try:
                peer.ask(question)
            except NotUnderstood:
                continue
    gc.collect()
    gc.freeze()
    answers: Answers = {kind: {name: [] for name in names} for kind in classes}
    for turn, start in enumerate(range(0, max(map(len, classes.values()), default=0), _IN_A_ROW)):
        for kind, questions in classes.items():
            block = list(enumerate(questions))[start : start + _IN_A_ROW]
            for name in _turn(names, turn):
                answers[kind][name] += _in_a_row(peers[name], block, PEERS[name].every, warming[turn % len(warming)])
                gc.collect()
    return answers


def _in_a_row(peer: Peer, block: Sequence[tuple[int, Question]], every: int, before: Question) -> Iterator[Timed]:
    """Asks a peer its part of some numbered questions, after one that is not timed."""
    for number, question in ((-1, before), *block):
        if number % every == 0 or number < 0:
            try:
                timed = _timed(peer, question, number)
            except NotUnderstood:
                continue
            if number >= 0:
                yield timed


def _timed(peer: Peer, question: Question, number: int) -> Timed:
    """One full request by the clock, and by the processor's. Raises ``NotUnderstood``."""
    used, began = time.process_time(), time.perf_counter()
    answer = peer.ask(question)
    seconds, used = time.perf_counter() - began, time.process_time() - used
    return Timed(number, seconds * 1000, used * 1000, answer.total)


def _turn(names: Sequence[str], number: int) -> Iterator[str]:
    """The engines, each turn another first."""
    first = number % len(names)
    return iter((*names[first:], *names[:first]))


def _alone(measured: Measured, names: Sequence[str], place: Path, classes: Mapping[str, Sequence[Question]]) -> None:
    """Memory and first answer of each peer in a process of its own."""
    words = [question.words[0] for question in classes["common word"]]
    for name in names:
        _say(f"{name} alone")
        questions = mixed(classes, _BEFORE_MEMORY)[:: PEERS[name].every]
        memory = measured.attempt(lambda n=name, q=questions: in_child(_SMALL_SECONDS, memory_after, n, place, q))  # type: ignore[misc]
        if memory is not None:
            measured.memory[name] = memory
        cold = measured.attempt(lambda n=name: in_child(_SMALL_SECONDS, first_answer, n, place, words))  # type: ignore[misc]
        if cold is not None:
            measured.cold[name] = cold


def _commands(
    measured: Measured, place: Path, archive: Path, classes: Mapping[str, Sequence[Question]], added: int
) -> None:
    """Bigan's own commands: search, serve, and reports added while it serves."""
    words = [question.words[0] for question in classes["common word"]]
    for with_rjieba, name in ((True, "bigan search, rjieba"), (False, "bigan search, jieba")):
        _say(name)
        cold = measured.attempt(lambda t=with_rjieba: bigan_search(place, words, with_rjieba=t))  # type: ignore[misc]
        if cold is not None:
            measured.cold[name] = cold
    _say("bigan serve")
    questions = mixed(classes, _BEFORE_MEMORY)
    memory = measured.attempt(lambda: in_child(_SMALL_SECONDS, serve_memory, place, questions))
    if memory is not None:
        measured.memory["bigan serve"] = memory
    if added:
        _say(f"adding {added} reports")
        measured.added = measured.attempt(lambda: in_child(_BUILD_SECONDS, additions, place, archive, added))


def _say(step: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {step}", file=sys.stderr, flush=True)


# --- the command ------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m bench.compare", description="Bigan beside other engines")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000], metavar="PARAGRAPHS")
    parser.add_argument("--peers", nargs="+", choices=list(PEERS), default=list(PEERS))
    parser.add_argument("--questions", type=int, default=200, help="of each class (slow peers get every tenth)")
    parser.add_argument("--additions", type=int, default=0, help="reports to add one by one while Bigan serves")
    parser.add_argument("--clock", choices=CLOCKS, default="wall", help="processor: not the time spent waiting for one")
    parser.add_argument("--json", type=Path, metavar="FILE", help="every single figure")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where archives and indexes stay (earlier ones are deleted)")
    asked = parser.parse_args(arguments)
    names = _able(asked.peers)
    print(f"Python {platform.python_version()}, {platform.system()}, {', '.join(names)}\n")
    everything = []
    for size in asked.sizes:
        with tempfile.TemporaryDirectory() as temporary:
            place = Path(temporary)
            if asked.keep is not None:
                place = asked.keep / str(size)
                shutil.rmtree(place, ignore_errors=True)
            measured = measure(size, names, place, asked.questions, asked.additions)
        print("\n".join(tables(measured, asked.clock)), end="\n\n", flush=True)
        everything.append(asdict(measured))
        if asked.json is not None:
            asked.json.write_text(json.dumps(everything, ensure_ascii=False), encoding="utf-8")


def _able(names: Sequence[str]) -> list[str]:
    """The peers that are here; those that are not are named, and why."""
    for name in names:
        if why := missing(name):
            print(f"{name} left out: {why}")
    able = [name for name in names if not missing(name)]
    return [name for name in able if not PEERS[name].index_of or PEERS[name].index_of in able]


if __name__ == "__main__":
    main()
