"""Headings, like paragraphs and vocabulary by looking at every paragraph: part of the oracle, not fast."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import takewhile
from math import ceil
from typing import Protocol

from indexer.engines.heading_sets import heading_sets, set_of
from indexer.engines.headings import bare, clauses, is_of_form, is_set_asked_for, is_vocabulary, vocabulary_of
from indexer.engines.ranking import DECIMALS, FIELD_WEIGHTS, FRAGMENT, idf
from indexer.engines.records import make_hit
from indexer.engines.similarity import CANDIDATES, SimilarityQuery, own_key, pairs_of, similarity_query
from indexer.language.headings import clause_lengths, is_stock
from indexer.language.normalize import search_key
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import SECTIONS, UNIT_TYPES, Hit, StoredParagraph
from indexer.model.results import HeadingHit, HeadingPage, HeadingSet, Vocabulary
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


@cache
def _bare_headings(path: tuple[str, ...]) -> tuple[str, ...]:
    """The headings a paragraph is under, each once, without numbers and closing signs."""
    return tuple(dict.fromkeys(filter(None, map(bare, path))))


# --- headings --------------------------------------------------------------------------------


def heading_page(
    entries: Sequence[Entry], request: HeadingRequest, sets: Mapping[tuple[str, str], HeadingSet | None]
) -> HeadingPage:
    """The headings over ``entries`` (those the filters let through) that answer; ``sets`` as ``all_sets`` gives them."""
    parsed = parse_query(request.q)
    under: dict[str, list[StoredParagraph]] = {}
    for entry in entries:
        for text in _bare_headings(entry.paragraph.heading_path):
            key = search_key(text)
            asked = replace(entry.fields, key=key, text=text, headings=(key,))
            wanted = is_of_form(text, request) and is_set_asked_for(sets[entry.paragraph.id, text], request)
            if wanted and matches(parsed.tree, asked):
                under.setdefault(text, []).append(entry.paragraph)
    hits = sorted((_hit(text, paragraphs, sets) for text, paragraphs in under.items()), key=_ORDERS[request.order])
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


def all_sets(paragraphs: Iterable[StoredParagraph]) -> dict[tuple[str, str], HeadingSet | None]:
    """For each paragraph, by its id, and each heading it is under the set of this heading; ``None`` for one alone."""
    reports: dict[str, list[StoredParagraph]] = {}
    for paragraph in paragraphs:
        reports.setdefault(paragraph.report_id, []).append(paragraph)
    found: dict[tuple[str, str], HeadingSet | None] = {}
    for report_id, several in reports.items():
        own = sorted(several, key=lambda p: p.ordinal)
        ids = [paragraph.id for paragraph in own]
        for members in heading_sets([paragraph.heading_path for paragraph in own]):
            together = set_of(report_id, members, ids)
            for member in members:
                text = bare(member.text)
                for paragraph in _below(own[member.at :], member.depth):
                    if text not in map(bare, paragraph.heading_path[: member.depth]):
                        found[paragraph.id, text] = together
    return found


def _below(paragraphs: Sequence[StoredParagraph], depth: int) -> Iterable[StoredParagraph]:
    """The paragraphs under the heading at ``depth`` above the first of them."""
    path = paragraphs[0].heading_path[: depth + 1]
    return takewhile(lambda paragraph: paragraph.heading_path[: depth + 1] == path, paragraphs)


_ORDERS: Mapping[str, Callable[[HeadingHit], tuple[bool | int | str, ...]]] = {
    "count": lambda hit: (hit.stock, -hit.reports, -hit.paragraphs, not _is_parallel(hit), len(hit.text), hit.text),
    "short": lambda hit: (hit.stock, len(hit.text), not _is_parallel(hit), -hit.paragraphs, hit.text),
    "long": lambda hit: (hit.stock, -len(hit.text), not _is_parallel(hit), -hit.paragraphs, hit.text),
}


def _is_parallel(hit: HeadingHit) -> bool:
    return hit.siblings is not None and bool(hit.siblings.parallel)


def _hit(
    text: str, paragraphs: Sequence[StoredParagraph], sets: Mapping[tuple[str, str], HeadingSet | None]
) -> HeadingHit:
    years = sorted(p.year for p in paragraphs if p.year is not None)
    return HeadingHit(
        text=text,
        paragraphs=len(paragraphs),
        reports=len({p.report_id for p in paragraphs}),
        clauses=clauses(text),
        example=min(paragraphs, key=_newest).id,
        sections=tuple(key for key in SECTIONS if any(key in p.sections for p in paragraphs)),
        unit_types=tuple(unit for unit in UNIT_TYPES if any(p.unit_type == unit for p in paragraphs)),
        first_year=years[0] if years else None,
        last_year=years[-1] if years else None,
        lengths=clause_lengths(text),
        stock=is_stock(text),
        siblings=min(((_worth(sets[p.id, text]), _newest(p), sets[p.id, text]) for p in paragraphs), key=lambda one: one[:2])[2],
    )


def _newest(paragraph: StoredParagraph) -> tuple[int, str, int]:
    return -(paragraph.year or 0), paragraph.report_id, paragraph.ordinal


def _worth(found: HeadingSet | None) -> int:
    """Parallel sets first, headings alone last."""
    return 2 if found is None else 0 if found.parallel else 1


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
