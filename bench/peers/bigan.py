"""Bigan itself: from report files through the pipeline to its engine, as the command ``bigan`` would do it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from bench.peers import FACETS, TOP, Answer, NotUnderstood, Question, Source
from indexer.engines.whoosh import WhooshEngine
from indexer.ingest.changes import ReadOptions
from indexer.ingest.reader import Limits
from indexer.ingest.update import update
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import UNKNOWN, Facet
from indexer.parsing.rulebook import default_rulebook
from indexer.querying.request import build_request
from indexer.querying.tree import And, Query, SearchRequest


class Bigan:
    """``place`` holds a ``config.ini`` too, so that the command finds the same index. ``fold``: near-duplicates stand
    under one of them, as on the page; totals and facets still count them all."""

    def __init__(self, place: Path, fold: bool = True) -> None:
        self.place = place
        self._fold = fold
        self._engine: WhooshEngine | None = None

    @property
    def engine(self) -> WhooshEngine:
        if self._engine is None:
            folder = self.place / "index"
            self._engine = WhooshEngine(folder, Tokenizer(folder / "cache"))
        return self._engine

    def build(self, source: Source) -> None:
        self.build_from([source.folder])

    def build_from(self, folders: Sequence[Path]) -> None:
        """Indexes the report files of some folders."""
        self.place.mkdir(parents=True, exist_ok=True)
        named = "\n    ".join(map(str, folders))
        config = f"[archive]\nfolders = {named}\n[index]\nfolder = {self.place / 'index'}\n"
        (self.place / "config.ini").write_text(config, encoding="utf-8")
        how = ReadOptions(default_rulebook(), limits=Limits(workers=os.cpu_count() or 1))
        update(self.engine, folders, how, self.engine.tokenizer.fingerprint)

    def open(self) -> None:
        self.engine.tokenizer.warm()
        self.engine.stats()

    def close(self) -> None:
        if self._engine is not None:
            self._engine.close()
            self._engine = None

    def ask(self, question: Question) -> Answer:
        page = self.engine.search(request_of(question, self._fold))
        return Answer(
            total=page.total,
            ids=tuple(hit.paragraph.id for hit in page.hits),
            facets={facet.field: _counts(facet) for facet in page.facets if facet.field in FACETS},
            texts=tuple((hit.paragraph.text, hit.highlights) for hit in page.hits),
        )


def make(place: Path) -> Bigan:
    return Bigan(place)


def request_of(question: Question, fold: bool = True) -> SearchRequest:
    """The question as it would be typed. Raises ``NotUnderstood`` where this version takes OR for a word."""
    joined = (" OR " if question.any_word else " ").join(question.words)
    filters = {"section": question.sections, "unit": question.units, "year": tuple(map(str, question.years))}
    request = build_request(joined, [question.phrase], filters, size=TOP, fold=fold)
    if question.any_word and len(question.words) > 1 and _takes_or_for_a_word(request.query):
        raise NotUnderstood("OR")
    return request


def _takes_or_for_a_word(query: Query) -> bool:
    parts = query.parts if isinstance(query, And) else ()
    return any(getattr(part, "text", "") == "OR" for part in parts)


def _counts(facet: Facet) -> dict[str, int]:
    """The values that have some, by the names the rows use."""
    unknown = "0" if facet.field == "year" else UNKNOWN
    return {unknown if v.value == UNKNOWN else v.value: v.count for v in facet.values if v.count}
