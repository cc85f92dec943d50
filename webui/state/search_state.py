"""The URL of a search as an immutable object: every link on a page is derived from it.

Changing a filter, the words or the order gives a *new* state that begins on page 1. Values
are kept as the facets name them (``problems``, ``妇联``, ``2018-2021``, ``unknown``); what
cannot be understood is kept unchanged, so that ``to_request`` can report what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property

from werkzeug.datastructures import MultiDict

from indexer.drafting.outlines import MOST_REPORTS
from indexer.querying.facets import FACETS
from indexer.querying.request import PAGE, SORT, build_request
from indexer.querying.tree import SearchRequest
from webui.state import places
from webui.state.addresses import after_question_mark, encoded, joined, path_part
from webui.state.parameters import facet_values, number_of, scrub, text_of, unique

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
            q=text_of(args, "q"),
            phrases=unique(scrub(v).strip() for v in args.getlist("phrase")),
            filters={name: values for name in FACETS if (values := facet_values(args, name))},
            sort=text_of(args, "sort") or DEFAULT_SORT,
            fold=text_of(args, "fold") != "0",
            per_report=text_of(args, "per_report") == "1",
            group=text_of(args, "group"),
            view=text_of(args, "view") or DEFAULT_VIEW,
            order=text_of(args, "order"),
            shortest=number_of(args, "shortest"),
            longest=number_of(args, "longest"),
            clauses=number_of(args, "clauses"),
            form=_PLUS.sub("+", text_of(args, "form")),
            parallel=text_of(args, "parallel") == "1",
            members=number_of(args, "members"),
            first_word=text_of(args, "first_word"),
            page=text_of(args, "page") or DEFAULT_PAGE,
            compare=unique(scrub(v).strip() for v in args.getlist("compare"))[:MOST_REPORTS],
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
        return [*self._asked_pairs(), *filters, *self._shown_pairs(), *self._page_pairs()]

    def _asked_pairs(self) -> list[tuple[str, str]]:
        return [("q", self.q)] * bool(self.q) + [("phrase", v) for v in self.phrases]

    def _shown_pairs(self) -> list[tuple[str, str]]:
        """How the answer is shown, but for the page."""
        own = self.__dict__
        return [
            (name, "1" if value is True else "0" if value is False else value)
            for name in _SHOWN
            if (value := own[name]) != _DEFAULTS[name]
        ]

    def _page_pairs(self) -> list[tuple[str, str]]:
        page = [("page", self.page)] if self.page != DEFAULT_PAGE else []
        return [*page, *(("compare", report) for report in self.compare)]

    def to_query_string(self) -> str:
        """``?…``, or nothing for the start page."""
        return self._query_string

    @cached_property
    def _query_string(self) -> str:
        before, own = self._encoded_question
        return after_question_mark([before, *own.values(), encoded([*self._shown_pairs(), *self._page_pairs()])])

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
        before, own = self._encoded_question
        after = [*self._shown_pairs(), *(("compare", report) for report in self.compare)]
        return before, own, encoded(after)

    @cached_property
    def _encoded_question(self) -> tuple[str, dict[str, str]]:
        """What stands in the URL before the filters, and for each facet: the same however the answer is shown."""
        own = {name: encoded([(name, value) for value in self.values(name)]) for name in FACETS}
        return encoded(self._asked_pairs()), own

    def _shown(self, **ways: str | bool | tuple[str, ...]) -> SearchState:
        """The same question shown in other ways. A page has twenty links to such states, so what is encoded of the question
        is taken along, and nothing is checked again: a third of the time of ``replace``."""
        made = object.__new__(SearchState)
        made.__dict__.update(self.__dict__, **ways)
        for derived in ("_query_string", "_encoded_pairs", "url"):
            made.__dict__.pop(derived, None)
        return made

    @property
    def csv_url(self) -> str:
        """The address of all that the search page shows of in this state, as a table."""
        return "/csv" + self._shown(page=DEFAULT_PAGE, compare=()).to_query_string()

    def report_url(self, report_id: str, ordinal: int | None = None, below: str = "", text: str = "") -> str:
        """The report page that leads back to this state, at paragraph ``ordinal``, which is found again by its ``text`` where the
        report was edited since; ``below`` is an address under it."""
        anchor = "" if ordinal is None else f"#p-{ordinal}"
        path = "/".join(filter(None, ("/reports", path_part(report_id), below)))
        question = self.to_query_string()
        if ordinal is not None and text:
            question += f"{'&' if question else '?'}{places.NAME}={places.place_in_link(ordinal, text)}"
        return f"{path}{question}{anchor}"

    def paragraph_url(self, paragraph_id: str, below: str) -> str:
        """The page ``below`` a paragraph (``near_duplicates``, ``similar``) that leads back to this state."""
        return f"/paragraphs/{path_part(paragraph_id)}/{below}{self.to_query_string()}"

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
        before = self.values(name)
        selected = unique((*before, *values)) if before or len(values) > 1 else values
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
        return self._shown(sort=sort, page=DEFAULT_PAGE)

    def with_fold(self, fold: bool) -> SearchState:
        """The same search with near-duplicates folded, or all shown."""
        return self._shown(fold=fold, page=DEFAULT_PAGE)

    def with_per_report(self, per_report: bool) -> SearchState:
        """The same search with one paragraph of each report, or all, in one list."""
        return self._shown(per_report=per_report, group="", page=DEFAULT_PAGE)

    def with_group(self, group: str) -> SearchState:
        """The same search with the values of a facet side by side; in one list for none."""
        return self._shown(group=group, per_report=False, page=DEFAULT_PAGE)

    def with_view(self, view: str) -> SearchState:
        """The same question looked at in another way."""
        return self._shown(**_ALL_HEADINGS, view=view, order="", page=DEFAULT_PAGE)

    @property
    def chooses_headings(self) -> bool:
        """Whether headings are chosen by their lengths, clauses or sets."""
        return bool(
            self.shortest or self.longest or self.clauses or self.form or self.parallel or self.members or self.first_word
        )

    def with_order(self, order: str) -> SearchState:
        """Lines or headings in another order."""
        return self._shown(order=order, page=DEFAULT_PAGE)

    def with_compare(self, *reports: str) -> SearchState:
        """The same page with these reports chosen for their outlines to be compared."""
        return self._shown(compare=unique(reports)[:MOST_REPORTS])

    def with_page(self, page: int) -> SearchState:
        """Another page of the same search."""
        return self._shown(page=str(page))

    def _filtered(self, name: str, values: tuple[str, ...]) -> SearchState:
        others = {other: kept for other, kept in self.filters.items() if other != name}
        return replace(self, filters={**others, name: values} if values else others, page=DEFAULT_PAGE)


#: What says how an answer is shown, in the order of the URL, and what every parameter is by default.
_SHOWN = (
    "sort", "fold", "per_report", "group", "view", "order", "shortest", "longest", "clauses", "form", "parallel", "members",
    "first_word",
)
_ALL_HEADINGS: Mapping[str, str | bool] = {
    "shortest": "", "longest": "", "clauses": "", "form": "", "parallel": False, "members": "", "first_word": "",
}
_DEFAULTS = {one.name: one.default for one in fields(SearchState)}
