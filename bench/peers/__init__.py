"""The engines that are measured side by side, each doing its best known way, and what they have in common.

A full request is: parse, match, rank, top ten, exact total, five facets, ten texts with the places to mark.
Bigan does more than that (BM25F over three fields, titles that match, number of reports): it is not let off any of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from indexer.model.reports import SECTIONS, Span

TOP = 10
FACETS = ("section", "unit", "year", "folder", "placeholders")

_BITS = {name: at for at, name in enumerate(SECTIONS)}

#: Values of a facet with numbers of paragraphs; a value may come more than once.
_Counted = Sequence[tuple[Any, int]]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in no engine's language: all of ``words`` or, with ``any_word``, at least one of them; or a
    ``phrase``; or nothing but filters. ``sections``, ``units`` and ``years`` select; an empty one selects all."""

    words: tuple[str, ...] = ()
    any_word: bool = False
    phrase: str = ""
    sections: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    years: tuple[int, ...] = ()

    @property
    def is_filtered(self) -> bool:
        return bool(self.sections or self.units or self.years)

    @property
    def terms(self) -> tuple[str, ...]:
        return (self.phrase,) if self.phrase else self.words


#: Facet → value → number of paragraphs; only values that have some. Counts of a facet ignore its own selection.
Facets = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Answer:
    """``ids`` of the ten best, ``texts`` their texts with the spans to mark."""

    total: int
    ids: tuple[str, ...]
    facets: Facets
    texts: tuple[tuple[str, tuple[Span, ...]], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """What is to be indexed: report files, and the same paragraphs parsed (``rows.py``)."""

    folder: Path
    rows: Path


class NotUnderstood(Exception):
    """The engine cannot be asked this question."""


class Peer(Protocol):
    """An engine with its index in a folder of its own."""

    def build(self, source: Source) -> None:
        """Makes the index, until it can be asked."""

    def open(self) -> None:
        """Opens what ``build`` made, perhaps in another process."""

    def ask(self, question: Question) -> Answer:
        """A full request. Raises ``NotUnderstood``."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Kind:
    """A peer by name: what it is, the module and function that make it, the library it needs, which other peer's
    index it reads (``""``: its own), and which part of the questions it is asked (1: all)."""

    what: str
    module: str
    library: str
    index_of: str = ""
    every: int = 1
    options: Mapping[str, bool] | None = None


PEERS: Mapping[str, Kind] = {
    "bigan": Kind("Bigan, from files", "bigan", "whoosh"),
    "tantivy": Kind("tantivy on Bigan's words", "tantivy", "tantivy"),
    "tantivy-grams": Kind("tantivy on pairs of characters: exact like Bigan", "tantivy", "tantivy", options={"grams": True}),
    "fts5": Kind("SQLite FTS5 on Bigan's words", "fts5", "sqlite3"),
    "fts5-grams": Kind("SQLite FTS5 on pairs of characters: exact like Bigan", "fts5", "sqlite3", options={"grams": True}),
    "whoosh-naive": Kind("Whoosh with jieba's analyser, as tutorials do", "naive_whoosh", "whoosh", every=10),
    "whoosh-warm": Kind(
        "the same index: searcher kept open, one pass", "naive_whoosh", "whoosh", "whoosh-naive", 10, {"warm": True}
    ),
}


def missing(name: str) -> str:
    """Why a peer cannot be measured here; empty when it can."""
    library = PEERS[name].library
    return "" if find_spec(library) else f"{library} is not installed"


def make(name: str, place: Path) -> Peer:
    """The peer of this name with its index below ``place``."""
    kind = PEERS[name]
    made: Callable[..., Peer] = import_module(f"bench.peers.{kind.module}").make
    return made(place / (kind.index_of or name), **(kind.options or {}))


# --- shared by the peers ------------------------------------------------------------------------


def marks(text: str, terms: Iterable[str]) -> tuple[Span, ...]:
    """The places of the terms in a text, the cheapest way there is."""
    pattern = "|".join(map(re.escape, terms))
    return tuple(m.span() for m in re.finditer(pattern, text, re.IGNORECASE)) if pattern else ()


def grams(key: str) -> list[str]:
    """A search key as pairs of characters, in order; a barrier keeps its place, so that no phrase goes over it."""
    return [key[at : at + 2] if "\n" not in key[at : at + 2] else "¶" for at in range(len(key) - 1)]


#: Folder, and whether there are placeholders: the facets that no question here selects from.
Rest = tuple[str, str]


def rest_facets(counted: Iterable[tuple[Rest, int]]) -> dict[str, dict[str, int]]:
    """The facets of these two from the number of found paragraphs of each combination."""
    kept = list(counted)
    return {name: _summed((rest[at], count) for rest, count in kept) for at, name in enumerate(FACETS[3:])}


class Codes:
    """Numbers the combinations of sections, unit type and year, of which there are few hundreds to a few thousands.
    From the number of matching paragraphs of each combination follow total and facets. ``rests`` numbers apart what
    ``Rest`` is: together they would be far too many."""

    def __init__(self, combinations: Sequence[tuple[int, str, int]] = (), rests: Sequence[Rest] = ()) -> None:
        self.rests: list[Rest] = list(rests)
        self._rest_numbers = {rest: at for at, rest in enumerate(self.rests)}
        self.combinations: list[tuple[int, str, int]] = list(combinations)
        self._numbers = {combination: at for at, combination in enumerate(self.combinations)}

    def number(self, sections: Iterable[str], unit: str, year: int) -> int:
        combination = (section_bits(sections), unit, year)
        if combination not in self._numbers:
            self._numbers[combination] = len(self.combinations)
            self.combinations.append(combination)
        return self._numbers[combination]

    def rest(self, rest: Rest) -> int:
        if rest not in self._rest_numbers:
            self._rest_numbers[rest] = len(self.rests)
            self.rests.append(rest)
        return self._rest_numbers[rest]

    def to_json(self) -> str:
        return json.dumps([self.combinations, self.rests])

    @classmethod
    def from_json(cls, text: str) -> Codes:
        combinations, rests = json.loads(text)
        return cls([(a, b, c) for a, b, c in combinations], [(a, b) for a, b in rests])

    def allowed(self, question: Question) -> list[int] | None:
        """The combinations that pass all filters; ``None`` where there are no filters."""
        if not question.is_filtered:
            return None
        passes = _filter(question)
        return [at for at, code in enumerate(self.combinations) if all(passes(code))]

    def count(self, question: Question, numbers: Iterable[tuple[int, int]]) -> tuple[int, dict[str, dict[str, int]]]:
        """Total and facets from the number of matching paragraphs of each combination, before filters."""
        if not question.is_filtered:
            counted = [(self.combinations[at], count) for at, count in numbers]
            total = sum(count for _, count in counted)
            return total, _facets(*[[(code[field], count) for code, count in counted] for field in range(3)])
        passes, total = _filter(question), 0
        kept: tuple[list[tuple[Any, int]], ...] = ([], [], [])
        for at, count in numbers:
            code = self.combinations[at]
            by_section, by_unit, by_year = passes(code)
            for field, passed in enumerate((by_unit and by_year, by_section and by_year, by_section and by_unit)):
                if passed:
                    kept[field].append((code[field], count))
            if by_section and by_unit and by_year:
                total += count
        return total, _facets(*kept)


def _facets(sections: _Counted, units: _Counted, years: _Counted) -> dict[str, dict[str, int]]:
    named = _summed((name, count) for bits, count in _summed(sections).items() for name in section_names(bits))
    return {"section": named, "unit": _summed(units), "year": {str(y): n for y, n in _summed(years).items()}}


def _summed(pairs: Iterable[tuple[Any, int]]) -> dict[Any, int]:
    sums: dict[Any, int] = {}
    for value, count in pairs:
        sums[value] = sums.get(value, 0) + count
    return sums


def section_bits(sections: Iterable[str]) -> int:
    return sum(1 << _BITS[name] for name in set(sections))


@lru_cache(maxsize=1 << len(SECTIONS))
def section_names(bits: int) -> tuple[str, ...]:
    return tuple(name for name, at in _BITS.items() if bits >> at & 1)


def _filter(question: Question) -> Callable[[tuple[int, str, int]], tuple[bool, bool, bool]]:
    """Tells of a combination whether it passes the filters on section, unit type and year."""
    bits = section_bits(question.sections)
    units, years = frozenset(question.units), frozenset(question.years)

    def passes(code: tuple[int, str, int]) -> tuple[bool, bool, bool]:
        return not bits or bool(code[0] & bits), not units or code[1] in units, not years or code[2] in years

    return passes


def size_on_disk(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(_sizes(folder))


def _sizes(folder: Path) -> Iterator[int]:
    return (path.stat().st_size for path in folder.rglob("*") if path.is_file())
