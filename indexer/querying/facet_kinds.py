"""The kinds of facets: what each may hold, and how its values are read, matched, ordered and named.

A value is the text that URLs, JSON and filters hold (``problems``, ``妇联``, ``2018``, ``unknown``, ``yes``); what is
selected in a facet is a tuple of such texts, for years also ranges (``2018-2021``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from indexer.errors import QueryError
from indexer.language.normalize import search_key
from indexer.model.reports import UNKNOWN, UNKNOWN_LABEL, StoredParagraph, StoredReport
from indexer.querying.printable import short
from indexer.querying.years import YearRange, parse_year, read_year

Values = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FacetDefinition:
    """A property that narrows an answer and whose values are counted. This base takes any value (folders).

    ``name`` is that of the URL parameter, the JSON key, the command line's option and the field of the query
    language; ``label`` heads the facet; ``field_names`` are further, Chinese names before a colon (单位:公安), the
    first of which is said in summaries; without any, the facet cannot be typed in a question. ``help`` and
    ``metavar`` describe the option. ``labels`` are the words shown for values. One of the three functions gives a
    paragraph's values: from the paragraph, from what is known of its report, or from the paths of the report's
    files, which may change while the paragraph stays.

    ``single``: one value at most is selected. ``always_shown``: also where all that was found has the same value.
    ``can_be_unknown``: ``UNKNOWN`` is a value. ``left_out``: values whose paragraphs an answer leaves out, and counts,
    where nothing is selected in this facet.
    """

    name: str
    label: str
    help: str
    metavar: str
    field_names: Values = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    of_paragraph: Callable[[StoredParagraph], Values] | None = None
    of_report: Callable[[StoredReport | StoredParagraph], Values] | None = None
    of_files: Callable[[Sequence[str]], Values] | None = None
    single: bool = False
    always_shown: bool = False
    can_be_unknown: bool = False
    left_out: Values = ()

    @property
    def is_of_report(self) -> bool:
        """Whether all paragraphs of a report have the same values."""
        return self.of_paragraph is None

    def values_of(self, paragraph: StoredParagraph) -> Values:
        """The values of a paragraph."""
        if self.of_paragraph is not None:
            return self.of_paragraph(paragraph)
        return self.values_of_report(paragraph)

    def values_of_report(self, report: StoredReport | StoredParagraph) -> Values:
        """The values of a report; none for a facet of paragraphs."""
        if self.of_report is not None:
            return self.of_report(report)
        return self.of_files(report.files) if self.of_files is not None else ()

    # --- what is selected ------------------------------------------------------------------------

    def parse(self, value: str) -> Values:
        """The values that ``value``, as typed, selects. Raises ``QueryError``."""
        return (value,)

    def written(self, values: Sequence[str]) -> Sequence[str]:
        """Values typed in a question, as they are shown and typed again."""
        return values

    def arranged(self, values: Iterable[str]) -> Values:
        """Each value once, in the order of URLs and JSON."""
        return tuple(sorted(set(values)))

    def selector(self, selected: Sequence[str]) -> Callable[[str], bool]:
        """Tells whether what is selected includes a value. Made once for many values: what is selected is read once."""
        return frozenset(selected).__contains__

    def selects(self, selected: Sequence[str], value: str) -> bool:
        """Whether what is selected includes ``value``."""
        return self.selector(selected)(value)

    def without(self, selected: Sequence[str], value: str) -> Values:
        """What is selected, without ``value``."""
        return tuple(other for other in selected if other != value)

    # --- how it is shown -------------------------------------------------------------------------

    @property
    def short_label(self) -> str:
        """The name in summaries."""
        return self.field_names[0] if self.field_names else self.label

    def shown(self, counted: Iterable[str], selected: Sequence[str]) -> Values:
        """The values to show, in order: those that count something and those selected."""
        return self.arranged({*counted, *selected})

    def label_of(self, value: str) -> str:
        """The word shown for a value beside its count."""
        return UNKNOWN_LABEL if value == UNKNOWN and self.can_be_unknown else self.labels.get(value, value)

    def mention_of(self, value: str) -> str:
        """A value named in a sentence about this facet."""
        return self.label_of(value)

    def chip_of(self, value: str) -> str:
        """A value named by itself, away from its facet."""
        return f"{self.label}：{self.label_of(value)}"

    def group_of(self, value: str) -> str:
        """The group that a value is shown in; empty for none."""
        return ""

    def members_of(self, group: str) -> Values:
        """All values of a group, whether they count something or not."""
        return ()


@dataclass(frozen=True, kw_only=True)
class ListedFacet(FacetDefinition):
    """A facet whose values are all known: ``labels``, in the order in which they are shown.

    ``groups`` are names that select several values; ``synonyms`` further words for one; ``value_label``
    says in messages what a value is, where the label does not. ``by_part``: in a question
    a part of a label will do (章节:问题). ``in_title_otherwise``: in a question, what is no value is searched in
    titles.
    """

    groups: Mapping[str, Values] = field(default_factory=dict)
    synonyms: Mapping[str, str] = field(default_factory=dict)
    value_label: str = ""
    by_part: bool = False
    in_title_otherwise: bool = False

    def parse(self, value: str) -> Values:
        if value in self.labels or (value == UNKNOWN and self.can_be_unknown):
            return (value,)
        key = search_key(value)
        for group, members in self.groups.items():
            if key == search_key(group):
                return members
        meant = self._meant.get(key)
        if meant is None:
            groups = f"，或组名 {'、'.join(self.groups)}" if self.groups else ""
            message = f"{self.value_label or self.label}“{short(value)}”不认识：可用 {self._choices()}{groups}"
            raise QueryError(message, list(self._allowed))
        return (meant,)

    def begun_by(self, text: str) -> list[str]:
        """The labels and groups that begin with what was typed (公: 公安)."""
        key = search_key(text)
        return [word for word in (*self.labels.values(), *self.groups) if search_key(word).startswith(key)]

    @cached_property
    def _words(self) -> Mapping[str, str]:
        """Word → the value it means."""
        unknown = {UNKNOWN_LABEL: UNKNOWN} if self.can_be_unknown else {}
        return {**{label: value for value, label in self.labels.items()}, **self.synonyms, **unknown}

    @cached_property
    def _meant(self) -> Mapping[str, str]:
        """Search key of a word or value → the value it means."""
        words = {**{value: value for value in self._allowed}, **self._words}
        return {search_key(word): value for word, value in words.items()}

    @cached_property
    def _allowed(self) -> list[str]:
        """All values, in the order in which they are shown."""
        return [*self.labels, *([UNKNOWN] if self.can_be_unknown else [])]

    def _choices(self) -> str:
        words = {value: word for word, value in self._words.items() if word != UNKNOWN_LABEL}
        return "、".join(f"{v}（{words[v]}）" if words.get(v, v) != v else v for v in self._allowed)

    def written(self, values: Sequence[str]) -> Sequence[str]:
        if not self.by_part:
            return values
        labels = [self._label_meant(value) for value in values]
        known = list(self.labels.values())
        return sorted(dict.fromkeys(labels), key=lambda label: known.index(label) if label in known else len(known))

    def _label_meant(self, value: str) -> str:
        """The label that alone holds what was typed (问题: 存在问题); else what was typed."""
        key = search_key(value)
        if key in self._meant:
            return self.label_of(self._meant[key])
        meant = [label for label in self.labels.values() if key in search_key(label)]
        return meant[0] if len(meant) == 1 else value

    def shown(self, counted: Iterable[str], selected: Sequence[str]) -> Values:
        wanted = {*counted, *selected}
        return tuple(value for value in self._allowed if value in wanted)

    def chip_of(self, value: str) -> str:
        return self.short_label + UNKNOWN_LABEL if value == UNKNOWN else self.label_of(value)

    def group_of(self, value: str) -> str:
        return self._group_of.get(value, "")

    @cached_property
    def _group_of(self) -> Mapping[str, str]:
        return {value: group for group, values in self.groups.items() for value in values}

    def members_of(self, group: str) -> Values:
        return self.groups.get(group, ())


@dataclass(frozen=True, kw_only=True)
class YearFacet(FacetDefinition):
    """Years: single ones are counted; ranges can be selected, and unknown ones."""

    def parse(self, value: str) -> Values:
        if search_key(value) in (search_key(UNKNOWN), search_key(UNKNOWN_LABEL)):
            return (UNKNOWN,)
        return (str(parse_year(value)),)

    def arranged(self, values: Iterable[str]) -> Values:
        """Ranges in the order given, ``UNKNOWN`` last."""
        return tuple(sorted(dict.fromkeys(values), key=lambda value: value == UNKNOWN))

    def selector(self, selected: Sequence[str]) -> Callable[[str], bool]:
        named, ranges = frozenset(selected), _ranges(selected)

        def includes(value: str) -> bool:
            year = _single_year(value)
            return value in named or (year is not None and any(year in years for years in ranges))

        return includes

    def without(self, selected: Sequence[str], value: str) -> Values:
        """A year is also cut out of a range that includes it."""
        kept, year = super().without(selected, value), _single_year(value)
        return kept if year is None else tuple(piece for other in kept for piece in _cut(other, year))

    def shown(self, counted: Iterable[str], selected: Sequence[str]) -> Values:
        """Of a range that is selected, the ends that it names."""
        ends = {str(end) for years in _ranges(selected) for end in years.ends}
        unknown = {value for value in selected if value == UNKNOWN}
        return tuple(sorted({*counted, *ends, *unknown}, key=lambda value: (value == UNKNOWN, value)))

    def label_of(self, value: str) -> str:
        return UNKNOWN_LABEL if value == UNKNOWN else f"{value}年"

    def mention_of(self, value: str) -> str:
        return UNKNOWN_LABEL if value == UNKNOWN else value

    def chip_of(self, value: str) -> str:
        return self.short_label + UNKNOWN_LABEL if value == UNKNOWN else self.label_of(value.replace("-", "—"))


def _single_year(value: str) -> int | None:
    return int(value) if len(value) == 4 and value.isascii() and value.isdigit() else None


def _ranges(values: Iterable[str]) -> list[YearRange]:
    """Those of ``values`` that are years; a URL may hold others."""
    return [years for value in values if (years := read_year(value)) is not None]


def _cut(value: str, year: int) -> list[str]:
    years = read_year(value)
    return [value] if years is None or year not in years else [str(side) for side in years.without(year)]
