"""What a paragraph's document says of the sets that its headings stand in: one term for each heading.

The term holds what questions ask of a set, and no more: headings in equal circumstances share it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.engines.heading_sets import sets_above
from indexer.engines.headings import bare
from indexer.engines.opensearch import encoding
from indexer.language.parallel import parallel
from indexer.querying.heading_request import HeadingRequest

#: Longer headings are none that anybody looks for; a term holds so many characters.
LONGEST_HEADING = encoding.LONGEST_TERM - 200
_MARK = "\x1f"


@dataclass(frozen=True, slots=True)
class HeadingPlace:
    """A heading in a set of ``size`` headings; ``parallel`` and ``first_word`` are of the set. ``term`` is what finds it."""

    text: str
    size: int
    parallel: bool
    first_word: str
    term: str

    @property
    def worth(self) -> int:
        """How much its set is worth showing; 0 is the most."""
        return 0 if self.parallel else 1 if self.size > 1 else 2

    def is_asked_for(self, request: HeadingRequest) -> bool:
        """Whether its set is as ``request`` wants it."""
        return (
            (self.parallel or not request.parallel)
            and request.members in (0, self.size)
            and request.first_word in ("", self.first_word)
        )


def heading_places(paths: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """The terms of each paragraph of a report; ``paths`` are the headings above them, in order."""
    terms: dict[int, str] = {}
    found = []
    for above in sets_above(paths):
        own = []
        for text, members in above.items():
            if id(members) not in terms:
                form = parallel([bare(member.text) for member in members])
                terms[id(members)] = _MARK.join((str(len(members)), "1" * bool(form), encoding.storable(form.first_word)))
            if len(text) < LONGEST_HEADING:
                own.append(terms[id(members)] + _MARK + encoding.storable(text))
        found.append(tuple(own))
    return found


def place_of(term: str) -> HeadingPlace:
    """What a term says."""
    size, is_parallel, word, text = term.split(_MARK, 3)
    return HeadingPlace(encoding.restored(text), int(size), bool(is_parallel), encoding.restored(word), term)
