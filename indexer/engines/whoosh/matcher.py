"""Which documents of a generation answer a query tree: sets as boolean arrays, one row a document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

import numpy as np

from indexer.engines.whoosh.columns import Columns, Longs
from indexer.engines.whoosh.facet_table import FacetTable
from indexer.engines.whoosh.segment import Segment
from indexer.engines.whoosh.sidecar import Bools
from indexer.language.normalize import search_key
from indexer.querying.matching import holds
from indexer.querying.tree import (
    And,
    AtLeast,
    Gap,
    Leaf,
    Near,
    Not,
    Only,
    Or,
    Phrase,
    Query,
    Strict,
    Within,
    Word,
)


class Matcher:
    """Evaluates query trees. ``file_keys`` gives the search keys of a report's files; ``text_of`` the clean text
    (headings above and text, see ``matching.Document``) of a row."""

    def __init__(
        self,
        segments: Sequence[Segment],
        columns: Columns,
        facets: Callable[[], FacetTable],
        file_keys: Callable[[str], Sequence[str]],
        text_of: Callable[[int], str],
    ) -> None:
        self._segments = segments
        self._columns = columns
        self._facets = facets
        self._file_keys = file_keys
        self._text_of = text_of

    def rows(self, query: Query) -> Longs:
        """The living paragraphs that answer ``query``, ascending."""
        if isinstance(query, And) and not query.parts:
            return self._columns.rows
        if isinstance(query, And) and len(query.parts) == 1:
            query = query.parts[0]
        if isinstance(query, Word | Phrase) and len(query.key) == 2:
            return self._living(query)
        return np.flatnonzero(self._evaluate(query) & self._columns.paragraphs)

    def _living(self, leaf: Word | Phrase) -> Longs:
        """The living paragraphs that hold a leaf of two characters: what its gram lists is in order already."""
        parts = []
        for segment in self._segments:
            documents = segment.documents(leaf)
            kept = documents if segment.untouched else documents[segment.live[documents]]
            parts.append(kept.astype(np.int64) + segment.offset)
        return np.concatenate(parts) if parts else self._columns.rows[:0]

    def holding(self, leaf: Leaf) -> Bools:
        """The documents that hold a leaf, deleted ones too."""
        found = np.zeros(len(self._columns), dtype=bool)
        for segment in self._segments:
            found[segment.offset : segment.offset + len(segment.car)][segment.documents(leaf)] = True
        return found

    def _evaluate(self, query: Query) -> Bools:
        match query:
            case Word() | Phrase() | Gap() | Near():
                return self.holding(query)
            case Strict():
                return self._strictly(query)
            case Within(scope, leaf):
                return self._within(scope, leaf)
            case Only(_, _, filters):
                facets = self._facets()
                allowed = facets.allowed(filters)
                chosen: Bools = np.logical_and.reduce(list(allowed.values()))
                return chosen[facets.combination_of]
            case And(parts):
                return reduce(np.logical_and, map(self._evaluate, parts), self._columns.paragraphs)
            case Or(parts):
                return reduce(np.logical_or, map(self._evaluate, parts), np.zeros(len(self._columns), dtype=bool))
            case Not(part):
                return ~self._evaluate(part)
            case AtLeast(least, parts):
                counts = np.zeros(len(self._columns), dtype=np.int8)
                for part in parts:
                    counts += self._evaluate(part)
                return counts >= least

    def _strictly(self, phrase: Strict) -> Bools:
        """Told by the key first, then by the texts of what that leaves."""
        rows = np.flatnonzero(self.holding(phrase) & self._columns.paragraphs)
        found = np.zeros(len(self._columns), dtype=bool)
        found[[row for row in rows.tolist() if phrase.text in self._text_of(row)]] = True
        return found

    def _within(self, scope: str, leaf: Leaf) -> Bools:
        columns = self._columns
        if scope == "heading":
            return np.concatenate([self._under(segment, leaf) for segment in self._segments] or [columns.paragraphs])
        if scope == "title":
            fits = [holds(leaf, report.title_key) for report in columns.reports]
        else:
            fits = [any(holds(leaf, key) for key in self._file_keys(report.id)) for report in columns.reports]
        of_report: Bools = np.array([*fits, False], dtype=bool)
        return of_report[columns.report_of]

    @staticmethod
    def _under(segment: Segment, leaf: Leaf) -> Bools:
        """The documents of a segment that stand under a heading which holds a leaf."""
        headings = segment.car.headings
        fits = np.array([holds(leaf, search_key(text)) for text in headings.texts] or [False], dtype=bool)
        found = np.zeros(len(segment.car), dtype=bool)
        document_of = np.repeat(np.arange(len(found)), np.diff(headings.starts))
        found[document_of[fits[headings.numbers]]] = True
        return found
