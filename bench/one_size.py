"""Measures Bigan over one made-up archive, step by step, as its user meets it; each figure is kept as soon as it is there.

Below the folder of a size: ``archive`` (made once), ``bigan`` (its index and ``config.ini``) and ``figures.json``.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from statistics import median
from typing import Any

from bench.apart import in_child
from bench.children import asked, bigan_search, memory_after, serve_memory, serving
from bench.command import Ran, run
from bench.compare import ask_all
from bench.corpus import SEED, write_archive
from bench.parsed import rows_in
from bench.peers import Question, size_on_disk
from bench.questions import mixed, question_classes
from indexer.language.tokenizer import Tokenizer

#: Seconds until a step is given up.
_BUILD_SECONDS, _ASK_SECONDS = 6 * 3600.0, 7200.0
#: So many questions come before memory is looked at; so many are asked before the clock runs, from another seed.
_BEFORE_MEMORY, _WARMING = 200, 24
#: So many times a command is started; one more where the first does not count.
_STARTS = 5
#: Questions are made from so many paragraphs, of files at even distances.
_DRAWN_FROM = 25_000
#: Bytes that an archive and its index take for a paragraph, also while segments are merged.
_BYTES_EACH = 8_000

#: Everything that was measured of one size: step → figure → value, or a list of all values.
Figures = dict[str, dict[str, Any]]


class Unmeasurable(Exception):
    """A size cannot be measured here; the message says why, in one line."""


@dataclass(frozen=True)
class OneSize:
    """An archive of so many paragraphs below ``folder``, and so many questions of each class about it."""

    folder: Path
    paragraphs: int
    count: int

    @property
    def place(self) -> Path:
        return self.folder / str(self.paragraphs)

    @property
    def file(self) -> Path:
        return self.place / "figures.json"

    @cached_property
    def questions(self) -> tuple[dict[str, list[Question]], list[Question]]:
        """The classes of questions, and others that are asked before the clock runs."""
        return in_child(_ASK_SECONDS, draw, self.place, max(1, self.paragraphs // _DRAWN_FROM), self.count)


def measure(size: OneSize, again: Sequence[str] = ()) -> Figures:
    """Takes the steps that were not taken before, and those named in ``again``. Raises ``apart.Failed``, ``Unmeasurable``."""
    figures = {step: told for step, told in read_figures(size.file).items() if step not in again}
    for step, take in STEPS.items():
        if step not in figures:
            prepare(size)
            print(f"{time.strftime('%H:%M:%S')} {size.paragraphs} paragraphs: {step}", file=sys.stderr, flush=True)
            figures[step] = take(size)
            _write_whole(size.file, json.dumps(figures, ensure_ascii=False, indent=1))
    return figures


def read_figures(file: Path) -> Figures:
    """What was measured before; nothing where there is no such file. Raises ``Unmeasurable``."""
    try:
        figures: Figures = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise Unmeasurable(f"{file} cannot be read ({error}); delete it to measure this size again") from None
    if not isinstance(figures, dict) or not all(isinstance(told, dict) for told in figures.values()):
        raise Unmeasurable(f"{file} holds no figures; delete it to measure this size again")
    return figures


def prepare(size: OneSize) -> None:
    """Makes the archive where there is none: under another name first, so that half of one is never taken for it."""
    if (size.place / "archive").is_dir():
        return
    room_for(size)
    half = size.place / "archive.part"
    shutil.rmtree(half, ignore_errors=True)
    in_child(_ASK_SECONDS, write_archive, half, size.paragraphs, SEED)
    half.rename(size.place / "archive")


def room_for(size: OneSize, bytes_each: int = _BYTES_EACH) -> None:
    """Raises ``Unmeasurable`` where the disk is too small for so many bytes a paragraph."""
    size.place.mkdir(parents=True, exist_ok=True)
    needed, free = size.paragraphs * bytes_each, shutil.disk_usage(size.place).free
    if needed > free:
        raise Unmeasurable(
            f"{size.paragraphs} paragraphs take some {needed / 1e9:.1f} GB below {size.folder}, where {free / 1e9:.1f} are free"
        )


def draw(place: Path, every: int, count: int) -> tuple[dict[str, list[Question]], list[Question]]:
    """Questions about the archive, made from every so many-th of its files, and others to warm up with."""
    rows = list(rows_in([place / "archive"], Tokenizer(place / "cache"), every))
    classes = question_classes(rows, count, SEED)
    to_come = {question for questions in classes.values() for question in questions}
    others = mixed(question_classes(rows, _WARMING, SEED + 1), 2 * _WARMING)
    return classes, [question for question in others if question not in to_come][:_WARMING]


# --- the steps --------------------------------------------------------------------------------------


def _build(size: OneSize) -> dict[str, Any]:
    room_for(size)
    ran = build_index(size.place / "archive", size.place / "bigan")
    told = json.loads(ran.printed)
    return {
        "seconds": ran.seconds, "processor": ran.processor, "peak_mb": ran.peak, "own_peak_mb": ran.own_peak,
        "files": told["files"], "paragraphs": told["paragraphs"], "bytes": size_on_disk(size.place / "bigan" / "index"),
        "archive_bytes": size_on_disk(size.place / "archive"), "cores": os.cpu_count(),
    }  # fmt: skip


def build_index(archive: Path, into: Path) -> Ran:
    """``bigan index`` from nothing, with as many workers as a user gets; ``config.ini`` beside the index has later
    commands find it. Raises ``apart.Failed``."""
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    config = into / "config.ini"
    config.write_text(f"[archive]\nfolders = {archive}\n[index]\nfolder = {into / 'index'}\n", encoding="utf-8")
    return run([sys.executable, "-m", "indexer", "index", "--json"], _BUILD_SECONDS, {"BIGAN_CONFIG": str(config)})


def _opening(size: OneSize) -> dict[str, Any]:
    """``bigan search WORD`` as a process; ``bigan serve`` until it tells its address, and until it has answered once; medians."""
    words = [question.words[0] for question in size.questions[0]["common word"]][: _STARTS + 1]
    served = [_served(size.place, Question((word,))) for word in words[1:] or words]
    return {
        "search": bigan_search(size.place, words, with_rjieba=True),
        "serve_listens": median(listens for listens, _ in served),
        "serve": median(answered for _, answered in served),
    }


def _served(place: Path, question: Question) -> tuple[float, float]:
    """Seconds from starting ``bigan serve`` to its address, and to its first answer."""
    began = time.perf_counter()
    with serving(place) as (_, address):
        listens = time.perf_counter() - began
        asked(address, question)
        return listens, time.perf_counter() - began


def _memory(size: OneSize) -> dict[str, Any]:
    """What a process with the engine alone, and ``bigan serve``, hold after some questions."""
    questions = mixed(size.questions[0], _BEFORE_MEMORY)
    alone = in_child(_ASK_SECONDS, memory_after, "bigan", size.place, questions)
    served = in_child(_ASK_SECONDS, serve_memory, size.place, questions)
    return {
        name: asdict(memory) if memory else None for name, memory in (("process", alone), ("serve", served))
    } | {"questions": len(questions)}  # fmt: skip


def _latency(size: OneSize) -> dict[str, Any]:
    """Milliseconds of full requests in a process, warm: of each class all by the clock and all by the processor."""
    classes, warming = size.questions
    answers = in_child(_ASK_SECONDS, ask_all, ["bigan"], size.place, classes, warming)
    return {
        kind: {"wall": [timed.wall for timed in by_peer["bigan"]], "processor": [timed.processor for timed in by_peer["bigan"]]}
        for kind, by_peer in answers.items()
    }


#: In this order, as the later ones need the index.
STEPS: Mapping[str, Callable[[OneSize], dict[str, Any]]] = {
    "build": _build,
    "opening": _opening,
    "memory": _memory,
    "latency": _latency,
}


def _write_whole(file: Path, text: str) -> None:
    """Under another name first: an interrupted run leaves the file as it was."""
    half = file.with_suffix(".part")
    half.write_text(text, encoding="utf-8")
    half.replace(file)

