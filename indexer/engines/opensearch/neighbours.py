"""Near-duplicates of what a commit adds and takes away: only what is near it is read.

Near pairs are kept in the catalogue, bands of signatures as terms of the paragraphs. Clusters follow from the pairs of
whole components, so those that a change touches are read whole, and no others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.engines.near_duplicates import NearDuplicatePairs, clusters, find_near_duplicates, masked_key
from indexer.engines.opensearch.documents import Print, fingerprints_of, key_of, paragraph_from, print_from
from indexer.engines.opensearch.generation import Generation
from indexer.engines.opensearch.queries import Dsl, every, none_of

Pair = tuple[int, int]

#: Terms asked for at once.
_CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class Known:
    """A paragraph that is there already: its document, its hash, and the cluster that it is in now."""

    identity: str
    hash: int
    cluster: str


def new_pairs(now: Generation, gone: Dsl, prints: Sequence[Print], keys: Sequence[str]) -> list[Pair]:
    """The near pairs that come with new paragraphs, by their fingerprints and search keys; ``gone`` finds what the commit
    takes away."""
    old_prints: list[Print] = []
    old_keys: list[str] = []
    bands = sorted({band for one in prints for band in one.bands})
    seen: set[int] = set()
    for chunk in _chunks(bands):
        for hit in now.client.scan(now.index, every([{"terms": {"bands": chunk}}, none_of(gone)])):
            body = hit["_source"]["body"]
            found = print_from(body)
            if found.hash not in seen:
                seen.add(found.hash)
                old_prints.append(found)
                old_keys.append(key_of(paragraph_from(body)))
    everything = [*old_keys, *keys]
    old = [fingerprints_of(old_prints)] if old_prints else []
    found_pairs = find_near_duplicates(old, fingerprints_of(prints), lambda row: masked_key(everything[row]))
    return [(one, other) for one, other in found_pairs.pairs.tolist()]


def component(now: Generation, hashes: Iterable[int], pairs: Iterable[Pair]) -> tuple[set[int], set[Pair]]:
    """Everything that hangs together with some hashes, by the kept pairs and new ones; and those pairs."""
    beside: dict[int, set[int]] = {}
    for one, other in pairs:
        beside.setdefault(one, set()).add(other)
        beside.setdefault(other, set()).add(one)
    nodes, all_pairs, frontier = set(hashes), set(pairs), set(hashes)
    while frontier:
        reached = {other for one in frontier for other in beside.get(one, ())}
        for pair in kept_pairs(now, frontier):
            all_pairs.add(pair)
            reached.update(pair)
        frontier = reached - nodes
        nodes |= frontier
    return nodes, all_pairs


def kept_pairs(now: Generation, hashes: Iterable[int]) -> Iterator[Pair]:
    """The pairs of the catalogue that touch some hashes."""
    for chunk in _chunks([f"{one:x}" for one in hashes]):
        query = every([{"term": {"kind": "pair"}}, {"terms": {"ends": chunk}}])
        for hit in now.client.scan(now.catalogue, query):
            one, other = hit["_source"]["body"]["e"]
            yield int(one, 16), int(other, 16)


def with_hashes(now: Generation, hashes: Iterable[int], gone: Dsl) -> Iterator[Known]:
    """The paragraphs with one of some hashes that stay."""
    for chunk in _chunks([f"{one:x}" for one in hashes]):
        query = every([{"terms": {"hash": chunk}}, none_of(gone)])
        for hit in now.client.scan(now.index, query, source=False, fields=["hash", "cluster"]):
            fields = hit["fields"]
            yield Known(hit["_id"], int(fields["hash"][0], 16), fields.get("cluster", [""])[0])


def cluster_names(hashes: Sequence[int], pairs: Iterable[Pair]) -> list[str]:
    """The name of each paragraph's cluster, empty for one that is alone. It is the least hash of the cluster, so it
    does not depend on who comes first."""
    if not hashes:
        return []
    all_hashes = np.array(hashes, dtype=np.uint64)
    edges = np.array(sorted(pairs), dtype=np.uint64).reshape(-1, 2)
    labels = clusters(np.zeros_like(all_hashes), all_hashes, NearDuplicatePairs(edges))
    least: dict[int, int] = {}
    sizes: dict[int, int] = {}
    for label, one in zip(labels.tolist(), hashes, strict=True):
        sizes[label] = sizes.get(label, 0) + 1
        least[label] = min(one, least.get(label, one))
    return [
        f"{least[label]:x}" if sizes[label] > 1 and one else "" for label, one in zip(labels.tolist(), hashes, strict=True)
    ]


def _chunks(values: Sequence[str]) -> Iterator[list[str]]:
    for at in range(0, len(values), _CHUNK):
        yield list(values[at : at + _CHUNK])
