"""The URL of a search as an immutable object: every link on a page is derived from it.

Changing a filter, the words or the order gives a *new* state that begins on page 1. Values
are kept as the facets name them (``problems``, ``妇联``, ``2018-2021``, ``unknown``); what
cannot be understood is kept as it came, so that ``to_request`` can say what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import quote, urlencode

from werkzeug.datastructures import MultiDict

from indexer.errors import QueryError
from indexer.models import SECTIONS, UNIT_GROUPS, UNIT_TYPES, UNKNOWN, UNKNOWN_LABEL, YearRange
from indexer.querying.filters import parse_year
from indexer.querying.request import build_request
from indexer.querying.tree import SearchRequest
from indexer.shapes import year_text

FilterField = Literal["section", "unit", "year"]
FILTER_FIELDS: tuple[FilterField, ...] = ("section", "unit", "year")
DEFAULT_SORT = "relevance"

_SECTION_KEYS = {label: key for key, label in SECTIONS.items()}


@dataclass(frozen=True, slots=True)
class SearchState:
    """What is asked and where the reader stands. ``page`` stays text until it is checked."""

    q: str = ""
    phrases: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    sort: str = DEFAULT_SORT
    page: str = "1"

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> SearchState:
        """The state a URL describes; parameters that are not ours are left out."""
        return cls(
            q=scrub(args.get("q", "")).strip(),
            phrases=_unique(scrub(v).strip() for v in args.getlist("phrase")),
            sections=_unique(_SECTION_KEYS.get(v, v) for v in _values(args, "section")),
            units=_unique(u for v in _values(args, "unit") for u in _expand_unit(v)),
            years=_unique(_tidy_year(v) for v in _values(args, "year")),
            sort=scrub(args.get("sort", "")).strip() or DEFAULT_SORT,
            page=scrub(args.get("page", "")).strip() or "1",
        )

    def to_request(self, size: int) -> SearchRequest:
        """The request to give an engine. Raises ``QueryError``."""
        return build_request(
            self.q,
            self.phrases,
            self.sections,
            self.units,
            self.years,
            sort=self.sort,
            page=self.page,
            size=size,
        )

    def to_pairs(self) -> list[tuple[str, str]]:
        """The parameters of the URL, in order; defaults are left out."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [("phrase", v) for v in self.phrases]
        pairs += [(f, v) for f in FILTER_FIELDS for v in self.values(f)]
        if self.sort != DEFAULT_SORT:
            pairs.append(("sort", self.sort))
        if self.page != "1":
            pairs.append(("page", self.page))
        return pairs

    def to_query_string(self) -> str:
        """``?q=…&section=…``, or nothing for the start page."""
        pairs = self.to_pairs()
        return "?" + urlencode(pairs) if pairs else ""

    @property
    def url(self) -> str:
        """The search page in this state."""
        return "/" + self.to_query_string()

    def report_url(self, report_id: str, ordinal: int | None = None, below: str = "") -> str:
        """The report page that leads back to this state, at paragraph ``ordinal``; ``below`` is an
        address under it."""
        anchor = "" if ordinal is None else f"#p-{ordinal}"
        path = "/".join(filter(None, ("/reports", quote(report_id, safe=""), below)))
        return f"{path}{self.to_query_string()}{anchor}"

    @property
    def has_query(self) -> bool:
        return bool(self.q or self.phrases)

    @property
    def has_filters(self) -> bool:
        return bool(self.sections or self.units or self.years)

    @property
    def is_start(self) -> bool:
        return not self.has_query and not self.has_filters

    def values(self, field: FilterField) -> tuple[str, ...]:
        """What is selected in a facet, as the URL holds it."""
        return {"section": self.sections, "unit": self.units, "year": self.years}[field]

    def has(self, field: FilterField, value: str) -> bool:
        """Whether ``value`` is selected; a year also by a range that holds it."""
        if value in self.values(field):
            return True
        year = _single_year(value) if field == "year" else None
        return year is not None and any(year in r for r in _ranges(self.years))

    def with_filter(self, field: FilterField, *values: str) -> SearchState:
        """The same search with ``values`` selected too."""
        return self._filtered(field, _unique((*self.values(field), *values)))

    def without_filter(self, field: FilterField, *values: str) -> SearchState:
        """The same search without ``values``, or without the whole facet's selection; a single
        year is also cut out of a range that holds it."""
        if not values:
            return self._filtered(field, ())
        kept: list[str] = [v for v in self.values(field) if v not in values]
        if field == "year":
            for year in filter(None, map(_single_year, values)):
                kept = [piece for v in kept for piece in _cut_out(v, year)]
        return self._filtered(field, tuple(kept))

    def toggle(self, field: FilterField, value: str) -> SearchState:
        """Selects what is not selected, and the other way round."""
        return self.without_filter(field, value) if self.has(field, value) else self.with_filter(field, value)

    def without_filters(self) -> SearchState:
        """The same words, no filters."""
        return replace(self, sections=(), units=(), years=(), page="1")

    def with_query(self, q: str) -> SearchState:
        """Other words, the same filters."""
        return replace(self, q=q, page="1")

    def without_phrase(self, phrase: str) -> SearchState:
        """The same search without one of the literal phrases."""
        return replace(self, phrases=tuple(p for p in self.phrases if p != phrase), page="1")

    def with_sort(self, sort: str) -> SearchState:
        """The same search in another order."""
        return replace(self, sort=sort, page="1")

    def with_page(self, page: int) -> SearchState:
        """Another page of the same search."""
        return replace(self, page=str(page))

    def _filtered(self, field: FilterField, values: tuple[str, ...]) -> SearchState:
        match field:
            case "section":
                return replace(self, sections=values, page="1")
            case "unit":
                return replace(self, units=values, page="1")
            case "year":
                return replace(self, years=values, page="1")


def scrub(value: str) -> str:
    """A parameter that can be encoded and stored: no NUL, no half of a surrogate pair."""
    return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _values(args: MultiDict[str, str], name: str) -> Iterator[str]:
    return (value for value in (scrub(v).strip() for v in args.getlist(name)) if value)


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, values)))


def _expand_unit(value: str) -> tuple[str, ...]:
    if value == UNKNOWN_LABEL:
        return (UNKNOWN,)
    return (value,) if value in UNIT_TYPES else UNIT_GROUPS.get(value, (value,))


def _tidy_year(value: str) -> str:
    if value in (UNKNOWN, UNKNOWN_LABEL):
        return UNKNOWN
    try:
        return year_text(parse_year(value))
    except QueryError:
        return value


def _single_year(value: str) -> int | None:
    return int(value) if len(value) == 4 and value.isascii() and value.isdigit() else None


def _ranges(values: Iterable[str]) -> Iterator[YearRange]:
    for value in values:
        try:
            yield parse_year(value)
        except QueryError:
            continue


def _cut_out(value: str, year: int) -> list[str]:
    """The range ``value`` without ``year``: none, one or two ranges."""
    whole = next(_ranges([value]), None)
    if whole is None or year not in whole:
        return [value]
    sides = (YearRange(whole.first, year - 1), YearRange(year + 1, whole.last))
    return [year_text(side) for side in sides if side.first <= side.last]
