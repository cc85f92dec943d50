"""What the memory engine keeps of each paragraph, and what it works out from it; written to be obviously right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from indexer.engines import Source
from indexer.engines.facets import stored_report_values, values_of
from indexer.engines.near_duplicates import clusters, find_near_duplicates, fingerprint, masked_key
from indexer.engines.ranking import (
    DECIMALS,
    FRAGMENT,
    prior,
)
from indexer.engines.records import (
    file_key,
    numbers_of,
    paragraph_key,
    search_text,
    stored_paragraph,
    stored_report,
    title_of,
    with_source,
)
from indexer.language.normalize import search_key
from indexer.language.sentences import sentence_keys
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import Report, StoredParagraph
from indexer.model.results import HeadingSet, ReportHead
from indexer.querying.facets import FACETS
from indexer.querying.filters import Filters
from indexer.querying.matching import SearchFields, unshared
from indexer.querying.tree import SearchRequest
from tests.reference_engine import headings


@dataclass(frozen=True)
class Entry:
    """One paragraph with all that deciding and ranking needs."""

    paragraph: StoredParagraph
    fields: SearchFields
    words: Mapping[str, Counter[str]]


@dataclass(frozen=True)
class Ranked:
    """An entry with what its place among the hits depends on."""

    entry: Entry
    verbatim: bool
    score: float


@dataclass
class Generation:
    number: int = 0
    reports: dict[str, Report] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    manifest: Mapping[str, Any] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)

    @cached_property
    def labels(self) -> Mapping[str, int]:
        """Paragraph id → its cluster of near-duplicates."""
        keys = [entry.fields.key for entry in self.entries]
        own = fingerprint(keys)
        edges = find_near_duplicates([], own, lambda row: masked_key(keys[row]))
        labels = clusters(own.content, own.masked, edges).tolist()
        return {entry.paragraph.id: label for entry, label in zip(self.entries, labels, strict=True)}

    @cached_property
    def sets(self) -> Mapping[tuple[str, str], HeadingSet | None]:
        """Paragraph id and heading → the set of this heading."""
        return headings.all_sets(entry.paragraph for entry in self.entries)


def grouped(found: list[Ranked], labels: Mapping[str, int], request: SearchRequest) -> list[list[Ranked]]:
    """What shares a place: a report, a cluster of near-duplicates, or each for itself; at the place of its best."""
    groups: dict[str | int, list[Ranked]] = {}
    for ranked in found:
        paragraph = ranked.entry.paragraph
        own = paragraph.report_id if request.per_report else labels[paragraph.id] if request.fold else paragraph.id
        groups.setdefault(own, []).append(ranked)
    return list(groups.values())


def let_through(entries: list[Entry], filters: Filters) -> list[Entry]:
    """The entries that the selections in all facets let through."""
    tests = {name: filters.test_of(name) for name in FACETS}
    return [entry for entry in entries if all(test(entry.fields.facets[name]) for name, test in tests.items())]


def counts_of(matched: list[Entry], filters: Filters) -> Mapping[str, Mapping[str, int]]:
    """The counts of all facets, each without its own selection."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    tests = {name: filters.test_of(name) for name in FACETS}
    for entry in matched:
        allowed = {name: test(entry.fields.facets[name]) for name, test in tests.items()}
        for name, own in entry.fields.facets.items():
            if all(passed for other, passed in allowed.items() if other != name):
                counts[name].update(own)
    return counts


def title_fields(report: Report) -> SearchFields:
    """A report's title in the place of a paragraph: it is searched as one is."""
    text = title_of(report)
    key = search_key(text)
    return SearchFields(key, text, title=key, facets=stored_report_values(stored_report("", report)))


def worth_of(entry: Entry, bm25f: float) -> float:
    return round(bm25f * prior_of(entry), DECIMALS)


def prior_of(entry: Entry) -> float:
    return prior(len(entry.paragraph.text), len(entry.paragraph.placeholders))


def _search_fields_of(paragraph: StoredParagraph, key: str, title_key: str) -> SearchFields:
    """A stored paragraph as questions see it."""
    return SearchFields(
        key=key,
        text=search_text(paragraph),
        title=title_key,
        headings=tuple(map(search_key, paragraph.heading_path)),
        files=tuple(map(file_key, paragraph.files)),
        facets=values_of(paragraph),
    )


def entries_of(
    report_id: str, report: Report, source: Source | None, tokenizer: Tokenizer
) -> list[Entry]:
    stored = with_source(stored_report(report_id, report), source)
    title_words = Counter(tokenizer.words(report.title or ""))
    title_key = search_key(title_of(report))
    return [
        Entry(
            shown := stored_paragraph(stored, paragraph, number),
            _search_fields_of(shown, paragraph_key(paragraph), title_key),
            {
                "words": Counter(tokenizer.words(paragraph.text)),
                "heading_words": Counter(w for h in paragraph.heading_path for w in tokenizer.words(h)),
                "title_words": title_words,
            },
        )
        for paragraph, number in zip(report.paragraphs, numbers_of(report.paragraphs), strict=True)
    ]


def told_apart(entries: list[Entry]) -> list[Entry]:
    """The same, each knowing whether another report has any of its sentences, and what its own has besides it."""
    alone = unshared({e.paragraph.id: (e.paragraph.report_id, sentence_keys(e.paragraph.text)) for e in entries})
    keys: dict[str, list[str]] = {}
    for e in entries:
        keys.setdefault(e.paragraph.report_id, []).append(e.fields.key)
    return [
        replace(e, fields=replace(e.fields, unshared=e.paragraph.id in alone, report=tuple(keys[e.paragraph.report_id])))
        for e in entries
    ]


def head_of(report_id: str, report: Report, source: Source | None) -> ReportHead:
    """A report as a list of all of them shows it."""
    return ReportHead(
        id=report_id,
        title=report.title,
        year=report.year,
        unit_type=report.unit_type,
        genre=report.genre,
        paragraphs=len(report.paragraphs),
        characters=sum(len(paragraph.text) for paragraph in report.paragraphs),
        placeholders=sum(bool(paragraph.placeholders) for paragraph in report.paragraphs),
        sections=dict(Counter(section for paragraph in report.paragraphs for section in set(paragraph.sections))),
        files=source.files if source else (),
        stale_reason=source.stale_reason if source else None,
        unread=source.unread if source else (),
    )


def place_of(sort: str, ranked: Ranked) -> tuple[float | str, ...]:
    """What a list of hits is sorted by; unknown years stand last in every order."""
    paragraph, score = ranked.entry.paragraph, ranked.score
    unknown = paragraph.year is None
    newest = -(paragraph.year or 0)
    place = (paragraph.report_id, paragraph.ordinal)
    if sort == "newest":
        return (newest, -score, *place)
    if sort == "oldest":
        return (unknown, paragraph.year or 0, -score, *place)
    return (not ranked.verbatim, -score, len(paragraph.text) < FRAGMENT, newest, *place)
