"""What a question says of headings' own texts: decided here, for all different headings of a generation at once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from indexer.language.normalize import search_key
from indexer.querying.matching import FIELD_BREAK, SearchFields, matches
from indexer.querying.tree import (
    EVERYTHING,
    And,
    AtLeast,
    FieldTerm,
    FilterClause,
    Not,
    Or,
    Phrase,
    Query,
    Unshared,
    Word,
)

NOTHING: Query = Or(())

#: Numbers of headings.
_Numbers = frozenset[int]


class HeadingTexts:
    """Headings, and their keys joined to one text, so that a word is looked for in all of them at once."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        keys = list(map(search_key, texts))
        self._fields = [SearchFields(key, text, headings=(key,)) for key, text in zip(keys, texts, strict=True)]
        self._joined = FIELD_BREAK.join(keys)
        self._starts = list(accumulate((len(key) + 1 for key in keys), initial=0))
        self._all = frozenset(range(len(texts)))

    def rests(self, query: Query) -> dict[Query, list[str]]:
        """What a question still asks of the paragraphs under a heading once its own text is known, each with the headings of
        which that is so; ``EVERYTHING`` or ``NOTHING`` where the text has decided."""
        return {rest: [self._texts[number] for number in sorted(numbers)] for rest, numbers in self._rests(query).items()}

    def _rests(self, query: Query) -> Mapping[Query, _Numbers]:
        match query:
            case And(parts):
                return self._several(parts, len(parts))
            case Or(parts):
                return self._several(parts, 1)
            case AtLeast(least, parts):
                return self._several(parts, least)
            case Not(part):
                opposite = {EVERYTHING: NOTHING, NOTHING: EVERYTHING}
                return {opposite.get(rest, Not(rest)): numbers for rest, numbers in self._rests(part).items()}
            case FilterClause() | Unshared() | FieldTerm("title" | "file" | "report"):
                return {query: self._all}
            case _:
                found = self._answering(query)
                return {EVERYTHING: found, NOTHING: self._all - found}

    def _several(self, parts: Sequence[Query], least: int) -> Mapping[Query, _Numbers]:
        """At least so many of the parts, those left out that are decided."""
        found: dict[tuple[int, tuple[Query, ...]], _Numbers] = {(0, ()): self._all}
        for part in parts:
            before, found = found, {}
            rests = self._rests(part)
            for (met, open_), own in before.items():
                for rest, numbers in rests.items():
                    both = own & numbers
                    if both:
                        one = (met + (rest == EVERYTHING), open_ if rest in (EVERYTHING, NOTHING) else (*open_, rest))
                        found[one] = found.get(one, frozenset()) | both
        joined: dict[Query, _Numbers] = {}
        for (met, open_), numbers in found.items():
            rest = _at_least(least - met, open_)
            joined[rest] = joined.get(rest, frozenset()) | numbers
        return joined

    def _answering(self, query: Query) -> _Numbers:
        """The headings that answer a part which asks for nothing but their texts."""
        match query:
            case Word(_, key) | Phrase(_, key) | FieldTerm("heading", Word(_, key) | Phrase(_, key)) if key:
                return frozenset(self._holding(key))
            case _:
                return frozenset(number for number, fields in enumerate(self._fields) if matches(query, fields))

    def _holding(self, key: str) -> Iterator[int]:
        at = self._joined.find(key)
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            yield number
            at = self._joined.find(key, self._starts[number + 1])


def _at_least(missing: int, open_: tuple[Query, ...]) -> Query:
    if missing <= 0:
        return EVERYTHING
    return AtLeast(missing, open_) if missing <= len(open_) else NOTHING
