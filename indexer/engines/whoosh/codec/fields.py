"""The inverted fields of a segment: which terms there are, in byte order, and in which documents each occurs.

``words`` and ``heading_words`` are stored as they are read; the words of titles are stored once a report and
expanded to its paragraphs; all other fields are derived from columns, so that nothing is stored twice.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from indexer.engines.ranking import FIELD_WEIGHTS, TITLE_WORDS
from indexer.engines.records import paragraph_id
from indexer.engines.whoosh.dtypes import Counts, RowNumbers, offsets_of
from indexer.engines.whoosh.postings import Postings, Words
from indexer.engines.whoosh.schema import year_term
from indexer.engines.whoosh.segment_columns import NO_YEAR, SECTION_BITS, UNIT_CODES, SegmentColumns
from indexer.model.reports import UNKNOWN


class InvertedField(Protocol):
    """One field of a segment. Terms are numbered in the order of their bytes."""

    def __len__(self) -> int:
        """How many terms there are."""

    def term(self, number: int) -> bytes:
        """The bytes of a term."""

    def first_from(self, text: bytes) -> int:
        """The number of the first term that is not less than ``text``; ``len`` where all are less."""

    def postings(self, number: int) -> tuple[RowNumbers, Counts]:
        """The documents in which a term occurs (ascending), and how often."""

    @property
    def lengths(self) -> RowNumbers:
        """For each document of the segment how many terms it has in this field; all 0 where lengths mean nothing."""


@dataclass(frozen=True)
class WordField:
    """A field whose words are stored with their documents. The vocabulary is shared with other fields: words that
    do not occur in this one are left out."""

    vocabulary: Words
    stored: Postings

    @cached_property
    def _numbers(self) -> RowNumbers:
        """The numbers, in the shared vocabulary, of the words that occur here."""
        return np.flatnonzero(self.stored.frequencies()).astype(np.int32)

    def __len__(self) -> int:
        return len(self._numbers)

    def term(self, number: int) -> bytes:
        return self.vocabulary.encoded(int(self._numbers[number]))

    def first_from(self, text: bytes) -> int:
        return int(np.searchsorted(self._numbers, self.vocabulary.first_from(text)))

    def postings(self, number: int) -> tuple[RowNumbers, Counts]:
        documents, counts = self.stored.of(int(self._numbers[number]))
        return documents.astype(np.int32), counts

    @property
    def lengths(self) -> RowNumbers:
        return self.stored.lengths


@dataclass(frozen=True)
class TitleField:
    """The words of titles, stored once a report: each occurs in all paragraphs of its reports."""

    by_report: WordField
    report_of: RowNumbers

    def __len__(self) -> int:
        return len(self.by_report)

    def term(self, number: int) -> bytes:
        return self.by_report.term(number)

    def first_from(self, text: bytes) -> int:
        return self.by_report.first_from(text)

    def postings(self, number: int) -> tuple[RowNumbers, Counts]:
        reports, counts = self.by_report.postings(number)
        firsts, lasts = self._starts[reports], self._starts[reports + 1]
        sizes = lasts - firsts
        before = offsets_of(sizes)[:-1]
        rows = np.arange(int(sizes.sum())) + np.repeat(firsts - before, sizes)
        return rows.astype(np.int32), np.repeat(counts, sizes)

    @cached_property
    def _starts(self) -> RowNumbers:
        """The first document of each report; those of one report follow one another."""
        reports = len(self.by_report.lengths)
        return np.searchsorted(self.report_of, np.arange(reports + 1)).astype(np.int32)

    @cached_property
    def lengths(self) -> RowNumbers:
        return self.by_report.lengths[self.report_of]


@dataclass(frozen=True)
class DerivedField:
    """A field that is worked out from columns: ``terms`` in order, ``rows_of`` gives the documents of one."""

    terms: Sequence[bytes]
    rows_of: Callable[[int], RowNumbers]
    documents: int

    def __len__(self) -> int:
        return len(self.terms)

    def term(self, number: int) -> bytes:
        return self.terms[number]

    def first_from(self, text: bytes) -> int:
        return bisect_left(self.terms, text)

    def postings(self, number: int) -> tuple[RowNumbers, Counts]:
        rows = self.rows_of(number)
        return rows, np.ones(len(rows), dtype=np.uint16)

    @property
    def lengths(self) -> RowNumbers:
        return np.zeros(self.documents, dtype=np.int32)


def inverted_fields(columns: SegmentColumns) -> Mapping[str, Callable[[], InvertedField]]:
    """What makes each inverted field of a segment, by its name, in order; a field is made when it is asked for."""
    makers: dict[str, Callable[[], InvertedField]] = {
        "id": lambda: _ids(columns),
        "section": lambda: _sections(columns),
        "unit_type": lambda: _units(columns),
        "year": lambda: _years(columns),
    }
    for name in FIELD_WEIGHTS:
        makers[name] = lambda name=name: _words(columns, name)  # type: ignore[misc]
    return dict(sorted(makers.items()))


def _words(columns: SegmentColumns, name: str) -> InvertedField:
    stored = WordField(columns.words, columns.postings[name])
    return TitleField(stored, columns.report_of) if name == TITLE_WORDS else stored


def _ids(columns: SegmentColumns) -> DerivedField:
    ids = [
        paragraph_id(columns.reports[report].id, ordinal).encode() if ordinal >= 0 else columns.reports[report].id.encode()
        for report, ordinal in zip(columns.report_of.tolist(), columns.ordinals.tolist(), strict=True)
    ]
    order = sorted(range(len(ids)), key=ids.__getitem__)
    return DerivedField([ids[row] for row in order], lambda at: np.array([order[at]], dtype=np.int32), len(ids))


def _sections(columns: SegmentColumns) -> DerivedField:
    found = {name.encode(): (columns.sections & bit) != 0 for name, bit in SECTION_BITS.items()}
    return _by_mask(columns, {term: mask for term, mask in found.items() if mask.any()})


def _units(columns: SegmentColumns) -> DerivedField:
    paragraphs = columns.ordinals >= 0
    found = {(unit or UNKNOWN).encode(): (columns.units == code) & paragraphs for unit, code in UNIT_CODES.items()}
    return _by_mask(columns, {term: mask for term, mask in found.items() if mask.any()})


def _years(columns: SegmentColumns) -> DerivedField:
    paragraphs = columns.ordinals >= 0
    years = [year for year in np.unique(columns.years[paragraphs]).tolist() if year != NO_YEAR]
    return _by_mask(columns, {year_term(year): (columns.years == year) & paragraphs for year in years})


def _by_mask(columns: SegmentColumns, masks: Mapping[bytes, np.ndarray]) -> DerivedField:
    terms = sorted(masks)
    return DerivedField(terms, lambda at: np.flatnonzero(masks[terms[at]]).astype(np.int32), len(columns))
