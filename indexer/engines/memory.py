"""The brute-force engine: everything in lists, every answer by looking at every paragraph.

It is the oracle of the contract tests and is written to be obviously right, not fast.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from time import perf_counter
from types import TracebackType
from typing import Any

from indexer.engines import Source
from indexer.engines.facets import build_facets
from indexer.engines.ranking import DECIMALS, FIELD_WEIGHTS, FRAGMENT, MAX_TITLE_HITS, bm25, idf
from indexer.engines.records import (
    make_hit,
    occurrences,
    paragraph_key,
    split_paragraph_id,
    stored_paragraph,
    stored_report,
    title_of,
    with_source,
)
from indexer.errors import IndexUnavailable
from indexer.language.normalize import search_key
from indexer.language.tokenizer import Tokenizer
from indexer.models import (
    UNKNOWN,
    IndexStats,
    Report,
    ReportHit,
    ResultPage,
    StoredParagraph,
    StoredReport,
)
from indexer.querying.tree import Phrase, SearchRequest, Word, leaves, matches


@dataclass(frozen=True)
class _Entry:
    """One paragraph with all that deciding and ranking needs."""

    paragraph: StoredParagraph
    key: str
    words: Mapping[str, Counter[str]]


@dataclass
class _Generation:
    number: int = 0
    reports: dict[str, Report] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    manifest: Mapping[str, Any] = field(default_factory=dict)
    entries: list[_Entry] = field(default_factory=list)


class MemoryEngine:
    """An ``Engine`` that lives and dies with the process."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._now = _Generation()
        self._lock = threading.Lock()

    def writer(self) -> MemoryWriter:
        if not self._lock.acquire(blocking=False):
            raise IndexUnavailable("索引正由另一个 bigan 更新：请等它结束后再试")
        return MemoryWriter(self)

    def search(self, request: SearchRequest) -> ResultPage:
        began = perf_counter()
        now, filters = self._now, request.filters
        matched = [e for e in now.entries if matches(request.query, e.key)]
        found = [
            e
            for e in matched
            if filters.allows_sections(e.paragraph.sections)
            and filters.allows_unit(e.paragraph.unit_type)
            and filters.allows_year(e.paragraph.year)
        ]
        terms = leaves(request.query)
        scores = self._scores(now.entries, terms)
        found.sort(key=lambda e: _order(request.sort, e.paragraph, scores[e.paragraph.id]))
        first = (request.page - 1) * request.size
        return ResultPage(
            total=len(found),
            report_total=len({e.paragraph.report_id for e in found}),
            page=request.page,
            pages=ceil(len(found) / request.size),
            size=request.size,
            hits=tuple(
                make_hit(e.paragraph, terms, scores[e.paragraph.id])
                for e in found[first : first + request.size]
            ),
            facets=self._facets(matched, request),
            title_hits=self._title_hits(now, request, terms),
            understood_as=request.understood_as,
            notices=request.notices,
            took_ms=(perf_counter() - began) * 1000,
        )

    def report(self, report_id: str) -> StoredReport | None:
        now = self._now
        if report_id not in now.reports:
            return None
        return with_source(stored_report(report_id, now.reports[report_id]), now.sources.get(report_id))

    def paragraphs_of(self, report_id: str) -> tuple[StoredParagraph, ...]:
        return tuple(e.paragraph for e in self._now.entries if e.paragraph.report_id == report_id)

    def paragraph(self, paragraph_id: str) -> StoredParagraph | None:
        parts = split_paragraph_id(paragraph_id)
        if parts is None:
            return None
        return next((p for p in self.paragraphs_of(parts[0]) if p.ordinal == parts[1]), None)

    def stats(self) -> IndexStats:
        now = self._now
        paragraphs = [e.paragraph for e in now.entries]
        return IndexStats(
            generation=now.number,
            built_at=now.manifest.get("built_at"),
            files=len({f for s in now.sources.values() for f in s.files}),
            reports=len(now.reports),
            paragraphs=len(paragraphs),
            characters=sum(len(p.text) for p in paragraphs),
            sections=Counter(s for p in paragraphs for s in p.sections),
            units=Counter(r.unit_type or UNKNOWN for r in now.reports.values()),
            years=Counter(str(r.year or UNKNOWN) for r in now.reports.values()),
        )

    def manifest(self) -> Mapping[str, Any]:
        return self._now.manifest

    def close(self) -> None:
        self._now = _Generation()

    def _facets(self, matched: list[_Entry], request: SearchRequest) -> Any:
        filters = request.filters
        sections: Counter[str] = Counter()
        units: Counter[str | None] = Counter()
        years: Counter[int | None] = Counter()
        for paragraph in (e.paragraph for e in matched):
            by_section = filters.allows_sections(paragraph.sections)
            by_unit = filters.allows_unit(paragraph.unit_type)
            by_year = filters.allows_year(paragraph.year)
            if by_unit and by_year:
                sections.update(paragraph.sections)
            if by_section and by_year:
                units[paragraph.unit_type] += 1
            if by_section and by_unit:
                years[paragraph.year] += 1
        return build_facets(sections, units, years, filters)

    def _scores(self, entries: list[_Entry], terms: list[Word | Phrase]) -> dict[str, float]:
        wanted = list(dict.fromkeys(w for term in terms for w in self._tokenizer.words(term.text)))
        scores = dict.fromkeys((e.paragraph.id for e in entries), 0.0)
        for name, weight in FIELD_WEIGHTS.items():
            total = sum(e.words[name].total() for e in entries)
            average = total / len(entries) if total else 1.0
            for word in wanted:
                rarity = idf(len(entries), sum(word in e.words[name] for e in entries))
                for e in entries:
                    part = bm25(rarity, e.words[name][word], e.words[name].total(), average)
                    scores[e.paragraph.id] += weight * part
        return {identity: round(score, DECIMALS) for identity, score in scores.items()}

    def _title_hits(
        self, now: _Generation, request: SearchRequest, terms: list[Word | Phrase]
    ) -> tuple[ReportHit, ...]:
        if not terms:
            return ()
        found = [
            ReportHit(rid, r.title, r.year, r.unit_type, occurrences(r.title, terms))
            for rid, r in now.reports.items()
            if r.title
            and matches(request.query, search_key(title_of(r)))
            and request.filters.allows_unit(r.unit_type)
            and request.filters.allows_year(r.year)
        ]
        return tuple(sorted(found, key=lambda h: (-(h.year or 0), h.report_id))[:MAX_TITLE_HITS])


class MemoryWriter:
    """A transaction on a ``MemoryEngine``: works on a copy, published by ``commit``."""

    def __init__(self, engine: MemoryEngine) -> None:
        self._engine = engine
        self._reports = dict(engine._now.reports)
        self._open = True

    def __enter__(self) -> MemoryWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._open:
            self._open = False
            self._engine._lock.release()

    def add(self, report_id: str, report: Report) -> None:
        self._reports.pop(report_id, None)
        self._reports[report_id] = report

    def delete(self, report_id: str) -> None:
        self._reports.pop(report_id, None)

    def commit(self, manifest: Mapping[str, Any], sources: Mapping[str, Source]) -> None:
        engine = self._engine
        engine._now = _Generation(
            number=engine._now.number + 1,
            reports=self._reports,
            sources=dict(sources),
            manifest=dict(manifest),
            entries=[
                entry
                for rid, report in self._reports.items()
                for entry in _entries(rid, report, sources.get(rid), engine._tokenizer)
            ],
        )
        self.__exit__(None, None, None)


def _entries(
    report_id: str, report: Report, source: Source | None, tokenizer: Tokenizer
) -> list[_Entry]:
    stored = with_source(stored_report(report_id, report), source)
    title_words = Counter(tokenizer.words(report.title or ""))
    return [
        _Entry(
            stored_paragraph(stored, paragraph),
            paragraph_key(paragraph),
            {
                "words": Counter(tokenizer.words(paragraph.text)),
                "heading_words": Counter(w for h in paragraph.heading_path for w in tokenizer.words(h)),
                "title_words": title_words,
            },
        )
        for paragraph in report.paragraphs
    ]


def _order(sort: str, paragraph: StoredParagraph, score: float) -> tuple[float | str, ...]:
    """What a list of hits is sorted by; unknown years stand last in every order."""
    unknown = paragraph.year is None
    newest = -(paragraph.year or 0)
    place = (paragraph.report_id, paragraph.ordinal)
    if sort == "newest":
        return (newest, -score, *place)
    if sort == "oldest":
        return (unknown, paragraph.year or 0, -score, *place)
    return (-score, len(paragraph.text) < FRAGMENT, newest, *place)
