"""Short and full forms of the same thing (党建, 党的建设): a readable table that the user extends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from indexer.language.normalize import query_key
from indexer.language.packaged import packaged_text

_TABLE = "lexicon/equivalents.txt"


def shipped_groups() -> list[tuple[str, ...]]:
    """The groups that ship with Bigan."""
    return read_groups(packaged_text(_TABLE).splitlines())


def read_groups(lines: Iterable[str]) -> list[tuple[str, ...]]:
    """One group a line, its forms parted by spaces; ``#`` begins a comment. A line with a single form says nothing
    and is left out."""
    groups = (tuple(line.partition("#")[0].split()) for line in lines)
    return [group for group in groups if len(group) > 1]


class Equivalents:
    """Looks up what else a word is called. Words are compared by their search keys."""

    def __init__(self, groups: Iterable[tuple[str, ...]]) -> None:
        self._groups = tuple(groups)

    def of(self, word: str) -> tuple[str, ...]:
        """The other forms of ``word``, in the order of the table; none for a word that is not in it."""
        return self._forms.get(query_key(word), ())

    @cached_property
    def _forms(self) -> Mapping[str, tuple[str, ...]]:
        forms: dict[str, dict[str, None]] = {}
        for group in self._groups:
            for form in group:
                others = (other for other in group if query_key(other) != query_key(form))
                forms.setdefault(query_key(form), {}).update(dict.fromkeys(others))
        return {key: tuple(others) for key, others in forms.items()}
