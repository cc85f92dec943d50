"""Query trees as queries of the cluster.

Words, phrases and what combines them are translated exactly. A gap or proximity of three parts and more is not, since
intervals are minimal there and can miss a chain: it has two bounds, ``low``, which finds nothing wrong, and ``up``,
which misses nothing; ``resolving.py`` decides about what lies between.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations
from typing import Any

from indexer.engines.opensearch import encoding
from indexer.language.normalize import BARRIER
from indexer.querying.filters import Filters
from indexer.querying.matching import FIELD_BREAK
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

Dsl = dict[str, Any]

#: A cluster takes 1 024 clauses; what goes around these needs some.
MOST_LEAVES = 800

ALL: Dsl = {"match_all": {}}
NONE: Dsl = {"match_none": {}}

_FIELD_OF = {"title": "title_chars", "heading": "heading_chars", "file": "file_chars", "report": "title_chars"}


@dataclass(frozen=True, slots=True)
class Bounds:
    """``low`` finds some of what is meant and nothing else, ``up`` finds all of it and perhaps more; the same object
    where the translation is exact."""

    low: Dsl
    up: Dsl

    @property
    def is_exact(self) -> bool:
        return self.low is self.up

    @classmethod
    def exact(cls, query: Dsl) -> Bounds:
        return cls(query, query)


def every(parts: Sequence[Dsl]) -> Dsl:
    """What answers all of several queries, without any score."""
    needed = [part for part in parts if part is not ALL]
    if not needed:
        return ALL
    return needed[0] if len(needed) == 1 else {"bool": {"filter": needed}}


def some(parts: Sequence[Dsl], least: int = 1) -> Dsl:
    """What answers at least so many of several queries."""
    if least <= 0:
        return ALL
    if least > len(parts):
        return NONE
    return {"bool": {"should": list(parts), "minimum_should_match": least}}


def none_of(*parts: Dsl) -> Dsl:
    """What answers none of several queries."""
    return {"bool": {"must_not": list(parts)}}


def phrase(key: str, field: str = "chars") -> Dsl:
    """The documents whose ``field`` holds a piece of text."""
    if not key:
        return ALL
    tokens = encoding.characters(key)
    if len(key) == 1:
        return {"term": {field: tokens}}
    return {"match_phrase": {field: {"query": tokens, "analyzer": "whitespace"}}}


@dataclass(frozen=True, slots=True)
class Lookups:
    """What a translation asks of a generation. ``selected`` gives the query for what filters let through, ``NONE`` for a clause
    of filters that cannot be asked here, ``unshared`` that for paragraphs whose sentences no other report has, ``in_reports``
    that for paragraphs of reports which hold a term anywhere; by default their titles do."""

    selected: Callable[[Filters], Dsl]
    unshared: Callable[[], Dsl] = lambda: NONE
    in_reports: Callable[[Term], Dsl] | None = None


def bounds_of(query: Query, lookups: Lookups) -> Bounds:
    """The two bounds of a query; wider ones where the usual ones have more clauses than a cluster takes."""
    bounds = Translator(lookups).bounds(query)
    if leaves(bounds.low) + leaves(bounds.up) * (not bounds.is_exact) > MOST_LEAVES:
        return Translator(lookups, wide=True).bounds(query)
    return bounds


def leaves(query: Any) -> int:
    """How many clauses a query has as the cluster counts them: in intervals, every character is one."""
    if isinstance(query, list):
        return sum(map(leaves, query))
    if not isinstance(query, dict):
        return 0
    if "match" in query:
        return str(query["match"]["query"]).count(" ") + 1
    if query.keys() & {"match_phrase", "term", "terms", "ids"}:
        return 1
    return sum(map(leaves, query.values()))


class Translator:
    """Makes queries of trees. ``wide``: the parts of a chain are looked for, not how they follow each other."""

    def __init__(self, lookups: Lookups, wide: bool = False) -> None:
        self._lookups = lookups
        self._wide = wide

    def bounds(self, query: Query) -> Bounds:
        """The two bounds of a query."""
        match query:
            case Word() | Phrase() | GappedPhrase() | Proximity():
                return _term(query, "chars", self._wide)
            case ExactPhrase(text):
                return Bounds.exact(phrase(text, "strict"))
            case FieldTerm("report", term) if self._lookups.in_reports is not None:
                return Bounds.exact(self._lookups.in_reports(term))
            case FieldTerm(scope, term):
                return _term(term, _FIELD_OF[scope], self._wide)
            case FilterClause(_, _, filters):
                return Bounds.exact(self._lookups.selected(filters))
            case Unshared():
                return Bounds.exact(self._lookups.unshared())
            case And(parts):
                return self._several(parts, every)
            case Or(parts):
                return self._several(parts, some)
            case Not(part):
                inner = self.bounds(part)
                if inner.is_exact:
                    return Bounds.exact(none_of(inner.up))
                return Bounds(none_of(inner.up), none_of(inner.low))
            case AtLeast(least, parts):
                return self._several(parts, lambda own: some(own, least))

    def _several(self, parts: Sequence[Query], joined: Callable[[Sequence[Dsl]], Dsl]) -> Bounds:
        bounds = [self.bounds(part) for part in parts]
        up = joined([one.up for one in bounds])
        if all(one.is_exact for one in bounds):
            return Bounds.exact(up)
        return Bounds(joined([one.low for one in bounds]), up)


def _term(term: Term, field: str, wide: bool) -> Bounds:
    match term:
        case GappedPhrase(_, keys):
            return _chain([keys], MOST_GAP, field, wide)
        case Proximity(_, keys, distance):
            return _chain(sorted(set(permutations(keys))), distance, field, wide)
        case _:
            return Bounds.exact(phrase(term.key, field))


def _chain(orders: Sequence[Sequence[str]], distance: int, field: str, wide: bool) -> Bounds:
    """The parts in one of several orders, neighbours at most ``distance`` apart in one sentence."""
    parts = orders[0]
    held = [phrase(part, field) for part in dict.fromkeys(parts)]
    if len(parts) < 2 or not all(parts):
        return Bounds.exact(every(held))
    if wide or len(held) < len(parts):
        # Of equal parts the cluster makes one that is repeated, whose intervals may lie over each other.
        return Bounds(NONE, every(held))
    has_barrier = any(BARRIER in part for part in parts)
    if len(parts) == 2 and not has_barrier:
        return Bounds.exact(every([*held, some([_intervals(field, _near(order[0], order[1], distance)) for order in orders])]))
    low = some([_intervals(field, _nested(order, distance)) for order in orders])
    if len(orders) == 1:
        up = every([_intervals(field, _near(*pair, distance, strict=not has_barrier)) for pair in pairwise(parts)])
    else:
        up = _intervals(field, _together(parts, distance * (len(parts) - 1), strict=not has_barrier))
    return Bounds(every([*held, low]), every([*held, up]))


def _intervals(field: str, rule: Dsl) -> Dsl:
    return {"intervals": {field: rule}}


def _nested(parts: Sequence[str], distance: int) -> Dsl:
    rule = _part(parts[0])
    for part in parts[1:]:
        rule = _followed(rule, _part(part), distance, strict=True)
    return rule


def _near(first: str, second: str, distance: int, strict: bool = True) -> Dsl:
    return _followed(_part(first), _part(second), distance, strict)


def _followed(first: Dsl, second: Dsl, distance: int, strict: bool) -> Dsl:
    """One after the other, at most ``distance`` apart; ``strict``: in one sentence of one field."""
    return _all_of({"mode": "ordered", "max_gaps": distance, "intervals": [first, second]}, strict)


def _together(parts: Sequence[str], distance: int, strict: bool) -> Dsl:
    """All parts in any order, also over each other, with at most ``distance`` characters of none of them between."""
    return _all_of({"mode": "unordered", "max_gaps": distance, "intervals": list(map(_part, parts))}, strict)


def _all_of(rule: Dsl, strict: bool) -> Dsl:
    if strict:
        rule["filter"] = {"not_containing": {"any_of": {"intervals": [_part(BARRIER), _part(FIELD_BREAK)]}}}
    return {"all_of": rule}


def _part(key: str) -> Dsl:
    return {"match": {"query": encoding.characters(key), "max_gaps": 0, "mode": "ordered", "analyzer": "whitespace"}}
