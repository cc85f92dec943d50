"""Which paragraphs nearly repeat each other: with other figures, placeholders, punctuation or a few words.

``fingerprints.py`` says by numbers what a paragraph says, ``pairs.py`` which of them are near each other,
``clusters.py`` which are shown as one. *Near* is a relation of two masked keys and of nothing else, so it
is stored as pairs of their hashes and lives through renumbering, deletes and merges of segments.
"""

from indexer.engines.near_duplicates.clusters import Labels, clusters
from indexer.engines.near_duplicates.fingerprints import (
    Fingerprints,
    Hashes,
    Signatures,
    fingerprint,
    masked_key,
)
from indexer.engines.near_duplicates.pairs import (
    NearDuplicatePairs,
    are_near_duplicates,
    find_near_duplicates,
    grams,
)

__all__ = [
    "Fingerprints",
    "Hashes",
    "Labels",
    "NearDuplicatePairs",
    "Signatures",
    "are_near_duplicates",
    "clusters",
    "find_near_duplicates",
    "fingerprint",
    "grams",
    "masked_key",
]
