"""From counts to facets: labels, order, and which values are shown although they count nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indexer.model.reports import Facet, FacetValue, StoredParagraph, StoredReport
from indexer.querying.facet_kinds import FacetDefinition, Values
from indexer.querying.facets import FACETS
from indexer.querying.filters import Filters

#: Facet name → value → how many found paragraphs have it; each facet counted without its own selection.
FacetCounts = Mapping[str, Mapping[str, int]]

_NOTHING: frozenset[str] = frozenset()


def values_of(paragraph: StoredParagraph) -> dict[str, Values]:
    """The values of a paragraph, by the name of the facet."""
    return {name: facet.values_of(paragraph) for name, facet in FACETS.items()}


def stored_values(paragraph: StoredParagraph) -> dict[str, Values]:
    """The same without what follows from the paths of files: those may change while the paragraph stays."""
    return {name: facet.values_of(paragraph) for name, facet in FACETS.items() if facet.of_files is None}


def stored_report_values(report: StoredReport) -> dict[str, Values]:
    """What an index keeps of the values of a report."""
    return {name: facet.of_report(report) for name, facet in FACETS.items() if facet.of_report is not None}


def file_values(files: Sequence[str]) -> dict[str, Values]:
    """The values that follow from the paths of a report's files."""
    return {name: facet.of_files(files) for name, facet in FACETS.items() if facet.of_files is not None}


def allows_report(filters: Filters, values: Mapping[str, Values]) -> bool:
    """Whether a report passes the selections in facets of reports."""
    return all(filters.allows(name, values.get(name, ())) for name in filters if FACETS[name].is_of_report)


def build_facets(counts: FacetCounts, filters: Filters) -> tuple[Facet, ...]:
    """The facets. A value is shown when it counts something or is selected; each kind of facet has its order."""
    return tuple(
        Facet(name, facet.label, _values(facet, counts.get(name, {}), filters.values(name)))
        for name, facet in FACETS.items()
    )


def left_out_facets(counts: FacetCounts, filters: Filters) -> tuple[Facet, ...]:
    """The facets with what ``filters`` leave out although nothing is selected there: only what counts something."""
    reduced = (
        Facet(name, FACETS[name].label, tuple(v for v in _values(FACETS[name], counts.get(name, {}), ()) if v.value in values))
        for name, values in filters.left_out.items()
    )
    return tuple(facet for facet in reduced if facet.values)


def _values(facet: FacetDefinition, counts: Mapping[str, int], selected: Values) -> tuple[FacetValue, ...]:
    is_selected = facet.selector(selected) if selected else _NOTHING.__contains__
    label, group, count = facet.label_of, facet.group_of, counts.get
    shown = facet.shown([value for value, found in counts.items() if found], selected)
    return tuple([FacetValue(value, label(value), count(value, 0), is_selected(value), group(value)) for value in shown])
