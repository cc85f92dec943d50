"""Array types: each name means one dtype."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]

#: Numbers of documents or reports, each stored once a posting or once a row.
RowNumbers = npt.NDArray[np.int32]

#: How often something occurs, at most 65 535.
Counts = npt.NDArray[np.uint16]

#: Numbers of documents that are calculated with: numpy looks up and adds faster by 64 bits.
Rows = npt.NDArray[np.int64]

#: Positions in joined search keys.
Positions = npt.NDArray[np.int64]

#: Where each of several lists begins in the array that joins them, and where the last one ends.
Offsets = npt.NDArray[np.int64]

#: Positions as they are stored.
StoredPositions = npt.NDArray[np.uint32]

#: Two code points packed in one number.
GramCodes = npt.NDArray[np.uint64]

#: Characters as Unicode numbers them.
CodePoints = npt.NDArray[np.uint32]

#: Characters of a ``KeyText``, of 16 bits but for odd texts.
Units = npt.NDArray[np.uint16] | npt.NDArray[np.uint32]

#: Years, 0 for none.
Years = npt.NDArray[np.int16]

Floats = npt.NDArray[np.float64]
Floats32 = npt.NDArray[np.float32]


def offsets_of(lengths: npt.ArrayLike) -> Offsets:
    """Where lists of these lengths begin when they are joined, and where the last one ends (int64, one more than
    there are lists)."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(np.asarray(lengths, dtype=np.int64))])


def living(size: int, deleted: npt.ArrayLike) -> Bools:
    """Which of ``size`` documents are not among the numbers of ``deleted``."""
    live = np.ones(size, dtype=bool)
    live[np.asarray(deleted, dtype=np.int64)] = False
    return live


def joined(parts: list[npt.NDArray[Any]], kind: npt.DTypeLike) -> npt.NDArray[Any]:
    """Arrays behind one another. ``parts`` is used up on the way, so that they take little more memory than the whole."""
    whole = np.empty(sum(map(len, parts)), dtype=kind)
    at = 0
    for number, part in enumerate(parts):
        whole[at : at + len(part)] = part
        at += len(part)
        parts[number] = part[:0].copy()
    parts.clear()
    return whole
