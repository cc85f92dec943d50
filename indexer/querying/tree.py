"""The query tree: what is asked, independent of how it was typed and of how it is answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from indexer.model.orders import Sort
from indexer.querying.filters import NO_FILTERS, Filters

#: The most characters between two parts of a gapped phrase.
MOST_GAP = 20

Scope = Literal["title", "heading", "file", "report"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word: matches wherever its characters occur together. ``key`` is its search key."""

    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A quoted phrase: matches as a word does, but is taken literally and never split."""

    text: str
    key: str


@dataclass(frozen=True, slots=True)
class ExactPhrase:
    """A phrase that respects punctuation and case: ``text`` occurs unchanged in the clean text."""

    text: str
    key: str


@dataclass(frozen=True, slots=True)
class GappedPhrase:
    """``"强化*意识"``: the parts in this order in one sentence, at most ``MOST_GAP`` characters of the search
    key between neighbours. ``keys`` are the parts' search keys."""

    text: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proximity:
    """``"党建 业务"~15``: the parts in any order in one sentence, none over another, at most ``distance``
    characters of the search key between neighbours."""

    text: str
    keys: tuple[str, ...]
    distance: int


@dataclass(frozen=True, slots=True)
class FieldTerm:
    """A term that is searched elsewhere than in the paragraph: in its report's title, in the headings it
    is under, in the paths of its files, or anywhere in its report, title included."""

    scope: Scope
    part: Term


@dataclass(frozen=True, slots=True)
class FilterClause:
    """A filter typed among the words (单位:公安): ``field`` is the name of a facet, ``text`` the value as shown."""

    field: str
    text: str
    filters: Filters


@dataclass(frozen=True, slots=True)
class Unshared:
    """只此一份: of the paragraph's sentences (``language.sentences``) there is at least one, and none stands as a sentence in
    another report. What another report says inside a longer sentence, or with another figure, is another sentence."""


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


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least ``least`` of the parts must match: asked when no paragraph contains them all."""

    least: int
    parts: tuple[Query, ...]


Term = Word | Phrase | ExactPhrase | GappedPhrase | Proximity
Query = Term | FieldTerm | FilterClause | Unshared | And | Or | Not | AtLeast

#: The question without words: every paragraph.
EVERYTHING: Query = And(())


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A complete question: tree, filters, order, and which page of how many. ``fold``: paragraphs that nearly
    repeat one shown above them are counted there instead of shown. ``explain``: hits tell their score's parts.
    ``per_report``: only the best paragraph of each report is shown and the others are counted there; near-duplicates
    are then not folded, since each report has its place. ``group`` names the facet whose values are shown side by side
    (empty: none), see ``engines.side_by_side``; engines take no notice of it."""

    query: Query = EVERYTHING
    filters: Filters = NO_FILTERS
    sort: Sort = "relevance"
    page: int = 1
    size: int = 10
    understood_as: str = ""
    notices: tuple[str, ...] = ()
    fold: bool = False
    explain: bool = False
    per_report: bool = False
    group: str = ""


def filters_named(query: Query) -> frozenset[str]:
    """The facets in which the question itself names something."""
    match query:
        case And(parts) | Or(parts) | AtLeast(_, parts):
            return frozenset().union(*map(filters_named, parts))
        case Not(part):
            return filters_named(part)
        case FilterClause(field):
            return frozenset((field,))
        case _:
            return frozenset()


def asks_unshared(query: Query) -> bool:
    """Whether a question asks for sentences that one report alone has."""
    return any(isinstance(leaf, Unshared) for leaf in _leaves_of(query))


def asks_of_reports(query: Query) -> bool:
    """Whether a question asks what stands elsewhere in a paragraph's report."""
    return any(isinstance(leaf, FieldTerm) and leaf.scope == "report" for leaf in _leaves_of(query))


def _leaves_of(query: Query) -> Iterator[Query]:
    """All that is asked, excluded or not."""
    match query:
        case And(parts) | Or(parts) | AtLeast(_, parts):
            for part in parts:
                yield from _leaves_of(part)
        case Not(part):
            yield from _leaves_of(part)
        case _:
            yield query


def keys_of(term: Term) -> tuple[str, ...]:
    """The search keys a term is made of."""
    return term.keys if isinstance(term, GappedPhrase | Proximity) else (term.key,)


def terms_of(query: Query) -> list[Term]:
    """The positive terms of ``query`` that are searched in paragraphs, in order: what is highlighted and
    ranked."""
    match query:
        case Word() | Phrase() | ExactPhrase() | GappedPhrase() | Proximity():
            return [query]
        case And(parts) | Or(parts) | AtLeast(_, parts):
            return [term for part in parts for term in terms_of(part)]
        case Not() | FieldTerm() | FilterClause() | Unshared():
            return []


def parts_of(query: Query) -> tuple[str, ...]:
    """The different keys that the positive terms of ``query`` are made of, in order."""
    return tuple(dict.fromkeys(key for term in terms_of(query) for key in keys_of(term)))


def whole_key(query: Query) -> str:
    """The search key of all that was typed, when that is several words: what a verbatim match holds. Empty
    where the question is a single term or more than a plain list."""
    if not isinstance(query, And | AtLeast):
        return ""
    plain = [part for part in query.parts if not isinstance(part, Not | FilterClause | FieldTerm | Unshared)]
    if len(plain) < 2 or not all(isinstance(part, Word | Phrase) for part in plain):
        return ""
    return "".join(part.key for part in plain if isinstance(part, Word | Phrase))
