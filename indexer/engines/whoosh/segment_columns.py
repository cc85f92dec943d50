"""The arrays of one immutable segment, mapped from one file: all that the index knows of its documents.

A row is a document of the segment, in Whoosh's order: a paragraph, or a report that has none. The file is written
before the segment is published and never changed; Whoosh removes it with the segment, whose name it begins with.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, get_type_hints

import numpy as np

from indexer.engines.near_duplicates import Fingerprints
from indexer.engines.ranking import FIELD_WEIGHTS
from indexer.engines.whoosh.arrays import read_arrays, write_arrays
from indexer.engines.whoosh.combinations import Combinations, FacetValues
from indexer.engines.whoosh.dtypes import Bytes, Counts, Offsets, RowNumbers, Years
from indexer.engines.whoosh.grams import Grams
from indexer.engines.whoosh.key_text import KeyText
from indexer.engines.whoosh.packed_records import Records
from indexer.engines.whoosh.postings import Postings, Words
from indexer.model.reports import SECTIONS, UNIT_TYPES
from indexer.querying.facet_kinds import Values

#: What the file of a segment ends with.
SUFFIX = ".arrays"

#: Ends the key of a document in the joined text: no match can cross it.
DOCUMENT_BREAK = "\x01"

#: Bit of each section in ``SegmentColumns.sections``.
SECTION_BITS: Mapping[str, int] = {key: 1 << i for i, key in enumerate(SECTIONS)}

#: Code of each unit type in ``SegmentColumns.units``; 0 is unknown.
UNIT_CODES: Mapping[str | None, int] = {None: 0, **{u: i + 1 for i, u in enumerate(UNIT_TYPES)}}

NO_YEAR = 0

#: The columns: name → type.
COLUMNS: Mapping[str, type[np.generic]] = {
    "report_of": np.int32,
    "ordinals": np.int32,
    "sections": np.uint8,
    "units": np.uint8,
    "years": np.int16,
    "characters": np.int32,
    "placeholders": np.uint16,
    "combinations": np.int32,
}

@dataclass(frozen=True, slots=True)
class ReportRow:
    """What is needed of a report to find it by its title and to count it; ``title_block`` is all that its title
    is searched on, ``title_key`` the search key of that, ``facets`` its values in facets of reports."""

    id: str
    title: str | None
    title_block: str
    title_key: str
    year: int | None
    unit_type: str | None
    facets: FacetValues


@dataclass(frozen=True)
class HeadingRows:
    """The headings of a segment, each once: ``texts`` as they stand (in the file as JSON, read when headings are first asked
    for: most questions need none, and a segment has fifty thousand); a paragraph in row ``d`` stands under headings
    ``numbers[starts[d]:starts[d + 1]]``, from the outermost in."""

    as_json: Bytes
    starts: Offsets
    numbers: RowNumbers

    @classmethod
    def of(cls, texts: Sequence[str], starts: Offsets, numbers: RowNumbers) -> HeadingRows:
        return cls(_bytes(json.dumps(texts, ensure_ascii=False)), starts, numbers)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The headings. Raises ``ValueError`` where the file is damaged."""
        return tuple(json.loads(_text(self.as_json)))


@dataclass(frozen=True, slots=True)
class SegmentColumns:
    """All columns have one row a document. ``report_of`` numbers ``reports`` and ascends; ``ordinals`` is −1 for a
    report without paragraphs; ``placeholders`` counts those of a paragraph; ``combinations`` numbers a document's
    values in all stored facets, in ``facets``.

    ``text`` joins the documents' search keys; that of document ``d`` reaches from position ``key_starts[d]`` to
    ``key_starts[d + 1]``, its last character a ``DOCUMENT_BREAK``. ``fingerprints`` are compared to find
    near-duplicates.
    """

    reports: tuple[ReportRow, ...]
    report_of: RowNumbers
    ordinals: RowNumbers
    sections: Bytes
    units: Bytes
    years: Years
    characters: RowNumbers
    placeholders: Counts
    combinations: RowNumbers
    facets: Combinations
    text: KeyText
    key_starts: Offsets
    grams: Grams
    words: Words
    postings: Mapping[str, Postings]
    headings: HeadingRows
    fingerprints: Fingerprints
    records: Records
    report_records: Records

    def __len__(self) -> int:
        return len(self.ordinals)

    def key(self, document: int) -> str:
        """The search key of a document, without its end."""
        return self.text.part(int(self.key_starts[document]), int(self.key_starts[document + 1]) - 1)

    def record(self, document: int) -> str:
        """The stored record of a document; empty for a report without paragraphs."""
        return self.records.text(document)

    def report_record(self, report: int) -> str:
        """The stored record of a report."""
        return self.report_records.text(report)


def save(columns: SegmentColumns, path: Path) -> None:
    """Writes the columns of a segment; the file appears whole or not at all."""
    arrays: dict[str, Any] = {name: getattr(columns, name) for name in (*COLUMNS, "key_starts")}
    shared: dict[tuple[tuple[str, Values], ...], int] = {}
    reports = [
        [r.id, r.title, r.title_block, r.title_key, r.year, r.unit_type, shared.setdefault(tuple(r.facets.items()), len(shared))]
        for r in columns.reports
    ]
    arrays["reports"] = _bytes(json.dumps(reports, ensure_ascii=False))
    arrays["report_facets"] = _bytes(json.dumps(list(map(dict, shared)), ensure_ascii=False))
    arrays["facets"] = _bytes(json.dumps([len(columns.facets), columns.facets.sets], ensure_ascii=False))
    arrays.update({f"facets.{name}": numbers for name, numbers in columns.facets.set_of.items()})
    arrays["headings"] = columns.headings.as_json
    arrays["headings.starts"], arrays["headings.numbers"] = columns.headings.starts, columns.headings.numbers
    parts: dict[str, Any] = {"text": columns.text, "grams": columns.grams, "vocabulary": columns.words}
    parts.update(fingerprints=columns.fingerprints, records=columns.records, report_records=columns.report_records)
    parts.update({f"in.{name}": postings for name, postings in columns.postings.items()})
    for name, value in parts.items():
        arrays.update(_arrays_of(name, value))
    write_arrays(path, arrays)


def _arrays_of(name: str, value: Any) -> dict[str, Any]:
    """The arrays of a part, and of its parts, by their names."""
    if not is_dataclass(value):
        return {name: value}
    parts = [_arrays_of(f"{name}.{part.name}", getattr(value, part.name)) for part in fields(value)]
    return {key: array for own in parts for key, array in own.items()}


def load(path: Path) -> SegmentColumns:
    """Maps the columns of a segment. Raises ``OSError`` where it is missing, ``ValueError`` or ``KeyError`` where damaged."""
    arrays = read_arrays(path)

    def part(kind: Any, name: str) -> Any:
        """A part, made of the arrays and parts that its fields name."""
        kinds = _types_of(kind)
        own = {field.name: (kinds[field.name], f"{name}.{field.name}") for field in fields(kind)}
        return kind(**{key: part(k, n) if is_dataclass(k) else arrays[n] for key, (k, n) in own.items()})

    once: dict[Values, Values] = {}
    shared = [_facets(values, once) for values in json.loads(_text(arrays["report_facets"]))]
    size, sets = json.loads(_text(arrays["facets"]))
    return SegmentColumns(
        reports=tuple(ReportRow(*[*row[:-1], shared[row[-1]]]) for row in json.loads(_text(arrays["reports"]))),
        facets=Combinations(
            size,
            {name: tuple(map(tuple, some)) for name, some in sets.items()},
            {name: arrays[f"facets.{name}"] for name in sets},
        ),
        **{name: arrays[name] for name in (*COLUMNS, "key_starts")},
        text=part(KeyText, "text"),
        grams=part(Grams, "grams"),
        words=part(Words, "vocabulary"),
        postings={name: part(Postings, f"in.{name}") for name in FIELD_WEIGHTS},
        headings=HeadingRows(arrays["headings"], arrays["headings.starts"], arrays["headings.numbers"]),
        fingerprints=part(Fingerprints, "fingerprints"),
        records=part(Records, "records"),
        report_records=part(Records, "report_records"),
    )


@cache
def _types_of(kind: type) -> Mapping[str, Any]:
    """The types of a part's fields: read once, for the annotations are text."""
    return get_type_hints(kind)


def _facets(values: Mapping[str, Sequence[str]], once: dict[Values, Values]) -> FacetValues:
    """The values of facets; equal ones, of which there are few, are the same object."""
    return {name: once.setdefault(own := tuple(some), own) for name, some in values.items()}


def _bytes(text: str) -> Bytes:
    return np.frombuffer(text.encode("utf-8", "surrogatepass"), dtype=np.uint8)


def _text(data: Bytes) -> str:
    return data.tobytes().decode("utf-8", "surrogatepass")
