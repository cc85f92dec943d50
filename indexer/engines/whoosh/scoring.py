"""BM25F with arrays: the same sums as ``engines.ranking``, for all documents that hold a word at once.

A title is a field of every paragraph of its report, but its words are kept once a report: their part of a score is
worked out for reports and handed down. All that is found is scored roughly, in half the bits and half the time; only
what may be among the best is scored exactly. (Numbers are looked up by ``take`` with 64-bit places and added by
``np.add.at``: the same with square brackets and 32 bits takes two to four times as long.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from indexer.engines.ranking import COVERING, FIELD_WEIGHTS, K1, TITLE_WORDS, B, idf
from indexer.engines.whoosh.columns import Columns
from indexer.engines.whoosh.dtypes import Bools, Counts, Floats, Floats32, RowNumbers, Rows
from indexer.engines.whoosh.segment import Segment

_AnyFloats = TypeVar("_AnyFloats", npt.NDArray[np.float32], npt.NDArray[np.float64])

#: To look up one row among the documents of a word takes as long as to score so many of them.
_SPARSE = 16

_OWN_FIELDS = tuple(name for name in FIELD_WEIGHTS if name != TITLE_WORDS)


class Scorer:
    """Scores the documents of a generation by words."""

    def __init__(self, segments: Sequence[Segment], columns: Columns) -> None:
        self.segments = segments
        self.columns = columns

    @cached_property
    def documents(self) -> int:
        """How many paragraphs there are."""
        return len(self.columns.rows)

    @cached_property
    def _paragraphs_of_report(self) -> Rows:
        """How many paragraphs each report has."""
        columns = self.columns
        return np.bincount(columns.report_of[columns.rows], minlength=len(columns.reports))

    @cached_property
    def _title_lengths(self) -> RowNumbers:
        """How many words each report's title has."""
        lengths = np.zeros(len(self.columns.reports) + 1, dtype=np.int32)
        for segment, numbers in zip(self.segments, self.columns.report_numbers, strict=True):
            lengths[numbers] = segment.columns.postings[TITLE_WORDS].lengths
        return lengths[:-1]

    @cached_property
    def averages(self) -> dict[str, float]:
        """For each field how many words a paragraph has in it, on average."""
        columns = self.columns
        totals = {
            name: sum(
                int(s.columns.postings[name].lengths[columns.paragraphs[s.offset : s.offset + len(s.columns)]].sum())
                for s in self.segments
            )
            for name in _OWN_FIELDS
        }
        totals[TITLE_WORDS] = int((self._title_lengths * self._paragraphs_of_report).sum())
        return {name: total / self.documents if total else 1.0 for name, total in totals.items()}

    @cached_property
    def length_norms(self) -> dict[str, list[Floats]]:
        """For each field and segment what a document's length adds to its words' counts."""
        return {
            name: [self._length_norms(name, s.columns.postings[name].lengths) for s in self.segments] for name in _OWN_FIELDS
        }

    @cached_property
    def approximate_length_norms(self) -> dict[str, list[Floats32]]:
        """The same in half the bits."""
        return {name: [own.astype(np.float32) for own in arrays] for name, arrays in self.length_norms.items()}

    @cached_property
    def _title_length_norms(self) -> Floats:
        return self._length_norms(TITLE_WORDS, self._title_lengths)

    def _length_norms(self, name: str, lengths: RowNumbers) -> Floats:
        return (K1 * (1 - B + B * lengths / self.averages[name])).astype(np.float64)

    def of(self, words: Sequence[str]) -> WordScores:
        """Scores by these words."""
        parts: list[_Part] = []
        for word in words:
            of_segments = [segment.postings(word) for segment in self.segments]
            for name in _OWN_FIELDS:
                found = [fields[name] for fields in of_segments]
                frequency = self._frequency([documents for documents, _ in found])
                if frequency:
                    parts.append(_Part(word, name, found, self._weight(name, frequency)))
            title = self._title_part([fields[TITLE_WORDS] for fields in of_segments])
            if title is not None:
                parts.append(_Part(word, TITLE_WORDS, of_reports=title))
        return WordScores(self, parts)

    def _weight(self, name: str, frequency: int) -> float:
        return FIELD_WEIGHTS[name] * idf(self.documents, frequency) * (K1 + 1)

    def _title_part(self, found: Sequence[tuple[Rows, Counts]]) -> Floats | None:
        """A word's part in the title, one a report (and 0 for none); ``None`` where no title has it."""
        part: Floats | None = None
        frequency = 0
        for (own, counts), globally in zip(found, self.columns.report_numbers, strict=True):
            living = globally[own] >= 0
            reports, counts = globally[own[living]], counts[living]
            if len(reports):
                part = np.zeros(len(self.columns.reports) + 1) if part is None else part
                part[reports] = _saturated(counts.astype(np.float64), self._title_length_norms[reports])
                frequency += int(self._paragraphs_of_report[reports].sum())
        if part is not None:
            part *= self._weight(TITLE_WORDS, frequency)
        return part

    def _frequency(self, found: Sequence[Rows]) -> int:
        """How many living paragraphs there are among the documents of each segment."""
        return sum(
            len(documents) if segment.untouched else int(np.count_nonzero(segment.live[documents]))
            for segment, documents in zip(self.segments, found, strict=True)
        )


@dataclass(frozen=True, slots=True)
class _Part:
    """One word in one field: for each segment the documents that hold it and how often, and what that weighs; or, in
    titles, what it adds for each report."""

    word: str
    name: str
    found: Sequence[tuple[Rows, Counts]] = ()
    weight: float = 0.0
    of_reports: Floats | None = None


@dataclass(frozen=True, slots=True)
class WordScores:
    """What some words make of documents."""

    scorer: Scorer
    parts: Sequence[_Part]

    def approximate(self, rows: Rows) -> Floats32:
        """The scores of ``rows`` to a millionth, of as many as there may be; 0 is exact."""
        columns = self.scorer.columns
        if len(rows) * len(self.parts) * _SPARSE < sum(len(documents) for part in self.parts for documents, _ in part.found):
            return self.exact(rows).astype(np.float32)
        scores = np.zeros(len(columns), dtype=np.float32)
        titles = [part.of_reports for part in self.parts if part.of_reports is not None]
        for part in self.parts:
            for at, (documents, counts) in enumerate(part.found):
                if len(documents):
                    norms = self.scorer.approximate_length_norms[part.name][at].take(documents)
                    own = _saturated(counts.astype(np.float32), norms)
                    own *= np.float32(part.weight)
                    segment = self.scorer.segments[at]
                    np.add.at(scores[segment.offset : segment.offset + len(segment.columns)], documents, own)
        wanted: Floats32 = scores.take(rows)
        if titles:
            wanted += sum(titles[1:], titles[0]).astype(np.float32).take(columns.report_of.take(rows))
        return wanted

    def exact(self, rows: Rows) -> Floats:
        """The scores of a few rows, in any order."""
        return sum((self._of(part, rows) for part in self.parts), np.zeros(len(rows)))

    def term_coverage(self, words: int, rows: Rows) -> Floats:
        """The share of the question's ``words`` that stand in some paragraphs, or the headings they are under, as words."""
        standing: dict[str, Bools] = {}
        for part in self.parts:
            known = standing.get(part.word)
            if part.name in COVERING and (known is None or not known.all()):
                there = self._holding(part, rows)
                standing[part.word] = there if known is None else there | known
        return sum(standing.values(), np.zeros(len(rows))) / max(words, 1)

    def explained(self, row: int) -> tuple[tuple[str, str, float], ...]:
        """What each word and field adds to the score of one document: (word, field, part), none that add nothing."""
        parts = [(part.word, part.name, float(self._of(part, np.array([row]))[0])) for part in self.parts]
        return tuple(part for part in parts if part[2])

    def _holding(self, part: _Part, rows: Rows) -> Bools:
        """Which of some rows one part adds to."""
        if part.of_reports is not None:
            return part.of_reports[self.scorer.columns.report_of[rows]] > 0
        holding = np.zeros(len(rows), dtype=bool)
        for segment, (documents, _) in zip(self.scorer.segments, part.found, strict=True):
            if len(documents):
                own = rows - segment.offset
                holding |= documents.take(np.searchsorted(documents, own), mode="clip") == own
        return holding

    def _of(self, part: _Part, rows: Rows) -> Floats:
        """What one part adds to the scores of some rows."""
        if part.of_reports is not None:
            return part.of_reports[self.scorer.columns.report_of[rows]]
        added = np.zeros(len(rows))
        for segment, (documents, counts), length_norms in zip(
            self.scorer.segments, part.found, self.scorer.length_norms[part.name], strict=True
        ):
            if len(documents):
                own = rows - segment.offset
                positions = np.searchsorted(documents, own)
                positions[positions == len(documents)] = 0
                holding = np.flatnonzero(documents[positions] == own)
                added[holding] = _saturated(counts[positions[holding]].astype(np.float64), length_norms[own[holding]])
        added *= part.weight
        return added


def _saturated(counts: _AnyFloats, length_norms: _AnyFloats) -> _AnyFloats:
    """``count / (count + length_norms)``; ``length_norms`` is used up."""
    length_norms += counts
    return np.divide(counts, length_norms, out=length_norms)
