"""The query tree: what is asked, free of how it was typed and of how it is answered."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.models import Filters, Sort


@dataclass(frozen=True, slots=True)
class Word:
    """A word: matches wherever its characters stand together. ``key`` is its search key."""

    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A quoted phrase: matches as a word does, but is taken literally and never split."""

    text: str
    key: str


@dataclass(frozen=True, slots=True)
class And:
    """Every part must match; no parts match everything."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part must match; no parts match nothing."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part must not match."""

    part: Query


Query = Word | Phrase | And | Or | Not

#: The question without words: every paragraph.
EVERYTHING: Query = And(())

NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A complete question: tree, filters, order, and which page of how many."""

    query: Query = EVERYTHING
    filters: Filters = NO_FILTERS
    sort: Sort = "relevance"
    page: int = 1
    size: int = 10
    understood_as: str = ""
    notices: tuple[str, ...] = ()


def leaves(query: Query) -> list[Word | Phrase]:
    """The positive words and phrases of ``query``, in order: what is highlighted and ranked."""
    match query:
        case Word() | Phrase():
            return [query]
        case And(parts) | Or(parts):
            return [leaf for part in parts for leaf in leaves(part)]
        case Not():
            return []


def matches(query: Query, key: str) -> bool:
    """Whether a text with this search key answers ``query``: the meaning of the tree."""
    match query:
        case Word() | Phrase():
            return query.key in key
        case And(parts):
            return all(matches(part, key) for part in parts)
        case Or(parts):
            return any(matches(part, key) for part in parts)
        case Not(part):
            return not matches(part, key)
