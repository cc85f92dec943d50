"""The brute-force engine: everything in lists, every answer by looking at every paragraph.

It is the oracle of the contract tests and is written to be obviously right, not fast.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from math import ceil
from time import perf_counter
from types import TracebackType
from typing import Any

from indexer.engines import Source, unprepared
from indexer.engines.facets import (
    allows_report,
    build_facets,
    file_values,
    left_out_facets,
    stored_report_values,
)
from indexer.engines.ranking import (
    FIELD_WEIGHTS,
    FRAGMENT,
    MAX_TITLE_HITS,
    WINDOW,
    Fit,
    explained,
    fit_of,
    idf,
    neighbours,
    rerank_score,
)
from indexer.engines.records import (
    make_hit,
    occurrences,
    split_paragraph_id,
    stored_report,
    title_of,
    with_source,
)
from indexer.errors import IndexUnavailable
from indexer.language.normalize import search_key
from indexer.language.tokenizer import Tokenizer
from indexer.model.orders import ConcordanceOrder
from indexer.model.reports import (
    UNKNOWN,
    Hit,
    IndexStats,
    Report,
    ReportHit,
    ResultPage,
    StoredParagraph,
    StoredReport,
)
from indexer.model.results import (
    Concordance,
    HeadingPage,
    PhraseUse,
    ReportHead,
    SharedText,
    Trend,
    Vocabulary,
)
from indexer.querying.filters import Filters
from indexer.querying.heading_request import HeadingRequest
from indexer.querying.matching import SearchFields, matches
from indexer.querying.tree import SearchRequest, Term, filters_named, keys_of, parts_of, terms_of, whole_key
from tests.reference_engine import concordance, headings, shared_passages
from tests.reference_engine.entries import (
    Entry,
    Generation,
    Ranked,
    counts_of,
    entries_of,
    grouped,
    head_of,
    let_through,
    place_of,
    prior_of,
    title_fields,
    told_apart,
    worth_of,
)
from tests.reference_engine.ranking import bm25


class MemoryEngine:
    """An ``Engine`` that lives and dies with the process."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._now = Generation()
        self._lock = threading.Lock()

    def preparation(self) -> Callable[[str, Report], Report]:
        return unprepared

    def writer(self) -> MemoryWriter:
        if not self._lock.acquire(blocking=False):
            raise IndexUnavailable("索引正由另一个 bigan 更新：请等它结束后再试")
        return MemoryWriter(self)

    def search(self, request: SearchRequest) -> ResultPage:
        began = perf_counter()
        now = self._now
        matched = [e for e in now.entries if matches(request.query, e.fields)]
        found = self._ranked(now, request, let_through(matched, request.filters))
        groups = grouped(found, now.labels, request)
        terms = terms_of(request.query)
        first = (request.page - 1) * request.size
        counts = counts_of(matched, request.filters)
        return ResultPage(
            total=len(found),
            report_total=len({r.entry.paragraph.report_id for r in found}),
            page=request.page,
            pages=ceil(len(groups) / request.size),
            size=request.size,
            hits=tuple(
                self._hit(now, group, request) for group in groups[first : first + request.size]
            ),
            facets=build_facets(counts, request.filters),
            left_out=left_out_facets(counts, request.filters),
            title_hits=self._title_hits(now, request, terms),
            understood_as=request.understood_as,
            notices=request.notices,
            folded=0 if request.per_report else len(found) - len(groups),
            took_ms=(perf_counter() - began) * 1000,
        )

    def count(self, request: SearchRequest) -> int:
        return self.search(request).total

    def _hit(self, now: Generation, group: list[Ranked], request: SearchRequest) -> Hit:
        best, terms = group[0], terms_of(request.query)
        near = 0 if request.per_report else len(group) - 1
        hit = replace(make_hit(best.entry.paragraph, terms, best.score, near), more_in_report=len(group) - 1 - near)
        if not request.explain:
            return hit
        parts, keys = self._parts(now.entries, terms)(best.entry), parts_of(request.query)
        first = worth_of(best.entry, sum(part for _, _, part in parts))
        characters, fit = self._rerank(keys, terms, best.entry)
        was_reranked = len(keys) > 1 and best.score == rerank_score(first, characters, fit)
        return replace(hit, explanation=explained(best.verbatim, parts, prior_of(best.entry), fit if was_reranked else None))

    def _words(self, terms: list[Term]) -> list[str]:
        return list(dict.fromkeys(w for term in terms for w in self._tokenizer.words(term.text)))

    def _rerank(self, keys: Sequence[str], terms: list[Term], entry: Entry) -> tuple[int, Fit]:
        """What ``ranking.rerank_score`` asks of an entry: characters, and how it fits."""
        words = self._words(terms)
        standing = sum(word in entry.words["words"] or word in entry.words["heading_words"] for word in words)
        return len(entry.paragraph.text), fit_of(neighbours(keys), entry.fields.key, standing / max(len(words), 1))

    def near_duplicates(self, paragraph_id: str) -> tuple[StoredParagraph, ...]:
        now = self._now
        label = now.labels.get(paragraph_id)
        alike = [e.paragraph for e in now.entries if label is not None and now.labels[e.paragraph.id] == label]
        alike.sort(key=lambda p: (len(p.text) < FRAGMENT, -(p.year or 0), p.report_id, p.ordinal))
        return tuple(p for p in alike if p.id != paragraph_id)

    def similar(self, text: str, filters: Filters, size: int, without: str = "") -> tuple[Hit, ...]:
        now = self._now
        left_out = {without, *(p.id for p in self.near_duplicates(without))}
        passed = {entry.paragraph.id for entry in let_through(now.entries, filters)} - left_out

        def allowed(entry: headings.Entry) -> bool:
            return entry.paragraph.id in passed

        return headings.similar_hits(now.entries, text, self._tokenizer, allowed, 2 if without else 1, size)

    def shared_passages(self, texts: Sequence[str], without: str = "") -> tuple[SharedText, ...]:
        return shared_passages.shared_passages(self._now.entries, texts, without)

    def phrase_uses(self, texts: Sequence[str]) -> tuple[PhraseUse, ...]:
        return tuple(shared_passages.phrase_use(self._now.entries, self._now.labels, text) for text in texts)

    def headings(self, request: HeadingRequest) -> HeadingPage:
        began = perf_counter()
        now = self._now
        page = headings.heading_page(let_through(now.entries, request.filters), request, now.sets)
        return replace(page, took_ms=(perf_counter() - began) * 1000)

    def vocabulary(self) -> Vocabulary:
        return headings.vocabulary(self._now.entries)

    def concordance(self, request: SearchRequest, order: ConcordanceOrder, width: int) -> Concordance:
        began = perf_counter()
        found = concordance.concordance(
            self._let_through(request.filters), request, order, width, self._tokenizer.is_word
        )
        return replace(found, took_ms=(perf_counter() - began) * 1000)

    def trend(self, request: SearchRequest) -> Trend:
        began = perf_counter()
        found = concordance.trend(self._let_through(request.filters), request)
        return replace(found, took_ms=(perf_counter() - began) * 1000)

    def _let_through(self, filters: Filters) -> list[tuple[StoredParagraph, SearchFields]]:
        """What the filters let through."""
        return [(e.paragraph, e.fields) for e in let_through(self._now.entries, filters)]

    def _ranked(self, now: Generation, request: SearchRequest, found: list[Entry]) -> list[Ranked]:
        """What was found, in order: where sections are selected, those that only position suggests come last."""
        named = bool(request.filters.values("section")) or "section" in filters_named(request.query)
        if named and request.sort == "relevance":
            sure = [entry for entry in found if entry.paragraph.section_confidence == "high"]
            unsure = [entry for entry in found if entry.paragraph.section_confidence == "low"]
            return self._equally_sure(now, request, sure) + self._equally_sure(now, request, unsure)
        return self._equally_sure(now, request, found)

    def _equally_sure(self, now: Generation, request: SearchRequest, found: list[Entry]) -> list[Ranked]:
        terms, whole = terms_of(request.query), whole_key(request.query)
        scores = self._scores(now.entries, terms)
        ranked = [
            Ranked(e, bool(whole) and whole in e.fields.key, worth_of(e, scores[e.paragraph.id])) for e in found
        ]
        ranked.sort(key=lambda r: place_of(request.sort, r))
        if request.sort != "relevance":
            return ranked
        keys = parts_of(request.query)
        if len(keys) < 2 or not (whole or self._words(terms)):
            return ranked
        window = [
            replace(r, score=rerank_score(r.score, *self._rerank(keys, terms, r.entry))) for r in ranked[:WINDOW]
        ]
        return sorted(window, key=lambda r: place_of(request.sort, r)) + ranked[WINDOW:]

    def report(self, report_id: str) -> StoredReport | None:
        now = self._now
        if report_id not in now.reports:
            return None
        return with_source(stored_report(report_id, now.reports[report_id]), now.sources.get(report_id))

    def reports(self) -> tuple[ReportHead, ...]:
        now = self._now
        return tuple(head_of(rid, report, now.sources.get(rid)) for rid, report in sorted(now.reports.items()))

    def paragraphs_of(self, report_id: str) -> tuple[StoredParagraph, ...]:
        return tuple(e.paragraph for e in self._now.entries if e.paragraph.report_id == report_id)

    def paragraph(self, paragraph_id: str) -> StoredParagraph | None:
        parts = split_paragraph_id(paragraph_id)
        if parts is None:
            return None
        return next((p for p in self.paragraphs_of(parts[0]) if p.ordinal == parts[1]), None)

    def tagged(self, text: str) -> list[tuple[str, str]]:
        return self._tokenizer.tagged(text)

    def words(self, text: str) -> list[str]:
        return self._tokenizer.words(text)

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
        self._now = Generation()

    def _scores(self, entries: list[Entry], terms: list[Term]) -> dict[str, float]:
        parts_of_entry = self._parts(entries, terms)
        return {e.paragraph.id: sum(part for _, _, part in parts_of_entry(e)) for e in entries}

    def _parts(
        self, entries: list[Entry], terms: list[Term]
    ) -> Callable[[Entry], list[tuple[str, str, float]]]:
        """What each word of the question adds in each field to the score of an entry, if it does."""
        words = self._words(terms)
        average = {n: sum(e.words[n].total() for e in entries) / max(len(entries), 1) for n in FIELD_WEIGHTS}
        rarity = {
            (word, n): idf(len(entries), sum(word in e.words[n] for e in entries)) for word in words for n in FIELD_WEIGHTS
        }

        def parts(entry: Entry) -> list[tuple[str, str, float]]:
            found: list[tuple[str, str, float]] = []
            for word in words:
                for name, weight in FIELD_WEIGHTS.items():
                    count = entry.words[name][word]
                    if count:
                        part = bm25(rarity[word, name], count, entry.words[name].total(), average[name])
                        found.append((word, name, weight * part))
            return found

        return parts

    def _title_hits(
        self, now: Generation, request: SearchRequest, terms: list[Term]
    ) -> tuple[ReportHit, ...]:
        if not terms:
            return ()
        found = [
            ReportHit(rid, r.title, r.year, r.unit_type, occurrences(r.title, terms))
            for rid, r in now.reports.items()
            if r.title
            and any(keys_of(term)[0] in search_key(title_of(r)) for term in terms)
            and matches(request.query, title_fields(r))
            and allows_report(
                request.filters,
                {
                    **stored_report_values(stored_report(rid, r)),
                    **file_values(now.sources[rid].files if rid in now.sources else ()),
                },
            )
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

    def add_prepared(self, report_id: str, prepared: Report) -> None:
        self.add(report_id, prepared)

    def delete(self, report_id: str) -> None:
        self._reports.pop(report_id, None)

    def commit(self, manifest: Mapping[str, Any], sources: Mapping[str, Source], compact: bool = False) -> None:
        engine = self._engine
        engine._now = Generation(
            number=engine._now.number + 1,
            reports=self._reports,
            sources=dict(sources),
            manifest=dict(manifest),
            entries=told_apart(
                [
                    entry
                    for rid, report in self._reports.items()
                    for entry in entries_of(rid, report, sources.get(rid), engine._tokenizer)
                ]
            ),
        )
        self.__exit__(None, None, None)
