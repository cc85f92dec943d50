"""Passages that texts share with paragraphs, by comparing all with all: part of the oracle, not fast."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from indexer.engines.near_duplicates import masked_key
from indexer.engines.ranking import FRAGMENT
from indexer.engines.shared_passages import (
    GRAM,
    Candidate,
    MaskedText,
    Run,
    chosen,
    counts,
    is_formula,
    shared_text,
)
from indexer.language.normalize import BARRIER, query_key, search_key
from indexer.model.reports import NEWS, UNIT_TYPES, StoredParagraph
from indexer.model.results import PhraseUse, SharedText
from tests.reference_engine.headings import Entry


def shared_passages(entries: Sequence[Entry], texts: Sequence[str], without: str) -> tuple[SharedText, ...]:
    """See ``Engine.shared_passages``."""
    paragraphs = [e.paragraph for e in entries if e.paragraph.genre != NEWS and e.paragraph.report_id != without]
    keys = [masked_key(search_key(paragraph.text)) for paragraph in paragraphs]
    formulas = _formulas(paragraphs, keys)
    found = []
    masked = list(map(MaskedText, texts))
    formulas |= _too_often(*(text.key for text in masked))
    for text in masked:
        candidates = [
            Candidate(paragraph, _rank(paragraph), runs)
            for paragraph, key in zip(paragraphs, keys, strict=True)
            if (runs := _runs(text.key, key, formulas | _too_often(key))) and _counts(runs)
        ]
        named = chosen(candidates, len(text.key))
        found.append(shared_text(text, [(c.paragraph, c.runs) for c in named], len(candidates) - len(named)))
    return tuple(found)


def phrase_use(entries: Sequence[Entry], labels: Mapping[str, int], text: str) -> PhraseUse:
    """How the paragraphs that are no news use a phrase."""
    key = query_key(text).strip(BARRIER)
    having = [e.paragraph for e in entries if key and key in e.fields.key and e.paragraph.genre != NEWS]
    years = [paragraph.year for paragraph in having if paragraph.year]
    return PhraseUse(
        paragraphs=len(having),
        different=len({labels[paragraph.id] for paragraph in having}),
        reports=len({paragraph.report_id for paragraph in having}),
        unit_types=tuple(unit for unit in UNIT_TYPES if unit in {paragraph.unit_type for paragraph in having}),
        first_year=min(years, default=None),
        last_year=max(years, default=None),
    )


def _rank(paragraph: StoredParagraph) -> tuple[bool, int, str, int]:
    return len(paragraph.text) < FRAGMENT, -(paragraph.year or 0), paragraph.report_id, paragraph.ordinal


def _grams(key: str) -> list[str]:
    return [key[at : at + GRAM] for at in range(len(key) - GRAM + 1)]


def _too_often(*keys: str) -> set[str]:
    """What the keys say more than 64 times."""
    times = Counter(gram for key in keys for gram in _grams(key))
    return {gram for gram, count in times.items() if count > 64}


def _formulas(paragraphs: Sequence[StoredParagraph], keys: Sequence[str]) -> set[str]:
    reports: dict[str, set[str]] = defaultdict(set)
    units: dict[str, set[str | None]] = defaultdict(set)
    for paragraph, key in zip(paragraphs, keys, strict=True):
        for gram in _grams(key):
            reports[gram].add(paragraph.report_id)
            units[gram].add(paragraph.unit_type)
    return {gram for gram in reports if is_formula(len(units[gram]), len(reports[gram]))}


def _runs(one: str, other: str, formulas: set[str]) -> tuple[Run, ...]:
    """The longest stretches in both that hold a gram that is no formula."""
    places = defaultdict(list)
    for at, gram in enumerate(_grams(other)):
        places[gram].append(at)
    runs = []
    for here, gram in enumerate(_grams(one)):
        for there in places[gram]:
            if here and there and one[here - 1] == other[there - 1]:
                continue
            size = GRAM
            while one[here + size : here + size + 1] == other[there + size : there + size + 1] != "":
                size += 1
            if not formulas.issuperset(_grams(one[here : here + size])):
                runs.append((here, there, size))
    return tuple(runs)


def _counts(runs: Sequence[Run]) -> bool:
    stands = {at for here, _, size in runs for at in range(here, here + size)}
    return counts(max(size for _, _, size in runs), len(stands))
