"""What the query tree means: whether one paragraph answers a question, and where.

Pure functions over search keys, written for clarity: they define the query language. The reference engine of the
tests uses them, and the Whoosh engine must give the same results with arrays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby, permutations

from indexer.language.finding import find_all
from indexer.language.normalize import BARRIER
from indexer.model.reports import Span
from indexer.querying.tree import (
    MOST_GAP,
    And,
    AtLeast,
    ExactPhrase,
    FieldTerm,
    FilterClause,
    GappedPhrase,
    Not,
    Or,
    Phrase,
    Proximity,
    Query,
    Term,
    Unshared,
    Word,
)

#: Separates the fields of one paragraph's searchable text; no query key can contain it.
FIELD_BREAK = "\x00"


@dataclass(frozen=True, slots=True)
class SearchFields:
    """What a query is matched against, of one paragraph. ``key`` and ``text`` join its stand-alone headings and its own
    text by ``FIELD_BREAK``; ``headings`` and ``files`` are the search keys of its heading path and of its
    files' paths, ``facets`` its values by the name of the facet; ``unshared``: no other report has any of its sentences;
    ``report`` are the keys of all paragraphs of its report (a title in the place of a paragraph has none: it is judged alone)."""

    key: str
    text: str = ""
    title: str = ""
    headings: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unshared: bool = False
    report: tuple[str, ...] = ()


def matches(query: Query, fields: SearchFields) -> bool:
    """Whether a paragraph answers ``query``: the meaning of the tree."""
    match query:
        case Word() | Phrase() | GappedPhrase() | Proximity():
            return holds(query, fields.key)
        case ExactPhrase(text):
            return text in fields.text
        case FieldTerm(scope, term):
            return any(holds(term, key) for key in _texts(fields, scope))
        case FilterClause(_, _, filters):
            return filters.allows_all(fields.facets)
        case Unshared():
            return fields.unshared
        case And(parts):
            return all(matches(part, fields) for part in parts)
        case Or(parts):
            return any(matches(part, fields) for part in parts)
        case Not(part):
            return not matches(part, fields)
        case AtLeast(least, parts):
            return sum(matches(part, fields) for part in parts) >= least


def unshared(sentences: Mapping[str, tuple[str, Sequence[str]]]) -> frozenset[str]:
    """The paragraphs no sentence of which stands in another report, as ``Unshared`` means it; ``sentences``: paragraph id → its
    report and the keys of its sentences."""
    reports: dict[str, set[str]] = {}
    for report_id, keys in sentences.values():
        for key in keys:
            reports.setdefault(key, set()).add(report_id)
    return frozenset(
        name for name, (_, keys) in sentences.items() if keys and all(len(reports[key]) == 1 for key in keys)
    )


def _texts(fields: SearchFields, scope: str) -> tuple[str, ...]:
    match scope:
        case "title":
            return (fields.title,)
        case "heading":
            return fields.headings
        case "report":
            return (fields.title, *fields.report)
        case _:
            return fields.files


def holds(term: Term, key: str) -> bool:
    """Whether a search key holds a term."""
    match term:
        case Word() | Phrase() | ExactPhrase():
            return term.key in key
        case GappedPhrase() | Proximity():
            return next(occurrences(term, key), None) is not None


def occurrences(term: Term, key: str) -> Iterator[tuple[Span, ...]]:
    """Where a term occurs in a search key: for each occurrence the spans of its parts, in order of their ends."""
    match term:
        case Word() | Phrase() | ExactPhrase():
            for start in find_all(term.key, key):
                yield ((start, start + len(term.key)),)
        case GappedPhrase(_, keys):
            yield from _chains(keys, key, MOST_GAP)
        case Proximity(_, keys, distance):
            several = [_chains(order, key, distance) for order in sorted(set(permutations(keys)))]
            for _, equal in groupby(merge(*several, key=_by_end), key=_by_end):
                yield from dict.fromkeys(equal)


def _by_end(chain: tuple[Span, ...]) -> tuple[int, int]:
    """The order of occurrences: where they end, and of those that end together the shortest first."""
    return chain[-1][1], -chain[0][0]


def _chains(parts: Sequence[str], key: str, distance: int) -> Iterator[tuple[Span, ...]]:
    """The positions where ``parts`` follow each other, at most ``distance`` characters apart, within a sentence, in
    order of their ends.

    Of several parts before another the nearest counts: if it is too far away, or in another sentence, so are
    the others.
    """
    chains: Iterator[tuple[Span, ...]] = (((start, start + len(parts[0])),) for start in find_all(parts[0], key))
    for part in parts[1:]:
        chains = _longer(chains, part, key, distance)
    return chains


def _longer(chains: Iterator[tuple[Span, ...]], part: str, key: str, distance: int) -> Iterator[tuple[Span, ...]]:
    """Chains with one more part. They are read only as far as the parts that follow them are, since there may be
    millions."""
    before: tuple[Span, ...] | None = None
    coming = next(chains, None)
    for start in find_all(part, key):
        while coming is not None and coming[-1][1] <= start:
            before, coming = coming, next(chains, None)
        if before is None or start - before[-1][1] > distance:
            continue
        between = key[before[-1][1] : start]
        if BARRIER not in between and FIELD_BREAK not in between:
            yield (*before, (start, start + len(part)))
