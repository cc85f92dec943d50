"""What stands beside occurrences: read by a script where the keys are, so that no texts are fetched for it.

The script sees a key as UTF-16, so it gives one unit more than it is asked for and none that is half a character. Keys that
hold an escape (see ``encoding``) or are very long it names only: they are read here.
"""

from __future__ import annotations

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

_MAP = """
if (state.found.size() > params.most) { return; }
String k = doc['key'].value.utf8ToString();
def own = [doc['report'].value, doc['ordinal'].value, doc['year'].size() == 0 ? null : doc['year'].value, doc['fragment'].value];
if (k.length() > params.longest || k.indexOf(params.escape) >= 0) { own.add(null); state.found.add(own); return; }
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
  own.add(b); own.add(a);
}
if (own.size() > 4) { state.found.add(own); }
"""
_REDUCE = "def all = []; for (s in states) { if (s != null) { all.addAll(s); } } return all;"


@dataclass(frozen=True, slots=True)
class Beside:
    """A paragraph that holds occurrences, with the characters before and after each of them in its sentence; ``None`` where
    its key is to be read here."""

    identity: str
    contexts: tuple[tuple[str, str], ...] | None


def contexts(now: Generation, query: Dsl, keys: Sequence[str], size: int, most: int) -> tuple[list[Beside], bool]:
    """The paragraphs that a query finds and that hold one of some keys, in order of place, with so many characters on both
    sides of each occurrence; and whether there are more than ``most``, of which the first are taken."""
    told = now.client.search(now.index, _asked(query, keys, size, most))
    several = int(told["hits"]["total"]["value"]) > most
    if several:
        told = now.client.search(now.index, _asked(every([query, _first(now, query, most)]), keys, size, most))
    rows = sorted(told["aggregations"]["beside"]["value"], key=_by_place)
    return [Beside(paragraph_id(encoding.restored(row[0]), row[1]), _pairs(row[4:], size)) for row in rows], several


def _asked(query: Dsl, keys: Sequence[str], size: int, most: int) -> Dsl:
    params = {
        "keys": list(map(encoding.storable, keys)), "units": 2 * size + 1, "most": most, "longest": _LONGEST,
        "barrier": BARRIER, "field": FIELD_BREAK, "escape": "\\",
    }  # fmt: skip
    scripts = {
        "init_script": "state.found = []", "map_script": _MAP, "combine_script": "return state.found", "reduce_script": _REDUCE,
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
