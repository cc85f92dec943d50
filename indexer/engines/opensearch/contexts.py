"""What stands beside occurrences: read by a script where the keys are, so that no texts are fetched for it.

The script sees a key as UTF-16, so it gives one unit more than it is asked for and none that is half a character. Keys that
hold an escape (see ``encoding``) or are very long it names only: they are read here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from indexer.engines.opensearch import encoding
from indexer.engines.opensearch.generation import Generation
from indexer.engines.opensearch.queries import Dsl, every, none_of, some
from indexer.engines.records import paragraph_id
from indexer.language.normalize import BARRIER
from indexer.querying.matching import FIELD_BREAK

#: Keys of more characters are read here: a script may go round a loop a million times.
_LONGEST = 300_000

#: Fragments last, then the newest report first, then as it stands there.
IN_PLACE: list[Any] = ["fragment", {"year": {"order": "desc", "missing": "_last"}}, "report", "ordinal"]

#: Goes through the occurrences of a paragraph: ``b`` and ``a`` are what stands before and after each of them.
_OCCURRENCES = """
def places = new TreeSet();
for (t in params.keys) {
  int at = k.indexOf(t);
  while (at >= 0) { places.add(at * 10000000L + t.length()); at = k.indexOf(t, at + 1); }
}
for (place in places) {
  int start = (int) (place / 10000000L);
  int end = start + (int) (place % 10000000L);
  int from = (int) Math.max(start - params.units, 0);
  String b = k.substring(from, start);
  int cut = (int) Math.max(b.lastIndexOf(params.barrier), b.lastIndexOf(params.field));
  if (cut >= 0) { b = b.substring(cut + 1); }
  if (b.length() > 0 && ((int) b.charAt(0) & 0xFC00) == 0xDC00) { b = b.substring(1); }
  String a = k.substring(end, (int) Math.min(end + params.units, k.length()));
  cut = a.indexOf(params.barrier);
  if (cut >= 0) { a = a.substring(0, cut); }
  cut = a.indexOf(params.field);
  if (cut >= 0) { a = a.substring(0, cut); }
  if (a.length() > 0 && ((int) a.charAt(a.length() - 1) & 0xFC00) == 0xD800) { a = a.substring(0, a.length() - 1); }
"""
_KEY = "String k = doc['key'].value.utf8ToString(); "
_IS_UNREAD = "if (k.length() > params.longest || k.indexOf(params.escape) >= 0) "

#: A row for each paragraph.
_ROWS = {
    "init_script": "state.found = []",
    "map_script": (
        "if (state.found.size() > params.most) { return; } " + _KEY + "def own = [doc['report'].value, doc['ordinal'].value,"
        " doc['year'].size() == 0 ? null : doc['year'].value, doc['fragment'].value]; " + _IS_UNREAD
        + "{ own.add(null); state.found.add(own); return; } " + _OCCURRENCES
        + "own.add(b); own.add(a); } if (own.size() > 4) { state.found.add(own); }"
    ),
    "combine_script": "return state.found",
    "reduce_script": "def all = []; for (s in states) { if (s != null) { all.addAll(s); } } return all;",
}  # fmt: skip

#: How often each context stands there: of all paragraphs together, so that nothing is sent for each of them.
_COUNTS = {
    "init_script": (
        "state.n = 0; state.paragraphs = 0; state.unread = []; state.before = new HashMap(); state.after = new HashMap()"
    ),
    "map_script": (
        "if (state.paragraphs + state.unread.size() > params.most) { return; } " + _KEY + _IS_UNREAD
        + "{ state.unread.add([doc['report'].value, doc['ordinal'].value]); return; } " + _OCCURRENCES
        + " int over = b.codePointCount(0, b.length()) - params.size;"
        " if (over > 0) { b = b.substring(b.offsetByCodePoints(0, over)); }"
        " if (a.codePointCount(0, a.length()) > params.size) { a = a.substring(0, a.offsetByCodePoints(0, params.size)); }"
        " ++state.n; state.before.put(b, state.before.getOrDefault(b, 0) + 1);"
        " state.after.put(a, state.after.getOrDefault(a, 0) + 1); } if (places.size() > 0) { ++state.paragraphs; }"
    ),
    "combine_script": "return state",
    "reduce_script": (
        "def all = null; for (s in states) { if (s == null) { continue; } if (all == null) { all = s; continue; }"
        " all.n += s.n; all.paragraphs += s.paragraphs; all.unread.addAll(s.unread);"
        " for (name in ['before', 'after']) { Map sum = all[name];"
        " for (one in s[name].entrySet()) { sum.put(one.getKey(), sum.getOrDefault(one.getKey(), 0) + one.getValue()); } } }"
        " return all;"
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Beside:
    """A paragraph that holds occurrences, with the characters before and after each of them in its sentence; ``None`` where
    its key is to be read here."""

    identity: str
    contexts: tuple[tuple[str, str], ...] | None


def contexts(now: Generation, query: Dsl, keys: Sequence[str], size: int, most: int) -> tuple[list[Beside], bool]:
    """The paragraphs that a query finds and that hold one of some keys, in order of place, with so many characters on both
    sides of each occurrence; and whether there are more than ``most``, of which the first are taken."""
    told = now.client.search(now.index, _asked(query, keys, size, most, _ROWS))
    several = int(told["hits"]["total"]["value"]) > most
    if several:
        told = now.client.search(now.index, _asked(every([query, _first(now, query, most)]), keys, size, most, _ROWS))
    rows = sorted(told["aggregations"]["beside"]["value"], key=_by_place)
    return [Beside(paragraph_id(encoding.restored(row[0]), row[1]), _pairs(row[4:], size)) for row in rows], several


@dataclass(frozen=True, slots=True)
class Counts:
    """How many occurrences and paragraphs with some there are, and how often what stands before and after them, written as it is
    read; without the paragraphs that are to be read here, ``unread``."""

    occurrences: int
    paragraphs: int
    before: Counter[str]
    after: Counter[str]
    unread: tuple[str, ...]


def counted_contexts(
    now: Generation, query: Dsl, keys: Sequence[str], size: int, most: int, shown: int
) -> tuple[Counts, list[Dsl], bool]:
    """The same of all paragraphs together; the first ``shown`` paragraphs, in order of place; and whether there are more than
    ``most``, of which the first are counted."""
    first: Dsl = {"query": query, "size": min(shown, most), "sort": IN_PLACE, "track_total_hits": False}
    told, page = now.client.searches(now.index, [_asked(query, keys, size, most, _COUNTS), first])
    several = int(told["hits"]["total"]["value"]) > most
    if several:
        told = now.client.search(now.index, _asked(every([query, _first(now, query, most)]), keys, size, most, _COUNTS))
    value = told["aggregations"]["beside"]["value"]
    before, after = Counter[str](value["before"]), Counter[str](value["after"])
    unread = tuple(paragraph_id(encoding.restored(report), ordinal) for report, ordinal in value["unread"])
    return Counts(value["n"], value["paragraphs"], before, after, unread), page["hits"]["hits"], several


def _asked(query: Dsl, keys: Sequence[str], size: int, most: int, scripts: Dsl) -> Dsl:
    params = {
        "keys": list(map(encoding.storable, keys)), "size": size, "units": 2 * size + 1, "most": most, "longest": _LONGEST,
        "barrier": BARRIER, "field": FIELD_BREAK, "escape": "\\",
    }  # fmt: skip
    aggs = {"beside": {"scripted_metric": {**scripts, "params": params}}}
    return {"query": query, "size": 0, "track_total_hits": True, "aggs": aggs}


def _pairs(told: Sequence[str | None], size: int) -> tuple[tuple[str, str], ...] | None:
    pairs = []
    for before, after in zip(told[::2], told[1::2], strict=False):
        pairs.append(((before or "")[-size:], (after or "")[:size]))
    return tuple(pairs) if len(told) > 1 else None


def _by_place(row: Sequence[Any]) -> tuple[bool, bool, int, str, int]:
    report, ordinal, year, fragment, *_ = row
    return fragment, year is None, -(year or 0), report, ordinal


def _first(now: Generation, query: Dsl, count: int) -> Dsl:
    """Finds what is not behind the ``count``-th paragraph of a query, in order of place."""
    body = {
        "query": query, "size": 1, "from": count - 1, "sort": IN_PLACE, "_source": False, "track_total_hits": False,
        "docvalue_fields": ["fragment", "year", "report", "ordinal"],
    }  # fmt: skip
    fields = now.client.search(now.index, body)["hits"]["hits"][0]["fields"]
    fragment, report, ordinal = (fields[name][0] for name in ("fragment", "report", "ordinal"))
    year = fields.get("year", [None])[0]
    dated: Dsl = {"exists": {"field": "year"}}
    newer: Dsl = dated if year is None else {"range": {"year": {"gt": year}}}
    same_year: Dsl = none_of(dated) if year is None else {"term": {"year": year}}
    above = every([{"term": {"report": report}}, {"range": {"ordinal": {"lte": ordinal}}}])
    within = some([newer, every([same_year, some([{"range": {"report": {"lt": report}}}, above])])])
    alike = every([{"term": {"fragment": fragment}}, within])
    return some([{"term": {"fragment": False}}, alike]) if fragment else alike
