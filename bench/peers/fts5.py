"""SQLite FTS5 on ready words, or on pairs of characters.

The index keeps no text; a narrow side table numbers the combination of section, unit type and year of each paragraph,
and that of folder and placeholders. A GROUP BY over the matches for each of the two gives total and all facets. The ten
best come from FTS5's own bm25; asking for it by the name ``rank``, or for everything in one common table expression,
was slower here."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from bench.peers import TOP, Answer, Codes, NotUnderstood, Question, Source, grams, marks, rest_facets
from bench.rows import Row, read_rows
from indexer.language.normalize import query_key
from indexer.language.tokenizer import Tokenizer

_CODES = "codes.json"
#: Signs of ASCII that belong to a token; spaces part them.
_SIGNS = "!#$%&()*+,-./:;<=>?@[]^_`{|}~"
_SCHEMA = f"""
PRAGMA page_size = 8192;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE VIRTUAL TABLE body USING fts5(words, content='', tokenize="ascii tokenchars '{_SIGNS}'");
CREATE TABLE code (row INTEGER PRIMARY KEY, code INTEGER NOT NULL, rest INTEGER NOT NULL);
CREATE TABLE paragraph (row INTEGER PRIMARY KEY, id TEXT NOT NULL, text TEXT NOT NULL);
"""
_COUNT = "SELECT code, count(*) FROM body JOIN code ON code.row = body.rowid WHERE body MATCH ? GROUP BY code"
_COUNT_REST = (
    "SELECT rest, count(*) FROM body JOIN code ON code.row = body.rowid WHERE body MATCH ? AND code IN ({}) GROUP BY rest"
)
_COUNT_ALL_REST = "SELECT rest, count(*) FROM body JOIN code ON code.row = body.rowid WHERE body MATCH ? GROUP BY rest"
_BEST = "SELECT rowid FROM body WHERE body MATCH ? ORDER BY bm25(body) LIMIT ?"
_BEST_FILTERED = (
    "SELECT body.rowid FROM body JOIN code ON code.row = body.rowid"
    " WHERE body MATCH ? AND code IN ({}) ORDER BY bm25(body) LIMIT ?"
)
_TEXTS = "SELECT row, id, text FROM paragraph WHERE row IN ({})"


class Fts5:
    """``in_grams``: the body is pairs of characters, so that totals are Bigan's; otherwise words."""

    def __init__(self, place: Path, in_grams: bool) -> None:
        self._place = place
        self._in_grams = in_grams
        self._tokenizer = Tokenizer(place / "cache")
        self._codes = Codes()
        self._base: sqlite3.Connection | None = None

    @property
    def base(self) -> sqlite3.Connection:
        if self._base is None:
            self._base = sqlite3.connect(self._place / "index.db")
        return self._base

    def build(self, source: Source) -> None:
        self._place.mkdir(parents=True)
        self.base.executescript(_SCHEMA)
        self.base.execute("BEGIN")
        for number, row in enumerate(read_rows(source.rows)):
            self.base.execute("INSERT INTO body (rowid, words) VALUES (?, ?)", (number, self._body(row)))
            code = self._codes.number(row.sections, row.unit, row.year)
            rest = self._codes.rest((row.folder, row.placeholders))
            self.base.execute("INSERT INTO code VALUES (?, ?, ?)", (number, code, rest))
            self.base.execute("INSERT INTO paragraph VALUES (?, ?, ?)", (number, row.id, row.text))
        self.base.execute("CREATE INDEX by_code ON code (code, rest)")
        self.base.execute("INSERT INTO body (body) VALUES ('optimize')")
        self.base.execute("ANALYZE")
        self.base.commit()
        (self._place / _CODES).write_text(self._codes.to_json(), encoding="utf-8")

    def _body(self, row: Row) -> str:
        return " ".join(grams(row.key)) if self._in_grams else row.words

    def open(self) -> None:
        self._tokenizer.warm()
        self._codes = Codes.from_json((self._place / _CODES).read_text(encoding="utf-8"))
        self.base.execute("PRAGMA cache_size = -200000")
        self.base.execute("PRAGMA mmap_size = 1000000000")

    def close(self) -> None:
        if self._base is not None:
            self._base.close()
            self._base = None

    def ask(self, question: Question) -> Answer:
        allowed = self._codes.allowed(question)
        match = self._match(question)
        if match:
            counts = self.base.execute(_COUNT, (match,))
        else:
            counts = self.base.execute("SELECT code, count(*) FROM code GROUP BY code")
        total, facets = self._codes.count(question, counts)
        facets.update(rest_facets((self._codes.rests[rest], count) for rest, count in self._rest(match, allowed)))
        rows = self._best(match, allowed)
        found = {row: (name, text) for row, name, text in self.base.execute(_TEXTS.format(",".join(map(str, rows))))}
        return Answer(
            total,
            tuple(found[row][0] for row in rows),
            facets,
            tuple((found[row][1], marks(found[row][1], question.terms)) for row in rows),
        )

    def _rest(self, match: str, allowed: list[int] | None) -> Iterable[tuple[int, int]]:
        """The numbers of found paragraphs by folder and placeholders."""
        codes = ",".join(map(str, allowed or ()))
        if not match:
            where = f"WHERE code IN ({codes})" if allowed is not None else ""
            return self.base.execute(f"SELECT rest, count(*) FROM code {where} GROUP BY rest")
        return self.base.execute(_COUNT_ALL_REST if allowed is None else _COUNT_REST.format(codes), (match,))

    def _best(self, match: str, allowed: list[int] | None) -> list[int]:
        codes = ",".join(map(str, allowed or ()))
        if not match:
            where = f"WHERE code IN ({codes})" if allowed is not None else ""
            found = self.base.execute(f"SELECT row FROM code {where} LIMIT ?", (TOP,))
        elif allowed is None:
            found = self.base.execute(_BEST, (match, TOP))
        else:
            found = self.base.execute(_BEST_FILTERED.format(codes), (match, TOP))
        return [row for (row,) in found]

    def _match(self, question: Question) -> str:
        return (" OR " if question.any_word else " ").join(map(self._phrase, question.terms))

    def _phrase(self, term: str) -> str:
        tokens = grams(query_key(term)) if self._in_grams else self._tokenizer.words(term)
        if not tokens:
            raise NotUnderstood(term)
        return '"' + " ".join(tokens).replace('"', '""') + '"'


def make(place: Path, grams: bool = False) -> Fts5:
    return Fts5(place, grams)
