"""Many ascending lists of whole numbers in few bytes: documents of words and grams, positions of grams.

A list is kept as the steps from each number to the next where these are small, and as it is where that is shorter. So the
long lists, of which a file of arrays mostly consists, take a quarter to a half, and one ``cumsum`` reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engines.whoosh.dtypes import Bools, Bytes, Offsets, Rows, joined, offsets_of

#: A list begins at a multiple of so many bytes, which is what a number takes that is kept as it is.
_BLOCK = 4

#: Numbers that are packed or unpacked at once.
_CHUNK = 1 << 18

#: Steps of 8 or 16 bits.
Steps = npt.NDArray[np.unsignedinteger[Any]]


@dataclass(frozen=True, slots=True)
class PackedLists:
    """List ``i`` stands in ``steps[starts[i] * n : starts[i + 1] * n]``, ``n`` being what fits a block of four bytes (4
    steps of 8 bits, 2 of 16). Where ``stepped[i]`` is 1, each number is there as its difference from the one before (the first
    from 0); the greatest step stands for "so much more, but no number yet", also behind the last. Elsewhere each block is a
    number of 32 bits."""

    starts: npt.NDArray[np.uint32]
    stepped: Bytes
    steps: Steps

    def __len__(self) -> int:
        return len(self.stepped)

    def __getitem__(self, number: int) -> Rows:
        """A list."""
        part = self._part(number, number + 1)
        if not self.stepped[number]:
            plain: Rows = part.view(np.uint32).astype(np.int64)
            return plain
        numbers: Rows = np.add.accumulate(part, dtype=np.int64)
        kept = part != _more(self.steps)
        return numbers if kept.all() else numbers[kept]

    def most(self, number: int) -> int:
        """How many numbers a list has at most."""
        blocks = int(self.starts[number + 1]) - int(self.starts[number])
        return blocks * self._per_block if self.stepped[number] else blocks

    def between(self, first: int, last: int) -> tuple[Offsets, Rows]:
        """The lists from ``first`` to ``last`` (exclusive) behind one another, and where each begins among them."""
        lengths, parts = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for some in self._runs(first, last):
            of_some, numbers = self._unpacked(*some)
            lengths.append(of_some)
            parts.append(numbers)
        return offsets_of(np.concatenate(lengths)), np.concatenate(parts)

    def _runs(self, first: int, last: int) -> list[tuple[int, int]]:
        """Neighbouring lists (first, last + 1) that take about ``_CHUNK`` blocks together."""
        runs = []
        while first < last:
            until = int(np.searchsorted(self.starts, int(self.starts[first]) + _CHUNK, side="right"))
            until = min(max(until - 1, first + 1), last)
            runs.append((first, until))
            first = until
        return runs

    def _unpacked(self, first: int, last: int) -> tuple[Offsets, Rows]:
        """The lengths of some lists, and their numbers."""
        starts = self.starts[first : last + 1].astype(np.int64)
        blocks = starts[1:] - starts[:-1]
        is_stepped = np.repeat(self.stepped[first:last].astype(bool), blocks)
        rows = self._part(first, last).reshape(-1, self._per_block)
        owner = np.repeat(np.arange(last - first), blocks)
        steps = rows[is_stepped].reshape(-1)
        numbers = _restarted(steps, np.repeat(owner[is_stepped], self._per_block))
        kept = steps != _more(self.steps)
        owners = np.concatenate([np.repeat(owner[is_stepped], self._per_block)[kept], owner[~is_stepped]])
        plain = np.ascontiguousarray(rows[~is_stepped]).view(np.uint32).reshape(-1).astype(np.int64)
        together = np.concatenate([numbers[kept], plain])
        return np.bincount(owners, minlength=last - first), together[np.argsort(owners, kind="stable")]

    def _part(self, first: int, last: int) -> Any:
        return self.steps[int(self.starts[first]) * self._per_block : int(self.starts[last]) * self._per_block]

    @property
    def _per_block(self) -> int:
        return _BLOCK // self.steps.itemsize


def _restarted(steps: Steps, owners: Rows) -> Rows:
    """The running sums of steps, from 0 again with each owner; those of one owner stand together."""
    sums = np.cumsum(steps, dtype=np.int64)
    begins = np.flatnonzero(np.diff(owners, prepend=-1))
    before = np.concatenate([np.zeros(1, np.int64), sums])[begins]
    restarted: Rows = sums - np.repeat(before, np.diff(np.append(begins, len(steps))))
    return restarted


def _more(steps: Steps) -> int:
    """The step that stands for no number yet."""
    return int(np.iinfo(steps.dtype).max)


class ListPacker:
    """Packs lists as they come. ``step`` is the type of steps: uint8 for numbers that lie close, uint16 for others."""

    def __init__(self, step: type[np.uint8] | type[np.uint16]) -> None:
        self._step = step
        self._blocks: list[Rows] = []
        self._stepped: list[Bools] = []
        self._parts: list[Steps] = []

    def add(self, starts: Offsets, numbers: Rows) -> None:
        """Further lists; list ``i`` is ``numbers[starts[i]:starts[i + 1]]``, ascending and below 2^32."""
        first, count = 0, len(starts) - 1
        while first < count:
            last = int(np.searchsorted(starts, starts[first] + _CHUNK, side="right")) - 1
            last = min(max(last, first + 1), count)
            own = starts[first : last + 1]
            self._pack(own - own[0], numbers[own[0] : own[-1]].astype(np.int64))
            first = last

    def _pack(self, starts: Offsets, numbers: Rows) -> None:
        lengths = np.diff(starts)
        owners = np.repeat(np.arange(len(lengths)), lengths)
        steps = np.diff(numbers, prepend=0)
        heads = starts[:-1][lengths > 0]
        steps[heads] = numbers[heads]
        more, per_block = int(np.iinfo(self._step).max), _BLOCK // np.dtype(self._step).itemsize
        ends = np.concatenate([np.zeros(1, np.int64), np.cumsum(steps // more + 1)])
        blocks = -(-(ends[starts[1:]] - ends[starts[:-1]]) // per_block)
        stepped = blocks < lengths
        blocks = np.where(stepped, blocks, lengths)
        begins = offsets_of(blocks)
        packed = np.full(int(begins[-1]) * per_block, more, dtype=self._step)
        small = stepped[owners]
        at = begins[owners] * per_block + ends[1:] - 1 - ends[starts[owners]]
        packed[at[small]] = (steps % more)[small]
        whole = ~small
        plain = begins[owners[whole]] + np.flatnonzero(whole) - starts[owners[whole]]
        packed.view(np.uint32)[plain] = numbers[whole]
        self._blocks.append(blocks)
        self._stepped.append(stepped)
        self._parts.append(packed)

    def packed(self) -> PackedLists:
        """All lists that were added, in order. They are used up."""
        return PackedLists(
            offsets_of(joined(self._blocks, np.int64)).astype(np.uint32),
            joined(self._stepped, np.uint8),
            joined(self._parts, self._step),
        )
