"""Which paragraphs are shown as one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from indexer.engines.near_duplicates.fingerprints import Hashes, Rows
from indexer.engines.near_duplicates.pairs import NearDuplicatePairs

Labels = npt.NDArray[np.int32]


def clusters(content: Hashes, masked: Hashes, edges: NearDuplicatePairs) -> Labels:
    """A label for every living row: rows with the same label are shown as one.

    Labels are numbered by the first row of each cluster. Which rows share one depends on the set of rows and
    edges, not on their order.

    Paragraphs that change a little from year to year make chains whose ends have nothing in common, so
    near pairs are not simply followed. The masked key with the most near ones (of equals, the one of the
    least hash) becomes a centre and takes all that are near to it; then the next of those not yet
    taken, and so on. So every row is near to the centre of its cluster, and no row is alone that is near to a centre.
    """
    hashes = np.where(masked != 0, masked, content)
    nodes, node_of = np.unique(hashes, return_inverse=True)
    centre = _centres(nodes, edges.pairs)[node_of]
    alone = np.flatnonzero(hashes == 0)
    centre[alone] = len(nodes) + np.arange(len(alone))
    _, first, cluster = np.unique(centre, return_index=True, return_inverse=True)
    labels = np.empty(len(first), dtype=np.int32)
    labels[np.argsort(first)] = np.arange(len(first), dtype=np.int32)
    return labels[cluster]


def _centres(nodes: Hashes, pairs: Hashes) -> Rows:
    """For every node (ascending hashes) the place of its centre. Each round makes centres of all that stand
    before their undecided neighbours, which gives what taking them one after the other would give."""
    one, other = _directed(nodes, pairs)
    order = np.argsort(-np.bincount(one, minlength=len(nodes)), kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    is_centre, taken = np.zeros(len(nodes), dtype=np.bool_), np.zeros(len(nodes), dtype=np.bool_)
    left, right = one, other
    while not (is_centre | taken).all():
        best = np.full(len(nodes), len(nodes), dtype=rank.dtype)
        np.minimum.at(best, left, rank[right])
        is_centre |= ~taken & (rank < best)
        taken[right[is_centre[left]]] = True
        open_ = ~(is_centre | taken)
        open_pairs = open_[left] & open_[right]
        left, right = left[open_pairs], right[open_pairs]
    best = rank.copy()
    best[taken] = len(nodes)
    chosen = taken[one] & is_centre[other]
    np.minimum.at(best, one[chosen], rank[other[chosen]])
    centres: Rows = order[best]
    return centres


def _directed(nodes: Hashes, pairs: Hashes) -> tuple[Rows, Rows]:
    """The pairs whose both ends are among ``nodes``, as places, in both directions. One of equal ends, which only a damaged file
    can hold, is none: it would wait for itself for ever."""
    if not len(nodes):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    positions = np.minimum(np.searchsorted(nodes, pairs), len(nodes) - 1)
    positions = positions[(nodes[positions] == pairs).all(axis=1) & (positions[:, 0] != positions[:, 1])]
    return np.concatenate([positions[:, 0], positions[:, 1]]), np.concatenate([positions[:, 1], positions[:, 0]])
