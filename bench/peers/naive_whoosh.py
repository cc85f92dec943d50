"""Whoosh with jieba's ``ChineseAnalyzer``: as tutorials put them together, and the same index asked as well as Whoosh can.

``Naive``: a searcher for each request, ``groupedby`` for the facets, ``hit.highlights``; facets of a filtered question
are counted inside the filters only, which spares it work. ``Warm``: the searcher stays open, one collector counts the
combinations of section, unit type and year while it scores, texts are marked the cheap way. Both index the text once,
without headings or titles."""

from __future__ import annotations

import json
import logging
import warnings
from functools import cached_property
from pathlib import Path
from typing import Any

from whoosh import index, query, sorting
from whoosh.collectors import WrappingCollector
from whoosh.fields import ID, KEYWORD, NUMERIC, TEXT, Schema
from whoosh.qparser import QueryParser

from bench.peers import FACETS, TOP, Answer, Codes, Peer, Question, Source, marks, rest_facets
from bench.rows import read_rows

_CODES = "codes.json"
_LIMIT_MB = 256


class Naive:
    def __init__(self, place: Path) -> None:
        self._place = place
        self._index: Any = None

    def build(self, source: Source) -> None:
        self._place.mkdir(parents=True)
        made = index.create_in(str(self._place), self._schema())
        writer = made.writer(limitmb=_LIMIT_MB)
        codes, numbers = Codes(), []
        for row in read_rows(source.rows):
            year = {"year": row.year} if row.year else {}
            values = {"unit": row.unit, "folder": row.folder, "placeholders": row.placeholders, **year}
            writer.add_document(id=row.id, text=row.text, section=",".join(row.sections), **values)
            rest = codes.rest((row.folder, row.placeholders))
            numbers.append((codes.number(row.sections, row.unit, row.year), rest))
        writer.commit()
        (self._place / _CODES).write_text(json.dumps([codes.to_json(), numbers]), encoding="utf-8")

    def _schema(self) -> Schema:
        return Schema(
            id=ID(stored=True, unique=True),
            text=TEXT(stored=True, analyzer=chinese_analyzer(self._place)),
            section=KEYWORD(stored=True, commas=True),
            unit=ID(stored=True, sortable=True),
            folder=ID(stored=True, sortable=True),
            placeholders=ID(stored=True, sortable=True),
            year=NUMERIC(int, stored=True, sortable=True, default=0),
        )

    def open(self) -> None:
        chinese_analyzer(self._place)
        self._index = index.open_dir(str(self._place))

    def close(self) -> None:
        self._index = None

    def ask(self, question: Question) -> Answer:
        asked = QueryParser("text", self._index.schema).parse(typed(question)) if question.terms else query.Every()
        by_section = sorting.FieldFacet("section", allow_overlap=True)
        grouped = sorting.Facets().add_facet("section", by_section)
        for name in FACETS[1:]:
            grouped.add_field(name)
        with self._index.searcher() as searcher:
            found = searcher.search(asked, limit=TOP, groupedby=grouped, filter=_filters(question))
            hits = found[:TOP]
            return Answer(
                len(found),
                tuple(hit["id"] for hit in hits),
                {name: {_named(v): len(ids) for v, ids in found.groups(name).items()} for name in FACETS},
                tuple((hit.highlights("text"), ()) for hit in hits),
            )


class Warm:
    """Asks the index that ``Naive`` made."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._codes = Codes()
        self._numbers: list[tuple[int, int]] = []

    def build(self, source: Source) -> None:
        raise NotImplementedError("it reads the index of whoosh-naive")

    @cached_property
    def _searcher(self) -> Any:
        return index.open_dir(str(self._place)).searcher()

    @cached_property
    def _parser(self) -> QueryParser:
        return QueryParser("text", self._searcher.schema)

    def open(self) -> None:
        chinese_analyzer(self._place)
        codes, numbers = json.loads((self._place / _CODES).read_text(encoding="utf-8"))
        self._codes, self._numbers = Codes.from_json(codes), [(code, rest) for code, rest in numbers]
        self._searcher.doc_count_all()

    def close(self) -> None:
        self._searcher.close()

    def ask(self, question: Question) -> Answer:
        asked = self._parser.parse(typed(question)) if question.terms else query.Every()
        allowed = self._codes.allowed(question)
        counting = _Counting(self._searcher.collector(limit=TOP, optimize=False), self._numbers, allowed)
        self._searcher.search_with_collector(asked, counting)
        total, facets = self._codes.count(question, counting.counts.items())
        facets.update(rest_facets((self._codes.rests[rest], count) for rest, count in counting.rests.items()))
        hits = [hit.fields() for hit in counting.results()[:TOP]]
        return Answer(
            total,
            tuple(fields["id"] for fields in hits),
            facets,
            tuple((fields["text"], marks(fields["text"], question.terms)) for fields in hits),
        )


class _Counting(WrappingCollector):  # type: ignore[misc]
    """Counts the combinations of all matches and hands on those that pass the filters."""

    def __init__(self, child: Any, numbers: list[tuple[int, int]], allowed: list[int] | None) -> None:
        super().__init__(child)
        self._numbers = numbers
        self._allowed = None if allowed is None else frozenset(allowed)
        self.counts: dict[int, int] = {}
        self.rests: dict[int, int] = {}

    def collect(self, sub_docnum: int) -> Any:
        number, rest = self._numbers[self.offset + sub_docnum]
        self.counts[number] = self.counts.get(number, 0) + 1
        if self._allowed is not None and number not in self._allowed:
            return None
        self.rests[rest] = self.rests.get(rest, 0) + 1
        return self.child.collect(sub_docnum)



def make(place: Path, warm: bool = False) -> Peer:
    return Warm(place) if warm else Naive(place)


def chinese_analyzer(place: Path) -> Any:
    """jieba's analyser for Whoosh, its dictionary loaded and kept in ``place``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
        from jieba.analyse import ChineseAnalyzer
    jieba.setLogLevel(logging.WARNING)
    jieba.dt.tmp_dir = str(place)
    jieba.initialize()
    return ChineseAnalyzer()


def typed(question: Question) -> str:
    """The question in the language of Whoosh's parser."""
    if question.phrase:
        return '"' + question.phrase.replace('"', " ") + '"'
    return (" OR " if question.any_word else " ").join(question.words)


def _filters(question: Question) -> Any:
    groups = (
        [query.Term("section", value) for value in question.sections],
        [query.Term("unit", value) for value in question.units],
        [query.NumericRange("year", year, year) for year in question.years],
    )
    chosen = [query.Or(group) for group in groups if group]
    return query.And(chosen) if chosen else None


def _named(value: Any) -> str:
    return str(value or 0)
