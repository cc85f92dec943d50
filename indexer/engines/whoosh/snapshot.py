"""One generation of the index, opened: it answers questions and never changes.

Whoosh gives back stored records; everything else is array algebra over the side-cars.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from pathlib import Path

import numpy as np
from whoosh.index import TOC, FileIndex
from whoosh.reading import IndexReader

from indexer.engines.facets import build_facets
from indexer.engines.ranking import DECIMALS, FIELD_WEIGHTS, FRAGMENT, MAX_TITLE_HITS, idf
from indexer.engines.records import make_hit, occurrences, report_from_json, with_source
from indexer.engines.whoosh import catalogue
from indexer.engines.whoosh.catalogue import Catalogue
from indexer.engines.whoosh.schema import paragraph_from_json
from indexer.engines.whoosh.segment import Floats, Segment
from indexer.engines.whoosh.sidecar import NO_YEAR, SECTION_BITS, UNIT_CODES, Bools, load
from indexer.errors import IndexUnavailable
from indexer.language.tokenizer import Tokenizer
from indexer.models import (
    UNKNOWN,
    Facet,
    Filters,
    Hit,
    IndexStats,
    ReportHit,
    ResultPage,
    StoredParagraph,
    StoredReport,
)
from indexer.querying.tree import Phrase, SearchRequest, Word, leaves, matches


@dataclass(frozen=True)
class _Found:
    """The documents found in all segments: one row each."""

    segment: np.ndarray
    document: np.ndarray
    score: Floats
    year: np.ndarray
    rank: np.ndarray
    ordinal: np.ndarray
    fragment: np.ndarray


class Snapshot:
    """Opens the newest generation in ``folder``. Raises ``IndexUnavailable`` where that cannot be.

    Counted: ``close`` takes effect when the last user has released it.
    """

    def __init__(self, folder: Path, index: FileIndex, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        toc = TOC.read(index.storage, index.indexname)
        self.generation: int = toc.generation
        self._reader: IndexReader = FileIndex._reader(index.storage, toc.schema, toc.segments, toc.generation)
        self._reading = threading.Lock()
        self._users = 1
        try:
            self.catalogue: Catalogue = catalogue.load(folder, self.generation)
            self.segments = self._open_segments(folder, toc.segments)
            self._open_records()
        except BaseException:
            self._reader.close()
            raise

    def _open_segments(self, folder: Path, whoosh_segments: Sequence[object]) -> list[Segment]:
        segments: list[Segment] = []
        offset = 0
        for whoosh_segment in whoosh_segments:
            name = whoosh_segment.segment_id()  # type: ignore[attr-defined]
            try:
                car = load(folder / f"{name}.side.npz")
            except (ValueError, KeyError) as error:
                raise IndexUnavailable(
                    f"索引文件 {name}.side.npz 已损坏：请删除索引文件夹后运行 bigan index 重建（原始文件不受影响）"
                ) from error
            live = np.ones(len(car), dtype=bool)
            live[list(whoosh_segment.deleted_docs())] = False  # type: ignore[attr-defined]
            segments.append(Segment(car, live, offset))
            offset += len(car)
        return segments

    def _open_records(self) -> None:
        """Whoosh opens stored records when they are first asked for; by then a writer may have
        deleted the files."""
        for segment in self.segments:
            if len(segment.car):
                self._reader.stored_fields(segment.offset)

    # --- life --------------------------------------------------------------------------------

    def acquire(self) -> bool:
        """Counts one more user; false when the snapshot is already closed."""
        with self._reading:
            if self._users == 0:
                return False
            self._users += 1
            return True

    def release(self) -> None:
        """Counts one user less; the last one closes the files."""
        with self._reading:
            self._users -= 1
            if self._users == 0:
                self._reader.close()

    # --- single things -----------------------------------------------------------------------

    @cached_property
    def _places(self) -> dict[str, tuple[int, int]]:
        """Report id → segment number and the report's number in it, of the living reports."""
        return {
            segment.car.reports[row].id: (number, row)
            for number, segment in enumerate(self.segments)
            for row in np.unique(segment.car.report_of[segment.live]).tolist()
        }

    @cached_property
    def _ranks(self) -> list[np.ndarray]:
        """For each segment, each report's place among all report ids in order."""
        order = {rid: i for i, rid in enumerate(sorted(self._places))}
        return [
            np.array([order.get(r.id, -1) for r in segment.car.reports], dtype=np.int64)
            for segment in self.segments
        ]

    def documents_of(self, report_id: str) -> list[int]:
        """Whoosh's numbers of a living report's documents, the report's own first."""
        place = self._places.get(report_id)
        if place is None:
            return []
        segment = self.segments[place[0]]
        rows = np.flatnonzero((segment.car.report_of == place[1]) & segment.live)
        rows = rows[np.argsort(segment.car.ordinals[rows], kind="stable")]
        return [segment.offset + row for row in rows.tolist()]

    def report(self, report_id: str) -> StoredReport | None:
        documents = self.documents_of(report_id)
        if not documents:
            return None
        return with_source(report_from_json(self._record(documents[0])), self.catalogue.sources.get(report_id))

    def paragraphs_of(self, report_id: str) -> tuple[StoredParagraph, ...]:
        return tuple(self._paragraph(report_id, number) for number in self.documents_of(report_id)[1:])

    def paragraph(self, report_id: str, ordinal: int) -> StoredParagraph | None:
        documents = self.documents_of(report_id)
        return self._paragraph(report_id, documents[ordinal + 1]) if ordinal + 1 < len(documents) else None

    def _paragraph(self, report_id: str, number: int) -> StoredParagraph:
        source = self.catalogue.sources.get(report_id)
        return paragraph_from_json(self._record(number), source.files if source else ())

    def _record(self, number: int) -> str:
        with self._reading:
            record: str = self._reader.stored_fields(number)["record"]
        return record

    # --- search ------------------------------------------------------------------------------

    def search(self, request: SearchRequest) -> ResultPage:
        terms = leaves(request.query)
        matched = [segment.matching(request.query) for segment in self.segments]
        allowed = [
            (s.allowed_sections(request.filters), s.allowed_units(request.filters), s.allowed_years(request.filters))
            for s in self.segments
        ]
        chosen = [m & a & b & c for m, (a, b, c) in zip(matched, allowed, strict=True)]
        found = self._gather(chosen, self._scores(terms))
        total = len(found.document)
        first = (request.page - 1) * request.size
        order = _order(found, request.sort, first + request.size)[first : first + request.size]
        return ResultPage(
            total=total,
            report_total=len(np.unique(found.rank)),
            page=request.page,
            pages=ceil(total / request.size),
            size=request.size,
            hits=tuple(self._hit(found, at, terms) for at in order.tolist()),
            facets=self._facets(matched, allowed, request.filters),
            title_hits=self._title_hits(request, terms),
            understood_as=request.understood_as,
            notices=request.notices,
        )

    def _scores(self, terms: Sequence[Word | Phrase]) -> list[Floats]:
        """BM25F over the words of the question, for every document of every segment."""
        scores = [np.zeros(len(segment.car)) for segment in self.segments]
        words = list(dict.fromkeys(w for term in terms for w in self._tokenizer.words(term.text)))
        if not words:
            return scores
        documents = sum(int(np.count_nonzero(s.paragraphs)) for s in self.segments)
        for name in FIELD_WEIGHTS:
            average = self._total_lengths[name] / documents if self._total_lengths[name] else 1.0
            for word in words:
                rarity = idf(documents, sum(s.documents_with(name, word) for s in self.segments))
                for segment, part in zip(self.segments, scores, strict=True):
                    segment.add_scores(part, name, word, rarity, average)
        return [np.round(part, DECIMALS) for part in scores]

    @cached_property
    def _total_lengths(self) -> dict[str, int]:
        return {name: sum(s.total_length(name) for s in self.segments) for name in FIELD_WEIGHTS}

    def _gather(self, chosen: Sequence[Bools], scores: Sequence[Floats]) -> _Found:
        rows = [np.flatnonzero(mask) for mask in chosen]
        cars = [segment.car for segment in self.segments]

        def column(parts: list[np.ndarray]) -> np.ndarray:
            return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)

        return _Found(
            segment=column([np.full(len(r), number) for number, r in enumerate(rows)]),
            document=column(rows),
            score=column([score[r] for score, r in zip(scores, rows, strict=True)]),
            year=column([car.years[r] for car, r in zip(cars, rows, strict=True)]),
            rank=column(
                [ranks[car.report_of[r]] for ranks, car, r in zip(self._ranks, cars, rows, strict=True)]
            ),
            ordinal=column([car.ordinals[r] for car, r in zip(cars, rows, strict=True)]),
            fragment=column([car.characters[r] < FRAGMENT for car, r in zip(cars, rows, strict=True)]),
        )

    def _hit(self, found: _Found, at: int, terms: Sequence[Word | Phrase]) -> Hit:
        segment = self.segments[int(found.segment[at])]
        document = int(found.document[at])
        report_id = segment.car.reports[int(segment.car.report_of[document])].id
        return make_hit(self._paragraph(report_id, segment.offset + document), terms, float(found.score[at]))

    def _facets(
        self, matched: Sequence[Bools], allowed: Sequence[tuple[Bools, Bools, Bools]], filters: Filters
    ) -> tuple[Facet, ...]:
        sections = dict.fromkeys(SECTION_BITS, 0)
        units: dict[str | None, int] = dict.fromkeys(UNIT_CODES, 0)
        years: dict[int | None, int] = {}
        for segment, mask, (by_section, by_unit, by_year) in zip(self.segments, matched, allowed, strict=True):
            car = segment.car
            bits = car.sections[mask & by_unit & by_year]
            for key, bit in SECTION_BITS.items():
                sections[key] += int(np.count_nonzero(bits & bit))
            counts = np.bincount(car.units[mask & by_section & by_year], minlength=len(UNIT_CODES))
            for unit, code in UNIT_CODES.items():
                units[unit] += int(counts[code])
            values, numbers = np.unique(car.years[mask & by_section & by_unit], return_counts=True)
            for year, number in zip(values.tolist(), numbers.tolist(), strict=True):
                named = None if year == NO_YEAR else year
                years[named] = years.get(named, 0) + number
        return build_facets(sections, units, years, filters)

    def _title_hits(self, request: SearchRequest, terms: Sequence[Word | Phrase]) -> tuple[ReportHit, ...]:
        if not terms:
            return ()
        rows = (self.segments[number].car.reports[row] for number, row in self._places.values())
        found = [
            row
            for row in rows
            if row.title
            and matches(request.query, row.title_key)
            and request.filters.allows_unit(row.unit_type)
            and request.filters.allows_year(row.year)
        ]
        found.sort(key=lambda row: (-(row.year or 0), row.id))
        return tuple(
            ReportHit(r.id, r.title or "", r.year, r.unit_type, occurrences(r.title or "", terms))
            for r in found[:MAX_TITLE_HITS]
        )

    # --- counts ------------------------------------------------------------------------------

    def stats(self) -> IndexStats:
        sections = dict.fromkeys(SECTION_BITS, 0)
        for segment in self.segments:
            bits = segment.car.sections[segment.paragraphs]
            for key, bit in SECTION_BITS.items():
                sections[key] += int(np.count_nonzero(bits & bit))
        units: dict[str, int] = {}
        years: dict[str, int] = {}
        for number, row in self._places.values():
            report = self.segments[number].car.reports[row]
            unit, year = report.unit_type or UNKNOWN, str(report.year or UNKNOWN)
            units[unit] = units.get(unit, 0) + 1
            years[year] = years.get(year, 0) + 1
        return IndexStats(
            generation=self.generation,
            built_at=self.catalogue.manifest.get("built_at"),
            files=len({f for s in self.catalogue.sources.values() for f in s.files}),
            reports=len(self._places),
            paragraphs=sum(int(np.count_nonzero(s.paragraphs)) for s in self.segments),
            characters=sum(int(s.car.characters[s.paragraphs].sum()) for s in self.segments),
            sections={key: count for key, count in sections.items() if count},
            units=units,
            years=years,
        )


def _order(found: _Found, sort: str, needed: int) -> np.ndarray:
    """The found rows in order, at least the first ``needed`` of them; unknown years stand last."""
    unknown = found.year == NO_YEAR
    keys: tuple[np.ndarray, ...]
    if sort == "relevance":
        candidates = _best(-found.score, needed)
        keys = (found.ordinal, found.rank, -found.year, found.fragment, -found.score)
    elif sort == "newest":
        candidates = np.arange(len(found.year))
        keys = (found.ordinal, found.rank, -found.score, -found.year)
    else:
        candidates = np.arange(len(found.year))
        keys = (found.ordinal, found.rank, -found.score, found.year, unknown)
    return candidates[np.lexsort(tuple(key[candidates] for key in keys))]


def _best(values: np.ndarray, needed: int) -> np.ndarray:
    """The rows whose value is not above the ``needed``-th smallest: ties are all kept."""
    if needed >= len(values):
        return np.arange(len(values))
    return np.flatnonzero(values <= np.partition(values, needed)[needed])
