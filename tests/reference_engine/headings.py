"""Headings, like paragraphs and vocabulary by looking at every paragraph: part of the oracle, not fast."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from math import ceil
from typing import Protocol

from indexer.engines.headings import bare, clauses, is_vocabulary, vocabulary_of
from indexer.engines.ranking import DECIMALS, FIELD_WEIGHTS, FRAGMENT, idf
from indexer.engines.records import make_hit
from indexer.engines.similarity import CANDIDATES, SimilarityQuery, own_key, pairs_of, similarity_query
from indexer.language.normalize import search_key
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import SECTIONS, UNIT_TYPES, Hit, StoredParagraph
from indexer.model.results import HeadingHit, HeadingPage, Vocabulary
from indexer.querying.heading_request import HeadingRequest
from indexer.querying.matching import SearchFields, matches
from indexer.querying.syntax import parse_query
from tests.reference_engine.ranking import bm25


class Entry(Protocol):
    """A paragraph with what deciding and ranking needs."""

    @property
    def paragraph(self) -> StoredParagraph: ...
    @property
    def fields(self) -> SearchFields: ...
    @property
    def words(self) -> Mapping[str, Counter[str]]: ...


def _bare_headings(path: Iterable[str]) -> tuple[str, ...]:
    """The headings a paragraph is under, each once, without numbers and closing signs."""
    return tuple(dict.fromkeys(filter(None, map(bare, path))))


# --- headings --------------------------------------------------------------------------------


def heading_page(entries: Sequence[Entry], request: HeadingRequest) -> HeadingPage:
    """The headings over ``entries`` (those the filters let through) that answer."""
    parsed = parse_query(request.q)
    under: dict[str, list[StoredParagraph]] = {}
    for entry in entries:
        for text in _bare_headings(entry.paragraph.heading_path):
            key = search_key(text)
            asked = replace(entry.fields, key=key, text=text, headings=(key,))
            if _is_of_form(text, request) and matches(parsed.tree, asked):
                under.setdefault(text, []).append(entry.paragraph)
    hits = sorted((_hit(text, paragraphs) for text, paragraphs in under.items()), key=_ORDERS[request.order])
    first = (request.page - 1) * request.size
    return HeadingPage(
        total=len(hits),
        page=request.page,
        pages=ceil(len(hits) / request.size),
        size=request.size,
        hits=tuple(hits[first : first + request.size]),
        understood_as=parsed.understood_as,
        notices=parsed.notices,
    )


_ORDERS: Mapping[str, Callable[[HeadingHit], tuple[int | str, ...]]] = {
    "count": lambda hit: (-hit.reports, -hit.paragraphs, len(hit.text), hit.text),
    "short": lambda hit: (len(hit.text), -hit.paragraphs, hit.text),
    "long": lambda hit: (-len(hit.text), -hit.paragraphs, hit.text),
}


def _is_of_form(text: str, request: HeadingRequest) -> bool:
    return (
        len(text) >= request.shortest
        and (not request.longest or len(text) <= request.longest)
        and (not request.clauses or clauses(text) == request.clauses)
    )


def _hit(text: str, paragraphs: Sequence[StoredParagraph]) -> HeadingHit:
    years = sorted(p.year for p in paragraphs if p.year is not None)
    return HeadingHit(
        text=text,
        paragraphs=len(paragraphs),
        reports=len({p.report_id for p in paragraphs}),
        clauses=clauses(text),
        example=min(paragraphs, key=lambda p: (-(p.year or 0), p.report_id, p.ordinal)).id,
        sections=tuple(key for key in SECTIONS if any(key in p.sections for p in paragraphs)),
        unit_types=tuple(unit for unit in UNIT_TYPES if any(p.unit_type == unit for p in paragraphs)),
        first_year=years[0] if years else None,
        last_year=years[-1] if years else None,
    )


# --- like paragraphs -------------------------------------------------------------------------


def similar_hits(
    entries: Sequence[Entry],
    text: str,
    tokenizer: Tokenizer,
    allowed: Callable[[Entry], bool],
    least: int,
    size: int,
) -> tuple[Hit, ...]:
    """The allowed of all ``entries`` most like ``text``; a word of it must stand in ``least`` of them to count."""

    def with_word(word: str) -> int:
        return sum(word in entry.words["words"] for entry in entries)

    wanted = similarity_query(text, tokenizer, len(entries), with_word, least)
    scores = _scores(entries, wanted)
    found = [(entry, round(score, DECIMALS)) for entry, score in zip(entries, scores, strict=True) if score > 0]
    best = sorted((one for one in found if allowed(one[0])), key=_place)[:CANDIDATES]
    compared = [(entry, _likeness(wanted, own_key(entry.fields.key))) for entry, _ in best]
    return tuple(make_hit(entry.paragraph, wanted.terms, score) for entry, score in sorted(compared, key=_place)[:size])


def _likeness(wanted: SimilarityQuery, key: str) -> float:
    pairs = pairs_of(key)
    return wanted.similarity(key, len(pairs & wanted.pairs), len(pairs))


def _scores(entries: Sequence[Entry], wanted: SimilarityQuery) -> list[float]:
    """BM25F of every entry."""
    scores = [0.0] * len(entries)
    for name, weight in FIELD_WEIGHTS.items():
        total = sum(entry.words[name].total() for entry in entries)
        average = total / len(entries) if total else 1.0
        for word in wanted.terms:
            rarity = idf(len(entries), sum(word.text in entry.words[name] for entry in entries))
            for at, entry in enumerate(entries):
                own = entry.words[name]
                scores[at] += weight * bm25(rarity, own[word.text], own.total(), average)
    return scores


def _place(scored: tuple[Entry, float]) -> tuple[float, bool, int, str, int]:
    paragraph = scored[0].paragraph
    fragment = len(paragraph.text) < FRAGMENT
    return -scored[1], fragment, -(paragraph.year or 0), paragraph.report_id, paragraph.ordinal


# --- words -----------------------------------------------------------------------------------


def vocabulary(entries: Sequence[Entry]) -> Vocabulary:
    """The words and headings of all ``entries``."""
    words = Counter(word for entry in entries for word in entry.words["words"] if is_vocabulary(word))
    headings = Counter(text for entry in entries for text in _bare_headings(entry.paragraph.heading_path))
    return vocabulary_of(words, headings)
