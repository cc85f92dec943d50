"""The brute-force engine: everything in lists, every answer by looking at every paragraph.

It is the oracle of the contract tests and is written to be obviously right, not fast.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import ceil
from time import perf_counter
from types import TracebackType
from typing import Any

from indexer.answers import Concordance, HeadingPage, HeadingRequest, LineOrder, Trend, Vocabulary
from indexer.engines import Source, memory_headings, memory_lines
from indexer.engines.facets import FacetCounts, build_facets
from indexer.engines.near import clusters, find_pairs, fingerprint, masked_key
from indexer.engines.ranking import (
    DECIMALS,
    FIELD_WEIGHTS,
    FRAGMENT,
    MAX_TITLE_HITS,
    OWN_WORDS,
    WINDOW,
    bm25,
    closeness,
    explained,
    idf,
    prior,
    refined,
)
from indexer.engines.records import (
    document_of,
    folders_of,
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
    Facet,
    Filters,
    Hit,
    IndexStats,
    Report,
    ReportHit,
    ResultPage,
    StoredParagraph,
    StoredReport,
)
from indexer.querying.matching import Document, matches
from indexer.querying.tree import Leaf, SearchRequest, keys_of, leaves, parts_of, whole_key


@dataclass(frozen=True)
class _Entry:
    """One paragraph with all that deciding and ranking needs."""

    paragraph: StoredParagraph
    document: Document
    words: Mapping[str, Counter[str]]

    @property
    def folders(self) -> tuple[str, ...]:
        return folders_of(self.paragraph.files)


@dataclass(frozen=True)
class _Ranked:
    """An entry with what its place among the hits depends on."""

    entry: _Entry
    verbatim: bool
    score: float


@dataclass
class _Generation:
    number: int = 0
    reports: dict[str, Report] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    manifest: Mapping[str, Any] = field(default_factory=dict)
    entries: list[_Entry] = field(default_factory=list)

    @cached_property
    def labels(self) -> Mapping[str, int]:
        """Paragraph id → its cluster of near-duplicates."""
        keys = [entry.document.key for entry in self.entries]
        own = fingerprint(keys)
        edges = find_pairs([], own, lambda row: masked_key(keys[row]))
        labels = clusters(own.content, own.masked, edges).tolist()
        return {entry.paragraph.id: label for entry, label in zip(self.entries, labels, strict=True)}


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
        now = self._now
        matched = [e for e in now.entries if matches(request.query, e.document)]
        found = self._ranked(now, request, [e for e in matched if all(_allowed(e, request.filters).values())])
        groups = _folded(found, now.labels) if request.fold else [[ranked] for ranked in found]
        terms = leaves(request.query)
        first = (request.page - 1) * request.size
        return ResultPage(
            total=len(found),
            report_total=len({r.entry.paragraph.report_id for r in found}),
            page=request.page,
            pages=ceil(len(groups) / request.size),
            size=request.size,
            hits=tuple(
                self._hit(now, group, request) for group in groups[first : first + request.size]
            ),
            facets=_facets(matched, request.filters),
            title_hits=self._title_hits(now, request, terms),
            understood_as=request.understood_as,
            notices=request.notices,
            folded=len(found) - len(groups),
            took_ms=(perf_counter() - began) * 1000,
        )

    def _hit(self, now: _Generation, group: list[_Ranked], request: SearchRequest) -> Hit:
        best, terms = group[0], leaves(request.query)
        hit = make_hit(best.entry.paragraph, terms, best.score, len(group) - 1)
        if not request.explain:
            return hit
        parts, keys = self._parts(now.entries, best.entry, terms), parts_of(request.query)
        first = _worth(best.entry, sum(part for _, _, part in parts))
        covered, characters, close = self._again(keys, terms, best.entry)
        was_again = len(keys) > 1 and best.score == refined(first, covered, characters, close)
        again = (covered, close) if was_again else None
        return replace(hit, explanation=explained(best.verbatim, parts, _prior(best.entry), again))

    def _words(self, terms: list[Leaf]) -> list[str]:
        return list(dict.fromkeys(w for term in terms for w in self._tokenizer.words(term.text)))

    def _again(self, keys: Sequence[str], terms: list[Leaf], entry: _Entry) -> tuple[float, int, float]:
        """What ``ranking.refined`` asks of an entry: words covered, characters, closeness."""
        words = self._words(terms)
        standing = sum(word in entry.words[OWN_WORDS] for word in words)
        return standing / max(len(words), 1), len(entry.paragraph.text), closeness(keys, entry.document.key)

    def near(self, paragraph_id: str) -> tuple[StoredParagraph, ...]:
        now = self._now
        label = now.labels.get(paragraph_id)
        alike = [e.paragraph for e in now.entries if label is not None and now.labels[e.paragraph.id] == label]
        alike.sort(key=lambda p: (len(p.text) < FRAGMENT, -(p.year or 0), p.report_id, p.ordinal))
        return tuple(p for p in alike if p.id != paragraph_id)

    def similar(self, text: str, filters: Filters, size: int, without: str = "") -> tuple[Hit, ...]:
        now = self._now
        left_out = {without, *(p.id for p in self.near(without))}

        def allowed(entry: memory_headings.Entry) -> bool:
            return entry.paragraph.id not in left_out and all(_allowed(entry, filters).values())

        return memory_headings.similar_hits(now.entries, text, self._tokenizer, allowed, 2 if without else 1, size)

    def headings(self, request: HeadingRequest) -> HeadingPage:
        began = perf_counter()
        allowed = [e for e in self._now.entries if all(_allowed(e, request.filters).values())]
        page = memory_headings.heading_page(allowed, request)
        return replace(page, took_ms=(perf_counter() - began) * 1000)

    def vocabulary(self) -> Vocabulary:
        return memory_headings.vocabulary(self._now.entries)

    def concordance(self, request: SearchRequest, order: LineOrder, width: int) -> Concordance:
        began = perf_counter()
        found = memory_lines.concordance(self._let_through(request.filters), request, order, width)
        return replace(found, took_ms=(perf_counter() - began) * 1000)

    def trend(self, request: SearchRequest) -> Trend:
        began = perf_counter()
        found = memory_lines.trend(self._let_through(request.filters), request)
        return replace(found, took_ms=(perf_counter() - began) * 1000)

    def _let_through(self, filters: Filters) -> list[tuple[StoredParagraph, Document]]:
        """What the filters let through."""
        return [(e.paragraph, e.document) for e in self._now.entries if all(_allowed(e, filters).values())]

    def _ranked(self, now: _Generation, request: SearchRequest, found: list[_Entry]) -> list[_Ranked]:
        """What was found, in order."""
        terms, whole = leaves(request.query), whole_key(request.query)
        scores = self._scores(now.entries, terms)
        ranked = [
            _Ranked(e, bool(whole) and whole in e.document.key, _worth(e, scores[e.paragraph.id])) for e in found
        ]
        ranked.sort(key=lambda r: _order(request.sort, r))
        if request.sort != "relevance":
            return ranked
        keys = parts_of(request.query)
        if len(keys) < 2 or not (whole or self._words(terms)):
            return ranked
        window = [
            replace(r, score=refined(r.score, *self._again(keys, terms, r.entry))) for r in ranked[:WINDOW]
        ]
        return sorted(window, key=lambda r: _order(request.sort, r)) + ranked[WINDOW:]

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

    def _scores(self, entries: list[_Entry], terms: list[Leaf]) -> dict[str, float]:
        return {e.paragraph.id: sum(part for _, _, part in self._parts(entries, e, terms)) for e in entries}

    def _parts(self, entries: list[_Entry], entry: _Entry, terms: list[Leaf]) -> list[tuple[str, str, float]]:
        """What each word of the question adds in each field to the score of one entry, if it does."""
        parts: list[tuple[str, str, float]] = []
        for word in self._words(terms):
            for name, weight in FIELD_WEIGHTS.items():
                count, length = entry.words[name][word], entry.words[name].total()
                if count:
                    average = sum(e.words[name].total() for e in entries) / len(entries)
                    rarity = idf(len(entries), sum(word in e.words[name] for e in entries))
                    parts.append((word, name, weight * bm25(rarity, count, length, average)))
        return parts

    def _title_hits(
        self, now: _Generation, request: SearchRequest, terms: list[Leaf]
    ) -> tuple[ReportHit, ...]:
        if not terms:
            return ()
        found = [
            ReportHit(rid, r.title, r.year, r.unit_type, occurrences(r.title, terms))
            for rid, r in now.reports.items()
            if r.title
            and any(keys_of(term)[0] in search_key(title_of(r)) for term in terms)
            and matches(request.query, _title_document(r))
            and request.filters.allows_unit(r.unit_type)
            and request.filters.allows_year(r.year)
            and request.filters.allows_folders(folders_of(now.sources[rid].files if rid in now.sources else ()))
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


def _folded(found: list[_Ranked], labels: Mapping[str, int]) -> list[list[_Ranked]]:
    """What was found by cluster, each cluster at the place of its best."""
    groups: dict[int, list[_Ranked]] = {}
    for ranked in found:
        groups.setdefault(labels[ranked.entry.paragraph.id], []).append(ranked)
    return list(groups.values())


def _allowed(entry: memory_headings.Entry, filters: Filters) -> dict[str, bool]:
    """For each facet whether its selection lets the entry through."""
    paragraph = entry.paragraph
    return {
        "section": filters.allows_sections(paragraph.sections),
        "unit": filters.allows_unit(paragraph.unit_type),
        "year": filters.allows_year(paragraph.year),
        "folder": filters.allows_folders(folders_of(paragraph.files)),
        "placeholders": filters.allows_placeholders(bool(paragraph.placeholders)),
    }


def _facets(matched: list[_Entry], filters: Filters) -> tuple[Facet, ...]:
    counts: dict[str, Counter[Any]] = {name: Counter() for name in ("section", "unit", "year", "folder", "placeholders")}
    for entry in matched:
        allowed = _allowed(entry, filters)
        paragraph = entry.paragraph
        values: dict[str, tuple[Any, ...]] = {
            "section": paragraph.sections,
            "unit": (paragraph.unit_type,),
            "year": (paragraph.year,),
            "folder": entry.folders,
            "placeholders": (bool(paragraph.placeholders),),
        }
        for name, own in values.items():
            if all(passed for other, passed in allowed.items() if other != name):
                counts[name].update(own)
    return build_facets(
        FacetCounts(counts["section"], counts["unit"], counts["year"], counts["folder"], counts["placeholders"]),
        filters,
    )


def _title_document(report: Report) -> Document:
    """A report's title in the place of a paragraph: it is searched as one is."""
    text = title_of(report)
    key = search_key(text)
    return Document(key, text, title=key, unit_type=report.unit_type, year=report.year)


def _worth(entry: _Entry, bm25f: float) -> float:
    return round(bm25f * _prior(entry), DECIMALS)


def _prior(entry: _Entry) -> float:
    return prior(len(entry.paragraph.text), len(entry.paragraph.placeholders))


def _entries(
    report_id: str, report: Report, source: Source | None, tokenizer: Tokenizer
) -> list[_Entry]:
    stored = with_source(stored_report(report_id, report), source)
    title_words = Counter(tokenizer.words(report.title or ""))
    title_key = search_key(title_of(report))
    return [
        _Entry(
            shown := stored_paragraph(stored, paragraph),
            document_of(shown, paragraph_key(paragraph), title_key),
            {
                "words": Counter(tokenizer.words(paragraph.text)),
                "heading_words": Counter(w for h in paragraph.heading_path for w in tokenizer.words(h)),
                "title_words": title_words,
            },
        )
        for paragraph in report.paragraphs
    ]


def _order(sort: str, ranked: _Ranked) -> tuple[float | str, ...]:
    """What a list of hits is sorted by; unknown years stand last in every order."""
    paragraph, score = ranked.entry.paragraph, ranked.score
    unknown = paragraph.year is None
    newest = -(paragraph.year or 0)
    place = (paragraph.report_id, paragraph.ordinal)
    if sort == "newest":
        return (newest, -score, *place)
    if sort == "oldest":
        return (unknown, paragraph.year or 0, -score, *place)
    return (not ranked.verbatim, -score, len(paragraph.text) < FRAGMENT, newest, *place)
