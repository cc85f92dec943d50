"""Reports found by their titles: the first few that answer a question, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

import numpy as np

from indexer.engines.facets import allows_report, file_values
from indexer.engines.whoosh.columns import Columns
from indexer.engines.whoosh.dtypes import Rows
from indexer.engines.whoosh.grams import build_grams
from indexer.engines.whoosh.key_text import KeyText
from indexer.engines.whoosh.segment_columns import DOCUMENT_BREAK, ReportRow
from indexer.querying.filters import Filters
from indexer.querying.matching import SearchFields, matches
from indexer.querying.tree import (
    And,
    ExactPhrase,
    GappedPhrase,
    Phrase,
    Proximity,
    Query,
    Term,
    Word,
    keys_of,
    terms_of,
)

_LEAVES = (Word, Phrase, ExactPhrase, GappedPhrase, Proximity)


class Titles:
    """The titles of reports, in the order in which they are shown."""

    def __init__(self, reports: Sequence[ReportRow], files_of: Callable[[str], tuple[str, ...]]) -> None:
        """``files_of`` gives the paths of a report's files by its id."""
        self._files_of = files_of
        self._reports = [report for report in reports if report.title]
        keys = [report.title_key + DOCUMENT_BREAK for report in self._reports]
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum([len(key) for key in keys], dtype=np.int64)])
        self._grams = build_grams(KeyText.of("".join(keys)), starts, DOCUMENT_BREAK)

    @classmethod
    def newest_first(cls, columns: Columns, files_of: Callable[[str], tuple[str, ...]]) -> Titles:
        """The titles of all living reports, the newest first; ``files_of`` gives a report's files by its id."""
        newest = [columns.reports[number] for number in columns.newest_first.tolist()]
        return cls(newest, files_of)

    def matching(self, query: Query, filters: Filters, most: int) -> list[ReportRow]:
        """The first reports whose title holds a term of ``query``, answers it, and which the filters allow."""
        found = (
            report
            for report in map(self._reports.__getitem__, self._candidates(query))
            if (not filters or self._passes(report, filters))
            and any(keys_of(term)[0] in report.title_key for term in terms_of(query))
            and matches(query, _search_fields(report))
        )
        return list(islice(found, most))

    def _passes(self, report: ReportRow, filters: Filters) -> bool:
        return allows_report(filters, {**report.facets, **file_values(self._files_of(report.id))})

    def _candidates(self, query: Query) -> Iterable[int]:
        """The numbers of titles that may answer, ascending: those that may hold all terms that are required, or any
        term where none is."""
        required = [part for part in query.parts if isinstance(part, _LEAVES)] if isinstance(query, And) else []
        counts = np.zeros(len(self._reports), dtype=np.int16)
        for term in required or terms_of(query):
            counts[self._may_hold(term)] += 1
        return map(int, np.flatnonzero(counts >= (len(required) or 1)))

    def _may_hold(self, term: Term) -> Rows:
        """The numbers of titles that hold the rarest two characters of a term's first part."""
        key = keys_of(term)[0]
        if len(key) == 1:
            return np.unique(self._grams.documents_beginning(key))
        rarest = min((key[at : at + 2] for at in range(len(key) - 1)), key=self._grams.most)
        return self._grams.documents_of(rarest)


def _search_fields(report: ReportRow) -> SearchFields:
    """A title in the place of a paragraph: it is searched as one is."""
    return SearchFields(report.title_key, report.title_block, title=report.title_key, facets=report.facets)
