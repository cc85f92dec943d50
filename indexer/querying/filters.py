"""What is selected in each facet, and what answers leave out unless it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from indexer.errors import QueryError
from indexer.querying.facet_kinds import Values
from indexer.querying.facets import FACETS

#: How many values one filter, and how many terms one question, may have.
MAX_VALUES = 50


class Filters:
    """What is selected in each facet: OR inside a facet, AND across facets; an empty selection allows all.
    Immutable; equal where the same is selected and left out."""

    __slots__ = ("_left_out", "_selected")

    def __init__(self, selected: Mapping[str, Iterable[str]] | None = None, leaves_out: Iterable[str] = ()) -> None:
        """``selected``: facet name → values, see ``facet_kinds``. ``leaves_out``: the facets whose ``left_out`` values
        do not pass, if nothing is selected in them. A name that is in no facet is a ``KeyError``."""
        arranged = {name: FACETS[name].arranged(values) for name, values in (selected or {}).items()}
        self._selected: dict[str, Values] = (
            {name: arranged[name] for name in FACETS if arranged.get(name)} if any(arranged.values()) else {}
        )
        self._left_out = {
            name: FACETS[name].left_out for name in leaves_out if FACETS[name].left_out and name not in self._selected
        }

    def values(self, name: str) -> Values:
        """What is selected in a facet."""
        return self._selected.get(name, ())

    @property
    def left_out(self) -> Mapping[str, Values]:
        """By facet the values that do not pass although nothing is selected."""
        return self._left_out

    def with_only(self, name: str, *values: str) -> Filters:
        """The same filters with nothing but ``values`` selected in one facet."""
        return Filters({**self._selected, name: values}, self._left_out)

    def __iter__(self) -> Iterator[str]:
        """The names of the facets that let something through and something not."""
        yield from self._selected
        yield from self._left_out

    def __bool__(self) -> bool:
        return bool(self._selected or self._left_out)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Filters) and (self._selected, self._left_out) == (other._selected, other._left_out)

    def __hash__(self) -> int:
        return hash((tuple(self._selected.items()), tuple(self._left_out)))

    def __repr__(self) -> str:
        return f"Filters({self._selected}, {list(self._left_out)})"

    def allows(self, name: str, values: Iterable[str]) -> bool:
        """Whether something with these values passes the selection of one facet."""
        return self.test_of(name)(values)

    def test_of(self, name: str) -> Callable[[Iterable[str]], bool]:
        """Tells whether something with some values passes the selection of one facet; made once for many things."""
        selected = self.values(name)
        if not selected:
            left_out = frozenset(self._left_out.get(name, ()))
            return lambda values: not left_out or not left_out.issuperset(values)
        includes = FACETS[name].selector(selected)
        return lambda values: any(map(includes, values))

    def allows_all(self, values: Mapping[str, Values]) -> bool:
        """Whether something passes all selections; ``values`` by facet name, none where one is missing."""
        return all(self.allows(name, values.get(name, ())) for name in self)


NO_FILTERS = Filters()


def build_filters(given: Mapping[str, Iterable[str]]) -> Filters:
    """Filters from values as typed, by facet name: keys or Chinese labels, unit types or their groups, ``2018``,
    ``2018-2021``, ``unknown``; folders as facets name them; empty ones are left out. Raises ``QueryError``."""
    selected: dict[str, Values] = {}
    for name, values in given.items():
        facet, kept = FACETS[name], _few(name, values)
        selected[name] = tuple(meant for value in (kept[-1:] if facet.single else kept) for meant in facet.parse(value))
    return Filters(selected)


def leave_out(filters: Filters, named: Iterable[str] = ()) -> Filters:
    """The same filters, leaving out what answers leave out unless it is asked for; ``named`` are the facets that the
    question itself names."""
    asked = set(named)
    return Filters(
        {name: filters.values(name) for name in filters},
        [name for name, facet in FACETS.items() if facet.left_out and name not in asked],
    )


def _few(name: str, values: Iterable[str]) -> list[str]:
    """The values given for a filter, each once. Raises ``QueryError`` for more than a person gives."""
    given = list(dict.fromkeys(filter(None, values)))
    if len(given) > MAX_VALUES:
        raise QueryError(f"参数 {name} 给了 {len(given)} 个值，最多 {MAX_VALUES} 个：请用范围或分几次查", [f"1–{MAX_VALUES} 个"])
    return given
