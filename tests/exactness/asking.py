"""Asks an engine and compares with looking."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from indexer.engines import ArchiveEngine, Engine
from indexer.engines.whoosh import WhooshEngine
from indexer.ingest.changes import ReadOptions
from indexer.ingest.update import update
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import StoredParagraph
from indexer.parsing.rulebook import default_rulebook
from indexer.querying.filters import NO_FILTERS
from indexer.querying.request import MAX_SIZE, build_request
from indexer.querying.tree import SearchRequest
from tests import oracle
from tests.exactness.drawing import Question
from tests.exactness.grep import Grep


@dataclass
class Row:
    """The results of the questions of one kind. ``differing`` says of each what is missing and what is too much;
    ``hits`` counts those that looking finds."""

    kind: str
    asked: int = 0
    hits: int = 0
    without: int = 0
    differing: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Outcome:
    """A row for each kind of question, and how many fragments held a sign, and the end of a sentence, inside."""

    rows: tuple[Row, ...]
    with_signs: int
    across_sentences: int

    @property
    def differing(self) -> list[str]:
        return [line for row in self.rows for line in row.differing]


@contextmanager
def indexed(
    folders: Iterable[Path],
    tokenizer: Tokenizer | None = None,
    make: Callable[[Path, Tokenizer], ArchiveEngine] = WhooshEngine,
) -> Iterator[ArchiveEngine]:
    """A new index of these folders, in a temporary one, made the way ``bigan index`` makes it."""
    with TemporaryDirectory(prefix="exactness-") as name:
        folder = Path(name)
        engine = make(folder, tokenizer or Tokenizer(folder / "cache"))
        try:
            update(engine, list(folders), ReadOptions(default_rulebook()), engine.tokenizer.fingerprint)
            yield engine
        finally:
            engine.close()


def all_paragraphs(engine: Engine) -> list[StoredParagraph]:
    """Every paragraph of every report, in order of the reports' ids."""
    reports = {identity.rpartition("-")[0] for identity in found(engine, SearchRequest(size=MAX_SIZE))[0]}
    paragraphs = [p for report_id in sorted(reports) for p in engine.paragraphs_of(report_id)]
    assert len(paragraphs) == engine.stats().paragraphs
    return paragraphs


def found(engine: Engine, request: SearchRequest) -> tuple[list[str], int]:
    """The ids of all hits, page by page, and the total that the engine gives."""
    first = engine.search(request)
    pages = [first, *(engine.search(replace(request, page=number)) for number in range(2, first.pages + 1))]
    return [hit.paragraph.id for page in pages for hit in page.hits], first.total


def compare(engine: Engine, paragraphs: Iterable[StoredParagraph], questions: Iterable[Question]) -> Outcome:
    """Every question asked and answered by looking: the same paragraphs, each once, and as many as the total says."""
    grep = Grep.over(list(paragraphs))
    rows: dict[str, Row] = {}
    with_signs = across = 0
    for question in questions:
        row = rows.setdefault(question.kind, Row(question.kind))
        right = question.answer(grep)
        row.asked += 1
        row.hits += len(right)
        row.without += not right
        row.differing += _difference(engine, question, right)
        if question.is_phrase:
            inside = question.typed.strip()[1:-1]
            with_signs += any(not oracle.search_key(char).strip(oracle.BARRIER) for char in inside if not char.isspace())
            across += oracle.BARRIER in oracle.question_key(question.typed).strip(oracle.BARRIER)
    return Outcome(tuple(rows.values()), with_signs, across)


def _difference(engine: Engine, question: Question, right: set[str]) -> list[str]:
    """One line where the answers differ."""
    if question.is_phrase:
        request = build_request(phrases=[question.typed], size=MAX_SIZE)
    else:
        request = build_request(question.typed, size=MAX_SIZE)
    # Grep looks at news too, which answers leave out by default.
    hits, total = found(engine, replace(request, filters=NO_FILTERS))
    if len(hits) == total == len(right) and set(hits) == right:
        return []
    missing, surplus = sorted(right - set(hits)), sorted(set(hits) - right)
    return [
        f"{question.kind} {question.typed!r}: total {total}, {len(hits)} found, {len(right)} right; "
        f"missing {missing[:3]}, too much {surplus[:3]}"
    ]
