"""A heading as something to be taken over: without its number and closing sign, with its clauses counted."""

from __future__ import annotations

from collections.abc import Mapping

from indexer.language.headings import clause_lengths
from indexer.language.normalize import query_key
from indexer.model.results import HeadingSet, Vocabulary
from indexer.querying.heading_request import HeadingRequest

#: Signs at the end of a heading that are not taken over.
CLOSING = "。．.：:；;，,、 \n"


def bare(heading: str) -> str:
    """A heading without its number and its closing sign; empty where nothing is left to look for."""
    return divided(heading)[0]


def divided(heading: str) -> tuple[str, str, int]:
    """A heading as ``bare`` gives it, how it is numbered (empty: it is not), and what its number counts."""
    # Late: parsing is much to load for an answer without headings.
    from indexer.parsing.outline import numbering

    number = numbering(heading)
    text = heading[number.length if number else 0 :].strip().rstrip(CLOSING)
    habit, value = (number.habit, number.value) if number else ("", 0)
    return text if query_key(text) else "", habit, value


def clauses(text: str) -> int:
    """How many clauses a heading has, at least one: the parts between commas, semicolons and spaces."""
    return max(1, len(clause_lengths(text)))


def is_of_form(text: str, request: HeadingRequest) -> bool:
    """Whether a heading is as long, and its clauses are as many and as long, as is asked."""
    return (
        len(text) >= request.shortest
        and (not request.longest or len(text) <= request.longest)
        and (not request.clauses or clauses(text) == request.clauses)
        and (not request.form or clause_lengths(text) == request.form)
    )


def is_set_asked_for(found: HeadingSet | None, request: HeadingRequest) -> bool:
    """Whether a heading that stands in this set (``None``: alone) is asked for."""
    if found is None:
        return not (request.parallel or request.members > 1 or request.first_word)
    return (
        (not request.parallel or bool(found.parallel))
        and (not request.members or len(found.members) == request.members)
        and (not request.first_word or found.parallel.first_word == request.first_word)
    )


def is_vocabulary(word: str) -> bool:
    """Whether a word is worth completing: two characters or more, a letter or ideograph among them."""
    return len(word) > 1 and any(map(str.isalpha, word))


def vocabulary_of(words: Mapping[str, int], headings: Mapping[str, int]) -> Vocabulary:
    """Words and headings with their counts, those of the most paragraphs first."""
    return Vocabulary(_by_count(words), _by_count(headings))


def _by_count(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))
