"""Sentences as they are counted: how many reports have one, and which no other report has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.language.folding import SENTENCE_ENDS
from indexer.language.normalize import BARRIER, query_key, search_key
from indexer.model.reports import Span

#: A sentence of fewer characters of the search key stands everywhere and says nothing.
SHORTEST = 10

_SENTENCE = re.compile(f"[^{re.escape(SENTENCE_ENDS)}\n]+[{re.escape(SENTENCE_ENDS)}]*")


def sentence_spans(text: str) -> Iterator[tuple[Span, str]]:
    """The sentences of a clean text that are long enough to be counted: where each stands, and its search key."""
    for found in _SENTENCE.finditer(text):
        key = query_key(found[0]).strip(BARRIER)
        if len(key) >= SHORTEST:
            yield found.span(), key


def sentence_keys(text: str) -> tuple[str, ...]:
    """The search keys of the sentences of a clean text that are long enough, as they stand in the key of the whole text."""
    return tuple(key for key in search_key(text).split(BARRIER) if len(key) >= SHORTEST)
