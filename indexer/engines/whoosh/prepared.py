"""A report made ready for the index: all that can be worked out from the report alone, in arrays that cross from one
process to another at little cost.

Tokens, search keys, records and facet values take most of the time that writing takes, and need nothing but the report:
so whoever reads files prepares them, and the one writer only joins what is ready. A word crosses once a report, whatever
the number of its occurrences.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from indexer.engines.facets import stored_report_values, stored_values
from indexer.engines.records import numbers_of, paragraph_key, stored_paragraph, stored_report, title_of
from indexer.engines.whoosh.builder import SegmentColumnsBuilder
from indexer.engines.whoosh.combinations import FacetValues
from indexer.engines.whoosh.schema import field_words, paragraph_record, report_record
from indexer.engines.whoosh.segment_columns import ReportRow
from indexer.language.normalize import search_key
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import Report

#: The fields whose words a paragraph has of its own, in the order of ``PreparedReport.sizes``.
_FIELDS = ("words", "heading_words")

#: Parts the words of a report: no token holds white space.
_SEPARATOR = "\n"

_Joined = TypeVar("_Joined", bytes, str, "array[int]")


@dataclass(frozen=True, slots=True)
class _Kind:
    """What paragraphs of a report have in common."""

    sections: tuple[str, ...]
    heading_path: tuple[str, ...]
    facets: FacetValues


@dataclass(frozen=True, slots=True)
class PreparedReport:
    """``vocabulary`` are the report's words, each once, and ``numbers`` number them: first those of the title, then for
    each paragraph those of its fields; ``sizes`` says how many each of these has. ``records`` and ``keys`` are those of
    all paragraphs joined. ``kind_of`` numbers ``kinds``. Arrays have an element a paragraph but for ``numbers`` and
    ``sizes``."""

    row: ReportRow
    record: bytes
    vocabulary: str
    numbers: array[int]
    sizes: array[int]
    records: bytes
    record_sizes: array[int]
    keys: str
    key_sizes: array[int]
    ordinals: array[int]
    characters: array[int]
    placeholders: array[int]
    kinds: tuple[_Kind, ...]
    kind_of: array[int]

    def add_to(self, builder: SegmentColumnsBuilder) -> None:
        """Adds the report to a coming segment."""
        fields = _slices(self._numbered(builder), self.sizes)
        builder.add_report(self.row, next(fields), self.record)
        records, keys = _slices(self.records, self.record_sizes), _slices(self.keys, self.key_sizes)
        for at, number in enumerate(self.kind_of):
            kind = self.kinds[number]
            builder.add_paragraph(
                next(records),
                self.ordinals[at],
                kind.sections,
                self.characters[at],
                self.placeholders[at],
                next(keys),
                kind.heading_path,
                {name: next(fields) for name in _FIELDS},
                kind.facets,
            )
        if not self.kind_of:
            builder.add_bare_report()

    def _numbered(self, builder: SegmentColumnsBuilder) -> array[int]:
        """``numbers`` as the builder numbers words."""
        words = self.vocabulary.split(_SEPARATOR) if self.vocabulary else []
        table = np.array(builder.words.number(words), dtype=np.int32)
        own = np.frombuffer(self.numbers, dtype=self.numbers.typecode)
        return array("i", table[own].tobytes())


@dataclass(frozen=True, slots=True)
class Preparation:
    """Prepares reports. May be sent to another process."""

    tokenizer: Tokenizer

    def __call__(self, report_id: str, report: Report) -> PreparedReport:
        block, stored = title_of(report), stored_report(report_id, report)
        made = _Collected()
        made.add_words(self.tokenizer.words(report.title or ""))
        numbers = numbers_of(report.paragraphs)
        for (paragraph, words), number in zip(field_words(self.tokenizer, report), numbers, strict=True):
            for name in _FIELDS:
                made.add_words(words[name])
            made.records.append(paragraph_record(report_id, report, paragraph, number))
            made.keys.append(paragraph_key(paragraph))
            facets = stored_values(stored_paragraph(stored, paragraph, number))
            made.add_kind(paragraph.sections, paragraph.heading_path, facets)
        return PreparedReport(
            row=ReportRow(
                report_id,
                report.title,
                block,
                search_key(block),
                report.year,
                report.unit_type,
                stored_report_values(stored),
            ),
            record=report_record(report_id, report),
            ordinals=array("i", (p.ordinal for p in report.paragraphs)),
            characters=array("i", (len(p.text) for p in report.paragraphs)),
            placeholders=array("i", (len(p.placeholders) for p in report.paragraphs)),
            **made.joined(),
        )


@dataclass
class _Collected:
    """What is gathered paragraph by paragraph."""

    vocabulary: dict[str, int] = field(default_factory=dict)
    numbers: array[int] = field(default_factory=lambda: array("I"))
    sizes: array[int] = field(default_factory=lambda: array("i"))
    records: list[bytes] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    kinds: dict[tuple[object, ...], tuple[int, _Kind]] = field(default_factory=dict)
    kind_of: array[int] = field(default_factory=lambda: array("i"))

    def add_words(self, words: list[str]) -> None:
        known = self.vocabulary
        self.numbers.extend([known.setdefault(word, len(known)) for word in words])
        self.sizes.append(len(words))

    def add_kind(self, sections: tuple[str, ...], path: tuple[str, ...], facets: FacetValues) -> None:
        kind = _Kind(sections, path, facets)
        number, _ = self.kinds.setdefault((sections, path, *facets.items()), (len(self.kinds), kind))
        self.kind_of.append(number)

    def joined(self) -> dict[str, Any]:
        """Fields of the ``PreparedReport``. Most reports have few words: two bytes number them."""
        small = len(self.vocabulary) <= 1 << 16
        return {
            "vocabulary": _SEPARATOR.join(self.vocabulary),
            "numbers": array("H", self.numbers) if small else self.numbers,
            "sizes": self.sizes,
            "records": b"".join(self.records),
            "record_sizes": _sizes(self.records),
            "keys": "".join(self.keys),
            "key_sizes": _sizes(self.keys),
            "kinds": tuple(kind for _, kind in self.kinds.values()),
            "kind_of": self.kind_of,
        }


def _sizes(parts: Iterable[bytes | str]) -> array[int]:
    return array("i", map(len, parts))


def _slices(joined: _Joined, sizes: Iterable[int]) -> Iterator[_Joined]:
    """The parts that were joined."""
    start = 0
    for size in sizes:
        yield joined[start : start + size]
        start += size
