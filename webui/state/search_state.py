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

from indexer.querying.request import build_request
from indexer.querying.tree import SearchRequest
from webui.state.filter_params import (
    cut_out,
    expand_unit,
    in_years,
    single_year,
    tidy_section,
    tidy_year,
    tidy_yes_or_no,
)

FilterField = Literal["section", "unit", "year", "folder", "placeholders"]
FILTER_FIELDS: tuple[FilterField, ...] = ("section", "unit", "year", "folder", "placeholders")
DEFAULT_SORT = "relevance"

#: The ways to look at an answer, with the word on each tab.
VIEWS = {"paragraphs": "段落", "lines": "逐行", "headings": "小标题", "trends": "走势"}
DEFAULT_VIEW = "paragraphs"


@dataclass(frozen=True, slots=True)
class SearchState:
    """What is asked and where the reader stands. ``fold``: paragraphs that nearly repeat one shown are folded
    into it. ``order`` is that of lines or of headings; ``shortest``, ``longest`` and ``clauses`` choose headings.
    Numbers stay text until they are checked."""

    q: str = ""
    phrases: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    placeholders: str = ""
    sort: str = DEFAULT_SORT
    fold: bool = True
    view: str = DEFAULT_VIEW
    order: str = ""
    shortest: str = ""
    longest: str = ""
    clauses: str = ""
    page: str = "1"

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> SearchState:
        """The state a URL describes; parameters that are not ours are left out."""
        return cls(
            q=_one(args, "q"),
            phrases=_unique(scrub(v).strip() for v in args.getlist("phrase")),
            sections=_unique(tidy_section(v) for v in _values(args, "section")),
            units=_unique(u for v in _values(args, "unit") for u in expand_unit(v)),
            years=_unique(tidy_year(v) for v in _values(args, "year")),
            folders=_unique(_values(args, "folder")),
            placeholders=tidy_yes_or_no(_one(args, "placeholders")),
            sort=_one(args, "sort") or DEFAULT_SORT,
            fold=_one(args, "fold") != "0",
            view=_one(args, "view") or DEFAULT_VIEW,
            order=_one(args, "order"),
            shortest=_number(args, "shortest"),
            longest=_number(args, "longest"),
            clauses=_number(args, "clauses"),
            page=_one(args, "page") or "1",
        )

    def to_request(self, size: int) -> SearchRequest:
        """The request to give an engine. Raises ``QueryError``."""
        return build_request(
            self.q,
            self.phrases,
            self.sections,
            self.units,
            self.years,
            self.folders,
            self.placeholders,
            sort=self.sort,
            page=self.page,
            size=size,
            fold=self.fold,
        )

    def to_count(self) -> SearchRequest:
        """The request that only asks how many, and the facets. Raises ``QueryError``."""
        return replace(self, fold=False, page="1", sort="newest").to_request(size=1)

    def to_pairs(self) -> list[tuple[str, str]]:
        """The parameters of the URL, in order; defaults are left out."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [("phrase", v) for v in self.phrases]
        pairs += [(f, v) for f in FILTER_FIELDS for v in self.values(f)]
        if self.sort != DEFAULT_SORT:
            pairs.append(("sort", self.sort))
        if not self.fold:
            pairs.append(("fold", "0"))
        if self.view != DEFAULT_VIEW:
            pairs.append(("view", self.view))
        of_view = {"order": self.order, "shortest": self.shortest, "longest": self.longest, "clauses": self.clauses}
        pairs += [(name, value) for name, value in of_view.items() if value]
        if self.page != "1":
            pairs.append(("page", self.page))
        return pairs

    def to_query_string(self) -> str:
        """``?…``, or nothing for the start page."""
        pairs = self.to_pairs()
        return "?" + urlencode(pairs) if pairs else ""

    @property
    def url(self) -> str:
        """The address of the search page in this state."""
        return "/" + self.to_query_string()

    def report_url(self, report_id: str, ordinal: int | None = None, below: str = "") -> str:
        """The report page that leads back to this state, at paragraph ``ordinal``; ``below`` is an
        address under it."""
        anchor = "" if ordinal is None else f"#p-{ordinal}"
        path = "/".join(filter(None, ("/reports", quote(report_id, safe=""), below)))
        return f"{path}{self.to_query_string()}{anchor}"

    def paragraph_url(self, paragraph_id: str, below: str) -> str:
        """The page ``below`` a paragraph (``near_duplicates``, ``similar``) that leads back to this state."""
        return f"/paragraphs/{quote(paragraph_id, safe='')}/{below}{self.to_query_string()}"

    @property
    def has_query(self) -> bool:
        return bool(self.q or self.phrases)

    @property
    def has_filters(self) -> bool:
        return any(map(self.values, FILTER_FIELDS))

    @property
    def is_start(self) -> bool:
        return not self.has_query and not self.has_filters and self.view == DEFAULT_VIEW

    def values(self, field: FilterField) -> tuple[str, ...]:
        """What is selected in a facet, as the URL holds it."""
        match field:
            case "section":
                return self.sections
            case "unit":
                return self.units
            case "year":
                return self.years
            case "folder":
                return self.folders
            case "placeholders":
                return (self.placeholders,) if self.placeholders else ()

    def has(self, field: FilterField, value: str) -> bool:
        """Whether ``value`` is selected; a year also by a range that holds it."""
        if value in self.values(field):
            return True
        year = single_year(value) if field == "year" else None
        return year is not None and in_years(year, self.years)

    def with_filter(self, field: FilterField, *values: str) -> SearchState:
        """The same search with ``values`` selected too; of yes and no only the last."""
        return self._filtered(field, _unique((*self.values(field), *values)))

    def without_filter(self, field: FilterField, *values: str) -> SearchState:
        """The same search without ``values``, or without the whole facet's selection; a single
        year is also cut out of a range that holds it."""
        if not values:
            return self._filtered(field, ())
        kept: list[str] = [v for v in self.values(field) if v not in values]
        if field == "year":
            for year in filter(None, map(single_year, values)):
                kept = [piece for v in kept for piece in cut_out(v, year)]
        return self._filtered(field, tuple(kept))

    def toggle(self, field: FilterField, value: str) -> SearchState:
        """Selects what is not selected, and the other way round."""
        return self.without_filter(field, value) if self.has(field, value) else self.with_filter(field, value)

    def without_filters(self) -> SearchState:
        """The same words, no filters."""
        return replace(self, sections=(), units=(), years=(), folders=(), placeholders="", page="1")

    def with_query(self, q: str) -> SearchState:
        """Other words, the same filters."""
        return replace(self, q=q, page="1")

    def with_only(self, q: str) -> SearchState:
        """Other words and no literal phrases, the same filters."""
        return replace(self, q=q, phrases=(), page="1")

    def without_phrase(self, phrase: str) -> SearchState:
        """The same search without one of the literal phrases."""
        return replace(self, phrases=tuple(p for p in self.phrases if p != phrase), page="1")

    def with_sort(self, sort: str) -> SearchState:
        """The same search in another order."""
        return replace(self, sort=sort, page="1")

    def with_fold(self, fold: bool) -> SearchState:
        """The same search with near-duplicates folded, or all shown."""
        return replace(self, fold=fold, page="1")

    def with_view(self, view: str) -> SearchState:
        """The same question looked at in another way."""
        return replace(self, view=view, order="", shortest="", longest="", clauses="", page="1")

    def with_order(self, order: str) -> SearchState:
        """Lines or headings in another order."""
        return replace(self, order=order, page="1")

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
            case "folder":
                return replace(self, folders=values, page="1")
            case "placeholders":
                return replace(self, placeholders=values[-1] if values else "", page="1")


def scrub(value: str) -> str:
    """A parameter that can be encoded and stored: no NUL, no half of a surrogate pair."""
    return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _one(args: MultiDict[str, str], name: str) -> str:
    return scrub(args.get(name, "")).strip()


def _number(args: MultiDict[str, str], name: str) -> str:
    """A number of which none is the same as 0."""
    value = _one(args, name)
    return "" if value == "0" else value


def _values(args: MultiDict[str, str], name: str) -> Iterator[str]:
    return (value for value in (scrub(v).strip() for v in args.getlist(name)) if value)


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, values)))
