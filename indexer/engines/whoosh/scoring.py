"""BM25F with arrays: the same sums as ``engines.ranking``, for all documents that hold a word at once.

A title is a field of every paragraph of its report, but its words are kept once a report: their part of a score is
worked out for reports and handed down.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from indexer.engines.ranking import FIELD_WEIGHTS, K1, TITLE_WORDS, B, idf
from indexer.engines.whoosh.columns import Columns, Floats, Longs
from indexer.engines.whoosh.postings import Counts, Rows
from indexer.engines.whoosh.segment import Segment

_OWN_FIELDS = tuple(name for name in FIELD_WEIGHTS if name != TITLE_WORDS)


class Scorer:
    """Scores the documents of a generation by words."""

    def __init__(self, segments: Sequence[Segment], columns: Columns) -> None:
        self._segments = segments
        self._columns = columns

    @cached_property
    def documents(self) -> int:
        """How many paragraphs there are."""
        return len(self._columns.rows)

    @cached_property
    def _paragraphs_of_report(self) -> Longs:
        """How many paragraphs each report has."""
        columns = self._columns
        return np.bincount(columns.report_of[columns.rows], minlength=len(columns.reports))

    @cached_property
    def _title_lengths(self) -> Rows:
        """How many words each report's title has."""
        lengths = np.zeros(len(self._columns.reports) + 1, dtype=np.int32)
        for segment, numbers in zip(self._segments, self._columns.report_numbers, strict=True):
            lengths[numbers] = segment.car.postings[TITLE_WORDS].lengths
        return lengths[:-1]

    @cached_property
    def averages(self) -> dict[str, float]:
        """For each field how many words a paragraph has in it, on average."""
        columns = self._columns
        totals = {
            name: sum(
                int(s.car.postings[name].lengths[columns.paragraphs[s.offset : s.offset + len(s.car)]].sum())
                for s in self._segments
            )
            for name in _OWN_FIELDS
        }
        totals[TITLE_WORDS] = int((self._title_lengths * self._paragraphs_of_report).sum())
        return {name: total / self.documents if total else 1.0 for name, total in totals.items()}

    @cached_property
    def _own_slowing(self) -> dict[str, list[Floats]]:
        """For each field and segment what a document's length adds to its words' counts."""
        return {
            name: [self._slowing(name, s.car.postings[name].lengths) for s in self._segments] for name in _OWN_FIELDS
        }

    @cached_property
    def _title_slowing(self) -> Floats:
        return self._slowing(TITLE_WORDS, self._title_lengths)

    def _slowing(self, name: str, lengths: Rows) -> Floats:
        return (K1 * (1 - B + B * lengths / self.averages[name])).astype(np.float64)

    def scores(self, words: Sequence[str], rows: Longs | None = None) -> Floats:
        """The scores of ``rows``; of all documents where none are given."""
        rows = np.arange(len(self._columns)) if rows is None else rows
        scores = np.zeros(len(self._columns))
        of_titles: Floats | None = None
        for word in words:
            numbers = [s.car.words.find(word) for s in self._segments]
            for name in _OWN_FIELDS:
                self._add_own(scores, name, numbers)
            title = self._title_part(numbers)
            if title is not None:
                of_titles = title if of_titles is None else of_titles + title
        found: Floats = scores[rows]
        if of_titles is not None:
            found += of_titles[self._columns.report_of[rows]]
        return found

    def _add_own(self, scores: Floats, name: str, numbers: Sequence[int | None]) -> None:
        """Adds a word's part in one field to the scores of all documents that hold it there."""
        found = [s.car.postings[name].of(number) for s, number in zip(self._segments, numbers, strict=True)]
        rarity = idf(self.documents, self._frequency([documents for documents, _ in found]))
        for at, (segment, (documents, counts)) in enumerate(zip(self._segments, found, strict=True)):
            if len(documents):
                part = _saturated(counts, self._own_slowing[name][at][documents])
                part *= FIELD_WEIGHTS[name] * rarity * (K1 + 1)
                scores[segment.offset : segment.offset + len(segment.car)][documents] += part

    def _title_part(self, numbers: Sequence[int | None]) -> Floats | None:
        """A word's part in the title, one a report; ``None`` where no title has it."""
        part: Floats | None = None
        frequency = 0
        for segment, number, globally in zip(self._segments, numbers, self._columns.report_numbers, strict=True):
            reports, counts = segment.car.postings[TITLE_WORDS].of(number)
            living = globally[reports] >= 0
            reports, counts = globally[reports[living]], counts[living]
            if len(reports):
                part = np.zeros(len(self._columns.reports)) if part is None else part
                part[reports] = _saturated(counts, self._title_slowing[reports])
                frequency += int(self._paragraphs_of_report[reports].sum())
        if part is not None:
            part *= FIELD_WEIGHTS[TITLE_WORDS] * idf(self.documents, frequency) * (K1 + 1)
        return part

    def _frequency(self, found: Sequence[Rows]) -> int:
        """How many living paragraphs there are among the documents of each segment."""
        return sum(
            len(documents) if segment.untouched else int(np.count_nonzero(segment.live[documents]))
            for segment, documents in zip(self._segments, found, strict=True)
        )

    def parts(self, row: int, words: Sequence[str]) -> tuple[tuple[str, str, float], ...]:
        """What each word and field adds to the score of one document: (word, field, part), none that add nothing."""
        parts: list[tuple[str, str, float]] = []
        for word in words:
            numbers = [s.car.words.find(word) for s in self._segments]
            for name in FIELD_WEIGHTS:
                if name == TITLE_WORDS:
                    title = self._title_part(numbers)
                    part = float(title[self._columns.report_of[row]]) if title is not None else 0.0
                else:
                    scores = np.zeros(len(self._columns))
                    self._add_own(scores, name, numbers)
                    part = float(scores[row])
                if part:
                    parts.append((word, name, part))
        return tuple(parts)


def _saturated(counts: Counts, slowing: npt.NDArray[np.float64]) -> Floats:
    """``count / (count + slowing)``; ``slowing`` is used up."""
    often = counts.astype(np.float64)
    slowing += often
    return np.divide(often, slowing, out=slowing)
