"""Pages of paragraphs: match, filter, rank, fold, count, and read the few records that are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil

from indexer.engines.facets import build_facets, left_out_facets
from indexer.engines.ranking import MAX_TITLE_HITS
from indexer.engines.records import make_hit, occurrences
from indexer.engines.whoosh.columns import Columns
from indexer.engines.whoosh.dtypes import Bools, Rows
from indexer.engines.whoosh.duplicates import DuplicateFinder
from indexer.engines.whoosh.facet_table import FacetTable
from indexer.engines.whoosh.folding import Clusters, Folding
from indexer.engines.whoosh.matcher import Matcher
from indexer.engines.whoosh.record_store import RecordStore
from indexer.engines.whoosh.relevance import Relevance
from indexer.engines.whoosh.titles import Titles
from indexer.model.reports import Hit, ReportHit, ResultPage
from indexer.querying.tree import SearchRequest, Term, filters_named, terms_of


@dataclass(frozen=True)
class PageSearch:
    """Answers search requests over one generation."""

    records: RecordStore
    columns: Columns
    facets: FacetTable
    matcher: Matcher
    relevance: Relevance
    titles: Titles
    duplicates: DuplicateFinder

    def search(self, request: SearchRequest) -> ResultPage:
        """See ``Engine.search``."""
        selected = self.facets.select(self.matcher.rows(request.query), request.filters)
        rows = selected.rows
        found = self.relevance.of(rows, request.query)
        unsure = self._unsure(rows, request)
        if unsure is not None:
            found = replace(found, unsure=unsure)
        folding = self._folding(rows, request)
        first = (request.page - 1) * request.size
        order, scores = folding.in_order(found, self.columns, request.sort, first + request.size)
        shown = slice(first, first + request.size)
        terms = terms_of(request.query)
        return ResultPage(
            total=len(rows),
            report_total=selected.reports,
            page=request.page,
            pages=ceil(folding.groups / request.size),
            size=request.size,
            hits=tuple(
                self._hit(row, request, terms, score, folding.others(row))
                for row, score in zip(order[shown].tolist(), scores[shown].tolist(), strict=True)
            ),
            facets=build_facets(selected.counts, request.filters),
            left_out=left_out_facets(selected.counts, request.filters),
            title_hits=self._title_hits(request, terms),
            understood_as=request.understood_as,
            notices=request.notices,
            folded=0 if request.per_report else len(rows) - folding.groups,
        )

    def count(self, request: SearchRequest) -> int:
        """See ``Engine.count``."""
        return self.facets.count(self.matcher.rows(request.query), request.filters)

    def _folding(self, rows: Rows, request: SearchRequest) -> Folding:
        """Which of the found rows share a place."""
        if request.per_report:
            return Folding.of(rows, self._by_report)
        return Folding.of(rows, self.duplicates.clusters) if request.fold else Folding.none(len(rows))

    @cached_property
    def _by_report(self) -> Clusters:
        return Clusters.of_reports(self.columns)

    def _unsure(self, rows: Rows, request: SearchRequest) -> Bools | None:
        """Where sections are selected, the rows whose own is only suggested by their position."""
        if not (request.filters.values("section") or "section" in filters_named(request.query)):
            return None
        unsure = self.facets.unsure.take(rows)
        return None if unsure.all() or not unsure.any() else unsure

    def _hit(self, row: int, request: SearchRequest, terms: Sequence[Term], score: float, others: int) -> Hit:
        hit = make_hit(self.records.paragraph_at(row), terms, score, 0 if request.per_report else others)
        if request.per_report:
            hit = replace(hit, more_in_report=others)
        if not request.explain:
            return hit
        return replace(hit, explanation=self.relevance.explanation(row, request.query, score))

    def _title_hits(self, request: SearchRequest, terms: Sequence[Term]) -> tuple[ReportHit, ...]:
        if not terms:
            return ()
        found = self.titles.matching(request.query, request.filters, MAX_TITLE_HITS)
        return tuple(
            ReportHit(r.id, r.title or "", r.year, r.unit_type, occurrences(r.title or "", terms)) for r in found
        )
