"""Reports found by their titles: all titles joined, the first few that answer a question looked for in order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import groupby, islice

from indexer.engines.whoosh.sidecar import ReportRow
from indexer.models import Filters
from indexer.querying.matching import Document, matches
from indexer.querying.tree import And, Gap, Near, Phrase, Query, Strict, Word, keys_of, leaves

_BREAK = "\x01"
_LEAVES = (Word, Phrase, Strict, Gap, Near)


class Titles:
    """The titles of reports, in the order in which they are shown."""

    def __init__(self, reports: Sequence[ReportRow]) -> None:
        self._reports = [report for report in reports if report.title]
        keys = [report.title_key for report in self._reports]
        self._joined = _BREAK.join(keys)
        self._starts: list[int] = []
        at = 0
        for key in keys:
            self._starts.append(at)
            at += len(key) + 1

    def matching(self, query: Query, filters: Filters, most: int) -> list[ReportRow]:
        """The first reports whose title answers ``query`` and which the filters let through. Only those that
        hold one of the question's leaves are looked at."""
        found = (
            report
            for report in map(self._reports.__getitem__, self._candidates(query))
            if filters.allows_unit(report.unit_type)
            and filters.allows_year(report.year)
            and matches(query, _document(report))
        )
        return list(islice(found, most))

    def _candidates(self, query: Query) -> Iterator[int]:
        """The numbers of titles that may answer: those that hold all leaves that are required, or any leaf where
        none is."""
        required = [part for part in query.parts if isinstance(part, _LEAVES)] if isinstance(query, And) else []
        if required:
            return self._holding_all([keys_of(leaf)[0] for leaf in required])
        return (number for number, _ in groupby(merge(*(self._holding(keys_of(leaf)[0]) for leaf in leaves(query)))))

    def _holding_all(self, keys: Sequence[str]) -> Iterator[int]:
        """The numbers of the titles that hold all keys: whichever is behind goes on from where the others are."""
        number = 0
        while number < len(self._starts):
            least = number
            for key in keys:
                at = self._joined.find(key, self._starts[least])
                if at < 0:
                    return
                least = bisect_right(self._starts, at) - 1
            if least == number:
                yield number
                least += 1
            number = least

    def _holding(self, key: str) -> Iterator[int]:
        """The numbers of the titles that hold a key, ascending."""
        at = self._joined.find(key)
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            yield number
            if number + 1 == len(self._starts):
                return
            at = self._joined.find(key, self._starts[number + 1])


def _document(report: ReportRow) -> Document:
    """A title in the place of a paragraph: it is searched as one is."""
    return Document(
        report.title_key, report.title_block, title=report.title_key, unit_type=report.unit_type, year=report.year
    )
