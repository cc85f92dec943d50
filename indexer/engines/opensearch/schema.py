"""The fields of an index, the same for paragraphs and for the catalogue beside them.

``chars`` and its like hold one token a character of a search key, so a phrase of tokens is a piece of the key; ``masked`` that of
the paragraph's own text without figures and signs, which texts are compared by. ``key`` is the key itself, for scripts;
``report_number`` counts the reports that there have been, so that scripts can tell them apart by a bit each.
"""

from __future__ import annotations

from typing import Any

from indexer.engines.opensearch.cluster import Cluster
from indexer.engines.ranking import FIELD_WEIGHTS, K1, B
from indexer.querying.facets import FACETS

#: Rises when documents written by an older released version can no longer be read.
FORMAT = 3

#: Hits can be paged through so far.
WINDOW = 1_000_000
#: Values that a filter may name, and buckets that one answer may have.
MOST_TERMS = 65_000

_KEYWORD = {"type": "keyword"}
_CHARACTERS = {
    "type": "text", "analyzer": "whitespace", "index_phrases": True, "norms": False, "similarity": "frequency",
}  # fmt: skip
_WORDS = {"type": "text", "analyzer": "whitespace", "index_options": "freqs", "similarity": "ranking"}
_NUMBER = {"type": "integer", "index": False}


def length_field(name: str) -> str:
    """The field that holds how many words a field of words has."""
    return f"{name}_length"


def facet_field(name: str) -> str:
    """The field that holds a paragraph's values of a facet."""
    return f"facets.{name}"


def mappings(meta: dict[str, Any]) -> dict[str, Any]:
    """The fields, with what is said about a whole generation."""
    properties: dict[str, Any] = {
        "kind": _KEYWORD,
        **{name: _CHARACTERS for name in ("chars", "strict", "title_chars", "heading_chars", "file_chars")},
        "masked": _CHARACTERS,
        "key": {"type": "binary", "doc_values": True},
        **{name: _WORDS for name in FIELD_WEIGHTS},
        **{length_field(name): _NUMBER for name in FIELD_WEIGHTS},
        "prior": {"type": "float", "index": False},
        "characters": _NUMBER,
        "report": _KEYWORD,
        "report_number": _NUMBER,
        "ordinal": {"type": "integer"},
        "fragment": {"type": "boolean"},
        "titled": {"type": "boolean"},
        "year": {"type": "short"},
        "facets": {"properties": {name: _KEYWORD for name in FACETS}},
        "lexis": {"type": "keyword", "index": False},
        "bare": _KEYWORD,
        "divided": _KEYWORD,
        "hash": _KEYWORD,
        "bands": {"type": "keyword", "doc_values": False},
        "cluster": _KEYWORD,
        "ends": _KEYWORD,
        "body": {"type": "object", "enabled": False},
    }
    return {"dynamic": "strict", "_source": {"includes": ["body"]}, "_meta": meta, "properties": properties}


def new_index(cluster: Cluster, meta: dict[str, Any]) -> dict[str, Any]:
    """What an index is made with."""
    return {
        "settings": {
            "index": {
                "number_of_shards": cluster.shards,
                "number_of_replicas": cluster.replicas,
                "refresh_interval": "-1",
                "max_result_window": WINDOW,
                "similarity": {
                    "frequency": {"type": "scripted", "script": {"source": "return doc.freq;"}},
                    "ranking": {"type": "BM25", "k1": K1, "b": B},
                },
            }
        },
        "mappings": mappings(meta),
    }
