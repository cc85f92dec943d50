"""How long reading and understanding take: ``python -m bench.formats [FOLDER…]``.

Reads the shipped samples written in each format, and the report files of the folders as they are; then
parses all these texts, and names the share of each stage. Beside it stands the time that rjieba, a fast
segmenter, takes to cut the same texts: a measure that means the same on any machine.
"""

from __future__ import annotations

import importlib
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any
from unittest.mock import patch

from indexer import parsing
from indexer.errors import UnreadableFile
from indexer.ingest.discovery import Scope, discover
from indexer.ingest.documents import documents_of
from indexer.model.reports import SourceText
from indexer.parsing import assembly
from indexer.parsing.outline import HeadingFinder
from indexer.parsing.rulebook import default_rulebook
from indexer.reading import find_soffice, is_legacy, read, read_many
from tests.campaign.judging import load_samples
from tests.campaign.making import FORMATS, as_rtf

ROUNDS = 5
#: Formats that need LibreOffice, or only hold other files.
_NOT_ALONE = ("rtf", "doc", "zip", "zip-in-zip")
#: As many as indexing gives to LibreOffice at once.
_BATCH = 24
_LARGEST = 50 * 1024 * 1024
_REST = "the rest"

#: What is called at each stage, as ``indexer.parsing`` and its parts name it; time is what a stage takes itself.
STAGES: Mapping[str, tuple[tuple[Any, str], ...]] = {
    "traditional script": ((parsing, "simplified"), (parsing, "give_back")),
    "clean": ((parsing, "clean"),),
    "layout": ((parsing, "restore_paragraphs"),),
    "split": ((parsing, "split"),),
    "outline": ((HeadingFinder, "__init__"), (HeadingFinder, "rank"), (assembly, "run_in_heading")),
    "genre": ((assembly, "genre_of"),),
    "years": ((assembly, "year_reported"), (assembly, "year_planned")),
    "units": ((assembly, "find_unit"),),
    "sections": ((assembly, "Kinds"), (assembly, "mark_sections")),
    "points, placeholders": (
        *((assembly, name) for name in ("find_points", "find_placeholders", "has_rewritten_figures")),
    ),
}

#: A document's name and bytes.
Document = tuple[str, bytes]
#: Does its work once over all texts.
Job = Callable[[], object]


def main(folders: Sequence[Path]) -> None:
    """Prints the figures for the samples and the reports in ``folders``."""
    texts = load_samples().texts
    print(f"{len(texts)} sample files, {sum(map(len, texts))} characters, best of {ROUNDS} rounds")
    print(f"{'read as':16}{'files/s':>10}{'characters/s':>14}{'bytes':>12}")
    for name, (suffix, written) in FORMATS.items():
        if name not in _NOT_ALONE:
            _print_reading(name, [(f"{at}{suffix}", written(text)) for at, text in enumerate(texts)])
    _print_office(texts)
    sources = [SourceText(text, "txt") for text in texts]
    for folder in folders:
        documents = list(_documents(folder))
        _print_reading(folder.name, documents)
        sources += [source for source in map(_read, documents) if source is not None]
    _print_parsing(sources)


def best(jobs: Sequence[Job]) -> list[float]:
    """The least seconds of each job over the rounds; they take turns, so that a busy moment of the machine
    falls on all of them."""
    seconds = [float("inf")] * len(jobs)
    for _ in range(ROUNDS):
        for at, job in enumerate(jobs):
            began = time.perf_counter()
            job()
            seconds[at] = min(seconds[at], time.perf_counter() - began)
    return seconds


# --- reading ----------------------------------------------------------------------------------


def _documents(folder: Path) -> Iterator[Document]:
    """What indexing would read of a folder, but for old Word documents."""
    root = folder.resolve()
    for file in discover([Scope(root, root)], _LARGEST).files.values():
        for document in documents_of(file, _LARGEST):
            if isinstance(document.data, bytes) and not is_legacy(document.data):
                yield document.name, document.data


def _read(document: Document) -> SourceText | None:
    """The text of a document, ``None`` where it has none."""
    name, data = document
    try:
        return read(data, name)
    except UnreadableFile:
        return None


def _print_reading(name: str, documents: Sequence[Document]) -> None:
    if not documents:
        print(f"{name:16}nothing to read")
        return
    characters = sum(len(source.text) for source in map(_read, documents) if source)
    (seconds,) = best([lambda: list(map(_read, documents))])
    _print_rate(name, len(documents), characters, sum(len(data) for _, data in documents), seconds)


def _print_rate(name: str, files: int, characters: int, size: int, seconds: float) -> None:
    print(f"{name:16}{files / seconds:10.0f}{characters / seconds:14.0f}{size:12}")


def _print_office(texts: Sequence[str]) -> None:
    """Old Word documents, by LibreOffice, in one batch; once, for it takes seconds."""
    soffice = find_soffice()
    if soffice is None:
        print("rtf, doc        left out: there is no LibreOffice")
        return
    rtf = [(f"{at}.rtf", as_rtf(text)) for at, text in enumerate(texts[:_BATCH])]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        doc = _as_doc(rtf, soffice, Path(place))
    for name, documents in (("rtf", rtf), ("doc", doc)):
        began = time.perf_counter()
        sources = read_many(documents, soffice)
        seconds = time.perf_counter() - began
        characters = sum(len(source.text) for source in sources if isinstance(source, SourceText))
        label = f"{name} (batch of {len(documents)})"
        print(f"{label:16}{len(documents) / seconds:10.1f}{characters / seconds:14.0f}{sum(len(d) for _, d in documents):12}")


def _as_doc(documents: Sequence[Document], soffice: Path, folder: Path) -> list[Document]:
    """The documents as an old Word would have saved them."""
    for name, data in documents:
        (folder / name).write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(soffice), profile, "--headless", "--convert-to", "doc", "--outdir", str(folder)]
    subprocess.run([*command, *(str(folder / name) for name, _ in documents)], capture_output=True, check=True)
    return [(path.name, path.read_bytes()) for path in sorted(folder.glob("*.doc"))]


# --- understanding ----------------------------------------------------------------------------


def _print_parsing(sources: Sequence[SourceText]) -> None:
    rules = default_rulebook()
    characters = sum(len(source.text) for source in sources)

    def parse_all() -> None:
        for source in sources:
            parsing.parse(source, rules)

    cutters = list(_cutters([source.text for source in sources]))
    parse_s, *cut_s = best([parse_all, *(cut for _, cut in cutters)])
    print(f"\n{len(sources)} texts, {characters} characters")
    print(f"parsing         {len(sources) / parse_s:10.0f} files/s {characters / parse_s:10.0f} characters/s")
    for (name, _), seconds in zip(cutters, cut_s, strict=True):
        print(f"{name:16}{characters / seconds:10.0f} characters/s; parsing takes {parse_s / seconds:.2f} times as long")
    if not cutters:
        print("rjieba          left out: it is not installed (pip install rjieba)")
    shares = stage_shares(parse_all)
    for name, share in sorted(shares.items(), key=lambda item: -item[1]):
        print(f"  {name:22}{share:7.1%}")
    print(f"slowest stage: {max((name for name in shares if name != _REST), key=lambda name: shares[name])}")


def _cutters(texts: Sequence[str]) -> Iterator[tuple[str, Job]]:
    """rjieba over the texts as it comes, and without its guesses at unknown words, as Bigan has jieba work."""
    try:
        cut = importlib.import_module("rjieba").cut
    except ImportError:
        return
    cut("装入词典", True)
    yield "rjieba", lambda: [cut(text, True) for text in texts]
    yield "rjieba, no HMM", lambda: [cut(text, False) for text in texts]


@dataclass
class _Watch:
    """Seconds by stage. A stage that another one calls does not count twice: the inner takes its own."""

    seconds: dict[str, float]
    inner: list[float]

    def timed(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(work)
        def run(*arguments: Any, **options: Any) -> Any:
            self.inner.append(0.0)
            began = time.perf_counter()
            try:
                return work(*arguments, **options)
            finally:
                took = time.perf_counter() - began
                self.seconds[stage] += took - self.inner.pop()
                if self.inner:
                    self.inner[-1] += took

        return run


def stage_shares(job: Job) -> dict[str, float]:
    """The share of each stage of parsing in the time of a job that parses."""
    watch = _Watch(defaultdict(float), [])
    with _watched(watch, ((stage, *place) for stage, positions in STAGES.items() for place in positions)):
        for _ in range(ROUNDS):
            watch.timed(_REST, job)()
    total = sum(watch.seconds.values())
    return {stage: seconds / total for stage, seconds in watch.seconds.items()}


@contextmanager
def _watched(watch: _Watch, positions: Iterable[tuple[str, Any, str]]) -> Iterator[None]:
    with ExitStack() as stack:
        for stage, owner, name in positions:
            stack.enter_context(patch.object(owner, name, watch.timed(stage, getattr(owner, name))))
        yield


if __name__ == "__main__":
    main([Path(folder) for folder in sys.argv[1:]])
