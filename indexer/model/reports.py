"""The plain data that every layer shares: what a report is, what an answer is.

Nothing here imports anything of ours but ``errors`` and ``unread``; nothing here does I/O. Offsets are
always counted in code points, as half-open ``(start, end)`` pairs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from indexer.model.unread import Unread

Span = tuple[int, int]

#: Section keys in reading order, with the word shown for each.
SECTIONS: Mapping[str, str] = {
    "opening": "开头",
    "work": "做法成效",
    "problems": "存在问题",
    "causes": "原因分析",
    "plans": "下步打算",
    "closing": "结尾",
    "other": "其他",
}

#: Unit types by group, in the order they are shown. 其他 is named but not listed.
UNIT_GROUPS: Mapping[str, tuple[str, ...]] = {
    "群团": ("妇联", "工会", "团委"),
    "党政": ("地方党委", "政府", "机关"),
    "政法": ("公安", "检察院", "法院"),
    "企事业": ("企业", "银行", "学校", "医院"),
    "基层": ("街道乡镇", "社区村"),
    "其他": ("其他",),
}
UNIT_TYPES: tuple[str, ...] = tuple(u for units in UNIT_GROUPS.values() for u in units)

#: The genres (文种) of reports and of the texts they are mixed with, in the order they are shown.
GENRES: tuple[str, ...] = (
    "述职报告", "工作总结", "工作计划", "政府工作报告", "对照检查", "讲话", "调研报告", "经验材料", "通知", "新闻", "其他",
)  # fmt: skip

#: The genre of texts about others: left out of answers unless they are asked for.
NEWS = "新闻"

#: How sure a paragraph's sections are: ``low`` where only its position suggests them.
Confidence = Literal["high", "low"]
CONFIDENCES: Mapping[str, str] = {"high": "高", "low": "低"}

#: The filter value, and the word shown, for "the text does not say".
UNKNOWN = "unknown"
UNKNOWN_LABEL = "未知"

#: The folder of files that lie in none below their root.
OUTERMOST = "."
OUTERMOST_LABEL = "最外层"


# --- what a file holds -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SourceText:
    """A file's bytes as text, before anybody asks what it means.

    ``text`` is the decoded text with ``\\n`` line ends; every span in a ``Report`` points into
    it. ``boilerplate`` are spans that the format itself marks as not the article (HTML
    navigation, page headers), for the parser to remove visibly, and ``reasons`` says in Chinese
    why a span of them is no article, where 网页部件 would be wrong. ``headings`` are whole lines
    that it declares as headings (Word's styles, <h2>, ##). ``asides`` are whole lines at the end
    of the text that stand beside the report, not in it, and are searched all the same: comments,
    a header with the document's number, embedded documents. ``unread`` is what the reader could not read;
    ``notes`` are Chinese lines about how it was read that its owner should know: several encodings,
    garbled text.
    """

    text: str
    format: str
    encoding: str | None = None
    boilerplate: tuple[Span, ...] = ()
    headings: tuple[Span, ...] = ()
    reasons: Mapping[Span, str] = field(default_factory=dict)
    asides: tuple[Span, ...] = ()
    unread: tuple[Unread, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Removed:
    """A piece of the source that belongs to no report, and why. ``inline``: it stood in a line
    of which something is left, such as a tag in the middle of a word."""

    text: str
    reason: str
    spans: tuple[Span, ...]
    inline: bool = False


#: Where the words are that decided a year, a unit type or a genre, with the word shown for each.
EVIDENCE_PLACES: Mapping[str, str] = {
    "title": "标题",
    "title_block": "标题下",
    "heading": "小标题",
    "paragraph": "正文",
    "correction": "人工更正",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that decided a year, a unit type or a genre, and where they are: a key of
    ``EVIDENCE_PLACES``; for ``paragraph`` also the ordinal of that paragraph."""

    words: str
    place: str
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A stand-alone heading: its clean text, its level (1 is the highest) and where it stands.

    ``before`` is the ordinal of the first paragraph under it.
    """

    text: str
    level: int
    before: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The unit of search and reuse, as its author wrote it.

    ``headings_above`` are the stand-alone headings directly above it (matched with it);
    ``heading_path`` leads from the top heading down to its own run-in heading, if any.
    ``run_in`` is that heading's span inside ``text``; ``points`` are the spans of the points in
    it (一是…；二是…), ``placeholders`` of masked figures and names (X次, 某市). ``spans`` point into
    the source. ``section_confidence`` is ``low`` where no heading, first sentence or wording says what the
    paragraph is, so that ``sections`` rest on its position or its genre alone.
    """

    ordinal: int
    text: str
    sections: tuple[str, ...]
    headings_above: tuple[str, ...] = ()
    heading_path: tuple[str, ...] = ()
    run_in: Span | None = None
    points: tuple[Span, ...] = ()
    placeholders: tuple[Span, ...] = ()
    spans: tuple[Span, ...] = ()
    section_confidence: Confidence = "high"


@dataclass(frozen=True, slots=True)
class Report:
    """One report as understood from its source: a part of a file, or a whole one.

    ``year`` is the year reported on, ``None`` where the text does not say; ``year_estimated``
    is a guess from dated vocabulary, kept apart; ``year_evidence`` says what decided either,
    ``unit_evidence`` what decided the unit type (``None`` where nothing did). ``title_lines`` are
    the lines of the title block (title, subtitle, byline) as they stand; ``title`` is the cleaned
    title or ``None``. ``genre`` is one of ``GENRES``, ``None`` where neither title nor body says it, and
    ``genre_evidence`` what decided it. ``plan_year`` is the year that a plan is made for: such a report
    reports on no year, so its ``year`` is ``None``.
    """

    index_in_file: int
    title: str | None
    year: int | None
    year_estimated: int | None
    unit_type: str | None
    paragraphs: tuple[Paragraph, ...]
    headings: tuple[Heading, ...] = ()
    title_lines: tuple[str, ...] = ()
    title_spans: tuple[Span, ...] = ()
    removed: tuple[Removed, ...] = ()
    year_evidence: Evidence | None = None
    unit_evidence: Evidence | None = None
    genre: str | None = None
    genre_evidence: Evidence | None = None
    plan_year: int | None = None


# --- what is answered --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report as the index gives it back. ``files`` are the paths that hold it, the first shown.

    ``stale_reason`` says, in Chinese, why its file could not be read again; ``None`` when fresh. ``unread`` is what is
    left unread in its file.
    """

    id: str
    title: str | None
    year: int | None
    year_estimated: int | None
    unit_type: str | None
    title_lines: tuple[str, ...]
    headings: tuple[Heading, ...]
    removed: tuple[Removed, ...]
    paragraph_count: int
    files: tuple[str, ...] = ()
    stale_reason: str | None = None
    unread: tuple[Unread, ...] = ()
    year_evidence: Evidence | None = None
    unit_evidence: Evidence | None = None
    genre: str | None = None
    genre_evidence: Evidence | None = None
    plan_year: int | None = None


@dataclass(frozen=True, slots=True)
class StoredParagraph:
    """A paragraph as the index gives it back, with what a reader needs to cite it: ``number`` is its own under its
    top heading, or in the report where it is under none, from 1."""

    id: str
    report_id: str
    ordinal: int
    text: str
    sections: tuple[str, ...]
    headings_above: tuple[str, ...]
    heading_path: tuple[str, ...]
    run_in: Span | None
    title: str | None
    year: int | None
    unit_type: str | None
    files: tuple[str, ...] = ()
    points: tuple[Span, ...] = ()
    placeholders: tuple[Span, ...] = ()
    genre: str | None = None
    plan_year: int | None = None
    section_confidence: Confidence = "high"
    number: int = 0


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a score came about: ``bm25f · prior``, ``bm25f`` the sum of ``words`` (word, field, its part). The best
    hits of a question of several words are reranked, see ``engines.ranking.rerank_score``: by ``term_coverage``, the
    share of the words that occur in the paragraph or its headings as words, ``proximity`` and ``order``, from 0 to 1 (``None``
    elsewhere). ``verbatim`` hits, which hold the whole question as typed, stand before all others."""

    verbatim: bool
    words: tuple[tuple[str, str, float], ...]
    bm25f: float
    prior: float
    term_coverage: float | None = None
    proximity: float | None = None
    order: float | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One found paragraph; ``highlights`` are spans of ``paragraph.text``, and
    ``heading_highlights`` one tuple of spans for each of ``paragraph.headings_above``. ``near_duplicates`` other found
    paragraphs nearly repeat it and are not shown; ``more_in_report`` others of its report are not, as each shows one."""

    paragraph: StoredParagraph
    highlights: tuple[Span, ...] = ()
    heading_highlights: tuple[tuple[Span, ...], ...] = ()
    score: float = 0.0
    near_duplicates: int = 0
    explanation: Explanation | None = None
    more_in_report: int = 0


class FacetValue(NamedTuple):
    """``value`` is what a filter takes, ``label`` what is shown, ``group`` the unit group or ''. Every answer has dozens of
    them, and a tuple is made in a third of the time."""

    value: str
    label: str
    count: int  # type: ignore[assignment]  # hides the method of tuples, which nobody needs here
    selected: bool
    group: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """``field`` is the name of a facet, see ``querying.facets``; counts ignore the facet's own selection."""

    field: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class ReportHit:
    """A report whose title matches the question."""

    report_id: str
    title: str
    year: int | None
    unit_type: str | None
    highlights: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultPage:
    """One page of answers. ``total`` is exact and counts paragraphs; ``report_total`` the reports they come
    from; ``folded`` those of ``total`` that nearly repeat one shown and have no place of their own. ``relaxed``:
    nothing was found for the question as typed; ``step`` names the weaker reading that is answered instead, see
    ``suggest.answer_ladder``, and ``asked_instead`` is the question then asked, where it has other words. ``left_out`` has the
    values whose paragraphs answer the question too, but are shown only when they are selected, with their counts."""

    total: int
    report_total: int
    page: int
    pages: int
    size: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    title_hits: tuple[ReportHit, ...] = ()
    understood_as: str = ""
    notices: tuple[str, ...] = ()
    took_ms: float = 0.0
    folded: int = 0
    relaxed: bool = False
    step: str = "all"
    asked_instead: str = ""
    left_out: tuple[Facet, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexStats:
    """What one generation of the index holds."""

    generation: int
    built_at: str | None
    files: int
    reports: int
    paragraphs: int
    characters: int
    sections: Mapping[str, int] = field(default_factory=dict)
    units: Mapping[str, int] = field(default_factory=dict)
    years: Mapping[str, int] = field(default_factory=dict)
