"""Which documents of a generation answer a query tree: sets as boolean arrays, one row a document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

import numpy as np

from indexer.engines.whoosh.columns import Columns
from indexer.engines.whoosh.dtypes import Bools, Rows
from indexer.engines.whoosh.facet_table import FacetTable
from indexer.engines.whoosh.segment import Segment
from indexer.language.normalize import search_key
from indexer.querying.matching import holds
from indexer.querying.tree import (
    And,
    AtLeast,
    ExactPhrase,
    FieldTerm,
    FilterClause,
    GappedPhrase,
    Not,
    Or,
    Phrase,
    Proximity,
    Query,
    Term,
    Unshared,
    Word,
)

#: Terms that a segment answers by itself.
_BY_KEY = (Word, Phrase, GappedPhrase, Proximity)


class Matcher:
    """Evaluates query trees. ``file_keys`` gives the search keys of a report's files; ``text_of`` the clean text
    (headings above and text, see ``matching.SearchFields``) of a row, ``unshared`` the documents no sentence of which
    another report has."""

    def __init__(
        self,
        segments: Sequence[Segment],
        columns: Columns,
        facets: Callable[[], FacetTable],
        file_keys: Callable[[str], Sequence[str]],
        text_of: Callable[[int], str],
        unshared: Callable[[], Bools],
    ) -> None:
        self._segments = segments
        self._columns = columns
        self._facets = facets
        self._file_keys = file_keys
        self._text_of = text_of
        self._unshared = unshared

    def rows(self, query: Query) -> Rows:
        """The living paragraphs that answer ``query``, ascending."""
        if isinstance(query, And) and not query.parts:
            return self._columns.rows
        if isinstance(query, And) and len(query.parts) == 1:
            query = query.parts[0]
        parts = query.parts if isinstance(query, And) else (query,)
        terms = [part for part in parts if isinstance(part, _BY_KEY)]
        if not terms:
            return np.flatnonzero(self._evaluate(query) & self._columns.paragraphs)
        rows = self._holding_all(terms)
        for part in parts:
            if not isinstance(part, _BY_KEY):
                rows = rows[self._evaluate(part)[rows]]
        return rows

    def _holding_all(self, terms: Sequence[Term]) -> Rows:
        """The living paragraphs that hold all terms, ascending: from the rarest on."""
        parts = [self._columns.rows[:0]]
        for segment in self._segments:
            rarest, *others = sorted((segment.documents(term) for term in terms), key=len)
            for documents in others:
                held = np.zeros(len(segment.columns), dtype=bool)
                held[documents] = True
                rarest = rarest[held.take(rarest)]
            rarest = _each_once(rarest)
            kept = rarest if segment.untouched else rarest[segment.live.take(rarest)]
            parts.append(kept + segment.offset)
        return np.concatenate(parts)

    def holding(self, term: Term) -> Bools:
        """The documents that hold a term, deleted ones too."""
        return self._holding_any([term])

    def _holding_any(self, terms: Sequence[Term]) -> Bools:
        found = np.zeros(len(self._columns), dtype=bool)
        for segment in self._segments:
            own = found[segment.offset : segment.offset + len(segment.columns)]
            for term in terms:
                own[segment.documents(term)] = True
        return found

    def _evaluate(self, query: Query) -> Bools:
        match query:
            case Word() | Phrase() | GappedPhrase() | Proximity():
                return self.holding(query)
            case ExactPhrase():
                return self._strictly(query)
            case FieldTerm(scope, term):
                return self._within(scope, term)
            case FilterClause(_, _, filters):
                return self._facets().lets_through(filters)
            case Unshared():
                return self._unshared()
            case And(parts):
                return reduce(np.logical_and, map(self._evaluate, parts), self._columns.paragraphs)
            case Or(parts):
                found = self._holding_any([part for part in parts if isinstance(part, _BY_KEY)])
                return reduce(np.logical_or, [self._evaluate(p) for p in parts if not isinstance(p, _BY_KEY)], found)
            case Not(part):
                return ~self._evaluate(part)
            case AtLeast(least, parts):
                counts = np.zeros(len(self._columns), dtype=np.int8)
                for part in parts:
                    counts += self._evaluate(part)
                return counts >= least

    def _strictly(self, phrase: ExactPhrase) -> Bools:
        """Told by the key first, then by the texts of what that leaves."""
        rows = np.flatnonzero(self.holding(phrase) & self._columns.paragraphs)
        found = np.zeros(len(self._columns), dtype=bool)
        found[[row for row in rows.tolist() if phrase.text in self._text_of(row)]] = True
        return found

    def _within(self, scope: str, term: Term) -> Bools:
        columns = self._columns
        if scope == "report":
            return self._in_reports(term)
        if scope == "heading":
            return np.concatenate([self._under(segment, term) for segment in self._segments] or [columns.paragraphs])
        if scope == "title":
            fits = [holds(term, report.title_key) for report in columns.reports]
        else:
            fits = [any(holds(term, key) for key in self._file_keys(report.id)) for report in columns.reports]
        of_report: Bools = np.array([*fits, False], dtype=bool)
        return of_report[columns.report_of]

    def _in_reports(self, term: Term) -> Bools:
        """The documents of reports that hold a term in some paragraph, or in their title."""
        columns = self._columns
        fits = [holds(term, report.title_key) for report in columns.reports]
        of_report: Bools = np.array([*fits, False], dtype=bool)
        of_report[columns.report_of[self._holding_all([term])]] = True
        return of_report[columns.report_of] & columns.paragraphs

    @staticmethod
    def _under(segment: Segment, term: Term) -> Bools:
        """The documents of a segment that stand under a heading which holds a term."""
        headings = segment.columns.headings
        fits = np.array([holds(term, search_key(text)) for text in headings.texts] or [False], dtype=bool)
        found = np.zeros(len(segment.columns), dtype=bool)
        document_of = np.repeat(np.arange(len(found)), np.diff(headings.starts))
        found[document_of[fits[headings.numbers]]] = True
        return found


def _each_once(documents: Rows) -> Rows:
    """Documents in ascending order, each once; most lists ascend already, many are without repeats."""
    steps = np.diff(documents)
    if not len(steps) or steps.min() > 0:
        return documents
    return np.unique(documents) if steps.min() < 0 else documents[np.append(True, steps > 0)]
