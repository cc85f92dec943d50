"""Paragraphs like a text: the best by their shared words are compared with it character by character."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.engines.records import make_hit
from indexer.engines.similarity import CANDIDATES, SimilarityQuery, own_key, similarities, similarity_query
from indexer.engines.whoosh.columns import Columns
from indexer.engines.whoosh.dtypes import Bools, Rows
from indexer.engines.whoosh.duplicates import DuplicateFinder
from indexer.engines.whoosh.facet_table import FacetTable
from indexer.engines.whoosh.ordering import Found, in_order
from indexer.engines.whoosh.record_store import RecordStore
from indexer.engines.whoosh.scoring import Scorer
from indexer.engines.whoosh.segment import Segment
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import Hit
from indexer.querying.filters import Filters

_WORDS = "words"


@dataclass(frozen=True)
class SimilarityFinder:
    """Compares a text with the paragraphs of a generation."""

    segments: Sequence[Segment]
    columns: Columns
    scorer: Scorer
    tokenizer: Tokenizer
    records: RecordStore
    facets: FacetTable
    duplicates: DuplicateFinder

    def similar(self, text: str, filters: Filters, size: int, without: str) -> tuple[Hit, ...]:
        """See ``Engine.similar``."""
        query = similarity_query(text, self.tokenizer, self.scorer.documents, self._with_word, 2 if without else 1)
        if not query.words:
            return ()
        allowed = self.columns.paragraphs & self.facets.lets_through(filters)
        own = self.records.row_of(without)
        if own is not None:
            allowed &= self.duplicates.labels != self.duplicates.labels[own]
        return tuple(
            make_hit(self.records.paragraph_at(row), query.terms, score) for row, score in self._rows(query, allowed, size)
        )

    def _rows(self, query: SimilarityQuery, allowed: Bools, size: int) -> list[tuple[int, float]]:
        """The ``size`` allowed rows most similar to the query, each with its similarity."""
        rows = self._candidates(query, allowed)
        keys = [own_key(self.records.key(row)) for row in rows.tolist()]
        scores = np.array(similarities(query, keys), dtype=np.float64)
        best = np.lexsort((self.columns.rank_newest[rows], -scores))[:size]
        return list(zip(rows[best].tolist(), scores[best].tolist(), strict=True))

    def _candidates(self, query: SimilarityQuery, allowed: Bools) -> Rows:
        rows = np.flatnonzero(allowed)
        words = [word.text for word in query.terms]
        by_words = self.scorer.of(words)
        scores = by_words.approximate(rows)
        having = scores > 0
        found = Found(rows[having], scores[having], by_words.exact, None)
        return in_order(found, self.columns, "relevance", CANDIDATES)[0][:CANDIDATES]

    def _with_word(self, word: str) -> int:
        """How many living paragraphs hold a word."""
        total = 0
        for segment in self.segments:
            documents, _ = segment.postings(word)[_WORDS]
            total += len(documents) if segment.untouched else int(np.count_nonzero(segment.live[documents]))
        return total
