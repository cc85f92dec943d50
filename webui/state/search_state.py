"""The URL of a search as an immutable object: every link on a page is derived from it.

Changing a filter, the words or the order gives a *new* state that begins on page 1. Values
are kept as the facets name them (``problems``, ``妇联``, ``2018-2021``, ``unknown``); what
cannot be understood is kept unchanged, so that ``to_request`` can report what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from urllib.parse import quote

from werkzeug.datastructures import MultiDict

from indexer.drafting.outlines import MOST_REPORTS
from indexer.errors import QueryError
from indexer.querying.facets import FACETS
from indexer.querying.request import PAGE, SORT, build_request
from indexer.querying.tree import SearchRequest
from webui.state.addresses import after_question_mark, encoded, joined, query_string

DEFAULT_SORT = SORT.default
DEFAULT_PAGE = str(PAGE.default)

#: The ways to look at an answer, with the word on each tab.
VIEWS = {"paragraphs": "段落", "lines": "逐行", "headings": "小标题", "trends": "走势"}
DEFAULT_VIEW = "paragraphs"

#: A + between two numbers, as a URL gives it.
_PLUS = re.compile(r"(?<=\d) +(?=\d)")


@dataclass(frozen=True)
class SearchState:
    """What is asked and where the reader is. ``filters`` are the values selected, by the name of the facet. ``fold``:
    paragraphs that nearly repeat one shown are folded into it; ``per_report``: one of each report is shown;
    ``group``: the facet whose values are shown side by side; ``order`` is that of lines or of headings; ``compare`` are the
    reports chosen meanwhile for their outlines to be compared; ``shortest``, ``longest``, ``clauses``, ``form``, ``parallel``,
    ``members`` and ``first_word`` choose headings. Numbers stay text until they are checked."""

    q: str = ""
    phrases: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = DEFAULT_SORT
    fold: bool = True
    per_report: bool = False
    group: str = ""
    view: str = DEFAULT_VIEW
    order: str = ""
    shortest: str = ""
    longest: str = ""
    clauses: str = ""
    form: str = ""
    parallel: bool = False
    members: str = ""
    first_word: str = ""
    page: str = DEFAULT_PAGE
    compare: tuple[str, ...] = ()

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> SearchState:
        """The state a URL describes; parameters that are not ours are left out."""
        return cls(
            q=_one(args, "q"),
            phrases=_unique(scrub(v).strip() for v in args.getlist("phrase")),
            filters={name: values for name in FACETS if (values := _facet_values(args, name))},
            sort=_one(args, "sort") or DEFAULT_SORT,
            fold=_one(args, "fold") != "0",
            per_report=_one(args, "per_report") == "1",
            group=_one(args, "group"),
            view=_one(args, "view") or DEFAULT_VIEW,
            order=_one(args, "order"),
            shortest=_number(args, "shortest"),
            longest=_number(args, "longest"),
            clauses=_number(args, "clauses"),
            form=_PLUS.sub("+", _one(args, "form")),
            parallel=_one(args, "parallel") == "1",
            members=_number(args, "members"),
            first_word=_one(args, "first_word"),
            page=_one(args, "page") or DEFAULT_PAGE,
            compare=_unique(scrub(v).strip() for v in args.getlist("compare"))[:MOST_REPORTS],
        )

    def to_request(self, size: int) -> SearchRequest:
        """The request to give an engine. Raises ``QueryError``."""
        return build_request(
            self.q,
            self.phrases,
            self.filters,
            sort=self.sort,
            page=self.page,
            size=size,
            fold=self.fold,
            per_report=self.per_report,
            group=self.group,
        )

    def to_count(self) -> SearchRequest:
        """The request that only asks how many, and the facets. Raises ``QueryError``."""
        return replace(self, fold=False, per_report=False, group="", page=DEFAULT_PAGE, sort="newest").to_request(size=1)

    def to_pairs(self) -> list[tuple[str, str]]:
        """The parameters of the URL, in order; defaults are left out."""
        filters = [(name, value) for name in FACETS for value in self.values(name)] if self.filters else []
        page = [("page", self.page)] if self.page != DEFAULT_PAGE else []
        return [*self._asked_pairs(), *filters, *self._shown_pairs(), *page, *(("compare", report) for report in self.compare)]

    def _asked_pairs(self) -> list[tuple[str, str]]:
        return [("q", self.q)] * bool(self.q) + [("phrase", v) for v in self.phrases]

    def _shown_pairs(self) -> list[tuple[str, str]]:
        """How the answer is shown, but for the page."""
        return [
            (name, "1" if value is True else "0" if value is False else value)
            for name in _SHOWN
            if (value := getattr(self, name)) != _DEFAULTS[name]
        ]

    def to_query_string(self) -> str:
        """``?…``, or nothing for the start page."""
        return self._query_string

    @cached_property
    def _query_string(self) -> str:
        return query_string(self.to_pairs())

    @cached_property
    def url(self) -> str:
        """The address of the search page in this state."""
        return "/" + self._query_string

    def filter_url(self, name: str, values: tuple[str, ...]) -> str:
        """The address of the same search with these values of a facet, and no others of it."""
        return self.filter_urls(name)(values)

    def filter_urls(self, name: str) -> Callable[[tuple[str, ...]], str]:
        """Makes addresses of the same search with other values of a facet: a page has dozens of them, and only the values
        differ."""
        before, own, after = self._encoded_pairs
        kept, at = list(own.values()), list(own).index(name)
        first, rest = joined([before, *kept[:at]]), joined([*kept[at + 1 :], after])

        def url(values: tuple[str, ...]) -> str:
            return "/" + after_question_mark([first, encoded([(name, value) for value in values]), rest])

        return url

    @cached_property
    def _encoded_pairs(self) -> tuple[str, dict[str, str], str]:
        """What stands in the URL before the filters, for each facet, and after them, without the page."""
        own = {name: encoded([(name, value) for value in self.values(name)]) for name in FACETS}
        after = [*self._shown_pairs(), *(("compare", report) for report in self.compare)]
        return encoded(self._asked_pairs()), own, encoded(after)

    @property
    def csv_url(self) -> str:
        """The address of all that the search page shows of in this state, as a table."""
        return "/csv" + replace(self, page=DEFAULT_PAGE, compare=()).to_query_string()

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
        return bool(self.filters)

    @property
    def is_start(self) -> bool:
        return not self.has_query and not self.has_filters and self.view == DEFAULT_VIEW

    def values(self, name: str) -> tuple[str, ...]:
        """What is selected in a facet, as the URL holds it."""
        return self.filters.get(name, ())

    def has(self, name: str, value: str) -> bool:
        """Whether ``value`` is selected in a facet; a year also by a range that includes it."""
        selected = self.values(name)
        return bool(selected) and FACETS[name].selects(selected, value)

    def with_filter(self, name: str, *values: str) -> SearchState:
        """The same search with ``values`` of a facet selected too; where only one can be, the last."""
        return self._filtered(name, self.selecting(name, *values))

    def selecting(self, name: str, *values: str) -> tuple[str, ...]:
        """What is selected in a facet once ``values`` are too."""
        selected = _unique((*self.values(name), *values))
        return selected[-1:] if FACETS[name].single else selected

    def without_filter(self, name: str, *values: str) -> SearchState:
        """The same search without ``values`` of a facet, or without its whole selection; a single year is also cut
        out of a range that includes it."""
        return self._filtered(name, self.leaving(name, *values) if values else ())

    def leaving(self, name: str, *values: str) -> tuple[str, ...]:
        """What is selected in a facet once ``values`` are not."""
        kept = self.values(name)
        for value in values:
            kept = FACETS[name].without(kept, value)
        return kept

    def toggle(self, name: str, value: str) -> SearchState:
        """Selects what is not selected, and the other way round."""
        return self._filtered(name, self.toggled(name, value))

    def toggled(self, name: str, value: str) -> tuple[str, ...]:
        """What is selected in a facet once ``value`` is toggled."""
        return self.leaving(name, value) if self.has(name, value) else self.selecting(name, value)

    def without_filters(self) -> SearchState:
        """The same words, no filters."""
        return replace(self, filters={}, page=DEFAULT_PAGE)

    def with_query(self, q: str) -> SearchState:
        """Other words, the same filters."""
        return replace(self, q=q, page=DEFAULT_PAGE)

    def with_only(self, q: str) -> SearchState:
        """Other words and no literal phrases, the same filters."""
        return replace(self, q=q, phrases=(), page=DEFAULT_PAGE)

    def without_phrase(self, phrase: str) -> SearchState:
        """The same search without one of the literal phrases."""
        return replace(self, phrases=tuple(p for p in self.phrases if p != phrase), page=DEFAULT_PAGE)

    def with_sort(self, sort: str) -> SearchState:
        """The same search in another order."""
        return replace(self, sort=sort, page=DEFAULT_PAGE)

    def with_fold(self, fold: bool) -> SearchState:
        """The same search with near-duplicates folded, or all shown."""
        return replace(self, fold=fold, page=DEFAULT_PAGE)

    def with_per_report(self, per_report: bool) -> SearchState:
        """The same search with one paragraph of each report, or all, in one list."""
        return replace(self, per_report=per_report, group="", page=DEFAULT_PAGE)

    def with_group(self, group: str) -> SearchState:
        """The same search with the values of a facet side by side; in one list for none."""
        return replace(self, group=group, per_report=False, page=DEFAULT_PAGE)

    def with_view(self, view: str) -> SearchState:
        """The same question looked at in another way."""
        whole = replace(self, shortest="", longest="", clauses="", form="", parallel=False, members="", first_word="")
        return replace(whole, view=view, order="", page=DEFAULT_PAGE)

    @property
    def chooses_headings(self) -> bool:
        """Whether headings are chosen by their lengths, clauses or sets."""
        return bool(
            self.shortest or self.longest or self.clauses or self.form or self.parallel or self.members or self.first_word
        )

    def with_order(self, order: str) -> SearchState:
        """Lines or headings in another order."""
        return replace(self, order=order, page=DEFAULT_PAGE)

    def with_compare(self, *reports: str) -> SearchState:
        """The same page with these reports chosen for their outlines to be compared."""
        return replace(self, compare=_unique(reports)[:MOST_REPORTS])

    def with_page(self, page: int) -> SearchState:
        """Another page of the same search."""
        return replace(self, page=str(page))

    def _filtered(self, name: str, values: tuple[str, ...]) -> SearchState:
        others = {other: kept for other, kept in self.filters.items() if other != name}
        return replace(self, filters={**others, name: values} if values else others, page=DEFAULT_PAGE)


#: What says how an answer is shown, in the order of the URL, and what every parameter is by default.
_SHOWN = (
    "sort", "fold", "per_report", "group", "view", "order", "shortest", "longest", "clauses", "form", "parallel", "members",
    "first_word",
)
_DEFAULTS = {one.name: one.default for one in fields(SearchState)}


def scrub(value: str) -> str:
    """A parameter that can be encoded and stored: no NUL, no half of a surrogate pair."""
    return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _one(args: MultiDict[str, str], name: str) -> str:
    return scrub(args.get(name, "")).strip()


def _facet_values(args: MultiDict[str, str], name: str) -> tuple[str, ...]:
    """The values of a facet as filters take them; what cannot be understood stays as it is."""
    values = _unique(meant for value in _values(args, name) for meant in _meant(name, value))
    return values[:1] if FACETS[name].single else values


def _meant(name: str, value: str) -> tuple[str, ...]:
    try:
        return FACETS[name].parse(value)
    except QueryError:
        return (value,)


def _number(args: MultiDict[str, str], name: str) -> str:
    """A number of which none is the same as 0."""
    value = _one(args, name)
    return "" if value == "0" else value


def _values(args: MultiDict[str, str], name: str) -> Iterator[str]:
    return (value for value in (scrub(v).strip() for v in args.getlist(name)) if value)


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, values)))
