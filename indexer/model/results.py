"""What is answered besides paragraphs: occurrences line by line, headings, trends, suggestions. Frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indexer.model.reports import Hit, ResultPage, Span, StoredParagraph
from indexer.model.unread import Unread


@dataclass(frozen=True, slots=True)
class ReportHead:
    """What a list of reports tells of each: how many ``paragraphs`` and ``characters`` it has, how many of the paragraphs
    are of each section (one of two sections counts in both) and how many have placeholders; the rest is as in
    ``StoredReport``."""

    id: str
    title: str | None
    year: int | None
    unit_type: str | None
    genre: str | None
    paragraphs: int
    characters: int
    placeholders: int
    sections: Mapping[str, int]
    files: tuple[str, ...] = ()
    stale_reason: str | None = None
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True)
class KwicLine:
    """One occurrence in its context (KWIC). ``left``, ``match`` and ``right`` are neighbouring pieces of clean text
    of one field: ``in_heading`` of a heading above the paragraph, else of its own text, where ``start`` is the
    offset of ``match``."""

    paragraph: StoredParagraph
    left: str
    match: str
    right: str
    start: int
    in_heading: bool = False


@dataclass(frozen=True, slots=True)
class Concordance:
    """One page of occurrences. ``total`` counts occurrences, ``paragraph_total`` the paragraphs they stand in;
    ``before`` and ``after`` say which two characters of the search key stand directly beside them most often in
    the same sentence, with their counts (most frequent first, at most 20)."""

    total: int
    paragraph_total: int
    page: int
    pages: int
    size: int
    lines: tuple[KwicLine, ...]
    before: tuple[tuple[str, int], ...] = ()
    after: tuple[tuple[str, int], ...] = ()
    understood_as: str = ""
    notices: tuple[str, ...] = ()
    took_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Column:
    """What one value of a facet has among the answers: ``value`` is what a filter takes, ``label`` what is shown. Of its
    ``total`` paragraphs in ``report_total`` reports the best are ``hits``: one of a report, none nearly repeating another."""

    value: str
    label: str
    total: int
    report_total: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Answers in columns, those of the most paragraphs first, the unknown last. ``whole`` has the totals, facets and notices of
    all answers; ``values`` every value that has a column, with its label and how many paragraphs it has. ``page`` of
    ``pages`` shows ``columns``, each with at most ``size`` paragraphs."""

    whole: ResultPage
    values: tuple[tuple[str, str, int], ...]
    columns: tuple[Column, ...]
    page: int
    pages: int
    size: int
    took_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Parallel:
    """What the headings of a set have in common: the lengths of their clauses (empty: these differ; ``but_one``: save for one
    of them) and their first word (empty: they have none)."""

    lengths: tuple[int, ...] = ()
    first_word: str = ""
    but_one: bool = False

    def __bool__(self) -> bool:
        return bool(self.lengths or self.first_word)


@dataclass(frozen=True, slots=True)
class HeadingMember:
    """A heading of a set: ``text`` without its number, ``whole`` with it as it stands in the report, ``paragraph_id`` of the
    first paragraph under it."""

    text: str
    whole: str
    paragraph_id: str


@dataclass(frozen=True, slots=True)
class HeadingSet:
    """The headings that stand beside each other in one division of a report, two or more, in order."""

    report_id: str
    members: tuple[HeadingMember, ...]
    parallel: Parallel


@dataclass(frozen=True, slots=True)
class HeadingHit:
    """A heading without its number; ``paragraphs`` stand under it, in ``reports`` reports; ``example`` is the id of
    the first of them (the newest report first); ``first_year``/``last_year`` of those known. ``lengths`` are those of its
    clauses; ``stock``: it only says what kind of division begins, or names a year or place. ``siblings`` is the set it stands
    in: a parallel one, if it stands in any, else one of the newest report; ``None`` where it stands alone everywhere."""

    text: str
    paragraphs: int
    reports: int
    clauses: int
    example: str
    sections: tuple[str, ...] = ()
    unit_types: tuple[str, ...] = ()
    first_year: int | None = None
    last_year: int | None = None
    lengths: tuple[int, ...] = ()
    stock: bool = False
    siblings: HeadingSet | None = None


@dataclass(frozen=True, slots=True)
class HeadingPage:
    """One page of headings; ``total`` counts different headings."""

    total: int
    page: int
    pages: int
    size: int
    hits: tuple[HeadingHit, ...]
    understood_as: str = ""
    notices: tuple[str, ...] = ()
    took_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class TrendCell:
    """One year and unit type (``None``: unknown): the phrase stands ``occurrences`` times in ``paragraphs`` of its
    ``all_paragraphs``."""

    year: int | None
    unit_type: str | None
    occurrences: int
    paragraphs: int
    all_paragraphs: int

    @property
    def per_10000(self) -> float:
        """Occurrences for each 10 000 paragraphs of this year and unit type."""
        return 10_000 * self.occurrences / self.all_paragraphs if self.all_paragraphs else 0.0


@dataclass(frozen=True, slots=True)
class Trend:
    """How often a phrase is used: ``cells`` by year (unknown last) and unit type, those with paragraphs only;
    ``years`` and ``units`` are their sums (the other half ``None``). ``first_year``/``last_year`` are those in which
    it stands."""

    cells: tuple[TrendCell, ...]
    years: tuple[TrendCell, ...]
    units: tuple[TrendCell, ...]
    total: int
    paragraph_total: int
    first_year: int | None
    last_year: int | None
    understood_as: str = ""
    notices: tuple[str, ...] = ()
    took_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The archive's own words (of at least two characters) and headings (without numbers), each with the number of
    living paragraphs that have it."""

    words: tuple[tuple[str, int], ...]
    headings: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class PhraseUse:
    """How the archive uses a phrase: in how many paragraphs, in how many that do not nearly repeat one another (``different``),
    in how many reports, of which unit types (in the order of ``UNIT_TYPES``, unknown left out); the first and
    last year, ``None`` where none is known."""

    paragraphs: int = 0
    different: int = 0
    reports: int = 0
    unit_types: tuple[str, ...] = ()
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, slots=True)
class SharedRun:
    """A stretch that a text and a paragraph have in common but for figures and signs: its span in either clean text,
    and how many characters of their masked keys it has."""

    here: Span
    there: Span
    length: int


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """What a text has in common with a paragraph: the runs in the order of the text; ``covered`` characters of the text's
    masked key stand in one of them."""

    paragraph: StoredParagraph
    runs: tuple[SharedRun, ...]
    covered: int

    @property
    def longest(self) -> int:
        """The length of the longest run."""
        return max(run.length for run in self.runs)


@dataclass(frozen=True, slots=True)
class SharedText:
    """What a text, whose masked key has ``length`` characters, has in common with the archive: the paragraphs that are
    named for it, and how many ``others`` share a passage with it, too, and add little."""

    length: int
    passages: tuple[SharedPassage, ...] = ()
    others: int = 0
