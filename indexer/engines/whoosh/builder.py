"""Collects the documents of a coming segment and makes its columns."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from indexer.engines.near_duplicates import Fingerprints, fingerprint
from indexer.engines.ranking import FIELD_WEIGHTS, TITLE_WORDS
from indexer.engines.whoosh.allocation import give_back
from indexer.engines.whoosh.combinations import Combinations, FacetValues
from indexer.engines.whoosh.dtypes import Bools, RowNumbers, Rows, offsets_of
from indexer.engines.whoosh.grams import build_grams
from indexer.engines.whoosh.key_text import KeyTextBuilder
from indexer.engines.whoosh.packed_records import RecordPacker
from indexer.engines.whoosh.postings import FieldCollector, WordCollector, build_postings
from indexer.engines.whoosh.segment_columns import (
    COLUMNS,
    DOCUMENT_BREAK,
    NO_YEAR,
    SECTION_BITS,
    UNIT_CODES,
    HeadingRows,
    ReportRow,
    SegmentColumns,
)
from indexer.querying.facet_kinds import Values
from indexer.querying.matching import FIELD_BREAK

_NO_WORDS: array[int] = array("i")

#: So many keys wait until something is made of them.
_AT_ONCE = 1000

_OWN_FIELDS = tuple(name for name in FIELD_WEIGHTS if name != TITLE_WORDS)


@dataclass
class SegmentColumnsBuilder:
    """Collects documents in the order Whoosh numbers them."""

    reports: list[ReportRow] = field(default_factory=list)
    facets: dict[frozenset[tuple[str, Values]], int] = field(default_factory=dict)
    columns: dict[str, array[int]] = field(default_factory=lambda: {name: array("i") for name in COLUMNS})
    text: KeyTextBuilder = field(default_factory=KeyTextBuilder)
    key_lengths: array[int] = field(default_factory=lambda: array("i"))
    waiting: list[str] = field(default_factory=list)
    words: WordCollector = field(default_factory=WordCollector)
    fields: dict[str, FieldCollector] = field(
        default_factory=lambda: {name: FieldCollector() for name in FIELD_WEIGHTS}
    )
    headings: dict[str, int] = field(default_factory=dict)
    heading_counts: array[int] = field(default_factory=lambda: array("i"))
    heading_numbers: array[int] = field(default_factory=lambda: array("i"))
    fingerprints: list[Fingerprints] = field(default_factory=list)
    records: RecordPacker = field(default_factory=RecordPacker)
    report_records: RecordPacker = field(default_factory=RecordPacker)

    def add_report(self, row: ReportRow, title: array[int], record: bytes) -> None:
        """A report, with its title's words as numbers from ``words.number``; its paragraphs follow."""
        self.reports.append(row)
        self.report_records.add(record)
        self.fields[TITLE_WORDS].add(title)

    def add_bare_report(self) -> None:
        """A document for the report added last, which has no paragraphs: without one it could not be deleted."""
        self._add_row(self.reports[-1], "", b"", self.reports[-1].facets, ordinals=-1)
        self.heading_counts.append(0)
        for name in _OWN_FIELDS:
            self.fields[name].add(_NO_WORDS)

    def add_paragraph(
        self,
        record: bytes,
        ordinal: int,
        sections: Sequence[str],
        characters: int,
        placeholders: int,
        key: str,
        headings: Sequence[str],
        words: Mapping[str, array[int]],
        facets: FacetValues,
    ) -> None:
        """A paragraph of the report added last; ``words`` are numbers from ``words.number``."""
        self._add_row(
            self.reports[-1],
            key,
            record,
            facets,
            ordinals=ordinal,
            sections=sum(SECTION_BITS[s] for s in sections),
            characters=characters,
            placeholders=min(placeholders, np.iinfo(np.uint16).max),
        )
        self._add_headings(headings)
        for name in _OWN_FIELDS:
            self.fields[name].add(words[name])

    def add_segment(self, columns: SegmentColumns, live: Bools) -> None:
        """The living documents of another segment, as Whoosh appends them when it merges."""
        self._take_waiting()
        rows = np.flatnonzero(live)
        own_prints = columns.fingerprints
        self.fingerprints.append(
            Fingerprints(own_prints.content[rows], own_prints.masked[rows], own_prints.signatures[rows])
        )
        reports, own = np.unique(columns.report_of[rows], return_inverse=True)
        renumbered = own.astype(np.int32) + np.int32(len(self.reports))
        for number in reports.tolist():
            self.reports.append(columns.reports[number])
            self.report_records.add(columns.report_records[number])
        self._add_columns(columns, rows, renumbered)
        order_of = np.array(self.words.number(columns.words[i] for i in range(len(columns.words))), dtype=np.int32)
        for name, collected in self.fields.items():
            kept = np.isin(np.arange(len(columns.reports)), reports) if name == TITLE_WORDS else live
            collected.add_all(columns.postings[name], order_of, kept)
        lengths = np.diff(columns.key_starts)
        for first in range(0, len(live), _AT_ONCE):
            some = slice(first, first + _AT_ONCE)
            begin, end = int(columns.key_starts[first]), int(columns.key_starts[min(first + _AT_ONCE, len(live))])
            units = columns.text.units[begin:end][np.repeat(live[some], lengths[some])]
            self.text.add_points(columns.text.code_points(units))
        self.key_lengths.frombytes(lengths[rows].astype(np.int32).tobytes())
        for row in rows.tolist():
            self.records.add(columns.records[row])
            first, last = int(columns.headings.starts[row]), int(columns.headings.starts[row + 1])
            self._add_headings([columns.headings.texts[n] for n in columns.headings.numbers[first:last].tolist()])

    def _add_columns(self, columns: SegmentColumns, rows: Rows, report_of: RowNumbers) -> None:
        """The small columns of some documents of another segment; ``report_of`` numbers their reports here."""
        combinations = np.array([self._combination(own) for own in columns.facets], dtype=np.int32)
        changed = {"report_of": report_of, "combinations": combinations[columns.combinations[rows]]}
        for name in COLUMNS:
            values = changed[name] if name in changed else getattr(columns, name)[rows]
            self.columns[name].frombytes(values.astype(np.int32).tobytes())

    def __len__(self) -> int:
        """How many documents have been added."""
        return len(self.key_lengths)

    def _add_row(self, row: ReportRow, key: str, record: bytes, facets: FacetValues, **values: int) -> None:
        values = {"sections": 0, "characters": 0, "placeholders": 0, **values}
        values.update(report_of=len(self.reports) - 1, units=UNIT_CODES[row.unit_type], years=row.year or NO_YEAR)
        values["combinations"] = self._combination(facets)
        for name, column in self.columns.items():
            column.append(values[name])
        self.key_lengths.append(len(key) + len(DOCUMENT_BREAK))
        self.waiting.append(key)
        if len(self.waiting) >= _AT_ONCE:
            self._take_waiting()
        self.records.add(record)

    def _combination(self, facets: FacetValues) -> int:
        """The number of some values in all facets."""
        return self.facets.setdefault(frozenset(facets.items()), len(self.facets))

    def _add_headings(self, headings: Sequence[str]) -> None:
        self.heading_counts.append(len(headings))
        self.heading_numbers.extend(self.headings.setdefault(h, len(self.headings)) for h in headings)

    def _take_waiting(self) -> None:
        """What is made of keys, of some at a time: then they need not be kept."""
        keys, self.waiting = self.waiting, []
        self.fingerprints.append(fingerprint(keys))
        self.text.add("".join([key + DOCUMENT_BREAK for key in keys]))

    def build(self) -> SegmentColumns:
        """The columns of all documents added, which are used up. What each step leaves behind is given back before the next, so
        that their needs do not add up."""
        self._take_waiting()
        give_back()
        words, postings = build_postings(self.words, self.fields)
        give_back()
        columns = {name: np.array(self.columns[name], dtype=kind) for name, kind in COLUMNS.items()}
        key_starts = offsets_of(self.key_lengths)
        text = self.text.built()
        grams = build_grams(text, key_starts, FIELD_BREAK + DOCUMENT_BREAK)
        give_back()
        return SegmentColumns(
            reports=tuple(self.reports),
            facets=Combinations.of(list(map(dict, self.facets))),
            text=text,
            key_starts=key_starts,
            grams=grams,
            words=words,
            postings=postings,
            headings=HeadingRows.of(
                tuple(self.headings), offsets_of(self.heading_counts), np.array(self.heading_numbers, dtype=np.int32)
            ),
            fingerprints=Fingerprints(
                np.concatenate([part.content for part in self.fingerprints]),
                np.concatenate([part.masked for part in self.fingerprints]),
                np.concatenate([part.signatures for part in self.fingerprints]),
            ),
            records=self.records.packed(),
            report_records=self.report_records.packed(),
            **columns,
        )
