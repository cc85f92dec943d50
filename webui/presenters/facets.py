"""Facets as a page shows them: every value a link, grouped, folded, the years also as bars."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from indexer.model.reports import UNKNOWN, Facet, FacetValue
from indexer.querying.facets import FACETS
from webui.state.search_state import SearchState

#: Longer lists are folded after so many values.
SHOWN = 8

#: The size of the year bars in the units of their drawing.
CHART_WIDTH = 240
CHART_HEIGHT = 48
#: So many years have bars that can be told apart and hit: one mistyped year must not squeeze all others.
MOST_BARS = 40


class ValueLink(NamedTuple):
    """One value of a facet; ``url`` selects it, or takes it away where it is selected."""

    value: str
    label: str
    count: int  # type: ignore[assignment]  # hides the method of tuples, which nobody needs here
    selected: bool
    url: str


@dataclass(frozen=True, slots=True)
class ValueGroup:
    """Values under a common name; ``url`` selects or takes away all of them."""

    label: str
    url: str
    selected: bool
    values: tuple[ValueLink, ...]


class Bar(NamedTuple):
    """One year's bar: ``ground``, which takes the pointer, and ``shape``, empty where nothing is counted, are paths."""

    year: int
    count: int  # type: ignore[assignment]
    selected: bool
    url: str
    ground: str
    shape: str


@dataclass(frozen=True, slots=True)
class FacetLinks:
    """A facet ready to print: ``groups`` open, ``folded`` behind "more"; ``unknown`` apart.
    ``range_base``, there where the years have bars, is a URL without years, to which a ``year`` parameter can be added."""

    field: str
    label: str
    groups: tuple[ValueGroup, ...]
    folded: tuple[ValueGroup, ...]
    unknown: ValueLink | None
    bars: tuple[Bar, ...]
    clear_url: str | None
    range_base: str

    @property
    def folded_count(self) -> int:
        return sum(len(group.values) for group in self.folded)

    @property
    def is_unfolded(self) -> bool:
        """Whether something behind "more" is selected: it stays in its place, and the list is open."""
        return any(value.selected for group in self.folded for value in group.values)


@dataclass(frozen=True, slots=True)
class Chip:
    """Something selected, with the link that takes it away."""

    label: str
    url: str
    field: str


def link_facets(facets: Iterable[Facet], state: SearchState) -> list[FacetLinks]:
    """The facets of an answer as links derived from ``state``; a facet that cannot tell apart what was found is
    left out."""
    return [_link_facet(facet, state) for facet in facets if _tells_apart(facet)]


def chips(state: SearchState) -> list[Chip]:
    """One chip for every value the URL selects."""
    return [
        Chip(facet.chip_of(value), state.filter_url(name, state.leaving(name, value)), name)
        for name, facet in FACETS.items()
        for value in state.values(name)
    ]


def _tells_apart(facet: Facet) -> bool:
    several = FACETS[facet.field].always_shown or len(facet.values) > 1 or any(v.selected for v in facet.values)
    return bool(facet.values) and several


def _link_facet(facet: Facet, state: SearchState) -> FacetLinks:
    field = facet.field
    unknown = next((v for v in facet.values if v.value == UNKNOWN and FACETS[field].can_be_unknown), None)
    known = [v for v in facet.values if v is not unknown]
    if field == "year":
        known.reverse()  # the newest year is the likeliest to be wanted
    groups = _grouped(known, field, state)
    shown, folded = _fold(groups)
    return FacetLinks(
        field=field,
        label=facet.label,
        groups=shown,
        folded=folded,
        unknown=_linker(field, state)(unknown) if unknown else None,
        bars=_bars(known, groups, state) if field == "year" else (),
        clear_url=state.filter_url(field, ()) if state.values(field) else None,
        range_base=_open_url(state.filter_url(field, ())) if field == "year" else "",
    )


def _open_url(url: str) -> str:
    """A URL that ends where the next parameter begins."""
    return url + ("&" if "?" in url else "?")


def _linker(field: str, state: SearchState) -> Callable[[FacetValue], ValueLink]:
    """Makes the links of a facet's values: each selects its value, or takes it away."""
    url_of, toggled = state.filter_urls(field), state.toggled

    def link(value: FacetValue) -> ValueLink:
        return ValueLink(value.value, value.label, value.count, value.selected, url_of(toggled(field, value.value)))

    return link


def _grouped(values: Sequence[FacetValue], field: str, state: SearchState) -> list[ValueGroup]:
    """Groups and their values in order: what is selected keeps its place, or the next click would meet another value."""
    link = _linker(field, state)
    groups = []
    for label in dict.fromkeys(v.group for v in values):
        members = [v for v in values if v.group == label]
        # All values of the group, also those without a hit now: another question may find them.
        every = FACETS[field].members_of(label)
        names = every or tuple(v.value for v in members)
        whole = all(v.selected for v in members) and set(every) <= set(state.values(field))
        toggled = state.leaving(field, *names) if whole else state.selecting(field, *names)
        links = tuple(map(link, members))
        groups.append(ValueGroup(label, state.filter_url(field, toggled), whole, links))
    return groups


def _fold(groups: Sequence[ValueGroup]) -> tuple[tuple[ValueGroup, ...], tuple[ValueGroup, ...]]:
    """The first ``SHOWN`` values and the rest; a named group is never torn, and a fold never hides one value alone."""
    shown: list[ValueGroup] = []
    folded: list[ValueGroup] = []
    room = SHOWN
    for group in groups:
        if group.label or len(group.values) <= room + 1:
            (shown if room > 0 else folded).append(group)
        else:
            for target, values in ((shown, group.values[: max(room, 0)]), (folded, group.values[max(room, 0) :])):
                target += [ValueGroup(group.label, group.url, group.selected, values)] if values else []
        room -= len(group.values)
    if sum(len(g.values) for g in folded) == 1:
        return (*shown, *folded), ()
    return tuple(shown), tuple(folded)


def _bars(values: Sequence[FacetValue], groups: Sequence[ValueGroup], state: SearchState) -> tuple[Bar, ...]:
    """A bar for each year from the first to the last that counts anything, gaps included; where these are too many, for the
    years together that count most. A year has the address that its value has in ``groups``."""
    counts = {int(v.value): v for v in values if v.count}
    if not counts:
        return ()
    first, last = _years_drawn({year: value.count for year, value in counts.items()})
    most = max(value.count for year, value in counts.items() if first <= year <= last)
    step = CHART_WIDTH / (last - first + 1)
    url_of, urls = state.filter_urls("year"), {link.value: link.url for group in groups for link in group.values}
    bars = []
    for year in range(first, last + 1):
        name, count = str(year), counts[year].count if year in counts else 0
        left, height = (year - first) * step, round(max(2.0, CHART_HEIGHT * count / most), 1) if count else 0.0
        ground, shape = _path(left, step, CHART_HEIGHT), _path(left + 0.12 * step, step * 0.76, height) if count else ""
        selected = counts[year].selected if year in counts else state.has("year", name)
        bars.append(Bar(year, count, selected, urls.get(name) or url_of(state.toggled("year", name)), ground, shape))
    return tuple(bars)


def _path(left: float, width: float, height: float) -> str:
    """A rectangle that stands on the bottom of the drawing."""
    return f"M{left:.4g} {CHART_HEIGHT}v-{height:.4g}h{width:.4g}v{height:.4g}z"


def _years_drawn(counts: Mapping[int, int]) -> tuple[int, int]:
    """The first and the last year of the bars."""
    years = sorted(counts)
    if years[-1] - years[0] < MOST_BARS:
        return years[0], years[-1]
    within = {last: [year for year in years if last - MOST_BARS < year <= last] for last in years}
    last = max(years, key=lambda last: (sum(counts[year] for year in within[last]), last))
    return within[last][0], last
