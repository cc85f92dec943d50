"""What a search engine must do for Bigan. Every engine passes the same contract tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol

from indexer.engines.sharing import WorkBoard
from indexer.language.tokenizer import Tokenizer
from indexer.model.orders import ConcordanceOrder
from indexer.model.reports import Hit, IndexStats, Report, ResultPage, StoredParagraph, StoredReport
from indexer.model.unread import Unread
from indexer.querying.filters import Filters
from indexer.querying.heading_request import HeadingRequest
from indexer.querying.tree import SearchRequest

if TYPE_CHECKING:
    from indexer.model.results import (
        Concordance,
        HeadingPage,
        PhraseUse,
        ReportHead,
        SharedText,
        Trend,
        Vocabulary,
    )


class Writer(Protocol):
    """One transaction: nothing is seen by readers before ``commit``; leaving the ``with``
    block by an exception, or without ``commit``, changes nothing."""

    def __enter__(self) -> Writer: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def add(self, report_id: str, report: Report) -> None:
        """Adds a report; one that is already there under the same id is replaced."""

    def add_prepared(self, report_id: str, prepared: Any) -> None:
        """The same with what ``Engine.preparation`` made of a report."""

    def delete(self, report_id: str) -> None:
        """Deletes a report and all its paragraphs; an unknown id is no error."""

    def commit(self, manifest: Mapping[str, Any], sources: Mapping[str, Source], compact: bool = False) -> None:
        """Publishes everything as the next generation, atomically, with the manifest that
        describes it and, for every report, where it came from. ``compact``: brings together what several
        commits have written, which takes a moment and makes questions faster."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a report came from: display paths, why it is stale (or ``None``), and what is left unread in its file."""

    files: tuple[str, ...]
    stale_reason: str | None = None
    unread: tuple[Unread, ...] = ()


class Engine(Protocol):
    """Answers questions over one generation at a time; safe for many reading threads.

    Each call sees the newest generation that was committed before it began.
    """

    def search(self, request: SearchRequest) -> ResultPage:
        """Finds, ranks, counts: exact total, one page of hits, all facets."""

    def count(self, request: SearchRequest) -> int:
        """The total of ``search`` alone, at a fraction of the time."""

    def report(self, report_id: str) -> StoredReport | None:
        """The report with this id, or ``None`` where there is none."""

    def reports(self) -> tuple[ReportHead, ...]:
        """The heads of all reports, in order of their ids; made once a generation."""

    def paragraphs_of(self, report_id: str) -> tuple[StoredParagraph, ...]:
        """All paragraphs of a report in order; empty where there is no such report."""

    def paragraph(self, paragraph_id: str) -> StoredParagraph | None:
        """The paragraph with this id, or ``None`` where there is none."""

    def near_duplicates(self, paragraph_id: str) -> tuple[StoredParagraph, ...]:
        """The paragraphs that nearly repeat this one, itself left out, the newest first; empty where there are
        none or no such paragraph."""

    def similar(self, text: str, filters: Filters, size: int, without: str = "") -> tuple[Hit, ...]:
        """The paragraphs most like ``text`` in their words, the most alike first; ``without`` leaves out one
        paragraph and what nearly repeats it."""

    def shared_passages(self, texts: Sequence[str], without: str = "") -> tuple[SharedText, ...]:
        """For each clean text the paragraphs it shares passages with, as ``shared_passages`` counts them; the report
        ``without`` is left out, as if it were not there."""

    def phrase_uses(self, texts: Sequence[str]) -> tuple[PhraseUse, ...]:
        """For each text how the archive, news aside, uses it as a phrase; one without a character to match is used nowhere."""

    def concordance(self, request: SearchRequest, order: ConcordanceOrder, width: int) -> Concordance:
        """Every occurrence of the question's words and phrases in the paragraphs that answer it, ``width``
        characters of context on each side. ``page`` and ``size`` of the request count lines."""

    def headings(self, request: HeadingRequest) -> HeadingPage:
        """Headings as results."""

    def trend(self, request: SearchRequest) -> Trend:
        """How often the question's words and phrases stand in the paragraphs that answer it, by year and unit
        type."""

    def vocabulary(self) -> Vocabulary:
        """What completions and corrections are made of."""

    def words(self, text: str) -> list[str]:
        """The words of ``text`` that ranking counts, in order."""

    def tagged(self, text: str) -> Sequence[tuple[str, str]]:
        """All words of ``text`` with their parts of speech; joined they are the text."""

    def stats(self) -> IndexStats:
        """Counts over the newest generation."""

    def manifest(self) -> Mapping[str, Any]:
        """The manifest committed with the newest generation; empty for a new index. It is the same object as long as
        the generation is the same, so that what is made of it can be kept."""

    def preparation(self) -> Callable[[str, Report], Any]:
        """What makes a report (with its id) ready for ``Writer.add_prepared``; it and what it makes may be sent to another
        process, so that others than the writer can do what needs only the report."""

    def writer(self) -> Writer:
        """Begins a transaction. Raises ``IndexUnavailable`` while another one is open."""

    def close(self) -> None:
        """Releases files and maps."""


class ArchiveEngine(Engine, Protocol):
    """An engine whose index outlives the process, so that an older version may have left one."""

    tokenizer: Tokenizer

    def board(self) -> WorkBoard | None:
        """A board on which other processes, on other machines too, share the reading of a run's files; ``None`` where the
        index lies on one machine. For an engine that has one, ``preparation`` leaves reports as they are."""

    def outdated(self) -> Sequence[Path | str]:
        """The places of indexes that older versions of Bigan wrote here and this one does not search, the newest
        format first."""

    def previous_manifest(self) -> Mapping[str, Any]:
        """The manifest of the index that an older version left; empty where there is none. Raises
        ``IndexUnavailable`` where it cannot be read."""

    def verify(self, pause: Callable[[], None] = lambda: None) -> None:
        """Reads all that is stored and compares it with its checksums, where it has any; ``pause`` is called again and again
        meanwhile. Raises ``IndexUnavailable`` for damage, and from then on every question does."""


def unprepared(report_id: str, report: Report) -> Report:
    """The preparation of an engine that takes reports as they are."""
    return report
