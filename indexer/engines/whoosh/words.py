"""The words of a generation with the number of paragraphs that hold each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from indexer.engines.heading_texts import is_vocabulary
from indexer.engines.whoosh.segment import Segment


def counted_words(segments: Sequence[Segment]) -> Counter[str]:
    """The words worth completing that stand in the texts of living paragraphs."""
    counts: Counter[str] = Counter()
    for segment in segments:
        words, postings = segment.car.words, segment.car.postings["words"]
        alive = np.concatenate([np.zeros(1, np.int64), np.cumsum(segment.live[postings.documents])])
        living = alive[postings.starts[1:]] - alive[postings.starts[:-1]]
        for number in np.flatnonzero(living).tolist():
            word = words[number]
            if is_vocabulary(word):
                counts[word] += int(living[number])
    return counts
