"""What documents have in all stored facets, each different *combination* of values once, and kept facet by facet.

An archive of a hundred thousand paragraphs has some five thousand combinations of a few hundred different values: as
columns of small numbers they are mapped and counted as they stand, where reading each combination by itself would take
a twentieth of a second whenever an index is opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.engines.whoosh.dtypes import RowNumbers
from indexer.querying.facet_kinds import Values

#: The values of some documents in all stored facets, by the name of the facet.
FacetValues = Mapping[str, Values]


@dataclass(frozen=True, slots=True)
class Combinations:
    """``sets`` has for each facet the different tuples of values; combination ``i`` has those of number
    ``set_of[facet][i]``. ``size`` is how many combinations there are."""

    size: int
    sets: Mapping[str, tuple[Values, ...]]
    set_of: Mapping[str, RowNumbers]

    @classmethod
    def of(cls, combinations: Sequence[FacetValues]) -> Combinations:
        """Combinations in the order given. One that says nothing of a facet has no values in it."""
        sets, set_of = {}, {}
        for name in sorted({name for values in combinations for name in values}):
            numbers: dict[Values, int] = {}
            own = [numbers.setdefault(values.get(name, ()), len(numbers)) for values in combinations]
            sets[name], set_of[name] = tuple(numbers), np.array(own, dtype=np.int32)
        return cls(len(combinations), sets, set_of)

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[FacetValues]:
        columns = {name: [self.sets[name][number] for number in own.tolist()] for name, own in self.set_of.items()}
        for at in range(self.size):
            yield {name: column[at] for name, column in columns.items()}

    def holding(self, facet: str, value: str) -> RowNumbers:
        """The combinations with a value in a facet."""
        wanted = [number for number, values in enumerate(self.sets.get(facet, ())) if value in values]
        found: RowNumbers = np.flatnonzero(np.isin(self.set_of[facet], wanted)).astype(np.int32) if wanted else _NONE
        return found


_NONE: RowNumbers = np.zeros(0, dtype=np.int32)


def joined_combinations(several: Sequence[Combinations]) -> tuple[Combinations, list[RowNumbers]]:
    """All combinations of several segments, each once, and for each segment what number each of its own has among them."""
    names = sorted({name for own in several for name in own.sets})
    sets, columns = {}, []
    for name in names:
        numbers: dict[Values, int] = {}
        column = [_NONE]
        for own in several:
            of_sets = [numbers.setdefault(values, len(numbers)) for values in own.sets.get(name, ((),))]
            set_of = own.set_of[name] if name in own.sets else np.zeros(len(own), dtype=np.int32)
            column.append(np.array(of_sets, dtype=np.int32)[set_of])
        sets[name] = tuple(numbers)
        columns.append(np.concatenate(column))
    if not columns:
        return Combinations(0, {}, {}), [_NONE for _ in several]
    different, which = np.unique(np.stack(columns, axis=1), axis=0, return_inverse=True)
    which = which.reshape(-1).astype(np.int32)  # numpy 2.0 gave it another shape
    borders = np.cumsum([len(own) for own in several])[:-1]
    together = {name: np.ascontiguousarray(different[:, at]) for at, name in enumerate(names)}
    return Combinations(len(different), sets, together), list(np.split(which, borders))
