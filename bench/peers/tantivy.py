"""tantivy (Rust, through its Python binding) on ready words, or on pairs of characters.

One search for the ten best with an exact count; terms aggregations over fast fields, all in
one go where nothing is filtered, and one more for each facet that has a selection, since its counts ignore that. (One
aggregation over numbered combinations of the three, as FTS5 gets it, was slower here.) Filters are term queries that do
not score. Texts come from the document store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.peers import FACETS, TOP, Answer, NotUnderstood, Question, Source, grams, marks
from bench.rows import Row, read_rows
from indexer.language.normalize import query_key
from indexer.language.tokenizer import Tokenizer

_WRITER_BYTES = 256_000_000


class Tantivy:
    """``in_grams``: the body is pairs of characters, so that totals are Bigan's; otherwise words."""

    def __init__(self, place: Path, in_grams: bool) -> None:
        self._place = place
        self._in_grams = in_grams
        self._tokenizer = Tokenizer(place / "cache")
        self._index: Any = None
        self._searcher: Any = None

    @cached_property
    def _library(self) -> Any:
        return import_module("tantivy")

    def build(self, source: Source) -> None:
        (self._place / "index").mkdir(parents=True)
        index = self._named(self._library.Index(self._schema(), str(self._place / "index")))
        writer = index.writer(_WRITER_BYTES, 1)
        for row in read_rows(source.rows):
            writer.add_document(self._document(row))
        writer.commit()
        writer.wait_merging_threads()

    def _schema(self) -> Any:
        builder = self._library.SchemaBuilder()
        builder.add_text_field("body", tokenizer_name="spaces", index_option="position")
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        builder.add_bytes_field("text", stored=True)
        for name in ("section", "unit", "folder", "placeholders"):
            builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        builder.add_unsigned_field("year", indexed=True, fast=True)
        return builder.build()

    def _named(self, index: Any) -> Any:
        analyzer = self._library.TextAnalyzerBuilder(self._library.Tokenizer.whitespace()).build()
        index.register_tokenizer("spaces", analyzer)
        return index

    def _document(self, row: Row) -> Any:
        document = self._library.Document()
        document.add_text("body", " ".join(grams(row.key)) if self._in_grams else row.words)
        document.add_text("id", row.id)
        document.add_bytes("text", row.text.encode())
        for section in row.sections:
            document.add_text("section", section)
        document.add_text("unit", row.unit)
        document.add_text("folder", row.folder)
        document.add_text("placeholders", row.placeholders)
        document.add_unsigned("year", row.year)
        return document

    def open(self) -> None:
        self._tokenizer.warm()
        self._index = self._named(self._library.Index.open(str(self._place / "index")))
        self._searcher = self._index.searcher()

    def close(self) -> None:
        self._index = self._searcher = None

    def ask(self, question: Question) -> Answer:
        query = self._query(question)
        filters = self._filters(question)
        chosen = self._filtered(query, filters.values())
        found = self._searcher.search(chosen, limit=TOP, count=True)
        facets = self._counted(chosen, [name for name in FACETS if name not in filters])
        for name in filters:
            others = (part for other, part in filters.items() if other != name)
            facets.update(self._counted(self._filtered(query, others), [name]))
        documents = [self._searcher.doc(address) for _, address in found.hits]
        texts = [bytes(document.get_first("text")).decode() for document in documents]
        return Answer(
            found.count,
            tuple(document.get_first("id") for document in documents),
            facets,
            tuple((text, marks(text, question.terms)) for text in texts),
        )

    def _filters(self, question: Question) -> dict[str, Any]:
        """The facets with a selection, each as a query that does not score."""
        selected: dict[str, Sequence[str | int]] = {
            "section": question.sections,
            "unit": question.units,
            "year": question.years,
        }
        return {name: self._any_of(name, values) for name, values in selected.items() if values}

    def _any_of(self, field: str, values: Sequence[str | int]) -> Any:
        terms = [self._library.Query.term_query(self._index.schema, field, value, "basic") for value in values]
        either = terms[0] if len(terms) == 1 else terms[0].or_should_match(*terms[1:])
        return self._library.Query.const_score_query(either, 0.0)

    def _filtered(self, query: Any, filters: Iterable[Any]) -> Any:
        parts = list(filters)
        return query.and_must_match(*parts) if parts else query

    def _counted(self, query: Any, names: Sequence[str]) -> dict[str, dict[str, int]]:
        """The numbers of paragraphs of each value of some facets."""
        found = self._searcher.aggregate(query, {name: _TERMS[name] for name in names}) if names else {}
        return {name: {str(b["key"]): b["doc_count"] for b in found[name]["buckets"]} for name in found}

    def _query(self, question: Question) -> Any:
        parts = [self._term(term) for term in question.terms]
        if not parts:
            return self._library.Query.all_query()
        if len(parts) == 1:
            return parts[0]
        occur = self._library.Occur.Should if question.any_word else self._library.Occur.Must
        return self._library.Query.boolean_query([(occur, part) for part in parts])

    def _term(self, term: str) -> Any:
        tokens = self._tokens(term)
        if not tokens:
            raise NotUnderstood(term)
        if len(tokens) == 1:
            return self._library.Query.term_query(self._index.schema, "body", tokens[0])
        return self._library.Query.phrase_query(self._index.schema, "body", tokens)

    def _tokens(self, term: str) -> list[str]:
        return grams(query_key(term)) if self._in_grams else self._tokenizer.words(term)


#: More buckets than a facet has values.
_TERMS = {name: {"terms": {"field": name, "size": 1000}} for name in FACETS}


def make(place: Path, grams: bool = False) -> Tantivy:
    return Tantivy(place, grams)
