"""What the right answer is, by looking at every paragraph with the oracle's normaliser and regular expressions."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import permutations

from indexer.engines import Engine
from indexer.model.reports import Hit, Paragraph, Report
from indexer.querying.filters import Filters
from indexer.querying.tree import (
    And,
    AtLeast,
    ExactPhrase,
    FieldTerm,
    FilterClause,
    GappedPhrase,
    Not,
    Or,
    Phrase,
    Proximity,
    Query,
    SearchRequest,
    Term,
    Unshared,
    Word,
)
from tests import oracle
from tests.engines.corpus import origin_of

#: A paragraph's name in the tests: its report and its place.
Place = tuple[str, int]

#: At most so many characters of a sentence stand in the gap of a gapped phrase.
GAP = 20

FACETS = ("section", "unit", "year", "genre", "folder", "placeholders", "confidence")

#: The same few hundred texts are asked about thousands of times.
key_of = lru_cache(maxsize=None)(oracle.search_key)
signs_of = lru_cache(maxsize=None)(oracle.key_with_offsets)


@dataclass(frozen=True)
class Seen:
    """A paragraph with all that a question may ask of it."""

    place: Place
    report: Report
    paragraph: Paragraph
    files: tuple[str, ...]
    alone: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """What it is searched in, each for itself."""
        return (*self.paragraph.headings_above, self.paragraph.text)

    @property
    def folders(self) -> set[str]:
        return {posixpath.dirname(file) or "." for file in self.files}

    def scope(self, name: str) -> tuple[str, ...]:
        """What a field of the query language names."""
        if name == "title":
            return ("\n".join(dict.fromkeys(line for line in (self.report.title, *self.report.title_lines) if line)),)
        if name == "heading":
            return self.paragraph.heading_path
        if name == "report":
            own = (text for one in self.report.paragraphs for text in (*one.headings_above, one.text))
            return (*self.scope("title"), *own)
        return tuple(oracle.clean_text(file) for file in self.files)


def word_key(raw: str) -> str:
    """The key of a word: one that begins or ends a sentence asks for neither."""
    return oracle.question_key(raw).strip(oracle.BARRIER)


@lru_cache(maxsize=4096)
def pattern(term: Term) -> re.Pattern[str]:
    """What the key of a text that holds ``term`` matches; made of what was typed, never of the term's own keys."""
    match term:
        case Word(raw) | ExactPhrase(raw):
            return re.compile(re.escape(word_key(raw)))
        case Phrase(raw):
            return re.compile(re.escape(oracle.question_key(raw)))
        case GappedPhrase(raw):
            return _parted([word_key(part) for part in raw.split("*")], GAP)
        case Proximity(raw, _, distance):
            orders = permutations([word_key(part) for part in raw.split()])
            return re.compile("|".join(_parted(order, distance).pattern for order in orders))


def _parted(keys: Sequence[str], most: int) -> re.Pattern[str]:
    return re.compile(f"[^{oracle.BARRIER}]{{0,{most}}}".join(map(re.escape, keys)))


def holds(term: Term, field: str) -> bool:
    """Whether a clean text holds ``term``."""
    if isinstance(term, ExactPhrase):
        return oracle.clean_text(term.text).strip() in field
    return pattern(term).search(key_of(field)) is not None


def answers(query: Query, seen: Seen) -> bool:
    """Whether a paragraph answers ``query``."""
    match query:
        case Word() | Phrase() | GappedPhrase() | Proximity() | ExactPhrase():
            return any(holds(query, field) for field in seen.fields)
        case FieldTerm(scope, term):
            return any(holds(term, field) for field in seen.scope(scope))
        case FilterClause(_, _, filters):
            return allowed(seen, filters)
        case Unshared():
            return seen.alone
        case And(parts):
            return all(answers(part, seen) for part in parts)
        case Or(parts):
            return any(answers(part, seen) for part in parts)
        case Not(part):
            return not answers(part, seen)
        case AtLeast(least, parts):
            return sum(answers(part, seen) for part in parts) >= least


def allowed(seen: Seen, filters: Filters, ignoring: str = "") -> bool:
    report, paragraph = seen.report, seen.paragraph
    passed = {
        "section": set(paragraph.sections) & set(filters.values("section")),
        "unit": (report.unit_type or "unknown") in filters.values("unit"),
        "year": any(in_years(report.year, years) for years in filters.values("year")),
        "folder": seen.folders & set(filters.values("folder")),
        "placeholders": ("yes" if paragraph.placeholders else "no") in filters.values("placeholders"),
        "genre": (report.genre or "unknown") in filters.values("genre"),
        "confidence": paragraph.section_confidence in filters.values("confidence"),
    }
    if filters.left_out and report.genre == "新闻" and ignoring != "genre":
        return False
    return all(by for facet, by in passed.items() if facet != ignoring and filters.values(facet))


def in_years(year: int | None, years: str) -> bool:
    """Whether a year is in ``2018``, ``2018-2021`` or ``unknown``."""
    if year is None or years == "unknown":
        return year is None and years == "unknown"
    first, _, last = years.partition("-")
    return int(first) <= year <= int(last or first)


def paragraphs(reports: Mapping[str, Report]) -> Iterator[Seen]:
    holders: dict[str, set[str]] = {}
    for report_id, report in reports.items():
        for paragraph in report.paragraphs:
            for sentence in sentences(paragraph.text):
                holders.setdefault(sentence, set()).add(report_id)
    for report_id, report in reports.items():
        for paragraph in report.paragraphs:
            own = sentences(paragraph.text)
            alone = bool(own) and all(holders[sentence] == {report_id} for sentence in own)
            yield Seen((report_id, paragraph.ordinal), report, paragraph, origin_of(report_id).files, alone)


def sentences(text: str) -> list[str]:
    """The keys of a text's sentences of ten characters and more."""
    return [key for key in re.split(oracle.BARRIER, key_of(text)) if len(key) >= 10]


def expected_places(reports: Mapping[str, Report], request: SearchRequest) -> set[Place]:
    return {
        seen.place
        for seen in paragraphs(reports)
        if allowed(seen, request.filters) and answers(request.query, seen)
    }


def expected_counts(reports: Mapping[str, Report], request: SearchRequest) -> dict[str, Counter[str]]:
    """Field → value → how many paragraphs, each field counted without its own selection."""
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    for seen in paragraphs(reports):
        if not answers(request.query, seen):
            continue
        values = {
            "section": seen.paragraph.sections,
            "unit": (seen.report.unit_type or "unknown",),
            "year": (str(seen.report.year or "unknown"),),
            "folder": seen.folders,
            "placeholders": ("yes" if seen.paragraph.placeholders else "no",),
            "genre": (seen.report.genre or "unknown",),
            "confidence": (seen.paragraph.section_confidence,),
        }
        for facet, own in values.items():
            if allowed(seen, request.filters, ignoring=facet):
                counts[facet].update(own)
    return counts


def all_hits(engine: Engine, request: SearchRequest) -> list[Hit]:
    """Every hit in order, page by page."""
    hits: list[Hit] = []
    page = 1
    while True:
        got = engine.search(replace(request, page=page))
        if not got.hits:
            return hits
        hits += got.hits
        page += 1


def place_of(hit: Hit) -> Place:
    return hit.paragraph.report_id, hit.paragraph.ordinal


def found_places(engine: Engine, query: Query | SearchRequest) -> set[Place]:
    request = query if isinstance(query, SearchRequest) else SearchRequest(query, size=100)
    return {place_of(hit) for hit in all_hits(engine, request)}
