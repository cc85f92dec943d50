"""A heading as something to be taken over: without its number and closing sign, with its clauses counted."""

from __future__ import annotations

import re
from collections.abc import Mapping

from indexer.language.normalize import query_key
from indexer.model.results import Vocabulary

_CLOSING = "。．.：:；;，,、 \n"
_BETWEEN_CLAUSES = re.compile(r"[，,、；;\s]+")


def bare(heading: str) -> str:
    """A heading without its number and its closing sign; empty where nothing is left to look for."""
    # Late: parsing is much to load for an answer without headings.
    from indexer.parsing.outline import numbering

    number = numbering(heading)
    text = heading[number.length if number else 0 :].strip().rstrip(_CLOSING)
    return text if query_key(text) else ""


def clauses(text: str) -> int:
    """How many clauses a heading has: the parts between commas, semicolons and spaces."""
    return len([part for part in _BETWEEN_CLAUSES.split(text) if part])


def is_vocabulary(word: str) -> bool:
    """Whether a word is worth completing: two characters or more, a letter or ideograph among them."""
    return len(word) > 1 and any(map(str.isalpha, word))


def vocabulary_of(words: Mapping[str, int], headings: Mapping[str, int]) -> Vocabulary:
    """Words and headings with their counts, those of the most paragraphs first."""
    return Vocabulary(_by_count(words), _by_count(headings))


def _by_count(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))
