"""From positions in joined keys to documents."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from indexer.engines.whoosh.dtypes import Offsets, Positions, Rows

#: Positions are mapped to documents by asking where each block of so many characters (a power of two) begins.
_BLOCK_BITS = 6

#: So few positions are mapped faster one by one.
_FEW = 256


@dataclass(frozen=True)
class DocumentFinder:
    """Document ``d`` reaches from position ``key_starts[d]`` to ``key_starts[d + 1]``."""

    key_starts: Offsets

    def at(self, positions: Positions) -> Rows:
        """The document of each position: by a table of blocks, then on to the right one."""
        starts = self.key_starts
        if len(positions) < _FEW:
            return np.searchsorted(starts, positions, side="right") - 1
        documents: Rows = self._block_documents[positions >> _BLOCK_BITS]
        behind = starts[documents + 1] <= positions
        while behind.any():
            documents = documents + behind
            behind = starts[documents + 1] <= positions
        return documents

    @cached_property
    def _block_documents(self) -> Rows:
        """The document in which each block of characters begins."""
        firsts = np.arange(0, int(self.key_starts[-1]) + 1, 1 << _BLOCK_BITS)
        return np.searchsorted(self.key_starts, firsts, side="right") - 1
