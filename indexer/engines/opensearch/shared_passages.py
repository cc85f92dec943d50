"""Passages that texts share with paragraphs, and how phrases are used, see ``engines.shared_passages``.

The cluster says of each gram of the texts in how many reports and unit types it stands, so that formulas are known; the
paragraphs that hold a gram which is none are few, and are compared here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from indexer.engines.near_duplicates import masked_key
from indexer.engines.opensearch import encoding
from indexer.engines.opensearch.counting import number_of_clusters, of_clusters, of_reports
from indexer.engines.opensearch.documents import key_of, paragraph_from
from indexer.engines.opensearch.generation import Generation
from indexer.engines.opensearch.queries import Dsl, every, none_of, phrase, some
from indexer.engines.opensearch.schema import facet_field
from indexer.engines.ranking import FRAGMENT
from indexer.engines.shared_passages import (
    FORMULA_REPORTS,
    FORMULA_UNITS,
    GRAM,
    Candidate,
    MaskedText,
    Run,
    chosen,
    counts,
    grams_of,
    is_formula,
    repeated,
    shared_text,
)
from indexer.language.normalize import BARRIER, query_key
from indexer.model.reports import NEWS, UNIT_TYPES, StoredParagraph
from indexer.model.results import PhraseUse, SharedText

#: Grams counted at once, and looked for at once; phrases asked for at once.
_COUNTED, _SOUGHT, _PHRASES = 200, 500, 50

_REPORTING = none_of({"term": {facet_field("genre"): NEWS}})


def shared_passages(now: Generation, texts: Sequence[str], without: str) -> tuple[SharedText, ...]:
    """See ``Engine.shared_passages``."""
    masked = [MaskedText(text) for text in texts]
    compared = every([_REPORTING, *([none_of({"term": {"report": encoding.storable(without)}})] if without else [])])
    often = repeated(text.key for text in masked)
    asked = dict.fromkeys(gram for text in masked for gram in grams_of(text.key) if gram not in often)
    telling = _telling(now, compared, asked)
    paragraphs = list(_holding(now, compared, telling))
    keys = [masked_key(key_of(paragraph)) for paragraph in paragraphs]
    return tuple(_answer(text, paragraphs, keys, telling) for text in masked)


def _telling(now: Generation, compared: Dsl, grams: Iterable[str]) -> frozenset[str]:
    """Those of some grams that stand somewhere and are no formulas."""
    aggs: Dsl = {
        "units": {"terms": {"field": facet_field("unit"), "size": FORMULA_UNITS}},
        "reports": {"terms": {"field": "report", "size": FORMULA_REPORTS}},
    }
    found: set[str] = set()
    for some_grams in _chunks(list(grams), _COUNTED):
        counted = {"filters": {"filters": [phrase(gram, "masked") for gram in some_grams]}, "aggs": aggs}
        body: Dsl = {"query": compared, "size": 0, "track_total_hits": False, "aggs": {"grams": counted}}
        buckets = now.client.search(now.index, body)["aggregations"]["grams"]["buckets"]
        for gram, bucket in zip(some_grams, buckets, strict=True):
            units, reports = (len(bucket[name]["buckets"]) for name in ("units", "reports"))
            if reports and not is_formula(units, reports):
                found.add(gram)
    return frozenset(found)


def _holding(now: Generation, compared: Dsl, grams: Iterable[str]) -> Iterator[StoredParagraph]:
    """The paragraphs that hold one of some grams, each once."""
    seen: set[str] = set()
    for some_grams in _chunks(sorted(grams), _SOUGHT):
        query = every([compared, some([phrase(gram, "masked") for gram in some_grams])])
        for hit in now.client.scan(now.index, query):
            if hit["_id"] not in seen:
                seen.add(hit["_id"])
                yield paragraph_from(hit["_source"]["body"])


def _answer(
    text: MaskedText, paragraphs: Sequence[StoredParagraph], keys: Sequence[str], telling: frozenset[str]
) -> SharedText:
    places: dict[str, list[int]] = {}
    for at, gram in enumerate(grams_of(text.key)):
        places.setdefault(gram, []).append(at)
    candidates = [
        Candidate(paragraph, _rank(paragraph), runs)
        for paragraph, key in zip(paragraphs, keys, strict=True)
        if (runs := _runs(text.key, places, key, telling)) and _counts(runs)
    ]
    named = chosen(candidates, len(text.key))
    return shared_text(text, [(one.paragraph, one.runs) for one in named], len(candidates) - len(named))


def _rank(paragraph: StoredParagraph) -> tuple[bool, int, str, int]:
    return len(paragraph.text) < FRAGMENT, -(paragraph.year or 0), paragraph.report_id, paragraph.ordinal


def _runs(one: str, places: Mapping[str, Sequence[int]], other: str, telling: frozenset[str]) -> tuple[Run, ...]:
    """The longest stretches in both that hold a gram that tells something; ``places``: where the grams of ``one`` stand."""
    runs: list[Run] = []
    often = repeated([other])
    until: dict[int, int] = {}  # by how far apart the two places are: where the last run ends
    for at, gram in enumerate(grams_of(other)):
        if gram not in telling or gram in often:
            continue
        for here in places.get(gram, ()):
            if at + GRAM > until.get(at - here, 0):
                run = _longest(one, here, other, at)
                until[at - here] = run[1] + run[2]
                runs.append(run)
    return tuple(runs)


def _longest(one: str, here: int, other: str, there: int) -> Run:
    """The longest stretch in both around a gram that stands at these places."""
    size = GRAM
    while here and there and one[here - 1] == other[there - 1]:
        here, there, size = here - 1, there - 1, size + 1
    while one[here + size : here + size + 1] == other[there + size : there + size + 1] != "":
        size += 1
    return here, there, size


def _counts(runs: Sequence[Run]) -> bool:
    stands = {at for here, _, size in runs for at in range(here, here + size)}
    return counts(max(size for _, _, size in runs), len(stands))


# --- phrases ---------------------------------------------------------------------------------


def phrase_uses(now: Generation, texts: Sequence[str]) -> tuple[PhraseUse, ...]:
    """See ``Engine.phrase_uses``."""
    keys = [query_key(text).strip(BARRIER) for text in texts]
    uses: dict[str, PhraseUse] = {"": PhraseUse()}
    for some_keys in _chunks(list(dict.fromkeys(filter(None, keys))), _PHRASES):
        queries = [every([phrase(key), _REPORTING]) for key in some_keys]
        answers = now.client.searches(now.index, [_use_asked(now, query) for query in queries])
        uses |= {key: _use(now, *one) for key, *one in zip(some_keys, queries, answers, strict=True)}
    return tuple(uses[key] for key in keys)


def _use_asked(now: Generation, query: Dsl) -> Dsl:
    aggs: Dsl = {
        **of_reports(now),
        **of_clusters(),
        "units": {"terms": {"field": facet_field("unit"), "size": 100}},
        "first": {"min": {"field": "year"}},
        "last": {"max": {"field": "year"}},
    }
    return {"query": query, "size": 0, "track_total_hits": True, "aggs": aggs}


def _use(now: Generation, query: Dsl, answer: Dsl) -> PhraseUse:
    told: dict[str, Any] = answer["aggregations"]
    units = {bucket["key"] for bucket in told["units"]["buckets"]}
    first, last = told["first"]["value"], told["last"]["value"]
    total = int(answer["hits"]["total"]["value"])
    return PhraseUse(
        paragraphs=total,
        different=number_of_clusters(now, query, total, told),
        reports=int(told["reports"]["value"]),
        unit_types=tuple(unit for unit in UNIT_TYPES if unit in units),
        first_year=None if first is None else int(first),
        last_year=None if last is None else int(last),
    )


def _chunks(values: Sequence[str], size: int) -> Iterator[list[str]]:
    for at in range(0, len(values), size):
        yield list(values[at : at + size])
